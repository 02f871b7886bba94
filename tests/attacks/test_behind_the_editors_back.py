"""Somebody writes into the database, the settings or the theme, but not into keys/: what do readers get?

Each time the bytes that editors approved, a sentence that names what was changed, and exit code 1.
"""

import contextlib
import datetime as dt
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.errors import PressError, TrustError
from skaryna.outside import approval
from skaryna.press import approval as pressed
from skaryna.press.resident import follow
from skaryna.theme import files as theme_files
from skaryna.theme import shipped, shipped_files
from tests.cli.test_commands import skaryna
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.rescue.remains import scrape

LINK = '<a href=\\"https://casino.example/\\">bonus</a>'


@pytest.fixture
def printed(newsroom: Newsroom) -> Newsroom:
    """A publication with an edition that readers have."""
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1), article(2))
    assert newsroom.print().warnings == ()
    return newsroom


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the theme, as if Skaryna were installed there."""
    copy = tmp_path / "installed"
    shutil.copytree(theme_files.place(), copy)
    monkeypatch.setattr(theme_files, "place", lambda: copy)
    monkeypatch.setattr(pressed, "place", lambda: copy)
    shipped.cache_clear()
    yield copy
    shipped.cache_clear()


def publish(newsroom: Newsroom) -> tuple[int, dict[str, Any]]:
    """Publish as a person does; return the exit code and what was said."""
    done = skaryna("-C", str(newsroom.folder.root), "publish", "--json")
    said = json.loads(done.stdout)
    return done.returncode, {"warnings": [said["error"]["message"]]} if "error" in said else said


def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return an edition without what it says of itself: where the press lost its memory, its number rises."""
    return {path: data for path, data in files.items() if path != ".skaryna/edition.json"}


def shelf(newsroom: Newsroom, sql: str) -> None:
    with contextlib.closing(sqlite3.connect(newsroom.folder.press_database)) as connection, connection:
        connection.execute(sql)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# The journal


def test_a_row_changed_by_sql_after_it_was_printed_is_named_with_what_differs(printed: Newsroom) -> None:
    before = printed.files()
    printed.execute(f"update journal set value = replace(value, 'body of story 1', '{LINK}') where key = 'a1'")
    code, said = publish(printed)
    assert code == 1
    (warning,) = said["warnings"]
    assert "article a1" in warning
    assert "differs from what was approved on 2026-11-01T09:30:00+00:00" in warning
    assert "casino.example" in warning
    assert "approved is “" in warning
    assert "body of story 1" in warning
    assert printed.files() == before


def test_a_row_changed_by_sql_before_it_was_printed_leaves_the_version_before_it(printed: Newsroom) -> None:
    before = printed.files()
    printed.put(article(1, title="A new title"))
    printed.execute("update journal set value = replace(value, 'A new title', 'Casino') where seq = 7")
    code, said = publish(printed)
    assert code == 1
    assert "Row" not in said["warnings"][0].split(":")[0]
    assert "The value in row 7 of the journal (article a1) differs from what was approved" in said["warnings"][0]
    assert printed.files() == before


def test_the_version_before_it_comes_from_the_journal_where_the_press_has_lost_its_own(printed: Newsroom) -> None:
    before = printed.files()
    printed.put(article(1, title="A new title"))
    printed.execute("update journal set value = replace(value, 'A new title', 'Casino') where seq = 7")
    for path in printed.folder.root.glob("press.sqlite3*"):
        path.unlink()
    assert len(printed.print().warnings) == 1
    assert pages(printed.files()) == pages(before)


@pytest.mark.parametrize(
    "sql",
    [
        "update journal set approved_by = 'somebody' where seq = 3",
        "update journal set at = '2020-01-01T00:00:00+00:00' where seq = 3",
        "update journal set key = 'a2' where seq = 5",
        "update journal set op = 'drop' where seq = 5",
        "delete from journal where seq = 3",
        "delete from journal where seq > 3",
    ],
)
def test_a_journal_rewritten_before_what_was_printed_stops_the_press(printed: Newsroom, sql: str) -> None:
    before = printed.files()
    printed.execute(sql)
    code, said = publish(printed)
    assert code == 1
    assert re.search(r"was not written by the newsroom|no longer has row", said["warnings"][0])
    assert printed.files() == before


def test_an_older_journal_is_refused_even_if_the_press_is_made_to_forget(printed: Newsroom) -> None:
    printed.put(article(1, title="Story 1, corrected"))
    printed.print()
    before = printed.files()
    printed.execute("delete from journal where seq > 6")
    for path in printed.folder.root.glob("press.sqlite3*"):
        path.unlink()
    with pytest.raises(TrustError, match="no longer has row 7"):
        printed.print()
    assert printed.files() == before


# The press's own database


@pytest.mark.parametrize(
    "sql",
    [
        "update head set value = replace(value, 'Story', 'Stxry')",
        "update head set address = '2024/casino' where id = 'a1'",
        "update head set language = 'be', grp = 'x'",
        "update head set seq = 6 where id = 'a1'",
        "update small set value = replace(value, 'Ann River', 'Casino River')",
        "update small set value = replace(value, 'desk@ferry.example', 'desk@casino.example')",
        "delete from head where id = 'a1'",
        "delete from member",
        "update member set starts = 1",
        "insert into old_address values ('casino/index.html', '/casino/', 'a1', 'casino/index.html')",
        "insert into small select 'page', 'casino', seq, language, digest,"
        ' replace(value, \'"id":"support"\', \'"id":"casino"\') from small where kind = \'page\'',
        "insert into todo select id, 'casino' from recipe",
        "insert into changed values ('index.html', null, null)",
        "delete from output",
        "update output set digest = (select digest from output where path = 'index.html') where path like 'archive%'",
        "update meta set value = ''",
    ],
)
def test_what_is_written_into_the_press_s_database_never_reaches_readers(printed: Newsroom, sql: str) -> None:
    before = printed.files()
    shelf(printed, sql)
    printed.put(article(1, lead="Edited."))  # now something is made of what lies there
    printed.put(article(1))
    assert printed.print().warnings == ()
    assert pages(printed.files()) == pages(before)


# The settings


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "The Ferry"', 'name = "The Casino"', "name is “The Casino”, approved is “The Ferry”"),
        ("https://ferry.example", "https://casino.example", "url is “https://casino.example”"),
        ('["en", "be"]', '["en"]', "languages is en, approved is en, be"),
        ("# mirrors = ", "mirrors = ", "mirrors is https://copy.example/magazine/, approved is none"),
        ("# security = ", "security = ", "security is mailto:security@magazine.example, approved is none"),
        ("# websub_hub = ", "websub_hub = ", "websub_hub is “https://pubsubhubbub.appspot.com/”"),
        ("# drawn_pictures = ", "drawn_pictures = ", "drawn_pictures is true, approved is false"),
        ("# lacinka = ", "lacinka = ", "lacinka is true, approved is false"),
        ("# leave_to = ", "leave_to = ", "leave_to is “https://en.wikipedia.org/”"),
    ],
)
def test_settings_changed_on_the_disk_are_not_printed_but_named(
    printed: Newsroom, old: str, new: str, said: str
) -> None:
    before = printed.files()
    change(printed.folder.root / "skaryna.toml", old, new)
    code, told = publish(printed)
    assert code == 1
    (warning,) = told["warnings"]
    assert warning.startswith("skaryna.toml (the file is of 20")
    assert "differs from what was approved on 2026-11-01 09:30 UTC" in warning
    assert said in warning
    assert printed.files() == before


def test_what_no_reader_sees_may_be_changed_freely(printed: Newsroom) -> None:
    change(printed.folder.root / "skaryna.toml", "127.0.0.1:8000", "127.0.0.1:8765")
    assert publish(printed)[0] == 0


def test_a_name_that_would_drive_a_terminal_is_named_harmlessly(printed: Newsroom) -> None:
    change(printed.folder.root / "skaryna.toml", "https://ferry.example", "\\u001b[2Jhttps://ferry.example")
    done = skaryna("-C", str(printed.folder.root), "publish")
    assert "\x1b[2J" not in done.stdout + done.stderr


# The theme


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("templates/base.html", "</footer>", '<a href="https://casino.example/">bonus</a></footer>'),
        ("templates/macros.html", "<p>{{ b.html }}</p>", "<p>{{ b.html }} casino</p>"),
        ("style/1-ground.css", "/* Nameplate */", "body::after { content: 'casino'; }"),
        ("style/mark.svg", "<svg", "<svg data-casino='1'"),
        ("words/en.toml", '"Read next"', '"Casino bonus"'),
    ],
)
def test_a_theme_changed_on_the_disk_is_not_printed_but_named(
    printed: Newsroom, theme: Path, path: str, old: str, new: str
) -> None:
    before = printed.files()
    change(theme / path, old, new)
    (warning,) = printed.print().warnings
    assert warning.startswith(f"the theme's {path} (the file is of 20")
    assert re.search(r"approved on 2026-11-01 09:30 UTC: line \d+ is “", warning)
    assert "asino" in warning
    assert printed.files() == before


def test_a_file_added_to_the_theme_and_one_taken_out_are_named(printed: Newsroom, theme: Path) -> None:
    before = printed.files()
    (theme / "style/9-casino.css").write_text("body { color: red }")
    (theme / "templates/404.html").unlink()
    said = " ".join(printed.print().warnings)
    assert "style/9-casino.css" in said
    assert "it was added" in said
    assert "templates/404.html" in said
    assert "it is gone" in said
    assert printed.files() == before


def test_another_version_s_theme_is_named_once_and_not_printed_before_a_person_looked(
    printed: Newsroom, theme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = printed.files()
    for path in ("templates/base.html", "templates/page.html", "style/3-article.css"):
        (theme / path).write_text((theme / path).read_text() + "\n")
    monkeypatch.setattr(pressed, "__version__", "0.2.0")
    (warning,) = printed.print().warnings
    assert "Skaryna 0.2.0 brings another theme than the one of 0.1.0" in warning
    assert "skaryna approve" in warning
    assert printed.files() == before
    pressed.approve(printed.folder, at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
    shipped.cache_clear()
    assert printed.print().warnings == ()


def test_an_approved_theme_that_is_too_old_for_this_skaryna_says_so(printed: Newsroom) -> None:
    record = approval.record_of(printed.folder)
    del record.theme["words/be.toml"]
    approval.keep(printed.folder, record)
    printed.put(article(3, language="be"))
    with pytest.raises(PressError, match="no words for the language be") as refused:
        printed.print()
    assert "skaryna approve" in refused.value.hint


# The record


def edited(record: dict[str, Any]) -> None:
    record["settings"] = record["settings"].replace("ferry", "casino")


def without_mac(record: dict[str, Any]) -> None:
    edited(record)
    record["mac"] = ""


def with_a_plain_digest(record: dict[str, Any]) -> None:
    edited(record)
    record["mac"] = hashlib.sha256(json.dumps(record).encode()).hexdigest()


@pytest.mark.parametrize("attack", [edited, without_mac, with_a_plain_digest])
def test_a_record_that_somebody_else_wrote_stops_the_press(
    printed: Newsroom, attack: Callable[[dict[str, Any]], None]
) -> None:
    before = printed.files()
    path = printed.folder.keys / "approved.json"
    record = json.loads(path.read_bytes())
    attack(record)
    path.write_text(json.dumps(record))
    code, said = publish(printed)
    assert code == 1
    assert "The record of what was approved (keys/approved.json) was changed" in said["warnings"][0]
    assert printed.files() == before


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b'{"at": 3}'])
def test_a_damaged_record_is_named(printed: Newsroom, content: bytes) -> None:
    (printed.folder.keys / "approved.json").write_bytes(content)
    with pytest.raises(TrustError, match=r"approved.*damaged"):
        printed.print()


def test_another_publication_s_record_is_refused(printed: Newsroom, tmp_path: Path) -> None:
    other = Newsroom(tmp_path / "other")
    shutil.copy(other.folder.keys / "approved.json", printed.folder.keys / "approved.json")
    with pytest.raises(TrustError, match="another publication"):
        printed.print()


# Approving


def test_approve_shows_what_differs_and_asks(printed: Newsroom) -> None:
    root = str(printed.folder.root)
    assert skaryna("-C", root, "approve").returncode == 0
    change(printed.folder.root / "skaryna.toml", 'name = "The Ferry"', 'name = "The Boat"')
    refused = skaryna("-C", root, "approve")
    assert refused.returncode == 1
    assert '-name = "The Ferry"' in refused.stdout
    assert '+name = "The Boat"' in refused.stdout
    assert "Not approved" in refused.stdout
    done = skaryna("-C", root, "approve", "--yes", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["done"] == "approved"
    assert publish(printed)[0] == 0
    assert "The Boat" in printed.read(".skaryna/edition.json")


def test_restore_puts_the_approved_settings_back(printed: Newsroom) -> None:
    path = printed.folder.root / "skaryna.toml"
    before = path.read_bytes()
    change(path, 'name = "The Ferry"', 'name = "The Boat"')
    done = skaryna("-C", str(printed.folder.root), "approve", "--restore")
    assert done.returncode == 0
    assert path.read_bytes() == before
    assert publish(printed)[0] == 0


def test_restore_puts_the_approved_theme_back(printed: Newsroom, theme: Path) -> None:
    (theme / "style/9-casino.css").write_text("body { color: red }")
    change(theme / "words/en.toml", '"Read next"', '"Casino bonus"')
    record = approval.record_of(printed.folder)
    pressed.restore(printed.folder, record, pressed.compared(printed.folder, record))
    assert shipped_files() == record.theme


def test_without_an_approval_nothing_is_printed_and_approving_shows_what_it_is(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    (newsroom.folder.keys / "approved.json").unlink()
    code, said = publish(newsroom)
    assert code == 1
    assert "Nobody has approved" in said["warnings"][0]
    assert newsroom.files() == {}
    root = str(newsroom.folder.root)
    asked = skaryna("-C", root, "approve")
    assert asked.returncode == 1
    assert "url: https://ferry.example" in asked.stdout
    assert skaryna("-C", root, "approve", "--yes").returncode == 0
    assert publish(newsroom)[0] == 0


def test_a_resident_press_prints_what_was_approved_without_a_new_row(printed: Newsroom) -> None:
    editions: list[Any] = []
    stop = threading.Event()
    told = threading.Semaphore(0)

    def say(outcome: Any) -> None:
        editions.append(outcome)
        told.release()

    press = threading.Thread(target=follow, args=(printed.folder,), kwargs={"stop": stop, "say": say})
    press.start()
    try:
        assert told.acquire(timeout=30)
        change(printed.folder.root / "skaryna.toml", 'name = "The Ferry"', 'name = "The Boat"')
        pressed.approve(printed.folder, at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
        assert told.acquire(timeout=30)
    finally:
        stop.set()
        press.join(30)
    assert editions[-1].warnings == ()
    assert "The Boat" in printed.read(".skaryna/edition.json")


# The newsroom's own tables


@pytest.mark.slow
def test_the_newsroom_s_own_rows_changed_by_sql_reach_nobody_and_are_named_to_editors(tmp_path: Path) -> None:
    root, source = tmp_path / "pub", tmp_path / "story.txt"
    source.write_text(scrape())
    assert skaryna("new", str(root), "--name", "The Bank", "--url", "https://bank.example").returncode == 0
    assert skaryna("-C", str(root), "rescue", str(source), "--accept").returncode in {0, 1}
    assert skaryna("-C", str(root), "publish").returncode == 0

    def files() -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in (root / "edition").rglob("*")
            if path.is_file() and "metadata" not in path.parts
        }

    before = files()
    with contextlib.closing(sqlite3.connect(root / "newsroom.sqlite3")) as database, database:
        for sql in (
            "update newsroom_article set title = 'Casino bonus', body = replace(body, 'the', 'casino.example')",
            "update newsroom_masthead set contact = 'desk@casino.example'",
        ):
            assert database.execute(sql).rowcount > 0
    assert skaryna("-C", str(root), "publish").returncode == 0
    assert files() == before
    code = (
        "import sys; from pathlib import Path; from skaryna import newsroom; from skaryna.outside.folder import open_folder;"
        "print(*newsroom.reconcile(open_folder(Path(sys.argv[1])), thorough=True), sep='\\n')"
    )
    said = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True).stdout
    assert "The article “Casino bonus” differs from what was approved." in said
    assert re.search(r"masthead .* differs from what was approved", said)
