"""Making the newsroom's database: copied from a template that was migrated once on this computer.

Migrating an empty SQLite takes about 11 s, copying a template 20 ms. The template is named by everything that it is
made from, so that an upgrade makes a new one.
"""

import contextlib
import os
import sqlite3
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import Error as DjangoDatabaseError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Locale, Page

from skaryna.errors import DatabaseError
from skaryna.newsroom import four_eyes, reviewing, roles, upgrading
from skaryna.newsroom.approvals import acting
from skaryna.newsroom.models import Masthead
from skaryna.outside import files
from skaryna.outside.folder import Folder


def create(folder: Folder) -> None:
    """Make the tables, roles, languages and one masthead a language in a new folder.

    Raises:
        DatabaseError: The database cannot be made.
    """
    if folder.settings.database:
        check_folds()
        migrate()
    else:
        _from_template(folder.newsroom_database)
    with transaction.atomic(), acting("newsroom"), four_eyes.waived():
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


def upgrade(folder: Folder) -> str:
    """Bring a database of an earlier version up to date; return what is to be said of it, "" for nothing.

    An empty one, on a PostgreSQL server that somebody has just named in `skaryna.toml`, becomes a new newsroom.

    Raises:
        DatabaseError: A newer version made it, it cannot be copied, or not be changed.
    """
    upgrading.check_not_newer(folder)
    if folder.settings.database and not MigrationExecutor(connection).loader.applied_migrations:
        create(folder)
        return ""
    if not _migrations_wait():
        migrate()
        return ""
    kept = upgrading.keep_aside(folder)
    try:
        with all_or_nothing():
            migrate()
    except DatabaseError as error:
        if not kept:
            raise DatabaseError(error.message, hint="Nothing was changed.") from error
        place = folder.newsroom_database.name
        hint = f"As it was before, it lies in {kept.name}; with the version before, put it in the place of {place}."
        raise DatabaseError(error.message, hint=hint) from error
    done = "The newsroom's database was brought up to date"
    if kept:
        return f"{done}; as it was before, it lies in {kept.name}."
    return f"{done}. PostgreSQL keeps no copy of it as it was: that is in your backup."


@contextlib.contextmanager
def all_or_nothing() -> Iterator[None]:
    """Change the tables in one transaction, on PostgreSQL. Of SQLite, which cannot do that, a copy is kept instead."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            # PostgreSQL changes no table while rows of it wait to be checked at the transaction's end.
            cursor.execute("set constraints all immediate")
        yield


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def at(migrations: Collection[tuple[str, str]]) -> None:
    """Make the tables of some version in an empty database.

    Raises:
        DatabaseError: It is not empty, or cannot be changed.
    """
    executor = MigrationExecutor(connection)
    nodes = [each for each in migrations if each in executor.loader.graph.nodes]
    try:
        if executor.loader.applied_migrations:
            raise DatabaseError(
                "The database has tables of a newsroom already; nothing was changed.", hint="Name an empty one."
            )
        if connection.vendor == "sqlite" and not set(executor.loader.graph.nodes) - set(nodes):
            _from_template(Path(str(settings.DATABASES["default"]["NAME"])))
        else:
            executor.migrate(_last_of_each(executor.loader.graph, set(nodes)))
    except (DjangoDatabaseError, CommandError) as error:
        raise DatabaseError(f"The newsroom's tables cannot be made: {error}.") from error


def _last_of_each(graph: Any, nodes: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the last migration of each application; one that another leads to counts as done, and would be undone."""
    return sorted(
        node
        for node in nodes
        if not any(child.key in nodes and child.key[0] == node[0] for child in graph.node_map[node].children)
    )


def check_folds() -> None:
    """Refuse a PostgreSQL database that does not know Cyrillic letters: search would not find them in another case.

    Raises:
        DatabaseError: It does not.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select lower('\u0416') = '\u0436', getdatabaseencoding()")
            folds, encoding = cursor.fetchone()
        if not folds or encoding != "UTF8":
            raise DatabaseError(
                f"The PostgreSQL database (encoding {encoding}) does not know small and capital Cyrillic letters.",
                hint="Make it anew: createdb --encoding UTF8 --locale C.UTF-8 --template template0 NAME",
            )


def _stamp() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"pragma user_version = {upgrading.version()}")
        else:
            cursor.execute(f"comment on table django_migrations is '{upgrading.version()}'")


def _from_template(path: Path) -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "skaryna"
    template = cache / f"newsroom-{upgrading.key()}.sqlite3"
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
