"""One publication folder a process, since Django starts once; every test finds its database as it was made.

SKARYNA_TEST_DATABASE=postgresql runs it on a PostgreSQL server of its own, but for the tests that would not use it;
`make test` does both.
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


def _on_postgresql() -> bool:
    asked = os.environ.get("SKARYNA_TEST_DATABASE", "sqlite")
    assert asked in {"sqlite", "postgresql"}, asked
    return asked == "postgresql"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what would only be done twice.

    Nothing but `far` knows where that server is: a test that has it neither itself nor by a fixture does the same there
    as on SQLite. Nobody has to keep a list. `same_on_any_database` marks the few that have it and prove nothing by it.
    """
    if not _on_postgresql():
        return
    here = Path(__file__).parent
    twice = [
        each
        for each in items
        if here in each.path.parents
        and ("far" not in getattr(each, "fixturenames", ()) or each.get_closest_marker("same_on_any_database"))
    ]
    config.hook.pytest_deselected(items=twice)
    left_out = set(twice)
    items[:] = [each for each in items if each not in left_out]


_SHARED = "SKARYNA_TEST_SERVER"


def pytest_configure(config: pytest.Config) -> None:
    """Start one server for all processes that will test at the same time."""
    if _on_postgresql() and config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        stack = contextlib.ExitStack()
        # Where none can be started, each test that wants one is skipped and says why.
        with contextlib.suppress(pytest.skip.Exception):
            os.environ[_SHARED] = stack.enter_context(server())
            config.add_cleanup(stack.close)


@pytest.fixture(scope="session")
def far() -> Iterator[Server | None]:
    """The server whose database the newsroom is to use; None for SQLite."""
    if not _on_postgresql():
        yield None
    elif _SHARED in os.environ:
        # Each process has databases of its own.
        yield Server(os.environ[_SHARED], mine=os.environ["PYTEST_XDIST_WORKER"])
    else:
        with server() as address:
            yield Server(address)


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory, far: Server | None) -> Folder:
    made = create(
        tmp_path_factory.mktemp("newsroom") / "pub",
        Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be", "uk")),
    )
    finish(made)
    if far:
        settings = made.root / "skaryna.toml"
        settings.write_text(
            settings.read_text().replace("[readers]", f'database = "{far.address("newsroom")}"\n\n[readers]')
        )
    opened = open_folder(made.root)
    newsroom.set_up(opened)
    _hash_quickly()
    if far:
        # Migrating takes some 10 s of a processor.
        far.made_once("newsroom", lambda _: _migrate())
    newsroom.create(opened)
    for role in ("contributor", "editor", "administrator"):
        newsroom.add_user(opened, name=f"account-of-{role}", role=role, password=PASSWORD)
    return opened


def _hash_quickly() -> None:
    """Let the newsroom's Argon2 take a thousandth of the 0.2 s that it takes for people: tests log in by the hundred."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64


def _migrate() -> None:
    from django.db import connections

    from skaryna.newsroom import database

    # In one transaction, as an upgrade does it: test_upgrading.py says why.
    with database.all_or_nothing():
        database.migrate()
    connections.close_all()


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
