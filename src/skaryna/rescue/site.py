"""What the given sources have in common: their words, the blocks that stand on many, their tags, their hosts.

The first of rescue's two passes. With one source alone the site is that one page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from skaryna.rescue.passage import words_of
from skaryna.rescue.speech import FUNCTION_WORDS

COMMONEST = 80
MIN_PAGES_FOR_CHROME = 3
CHROME_SHARE = 0.5
MAX_CHROME_CHARS = 400
_KNOWN = frozenset().union(*FUNCTION_WORDS.values())


@dataclass(frozen=True, slots=True)
class Facts:
    """What one source adds to the site.

    Its passages (folded text), and those among them whose words nobody should learn from; its tags, its own hosts; its
    blocks that are little but links (letters only), the hosts
    that these lead to, and the hosts that its sentences lead to.
    """

    passages: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    unlearned: frozenset[str] = frozenset()
    farms: frozenset[str] = frozenset()
    farm_hosts: frozenset[str] = frozenset()
    named_hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """All sources together.

    Attributes:
        vocabulary: Word (lower case) -> number of different passages with it, on all pages.
        commonest: The most frequent words.
        repeated: Short passages that stand on at least half of three or more pages: the site's own furniture.
        tags: Topic names that stand apart somewhere (tag links, lines with separators), as written.
        hosts: Hosts that are the site itself.
        pages: How many sources, copies not counted.
        planted: Block of links (letters only), or host to which blocks and no sentence lead -> number of pages.
    """

    vocabulary: Mapping[str, int] = field(default_factory=Counter)
    commonest: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    pages: int = 0
    planted: Mapping[str, int] = field(default_factory=Counter)


def site_of(all_facts: Iterable[Facts]) -> Site:
    """Join what the sources say of themselves. Cost is linear in their words."""
    vocabulary: Counter[str] = Counter()
    on_pages: Counter[str] = Counter()
    tags: set[str] = set()
    hosts: set[str] = set()
    told: set[int] = set()
    articles: set[str] = set()
    planted: Counter[str] = Counter()
    named: set[str] = set()
    for facts in all_facts:
        for passage in facts.passages:
            if passage in facts.unlearned:
                continue
            if hash(passage) not in told:  # A passage on ten pages is still said once: spam is, too.
                told.add(hash(passage))
                vocabulary.update(set(" ".join(words_of(passage)).lower().split()))
        # Several copies of one page are one page; else an article that was saved three times were all furniture.
        longest = max(facts.passages, key=len, default="")
        if longest not in articles:
            articles.add(longest)
            on_pages.update({text for text in facts.passages if len(text) <= MAX_CHROME_CHARS})
            planted.update(facts.farms | facts.farm_hosts)
        tags |= facts.tags
        hosts |= facts.hosts
        named |= facts.named_hosts
    pages = len(articles)
    enough = max(MIN_PAGES_FOR_CHROME, CHROME_SHARE * pages)
    least = max(3, len(vocabulary) // 150)
    common = _ordered({word: count for word, count in vocabulary.items() if count > least or word in _KNOWN})
    return Site(
        vocabulary=vocabulary,
        commonest=frozenset(word for word, _ in common[:COMMONEST]),
        repeated=frozenset(text for text, count in on_pages.items() if count >= enough),
        tags=frozenset(tags),
        hosts=frozenset(hosts),
        pages=pages,
        planted=Counter({key: count for key, count in planted.items() if count > 1 and key not in named | hosts}),
    )


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
