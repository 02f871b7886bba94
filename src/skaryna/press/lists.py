"""Lists (archive, topics, authors) and their pages, kept up to date by what changed.

A list runs through time. Where a page of it begins follows from the articles themselves: after at least `MIN_PAGE`
articles, at the first one whose identifier's checksum says so, at the latest after `MAX_PAGE`. So an article that comes
or goes anywhere, also years back, changes the page that it is on and perhaps the next ones, until the borders fall
together again; and whoever makes all lists anew gets the same pages.
(Borders from content: A. Muthitacharoen et al., A Low-bandwidth Network File System, SOSP 2001.)
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from skaryna.press import facts
from skaryna.press.database import Database
from skaryna.press.facts import Fact
from skaryna.press.shelf import LIST_PAGE, Head, Place, Shelf, place_of

MIN_PAGE = 12
MAX_PAGE = 30
READ_NEXT = 3
_ONE_IN = 8
"""After `MIN_PAGE`, one article in so many begins a page: about 20 on a page."""


def begins(key: str, before: int) -> bool:
    """Whether a page begins at an article, given how many stand on the page before it (0: it is the first of all)."""
    return before == 0 or before >= MAX_PAGE or (before >= MIN_PAGE and zlib.crc32(key.encode()) % _ONE_IN == 0)


@dataclass(slots=True)
class Touched:
    """What happens to one list: who comes and who goes."""

    added: set[Place] = field(default_factory=set)
    removed: set[Place] = field(default_factory=set)


@dataclass(slots=True)
class Moved:
    """What became of a list: facts that no longer stand; pages, as (list, first article), that came and went.

    `is_turned` where it was empty and is not any more, or the other way round; `lengths` before and after.
    """

    is_turned: bool = False
    lengths: tuple[int, int] = (0, 0)
    facts: set[Fact] = field(default_factory=set)
    came: set[tuple[str, str]] = field(default_factory=set)
    went: set[tuple[str, str]] = field(default_factory=set)


def touched_by(changes: Iterable[tuple[Head | None, Head | None]]) -> dict[str, Touched]:
    """Return what changes of articles (before, after) do to the lists."""
    found: dict[str, Touched] = {}
    for old, new in changes:
        before = {(name, place_of(old)) for name in old.lists} if old else set()
        after = {(name, place_of(new)) for name in new.lists} if new else set()
        for name, place in before - after:
            found.setdefault(name, Touched()).removed.add(place)
        for name, place in after - before:
            found.setdefault(name, Touched()).added.add(place)
    return found


def update(shelf: Shelf, name: str, touched: Touched) -> Moved:
    """Bring one list up to date."""
    database = shelf.database
    moved = Moved()
    number, length = _number(database, shelf, name), shelf.length(name)
    most = facts.NEWEST[-1]
    newest = shelf.newest(name, most)
    removed = _take_out(database, number, touched.removed)
    database.connection.executemany(
        "insert or replace into member(list, day, first_seq, id) values (?, ?, ?, ?)",
        ((number, *place) for place in sorted(touched.added)),
    )
    after = length - len(removed) + len(touched.added)
    database.connection.execute("update list set length = ? where id = ?", (after, number))
    old: set[str] = set()
    new: set[str] = set()
    for before, since in _stretches(shelf, number, touched.added, removed):
        moved.facts |= {("page", name, first) for first in {*before, *since} if before.get(first) != since.get(first)}
        old |= before.keys()
        new |= since.keys()
    now = shelf.newest(name, most)
    moved.facts |= {("newest", str(count), name) for count in facts.NEWEST if newest[:count] != now[:count]}
    moved.is_turned = (length == 0) != (after == 0)
    moved.lengths = (length, after)
    _pages(shelf, name, (length, after), (old, new), moved)
    for place in (*touched.added, *touched.removed):
        beside = shelf.near(name, place, older=1, newer=facts.OLDER_NEIGHBOURS)
        moved.facts |= {("near", name, key) for key in beside}
    return moved


class Near(Protocol):
    """Tells an article's neighbours in a list: the nearest newer ones, then the nearest older ones."""

    def __call__(self, name: str, head: Head, *, older: int, newer: int) -> list[str]: ...


def read_next(head: Head, near: Near) -> list[str]:
    """Return what stands under an article: its neighbours in its first topic; where they are too few, in the archive.

    Lists alone say so: pages need not note each that they show, for whoever changes one asks who shows it.
    """
    archive = f"archive::{head.language}"
    name = f"topic:{head.topics[0]}:{head.language}" if head.topics else archive
    found = near(name, head, older=READ_NEXT, newer=1)
    if len(found) < READ_NEXT and name != archive:
        found += [key for key in near(archive, head, older=facts.OLDER_NEIGHBOURS, newer=1) if key not in found]
    return found[:READ_NEXT]


def _number(database: Database, shelf: Shelf, name: str) -> int:
    if shelf.list_id(name) < 0:
        database.connection.execute("insert into list(name, length) values (?, 0)", (name,))
    return shelf.list_id(name)


def _take_out(database: Database, number: int, places: set[Place]) -> dict[Place, bool]:
    """Take places out of a list; return those that were in it, and whether a page began there."""
    found = {}
    for place in places:
        query = "where list = ? and day = ? and first_seq = ? and id = ?"
        was_start = database.value(f"select starts from member {query}", number, *place)  # noqa: S608 - ours
        if was_start is not None:
            found[place] = bool(was_start)
            database.connection.execute(f"delete from member {query}", (number, *place))  # noqa: S608
    return found


def _pages(shelf: Shelf, name: str, lengths: tuple[int, int], starts: tuple[set[str], set[str]], moved: Moved) -> None:
    """Say which pages came and went: a list that fits on its front has none."""
    before, after = (length > LIST_PAGE for length in lengths)
    old, new = starts
    if before and after:
        moved.came |= {(name, first) for first in new - old}
        moved.went |= {(name, first) for first in old - new}
    elif before or after:
        query = "select id from member where list = ? and starts"
        standing = {row[0] for row in shelf.database.all(query, shelf.list_id(name))}
        which = moved.came if after else moved.went
        which |= {(name, first) for first in (standing if after else standing | old)}


_Page = tuple[tuple[str, ...], str, str]
"""A page's articles, oldest first; the first articles of the pages before and after it, or ""."""

_Pages = dict[str, _Page]


def _stretches(
    shelf: Shelf, number: int, added: set[Place], removed: dict[Place, bool]
) -> Iterator[tuple[_Pages, _Pages]]:
    """Draw the borders anew where they may have moved; yield the pages of each stretch as they were and as they are."""
    waiting = sorted({*added, *removed})
    while waiting:
        start, stop, count = shelf.start(number, "<", waiting[0]), None, 0
        rows: list[tuple[Place, bool, bool]] = []
        for place, was_start in _members(shelf.database, number, start):
            while waiting and waiting[0] <= place:
                del waiting[0]
            starts = begins(place[2], count)
            if starts and was_start and rows and place not in added:
                stop = place
                break
            count = 1 if starts else count + 1
            rows.append((place, was_start, starts))
        else:
            waiting = []
        outside = shelf.start(number, "<", start) if start else None
        gone = [(p, was) for p, was in removed.items() if (not start or p > start) and (not stop or p < stop)]
        ends = outside[2] if outside else "", stop[2] if stop else ""
        shelf.database.connection.executemany(
            "update member set starts = ? where list = ? and day = ? and first_seq = ? and id = ?",
            ((int(now), number, *place) for place, was, now in rows if was != now),
        )
        yield (
            _told(sorted([(place, was) for place, was, _ in rows if place not in added] + gone), *ends),
            _told([(place, now) for place, _, now in rows], *ends),
        )


def _members(database: Database, number: int, start: Place | None) -> Iterator[tuple[Place, bool]]:
    """Yield a list's members from a place on, and whether a page began there."""
    query = "select day, first_seq, id, starts from member where list = ? and (day, first_seq, id) >= (?, ?, ?)"
    first = start or ("", -1, "")
    while True:
        rows = database.all(f"{query} order by day, first_seq, id limit 101", number, *first)
        for *place, was_start in rows[:100]:
            yield (place[0], place[1], place[2]), bool(was_start)
        if len(rows) <= 100:
            return
        first = tuple(rows[100][:3])


def _told(members: list[tuple[Place, bool]], older: str, newer: str) -> _Pages:
    """Tell the pages of a stretch, by their first articles; `older` and `newer` lie on its two sides."""
    groups: list[list[str]] = []
    for place, starts in members:
        if starts or not groups:
            groups.append([])
        groups[-1].append(place[2])
    firsts = [older, *(group[0] for group in groups), newer]
    pages = {group[0]: (tuple(group), firsts[n], firsts[n + 2]) for n, group in enumerate(groups)}
    if newer:
        # The page after the stretch is as it was, but for where it leads back to.
        pages[newer] = ((newer,), firsts[-2], "")
    return pages


def made_anew(shelf: Shelf, heads: Iterable[Head]) -> None:
    """Make all lists from all articles."""
    connection = shelf.database.connection
    connection.execute("delete from member")
    connection.execute("delete from list")
    shelf.forget_lists()
    # A place is there once for all lists that have it, so that a hundred thousand articles take 30 MB.
    members: defaultdict[str, list[Place]] = defaultdict(list)
    for head in heads:
        place = place_of(head)
        for name in head.lists:
            members[name].append(place)
    for number, (name, places) in enumerate(members.items(), start=1):
        connection.execute("insert into list values (?, ?, ?)", (number, name, len(places)))
        places.sort()
        connection.executemany("insert into member values (?, ?, ?, ?, ?)", _with_borders(number, places))


def _with_borders(number: int, places: Iterable[Place]) -> Iterator[tuple[int, str, int, str, bool]]:
    """Draw the borders of a list's pages."""
    count = 0
    for day, first_seq, key in places:
        starts = begins(key, count)
        count = 1 if starts else count + 1
        yield number, day, first_seq, key, starts


def pages_of(shelf: Shelf) -> Iterator[tuple[str, str, str]]:
    """Return (list, first article, its day) of every page of every list that has pages."""
    return shelf.database.connection.execute(
        "select list.name, member.id, member.day from member join list on list.id = member.list"
        " where member.starts and list.length > ? order by member.list, day, first_seq, member.id", (LIST_PAGE,),
    )  # fmt: skip
