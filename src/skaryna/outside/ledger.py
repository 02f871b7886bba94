"""What the press did, edition by edition, where the newsroom can read it: `outcomes.sqlite3`.

The newsroom and the press share no code above this floor; the editor still sees what became of a Publish.
"""

import contextlib
import sqlite3
import time
from pathlib import Path

import msgspec

from skaryna.errors import DatabaseError

_SCHEMA = """create table if not exists outcome(
    id integer primary key, at text not null, seq integer not null, value text not null)"""
_POLL_S = 0.05
KEPT_OUTCOMES = 500


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the press.

    Attributes:
        edition: Its number; the number of the edition that stayed, where this one failed.
        seq: The last row of the journal that the press had read.
        at: When, ISO 8601, UTC; "" until it is recorded.
        total: How many files the edition has; `made` are new or changed, `kept` as they were, `removed` gone.
        problem: Why nothing was printed, or "".
        warnings: What was not printed although asked for (a value changed behind the editors' back).
        seconds: By stage: read, render, write, seal, total.
        sealed: Whether the edition is signed.
    """

    edition: int
    seq: int
    at: str = ""
    total: int = 0
    made: int = 0
    kept: int = 0
    removed: int = 0
    bytes_written: int = 0
    seconds: dict[str, float] = {}
    problem: str = ""
    hint: str = ""
    warnings: tuple[str, ...] = ()
    sealed: bool = False


def record(path: Path, outcome: Outcome) -> None:
    """Add an outcome; all but the newest are forgotten in time.

    Raises:
        DatabaseError: The database cannot be written.
    """
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=20)) as connection, connection:
            connection.execute("pragma journal_mode=wal")
            connection.execute(_SCHEMA)
            connection.execute(
                "insert into outcome(at, seq, value) values (?, ?, ?)",
                (outcome.at, outcome.seq, msgspec.json.encode(outcome).decode()),
            )
            connection.execute("delete from outcome where id <= (select max(id) from outcome) - ?", (KEPT_OUTCOMES,))
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}.") from error


def latest(path: Path) -> Outcome | None:
    """Return the newest outcome, or None where the press never ran."""
    return next(iter(recent(path, 1)), None)


def recent(path: Path, most: int = KEPT_OUTCOMES) -> list[Outcome]:
    """Return outcomes, newest first; none where the press never ran."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=2)) as connection:
            rows = connection.execute("select value from outcome order by id desc limit ?", (most,)).fetchall()
    except sqlite3.Error:
        return []
    return [msgspec.json.decode(row[0], type=Outcome) for row in rows]


def wait_for(path: Path, seq: int, *, timeout_s: float) -> Outcome | None:
    """Wait until the press has dealt with row `seq` of the journal; None if it has not in time."""
    deadline = time.monotonic() + timeout_s
    while True:
        outcome = latest(path)
        if outcome is not None and outcome.seq >= seq:
            return outcome
        if time.monotonic() >= deadline:
            return None
        time.sleep(_POLL_S)
