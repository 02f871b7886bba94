"""Archives that want to do harm, or are none."""

import contextlib
import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.errors import CopyError, ElsewhereError, MissingError, TooLargeError, UnreachableError
from skaryna.outside.copies.archive import Archive


def tarred(path: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as file:
        for info, data in members:
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return path


def plain(name: str) -> tarfile.TarInfo:
    return tarfile.TarInfo(name)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "a\\b", "a//b", "a/./b"])
def test_a_member_that_would_leave_is_named_and_never_given(tmp_path: Path, name: str) -> None:
    copy = Archive(tarred(tmp_path / "a.tgz", (plain(name), b"x"), (plain("ok"), b"fine")))
    assert "would be unpacked to elsewhere" in copy.problems[0]
    assert copy.get("ok", 9) == b"fine"
    with pytest.raises(CopyError):
        copy.get(name, 9)


def test_links_and_devices_are_no_files(tmp_path: Path) -> None:
    members = []
    for name, kind in (("soft", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE)):
        info = plain(name)
        info.type, info.linkname = kind, "/etc/passwd"
        members.append((info, b""))
    copy = Archive(tarred(tmp_path / "a.tgz", *members))
    assert copy.found == {"soft": "", "hard": "", "pipe": ""}
    with pytest.raises(ElsewhereError, match="no plain file"):
        copy.get("soft", 9)


def test_a_name_that_stands_twice_is_named(tmp_path: Path) -> None:
    copy = Archive(tarred(tmp_path / "a.tgz", (plain("a"), b"one"), (plain("a"), b"two")))
    assert "'a' twice" in copy.problems[0]
    with pytest.raises(ElsewhereError):
        copy.get("a", 9)


@pytest.mark.parametrize("kind", ["zip", "bz2"])
def test_a_bomb_is_not_unpacked_to_its_end(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bomb"
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as file:
            file.writestr("a", bytes(200 << 20))
    else:
        with tarfile.open(path, "w:bz2") as file:
            info = plain("a")
            info.size = 200 << 20
            file.addfile(info, io.BytesIO(bytes(info.size)))
    with pytest.raises(UnreachableError, match="it is a bomb"):
        Archive(path)


def test_bounds_and_folders(tmp_path: Path) -> None:
    copy = Archive(
        tarred(
            tmp_path / "a.tgz", (plain("m/metadata/timestamp.json"), b"{}"), (plain("m/a"), b"abc"), (plain("b"), b"x")
        )
    )
    assert copy.get("a", 3) == b"abc"
    assert set(copy.found) == {"metadata/timestamp.json", "a", "/b"}
    with pytest.raises(TooLargeError):
        copy.get("a", 2)
    with pytest.raises(MissingError):
        copy.get("c", 2)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=3000),
    st.sampled_from(["", "tar", "gz"]),
    st.integers(0, 4000),
    st.binary(min_size=1, max_size=4),
)
def test_any_bytes_are_an_archive_or_refused(data: bytes, kind: str, at: int, instead: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "x")
        if kind:
            tarred(path, (plain("metadata/timestamp.json"), data), (plain("a"), b"abc"))
            whole = bytearray(gzip.decompress(path.read_bytes()) if kind == "tar" else path.read_bytes())
            whole[at : at + len(instead)] = instead
            path.write_bytes(whole)
        else:
            path.write_bytes(data)
        with contextlib.suppress(UnreachableError):
            copy = Archive(path)
            for name in copy.found:
                with contextlib.suppress(CopyError):
                    assert len(copy.get(name, 5000)) <= 5000
