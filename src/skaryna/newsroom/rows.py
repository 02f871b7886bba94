"""All rows of the newsroom as plain lists, out of SQLite or PostgreSQL and into either: what a backup is made of.

Tables and their columns come from the migrations that the database has had, not from the program's newest models; so a
backup of an earlier version is put into tables of that version, and brought up to date there.
"""

import base64
import contextlib
import datetime as dt
import io
import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from skaryna.errors import DatabaseError, TrustError
from skaryna.newsroom import database
from skaryna.newsroom.tables import Chunk, Shape, Table
from skaryna.outside.folder import Folder

ROWS_AT_ONCE = 500
CHUNK_BYTES = 1 << 20
LEFT_OUT = frozenset({"django_session", "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"})
"""Sessions end with a restore; the search index is made again."""


def applied() -> tuple[tuple[str, str], ...]:
    """Return the migrations that the database has had, as far as there are tables at all."""
    return tuple(sorted(MigrationRecorder(connection).applied_migrations()))


def unknown() -> list[str]:
    """Return migrations of the database that this program does not have: it was made by a newer one."""
    return _unknown(applied())


def _unknown(migrations: Iterable[tuple[str, str]]) -> list[str]:
    loader = MigrationLoader(None)
    replaced = {each for migration in loader.disk_migrations.values() for each in migration.replaces}
    known, apps = loader.disk_migrations.keys() | replaced, loader.migrated_apps
    return [f"{app}.{name}" for app, name in migrations if (app, name) not in known and app in apps]


def shape() -> Shape:
    """Return what the database looks like now."""
    migrations = applied()
    tables = []
    for model in _models(migrations):
        fields = model._meta.local_concrete_fields
        tables.append(
            Table(
                model._meta.db_table, tuple(field.column for field in fields), tuple(_kind(field) for field in fields)
            )
        )
    return Shape(migrations, tuple(sorted(tables, key=lambda table: table.name)))


def _models(migrations: Iterable[tuple[str, str]]) -> list[Any]:
    loader = MigrationLoader(None)
    nodes = [each for each in migrations if each in loader.graph.nodes]
    apps = loader.project_state(nodes).apps
    found = {}
    for model in apps.get_models(include_auto_created=True, include_swapped=False):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.db_table not in LEFT_OUT:
            found[meta.db_table] = model
    return list(found.values())


def _kind(field: Any) -> str:
    while field.remote_field is not None and hasattr(field, "target_field"):
        field = field.target_field
    return str(field.get_internal_type())


@contextlib.contextmanager
def snapshot(folder: Folder) -> Iterator[tuple[Shape, Iterator[Chunk]]]:
    """Give what the database looks like, and all its rows as they are at one moment, while others go on writing.

    Raises:
        DatabaseError: It cannot be read.
    """
    looks = shape()
    try:
        if connection.vendor == "sqlite":
            uri = f"{folder.newsroom_database.absolute().as_uri()}?mode=ro"
            with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=20, isolation_level=None)) as reading:
                # One transaction sees one moment; with a write-ahead log it makes no editor wait, and needs no copy.
                reading.execute("begin")
                reading.execute("select count(*) from django_migrations").fetchone()
                yield looks, _all(looks, reading.cursor)
        else:
            import psycopg

            connection.ensure_connection()
            parameters = {**connection.get_connection_params()}
            for ours in ("cursor_factory", "context", "prepare_threshold", "assume_role"):
                parameters.pop(ours, None)
            with psycopg.connect(**parameters) as reading:
                reading.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                reading.read_only = True
                yield looks, _all(looks, lambda: _far(reading))
    except (sqlite3.Error, _psycopg_error()) as error:
        raise DatabaseError(f"The newsroom's database cannot be read: {str(error).splitlines()[0]}.") from error


def _psycopg_error() -> type[Exception]:
    try:
        import psycopg
    except ImportError:
        return sqlite3.Error
    return psycopg.Error


def _far(reading: Any) -> Any:
    cursor = reading.cursor(name=f"rows{uuid.uuid4().hex[:8]}")
    cursor.itersize = ROWS_AT_ONCE
    return cursor


def _all(looks: Shape, cursor_of: Any) -> Iterator[Chunk]:
    for table in looks.tables:
        with contextlib.closing(cursor_of()) as cursor:
            names = ", ".join(f'"{name}"' for name in table.columns)
            # Sorted, so that an unchanged table has the same bytes.
            cursor.execute(f'select {names} from "{table.name}" order by 1')  # noqa: S608 - names of our own models
            lines: list[bytes] = []
            size = 0
            for row in cursor:
                lines.append(
                    msgspec.json.encode([_plain(value, kind) for value, kind in zip(row, table.kinds, strict=True)])
                )
                size += len(lines[-1])
                if size >= CHUNK_BYTES:
                    yield Chunk(table.name, b"\n".join(lines))
                    lines, size = [], 0
            if lines:
                yield Chunk(table.name, b"\n".join(lines))


def _plain(value: Any, kind: str) -> Any:
    if value is None:
        return None
    match kind:
        case "BooleanField":
            return bool(value)
        case "DateTimeField":
            moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
            moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
            return moment.isoformat()
        case "UUIDField":
            return uuid.UUID(str(value)).hex
        case "JSONField":
            return value if isinstance(value, str) else msgspec.json.encode(value).decode()
        case "BinaryField":
            return base64.b64encode(bytes(value)).decode()
        case "DurationField":
            return value if isinstance(value, int) else int(value / dt.timedelta(microseconds=1))
        case "DateField" | "TimeField" | "DecimalField" | "GenericIPAddressField":
            return str(value)
    return value


def load(looks: Shape, chunks: Iterable[Chunk]) -> int:
    """Make the tables of a backup in an empty database, put its rows in, bring all up to date; return how many rows.

    All rows come in one transaction: what `chunks` raises at its end leaves no row.

    Raises:
        TrustError: The backup is of a newer version, or a row is none.
        DatabaseError: The database is not empty, or refuses the rows.
    """
    newer = _unknown(looks.migrations)
    if newer:
        raise TrustError(
            f"The backup was made by a newer version of Skaryna (it has {newer[0]}).",
            hint="Install that version first.",
        )
    database.at(looks.migrations)
    tables = {table.name: table for table in looks.tables}
    ours = {model._meta.db_table: model for model in _models(looks.migrations)}
    for table in looks.tables:
        model = ours.get(table.name)
        if model is None or set(table.columns) != {field.column for field in model._meta.local_concrete_fields}:
            raise TrustError(f"The backup's table {table.name[:80]!r} is not one of its version.")
    count = 0
    with _unchecked(), transaction.atomic(), connection.cursor() as cursor:
        _wipe(cursor, ours)
        for chunk in chunks:
            count += _insert(cursor, tables.get(chunk.table), chunk)
        for sql in connection.ops.sequence_reset_sql(no_style(), list(ours.values())):
            cursor.execute(sql)
        if connection.vendor == "sqlite":
            cursor.execute("pragma foreign_key_check")
            if broken := cursor.fetchone():
                raise TrustError(f"A row of the backup's table {broken[0]} names another row that is not there.")
    database.migrate()
    call_command("update_index", verbosity=0, stdout=io.StringIO())
    return count


@contextlib.contextmanager
def _unchecked() -> Iterator[None]:
    """Let rows come in any order; PostgreSQL looks at the end of a transaction, SQLite is asked to."""
    with connection.constraint_checks_disabled():
        yield


def _wipe(cursor: Any, ours: dict[str, Any]) -> None:
    """Take out what the migrations themselves wrote."""
    names = [*ours, *(name for name in sorted(LEFT_OUT) if name in connection.introspection.table_names(cursor))]
    if connection.vendor == "postgresql":
        quoted = ", ".join(f'"{name}"' for name in names)
        cursor.execute(f"truncate {quoted} cascade")
        return
    for name in names:
        if not name.endswith("_fts"):
            cursor.execute(f'delete from "{name}"')  # noqa: S608 - names of our own models


def _insert(cursor: Any, table: Table | None, chunk: Chunk) -> int:
    if table is None:
        raise TrustError(f"The backup has rows of a table {chunk.table[:80]!r} that it does not name.")
    far = connection.vendor == "postgresql"
    names = ", ".join(f'"{name}"' for name in table.columns)
    marks = ", ".join("%s::jsonb" if far and kind == "JSONField" else "%s" for kind in table.kinds)
    sql = f'insert into "{table.name}" ({names}) values ({marks})'  # noqa: S608 - names checked against our models
    try:
        rows = [
            [_stored(value, kind, far=far) for value, kind in zip(msgspec.json.decode(line), table.kinds, strict=True)]
            for line in chunk.data.split(b"\n")
        ]
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise TrustError(f"A row of the backup's table {table.name} is damaged.") from error
    cursor.executemany(sql, rows)
    return len(rows)


def _stored(value: Any, kind: str, *, far: bool) -> Any:
    if value is None:
        return None
    match kind:
        case "DateTimeField":
            moment = dt.datetime.fromisoformat(value)
            return moment if far else str(moment.replace(tzinfo=None))
        case "UUIDField":
            return uuid.UUID(value) if far else value
        case "BinaryField":
            return base64.b64decode(value)
        case "DurationField":
            return dt.timedelta(microseconds=value) if far else value
        case "JSONField":
            # PostgreSQL stores no NUL; SQLite may have had one.
            return value.replace("\\u0000", "\\ufffd") if far else value
    return value.replace("\x00", "\ufffd") if far and isinstance(value, str) else value
