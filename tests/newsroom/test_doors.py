"""The package's public functions: cheap to import, and clear when they refuse."""

import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from skaryna import newsroom
from skaryna.errors import BusyError, FolderError, SettingsError
from skaryna.model.settings import Address
from skaryna.outside.folder import Folder

HERE = Path(__file__).parents[2]


def test_importing_the_newsroom_imports_no_django() -> None:
    code = "import sys, skaryna.newsroom; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_new_database_has_one_masthead_a_language_and_no_superuser(folder: Folder) -> None:
    from wagtail.models import Locale

    from skaryna.newsroom.models import Account, Masthead

    assert [row.language for row in Masthead.objects.all()] == ["en", "be", "uk"]
    assert {row.language_code for row in Locale.all_objects.all()} == {"en", "be", "uk"}
    assert not Account.objects.filter(is_superuser=True).exists()


def test_a_new_database_file_is_private_and_lets_editors_write_while_others_read(folder: Folder) -> None:
    if folder.settings.database:
        pytest.skip("the rows lie in PostgreSQL")
    assert stat.S_IMODE(folder.newsroom_database.stat().st_mode) == 0o600
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
        ("two words", "editor", "a ferry crosses slowly", "letters, digits"),
        ("", "editor", "a ferry crosses slowly", "letters, digits"),
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

    near = msgspec.structs.replace(folder.settings, database="")
    with pytest.raises(FolderError, match="is missing"):
        server.serve(Folder(tmp_path, near), address=near.newsroom, ready=lambda: None)


def test_migrations_are_whole(folder: Folder) -> None:
    newsroom.manage(folder, ["makemigrations", "--check", "--dry-run", "--verbosity", "0"])
