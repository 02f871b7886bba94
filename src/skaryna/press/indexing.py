"""Keeping the index of the readers' search: which articles have a word in title or lead.

Words lie by place (`search.place_of`) and stretch of articles, so that one article more rewrites a short row for each
beginning of its words, and a whole archive is a few thousand rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from skaryna.press import search
from skaryna.press.database import Database
from skaryna.press.search import STRETCH
from skaryna.press.shelf import Head, Shelf

Row = tuple[str, int, int, bytes]
"""Language, place, stretch, and the words there: msgpack of word -> what `search.row` says of its numbers."""

_WORDS = msgspec.msgpack.Decoder(dict[str, str])
_KEEP = "insert or replace into posting values (?, ?, ?, ?)"


def words_of(head: Head) -> set[str]:
    """Return the words by which an article is found."""
    return search.words_of(f"{head.title} {head.lead}")


def update(database: Database, language: str, number: int, gone: set[str], come: set[str]) -> None:
    """Take an article out of the rows of some words and put it into those of others."""
    stretch = number // STRETCH
    touched: dict[int, list[str]] = {}
    for word in gone | come:
        touched.setdefault(search.place_of(word), []).append(word)
    for place, of_place in touched.items():
        key = (language, place, stretch)
        where = "where language = ? and place = ? and stretch = ?"
        known = database.value(f"select words from posting {where}", *key)  # noqa: S608 - ours
        words = _WORDS.decode(known) if known else {}
        for word in of_place:
            numbers = search.numbers_in(stretch, words.pop(word, ""))
            numbers = numbers | {number} if word in come else numbers - {number}
            if numbers:
                words[word] = search.row(numbers)
        if words:
            database.connection.execute(_KEEP, (*key, msgspec.msgpack.encode(words)))
        else:
            database.connection.execute(f"delete from posting {where}", key)  # noqa: S608 - ours


MOST_STRETCHES = 50
"""So many are one job at most: what it returns lies in memory."""


class Job(msgspec.Struct, frozen=True):
    """Articles whose first rows lie in some stretches of the journal."""

    press_database: Path
    stretches: tuple[int, ...]


def rows_of(job: Job) -> list[Row]:
    """Return the rows of some stretches."""
    database = Database(job.press_database, is_reader=True)
    try:
        return sorted(row for each in job.stretches for row in _rows(Shelf(database), each))
    finally:
        database.close()


def _rows(shelf: Shelf, stretch: int) -> Iterator[Row]:
    low = stretch * STRETCH
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for head in reversed(shelf.heads_between(low, low + STRETCH)):
        told, number = found[head.language], search.row([head.first_seq])
        for word in words_of(head):
            told[word].append(number)
    for language, words in found.items():
        places: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for word, numbers in words.items():
            places[search.place_of(word)][word] = " ".join(numbers)
        yield from ((language, place, stretch, msgspec.msgpack.encode(there)) for place, there in places.items())


def jobs(database: Database, count: int) -> list[Job]:
    """Return the work of making all rows, for so many workers: each has all of its own before any of it is read."""
    found = [row[0] for row in database.all(f"select distinct first_seq / {STRETCH} from head order by 1")]  # noqa: S608
    size = min(MOST_STRETCHES, max(1, -(-len(found) // count)))
    return [Job(database.path.absolute(), tuple(found[at : at + size])) for at in range(0, len(found), size)]


def keep(database: Database, found: Iterable[list[Row]]) -> None:
    """Keep all rows anew."""
    database.connection.execute("delete from posting")
    for rows in found:
        database.connection.executemany(_KEEP, rows)


def bucket(database: Database, language: str, bits: int, number: int) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Yield the words of a bucket in order, each with its rows, newest stretch first."""
    width = search.MAX_BITS - bits
    rows = database.connection.execute(
        "select stretch, words from posting where language = ? and place >= ? and place < ? order by stretch desc",
        (language, number << width, (number + 1) << width),
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for stretch, words in rows:
        for word, said in _WORDS.decode(words).items():
            found.setdefault(word, []).append((stretch, said))
    yield from sorted(found.items())
