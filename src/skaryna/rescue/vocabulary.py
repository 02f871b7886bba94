"""What a site's own language looks like: its words, its small words, its tags. The measure of what is foreign to it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

COMMONEST = 80
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")

# The little words that no sentence does without, by language; a site's own commonest words join them.
_SMALL = {
    "en": "the a an and or of to in on at for from by with as is are was were be been it its that this these those he she "
    "they we you his her their our your not no but if than then so which who what when where there has have had will "
    "would can could may more about after before into over under up out all some one only also do does did",
    "be": "і й у ў на з са да для па за ад пра не ні што як але ці а б бы калі які якая якое якія гэта гэты гэтая той таго "
    "таму яго яе іх ён яна яны мы вы я нас нам вас вам быў была было былі ёсць няма толькі таксама ужо яшчэ пры праз над",
    "ru": "и в во на с со к ко для по за от о об не ни что как но или а б бы если который которая которое которые это этот "
    "эта эти тот того его её их он она они мы вы я нас нам вас вам был была было были есть нет только также уже ещё при",
    "uk": "і й та у в на з із зі до для по за від про не ні що як але чи а б би якщо який яка яке які це цей ця ці той того "
    "його її їх він вона вони ми ви я нас нам вас вам був була було були є немає тільки лише також вже ще при через над",
    "pl": "i w we na z ze do dla po za od o nie ni co jak ale czy a by jeśli który która które to ten ta te tego jego jej "
    "ich on ona oni my wy ja nas nam was wam był była było były jest są tylko też już jeszcze przy przez nad się",
}
SMALL_WORDS = frozenset(word for words in _SMALL.values() for word in words.split())


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded for comparison."""
    return [word.casefold() for word in _WORD.findall(text)]


@dataclass(slots=True)
class Site:
    """What all sources together say: in how many of them each word stands, how often, and which tags are known.

    `documents` counts sources; `blocks` counts in how many sources a whole block of text stands.
    """

    documents: int = 0
    spread: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    blocks: Counter[str] = field(default_factory=Counter)
    tags: set[str] = field(default_factory=set)
    hosts: Counter[str] = field(default_factory=Counter)

    def add(self, blocks: Iterable[str], *, tags: Iterable[str] = (), hosts: Iterable[str] = ()) -> None:
        """Add a source by its blocks of text."""
        lines = [block.strip() for block in blocks if block.strip()]
        counts = Counter(word for line in lines for word in words_of(line))
        self.documents += 1
        self.total.update(counts)
        self.spread.update(counts.keys())
        self.blocks.update({folded(line) for line in lines})
        self.tags.update(tags)
        self.hosts.update(set(hosts))

    @property
    def small_words(self) -> frozenset[str]:
        """The site's own commonest words and the small words of our languages."""
        common = [word for word, _ in self.total.most_common(COMMONEST) if len(word) <= 4]
        return SMALL_WORDS | frozenset(common if self.documents > 3 else ())


def folded(text: str) -> str:
    """Return a text as it is compared: case and spaces do not count."""
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class Page:
    """The words around a block: how often each stands on its page, and in how many sources of the site."""

    counts: Counter[str]
    site: Site

    @classmethod
    def of(cls, blocks: Iterable[str], site: Site) -> "Page":
        return cls(Counter(word for block in blocks for word in words_of(block)), site)

    def without(self, block: str) -> Counter[str]:
        """Return the page's words without those of one block (which may stand there several times)."""
        return self.counts - Counter(words_of(block))

    def foreign_share(self, block: str) -> float:
        """Return the share of a block's different words that neither its page nor two other sources use."""
        words = {word for word in words_of(block) if word not in SMALL_WORDS and len(word) > 2}
        if not words:
            return 0.0
        rest = self.without(block)
        return sum(rest[word] == 0 and self.site.spread[word] <= 2 for word in words) / len(words)

    def small_share(self, block: str) -> float:
        """Return the share of a block's words that are small words: prose has many, a list of keywords none."""
        words = words_of(block)
        small = self.site.small_words
        return sum(word in small for word in words) / len(words) if words else 1.0
