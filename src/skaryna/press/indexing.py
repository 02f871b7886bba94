"""Keeping the index of the readers' search: which articles have a word in title or lead.

Numbers of a word lie in stretches, so that one article more rewrites one short row of each of its words.
"""

import itertools
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from skaryna.press import search
from skaryna.press.database import Database
from skaryna.press.shelf import Head, Shelf

STRETCH = search.STRETCH

Row = tuple[str, int, str, int, str]
"""Language, place, word, stretch, and what `search.row` says of the numbers in it."""


def words_of(head: Head) -> set[str]:
    """Return the words by which an article is found."""
    return search.words_of(f"{head.title} {head.lead}")


def update(database: Database, language: str, number: int, gone: set[str], come: set[str]) -> None:
    """Take an article out of the rows of some words and put it into those of others."""
    for word in gone | come:
        key = (language, search.place_of(word), word, number // STRETCH)
        where = "language = ? and place = ? and word = ? and stretch = ?"
        said = database.value(f"select numbers from posting where {where}", *key) or ""  # noqa: S608 - ours
        numbers = search.numbers_in(number // STRETCH, said)
        numbers = numbers | {number} if word in come else numbers - {number}
        if numbers:
            told = search.row(numbers)
            database.connection.execute("insert or replace into posting values (?, ?, ?, ?, ?)", (*key, told))
        else:
            database.connection.execute(f"delete from posting where {where}", key)  # noqa: S608 - ours


@dataclass(frozen=True, slots=True)
class Job:
    """Articles whose first rows lie in a stretch of the journal."""

    press_database: Path
    stretch: int


def rows_of(job: Job) -> list[Row]:
    """Return the rows of one stretch."""
    database = Database(job.press_database, is_reader=True)
    try:
        low = job.stretch * STRETCH
        heads = Shelf(database).heads("where first_seq >= ? and first_seq < ?", low, low + STRETCH)
        found: dict[tuple[str, str], list[int]] = {}
        for head in heads:
            for word in words_of(head):
                found.setdefault((head.language, word), []).append(head.first_seq)
        return [
            (language, search.place_of(word), word, job.stretch, search.row(numbers))
            for (language, word), numbers in found.items()
        ]
    finally:
        database.close()


def stretches(database: Database) -> list[int]:
    """Return the stretches that have articles."""
    return [row[0] for row in database.all(f"select distinct first_seq / {STRETCH} from head order by 1")]  # noqa: S608


def keep(database: Database, found: Iterable[list[Row]]) -> None:
    """Keep all rows anew."""
    database.connection.execute("delete from posting")
    for rows in found:
        database.connection.executemany("insert into posting values (?, ?, ?, ?, ?)", sorted(rows))


def bucket(database: Database, language: str, bits: int, number: int) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Yield the words of a bucket in order, each with its rows, newest stretch first."""
    width = search.MAX_BITS - bits
    rows = database.connection.execute(
        "select word, stretch, numbers from posting where language = ? and place >= ? and place < ?"
        " order by word, stretch desc", (language, number << width, (number + 1) << width),
    )  # fmt: skip
    for word, group in itertools.groupby(rows, key=operator.itemgetter(0)):
        yield word, [(stretch, said) for _, stretch, said in group]
