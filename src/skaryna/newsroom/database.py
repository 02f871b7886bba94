"""Making the newsroom's database: copied from a template that was migrated once on this computer.

Migrating an empty SQLite takes about 11 s, copying a template 20 ms. The template is named by everything that it is
made from, so that an upgrade makes a new one.
"""

import contextlib
import hashlib
import importlib.metadata
import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error as DjangoDatabaseError
from django.db import connection, transaction
from wagtail.models import Locale, Page

from skaryna.errors import DatabaseError
from skaryna.newsroom import reviewing, roles
from skaryna.newsroom.approvals import acting
from skaryna.newsroom.models import Masthead
from skaryna.outside import files
from skaryna.outside.folder import Folder

_MADE_FROM = ("django", "wagtail", "django-modelcluster", "django-taggit", "modelsearch")


def create(folder: Folder) -> None:
    """Make the tables, roles, languages and one masthead a language in a new folder.

    Raises:
        DatabaseError: The database cannot be made.
    """
    if folder.settings.database:
        migrate()
    else:
        _from_template(folder.newsroom_database)
    with transaction.atomic(), acting("newsroom"):
        _languages(folder)
        for language in folder.publication.languages:
            if not Masthead.objects.filter(language=language).exists():
                Masthead(language=language, title=folder.publication.name).save()


def migrate() -> None:
    """Bring the tables up to this version of the programs, and the roles."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
        roles.ensure()
        reviewing.ensure()
    except (DjangoDatabaseError, CommandError) as error:
        raise DatabaseError(f"The newsroom's database cannot be brought up to date: {error}.") from error
    _stamp()


def is_current() -> bool:
    """Whether the tables were made by this version of the programs. Cheap: one number of the file's head."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        return bool(cursor.execute("pragma user_version").fetchone()[0] == _version())


def _stamp() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"pragma user_version = {_version()}")


def _key() -> str:
    """Return the digest of everything that shapes an empty database."""
    made_from = hashlib.sha256()
    for name in _MADE_FROM:
        made_from.update(f"{name} {_release(name)}\n".encode())
    here = Path(__file__).parent
    for path in (
        *sorted((here / "migrations").glob("*.py")),
        here / "roles.py",
        here / "reviewing.py",
        here / "settings.py",
    ):
        made_from.update(path.read_bytes())
    return made_from.hexdigest()[:16]


def _release(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _version() -> int:
    """SQLite keeps 31 bits for us."""
    return int(_key(), 16) & 0x7FFFFFFF


def _from_template(path: Path) -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "skaryna"
    template = cache / f"newsroom-{_key()}.sqlite3"
    # SQLite makes files as the umask says; drafts are nobody else's business.
    path.touch(mode=0o600)
    connection.close()
    if _is_whole(template):
        _copy(template, path)
    else:
        migrate()
        connection.close()
        with contextlib.suppress(OSError, sqlite3.Error):
            cache.mkdir(parents=True, exist_ok=True, mode=0o700)
            fresh = template.with_name(f".{template.name}.{os.getpid()}")
            _copy(path, fresh)
            fresh.rename(template)
    files.sync_folder(path.parent)


def _is_whole(template: Path) -> bool:
    if not template.is_file():
        return False
    try:
        with contextlib.closing(sqlite3.connect(template)) as database:
            return bool(database.execute("pragma quick_check").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _copy(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _languages(folder: Folder) -> None:
    """Make a locale for each language; Wagtail's own made one for whatever language the template was migrated in."""
    for language in folder.publication.languages:
        Locale.all_objects.get_or_create(language_code=language)
    main = Locale.all_objects.get(language_code=settings.LANGUAGE_CODE)
    # Wagtail's root page must stay in the database; it is never shown.
    Page.objects.update(locale=main)
    Locale.all_objects.exclude(language_code__in=folder.publication.languages).delete()
