"""Reading the newsroom's journal by plain SQL, read-only: from SQLite or PostgreSQL, without Django."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from skaryna.errors import DatabaseError, TrustError
from skaryna.model.journal import COLUMNS, START, TABLE, Entry
from skaryna.outside import files

_ROWS_AT_ONCE = 200
_SEEN = "journal.seen"


class Reader:
    """A connection to the newsroom's database, read-only; closed by `close` or at the end of a `with`.

    Every question sees what is committed by then.
    """

    def __init__(self, database: str) -> None:
        """Open a path of SQLite, or a postgresql:// address.

        Raises:
            DatabaseError: It is missing or unreachable.
        """
        self._database = database
        self.is_postgresql = database.startswith(("postgresql://", "postgres://"))
        self._connection: Any = _postgresql(database) if self.is_postgresql else _sqlite(database)
        self._raw = "convert_to(value, 'UTF8')" if self.is_postgresql else "cast(value as blob)"

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def entries(
        self,
        *,
        after: int = 0,
        before: int | None = None,
        values: Literal["text", "bytes", "none"] = "text",
        of: tuple[str, str] | None = None,
    ) -> Iterator[Entry]:
        """Yield rows after `after` and before `before`, in order; `of` names a kind and a key.

        Raises:
            DatabaseError: They cannot be read.
        """
        value = {"text": "value", "bytes": self._raw, "none": "null"}[values]
        columns = ", ".join(value if name == "value" else name for name in COLUMNS)
        until = "" if before is None else f" and seq < {int(before)}"
        mark = "%s" if self.is_postgresql else "?"
        only = f" and kind = {mark} and key = {mark}" if of else ""
        query = f"select {columns} from {TABLE} where seq > {int(after)}{until}{only} order by seq"  # noqa: S608 - ours
        with self._asking() as cursor:
            cursor.execute(query, of or ())
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                for row in rows:
                    yield Entry(*row)

    def chain_at(self, seq: int) -> str:
        """Return a row's authenticator, `START` for row 0; "" where there is no such row."""
        if not seq:
            return START
        row = next(self.entries(after=seq - 1, before=seq + 1, values="none"), None)
        return row.chain if row else ""

    def last(self) -> int:
        """Return the number of the last row; 0 for an empty journal."""
        with self._asking() as cursor:
            cursor.execute(f"select coalesce(max(seq), 0) from {TABLE}")  # noqa: S608 - own constant
            return int(cursor.fetchone()[0])

    def values(self, rows: Sequence[int]) -> dict[int, bytes]:
        """Return row -> value, UTF-8, of those rows that have one."""
        marks = ", ".join(["%s" if self.is_postgresql else "?"] * len(rows))
        query = f"select seq, {self._raw} from {TABLE} where seq in ({marks}) and value is not null"  # noqa: S608 - ours
        with self._asking() as cursor:
            cursor.execute(query, tuple(rows))
            return {int(seq): bytes(value) for seq, value in cursor.fetchall()}

    def waiting(self) -> tuple[int, str]:
        """Return how many changes wait for a second account, and since when the oldest does (ISO 8601, UTC).

        Raises:
            DatabaseError: They cannot be counted, also where the tables are of an earlier version.
        """
        with self._asking() as cursor:
            cursor.execute("select count(*), min(at) from newsroom_waiting")
            count, oldest = cursor.fetchone()
            return int(count), str(oldest or "")

    def state(self) -> int:
        """Return a number that changes when anybody commits something; costs next to nothing with SQLite."""
        if self.is_postgresql:
            return self.last()
        with self._asking() as cursor:
            cursor.execute("pragma data_version")
            return int(cursor.fetchone()[0])

    @contextlib.contextmanager
    def _asking(self) -> Iterator[Any]:
        """Lend a cursor; what the database refuses inside the block is explained."""
        try:
            cursor = self._connection.cursor()
            try:
                yield cursor
            finally:
                # After an interrupt a generator may be left behind whose connection is closed already.
                with contextlib.suppress(sqlite3.ProgrammingError):
                    cursor.close()
        except Exception as error:
            if isinstance(error, sqlite3.Error) or type(error).__module__.startswith("psycopg"):
                raise _explained(self._database, error) from error
            raise


def entries(database: str, *, after: int = 0) -> Iterator[Entry]:
    """Yield rows as `Reader.entries` does, over a connection of its own."""
    with Reader(database) as reader:
        yield from reader.entries(after=after)


def last(database: str) -> int:
    """Return the number of the journal's last row; 0 for an empty journal."""
    with Reader(database) as reader:
        return reader.last()


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


def _sqlite(database: str) -> sqlite3.Connection:
    path = Path(database)
    if not path.is_file():
        raise DatabaseError(f"{path} does not exist.", hint="Restore the publication folder from a backup.")
    try:
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=20, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise _explained(database, error) from error


def _postgresql(database: str) -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise DatabaseError(
            "skaryna.toml names a PostgreSQL database, but its driver is not installed.",
            hint="Run `make install EXTRAS=postgresql` in the folder of Skaryna's source.",
        ) from error
    try:
        # Each question is a transaction of its own, so that a long-lived reader holds nothing back.
        return psycopg.connect(
            database, connect_timeout=10, autocommit=True, options="-c default_transaction_read_only=on"
        )
    except psycopg.Error as error:
        raise _explained(database, error) from error


def _explained(database: str, error: Exception) -> DatabaseError:
    """Name the database without its password."""
    place = database.rsplit("@", 1)[-1]
    reached = "://" in database
    return DatabaseError(
        f"The newsroom's database ({place}) cannot be read: {str(error).splitlines()[0]}.",
        hint="Is PostgreSQL running, and is its address in skaryna.toml right?"
        if reached
        else files.way_back(Path(database)),
    )
