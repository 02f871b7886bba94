"""The press's own copy of what was approved: `press.sqlite3`.

Narrow rows for what lists and links need, bodies apart, memberships by rank. Derivable: made again from the journal
when it is missing. All questions that pages ask are methods here; nothing else of the press speaks SQL.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from skaryna.errors import DatabaseError
from skaryna.model import Article, Masthead, Page, Person, Topic, encode
from skaryna.model.journal import START, Value

SCHEMA_VERSION = 1
LIST_PAGE = 20
"""Articles on a numbered page of a list."""

_SCHEMA = """
create table meta(key text primary key, value text not null) without rowid;
create table head(id text primary key, grp text not null, language text not null, address text not null,
    day text not null, first_seq integer not null, value text not null) without rowid;
create index head_by_group on head(grp, language);
create table body(id text primary key, value text not null) without rowid;
create table member(list text not null, rank integer not null, id text not null, primary key(list, rank)) without rowid;
create index member_by_article on member(id, list);
create table small(kind text not null, id text not null, grp text not null, language text not null,
    value text not null, primary key(kind, id)) without rowid;
create index small_by_group on small(kind, grp, language);
create table old_address(address text not null, id text not null, primary key(address, id)) without rowid;
create table output(path text primary key, digest text not null, size integer not null) without rowid;
create table blob(digest text primary key, size integer not null, mtime_ns integer not null) without rowid;
"""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """All of an article that other pages may show: the article without its body, and the row that first brought it."""

    article: Article
    first_seq: int

    @property
    def day(self) -> str:
        """What lists are ordered by; articles of unknown date stand before all others."""
        return self.article.published_at.isoformat() if self.article.published_at else ""


class Shelf:
    """Questions about approved values. One connection; not shared between threads."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(path, timeout=20, isolation_level=None)
            self._connection.execute("pragma journal_mode=wal")
            self._connection.execute("pragma synchronous=normal")
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise DatabaseError(
                f"{path} is damaged or not writable: {error}.",
                hint="Delete it: the next `skaryna publish` makes it again.",
            ) from error

    def close(self) -> None:
        self._connection.close()

    def _prepare(self) -> None:
        if self._connection.execute("pragma user_version").fetchone()[0] == SCHEMA_VERSION:
            return
        for (name,) in self._all("select name from sqlite_master where type = 'table' and name != 'outcome'"):
            self._connection.execute(f"drop table {name}")
        self._connection.executescript(f"begin; {_SCHEMA} pragma user_version = {SCHEMA_VERSION}; commit;")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing of it."""
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def _all(self, query: str, *parameters: object) -> list[Any]:
        return self._connection.execute(query, parameters).fetchall()

    # What was read so far

    @property
    def seq(self) -> int:
        """The last journal row that was taken in."""
        return int(self.meta("seq", "0"))

    @property
    def chain(self) -> str:
        return self.meta("chain", START)

    def meta(self, key: str, default: str = "") -> str:
        rows = self._all("select value from meta where key = ?", key)
        return str(rows[0][0]) if rows else default

    def set_meta(self, **values: str) -> None:
        self._connection.executemany("insert or replace into meta values (?, ?)", values.items())

    # Taking in

    def put(self, value: Value, *, seq: int) -> None:
        """Put an approved value in its place; `seq` is its row in the journal."""
        if isinstance(value, Article):
            self._put_article(value, seq)
            return
        kind = type(value).__name__.lower()
        key, group = (value.language,) * 2 if isinstance(value, Masthead) else (value.id, value.group)
        self._connection.execute(
            "insert or replace into small values (?, ?, ?, ?, ?)",
            (kind, key, group, value.language, encode(value).decode()),
        )

    def _put_article(self, value: Article, seq: int) -> None:
        known = self._all("select first_seq from head where id = ?", value.id)
        head = Head(article=msgspec.structs.replace(value, body=()), first_seq=known[0][0] if known else seq)
        self._connection.execute(
            "insert or replace into head values (?, ?, ?, ?, ?, ?, ?)",
            (value.id, value.group, value.language, value.address, head.day, head.first_seq, encode(head).decode()),
        )
        self._connection.execute("insert or replace into body values (?, ?)", (value.id, encode(value).decode()))
        self._connection.execute("delete from old_address where id = ?", (value.id,))
        self._connection.executemany(
            "insert or replace into old_address values (?, ?)", ((old, value.id) for old in value.old_addresses)
        )

    def drop(self, kind: str, key: str) -> None:
        """Take a value out; one that is not there is no error."""
        if kind == "article":
            for table in ("head", "body", "old_address"):
                self._connection.execute(f"delete from {table} where id = ?", (key,))  # noqa: S608 - own names
        else:
            self._connection.execute("delete from small where kind = ? and id = ?", (kind, key))

    def rank(self) -> None:
        """Order every list anew, oldest first: archive, topics and authors of each language."""
        lists: dict[str, list[tuple[str, int, str]]] = {}
        for head in self.heads():
            article = head.article
            names = [f"archive:{article.language}"]
            names += [f"topic:{topic}:{article.language}" for topic in article.topics]
            names += [f"author:{byline.person}:{article.language}" for byline in article.bylines]
            for name in dict.fromkeys(names):
                lists.setdefault(name, []).append((head.day, head.first_seq, article.id))
        self._connection.execute("delete from member")
        self._connection.executemany(
            "insert into member values (?, ?, ?)",
            ((name, rank, key) for name, rows in lists.items() for rank, (_, _, key) in enumerate(sorted(rows))),
        )

    # Questions of the pages

    def heads(self) -> Iterator[Head]:
        """Yield every article's head, by id."""
        for (value,) in self._connection.execute("select value from head order by id"):
            yield msgspec.json.decode(value, type=Head)

    def head(self, key: str) -> Head:
        """Return an article without its body."""
        return msgspec.json.decode(self._all("select value from head where id = ?", key)[0][0], type=Head)

    def article(self, key: str) -> Article:
        """Return an article with its body."""
        return msgspec.json.decode(self._all("select value from body where id = ?", key)[0][0], type=Article)

    def editions_of(self, group: str) -> dict[str, Head]:
        """Return an article in every language that it exists in."""
        rows = self._all("select value from head where grp = ? order by language", group)
        return {head.article.language: head for head in (msgspec.json.decode(row[0], type=Head) for row in rows)}

    def length(self, name: str) -> int:
        return int(self._all("select count(*) from member where list = ?", name)[0][0])

    def newest(self, name: str, count: int) -> list[Head]:
        """Return the newest articles of a list, newest first."""
        rows = self._all("select id from member where list = ? order by rank desc limit ?", name, count)
        return [self.head(row[0]) for row in rows]

    def numbered(self, name: str, number: int) -> list[Head]:
        """Return a numbered page of a list, newest first; page 1 has the oldest."""
        first = (number - 1) * LIST_PAGE
        rows = self._all(
            "select id from member where list = ? and rank >= ? and rank < ? order by rank desc",
            name,
            first,
            first + LIST_PAGE,
        )
        return [self.head(row[0]) for row in rows]

    def near(self, name: str, key: str, *, older: int, newer: int) -> list[Head]:
        """Return an article's neighbours in a list: the nearest newer ones, then the nearest older ones."""
        rows = self._all("select rank from member where id = ? and list = ?", key, name)
        if not rows:
            return []
        rank = rows[0][0]
        after = self._all("select id from member where list = ? and rank > ? order by rank limit ?", name, rank, newer)
        before = self._all(
            "select id from member where list = ? and rank < ? order by rank desc limit ?", name, rank, older
        )
        return [self.head(row[0]) for row in (*after, *before)]

    def persons(self) -> list[Person]:
        return self._small("person", Person)

    def topics(self) -> list[Topic]:
        return self._small("topic", Topic)

    def pages(self) -> list[Page]:
        return self._small("page", Page)

    def mastheads(self) -> list[Masthead]:
        return self._small("masthead", Masthead)

    def _small(self, kind: str, of: type[Any]) -> list[Any]:
        rows = self._all("select value from small where kind = ? order by language, id", kind)
        return [msgspec.json.decode(row[0], type=of) for row in rows]

    def old_addresses(self) -> list[tuple[str, str]]:
        """Return (old address, article id) pairs, sorted; of two articles at one old address the newest has it."""
        rows = self._all(
            "select o.address, o.id from old_address o join head h on h.id = o.id"
            " order by o.address, h.day, h.first_seq"
        )
        return sorted(dict(rows).items())

    # What was printed

    def outputs(self) -> dict[str, tuple[str, int]]:
        """Return path -> (digest, size) of the last edition."""
        return {path: (digest, size) for path, digest, size in self._all("select path, digest, size from output")}

    def set_outputs(self, outputs: dict[str, tuple[str, int]]) -> None:
        self._connection.execute("delete from output")
        self._connection.executemany(
            "insert into output values (?, ?, ?)",
            ((path, digest, size) for path, (digest, size) in sorted(outputs.items())),
        )

    def blobs(self) -> dict[str, tuple[int, int]]:
        """Return digest -> (size, mtime_ns) of the store as it was left."""
        return {digest: (size, mtime) for digest, size, mtime in self._all("select digest, size, mtime_ns from blob")}

    def add_blobs(self, blobs: dict[str, tuple[int, int]]) -> None:
        self._connection.executemany(
            "insert or replace into blob values (?, ?, ?)",
            ((digest, size, mtime) for digest, (size, mtime) in blobs.items()),
        )
