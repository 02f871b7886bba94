"""The newsroom's database, and the journal in it."""

from collections.abc import Iterator

from skaryna.cli.health.found import Found, Seen, good, remark, wrong
from skaryna.cli.output import many
from skaryna.model.journal import START, check_chain
from skaryna.newsroom import upgrading
from skaryna.outside import journal

MAX_LOG_BYTES = 256 << 20
_FAR = (
    "select lower('\u0416') = '\u0436', getdatabaseencoding(), pg_database_size(current_database()), "
    "current_setting('server_version'), (select rolsuper from pg_roles where rolname = current_user)"
)


def state(seen: Seen) -> Iterator[Found]:
    """Reachable, of this version, and able to do what is asked of it."""
    folder = seen.folder
    upgrading.check_not_newer(folder)
    if upgrading.is_due(folder):
        yield remark("The database is of another version.", "The next start of the newsroom brings it up to date.")
    if folder.settings.database:
        yield from _far(folder.database)
        return
    log = folder.root / f"{folder.newsroom_database.name}-wal"
    if log.exists() and log.stat().st_size > MAX_LOG_BYTES:
        yield wrong(
            f"The database's log has {log.stat().st_size / 1e6:,.0f} MB: some program has been reading for very long.",
            "Stop newsroom and press, and start them again.",
        )
    yield good(f"SQLite, {folder.newsroom_database.stat().st_size / 1e6:,.1f} MB.")


def _far(address: str) -> Iterator[Found]:
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            row = connection.execute(_FAR).fetchone()
    except psycopg.Error as error:
        yield wrong(f"PostgreSQL does not answer: {str(error).splitlines()[0]}.", "Look at its own log.")
        return
    folds, encoding, size, version, is_master = row or (True, "UTF8", 0, "", False)
    if not folds or encoding != "UTF8":
        yield wrong(
            "The database does not know small and capital Cyrillic letters; search misses what is written otherwise.",
            "Make a backup, a new database (createdb -E UTF8 --locale C.UTF-8 -T template0 NAME), and restore into it.",
        )
    if is_master:
        yield remark("The newsroom's database user may do everything on that server.", "Give it a user of its own.")
    yield good(f"PostgreSQL {version}, {size / 1e6:,.1f} MB.")


def journal_stands(seen: Seen) -> Iterator[Found]:
    """Every row follows from the one before, and none that was printed is gone."""
    secret, before, count = seen.folder.journal_key(), START, 0
    noted = journal.seen(seen.folder.keys)
    with journal.Reader(seen.folder.database) as reader:
        for entry in reader.entries(values="none"):
            check_chain(secret, before, entry)
            before, count = entry.chain, count + 1
            if noted and entry.seq == noted[0] and entry.chain != noted[1]:
                yield wrong(
                    f"Row {entry.seq} of the journal is not the one that was printed.",
                    "Look who had access to the database.",
                )
        if noted and reader.last() < noted[0]:
            yield wrong(
                f"The journal ends at row {reader.last()}, but was printed up to row {noted[0]}.",
                "Rows were taken out, or an older database was put back: restore the newest backup.",
            )
    yield good(f"{many(count, 'approval')}, each by the newsroom.")
