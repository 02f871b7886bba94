"""`press.sqlite3`: what the press has read and made. One connection to it, its tables, and whether others wrote there.

Nothing in it is authenticated row by row. Instead the state of the file, as the system tells it, is noted in keys/
after every commit: where it is another one (somebody wrote, a backup was laid back, a crash came in between), the
file is put away and made again from the journal.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skaryna.errors import DatabaseError, TrustError
from skaryna.outside import files

SCHEMA_VERSION = 8
_SEEN = "press.seen"
_CACHE_KB = 16_000
_WRITER_CACHE_KB = 64_000
_LOG_PAGES = 16_000
"""So long the log may grow before it goes into the file: a whole edition writes many pages again and again."""

_BUSY_S = 20

SCHEMA = """
create table meta(key text primary key, value text not null) without rowid;

-- What was approved. An article's body stays in the journal, in row `seq`; its head is here.
create table head(id text primary key, seq integer not null, first_seq integer not null, grp text not null,
    language text not null, address text not null, day text not null, value blob not null) without rowid;
create index head_by_group on head(grp, language);
create index head_by_first on head(first_seq, id);
create index head_by_address on head(address, language);
create table small(kind text not null, id text not null, seq integer not null, language text not null,
    digest text not null, value text not null, primary key(kind, id)) without rowid;
create table refused(kind text not null, id text not null, seq integer not null, said text not null,
    primary key(kind, id)) without rowid;

-- Lists run through time; `starts` marks where a page of a list begins.
create table list(id integer primary key, name text not null unique, length integer not null);
create table member(list integer not null, day text not null, first_seq integer not null, id text not null,
    starts integer not null default 0, primary key(list, day, first_seq, id)) without rowid;
create index member_starts on member(list, day, first_seq, id) where starts;
-- What lists show of an article, by the row of the journal that first brought it, as the members of lists have it.
create table teaser(article integer primary key, value blob not null);
create table old_address(folded text not null, address text not null, id text not null, path text not null,
    primary key(folded, address, id)) without rowid;
create index old_address_by_article on old_address(id);
create table corrected(language text not null, at text not null, id text not null,
    primary key(language, at, id)) without rowid;
create table posting(language text not null, place integer not null, stretch integer not null, words blob not null,
    primary key(language, place, stretch)) without rowid;

-- What was made of it: a recipe's outputs, and the facts that it read.
create table recipe(id integer primary key, kind text not null, language text not null, key text not null,
    part text not null, place text not null, facts blob not null default x'', unique(kind, language, key, part));
create index recipe_fronts on recipe(kind) where part = '' and kind <> 'article';
create table output(path text not null, recipe integer not null, digest text not null, size integer not null,
    primary key(path, recipe)) without rowid;
create index output_by_recipe on output(recipe);
create table reads(fact integer not null, recipe integer not null, primary key(fact, recipe)) without rowid;
create table todo(recipe integer primary key, why text not null);
create table dangling(recipe integer not null, path text not null, primary key(recipe, path)) without rowid;
create table picture(key text primary key, fact integer not null, value blob not null) without rowid;
create index picture_by_fact on picture(fact);

-- What readers have, once that is known, told as what differs from the outputs; and what earlier editions had, each
-- told as what differs from the edition after it. A digest of null means: no such file.
create table changed(path text primary key, digest text, size integer) without rowid;
create table edition(number integer primary key, value text not null);
create table was(edition integer not null, path text not null, digest text, size integer,
    primary key(edition, path)) without rowid;
create index was_by_digest on was(digest);
create table proof(path text primary key, digest text not null) without rowid;
create table tree(number text primary key, edition integer not null) without rowid;
"""

KEPT_TABLE = """create table if not exists rendition(path text primary key, digest text not null, size integer not null,
    mac text not null) without rowid;
create index if not exists rendition_by_digest on rendition(digest)"""
"""Pictures are dear to make, so what was made of them outlives the rest; each row carries an authenticator."""


class Database:
    """A connection; not shared between threads."""

    def __init__(self, path: Path, *, is_reader: bool = False) -> None:
        self.path = path
        address = f"{path.absolute().as_uri()}{'?mode=ro' if is_reader else ''}"
        self.connection = sqlite3.connect(
            address, timeout=_BUSY_S, isolation_level=None, uri=True, check_same_thread=False
        )
        self.connection.execute(f"pragma cache_size = -{_CACHE_KB if is_reader else _WRITER_CACHE_KB}")
        if not is_reader:
            self.connection.execute("pragma journal_mode = wal")
            self.connection.execute("pragma synchronous = normal")
            self.connection.execute(f"pragma wal_autocheckpoint = {_LOG_PAGES}")
            self.connection.execute("pragma temp_store = memory")

    def clear(self) -> None:
        """Forget all but the dearest: the next edition is made from the journal."""
        names = self.all("select name from sqlite_master where type = 'table' and name <> 'rendition'")
        drops = "".join(f"drop table {name};" for (name,) in names)
        version = f"pragma user_version = {SCHEMA_VERSION};"
        self.connection.executescript(f"begin; {drops} {SCHEMA} {KEPT_TABLE}; {version} commit;")

    def all(self, query: str, *parameters: object) -> list[Any]:
        """Return every row of an answer."""
        return self.connection.execute(query, parameters).fetchall()

    def one(self, query: str, *parameters: object) -> Any:
        """Return the first row of an answer, or None."""
        return self.connection.execute(query, parameters).fetchone()

    def value(self, query: str, *parameters: object) -> Any:
        """Return the first column of the first row, or None."""
        row = self.one(query, *parameters)
        return row[0] if row else None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing of it."""
        self.connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def meta(self, key: str) -> str:
        """Return what was noted under a key; "" for nothing."""
        return self.value("select value from meta where key = ?", key) or ""

    def set_meta(self, **values: str) -> None:
        """Note something."""
        self.connection.executemany("insert or replace into meta values (?, ?)", values.items())

    def close(self) -> None:
        """Close the connection; of the write-ahead log nothing stays."""
        self.connection.close()


def damaged(path: Path, error: Exception) -> DatabaseError:
    """Explain that the file cannot be used."""
    return DatabaseError(
        f"{path} is damaged or not writable: {error}.",
        hint="Mend that; or delete it, and the next `skaryna publish` makes it again.",
    )


def opened(path: Path, keys: Path) -> Database:
    """Open the press's database; empty it where somebody else wrote into it.

    Raises:
        DatabaseError: It cannot be written.
    """
    ours = is_ours(path, keys)
    try:
        database = _opened(path, is_fresh=not ours)
    except sqlite3.OperationalError as error:
        raise damaged(path, error) from error
    except sqlite3.DatabaseError:
        # It is no database any more: nothing in it could be kept.
        for each in (path, _log(path)):
            each.unlink(missing_ok=True)
        database = _opened(path, is_fresh=True)
    if not ours:
        note(path, keys)
    return database


def _opened(path: Path, *, is_fresh: bool) -> Database:
    database = Database(path)
    try:
        if is_fresh or database.value("pragma user_version") != SCHEMA_VERSION:
            database.clear()
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database


def note(path: Path, keys: Path) -> None:
    """Note that the file's state is our doing."""
    files.write_quickly(keys / _SEEN, _state(path).encode(), mode=0o600)


def finish(database: Database, keys: Path) -> None:
    """Close the database and note its state; of its log nothing stays."""
    database.close()
    note(database.path, keys)


def is_ours(path: Path, keys: Path) -> bool:
    """Whether nobody but us has written since the last `note`."""
    return _noted(keys) == _state(path)


def _noted(keys: Path) -> str:
    try:
        return (keys / _SEEN).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, FileNotFoundError | UnicodeDecodeError):
            return ""
        raise TrustError(f"{keys / _SEEN} cannot be read: {error}.") from error


def _state(path: Path) -> str:
    """Return what the system says of the file and its log: nobody but the system's owner can set these back."""
    told = []
    for each in (path, _log(path)):
        try:
            state = each.stat()
        except OSError:
            continue
        if state.st_size:
            told.append(f"{state.st_ino} {state.st_size} {state.st_ctime_ns}")
    return "\n".join(told)


def _log(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")
