"""The publication folder: made whole or not at all, found from inside, moved freely."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from skaryna.errors import FolderError, SettingsError
from skaryna.model.publication import Publication
from skaryna.outside.folder import create, find, finish, open_folder

PUBLICATION = Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be"))


def test_a_folder_is_found_from_anywhere_inside_it(tmp_path: Path) -> None:
    finish(create(tmp_path / "pub", PUBLICATION))
    deep = tmp_path / "pub" / "media" / "pictures"
    deep.mkdir()
    assert find(deep) == (tmp_path / "pub").resolve()
    assert open_folder(deep).publication == PUBLICATION


def test_where_there_is_none_the_error_says_where_it_looked_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match=str(tmp_path)) as caught:
        find(tmp_path)
    assert "skaryna new" in caught.value.hint


def test_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    folder = create(tmp_path / "pub", PUBLICATION)
    finish(folder)
    assert stat.S_IMODE(folder.keys.stat().st_mode) == 0o700
    for secret in (*folder.keys.iterdir(), folder.root / "skaryna.toml"):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_folder_with_something_in_it_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(FolderError, match="not an empty folder; nothing was changed"):
        create(tmp_path, PUBLICATION)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_says_so(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(FolderError, match="no permission"):
        create(tmp_path / "locked" / "pub", PUBLICATION)


def test_a_moved_folder_is_the_same_publication(tmp_path: Path) -> None:
    folder = create(tmp_path / "here", PUBLICATION)
    finish(folder)
    shutil.move(tmp_path / "here", tmp_path / "there")
    moved = open_folder(tmp_path / "there")
    assert moved.publication == PUBLICATION
    assert moved.journal_key() == bytes.fromhex((tmp_path / "there/keys/journal.key").read_text().strip())


def test_a_lost_key_is_named(tmp_path: Path) -> None:
    folder = create(tmp_path / "pub", PUBLICATION)
    (folder.keys / "journal.key").unlink()
    with pytest.raises(FolderError, match=r"journal\.key is missing"):
        folder.journal_key()


def test_settings_that_are_no_text_are_refused(tmp_path: Path) -> None:
    folder = create(tmp_path / "pub", PUBLICATION)
    (folder.root / "skaryna.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FolderError, match="not UTF-8"):
        open_folder(folder.root)
    (folder.root / "skaryna.toml").write_text("[publication]\nname = 'x'\n")
    with pytest.raises(SettingsError, match=str(folder.root)):
        open_folder(folder.root)
