"""From what editors changed to what has to be made again: changes raise facts, and name recipes that come and go.

Each function tells what follows from one kind of change. A page that reads something new needs nothing here, as long
as it asks the catalogue; a change of a new kind needs a function here that raises what it makes untrue.
"""

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import msgspec

from skaryna.model import Front, Page, Person, Publication, Topic, Withdrawal
from skaryna.model.journal import Value
from skaryna.press import addresses, indexing, lists, search
from skaryna.press.catalogue import Named, by_group, nearest
from skaryna.press.database import Database
from skaryna.press.facts import OLDER_NEIGHBOURS, Fact
from skaryna.press.plan import NAMED, Kind, Recipe, page_of_list
from skaryna.press.shelf import LIST_PAGE, SITEMAP_ROWS, Head, Place, Shelf, place_of

Key = tuple[str, str]


class Changes(msgspec.Struct, frozen=True):
    """What was approved before and after, by (kind, key); None for nothing."""

    before: Mapping[Key, Head | Value | None]
    after: Mapping[Key, Head | Value | None]

    def of(self, kind: type) -> list[tuple[str, object, object]]:
        """Return (key, before, after) of all that differ and are of a type."""
        pairs = ((key, old, self.after.get((name, key))) for (name, key), old in self.before.items())
        return [(key, old, new) for key, old, new in pairs if old != new and kind in {type(old), type(new)}]


@dataclass(slots=True)
class Raised:
    """What has to be made again, each with the reason in words.

    `recipes` are named outright; `came` are new ones, with where they belong in time; `went` are no more.
    """

    facts: dict[Fact, str] = field(default_factory=dict)
    recipes: dict[Recipe, str] = field(default_factory=dict)
    came: dict[Recipe, str] = field(default_factory=dict)
    went: set[Recipe] = field(default_factory=set)

    def raise_(self, why: str, *facts: Fact) -> None:
        for fact in facts:
            self.facts.setdefault(fact, why)


def raise_all(shelf: Shelf, publication: Publication, changes: Changes, raised: Raised) -> None:
    """Bring what follows from heads (lists, old addresses) up to date, and raise what no longer stands."""
    articles = [(key, old, new) for key, old, new in changes.of(Head)]
    pairs = [(old, new) for _, old, new in articles]
    for name, touched in lists.touched_by(pairs).items():  # type: ignore[arg-type]
        _list(lists.update(shelf, name, touched), name, raised)
    for _, old, new in articles:
        _Article(shelf, publication, raised).changed(old, new)  # type: ignore[arg-type]
    _named(shelf, publication, changes, raised)
    for key, old, new in changes.of(Page):
        _page(key, old, new, raised)  # type: ignore[arg-type]
    for key, _, _ in changes.of(Front):
        raised.raise_("the home page was arranged", ("front", key))
    for key, old, new in changes.of(Withdrawal):
        _withdrawal(key, old, new, raised)  # type: ignore[arg-type]


def _list(moved: lists.Moved, name: str, raised: Raised) -> None:
    why = "an article came, went or moved in its list"
    raised.raise_(why, *moved.facts)
    for each, first in moved.went:
        raised.went.add(page_of_list(each, first))
    for each, first in moved.came:
        raised.came[page_of_list(each, first)] = "a page of a list is new"
    kind, _, language = name.split(":")
    if kind == "archive" and search.bits_for(moved.lengths[0]) != search.bits_for(moved.lengths[1]):
        raised.raise_("the search index has more buckets, or fewer", ("search", language))
    if moved.is_turned and kind != "archive":
        who, plural = ("a topic", "topics") if kind == "topic" else ("an author", "persons")
        raised.raise_(f"{who} has its first article, or none any more", (plural, language), ("slugs", plural, language))


class _Article:
    """What follows from a change of one article."""

    def __init__(self, shelf: Shelf, publication: Publication, raised: Raised) -> None:
        self._shelf = shelf
        self._publication = publication
        self._raised = raised

    def changed(self, old: Head | None, new: Head | None) -> None:
        """Deal with an article that came (no `old`), changed, or went (no `new`)."""
        either = new or old
        assert either is not None  # noqa: S101 - one of the two is there
        why = f"“{either.title}” {'is new' if old is None else 'was withdrawn' if new is None else 'was edited'}"
        self._recipe(old, new, why)
        self._raised.raise_(why, ("article", either.id))
        if old is None or new is None or _shown(old) != _shown(new):
            self.shown_differently(either, why)
        if old and new and _follows(old) != _follows(new):
            self._neighbours(new, why)
        if _lies(old) != _lies(new):
            for head in filter(None, (old, new)):
                self._elsewhere(head, why)
            if old and new:
                self._pages_named_by(new, why)
        if old is None or new is None or _titled(old) != _titled(new):
            self._raised.raise_(why, ("title", either.id))
        if (old and not old.day) or (new and not new.day):
            self._raised.raise_(why, ("undated", either.language))
        self._sitemap(old, new, why)
        self._old_addresses(old, new, why)
        self._corrections(old, new, why)
        self._search(old, new, why)

    def _recipe(self, old: Head | None, new: Head | None, why: str) -> None:
        if old and (new is None or old.language != new.language):
            self._raised.went |= {Recipe(kind, old.language, old.id) for kind in self._kinds}
        if new and new.language in self._publication.languages:
            recipe = Recipe("article", new.language, new.id)
            if old is None or old.language != new.language:
                self._raised.came |= {Recipe(kind, new.language, new.id): why for kind in self._kinds}
            else:
                self._raised.recipes[recipe] = why

    @property
    def _kinds(self) -> tuple[Kind, ...]:
        """What is made of each article alone."""
        return ("article", "drawn") if self._publication.drawn_pictures else ("article",)

    def shown_differently(self, head: Head, why: str) -> None:
        """Raise what other pages show of an article, and name the pages of its lists that show it.

        Its own page must be raised too: what lists show of it is made there.
        """
        self._raised.raise_(why, ("teaser", head.id))
        for name in head.lists:
            if start := self._page_of(name, head):
                self._raised.recipes.setdefault(page_of_list(name, start[2]), why)

    def _neighbours(self, head: Head, why: str) -> None:
        """Name the pages under which it stands; where it came, went or moved, its lists have raised them."""
        beside: set[str] = set()
        for name in head.lists:
            if not name.startswith("author:"):
                beside |= {*self._near(name, head, older=1, newer=OLDER_NEIGHBOURS)}
        for other in self._shelf.heads_of(sorted(beside)):
            if head.id in lists.read_next(other, self._near):
                self._raised.recipes.setdefault(Recipe("article", other.language, other.id), why)

    def _near(self, name: str, head: Head, *, older: int, newer: int) -> list[str]:
        return self._shelf.near(name, place_of(head), older=older, newer=newer)

    def _page_of(self, name: str, head: Head) -> Place | None:
        """Return where the page of a list begins that an article is on; None where the list has no pages."""
        return self._shelf.start_at(name, place_of(head)) if self._shelf.length(name) > LIST_PAGE else None

    def _elsewhere(self, head: Head, why: str) -> None:
        """An article exists in other languages than before, or elsewhere: its editions name each other."""
        self._raised.raise_(why, ("editions", head.group), ("old", self._path(head).casefold()))
        for other in self._shelf.editions_of(head.group).values():
            self._raised.recipes.setdefault(Recipe("article", other.language, other.id), why)
            self._raised.raise_(why, _part(other))

    def _pages_named_by(self, head: Head, why: str) -> None:
        """A page of a list is named by its first article's address, and the pages beside it lead there."""
        for name in head.lists:
            beside = self._shelf.near(name, place_of(head), older=lists.MAX_PAGE + 1, newer=lists.MAX_PAGE + 1)
            self._raised.raise_(why, *(("page", name, key) for key in (head.id, *beside)))

    def _sitemap(self, old: Head | None, new: Head | None, why: str) -> None:
        if old and new and _mapped(old) == _mapped(new):
            return
        for head in filter(None, (old, new)):
            fact = _part(head)
            recipe = Recipe("sitemap-part", key=fact[1])
            self._raised.raise_(why, fact)
            is_there = bool(self._shelf.sitemap_part(int(fact[1]), self._publication.languages))
            if is_there:
                self._raised.came.setdefault(recipe, why)
            else:
                self._raised.went.add(recipe)
            if is_there != self._was_there(recipe):
                self._raised.raise_(why, ("sitemaps",))

    def _was_there(self, recipe: Recipe) -> bool:
        """Whether a recipe was there before all that is raised."""
        query = f"select 1 from recipe where {NAMED}"  # noqa: S608 - ours
        return self._shelf.database.one(query, *msgspec.structs.astuple(recipe)) is not None

    def _old_addresses(self, old: Head | None, new: Head | None, why: str) -> None:
        had = {addresses.of_old(each).casefold() for each in old.old_addresses} if old else set()
        has = {addresses.of_old(each).casefold() for each in new.old_addresses} if new else set()
        if not had and not has:
            return
        database = self._shelf.database
        database.connection.execute("delete from old_address where id = ?", ((new or old).id,))  # type: ignore[union-attr]
        if new:
            keep_old_addresses(database, new)
        if old is None or new is None or (old.old_addresses, _lies(old), old.day) != (
            new.old_addresses, _lies(new), new.day
        ):  # fmt: skip
            self._raised.raise_(why, ("redirects",))
        for folded in (had | has) - {""}:
            recipe = Recipe("redirect", key=folded)
            self._raised.raise_(why, ("old", folded))
            if database.one("select 1 from old_address where folded = ?", folded):
                self._raised.came.setdefault(recipe, why)
            else:
                self._raised.went.add(recipe)

    def _corrections(self, old: Head | None, new: Head | None, why: str) -> None:
        """Feeds tell corrections of old articles too."""
        for head in filter(None, (old, new)):
            if head.corrected_at:
                self._raised.raise_(why, ("corrected", head.language))
        keep_corrected(self._shelf.database, old, new)

    def _search(self, old: Head | None, new: Head | None, why: str) -> None:
        """Its words may be others, and so may be what the index says of it."""
        database = self._shelf.database
        for head, other in ((old, new), (new, old)):
            if head is None:
                continue
            # One that was withdrawn and came again between two editions has another number.
            stays = other is not None and (other.language, other.first_seq) == (head.language, head.first_seq)
            own = indexing.words_of(head)
            rest = own - (indexing.words_of(other) if stays and other else set())
            is_old = head is old
            indexing.update(
                database, head.language, head.first_seq, rest if is_old else set(), set() if is_old else rest
            )
            bits = search.bits_for(self._shelf.length(f"archive::{head.language}"))
            buckets = {search.place_of(word) >> (search.MAX_BITS - bits) for word in rest}
            self._raised.raise_(why, *(("words", head.language, f"{bits}.{number}") for number in buckets))
            told = (head.title, head.address, head.day[:10])
            if not (stays and other and told == (other.title, other.address, other.day[:10])):
                self._titles(head, why)

    def _titles(self, head: Head, why: str) -> None:
        chunk = head.first_seq // search.CHUNK
        recipe = Recipe("titles", head.language, str(chunk))
        self._raised.raise_(why, ("titles", head.language, str(chunk)))
        there = self._shelf.heads(
            "where first_seq >= ? and first_seq < ? and language = ? limit 1",
            chunk * search.CHUNK, (chunk + 1) * search.CHUNK, head.language,
        )  # fmt: skip
        if there and head.language in self._publication.languages:
            self._raised.came.setdefault(recipe, why)
        else:
            self._raised.went.add(recipe)

    def _path(self, head: Head) -> str:
        return addresses.article(self._publication, head.language, head.address)


class _Many(_Article):
    """The same for thousands of articles: where the pages of a list begin is read once."""

    def __init__(self, shelf: Shelf, publication: Publication, raised: Raised) -> None:
        super().__init__(shelf, publication, raised)
        self._starts = cache(lambda name: shelf.starts(name) if shelf.length(name) > LIST_PAGE else [])

    def _page_of(self, name: str, head: Head) -> Place | None:
        starts = self._starts(name)
        at = bisect.bisect_right(starts, place_of(head))
        return starts[at - 1] if at else None


def keep_old_addresses(database: Database, head: Head) -> None:
    """Note at which old paths an article is to be found; "" is the path of those that no file can stand at."""
    for each in head.old_addresses:
        path = addresses.of_old(each)
        row = (path.casefold(), each, head.id, path)
        database.connection.execute("insert or replace into old_address values (?, ?, ?, ?)", row)


def keep_corrected(database: Database, old: Head | None, new: Head | None) -> None:
    """Note when an article was corrected last."""
    if old and old.corrected_at:
        database.connection.execute(
            "delete from corrected where language = ? and at = ? and id = ?", (old.language, old.corrected_at, old.id)
        )
    if new and new.corrected_at:
        row = (new.language, new.corrected_at, new.id)
        database.connection.execute("insert or replace into corrected values (?, ?, ?)", row)


def _titled(head: Head) -> tuple[object, ...]:
    return head.title, head.address, head.language, head.day


def _follows(head: Head) -> tuple[object, ...]:
    return head.title, head.lead, head.address, head.language, head.published_at, head.image, head.alt


def _shown(head: Head) -> tuple[object, ...]:
    return *_follows(head), head.persons, head.topics


def _lies(head: Head | None) -> tuple[str, str, str] | None:
    return (head.group, head.language, head.address) if head else None


def _mapped(head: Head) -> tuple[object, ...]:
    """Return what a file of the sitemap tells of an article: its picture too."""
    return head.changed_at, _lies(head), head.first_seq, head.image


def _part(head: Head) -> Fact:
    return ("sitemap", str(head.first_seq // SITEMAP_ROWS))


def _named(shelf: Shelf, publication: Publication, changes: Changes, raised: Raised) -> None:
    """People and topics: whose name changed, changes on every page that names them."""
    for kind, of in (("person", Person), ("topic", Topic)):
        changed = changes.of(of)
        if not changed:
            continue
        now = by_group(shelf.small(kind, of))
        was = by_group(
            [*(each for each in shelf.small(kind, of) if each.id not in {key for key, _, _ in changed}),
             *(old for _, old, _ in changed if old is not None)]
        )  # fmt: skip
        groups = {value.group for _, old, new in changed for value in (old, new) if value is not None}  # type: ignore[attr-defined]
        for group in sorted(groups):
            for language in publication.languages:
                order = (language, *publication.languages)
                pair = nearest(was.get(group, {}), order), nearest(now.get(group, {}), order)
                if pair[0] != pair[1]:
                    _renamed(shelf, publication, (kind, group, language), pair, raised)


def _renamed(
    shelf: Shelf,
    publication: Publication,
    name: tuple[str, str, str],
    pair: tuple[Named | None, Named | None],
    raised: Raised,
) -> None:
    kind, group, language = name
    old, new = pair
    value = new or old
    assert value is not None  # noqa: S101 - they differ
    why = f"“{value.name}” {'was edited' if old and new else 'is new' if new else 'was withdrawn'}"
    raised.raise_(why, (kind, group, language), (f"{kind}s", language))
    if old is None or new is None or old.slug != new.slug:
        raised.raise_(why, ("slugs", f"{kind}s", language))
    is_named_otherwise = old is None or new is None or (old.name, old.slug) != (new.name, new.slug)
    if kind == "topic" and not is_named_otherwise:
        return
    listed = f"{'author' if kind == 'person' else 'topic'}:{group}:{language}"
    article = _Many(shelf, publication, raised)
    for head in shelf.members(listed):
        raised.recipes.setdefault(Recipe("article", language, head.id), why)
        if is_named_otherwise:
            raised.raise_(why, ("article", head.id))
            article.shown_differently(head, why)


def _page(key: str, old: Page | None, new: Page | None, raised: Raised) -> None:
    either = new or old
    assert either is not None  # noqa: S101 - they differ
    why = f"the page “{either.title}” {'was edited' if old and new else 'is new' if new else 'was withdrawn'}"
    for page in filter(None, (old, new)):
        raised.recipes.setdefault(Recipe("page", page.language, key), why)
        raised.raise_(why, ("pages", page.group), ("standing", page.language))


def _withdrawal(key: str, old: Withdrawal | None, new: Withdrawal | None, raised: Raised) -> None:
    """A notice came, changed or went: feeds tell it, and links to the article lead to it."""
    either = new or old
    assert either is not None  # noqa: S101 - they differ
    said = "was edited" if old and new else "is new" if new else "is no more"
    why = f"the notice that “{either.title}” was withdrawn {said}"
    for notice in filter(None, (old, new)):
        raised.recipes.setdefault(Recipe("withdrawal", notice.language, key), why)
        raised.raise_(why, ("editions", notice.group))
        raised.raise_(why, *(("withdrawals", topic, notice.language) for topic in ("", *notice.topics)))
