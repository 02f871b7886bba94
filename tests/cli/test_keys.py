"""`skaryna keys` as five people meet it: each command a process of its own, one small file between laptops."""

import contextlib
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from skaryna.model.trust import words_of
from tests.cli.test_commands import skaryna


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


PASSPHRASE = "river stone lamp seven"


@pytest.fixture
def publication(tmp_path: Path) -> Path:
    root = tmp_path / "pub"
    made = skaryna("new", str(root), "--name", "The Bank", "--url", "https://bank.example")
    assert made.returncode == 0, made.stderr
    return root


def with_passphrase(*arguments: str, cwd: Path, file: Path, text: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
    file.write_text(text)
    return subprocess.run(
        [sys.executable, "-m", "skaryna", *arguments], cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL,
        env={**os.environ, "SKARYNA_PASSPHRASE_FILE": str(file)}, timeout=120, check=False,
    )  # fmt: skip


def test_new_makes_the_keys_and_says_what_to_carry_away(tmp_path: Path) -> None:
    made = skaryna("new", str(tmp_path / "pub"), "--name", "The Bank", "--url", "https://bank.example")
    assert "Carry away, today:" in made.stdout
    assert "pub/keys/first-holder.key" in made.stdout
    assert "No passphrase protects these keys" in made.stdout
    shown = skaryna("keys", "show", cwd=tmp_path / "pub")
    digest = re.search(r"sha256 ([0-9a-f]{64})", shown.stdout)
    assert digest
    for word in words_of(digest[1]):
        assert word in made.stdout
        assert word in shown.stdout
    again = skaryna("keys", "init", cwd=tmp_path / "pub")
    assert again.returncode == 2
    assert "has keys already; nothing was changed" in again.stderr


def test_publish_signs_and_says_so(publication: Path) -> None:
    said = skaryna("publish", cwd=publication)
    assert said.returncode == 0
    assert "Signed; its root in eight words:" in said.stdout
    assert "No passphrase protects" in said.stderr
    report = json.loads(skaryna("publish", "--json", cwd=publication).stdout)
    assert report["sealed"] is True
    assert report["seconds"]["seal"] >= 0


def test_an_edition_without_keys_is_unmistakably_unsigned(publication: Path) -> None:
    (publication / "keys/metadata/1.root.json").unlink()
    said = skaryna("publish", cwd=publication)
    assert "This edition is NOT SIGNED" in said.stdout
    assert json.loads(skaryna("publish", "--json", cwd=publication).stdout)["sealed"] is False
    assert not (publication / "edition/metadata").exists()


def test_a_protected_key_asks_for_its_passphrase_and_takes_no_other(publication: Path, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    short = with_passphrase("keys", "passphrase", cwd=publication, file=file, text="short")
    assert short.returncode == 2
    assert "at least 10" in short.stderr
    assert with_passphrase("keys", "passphrase", cwd=publication, file=file).returncode == 0
    nobody = skaryna("publish", cwd=publication)
    assert nobody.returncode == 2
    assert "no terminal to ask for it" in nobody.stderr
    wrong = with_passphrase("publish", cwd=publication, file=file, text="river stone lamp eight")
    assert wrong.returncode == 1
    assert "does not open the key" in wrong.stderr
    assert "Traceback" not in wrong.stderr
    right = with_passphrase("publish", cwd=publication, file=file)
    assert right.returncode == 0
    assert "No passphrase" not in right.stdout + right.stderr
    for said in (wrong, right):
        assert PASSPHRASE not in said.stdout + said.stderr


def test_a_person_on_a_terminal_is_asked(publication: Path, tmp_path: Path) -> None:
    with_passphrase("keys", "passphrase", cwd=publication, file=tmp_path / "passphrase")
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "skaryna", "publish"], cwd=publication, stdin=slave, stdout=subprocess.PIPE, stderr=slave
    )
    os.close(slave)
    said = b""
    # The last space comes when the terminal no longer shows what is typed; what came before that would be dropped.
    while not re.search(rb"Passphrase of the key \w+: $", said):
        said += os.read(master, 1000)
    os.write(master, f"{PASSPHRASE}\n".encode())
    out, _ = process.communicate(timeout=60)
    os.close(master)
    assert process.returncode == 0
    assert b"Signed" in out


def test_a_ceremony_of_two_of_three_on_three_laptops(publication: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (publication / "keys/first-holder.key").rename(stick / "first-holder.key")
    for name in ("bo", "cy"):
        (tmp_path / name).mkdir()
        made = skaryna("keys", "make", name, cwd=tmp_path / name)
        assert made.returncode == 0, made.stderr
    proposed = skaryna(
        "keys", "holders", "--add", str(tmp_path / "bo/bo.pub"), "--add", str(tmp_path / "cy/cy.pub"), "--threshold", "2",
        "--key", str(stick / "first-holder.key"), cwd=publication,
    )  # fmt: skip
    assert proposed.returncode == 1, proposed.stderr
    assert "1 more signature needed" in proposed.stdout
    file = tmp_path / "bo/root.to-sign.json"
    file.write_bytes((publication / "keys/to-sign/root.to-sign.json").read_bytes())
    signed = skaryna("keys", "sign", str(file), "--key", "bo.key", cwd=tmp_path / "bo")
    assert signed.returncode == 0, signed.stderr
    assert re.search(r"root: 2 of first-holder \(\w{8}\), bo \(\w{8}\), cy \(\w{8}\)", signed.stdout)
    stranger = skaryna("keys", "make", "eve", cwd=tmp_path)
    assert stranger.returncode == 0
    refused = skaryna("keys", "sign", str(file), "--key", str(tmp_path / "eve.key"), cwd=tmp_path)
    assert refused.returncode == 1
    assert "not one of those that may sign" in refused.stderr
    done = skaryna("keys", "sign", str(file), cwd=publication)
    assert done.returncode == 0, done.stderr
    assert "Root 2 is in force" in done.stdout
    held = json.loads(skaryna("keys", "holders", "--json", cwd=publication).stdout)
    assert held["roles"]["root"]["threshold"] == 2
    assert [each["name"] for each in held["roles"]["root"]["holders"]] == ["first-holder", "bo", "cy"]
    assert "Words of earlier roots that you have printed stay good" in skaryna("keys", "show", cwd=publication).stdout
    assert skaryna("publish", cwd=publication).returncode == 0
    assert (publication / "edition/metadata/2.root.json").exists()
    # An arrested holder.
    revoked = skaryna("keys", "revoke", "bo", "--key", str(stick / "first-holder.key"), cwd=publication)
    assert revoked.returncode == 1
    file.write_bytes((publication / "keys/to-sign/root.to-sign.json").read_bytes())
    assert skaryna("keys", "sign", str(file), "--key", str(tmp_path / "cy/cy.key"), cwd=tmp_path).returncode == 0
    assert skaryna("keys", "sign", str(file), cwd=publication).returncode == 0
    assert "bo" not in skaryna("keys", "holders", cwd=publication).stdout.split()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["revoke", "nobody"], 2, "Nobody who may sign is called nobody"),
        (["rotate", "root"], 2, "root is no role of this computer"),
        (["holders", "--threshold", "3"], 2, "3 signatures are asked for root, and 1 may sign"),
        (["holders", "--role", "snapshot", "--threshold", "1"], 2, "not for snapshot"),
        (["holders", "--add", "none.pub"], 2, "none.pub"),
        (["sign", "skaryna.toml"], 2, "This is no file to sign"),
        (["holders", "--add", "skaryna.toml"], 2, "skaryna.toml is no public key"),
        (["rotate", "snapshot", "--key", "skaryna.toml"], 2, "is no key of ours"),
        (["make", "Ann Smith"], 2, "cannot be a key's name"),
        (["make", "targets"], 2, "the name of a role"),
        (["show", "--qr", "x.txt"], 2, "no .svg or .png"),
    ],
)
def test_a_mistake_is_one_sentence(publication: Path, arguments: list[str], code: int, said: str) -> None:
    done = skaryna("keys", *arguments, cwd=publication)
    assert done.returncode == code, done
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_qr_code_leads_to_the_page_that_explains(publication: Path) -> None:
    assert skaryna("keys", "show", "--qr", "words.svg", cwd=publication).returncode == 0
    assert (publication / "words.svg").read_text().startswith("<?xml")


def test_run_hands_the_passphrase_to_the_press_alone(publication: Path, tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    with_passphrase("keys", "passphrase", cwd=publication, file=file)
    settings = (publication / "skaryna.toml").read_text()
    for port in ("8000", "8001"):
        settings = settings.replace(f":{port}", f":{free_port()}")
    (publication / "skaryna.toml").write_text(settings)
    running = subprocess.Popen(
        [sys.executable, "-m", "skaryna", "run"],
        cwd=publication,
        env={**os.environ, "SKARYNA_PASSPHRASE_FILE": str(file)},
    )
    try:
        deadline = time.monotonic() + 60
        while not (publication / "edition/metadata/timestamp.json").is_file():
            assert running.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        file.unlink()
        for process in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                assert PASSPHRASE.encode() not in process.read_bytes()
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(30)
