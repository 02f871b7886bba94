"""The editions that were, told as what differs from the one after each: to list, to compare, to go back to.

An earlier edition costs what has changed since. Files that no edition needs any more leave the store.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from skaryna.errors import SettingsError
from skaryna.press.database import Database
from skaryna.press.store import Store

EDITION_FILE = ".skaryna/edition.json"
"""What an edition says of itself; it differs between any two."""

State = tuple[str, int] | None
"""(SHA-256, size in bytes) of a file; None for no such file."""


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """An edition that readers had. `at` is ISO 8601, UTC; `back_to` the edition whose files it has once more, or 0."""

    number: int
    at: str
    files: int
    bytes: int
    fingerprint: str
    sealed: bool
    made: int
    removed: int
    back_to: int = 0


class Difference(msgspec.Struct, frozen=True):
    """What differs between two editions: paths."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def known(database: Database) -> list[Edition]:
    """Return the editions that are known, newest first."""
    rows = database.all("select value from edition order by number desc")
    return [msgspec.json.decode(row[0], type=Edition) for row in rows]


def known_one(database: Database, number: int) -> Edition:
    """Return an edition.

    Raises:
        SettingsError: It is not kept.
    """
    value = database.value("select value from edition where number = ?", number)
    if value is None:
        kept = ", ".join(str(each.number) for each in reversed(known(database))) or "none"
        raise SettingsError(f"Edition {number} is not kept.", hint=f"There are: {kept}. `skaryna editions` lists them.")
    return msgspec.json.decode(value, type=Edition)


def keep(database: Database, edition: Edition, changed: Mapping[str, State]) -> None:
    """Note a new edition; `changed` is what the one before it had where the two differ."""
    before = database.value("select max(number) from edition where number < ?", edition.number)
    if before is not None:
        rows = ((before, path, *(state or (None, None))) for path, state in changed.items())
        database.connection.executemany("insert or ignore into was values (?, ?, ?, ?)", rows)
    database.connection.execute(
        "insert or replace into edition values (?, ?)", (edition.number, msgspec.json.encode(edition).decode())
    )


def then(database: Database, number: int) -> dict[str, State]:
    """Return what an edition had, where it differs from the newest one."""
    rows = database.all("select path, digest, size from was where edition >= ? order by edition desc", number)
    return {path: (digest, size) if digest else None for path, digest, size in rows}


def now(database: Database, path: str) -> State:
    """Return what the newest edition has at a path."""
    row = database.one("select digest, size from changed where path = ?", path)
    if row is None:
        row = database.one("select digest, size from output where path = ?", path)
    return (row[0], row[1]) if row and row[0] else None


def compared(database: Database, older: int, newer: int) -> Difference:
    """Return what differs between two editions that are kept.

    Raises:
        SettingsError: One of them is not.
    """
    for number in (older, newer):
        known_one(database, number)
    one, other = then(database, older), then(database, newer)
    found: dict[str, list[str]] = {"added": [], "changed": [], "removed": []}
    for path in sorted({*one, *other} - {EDITION_FILE}):
        had = one[path] if path in one else now(database, path)
        has = other[path] if path in other else now(database, path)
        if had != has:
            found["added" if had is None else "removed" if has is None else "changed"].append(path)
    return Difference(tuple(found["added"]), tuple(found["changed"]), tuple(found["removed"]))


def forget(database: Database, store: Store, *, keep_last: int, proofs: Iterable[str] = ()) -> int:
    """Forget all but the last editions; return how many were forgotten. Files that nothing needs leave the store.

    Args:
        database: The press's; the caller's transaction.
        store: Where the files lie.
        keep_last: So many stay, the one that readers have among them.
        proofs: Digests of earlier proof files that nothing else needs either.
    """
    oldest = database.value(
        "select coalesce(min(number), 0) from (select number from edition order by number desc limit ?)",
        max(1, keep_last),
    )
    dropped = database.all(_UNNEEDED, oldest, msgspec.json.encode(list(proofs)).decode(), oldest)
    database.connection.execute("delete from was where edition < ?", (oldest,))
    count = database.connection.execute("delete from edition where number < ?", (oldest,)).rowcount
    # A picture that no edition shows any more may have been taken out for what it shows.
    database.connection.executemany("delete from rendition where digest = ?", dropped)
    for (digest,) in dropped:
        store.drop(digest)
    return count


_UNNEEDED = """
with gone as (select digest from was where edition < ? and digest is not null union select value from json_each(?))
select digest from gone where not exists (select 1 from output where output.digest = gone.digest)
    and not exists (select 1 from was where was.digest = gone.digest and was.edition >= ?)
    and digest not in (select digest from changed where digest is not null)
    and digest not in (select digest from proof)"""
"""What editions before one, or some digests, name and nothing else needs; asks for: that edition, digests, it again."""


def at(moment: dt.datetime) -> str:
    """Return a moment as editions tell it."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
