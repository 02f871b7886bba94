"""The package's public functions: cheap to import, and clear when they refuse."""

import os
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from skaryna import newsroom
from skaryna.errors import BusyError, FolderError, SettingsError
from skaryna.model.settings import Address
from skaryna.outside.folder import Folder

HERE = Path(__file__).parents[2]


def test_importing_the_newsroom_imports_no_django() -> None:
    code = "import sys, skaryna.newsroom; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_new_database_is_private_and_has_one_masthead_a_language(folder: Folder) -> None:
    from wagtail.models import Locale

    from skaryna.newsroom.models import Account, Masthead

    assert stat.S_IMODE(folder.newsroom_database.stat().st_mode) == 0o600
    assert [row.language for row in Masthead.objects.all()] == ["en", "be", "uk"]
    assert {row.language_code for row in Locale.all_objects.all()} == {"en", "be", "uk"}
    assert not Account.objects.filter(is_superuser=True).exists()
    with sqlite3.connect(folder.newsroom_database) as database:
        assert database.execute("pragma journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("new", "editor", "short", "at least 12 characters"),
        ("new", "editor", "password1234", "too common"),
        ("ferryman-at-the-river", "editor", "ferryman-at-the-river", "too similar"),
        ("new", "king", "a ferry crosses slowly", "no role 'king'"),
        ("Account-of-Editor", "editor", "a ferry crosses slowly", "is an account"),
        ("two words", "editor", "a ferry crosses slowly", "valid username"),
        ("", "editor", "a ferry crosses slowly", "cannot be blank"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(
    folder: Folder, name: str, role: str, password: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        newsroom.add_user(folder, name=name, role=role, password=password)


def test_a_taken_address_is_said(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKARYNA_FOLDER", "")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BusyError, match="cannot be used"):
            newsroom.serve(folder, address=Address("127.0.0.1", taken.getsockname()[1]))


def test_a_process_has_one_publication(folder: Folder, tmp_path: Path) -> None:
    other = Folder(tmp_path, folder.settings)
    with pytest.raises(RuntimeError, match="cannot turn to"):
        newsroom.set_up(other)


def test_a_folder_without_a_newsroom_is_said(tmp_path: Path, folder: Folder) -> None:
    from skaryna.newsroom import server

    with pytest.raises(FolderError, match="is missing"):
        server.serve(Folder(tmp_path, folder.settings), address=folder.settings.newsroom)


def test_migrations_are_whole(folder: Folder) -> None:
    newsroom.manage(folder, ["makemigrations", "--check", "--dry-run", "--verbosity", "0"])


_ON_POSTGRESQL = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication, Topic
from skaryna.model.journal import START, check_chain
from skaryna.outside import journal
from skaryna.outside.folder import create, finish, open_folder
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example"))
finish(made)
settings = made.root / "skaryna.toml"
settings.write_text(settings.read_text().replace("[readers]", f'database = "{sys.argv[2]}"\\n[readers]'))
folder = open_folder(made.root)
newsroom.create(folder)
law = Topic(id="law", group="law", language="en", slug="law", name="Law")
newsroom.load(folder, [law], media=made.media, by="test")
before = START
for entry in journal.entries(folder.database):
    check_chain(folder.journal_key(), before, entry)
    before = entry.chain
assert entry.key == "law", entry
"""


def test_the_newsroom_works_on_postgresql(tmp_path: Path) -> None:
    database = os.environ.get("SKARYNA_TEST_POSTGRESQL")
    if not database:
        pytest.skip("SKARYNA_TEST_POSTGRESQL names no empty database")
    subprocess.run([sys.executable, "-c", _ON_POSTGRESQL, str(tmp_path / "pub"), database], check=True, cwd=HERE)
