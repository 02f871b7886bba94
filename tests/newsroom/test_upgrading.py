"""A folder of an earlier version is brought up to date by itself; a newer one is refused in words.

On either database: with SKARYNA_TEST_DATABASE=postgresql the folder's newsroom lies on a PostgreSQL server.
"""

import contextlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from skaryna.outside.folder import Folder, open_folder
from tests.cli.test_commands import forks
from tests.newsroom.test_behind_a_proxy import free_port
from tests.postgresql import Server

pytestmark = pytest.mark.slow
HERE = Path(__file__).parents[2]
FIRST = "0002_newsroom"
_EARLIER = """
import sys
from pathlib import Path
from skaryna.model import Publication
from skaryna.outside.folder import create, finish, open_folder
from skaryna import newsroom
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
finish(made)
if sys.argv[3]:
    settings = made.root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("[readers]", f'database = "{sys.argv[3]}"\\n\\n[readers]'))
folder = open_folder(made.root)
newsroom.set_up(folder)
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "newsroom"]
# What another application needs of ours comes by itself; of ours, no more than that version had.
wanted = [node for node in others if not any(p[0] == "newsroom" and p[1] > sys.argv[2] for p in executor.loader.graph.forwards_plan(node))]
executor.migrate([*wanted, ("newsroom", sys.argv[2])])
apps = MigrationExecutor(connection).loader.project_state([*wanted, ("newsroom", sys.argv[2])]).apps
Locale = apps.get_model("wagtailcore", "Locale")
locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "be")}
Topic, Person, Article = (apps.get_model("newsroom", name) for name in ("Topic", "Person", "Article"))
Masthead, Account = apps.get_model("newsroom", "Masthead"), apps.get_model("newsroom", "Account")
for code in locales:
    Masthead.objects.create(language=code, title="The Ferry")
import uuid
key = uuid.uuid4
def common(name):
    return dict(locale=locales["en"], translation_key=key(), public_id=name, group=name)
topic = Topic.objects.create(name="Law", slug="law", **common("law"))
person = Person.objects.create(name="Ann River", slug="ann-river", **common("ann"))
body = [{"type": "paragraph", "value": "<p>It happened, \u043d\u0430\u0432\u0456\u043d\u0430.</p>", "id": str(key())}]
import json, datetime as dt
article = Article(title="A story of then", slug="a-story", lead="A lead.", live=True, address="2025/a-story",
    published_at=dt.datetime(2025, 5, 1, tzinfo=dt.UTC), **common("story"))
article.body = json.dumps(body) if not hasattr(article.body, "raw_data") else body
article.save()
apps.get_model("newsroom", "ArticleByline").objects.create(article=article, person=person, sort_order=0)
apps.get_model("newsroom", "ArticleTopic").objects.create(article=article, topic=topic, sort_order=0)
Account.objects.create(username="account-of-then", password="!")
"""
_APPROVE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
newsroom.set_up(folder)
from skaryna.newsroom.models import Article, Account
print(newsroom.reconcile(folder, thorough=True, approve=True, by="test"))
row = Article.objects.get()
print(row.title, row.body[0].value.source, [link.person.name for link in row.bylines.all()], Account.objects.get().username)
row.save_revision().publish()
"""


def python(code: str, *words: str, codes: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=HERE,
        check=False,
        timeout=200,
    )
    assert done.returncode in codes, done.stderr[-3000:]
    return done


def skaryna(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return forks()("-C", str(root), *words, environment=dict(os.environ))


@pytest.fixture
def empty(far: Server | None) -> Callable[[], str]:
    """Gives the address of an empty database on the server that these tests use; "" for SQLite."""
    return lambda: far.empty(f"upgrade_{uuid.uuid4().hex[:8]}") if far else ""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, far: Server | None) -> Folder:
    """A newsroom as the first version that had one made it, with an article; nobody changes it."""
    root = tmp_path_factory.mktemp("earlier") / "pub"
    python(_EARLIER, str(root), FIRST, far.empty("earlier") if far else "")
    return open_folder(root)


@pytest.fixture
def earlier(made: Folder, tmp_path: Path, far: Server | None) -> Folder:
    """A copy of it, for one test."""
    root = tmp_path / "pub"
    shutil.copytree(made.root, root)
    settings = root / "skaryna.toml"
    text = settings.read_text().replace("127.0.0.1:8001", f"127.0.0.1:{free_port()}")
    if far:
        text = text.replace(made.settings.database, far.copy("upgraded", of="earlier"))
    settings.write_text(text)
    return open_folder(root)


def test_the_newsroom_brings_an_earlier_database_up_to_date_and_keeps_a_copy(earlier: Folder) -> None:
    assert any(
        found["part"] == "database" and "brings it up to date" in found["todo"]
        for found in json.loads(skaryna(earlier.root, "doctor", "--json").stdout)["found"]
    )
    call = [sys.executable, "-m", "skaryna", "-C", str(earlier.root), "newsroom"]
    with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as server:
        try:
            said = []
            assert server.stderr
            while "brought up to date" not in "".join(said) and server.poll() is None:
                said.append(server.stderr.readline())
            assert _answers(earlier.settings.newsroom.url)
        finally:
            server.terminate()
    kept = list(earlier.root.glob("newsroom-before-*.sqlite3"))
    if earlier.settings.database:
        assert kept == []
        assert "PostgreSQL keeps no copy of it as it was" in "".join(said)
    else:
        assert kept[0].name in "".join(said)
        assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
        assert _newest(str(kept[0])) == FIRST
    assert _newest(earlier.database) > FIRST
    told = python(_APPROVE, str(earlier.root)).stdout
    assert "A story of then" in told
    assert "навіна" in told
    assert "['Ann River'] account-of-then" in told
    published = skaryna(earlier.root, "approve", "--yes")
    assert published.returncode == 0
    published = skaryna(earlier.root, "publish")
    assert published.returncode == 0, published.stderr
    assert "навіна" in (earlier.edition / "2025/a-story.html").read_text()
    # The second start finds nothing to do.
    python("import sys; from pathlib import Path; from skaryna.outside.folder import open_folder; from skaryna.newsroom import upgrading; "
           "sys.exit(upgrading.is_due(open_folder(Path(sys.argv[1]))))", str(earlier.root))  # fmt: skip


def _answers(url: str) -> bool:
    import time

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            return bool(urllib.request.urlopen(f"{url}login/", timeout=10).status == 200)
        time.sleep(0.1)
    return False


def _asked(database: str, sql: str) -> Any:
    """Ask a database of either kind by plain SQL, or tell it something; return the first row, if there is one."""
    connected: Any = psycopg.connect(database) if "://" in database else sqlite3.connect(database)
    with contextlib.closing(connected), connected:
        cursor = connected.execute(sql)
        return cursor.fetchone() if cursor.description else None


def _newest(database: str) -> str:
    return str(_asked(database, "select max(name) from django_migrations where app = 'newsroom'")[0])


def _state(folder: Folder) -> object:
    """What must not change: the file, or what PostgreSQL says of tables and migrations."""
    if not folder.settings.database:
        return folder.newsroom_database.read_bytes()
    tables = "select string_agg(table_name || '.' || column_name, ' ' order by table_name, column_name) from "
    return (
        _asked(folder.database, f"{tables} information_schema.columns where table_schema = 'public'"),
        _asked(folder.database, "select count(*), max(id) from django_migrations"),
    )


def test_a_database_of_a_newer_version_is_refused_and_left_alone(earlier: Folder) -> None:
    _asked(
        earlier.database,
        "insert into django_migrations(app, name, applied) values ('newsroom', '9999_later', '2030-01-01')",
    )
    before = _state(earlier)
    for command in (("newsroom",), ("backup", "x", "-r", "age1" + "q" * 58)):
        told = skaryna(earlier.root, *command)
        assert told.returncode == 2, command
        assert "Traceback" not in told.stderr
    assert "made by a newer version of Skaryna (9999_later" in skaryna(earlier.root, "newsroom").stderr
    assert "newer version" in skaryna(earlier.root, "doctor").stdout
    assert _state(earlier) == before
    assert not list(earlier.root.glob("newsroom-before-*"))


def test_an_upgrade_that_fails_half_way_is_told_in_words_and_nothing_is_lost(earlier: Folder) -> None:
    # Somebody made a table that a later version wants to make itself.
    _asked(earlier.database, "create table newsroom_agreement (id integer)")
    before = _state(earlier)
    told = skaryna(earlier.root, "newsroom")
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert "cannot be brought up to date" in told.stderr
    if earlier.settings.database:
        # All of it is one transaction there.
        assert _state(earlier) == before
    else:
        [kept] = earlier.root.glob("newsroom-before-*.sqlite3")
        assert _newest(str(kept)) == FIRST
        assert kept.name in told.stderr
    # Once the cause is gone, the next start finishes it.
    _asked(earlier.database, "drop table newsroom_agreement")
    assert "A story of then" in python(_APPROVE, str(earlier.root)).stdout


def test_whatever_an_upgrade_may_ever_have_to_do_fits_into_one_transaction(
    publication: Folder, far: Server | None
) -> None:
    if far is None:
        pytest.skip("SQLite cannot change tables inside a transaction; a copy is kept there")
    # The database that these tests use was made from nothing in one transaction; where that fails, no test begins.
    assert _newest(publication.database) > FIRST


def test_a_backup_of_an_earlier_version_is_restored_and_brought_up_to_date(
    earlier: Folder, tmp_path: Path, empty: Callable[[], str]
) -> None:
    address = empty()
    into = ("--database", address) if address else ()
    environment = {**os.environ, "SKARYNA_PASSPHRASE": "a long enough secret"}
    for words in (
        ("-C", str(earlier.root), "backup", str(tmp_path / "b"), "--passphrase"),
        ("restore", str(tmp_path / "b"), str(tmp_path / "new"), *into),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "skaryna", *words], capture_output=True, text=True, env=environment, check=False
        )
        assert done.returncode == 0, done.stderr
    assert _newest(earlier.database) == FIRST, "a backup changes nothing"
    assert _newest(address or str(tmp_path / "new/newsroom.sqlite3")) > FIRST
    assert "A story of then" in python(_APPROVE, str(tmp_path / "new")).stdout
