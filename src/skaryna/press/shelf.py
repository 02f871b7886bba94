"""The press's own copy of what was approved: `press.sqlite3`.

Narrow rows for what lists and links need, bodies apart, memberships by rank. Derivable: made again from the journal
when it is missing. All questions that pages ask are methods here; nothing else of the press speaks SQL.
"""

import contextlib
import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from skaryna.errors import DatabaseError
from skaryna.model import Article, Masthead, Page, Person, Topic, digest, encode
from skaryna.model.journal import Value

SCHEMA_VERSION = 2
LIST_PAGE = 20
"""Articles on a numbered page of a list."""

_SCHEMA = """
create table meta(key text primary key, value text not null) without rowid;
create table head(id text primary key, grp text not null, language text not null, address text not null,
    day text not null, first_seq integer not null, value text not null, mac text not null) without rowid;
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
    """Questions about approved values. One connection; not shared between threads.

    `secret` authenticates what cannot be compared with the journal (heads, what was printed), since whoever can
    write this file must not reach readers with it; who only asks needs none.
    """

    def __init__(self, path: Path, secret: bytes = b"") -> None:
        self._secret = secret
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

    def meta(self, key: str, default: str = "") -> str:
        rows = self._all("select value from meta where key = ?", key)
        return str(rows[0][0]) if rows else default

    def set_meta(self, **values: str) -> None:
        self._connection.executemany("insert or replace into meta values (?, ?)", values.items())

    # Taking in

    def put(self, value: Value, *, seq: int) -> None:
        """Put an approved value in its place; `seq` is the journal row that first brought it."""
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
        head = Head(article=msgspec.structs.replace(value, body=()), first_seq=seq)
        body = encode(value)
        row = (value.id, value.group, value.language, value.address, head.day, seq, encode(head).decode())
        mac = self._mac(*row, digest(body))
        self._connection.execute("insert or replace into head values (?, ?, ?, ?, ?, ?, ?, ?)", (*row, mac))
        self._connection.execute("insert or replace into body values (?, ?)", (value.id, body.decode()))

    def _mac(self, *fields: object) -> str:
        """Authenticate fields, each with its length (HMAC-SHA-256, hex)."""
        message = b"".join(b"%d:%b," % (len(raw), raw) for raw in (str(field).encode() for field in fields))
        return hmac.new(self._secret, b"skaryna shelf 1\n" + message, hashlib.sha256).hexdigest()

    def sound(self) -> dict[tuple[str, str], str]:
        """Return (kind, key) -> SHA-256 of every value that lies here; "" where a part of it was changed."""
        found = {
            (kind, key): digest(value.encode())
            for kind, key, value in self._connection.execute("select kind, id, value from small")
        }
        query = "select id, body.value, head.* from body left join head using (id)"
        for key, value, *head in self._connection.execute(query):
            own = digest(value.encode())
            *row, mac = head
            found["article", key] = own if mac and hmac.compare_digest(self._mac(*row, own), mac) else ""
        strays = self._all("select id from head where id not in (select id from body)")
        return found | {("article", key): "" for (key,) in strays}

    def text(self, kind: str, key: str) -> str:
        """Return a value that lies here, as canonical JSON."""
        if kind == "article":
            return str(self._all("select value from body where id = ?", key)[0][0])
        return str(self._all("select value from small where kind = ? and id = ?", kind, key)[0][0])

    def drop(self, kind: str, key: str) -> None:
        """Take a value out; one that is not there is no error."""
        if kind == "article":
            for table in ("head", "body"):
                self._connection.execute(f"delete from {table} where id = ?", (key,))  # noqa: S608 - own names
        else:
            self._connection.execute("delete from small where kind = ? and id = ?", (kind, key))

    def derive(self) -> None:
        """Make anew what follows from the heads: old addresses; every list (archive, topics, authors), oldest first."""
        lists: dict[str, list[tuple[str, int, str]]] = {}
        old: set[tuple[str, str]] = set()
        for head in self.heads():
            article = head.article
            names = [f"archive:{article.language}"]
            names += [f"topic:{topic}:{article.language}" for topic in article.topics]
            names += [f"author:{byline.person}:{article.language}" for byline in article.bylines]
            old.update((address, article.id) for address in article.old_addresses)
            for name in dict.fromkeys(names):
                lists.setdefault(name, []).append((head.day, head.first_seq, article.id))
        members = {(name, rank, key) for name, rows in lists.items() for rank, (*_, key) in enumerate(sorted(rows))}
        self._replace("member", members)
        self._replace("old_address", old)

    def _replace(self, table: str, rows: set[Any]) -> None:
        """Make a table hold exactly `rows`; one that does is not written."""
        if set(self._all(f"select * from {table}")) == rows:  # noqa: S608 - own names
            return
        self._connection.execute(f"delete from {table}")  # noqa: S608
        for row in sorted(rows):
            self._connection.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)  # noqa: S608

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

    def printed(self) -> tuple[dict[str, tuple[str, int]], str]:
        """Return path -> (digest, size) of the last edition, and the index that was signed for it.

        Nothing of it is returned where somebody else wrote it: all is made, and listed, anew.
        """
        index = self.meta("sealed")
        rows = self._all("select path, digest, size from output order by path")
        if not hmac.compare_digest(self._mac(rows, index), self.meta("printed")):
            return {}, ""
        return {path: (digest, size) for path, digest, size in rows}, index

    def set_printed(self, outputs: dict[str, tuple[str, int]], index: str) -> None:
        rows = [(path, digest, size) for path, (digest, size) in sorted(outputs.items())]
        self._connection.execute("delete from output")
        self._connection.executemany("insert into output values (?, ?, ?)", rows)
        self.set_meta(sealed=index, printed=self._mac(rows, index))

    def blobs(self) -> dict[str, tuple[int, int]]:
        """Return digest -> (size, mtime_ns) of the store as it was left."""
        return {digest: (size, mtime) for digest, size, mtime in self._all("select digest, size, mtime_ns from blob")}

    def add_blobs(self, blobs: dict[str, tuple[int, int]]) -> None:
        self._connection.executemany(
            "insert or replace into blob values (?, ?, ?)",
            ((digest, size, mtime) for digest, (size, mtime) in blobs.items()),
        )
