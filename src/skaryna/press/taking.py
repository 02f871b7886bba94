"""Taking in what editors approved: journal rows, checked one by one, become values on the shelf.

Only rows that came since the last time are read. A value that is not what was approved is named and not printed, and
the last approved version stays; a row that the newsroom did not write is named and ends the intake. What was taken in
earlier is looked at again bit by bit (`press.again`).
"""

import itertools
from collections.abc import Iterable, Iterator

import msgspec

from skaryna.errors import TrustError, ValueRefusedError
from skaryna.model import Article, Headline
from skaryna.model.codec import decode
from skaryna.model.journal import KINDS, START, Entry, Value, check_chain, value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from skaryna.press import indexing, lists, raising, shelf
from skaryna.press.database import Database
from skaryna.press.executors import Workers
from skaryna.press.memory import Memory
from skaryna.press.raising import Changes, Raised
from skaryna.press.shelf import Head, Shelf, head_of

RANGE_ROWS = 1_000
"""Rows of the journal that one worker checks at a time."""

WHOLE = 2_000
"""So many changes at once, and more than an eighth of all articles: making all lists anew is quicker."""


Seen = tuple[int, str] | None
"""The last row that the press has seen, and its chain."""


class Intake(msgspec.Struct, frozen=True):
    """What came in: up to which row; whether everything has to be made anew."""

    seq: int
    is_whole: bool


class _Row(msgspec.Struct, frozen=True):
    """A row that was checked: its value, or what is wrong with it. `value` of an article is its headline alone."""

    seq: int
    kind: str
    key: str
    is_put: bool
    digest: str
    value: Headline | str | None
    said: str


def take_in(folder: Folder, database: Database, workers: Workers) -> Intake:
    """Bring the shelf up to the journal's end, and note which recipes that concerns.

    Raises:
        DatabaseError: The newsroom's database cannot be read.
        TrustError: The journal was cut or rewritten before the row that the press has seen.
    """
    seen = journal.seen(folder.keys)
    with journal.Reader(folder.database) as reader:
        last = reader.last()
        start = _ground(database, reader, seen, last)
        taken, _ = start
        fresh = last - taken
        is_whole = (
            taken == 0
            or (fresh > WHOLE and fresh * 8 > database.value("select count(*) from head"))
            or database.meta("indexed") != "yes"
        )
        with database.transaction():
            if is_whole:
                problem, taken, chain = _take_all(folder, database, workers, (*start, last), seen)
            else:
                problem, taken, chain = _take_some(database, reader, folder, start, seen)
            database.set_meta(taken=f"{taken} {chain}", problem=problem, indexed="" if is_whole else "yes")
        if is_whole:
            # The workers read what was just committed; meanwhile the lists are made here.
            rows = workers.here(indexing.rows_of, indexing.jobs(database, workers.count))
            with database.transaction():
                make_anew(database)
                indexing.keep(database, rows)
                database.set_meta(indexed="yes")
    journal.remember(folder.keys, taken, chain)
    return Intake(taken, is_whole)


def warnings_of(database: Database) -> tuple[str, ...]:
    """Return what is refused at present, in sentences."""
    rows = database.all("select kind, id, said from refused order by seq")
    problem = database.meta("problem")
    return (*(f"{kind} {key}: {said}" for kind, key, said in rows), *([problem] if problem else []))


def taken_in(database: Database) -> tuple[int, str]:
    """Return the last row that the shelf has, and its authenticator."""
    row, _, chain = database.meta("taken").partition(" ")
    return (int(row), chain) if row else (0, START)


def _ground(database: Database, reader: journal.Reader, seen: Seen, last: int) -> tuple[int, str]:
    """Return how far the shelf is, after making sure that the journal still stands on what was seen of it."""
    taken = taken_in(database)
    for known in (seen, taken if taken[0] else None):
        if known and (last < known[0] or reader.chain_at(known[0]) != known[1]):
            raise TrustError(
                f"The newsroom's journal no longer has row {known[0]} as it was when it was last printed.",
                hint="If you restored an older newsroom on purpose, delete keys/journal.seen and press.sqlite3 and "
                "publish again; else look who had access to the database.",
            )
    return taken


def _checked(secret: bytes, entries: Iterable[Entry], chain: str, *, whole: bool) -> Iterator[tuple[_Row, str] | str]:
    """Yield each row with its chain; a sentence, and nothing more, where the chain breaks.

    Args:
        secret: The journal's key.
        entries: The rows after the one with `chain`.
        chain: Of the row before.
        whole: Check bodies too; else they are checked when they are printed.
    """
    for entry in entries:
        try:
            check_chain(secret, chain, entry)
        except TrustError as error:
            yield error.message
            return
        chain = entry.chain
        value: Headline | str | None = None
        said = ""
        try:
            value_of(entry, is_known=True)
            if entry.op == "put" and entry.value is not None:
                article = Article if whole else Headline
                value = decode(entry.value, article) if entry.kind == "article" else _small(entry)
        except (TrustError, ValueRefusedError) as error:
            said = error.message
        yield _Row(entry.seq, entry.kind, entry.key, entry.op == "put", entry.digest, value, said), chain


def _small(entry: Entry) -> str:
    decode(entry.text, KINDS[entry.kind])
    return entry.text


def _take_some(
    database: Database, reader: journal.Reader, folder: Folder, start: tuple[int, str], seen: Seen
) -> tuple[str, int, str]:
    """Take in a few rows; return the sentence on where the journal breaks, and how far it was read."""
    problem, (taken, chain) = "", start
    before: dict[tuple[str, str], Head | Value | None] = {}
    held = Shelf(database)
    for found in _checked(folder.journal_key(), reader.entries(after=taken), chain, whole=True):
        if isinstance(found, str):
            if seen and taken < seen[0]:
                raise TrustError(found)
            problem = found
            break
        row, chain = found
        taken = row.seq
        name = (row.kind, row.key)
        if name not in before:
            before[name] = held.head(row.key) if row.kind == "article" else held.one_small(*name)
        put(database, row)
    after = {(kind, key): held.head(key) if kind == "article" else held.one_small(kind, key) for kind, key in before}
    apply(database, Changes(before, after), folder)
    return problem, taken, chain


def apply(database: Database, changes: Changes, folder: Folder) -> None:
    """Bring the lists up to date and note which recipes the changes concern."""
    raised = Raised()
    raising.raise_all(Shelf(database), folder.publication, changes, raised)
    Memory(database).raise_(raised)


def put(database: Database, row: _Row) -> None:
    """Put a checked row's value in its place; one that is refused leaves what lies there."""
    execute = database.connection.execute
    if row.said:
        note_refused(database, (row.kind, row.key, row.seq), row.said)
        return
    execute("delete from refused where kind = ? and id = ?", (row.kind, row.key))
    if not row.is_put:
        drop(database, row.kind, row.key)
    elif isinstance(row.value, Headline):
        old = database.value("select first_seq from head where id = ?", row.key)
        head = head_of(row.value, seq=row.seq, first_seq=old or row.seq, digest=row.digest)
        _keep(database, head)
    else:
        assert row.value is not None  # noqa: S101 - a put without its value is refused
        language = row.key if row.kind in {"masthead", "front"} else decode(row.value, KINDS[row.kind]).language
        execute(
            "insert or replace into small values (?, ?, ?, ?, ?, ?)",
            (row.kind, row.key, row.seq, language, row.digest, row.value),
        )


def note_refused(database: Database, row: tuple[str, str, int], said: str) -> None:
    """Note why a row (kind, key, number) is not printed."""
    database.connection.execute("insert or replace into refused values (?, ?, ?, ?)", (*row, said))


def _keep(database: Database, head: Head) -> None:
    database.connection.execute("insert or replace into head values (?, ?, ?, ?, ?, ?, ?, ?)", _columns(head))


def drop(database: Database, kind: str, key: str) -> None:
    """Take a value out; one that is not there is no error."""
    if kind == "article":
        of_it = "article = (select first_seq from head where id = ?)"
        database.connection.execute(f"delete from teaser where {of_it}", (key,))  # noqa: S608 - ours
        database.connection.execute("delete from head where id = ?", (key,))
    else:
        database.connection.execute("delete from small where kind = ? and id = ?", (kind, key))


def _columns(head: Head) -> tuple[object, ...]:
    return (
        head.id, head.seq, head.first_seq, head.group, head.language, head.address, head.day, shelf.encoded(head),
    )  # fmt: skip


# Everything at once


class Scan(msgspec.Struct, frozen=True):
    """A range of the journal for a worker: rows after `after` and up to `until`."""

    database: str
    secret: bytes
    after: int
    until: int


class Scanned(msgspec.Struct, frozen=True):
    """A range that was checked: columns of heads, rows of all else in order, where the chain broke, the last chain."""

    heads: list[tuple[object, ...]]
    others: list[_Row]
    broken: str
    seq: int
    chain: str


def scan(job: Scan) -> Scanned:
    """Check a range of the journal. The chain before it is the one that stands there; its own range proves that one."""
    heads: list[tuple[object, ...]] = []
    others: list[_Row] = []
    seq = job.after
    with journal.Reader(job.database) as reader:
        chain = reader.chain_at(job.after)
        for found in _checked(
            job.secret, reader.entries(after=job.after, before=job.until + 1, values="bytes"), chain, whole=False
        ):
            if isinstance(found, str):
                return Scanned(heads, others, found, seq, chain)
            row, chain = found
            seq = row.seq
            if isinstance(row.value, Headline) and not row.said:
                head = head_of(row.value, seq=row.seq, first_seq=row.seq, digest=row.digest)
                heads.append(_columns(head))
            else:
                others.append(row)
    return Scanned(heads, others, "", seq, chain)


def _take_all(
    folder: Folder, database: Database, workers: Workers, bounds: tuple[int, str, int], seen: Seen
) -> tuple[str, int, str]:
    """Take in everything at once, in ranges; all that follows from it is to be made anew."""
    taken, chain, last = bounds
    secret, problem = folder.journal_key(), ""
    edges = [*range(taken, last, RANGE_ROWS), last]
    jobs = [Scan(folder.database, secret, low, high) for low, high in itertools.pairwise(edges)]
    for found in workers.here(scan, jobs):
        _put_range(database, found)
        taken, chain = (found.seq, found.chain) if found.seq else (taken, chain)
        if found.broken:
            if seen and taken < seen[0]:
                raise TrustError(found.broken)
            problem = found.broken
            break
    _mend_first_rows(database)
    return problem, taken, chain


def _put_range(database: Database, found: Scanned) -> None:
    """Put a range in its place. Rows of one key must follow each other as they stand in the journal."""
    others = sorted(found.others, key=lambda row: row.seq)
    at = 0
    for row in [*(row for row in others if row.kind == "article"), None]:
        until = row.seq if row else found.seq + 1
        stretch = []
        while at < len(found.heads) and found.heads[at][1] < until:  # type: ignore[operator]
            stretch.append(found.heads[at])
            at += 1
        database.connection.executemany(
            "insert into head values (?, ?, ?, ?, ?, ?, ?, ?) on conflict(id) do update set seq = excluded.seq,"
            " grp = excluded.grp, language = excluded.language, address = excluded.address, day = excluded.day,"
            " value = excluded.value", stretch,
        )  # fmt: skip
        if row:
            put(database, row)
    for row in others:
        if row.kind != "article":
            put(database, row)


def _mend_first_rows(database: Database) -> None:
    """An article that came in several rows keeps the first one's number."""
    held = Shelf(database)
    for (key,) in database.all("select id from head where first_seq <> seq"):
        head = held.head(key)
        first = database.value("select first_seq from head where id = ?", key)
        if head and head.first_seq != first:
            mended = Head(**{**{name: getattr(head, name) for name in Head.__struct_fields__}, "first_seq": first})
            database.connection.execute("update head set value = ? where id = ?", (shelf.encoded(mended), key))
    database.connection.execute(
        "delete from refused where exists (select 1 from head where head.id = refused.id and head.seq > refused.seq"
        " and refused.kind = 'article')"
    )


def make_anew(database: Database) -> None:
    """Make lists and old addresses anew from the heads."""
    held = Shelf(database)
    database.connection.execute("delete from old_address")
    database.connection.execute("delete from corrected")

    def heads() -> Iterator[Head]:
        for head in held.all_heads():
            if head.old_addresses:
                raising.keep_old_addresses(database, head)
            if head.corrected_at:
                raising.keep_corrected(database, None, head)
            yield head

    lists.made_anew(held, heads())


def refuse(folder: Folder, database: Database, key: str, said: str) -> None:
    """Take an article out that turned out, when it was printed, to be no more what was approved.

    Its last approved version before that one takes its place; without one it is not printed.
    """
    held = Shelf(database)
    head = held.head(key)
    if head is None:
        return
    with database.transaction(), journal.Reader(folder.database) as reader:
        note_refused(database, ("article", key, head.seq), said)
        earlier = list(reader.entries(before=head.seq, of=("article", key)))
        after = _last_good(earlier, head)
        if after:
            _keep(database, after)
        else:
            drop(database, "article", key)
        apply(database, Changes({("article", key): head}, {("article", key): after}), folder)


def _last_good(earlier: list[Entry], head: Head) -> Head | None:
    for entry in reversed(earlier):
        if entry.op == "drop":
            return None
        try:
            article = value_of(entry)
        except (TrustError, ValueRefusedError):
            continue
        if isinstance(article, Article):
            return head_of(article, seq=entry.seq, first_seq=head.first_seq, digest=entry.digest)
    return None
