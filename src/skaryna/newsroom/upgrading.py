"""Is the database of this version of the programs? Answered without Django, before anybody is let in."""

import contextlib
import datetime as dt
import hashlib
import importlib.metadata
import sqlite3
from pathlib import Path

from skaryna.errors import DatabaseError
from skaryna.outside.files import way_back
from skaryna.outside.folder import Folder

_MADE_FROM = ("django", "wagtail", "django-modelcluster", "django-taggit", "modelsearch")
_HERE = Path(__file__).parent
KEPT_ASIDE = "newsroom-before-"


def key() -> str:
    """Return the digest of everything that shapes an empty database."""
    made_from = hashlib.sha256()
    for name in _MADE_FROM:
        made_from.update(f"{name} {_release(name)}\n".encode())
    own = [_HERE / name for name in ("roles.py", "reviewing.py", "settings.py")]
    for path in (*sorted((_HERE / "migrations").glob("*.py")), *own):
        made_from.update(path.read_bytes())
    return made_from.hexdigest()[:16]


def _release(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def version() -> int:
    """SQLite keeps 31 bits for us."""
    return int(key(), 16) & 0x7FFFFFFF


def is_due(folder: Folder) -> bool:
    """Whether the tables are of another version; costs one number of the file's head.

    Raises:
        DatabaseError: It is missing, damaged or out of reach.
    """
    if folder.settings.database:
        return str(version()) != _asked(
            folder, "select coalesce(obj_description(to_regclass('django_migrations')), '')"
        )
    return version() != _asked(folder, "pragma user_version")


def check_not_newer(folder: Folder) -> None:
    """Refuse a database that a newer version of Skaryna has changed: this one would not understand it.

    Raises:
        DatabaseError: It is.
    """
    newest = max(path.stem for path in (_HERE / "migrations").glob("[0-9]*.py"))
    found = str(_asked(folder, "select coalesce(max(name), '') from django_migrations where app = 'newsroom'"))
    if found[:4] > newest[:4]:
        raise DatabaseError(
            f"The newsroom's database was made by a newer version of Skaryna ({found}; this one knows {newest}). "
            "Nothing was changed.",
            hint="Install that version again, or restore a backup from before it.",
        )


def _asked(folder: Folder, question: str) -> object:
    """Ask for one value by plain SQL; the first question to a database says in words why it cannot be asked."""
    if folder.settings.database:
        try:
            import psycopg
        except ImportError as error:
            raise DatabaseError(
                "skaryna.toml names a PostgreSQL database, but its driver is not installed.",
                hint="Run `make install EXTRAS=postgresql` in the folder of Skaryna's source.",
            ) from error
        try:
            with psycopg.connect(folder.database, connect_timeout=10) as connection:
                row = connection.execute(question).fetchone()
        except psycopg.errors.UndefinedTable:
            return ""
        except psycopg.Error as error:
            place = folder.database.rsplit("@", 1)[-1]
            raise DatabaseError(
                f"The newsroom's database ({place}) cannot be reached: {str(error).splitlines()[0]}.",
                hint="Is PostgreSQL running, and is the address in skaryna.toml right?",
            ) from error
        return row[0] if row else ""
    try:
        uri = f"{folder.newsroom_database.absolute().as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=20)) as connection:
            row = connection.execute(question).fetchone()
    except sqlite3.Error as error:
        if "no such table" in str(error):
            return ""
        raise DatabaseError(
            f"{folder.newsroom_database} cannot be read: {error}.",
            hint=way_back(folder.newsroom_database),
        ) from error
    return row[0] if row else ""


def keep_aside(folder: Folder) -> Path | None:
    """Copy a database in the folder before it is changed; None where there is nothing in it, or it is PostgreSQL's.

    Raises:
        DatabaseError: It cannot be copied: nothing is changed then.
    """
    if folder.settings.database or not _asked(folder, "select count(*) from django_migrations"):
        return None
    now = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}"
    path = folder.root / f"{KEPT_ASIDE}{now}.sqlite3"
    try:
        path.touch(mode=0o600, exist_ok=False)
        with (
            contextlib.closing(sqlite3.connect(folder.newsroom_database, timeout=20)) as old,
            contextlib.closing(sqlite3.connect(path)) as copy,
        ):
            old.backup(copy)
    except (OSError, sqlite3.Error) as error:
        path.unlink(missing_ok=True)
        raise DatabaseError(
            f"The newsroom's database could not be copied before its upgrade: {error}. Nothing was changed.",
            hint="Free some space, and start again.",
        ) from error
    return path
