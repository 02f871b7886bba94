"""The readers' tree: whole at every moment, cheap to change, and deaf to whoever writes into it."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from skaryna.press import edition
from skaryna.press.edition import Store, appear


def printed(root: Path, files: dict[str, bytes], known: dict[str, tuple[int, int]] | None = None) -> Store:
    (root / "store").mkdir(exist_ok=True)
    store = Store(root / "store", dict(known or {}))
    appear(root / "edition", {path: store.put(data) for path, data in files.items()}, store)
    return store


def found(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in (root).rglob("*") if p.is_file()}


FIRST = {"index.html": b"one", "2024/a.html": b"a", "2024/b.html": b"b", "old/x/index.html": b"same"}
SECOND = {"index.html": b"two", "2024/a.html": b"a", "old/x/index.html": b"same", "old/x.html": b"new"}


def test_a_new_edition_has_its_files_and_no_others(tmp_path: Path) -> None:
    printed(tmp_path, FIRST)
    assert found(tmp_path / "edition") == FIRST
    printed(tmp_path, SECOND)
    assert found(tmp_path / "edition") == SECOND
    printed(tmp_path, FIRST)
    assert found(tmp_path / "edition") == FIRST


def test_a_file_that_did_not_change_keeps_its_inode_and_time(tmp_path: Path) -> None:
    printed(tmp_path, FIRST)
    before = (tmp_path / "edition/2024/a.html").stat()
    for files in (SECOND, FIRST, SECOND):
        printed(tmp_path, files)
        after = (tmp_path / "edition/2024/a.html").stat()
        assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    printed(tmp_path, {"a": b"file", "b/c.html": b"c"})
    for _ in range(2):
        printed(tmp_path, {"a/b.html": b"b", "b": b"file"})
        assert found(tmp_path / "edition") == {"a/b.html": b"b", "b": b"file"}
        printed(tmp_path, {"a": b"file", "b/c.html": b"c"})
        assert found(tmp_path / "edition") == {"a": b"file", "b/c.html": b"c"}


def test_what_an_intruder_put_into_the_readers_folder_is_gone_with_the_next_edition(tmp_path: Path) -> None:
    store = printed(tmp_path, FIRST)
    known = dict(store.fresh)
    printed(tmp_path, SECOND, known)
    for tree in ("edition", ".edition.other"):
        (tmp_path / tree / "casino.html").write_text("spam")
        (tmp_path / tree / "index.html").unlink()
        (tmp_path / tree / "index.html").symlink_to("/etc/passwd")
        # Written in place: the bytes in the store change with it.
        with (tmp_path / tree / "2024/a.html").open("r+b") as file:
            file.write(b"SPAM")
    printed(tmp_path, FIRST, known)
    assert found(tmp_path / "edition") == FIRST
    printed(tmp_path, SECOND, known)
    assert found(tmp_path / "edition") == SECOND


def test_a_folder_swapped_for_a_link_is_not_written_through(tmp_path: Path) -> None:
    printed(tmp_path, FIRST)
    printed(tmp_path, SECOND)
    outside = tmp_path / "outside"
    outside.mkdir()
    other = tmp_path / ".edition.other/2024"
    for file in other.iterdir():
        file.unlink()
    other.rmdir()
    other.symlink_to(outside)
    printed(tmp_path, FIRST)
    assert found(tmp_path / "edition") == FIRST
    assert not list(outside.iterdir())


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    printed(tmp_path, FIRST)
    printed(tmp_path, SECOND)
    assert found(tmp_path / "edition") == SECOND


def test_a_reader_never_meets_half_an_edition(tmp_path: Path) -> None:
    """Two editions of 60 pages alternate; a reader compares the first and the last page all the time."""
    one = {f"{n:02}.html": b"one" for n in range(60)}
    two = {f"{n:02}.html": b"two" for n in range(60)}
    printed(tmp_path, one)
    stop = threading.Event()
    torn: list[object] = []

    def read() -> None:
        while not stop.is_set():
            tree = os.open(tmp_path / "edition", os.O_RDONLY)
            # Through one open folder: what a reader's request sees while the names are exchanged.
            pages = set()
            for name in ("00.html", "59.html"):
                page = os.open(name, os.O_RDONLY, dir_fd=tree)
                pages.add(os.read(page, 9))
                os.close(page)
            os.close(tree)
            if not (tmp_path / "edition" / "00.html").exists():
                torn.append({b"missing"})

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(10):
        printed(tmp_path, two)
        printed(tmp_path, one)
    stop.set()
    reader.join()
    assert {b"missing"} not in torn


KILLED = """
import sys, pathlib
from skaryna.press.edition import Store, appear
root = pathlib.Path(sys.argv[1])
n = 0
print("go", flush=True)
while True:
    n += 1
    store = Store(root / "store", {})
    files = {f"{i:02}.html": b"%d" % (n * (i % 3)) for i in range(50)}
    appear(root / "edition", {p: store.put(d) for p, d in files.items()}, store)
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_edition_stays_whole_and_the_next_is_right(tmp_path: Path) -> None:
    randomly = random.Random(1517)
    printed(tmp_path, {f"{i:02}.html": b"0" for i in range(50)})
    for _ in range(12):
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(randomly.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        process.wait()
        edition.recover(tmp_path / "edition")
        pages = found(tmp_path / "edition")
        base = int(pages["01.html"])
        assert pages == {f"{i:02}.html": b"%d" % (base * (i % 3)) for i in range(50)}
    printed(tmp_path, FIRST)
    assert found(tmp_path / "edition") == FIRST
