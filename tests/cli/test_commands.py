"""The command line as people meet it: its words, its exit codes, its JSON. Each command is a process of its own."""

import atexit
import functools
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.commands import Forks
from tests.rescue.remains import PARAGRAPHS, TITLE, page, scrape


@functools.cache
def forks() -> Forks:
    """The process that commands are made from, for as long as these tests run."""
    made = Forks()
    atexit.register(made.close)
    return made


def skaryna(
    *arguments: str, cwd: Path | None = None, given: str = "", timeout_s: float = 120
) -> subprocess.CompletedProcess[str]:
    return forks()(*arguments, cwd=cwd, given=given, timeout_s=timeout_s)


def started(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Start a command anew, as people do; others wait for less."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SKARYNA_")}
    call = [sys.executable, "-m", "skaryna", *arguments]
    return subprocess.run(call, capture_output=True, text=True, timeout=120, env=environment, check=False)


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication as `skaryna new` leaves it, with ports of its own."""
    root = tmp_path_factory.mktemp("cli") / "pub"
    made = skaryna("new", str(root), "--name", "The Bank", "--url", "https://bank.example", "-l", "en", "-l", "be")
    assert made.returncode == 0, made.stderr
    return root


def test_help_is_written_for_people() -> None:
    said = started("--help")
    assert said.returncode == 0
    for command in ("new", "rescue", "newsroom", "publish", "serve", "run", "user"):
        assert re.search(rf"^\s+{command}\s+[A-Z]", said.stdout, re.MULTILINE), command
    assert "Traceback" not in said.stdout + said.stderr


@pytest.mark.parametrize("command", ["new", "rescue", "newsroom", "publish", "serve", "run", "press", "user"])
def test_every_command_explains_itself(command: str) -> None:
    said = started(command, "--help")
    assert said.returncode == 0
    assert len(said.stdout.split()) > 20


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["publsh"], "publsh"),
        (["publish", "--jsn"], "--jsn"),
        (["rescue"], "SOURCE"),
        (["new", "x"], "--name"),
        (["publish"], "There is no publication in"),
        (["rescue", "a.txt"], "There is no publication in"),
        (["-C", "/nowhere", "serve"], "There is no publication in /nowhere"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "a.txt").write_text(scrape())
    done = skaryna(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_new_makes_one_folder_that_is_the_whole_publication(publication: Path) -> None:
    assert {"skaryna.toml", "newsroom.sqlite3", "media", "keys", "edition", "quarantine"} <= {
        p.name for p in publication.iterdir()
    }
    assert 'name = "The Bank"' in (publication / "skaryna.toml").read_text()


def test_new_leaves_a_folder_that_is_not_empty_alone(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine")
    done = skaryna("new", str(tmp_path), "--name", "N", "--url", "https://n.example")
    assert done.returncode == 2
    assert "not an empty folder; nothing was changed" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


@pytest.mark.parametrize(("option", "value"), [("--url", "n.example"), ("--language", "xx")])
def test_new_with_a_wrong_value_makes_nothing(tmp_path: Path, option: str, value: str) -> None:
    done = skaryna(
        "new",
        str(tmp_path / "pub"),
        "--name",
        "N",
        *(["--url", "https://n.example"] if option != "--url" else []),
        option,
        value,
    )
    assert done.returncode == 2
    assert value in done.stderr
    assert not (tmp_path / "pub").exists()


def test_a_dry_run_needs_no_publication_and_speaks_json(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        scrape(end="509 reads\n\ncasino bonus casino slots casino poker casino jackpot free spins")
    )
    (tmp_path / "b.html").write_text(page())
    (tmp_path / "c.txt").write_bytes(b"\x00\x01binary")
    done = skaryna("rescue", str(tmp_path), "--dry-run", "--json", cwd=tmp_path)
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert [Path(each["source"]).name for each in said["articles"]] == ["a.txt", "b.html"]
    article = said["articles"][0]
    assert set(article) >= {
        "source", "status", "slug", "title", "lead", "language", "topics", "byline", "headings", "figures", "links",
        "published_at", "legacy_reads", "text",
    }  # fmt: skip
    assert (article["title"], article["legacy_reads"], article["status"]) == (TITLE, 509, "found")
    assert [each["kind"] for each in said["quarantine"] if "casino" in each["text"]] == ["intruder"]
    assert set(said["quarantine"][0]) >= {"source", "kind", "reason", "signals", "text"}
    assert [Path(each["source"]).name for each in said["problems"]] == ["c.txt"]


def test_hostile_text_cannot_drive_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        scrape(title="Title \x1b[31m\x1b]0;owned\x07 here", end="bad \x1b[2J casino casino casino slots poker bonus")
    )
    done = skaryna("rescue", str(tmp_path), "--dry-run")
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout


def test_from_a_hacked_page_to_a_published_one_and_again(publication: Path, tmp_path: Path) -> None:
    spam = '<div style="display:none"><a href="https://pills.example/">cheap pills online</a></div>'
    (tmp_path / "page.html").write_text(page(after=spam, tail='<a href="https://bet.example">casino bonus</a>'))
    first = skaryna("-C", str(publication), "rescue", str(tmp_path), "--accept", "--json")
    assert first.returncode == 0, first.stderr
    assert [each["status"] for each in json.loads(first.stdout)["articles"]] == ["published"]
    printed = json.loads(skaryna("publish", "--json", cwd=publication).stdout)
    assert printed["edition"] >= 1
    assert set(printed) >= {"edition", "pages", "bytes_written", "seconds", "fingerprint"}
    html = (publication / "edition/2018/the-unlicensed-light-of-zhoravina.html").read_text()
    assert PARAGRAPHS[0] in html
    assert "pills" not in html
    assert "casino" not in html
    redirect = (publication / "edition/2018/05/12/unlicensed-light/index.html").read_text()
    assert "2018/the-unlicensed-light-of-zhoravina.html" in redirect
    again = skaryna("-C", str(publication), "rescue", str(tmp_path), "--accept", "--json")
    assert [each["status"] for each in json.loads(again.stdout)["articles"]] == ["already there"]
    assert json.loads(skaryna("publish", "--json", cwd=publication).stdout)["pages"]["made"] == 0


def test_a_moved_folder_goes_on_working(publication: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(publication, tmp_path / "moved", symlinks=True)
    done = skaryna("publish", cwd=tmp_path / "moved" / "media")
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "moved") in done.stdout


@pytest.mark.parametrize(
    ("given", "arguments", "said"),
    [
        ("short", [], "12"),
        ("correct horse battery", ["--role", "king"], "king"),
        ("correct horse battery", [], "may now log in"),
    ],
)
def test_users_get_no_weak_password_and_no_unknown_role(
    publication: Path, given: str, arguments: list[str], said: str
) -> None:
    done = skaryna(
        "-C",
        str(publication),
        "user",
        "add",
        f"u{len(given)}{len(arguments)}",
        *arguments,
        "--password-file",
        "-",
        given=given,
    )
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_serving_nothing_or_on_a_taken_address_is_said(tmp_path: Path) -> None:
    import socket

    from tests.press.publication import ANN, LAW, Newsroom, article

    newsroom = Newsroom(tmp_path / "pub")
    assert "there is no edition yet" in skaryna("-C", str(tmp_path / "pub"), "serve").stderr
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = tmp_path / "pub/skaryna.toml"
        settings.write_text(settings.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{taken.getsockname()[1]}"))
        done = skaryna("-C", str(tmp_path / "pub"), "serve")
    assert done.returncode == 2
    assert "cannot be used" in done.stderr


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
def test_run_starts_newsroom_press_and_readers_site_and_stops_them_together(publication: Path, tmp_path: Path) -> None:
    import shutil

    root = tmp_path / "run"
    shutil.copytree(publication, root, symlinks=True)
    readers, newsroom = free_port(), free_port()
    settings = root / "skaryna.toml"
    settings.write_text(settings.read_text().replace(":8000", f":{readers}").replace(":8001", f":{newsroom}"))
    process = subprocess.Popen([sys.executable, "-m", "skaryna", "-C", str(root), "run"], stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + 60
        seen: dict[int, bool] = {}
        while time.monotonic() < deadline and len(seen) < 2:
            for port, path in ((readers, "/"), (newsroom, "/login/")):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
                        seen[port] = answer.status == 200
                except OSError:
                    time.sleep(0.2)
        assert seen == {readers: True, newsroom: True}
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert process.returncode == 0
    for port in (readers, newsroom):
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
