"""Writes are whole or not at all; locks end with their process."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from skaryna.errors import BusyError, FolderError
from skaryna.outside import files


def test_a_write_leaves_nothing_beside_it(tmp_path: Path) -> None:
    files.write(tmp_path / "a", b"one")
    files.write(tmp_path / "a", b"two", mode=0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"two"


def test_a_write_that_fails_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write(tmp_path / "a", b"one")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FolderError, match="the disk is full"):
        files.write(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_what_a_crash_left_does_not_stop_the_next_write(tmp_path: Path) -> None:
    (tmp_path / f".a.{os.getpid()}.new").write_bytes(b"half")
    files.write(tmp_path / "a", b"whole")
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_a_second_process_is_told_that_the_first_is_busy(tmp_path: Path) -> None:
    place = tmp_path / "lock"
    code = (
        "import sys, pathlib\nfrom skaryna.outside import files\n"
        "with files.lock(pathlib.Path(sys.argv[1]), doing='printing'):\n print('held', flush=True)\n sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert files.is_locked(place)
        with pytest.raises(BusyError, match="Another process is printing"), files.lock(place, doing="printing"):
            pass
        other.kill()
        other.wait()
    with files.lock(place, doing="printing"):
        assert files.is_locked(place)
    assert not files.is_locked(place)
