"""What the pages ask, answered in the reader's language; each question is noted as the fact that it read.

A name that has no row in a language is shown as its nearest edition has it: an author does not vanish from an
article because nobody has spelled the name in that alphabet yet.
"""

import bisect
import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, Literal, Protocol, TypeVar

from skaryna.model import Article, Byline, Front, Image, Masthead, Page, Person, Publication, Topic, Trust, Withdrawal
from skaryna.model.archived import ArchivedText
from skaryna.model.blocks import Archived, Original
from skaryna.press import addresses, facts, indexing, search
from skaryna.press.facts import Fact
from skaryna.press.shelf import Head, KeptTeaser, Place, Segment, Shelf, place_of
from skaryna.theme import Theme, shipped
from skaryna.theme.views import Chrome, Link

T = TypeVar("T")
Named = TypeVar("Named", Person, Topic)

MENU_TOPICS = 7
MAX_HEADS = 4_000
MAX_TEASERS = 6_000
MAX_FOLLOWING = 1_000
MAX_STRETCHES = 300
MAX_ONCE = 2_500
MAX_ENTRIES = 500

Shared = tuple[Any, frozenset[str], dict[str, Image]]
"""What several pages have in common: its value, the paths that it links to, the pictures that it shows."""


class Bodies(Protocol):
    """Reads articles with their bodies."""

    def expect(self, heads: Iterable[Head]) -> None:
        """Read ahead, all at once, what will be asked for one by one."""

    def article(self, head: Head) -> Article:
        """Return an article, or raise TrustError where it is no longer the one that was approved."""


class Copies(Protocol):
    """Reads copies of sources, or raises TrustError where they are no longer what was approved."""

    def text(self, copy: Archived) -> ArchivedText:
        """Return what a copy says."""

    def original(self, told: Original) -> bytes:
        """Return the file that it was made of."""


Once = tuple[Any, frozenset[Fact]]
"""What was made once, and what it read."""


class Bounded(dict[Any, T]):
    """A memory that forgets its older half when it is full: what is asked for again soon is near."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: object, value: T) -> T:
        """Remember a value and return it."""
        if len(self) >= self._most:
            for old in list(itertools.islice(self, (self._most + 1) // 2)):
                del self[old]
        self[key] = value
        return value


class Catalogue:
    """Everything small in memory; heads as they are asked for; bodies stay in the journal."""

    def __init__(
        self,
        publication: Publication,
        shelf: Shelf,
        trust: Trust | None = None,
        *,
        theme: Theme | None = None,
        bodies: Bodies | None = None,
    ) -> None:
        self.publication = publication
        self.shelf = shelf
        self.theme = theme or shipped()
        """What the pages are made with: the approved one, or, for previews, the one on this disk."""
        self.trust = trust
        """The root that signs this edition; None where it will not be sealed."""
        self.noted: set[Fact] = set()
        """What was read since somebody emptied it."""
        self.chromes: dict[tuple[str, str, str], tuple[Chrome, frozenset[str]]] = {}
        self.teasers: Bounded[Shared] = Bounded(MAX_TEASERS)
        self.following: Bounded[Shared] = Bounded(MAX_FOLLOWING)
        """What is read next, by key: neighbours are printed one after the other, so not many."""
        self.links: dict[tuple[str, str, str], tuple[str, Link]] = {}
        """Authors and topics by kind, language and group: the path of their page, and the link to it."""
        self._once: Bounded[Once] = Bounded(MAX_ONCE)
        self.entries: Bounded[Once] = Bounded(MAX_ENTRIES)
        """Entries of feeds: whole texts, so not many."""
        self._bodies = bodies
        self.copies: Copies | None = None
        """Set by whoever prints; previews show no copy of a source."""
        self._expiry = ""
        self._heads: Bounded[Head] = Bounded(MAX_HEADS)
        persons, topics = by_group(shelf.persons()), by_group(shelf.topics())
        self._persons_in = cache(lambda language: self._named_in(persons, language))
        self._topics_in = cache(lambda language: self._named_in(topics, language))
        self._pages = [page for page in shelf.pages() if page.language in publication.languages]
        self._mastheads = {masthead.language: masthead for masthead in shelf.mastheads()}
        self._fronts = {front.language: front for front in shelf.fronts()}
        self._withdrawals = [each for each in shelf.withdrawals() if each.language in publication.languages]
        self._filled = shelf.filled()
        self.menu = cache(self._menu)
        self._alone: set[str] = set()
        # A page of a list asks twice: by its own name, and for what is on it.
        self._lies = lru_cache(maxsize=1)(shelf.lies)
        self._stretches: Bounded[tuple[Sequence[Place], bool, bool]] = Bounded(MAX_STRETCHES)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages that have something to read, the main one always."""
        withdrawn = {each.language for each in self._withdrawals}
        return tuple(
            language
            for language in self.publication.languages
            if language == self.publication.main or f"archive::{language}" in self._filled or language in withdrawn
        )

    @property
    def expiry(self) -> str:
        """Until when what expires is good, RFC 3339."""
        self.noted.add(("expiry",))
        return self._expiry

    @expiry.setter
    def expiry(self, moment: str) -> None:
        self._expiry = moment

    def once(self, key: object, make: Callable[[], T], memory: "Bounded[Once] | None" = None) -> T:
        """Return what was made already, noting again what it read; else make it."""
        memory = self._once if memory is None else memory
        known = memory.get(key)
        if known is None:
            before, self.noted = self.noted, set()
            try:
                known = (make(), frozenset(self.noted))
            finally:
                self.noted = before
            memory.keep(key, known)
        self.noted |= known[1]
        return known[0]

    def masthead(self, language: str) -> Masthead:
        known = self._mastheads.get(language)
        return known or Masthead(language=language, title=self.publication.name)

    def front(self, language: str) -> Front | None:
        """Return how an editor arranged the home page; None where nobody did."""
        self.noted.add(("front", language))
        return self._fronts.get(language)

    def pinned(self, key: str, language: str) -> bool:
        """Whether an article that somebody pinned is published in a language, with its day."""
        self.note_day(key)
        head = self._heads.get(key) or self.shelf.head(key)
        return head is not None and head.language == language

    # Articles

    def head(self, key: str) -> Head:
        """Return an article as other pages show it; its names of people and topics belong to the same fact."""
        self.note_teaser(key)
        return self.quiet_head(key)

    def note_teaser(self, key: str) -> None:
        """Note that what other pages show of an article is shown."""
        self.noted.add(("teaser", key))

    def quiet_head(self, key: str) -> Head:
        """Return an article's head without noting it."""
        found = self._heads.get(key)
        if found is None:
            found = self.shelf.head(key)
            assert found is not None  # noqa: S101 - identifiers come from lists and recipes, which follow the heads
            self._heads.keep(key, found)
        return found

    def article(self, key: str) -> Article:
        """Return an article with its body.

        Raises:
            TrustError: What the journal has is not what was approved.
        """
        self.noted.add(("article", key))
        assert self._bodies is not None  # noqa: S101 - previews ask for no other article's body
        return self._bodies.article(self.quiet_head(key))

    def expect(self, keys: Sequence[str]) -> None:
        """Read ahead the bodies of articles whose heads were looked up."""
        if self._bodies is not None and len(keys) > 1:
            self._bodies.expect(map(self.quiet_head, keys))

    def editions(self, group: str) -> dict[str, Head]:
        """Return an article in every language that is printed."""
        self.noted.add(("editions", group))
        return self.quiet_editions(group)

    def quiet_editions(self, group: str) -> dict[str, Head]:
        """Return an article's editions without noting it: its own page is made again whenever they change."""
        return {k: v for k, v in self.shelf.editions_of(group).items() if k in self.publication.languages}

    def fetch(self, keys: list[str]) -> list[Head]:
        """Read and return the heads of many articles at once, and which of them exist in one language only."""
        heads = self.shelf.heads_of(keys)
        for head in heads:
            self._heads.keep(head.id, head)
        self._alone = {head.group for head in heads} - self.translated(heads)
        return heads

    def look_up(self, keys: Iterable[str]) -> None:
        """Read those heads that are not in memory, all at once: they will be asked for one by one."""
        missing = [key for key in keys if key not in self._heads]
        if len(missing) > 1:
            for head in self.shelf.heads_of(missing):
                self._heads.keep(head.id, head)

    def kept_teasers(self, keys: Sequence[str]) -> dict[str, KeptTeaser]:
        """Return what lists show of those articles whose pages were made."""
        return self.shelf.teasers(keys)

    def translated(self, heads: Iterable[Head]) -> set[str]:
        """Return the groups of articles that exist in more than one language."""
        return self.shelf.with_editions({head.group for head in heads})

    def siblings(self, head: Head) -> dict[str, Head]:
        """Return an article's editions, itself among them, without noting it."""
        return {head.language: head} if head.group in self._alone else self.quiet_editions(head.group)

    def article_path(self, article: Head | Article) -> str:
        """Return where an article lies in the edition."""
        return addresses.article(self.publication, article.language, article.address)

    def article_url(self, article: Head | Article) -> str:
        """Return an article's canonical address."""
        return addresses.absolute(self.publication, self.article_path(article))

    def authors_of(self, bylines: Iterable[Byline], language: str) -> list[tuple[Person, str]]:
        """Return an article's authors and what each did, as a language names them; part of the article's fact."""
        named = self._persons_in(language)
        return [(named[each.person], each.role) for each in bylines if each.person in named]

    def names_of(self, head: Head) -> list[Person]:
        """Return an article's authors as teasers name them; part of the teaser's fact."""
        named = self._persons_in(head.language)
        return [named[group] for group in dict.fromkeys(head.persons) if group in named]

    def subjects_of(self, groups: Iterable[str], language: str) -> list[Topic]:
        """Return topics by name in a language, in the editors' order; part of the article's or the teaser's fact."""
        named = self._topics_in(language)
        return [named[group] for group in groups if group in named]

    # Lists

    def newest(self, name: str, count: int) -> list[str]:
        """Return the newest articles of a list, newest first."""
        self.noted.add(facts.newest(name, count))
        return self.shelf.newest(name, count)

    def undated(self, language: str, count: int) -> list[str]:
        """Return articles whose first day is not known, in the order in which they came."""
        self.noted.add(("undated", language))
        oldest = self.shelf.oldest(f"archive::{language}", count)
        return [key for key in oldest if not self.quiet_head(key).day]

    def corrected(self, language: str, count: int, *, topic: str = "", person: str = "") -> list[str]:
        """Return the articles of a language, of one topic or one author in it, among those that were corrected last."""
        self.noted.add(("corrected", language))
        heads = map(self.quiet_head, self.shelf.corrected(language, count))
        return [
            head.id for head in heads if (not topic or topic in head.topics) and (not person or person in head.persons)
        ]

    def page_from(self, name: str, first: str) -> Segment:
        """Return the page of a list that begins with an article."""
        self.noted.add(("page", name, first))
        return self.shelf.page_from(name, self._lies(first)[0])

    def address_of(self, key: str) -> str:
        """Return an article's address, without noting it: pages of lists are named by it."""
        return self._lies(key)[1]

    def page_after(self, name: str, newest: list[str], count: int) -> str:
        """Return the first article of the page where a list goes on after its newest `count`; "" where it ends."""
        if len(newest) <= count:
            return ""
        first = self.shelf.start_at(name, place_of(self.quiet_head(newest[count])))
        if first is None:
            return ""
        self.noted.add(("page", name, first[2]))
        return first[2]

    def near(self, name: str, head: Head, *, older: int, newer: int) -> list[str]:
        """Return an article's neighbours in a list: the nearest newer ones, then the nearest older ones."""
        self.noted.add(("near", name, head.id))
        place = place_of(head)
        for _ in range(2):
            places, begins, ends = self._stretches.get(name, ((), False, False))
            at = bisect.bisect_left(places, place)
            is_there = at < len(places) and places[at] == place
            if is_there and (at >= older or begins) and (at + newer < len(places) or ends):
                return [p[2] for p in (*places[at + 1 : at + 1 + newer], *places[max(0, at - older) : at][::-1])]
            self._stretches.keep(name, self.shelf.stretch(name, place))
        return self.shelf.near(name, place, older=older, newer=newer)

    # Notices of articles that were withdrawn

    def withdrawals(self, language: str, topic: str = "") -> list[Withdrawal]:
        """Return the notices of a language, of one topic or of all."""
        self.noted.add(("withdrawals", topic, language))
        found = self.quiet_withdrawals(language)
        return [each for each in found if topic in each.topics] if topic else found

    def quiet_withdrawals(self, language: str) -> list[Withdrawal]:
        """Return the notices of a language without noting it."""
        return [each for each in self._withdrawals if each.language == language]

    def withdrawn(self, group: str) -> dict[str, Withdrawal]:
        """Return the notices that stand in an article's place, by language; part of the fact of its editions."""
        return {each.language: each for each in self._withdrawals if each.group == group}

    def withdrawn_path(self, notice: Withdrawal) -> str:
        """Return where a notice lies: where the article lay."""
        return addresses.article(self.publication, notice.language, notice.address)

    def is_taken(self, path: str) -> bool:
        """Whether an article lies at a path, noting the question."""
        self.noted.add(("old", path.casefold()))
        return self.is_article(path)

    # Old addresses and the sitemap

    def claims(self, folded: str) -> list[tuple[str, str, str]]:
        """Return who claims an old path, whatever its capital letters: (address, path, article), in a fixed order.

        Of two articles at one old address the newest has it. Nobody has one where an article of ours lies.
        """
        self.noted.add(("old", folded))
        return self.shelf.claims(folded, self.publication)

    def is_article(self, path: str) -> bool:
        """Whether an article of ours lies at a path."""
        language, _, rest = path.partition("/")
        if language not in self.publication.languages or language == self.publication.main:
            language, rest = self.publication.main, path
        return rest.endswith(".html") and self.shelf.is_article(language, rest.removesuffix(".html"))

    def old_addresses(self) -> list[tuple[str, str]]:
        """Return every old address and the article that has it, sorted."""
        self.noted.add(("redirects",))
        return self.shelf.old_addresses(self.publication.languages)

    def sitemap_parts(self) -> list[int]:
        """Return the numbers of the sitemap's files of articles."""
        self.noted.add(("sitemaps",))
        return self.shelf.sitemap_parts(self.publication.languages)

    def sitemap_part(self, number: int) -> list[Head]:
        """Return the articles of one of them, in the order in which they first came."""
        self.noted.add(("sitemap", str(number)))
        return self.shelf.sitemap_part(number, self.publication.languages)

    def told_as_news(self, language: str, count: int) -> list[Head]:
        """Return the newest articles of a language, for whoever tells titles and days of them and no names."""
        heads = [self.quiet_head(key) for key in self.newest(f"archive::{language}", count)]
        for head in heads:
            self.note_day(head.id)
        return heads

    def note_day(self, key: str) -> None:
        """Note that an article's title, address or day was looked at."""
        self.noted.add(("title", key))

    # The search index

    def search_bits(self, language: str) -> int:
        """Return how many bits choose a bucket of the index in a language."""
        self.noted.add(("search", language))
        return search.bits_for(self.shelf.length(f"archive::{language}"))

    def bucket(self, language: str, bits: int, number: int) -> Iterable[tuple[str, list[tuple[int, str]]]]:
        """Return the words of a bucket, each with its rows."""
        self.noted.add(("words", language, f"{bits}.{number}"))
        return indexing.bucket(self.shelf.database, language, bits, number)

    def titles(self, language: str, chunk: int) -> list[Head]:
        """Return the articles of a language whose numbers lie in one chunk."""
        self.noted.add(("titles", language, str(chunk)))
        low = chunk * search.CHUNK
        return self.shelf.heads_between(low, low + search.CHUNK, language=language)

    # People, topics, pages

    def person(self, group: str, language: str) -> Person | None:
        self.noted.add(("person", group, language))
        return self._persons_in(language).get(group)

    def topic(self, group: str, language: str) -> Topic | None:
        self.noted.add(("topic", group, language))
        return self._topics_in(language).get(group)

    def persons_of(self, language: str) -> list[Person]:
        """Authors who have an article in a language, by name."""
        self.noted.add(("persons", language))
        return self._with_articles("author", language)

    def topics_of(self, language: str) -> list[Topic]:
        """Topics that have an article in a language, by name."""
        self.noted.add(("topics", language))
        return self._with_articles("topic", language)

    def _menu(self, language: str) -> list[Topic]:
        """Return the topics of the menu, by name: the largest, where one article more or less makes no difference."""

        def size(topic: Topic) -> int:
            return self.shelf.length(f"topic:{topic.group}:{language}").bit_length()

        topics = self._with_articles("topic", language)
        return sorted(sorted(topics, key=size, reverse=True)[:MENU_TOPICS], key=lambda topic: topic.name.casefold())

    def slugs(self, kind: Literal["persons", "topics"], language: str) -> list[str]:
        """Return the slugs of all authors, or topics, that have articles in a language, sorted."""
        self.noted.add(("slugs", kind, language))
        named = self._with_articles("author" if kind == "persons" else "topic", language)
        return sorted(each.slug for each in named)

    def standing_pages(self, language: str) -> list[Page]:
        """Standing pages of a language, in the editors' order."""
        self.noted.add(("standing", language))
        return self.pages(language)

    def pages(self, language: str) -> list[Page]:
        """Return the same without noting it: what menus show of them is part of every page's ground."""
        return sorted((p for p in self._pages if p.language == language), key=lambda p: (p.order, p.title, p.id))

    def support_page(self, language: str) -> Page | None:
        return next((page for page in self.pages(language) if page.role == "support"), None)

    def page_editions(self, group: str) -> dict[str, Page]:
        self.noted.add(("pages", group))
        return {page.language: page for page in self._pages if page.group == group and page.language in self.languages}

    def _with_articles(self, kind: Literal["author", "topic"], language: str) -> list[Any]:
        named: dict[str, Any] = self._persons_in(language) if kind == "author" else self._topics_in(language)
        found = [(group, value) for group, value in named.items() if f"{kind}:{group}:{language}" in self._filled]
        return [value for _, value in sorted(found, key=lambda pair: (pair[1].name.casefold(), pair[0]))]

    def _named_in(self, groups: dict[str, dict[str, Named]], language: str) -> dict[str, Named]:
        order = (language, *self.publication.languages)
        return {group: value for group, rows in groups.items() if (value := nearest(rows, order))}


def nearest(rows: dict[str, T], order: Iterable[str]) -> T | None:
    """Return the row of the first language that has one; else that of any, always the same."""
    for choice in order:
        if choice in rows:
            return rows[choice]
    return rows[min(rows)] if rows else None


def by_group(values: Iterable[Named]) -> dict[str, dict[str, Named]]:
    """Return group -> language -> value."""
    groups: dict[str, dict[str, Named]] = {}
    for value in values:
        groups.setdefault(value.group, {})[value.language] = value
    return groups
