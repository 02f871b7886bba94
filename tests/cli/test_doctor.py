"""`skaryna doctor` says in words what is wrong, and nothing else."""

import datetime as dt
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from skaryna.cli.health import examined
from skaryna.cli.health.found import Found, Seen
from skaryna.cli.health.programs import fits
from skaryna.outside import keeping
from skaryna.outside.folder import Folder, open_folder

HERE = Path(__file__).parents[2]
PASSPHRASE = "four unrelated quiet words"
NOW = dt.datetime.now(dt.UTC)


def skaryna(*words: str, code: int = 0) -> str:
    environment = {**os.environ, "SKARYNA_PASSPHRASE": PASSPHRASE}
    done = subprocess.run(
        [sys.executable, "-m", "skaryna", *words], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication where all is as it should be: printed, signed, backed up, its holder's key carried away."""
    root = tmp_path_factory.mktemp("doctor") / "pub"
    skaryna("new", str(root), "--name", "The Ferry", "--url", "https://ferry.example")
    settings = root / "skaryna.toml"
    for port in ("8000", "8001"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            settings.write_text(settings.read_text().replace(f"127.0.0.1:{port}", f"127.0.0.1:{free.getsockname()[1]}"))
    skaryna("-C", str(root), "approve", "--yes")
    skaryna("-C", str(root), "publish")
    (root / "keys/first-holder.key").unlink()
    (root / keeping.LAST).write_text(f"{NOW.isoformat(timespec='seconds')}\n")
    return root


@pytest.fixture
def root(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "pub"))


def wrongs(root: Path, *, now: dt.datetime = NOW) -> dict[str, str]:
    found: list[Found] = list(examined(Seen(open_folder(root), now)))
    said: dict[str, str] = {}
    for each in found:
        if each.state == "wrong":
            said[each.part] = f"{said.get(each.part, '')} {each.said} {each.todo}".strip()
    return said


def test_nothing_is_wrong_with_a_sound_publication(sound: Path) -> None:
    text = skaryna("-C", str(sound), "doctor")
    assert text.rstrip().endswith("Nothing is wrong.")
    assert "Edition 1" in text
    told = json.loads(skaryna("-C", str(sound), "doctor", "--json"))
    assert told["good"] is True
    assert {"permissions", "disk", "clock", "database", "journal", "keys", "dates", "backup", "mail"} <= {
        each["part"] for each in told["found"]
    }


def test_a_new_publication_without_passphrase_edition_and_backup_is_told_all_three(tmp_path: Path) -> None:
    root = str(tmp_path / "pub")
    environment = {**os.environ, "SKARYNA_PASSPHRASE": ""}
    call = [sys.executable, "-m", "skaryna", "new", root, "--name", "The Ferry", "--url", "https://ferry.example"]
    subprocess.run(call, check=True, capture_output=True, env=environment, stdin=subprocess.DEVNULL)
    text = skaryna("-C", root, "doctor", code=1)
    for words in (
        "No passphrase protects",
        "No edition has been printed yet",
        "No backup was made",
        "things are wrong.",
    ):
        assert words in text


def test_a_folder_that_is_none_cannot_be_looked_at(tmp_path: Path) -> None:
    skaryna("-C", str(tmp_path), "doctor", code=2)


def _open_keys(root: Path) -> None:
    (root / "keys").chmod(0o755)
    (root / "keys/targets.key").chmod(0o644)


def _writable(root: Path) -> None:
    (root / "edition").chmod(0o777)


def _toml(before: str, after: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / "skaryna.toml"
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))

    return change


def _sql(statement: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        with sqlite3.connect(root / "newsroom.sqlite3") as database:
            database.execute(statement)
        database.close()

    return change


@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        (_open_keys, "permissions", "keys/targets.key"),
        (_writable, "permissions", "may write in"),
        (_toml('address = "127.0.0.1', 'address = "0.0.0.0'), "settings", "passwords travel readable"),
        (_toml('# hosts = ["newsroom.example"]', 'hosts = ["*"]'), "settings", "any name leads"),
        (_toml("https://ferry.example", "http://ferry.example"), "settings", "who reads what"),
        (_toml("https://ferry.example", "http://ferry.example"), "approval", "skaryna approve"),
        (_sql("delete from journal where seq = (select max(seq) from journal)"), "journal", "printed up to row"),
        (
            _sql("update journal set approved_by = 'somebody' where seq = 1"),
            "journal",
            "was not written by the newsroom",
        ),
        (lambda root: (root / "keys/targets.key").unlink(), "keys", "No key of the role targets"),
        (lambda root: (root / "keys/approved.json").unlink(), "approval", "Nobody has approved"),
        (lambda root: (root / keeping.LAST).write_text("2020-01-01T00:00:00+00:00"), "backup", "days old"),
        (lambda root: (root / keeping.LAST).write_text("\x00nonsense"), "backup", "cannot be read"),
        (lambda root: (root / "newsroom.sqlite3").write_bytes(b"no database" * 100), "database", "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_in_words(root: Path, change: Callable[[Path], None], part: str, said: str) -> None:
    change(root)
    assert said in wrongs(root)[part]


def test_a_clock_that_is_behind_and_dates_that_are_over_are_found(root: Path) -> None:
    assert "The clock says" in wrongs(root, now=NOW - dt.timedelta(days=3))["clock"]
    assert "timestamp signed ends in 2 days" in wrongs(root, now=NOW + dt.timedelta(days=4, hours=12))["dates"]
    over = wrongs(root, now=NOW + dt.timedelta(days=200))
    assert "timestamp signed ended" in over["dates"]
    assert "clock" not in over


def test_a_port_that_a_stranger_has_is_named(root: Path) -> None:
    address = open_folder(root).settings.newsroom
    with socket.socket() as stranger:
        stranger.bind((address.host, address.port))
        stranger.listen()
        assert "Something else than ours answers there" in wrongs(root)["ports"]


def test_another_site_at_the_readers_address_is_not_taken_for_ours(root: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html>somebody else</html>")
    address = open_folder(root).settings.readers
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer((address.host, address.port), handler) as stranger:
        Thread(target=stranger.serve_forever, daemon=True).start()
        assert "Something else than ours answers there" in wrongs(root)["ports"]
        stranger.shutdown()


def test_a_database_out_of_reach_is_said(root: Path) -> None:
    _toml("[readers]", 'database = "postgresql://nobody:secret@127.0.0.1:1/x"\n\n[readers]')(root)
    said = wrongs(root)
    assert "cannot be reached" in said["database"]
    assert "secret" not in " ".join(said.values())


def test_versions_are_compared_as_numbers() -> None:
    assert fits("5.2.19", ">=5.2,<5.3")
    assert fits("12.0", ">=12")
    assert not fits("5.10", ">=5.2,<5.3")
    assert not fits("2.9", ">=2.18")


def test_looking_changes_nothing(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    folder: Folder = open_folder(root)
    list(examined(Seen(folder, NOW)))
    after = {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}
    assert {p: t for p, t in after.items() if not p.name.endswith(("-shm", "-wal"))} == {
        p: t for p, t in before.items() if not p.name.endswith(("-shm", "-wal"))
    }


def test_what_waits_for_a_second_account_for_days_is_named(root: Path) -> None:
    path = root / "skaryna.toml"
    path.write_text(path.read_text().replace("# four_eyes = true", "four_eyes = true"))
    since = (NOW - dt.timedelta(days=2)).strftime("%Y-%m-%d %H:%M:%S")
    assert "four eyes" not in wrongs(root)
    with sqlite3.connect(root / "newsroom.sqlite3") as database:
        database.execute(
            "insert into newsroom_waiting (kind, key, op, value, digest, base, savers, at, mark, title, language, before, "
            "seconded) values ('topic', 'x', 'drop', null, '', 0, '[]', ?, '', 'Law', 'en', '{}', '')",
            [since],
        )
    assert "four eyes" not in wrongs(root)
    said = wrongs(root, now=NOW + dt.timedelta(days=2))["four eyes"]
    assert said == "What waits for a second account: 1, the oldest for 4 days. Look at “What waits” in the newsroom."
