"""One publication folder a process, since Django starts once; every test finds its database as it was made."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.model import Entry, Publication
from skaryna.outside import journal
from skaryna.outside.folder import Folder, create, finish, open_folder

# Playwright's loop stays in this thread once a browser test has run; without this Django refuses to work beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

PASSWORD = "a ferry crosses slowly"
HOST = "localhost"


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = create(
        tmp_path_factory.mktemp("newsroom") / "pub",
        Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be", "uk")),
    )
    newsroom.create(made)
    finish(made)
    for role in ("contributor", "editor", "administrator"):
        newsroom.add_user(made, name=f"account-of-{role}", role=role, password=PASSWORD)
    return open_folder(made.root)


def _copy(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)


@pytest.fixture(scope="session")
def _pristine(publication: Folder) -> Path:
    path = publication.root / "pristine.sqlite3"
    _copy(publication.newsroom_database, path)
    return path


@pytest.fixture
def folder(publication: Folder, _pristine: Path) -> Iterator[Folder]:
    yield publication
    from django.core.cache import cache
    from django.db import connection

    connection.close()
    cache.clear()
    _copy(_pristine, publication.newsroom_database)
    for path in (publication.media, publication.quarantine):
        shutil.rmtree(path)
        path.mkdir(mode=0o700)
    publication.outcomes.unlink(missing_ok=True)


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
