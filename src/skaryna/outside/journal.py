"""Reading the newsroom's journal by plain SQL, read-only: from SQLite or PostgreSQL, without Django."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skaryna.errors import DatabaseError, TrustError
from skaryna.model.journal import COLUMNS, TABLE, Entry
from skaryna.outside import files

_ROWS_AT_ONCE = 200
_SEEN = "journal.seen"


def entries(database: str, *, after: int = 0, before: int | None = None, values: bool = True) -> Iterator[Entry]:
    """Yield the journal's rows after `after` and before `before`, in order, from one consistent snapshot.

    Args:
        database: A path of SQLite, or a postgresql:// address.
        after: A row number.
        before: A row number, or None.
        values: Whether to read the values too; without them each is None.

    Raises:
        DatabaseError: The newsroom's database is missing or unreachable.
    """
    columns = ", ".join(name if values or name != "value" else "null" for name in COLUMNS)
    until = "" if before is None else f" and seq < {int(before)}"
    query = f"select {columns} from {TABLE} where seq > {int(after)}{until} order by seq"  # noqa: S608 - own constants
    with _reading(database) as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            for row in rows:
                yield Entry(**dict(zip(COLUMNS, row, strict=True)))


def last(database: str) -> int:
    """Return the number of the journal's last row; 0 for an empty journal."""
    with _reading(database) as cursor:
        cursor.execute(f"select coalesce(max(seq), 0) from {TABLE}")  # noqa: S608 - own constant
        return int(cursor.fetchone()[0])


def seen(keys: Path) -> tuple[int, str] | None:
    """Return (row, chain) that the press saw last; None before the first time.

    It is kept beside the secrets: who can cut the journal and delete `press.sqlite3` cannot make the press forget.

    Raises:
        TrustError: The note is damaged.
    """
    try:
        row, chain = (keys / _SEEN).read_text(encoding="ascii").split()
        return int(row), chain
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise TrustError(
            f"{keys / _SEEN}, which says how far the journal was printed, cannot be read.",
            hint="Restore keys/ from a backup; if you know that the newsroom is whole, delete that file.",
        ) from error


def remember(keys: Path, row: int, chain: str) -> None:
    """Note how far the journal was seen."""
    if seen(keys) != (row, chain):
        files.write(keys / _SEEN, f"{row} {chain}\n".encode(), mode=0o600)


@contextlib.contextmanager
def _reading(database: str) -> Iterator[Any]:
    """Lend a cursor; what the database refuses inside the block is explained."""
    if database.startswith(("postgresql://", "postgres://")):
        with _postgresql(database) as cursor:
            yield cursor
        return
    path = Path(database)
    if not path.is_file():
        raise DatabaseError(f"{path} does not exist.", hint="Restore the publication folder from a backup.")
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)
    try:
        yield connection.cursor()
    except sqlite3.Error as error:
        raise _explained(database, error) from error
    finally:
        connection.close()


@contextlib.contextmanager
def _postgresql(database: str) -> Iterator[Any]:
    try:
        import psycopg
    except ImportError as error:
        raise DatabaseError(
            "skaryna.toml names a PostgreSQL database, but its driver is not installed.",
            hint="Run: pip install 'skaryna[postgresql]'",
        ) from error
    try:
        connection = psycopg.connect(database, connect_timeout=10)
    except psycopg.Error as error:
        raise _explained(database, error) from error
    try:
        connection.read_only = True
        yield connection.cursor()
    except psycopg.Error as error:
        raise _explained(database, error) from error
    finally:
        connection.close()


def _explained(database: str, error: Exception) -> DatabaseError:
    """Name the database without its password."""
    place = database.rsplit("@", 1)[-1]
    return DatabaseError(f"The newsroom's database ({place}) cannot be read: {str(error).splitlines()[0]}.")
