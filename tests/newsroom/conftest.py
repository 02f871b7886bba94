"""One publication folder a process, since Django starts once; every test finds its database as it was made.

SKARYNA_TEST_DATABASE=postgresql runs all of it on a PostgreSQL server of its own; `make test` does both.
"""

import contextlib
import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from skaryna import newsroom
from skaryna.model import Entry, Publication
from skaryna.outside import journal
from skaryna.outside.folder import Folder, create, finish, open_folder
from tests.postgresql import Server, server

# Playwright's loop stays in this thread once a browser test has run; without this Django refuses to work beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PASSWORD = "a ferry crosses slowly"
HOST = "localhost"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server for as long as the tests of this process run; skipped where there is none."""
    with server() as address:
        yield Server(address)


@pytest.fixture(scope="session")
def far(request: pytest.FixtureRequest) -> Server | None:
    """The server whose database the newsroom is to use; None for SQLite."""
    asked = os.environ.get("SKARYNA_TEST_DATABASE", "sqlite")
    assert asked in {"sqlite", "postgresql"}, asked
    return request.getfixturevalue("postgresql") if asked == "postgresql" else None


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory, far: Server | None) -> Folder:
    made = create(
        tmp_path_factory.mktemp("newsroom") / "pub",
        Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be", "uk")),
    )
    finish(made)
    if far:
        far.empty("newsroom")
        settings = made.root / "skaryna.toml"
        settings.write_text(
            settings.read_text().replace("[readers]", f'database = "{far.address("newsroom")}"\n\n[readers]')
        )
    opened = open_folder(made.root)
    newsroom.create(opened)
    for role in ("contributor", "editor", "administrator"):
        newsroom.add_user(opened, name=f"account-of-{role}", role=role, password=PASSWORD)
    return opened


def _copy(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture(scope="session")
def _put_back(publication: Folder, far: Server | None) -> Callable[[], None]:
    """Give the database the rows that it had when it was made."""
    from django.db import connections

    if far:
        connections.close_all()
        far.copy("pristine", of="newsroom")
        return lambda: far.copy("newsroom", of="pristine")
    path = publication.root / "pristine.sqlite3"
    _copy(publication.newsroom_database, path)
    return lambda: _copy(path, publication.newsroom_database)


@pytest.fixture
def folder(publication: Folder, _put_back: Callable[[], None]) -> Iterator[Folder]:
    yield publication
    from django.core.cache import cache
    from django.db import connections

    connections.close_all()
    cache.clear()
    _put_back()
    for path in (publication.media, publication.quarantine):
        shutil.rmtree(path)
        path.mkdir(mode=0o700)
    publication.outcomes.unlink(missing_ok=True)


@pytest.fixture
def four_eyes_are_on(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reaches readers waits for a second account."""
    from skaryna.newsroom import four_eyes

    monkeypatch.setattr(four_eyes, "is_on", lambda: True)


@pytest.fixture
def behind(folder: Folder) -> Callable[..., None]:
    """Somebody with the database's password, who is no editor: runs SQL (with ? for values) that no program of ours ran."""

    def execute(sql: str, *values: Any) -> None:
        if folder.settings.database:
            with psycopg.connect(folder.database) as connection:
                connection.execute(sql.replace("?", "%s"), values)
            return
        with contextlib.closing(sqlite3.connect(folder.newsroom_database)) as near, near:
            near.execute(sql, values)

    return execute


@pytest.fixture
def rows(folder: Folder) -> Callable[[], list[Entry]]:
    """The journal, read as the press reads it; without what making the newsroom wrote."""
    start = journal.last(folder.database)
    return lambda: list(journal.entries(folder.database, after=start))


@pytest.fixture
def login(folder: Folder) -> Callable[[str], Any]:
    """A browser's double, logged in under a role."""

    def as_role(role: str) -> Any:
        from django.test import Client

        from skaryna.newsroom.models import Account

        client = Client(HTTP_HOST=HOST)
        client.force_login(Account.objects.get(username=f"account-of-{role}"))
        return client

    return as_role


@pytest.fixture
def django_questions(folder: Folder) -> Callable[[Callable[[], Any]], int]:
    """Counts the questions that something asks the database."""

    def count(do: Callable[[], Any]) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            do()
        return len(asked)

    return count


@pytest.fixture
def wait(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Let time pass for Django and Wagtail."""
    from django.utils import timezone

    def by(duration: dt.timedelta) -> None:
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + duration)

    return by
