"""What people type and do wrongly: one sentence, the right exit code, no traceback, nothing lost."""

import json
import os
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from skaryna.cli.faults import told
from skaryna.errors import DatabaseError, FolderError, SkarynaError
from skaryna.outside.files import explained, way_back
from tests.cli.test_commands import skaryna
from tests.commands import interruptible


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication in a folder whose name a shell takes apart."""
    root = tmp_path_factory.mktemp("wr öng") / "Мой часопіс 'x"
    made = skaryna("new", str(root), "--name", "The Ferry", "--url", "https://ferry.example", "-l", "en")
    assert made.returncode == 0, made.stderr
    assert f"  cd {shlex.quote(str(root))}" in made.stdout.splitlines()
    return root


def test_a_part_of_the_folder_that_is_no_folder_is_a_sentence(place: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(place, root)
    shutil.rmtree(root / "edition")
    shutil.rmtree(root / "quarantine")
    (root / "quarantine").write_text("a file")
    page = tmp_path / "page.html"
    page.write_text(f"<html><body><article><h1>A page</h1><p>{'Words of a page. ' * 80}</p></article></body></html>")
    for arguments, said in (
        (["serve"], "there is no edition yet"),
        (["rescue", str(page)], f"{root}/quarantine"),
    ):
        done = skaryna("-C", str(root), *arguments)
        assert done.returncode == 2, done
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_a_sentence_and_its_course_lies_in_a_private_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    try:
        {}["no such key"]
    except KeyError as error:
        said = told(error)
    assert said.exit_code == 2
    assert "a fault of Skaryna" in said.message
    [kept] = tmp_path.glob("skaryna-fault-*.txt")
    assert str(kept) in said.hint
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "no such key" in kept.read_text()


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (PermissionError(13, "Permission denied", "/a/keys"), FolderError, "/a/keys: "),
        (sqlite3.OperationalError("database is locked"), DatabaseError, "database is locked"),
        (MemoryError(), SkarynaError, "memory"),
    ],
)
def test_what_the_system_refuses_is_no_fault_of_ours(error: Exception, kind: type[SkarynaError], said: str) -> None:
    answer = told(error)
    assert isinstance(answer, kind)
    assert said in answer.message
    assert answer.exit_code == 2
    assert "fault" not in answer.message


def test_a_reader_that_has_seen_enough_is_no_fault(place: Path) -> None:
    call = [sys.executable, "-m", "skaryna", "-C", str(place), "publish"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert "fault" not in said
    assert "Broken" not in said


def test_a_folder_that_is_missing_is_named_and_not_the_file_that_was_to_be_written(tmp_path: Path) -> None:
    said = explained(FileNotFoundError(2, "No such file"), tmp_path / "nowhere" / "backup.key")
    assert f"there is no folder {tmp_path / 'nowhere'}" in said.message
    said = explained(FileNotFoundError(2, "No such file"), tmp_path / "nothing.age")
    assert said.message.endswith("nothing.age: it does not exist.")


def test_nobody_restores_a_backup_for_want_of_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "newsroom.sqlite3"
    assert "backup" in way_back(database)
    database.touch()
    monkeypatch.setattr("os.access", lambda *_: False)
    assert "permissions" in way_back(database)
    assert "backup" not in way_back(database)


def test_ctrl_c_is_answered_and_leaves_nothing_half_made(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "skaryna", "new", str(tmp_path / "pub"), "--name", "X", "--url", "https://x.example"]
    with subprocess.Popen(
        call, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=interruptible,  # noqa: PLW1509 - the tests have no other thread that it could disturb
    ) as running:  # fmt: skip
        assert running.stderr is not None
        assert "Making the newsroom's database" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()
    assert "Stopped. Run the same command again" in said
    assert "Traceback" not in said
    assert running.returncode == 130
    assert not (tmp_path / "pub").exists()


@pytest.mark.parametrize(("command", "port"), [("serve", "8000"), ("newsroom", "8001")])
def test_an_address_that_another_program_has_is_not_praised_first(
    place: Path, tmp_path: Path, command: str, port: str
) -> None:
    root = Path(shutil.copytree(place, tmp_path / "copy"))
    (root / "edition/index.html").write_text("<html>")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = root / "skaryna.toml"
        settings.write_text(settings.read_text().replace(f"127.0.0.1:{port}", f"127.0.0.1:{taken.getsockname()[1]}"))
        done = skaryna("-C", str(root), command)
    assert done.returncode == 2
    assert "cannot be used" in done.stderr
    assert "Ctrl+C" not in done.stderr


def test_an_export_without_a_post_is_not_fine(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>')
    done = skaryna("rescue", str(path), "--dry-run")
    assert done.returncode == 1
    assert "No post and no page was found" in done.stdout
    done = skaryna("rescue", str(path), "--dry-run", "--json")
    assert done.returncode == 1
    assert "No post and no page was found" in json.loads(done.stdout)["problems"][0]["message"]


def test_a_source_that_is_not_there_cannot_be_rescued(tmp_path: Path) -> None:
    done = skaryna("rescue", str(tmp_path / "old site.xml"), "--dry-run", "--json")
    assert done.returncode == 2
    assert f"{tmp_path}/old site.xml does not exist" in done.stderr


def test_a_problem_is_said_once_in_our_own_words(place: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body><h1>hi</h1></body></html>")
    done = skaryna("-C", str(place), "rescue", str(tmp_path))
    assert done.returncode == 1
    assert done.stdout.count("No article was found in it:") == 1
    assert done.stderr == ""
    assert "1 source: 0 articles" in done.stdout


@pytest.mark.parametrize("command", ["verify", "read"])
def test_words_that_are_no_fingerprint_say_nothing_of_the_copy(tmp_path: Path, command: str) -> None:
    done = skaryna(command, str(tmp_path), "--fingerprint", "hofaj ginuj", "--state", str(tmp_path / "state"))
    assert done.returncode == 2
    assert "eight words" in done.stderr


def test_editions_that_are_not_kept_do_not_differ_and_nothing_is_forgotten_unasked(place: Path) -> None:
    done = skaryna("-C", str(place), "editions", "diff", "8", "9")
    assert done.returncode == 2
    assert "is not kept" in done.stderr
    done = skaryna("-C", str(place), "editions", "forget")
    assert done.returncode == 2
    assert "--yes" in done.stderr


def test_a_choice_that_is_none_is_told_without_the_name_of_an_exception(place: Path, tmp_path: Path) -> None:
    done = skaryna("-C", str(place), "export", "--to", "pdf", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "'pdf' is not one of" in done.stderr
    assert "Value error" not in done.stderr


def told_as_json(*arguments: str, cwd: Path | None = None) -> tuple[dict[str, object], int, str]:
    """Run a command; return the error in its one JSON object, its exit code and what a person reads."""
    done = skaryna(*arguments, cwd=cwd)
    return json.loads(done.stdout)["error"], done.returncode, done.stderr


def test_a_failure_is_json_too_where_that_was_asked_for_and_a_sentence_for_people(tmp_path: Path, place: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Words.</p>")
    for arguments, said in (
        (["publish", "--json"], "There is no publication in"),
        (["publish", "--explain", "--json"], "There is no publication in"),
        (["sources", "--json"], "There is no publication in"),
        (["rescue", "--json", "page.html"], "There is no publication in"),
        (["rescue", "--json", "none.html"], "none.html does not exist."),
        (["scan", "--json", "http://user:secret@x.example/"], "is no address of a site"),
        (["verify", "--json", "x", "--fingerprint", "one two"], "fingerprint"),
        (["-C", str(place), "editions", "diff", "7", "9", "--json"], "Edition 7 is not kept"),
        (["-C", str(place), "keys", "show", "--json", "--qr", "x.gif"], "is no .svg or .png file"),
    ):
        error, code, plain = told_as_json(*arguments, cwd=tmp_path)
        assert code == error["exit_code"] == 2, arguments
        assert said in str(error["message"]), arguments
        assert str(error["message"]) in plain
        assert str(error["hint"]) in plain
        assert set(error) == {"message", "hint", "exit_code"}


def test_a_wrong_use_is_json_too(tmp_path: Path) -> None:
    for arguments, said, hint in (
        (["publish", "--json", "--nothing"], "No such option: --nothing", "skaryna publish --help`."),
        (["scan", "--json"], "Missing argument 'WHERE…'.", "skaryna scan --help`."),
        (["nothing", "--json"], "No such command 'nothing'.", "skaryna --help`."),
    ):
        error, code, plain = told_as_json(*arguments, cwd=tmp_path)
        assert str(error["message"]).startswith(said)
        assert str(error["hint"]).endswith(hint)
        assert code == error["exit_code"] == 2
        assert said in plain


def test_what_is_not_there_cannot_be_answered(place: Path, tmp_path: Path) -> None:
    """2 for what nobody can answer; 1 would mean that somebody looked, and the answer is no."""
    (tmp_path / "note.txt").write_text("no backup and no proposal")
    for arguments, code, said in (
        (["editions", "diff", "7", "9"], 2, "Edition 7 is not kept"),
        (["editions", "back", "7"], 2, "Edition 7 is not kept"),
        (["verify", "edition", "--fingerprint", ""], 2, "A fingerprint has eight words, this has 0."),
        (["keys", "sign", str(tmp_path / "note.txt")], 2, "This is no file to sign"),
        (["backup", "--check", str(tmp_path / "note.txt")], 1, "is no backup, or is damaged"),
        (["restore", str(tmp_path / "note.txt"), str(tmp_path / "out")], 1, "is no backup, or is damaged"),
    ):
        done = skaryna("-C", str(place), *arguments)
        assert done.returncode == code, arguments
        assert said in done.stderr


def test_without_json_a_failure_prints_nothing_to_standard_output(tmp_path: Path) -> None:
    for arguments in (["publish"], ["rescue", "--", "--json"]):
        done = skaryna(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr


def test_what_breaks_off_ends_its_object_in_order(place: Path, tmp_path: Path) -> None:
    """One object that machines can read, with what was done and why it went no further."""
    for name in "ab":
        (tmp_path / f"{name}.html").write_text(
            f"<html><body><article><h1>Page {name}</h1><p>{f'Words of page {name}. ' * 80}</p></article></body></html>"
        )
    (tmp_path / "sitecustomize.py").write_text(
        "import skaryna.rescue as room\nfrom skaryna.errors import BusyError\nwhole = room.rescue\n"
        "def broken(*given, **more):\n"
        "    yield next(iter(whole(*given, **more)))\n    raise BusyError('Somebody else is at work here.', hint='Wait.')\n"
        "room.rescue = broken\n"
    )
    call = [sys.executable, "-m", "skaryna", "rescue", "--dry-run", "--json", "a.html", "b.html"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, env=environment, check=False)
    told = json.loads(done.stdout)
    assert [each["title"] for each in told["articles"]] == ["Page a"]
    assert told["error"] == {"message": "Somebody else is at work here.", "hint": "Wait.", "exit_code": 2}
    assert done.returncode == 2
    assert "Somebody else is at work here." in done.stderr


@pytest.mark.parametrize("module", ["skaryna.errors", "msgspec", "typer", "skaryna.cli.commands"])
def test_ctrl_c_while_a_command_is_loaded_is_answered_too(module: str, tmp_path: Path) -> None:
    """Somebody presses it just when this module is being imported."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "class Pressing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Pressing())\n"
    )
    call = [sys.executable, "-m", "skaryna", "nothing"]
    done = subprocess.run(
        call, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False,
        preexec_fn=interruptible,
    )  # fmt: skip
    assert done.stderr == "Stopped. Run the same command again to go on.\n"
    assert done.returncode == 130
