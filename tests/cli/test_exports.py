"""`skaryna rescue` and `skaryna export` as a person runs them, and as one kills them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.rescue.exports.making import BODY, export, item


def skaryna(*arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "skaryna", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    if check:
        assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("cli") / "pub"
    skaryna("new", root, "--name", "The Ferry", "--url", "https://ferry.example", "--language", "en")
    return root


def test_a_dry_run_needs_no_publication_and_tells_the_account(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(item(1), item(2, title="Second", status="private")))
    done = skaryna("rescue", path, "--dry-run")
    assert "stays a draft: it was private on the former site" in done.stdout
    assert "note: 2 records found, 2 told: 2 articles." in done.stdout
    assert "2 sources: 2 articles" in done.stdout
    found = json.loads(skaryna("rescue", path, "--dry-run", "--json").stdout)
    assert [(each["title"], bool(each["held"])) for each in found["articles"]] == [
        ("The ferry is back", False),
        ("Second", True),
    ]
    assert any("2 records found" in note["message"] for note in found["notes"])


def test_an_empty_object_is_an_object(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export())
    done = skaryna("rescue", path, "--dry-run", "--json", check=False)
    found = json.loads(done.stdout)
    assert (done.returncode, found["articles"]) == (1, [])
    assert "is it the whole export?" in found["problems"][0]["message"]


def test_a_place_of_pictures_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export(item(1)))
    done = skaryna("rescue", path, "--dry-run", "--media", tmp_path / "nowhere", check=False)
    assert done.returncode == 2
    assert "does not exist" in done.stderr


@pytest.mark.slow
def test_a_rescue_that_was_killed_is_finished_by_running_it_again_and_leaves_by_export(
    publication: Path, tmp_path: Path
) -> None:
    path = tmp_path / "export.xml"
    path.write_text(
        export(
            *(item(n, title=f"Story {n}", body=f"{BODY} Number {n}.", slug=f"story-{n}") for n in range(60)),
            item(99, title="Not public", status="draft"),
        )
    )
    command = [sys.executable, "-m", "skaryna", "-C", str(publication), "rescue", str(path), "--accept"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout is not None
        deadline = time.monotonic() + 120
        while "Story 5" not in running.stdout.readline():
            assert time.monotonic() < deadline
        os.kill(running.pid, signal.SIGKILL)
    found = json.loads(skaryna("-C", publication, "rescue", path, "--accept", "--json").stdout)
    states = [each["status"] for each in found["articles"]]
    assert len(states) == 61
    assert states.count("already there") >= 5
    assert set(states) == {"already there", "published", "draft"}
    again = json.loads(skaryna("-C", publication, "rescue", path, "--accept", "--json").stdout)
    assert {each["status"] for each in again["articles"]} == {"already there"}
    told = json.loads(skaryna("-C", publication, "export", "--to", "wxr", tmp_path / "out", "--json").stdout)
    assert told["articles"] == 60
    text = (tmp_path / "out" / "export.xml").read_text()
    assert "Story 59" in text
    assert "Not public" not in text
    assert skaryna("-C", publication, "export", "--to", "jsonl", tmp_path / "out", check=False).returncode == 2
