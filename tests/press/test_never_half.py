"""Whatever ends a publish, readers have a whole edition, and the next publish is right.

`SKARYNA_KILLS=200 pytest tests/press/test_never_half.py` kills more often than the ordinary run does.
"""

import errno
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from skaryna.cli.sealing import sealer_of
from skaryna.errors import BusyError, FolderError
from skaryna.outside import files
from skaryna.press import making, trees
from skaryna.press import store as store_module
from skaryna.press.database import is_ours
from skaryna.press.issuing import Issuer
from skaryna.press.run import Printed, look_again
from skaryna.press.store import Store
from skaryna.seal.keys.changes import init
from skaryna.seal.keys.ring import Keyring
from tests.commands import interruptible
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.press.test_increments import Editors, pages, printed_anew
from tests.seal.publishing import NOW

KILLS = int(os.environ.get("SKARYNA_KILLS", "20"))

PUBLISH = """
import sys
from pathlib import Path
from skaryna.press import making, trees
making.SMALL, making.JOB_RECIPES, making.NOTED_AT_ONCE, trees.FEW_LINKS = int(sys.argv[2]), 7, 1, 20
from skaryna.cli.sealing import sealer_of
from skaryna.outside.folder import open_folder
from skaryna.press.run import print_edition
folder = open_folder(Path(sys.argv[1]))
print(print_edition(folder, seal=sealer_of(folder)).rendered)
"""


def publish(newsroom: Newsroom, *, small: int = 500, **more: Any) -> "subprocess.Popen[str]":
    call = [sys.executable, "-c", PUBLISH, str(newsroom.folder.root), str(small)]
    return subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **more
    )


def end(process: "subprocess.Popen[str]") -> None:
    """Kill a process, as a power cut would; its workers end with it."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def bare(root: Path) -> dict[str, bytes]:
    """Return an edition without what differs from press to press: its number, its proof, the keys' names."""
    found = pages(root)
    return {path: data for path, data in found.items() if not path.startswith(("metadata/", ".skaryna/sums/"))}


def verified(newsroom: Newsroom) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "skaryna", "verify", str(newsroom.folder.edition), "--json"],
        capture_output=True, text=True, check=False, env={**os.environ, "XDG_STATE_HOME": str(newsroom.folder.root)},
    )  # fmt: skip
    return f"{done.returncode} {done.stdout[-300:]} {done.stderr[-300:]}" if done.returncode else ""


@pytest.mark.slow
def test_an_interrupt_is_answered_in_a_sentence(newsroom: Newsroom) -> None:
    editors = Editors(newsroom, 4)
    editors.begin(40)
    editors.mend()
    call = [sys.executable, "-m", "skaryna", "-C", str(newsroom.folder.root), "publish"]
    chance = random.Random(6)
    began = time.monotonic()
    assert subprocess.run(call, capture_output=True, check=False).returncode == 0
    usual_s = time.monotonic() - began
    stopped = 0
    for _ in range(12):
        newsroom.folder.press_database.unlink(missing_ok=True)
        with subprocess.Popen(
            call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=interruptible,  # noqa: PLW1509 - the tests have no other thread that it could disturb
        ) as process:  # fmt: skip
            time.sleep(chance.uniform(0.2, 0.9) * usual_s)
            os.killpg(process.pid, signal.SIGINT)
            told, errors = process.communicate()
        # Before the command has begun, Python itself ends with the signal.
        if process.returncode not in {0, -signal.SIGINT}:
            stopped += 1
            assert (process.returncode, told) == (130, ""), errors
            assert errors.endswith("Stopped. Run the same command again to go on.\n"), errors
            assert "Traceback" not in errors
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)
    assert stopped


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_any_moment_readers_have_a_whole_edition(newsroom: Newsroom) -> None:
    init(Keyring(newsroom.folder.keys), "ann", "", now=NOW)
    editors = Editors(newsroom, 11)
    editors.begin(40)
    editors.mend()
    first = publish(newsroom)
    assert first.communicate()[0]
    chance = random.Random(5)
    began = time.monotonic()
    editors.change()
    editors.mend()
    publish(newsroom).communicate()
    usual_s = time.monotonic() - began
    before = bare(newsroom.folder.edition)
    for kill in range(KILLS):
        for _ in range(chance.randrange(1, 4)):
            editors.change()
        editors.mend()
        process = publish(newsroom, small=chance.choice([0, 500]))
        time.sleep(chance.uniform(0.3, 1.1) * usual_s)
        end(process)
        readers = bare(newsroom.folder.edition)
        if readers != before:
            # Either all of the new one, or all of the old one.
            process = publish(newsroom)
            assert process.communicate()[0]
            assert bare(newsroom.folder.edition) == readers, kill
            before = readers
        if kill % 5 == 4:
            assert verified(newsroom) == ""
            process = publish(newsroom)
            process.communicate()
            before = bare(newsroom.folder.edition)
            assert len(before) > 40
    publish(newsroom).communicate()
    assert verified(newsroom) == ""
    here = bare(newsroom.folder.edition)
    with_keys = newsroom.folder.root / "keys"
    anew = printed_anew(newsroom)
    assert with_keys.is_dir()
    same = [path for path in here if path in anew and here[path] == anew[path]]
    feeds = [path for path in here if path.endswith((".xml", ".json")) and path in anew]
    assert set(feeds) - {".skaryna/mirrors.json", ".skaryna/notices.json", "sitemaps/pages.xml"} <= set(same)


def test_an_interrupted_first_edition_goes_on_where_it_stopped(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 600)))
    store, folder = newsroom.folder.store, newsroom.folder
    for _ in range(6):
        have = sum(1 for _ in store.glob("*/*"))
        process = publish(newsroom, small=0)
        deadline = time.monotonic() + 60
        while sum(1 for _ in store.glob("*/*")) < min(have + 250, 500) and time.monotonic() < deadline:
            if process.poll() is not None:
                break
            time.sleep(0.02)
        end(process)
        if is_ours(folder.press_database, folder.keys):
            break  # else the end came in the moment between a commit and its note, and all begins anew
    assert newsroom.files() == {}
    done: Printed = newsroom.print()
    assert done.rendered < 640
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def test_a_full_disk_leaves_readers_what_they_have(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 30)))
    newsroom.print()
    before = newsroom.files()
    newsroom.put(article(31, lead="Long. " * 30_000))

    def small_files() -> None:
        # Writing beyond it fails as on a full disk does, once the signal is ignored.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    process = publish(newsroom, preexec_fn=small_files)
    _, errors = process.communicate()
    assert process.returncode != 0, errors
    assert newsroom.files() == before
    newsroom.print()
    assert "2024/story-31.html" in newsroom.files()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="mounting a small disk needs root")
def test_a_disk_that_is_really_full_is_named(newsroom: Newsroom, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(small)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not let its root mount")
    try:
        there = Newsroom(small / "pub")
        there.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 9)))
        there.print()
        before = there.files()
        there.put(*(article(n) for n in range(10, 60)))
        (small / "ballast").write_bytes(b"x" * max(0, shutil.disk_usage(small).free - 250_000))
        done = subprocess.run(
            [sys.executable, "-m", "skaryna", "-C", str(there.folder.root), "publish"], capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 2, done
        assert "full" in done.stderr
        assert "Traceback" not in done.stderr
        assert there.files() == before
        (small / "ballast").unlink()
        there.print()
        assert pages(there.folder.edition) == printed_anew(there)
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


def test_two_publishes_at_once(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    with (
        files.lock(newsroom.folder.print_lock, doing="printing an edition"),
        pytest.raises(BusyError, match="Another process"),
    ):
        newsroom.print()
    newsroom.print()


@pytest.mark.parametrize("damage", ["delete", "empty", "garbage", "older", "cut"])
def test_whatever_becomes_of_the_press_s_memory_the_next_edition_is_right(newsroom: Newsroom, damage: str) -> None:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 30)))
    newsroom.print()
    path = newsroom.folder.press_database
    older = path.read_bytes()
    newsroom.put(article(3, title="Edited"))
    newsroom.drop("article", "a9")
    newsroom.print()
    match damage:
        case "delete":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "garbage":
            path.write_bytes(b"SQLite format 3\x00" + os.urandom(9000))
        case "older":
            path.write_bytes(older)
        case "cut":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    newsroom.put(article(40))
    assert newsroom.print().warnings == ()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


# Readers' files


def test_what_an_intruder_did_to_readers_files_is_undone_and_counted(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1), article(2))
    newsroom.print()
    before = newsroom.files()
    edition = newsroom.folder.edition
    (edition / "casino.html").write_text("spam")
    (edition / "topics" / "bonus").mkdir()
    (edition / "topics" / "bonus" / "x.html").write_text("spam")
    (edition / "2024/story-1.html").unlink()
    (edition / "2024/story-1.html").symlink_to("/etc/passwd")
    with (edition / "2024/story-2.html").open("r+b") as file:  # in place: the store's bytes change with it
        file.write(b"SPAM")
    done = newsroom.print()
    assert done.mended == 4
    assert newsroom.files() == before
    newsroom.put(article(3))
    newsroom.print()
    newsroom.drop("article", "a3")
    newsroom.print()
    assert pages(edition) == {path: data for path, data in before.items() if path != ".skaryna/edition.json"}


def test_nothing_is_written_or_deleted_through_a_folder_swapped_for_a_link(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.put(ANN, LAW, article(1), article(2))
    newsroom.print()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "story-1.html").write_text("mine")
    for tree in (newsroom.folder.edition, trees.other_of(newsroom.folder.edition)):
        shutil.rmtree(tree / "2024")
        (tree / "2024").symlink_to(outside)
    newsroom.drop("article", "a1")
    newsroom.put(article(3))
    newsroom.print()
    assert {path.name: path.read_text() for path in outside.iterdir()} == {"story-1.html": "mine"}
    assert "The body of story 3." in newsroom.read("2024/story-3.html")
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def test_a_partial_file_left_by_a_crash_is_written_anew(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    key = store.put(b"whole")
    store.path(key).write_bytes(b"who")
    assert not store.has(key)
    assert store.put(b"whole") == key
    assert store.has(key)


def test_pages_that_begin_alike_have_the_digests_of_all_their_bytes(tmp_path: Path) -> None:
    """What they begin with is digested once; one that begins nearly so is another."""
    store = Store(tmp_path / "store")
    style = "<style>" + "p{margin:0}" * 400 + "</style>"
    heads = [f'<!doctype html>\n<html lang="{n}"><head>{style}' for n in range(store_module.MOST_BEGINNINGS + 4)]
    for head in [*heads, *heads, heads[0].replace("margin", "magrin"), heads[1][:-1]]:
        for rest in ("", "<title>One</title>", "<title>Two</title>"):
            data = f"{head}{rest}".encode()
            assert store.put(data) == hashlib.sha256(data).hexdigest()


def test_a_disk_without_hard_links_or_exchange_gets_copies_and_two_renames(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(trees.ctypes, "CDLL", lambda *_, **__: object())
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    newsroom.put(article(2))
    newsroom.print()
    edition = newsroom.folder.edition
    assert "The body of story 2." in newsroom.read("2024/story-2.html")
    edition.rename(edition.with_name(".edition.aside"))  # a crash between the two renames
    newsroom.put(article(3))
    newsroom.print()
    assert pages(edition) == printed_anew(newsroom)


def test_a_folder_that_cannot_be_written_is_named(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    before = newsroom.files()

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system", str(newsroom.folder.edition))

    monkeypatch.setattr(trees, "_put", refuse)
    newsroom.put(article(2))
    with pytest.raises(FolderError, match="read-only"):
        newsroom.print()
    assert newsroom.files() == before
    monkeypatch.undo()
    newsroom.print()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


# Editions that were


def test_an_earlier_edition_comes_back_and_the_newest_after_it(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1), article(2))
    newsroom.print()
    first = bare(newsroom.folder.edition)
    newsroom.put(article(1, title="A mistake"), article(3))
    newsroom.drop("article", "a2")
    newsroom.print()
    newest = bare(newsroom.folder.edition)
    root = str(newsroom.folder.root)

    def skaryna(*call: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "skaryna", "-C", root, *call], capture_output=True, text=True, check=False
        )

    listed = skaryna("editions")
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["2", "1"]
    differing = skaryna("editions", "diff", "1", "2")
    assert differing.returncode == 1
    assert " removed  2024/story-2.html" in differing.stdout
    assert "   added  2024/story-3.html" in differing.stdout
    back = skaryna("editions", "back", "1")
    assert back.returncode == 0, back.stderr
    assert "as edition 3" in back.stdout
    assert bare(newsroom.folder.edition) == first
    assert skaryna("editions", "diff", "1", "3").returncode == 0
    assert skaryna("editions", "back", "77").returncode == 2
    newsroom.print()
    assert bare(newsroom.folder.edition) == newest
    withdrawn = textwrap.dedent("The body of story 2.").encode()
    blobs = [path for path in newsroom.folder.store.glob("*/*") if withdrawn in path.read_bytes()]
    assert blobs
    assert skaryna("editions", "forget", "--yes").returncode == 0
    assert not any(path.exists() for path in blobs)
    assert [line.split()[0] for line in skaryna("editions").stdout.splitlines()] == ["4"]
    assert bare(newsroom.folder.edition) == newest


def test_only_the_last_editions_stay(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SMALL", 500)
    newsroom.put(ANN, LAW, article(1))
    for number in range(14):
        newsroom.put(article(1, title=f"Title {number}"))
        newsroom.print()
    from skaryna.press.run import known_editions

    assert [each.number for each in known_editions(newsroom.folder)] == list(range(14, 4, -1))
    texts = b"".join(path.read_bytes() for path in newsroom.folder.store.glob("*/*"))
    assert b"<h1>Title 3</h1>" not in texts
    assert b"<h1>Title 4</h1>" in texts


@pytest.mark.parametrize("step", ["_note", "_lay"])
def test_what_fails_when_readers_have_the_new_edition_leaves_them_the_new_one(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A look at readers' files must not take the new edition's proof for a stranger's."""
    init(Keyring(newsroom.folder.keys), "ann", "", now=NOW)
    seal = sealer_of(newsroom.folder)
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 9)))
    newsroom.print(seal)
    newsroom.put(article(9))
    newsroom.print(seal)
    newsroom.put(article(3, title="Edited"))
    before = newsroom.files()
    done = getattr(Issuer, step)

    def fails(issuer: Issuer, *rest: object) -> object:
        if newsroom.files() != before:
            raise OSError(errno.ENOSPC, "No space left on device", str(newsroom.folder.edition))
        return done(issuer, *rest)

    with monkeypatch.context() as full:
        full.setattr(Issuer, step, fails)
        with pytest.raises(FolderError, match="the disk is full"):
            newsroom.print(seal)
    new = newsroom.files()
    assert b"Edited" in new["2024/story-3.html"]
    assert look_again(newsroom.folder).mended == 0
    assert newsroom.files() == new
    assert verified(newsroom) == ""
    newsroom.put(article(4, title="Edited too"))
    newsroom.print(seal)
    assert b"Edited too" in newsroom.files()["2024/story-4.html"]
    assert verified(newsroom) == ""


def test_an_edition_is_laid_out_by_several_processes(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "FEW_LINKS", 7)
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 30)))
    newsroom.print()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)
    assert pages(trees.other_of(newsroom.folder.edition)) == pages(newsroom.folder.edition)


def test_what_cannot_be_laid_out_is_named_and_the_next_edition_is_whole(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A disk may give a folder that is made anew the number of the one that was deleted.
    monkeypatch.setattr(trees, "number_of", lambda tree: tree.name if tree.is_dir() else "")
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 30)))
    newsroom.print()
    before = newsroom.files()
    newsroom.put(article(3, title="Edited"))
    shutil.rmtree(trees.other_of(newsroom.folder.edition))
    with monkeypatch.context() as full:
        full.setattr(trees, "_link_unless_same", refuse)
        with pytest.raises(FolderError, match="the disk is full"):
            newsroom.print()
    assert newsroom.files() == before
    newsroom.print()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def refuse(_: str, place: str) -> int:
    """Link nothing, as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), place)
