"""`skaryna run` and `skaryna press`: processes that live until they are told to end."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

import typer

from skaryna.cli import output
from skaryna.errors import CANNOT, SkarynaError

if TYPE_CHECKING:
    from skaryna.outside.folder import Folder

FILE_VARIABLE = "SKARYNA_PASSPHRASE_FILE"
STOP_TIMEOUT_S = 8.0
WATCH_S = 0.2
FIRST_EDITION_TIMEOUT_S = 120.0


def press(context: typer.Context) -> None:
    """Follow the newsroom: print and sign an edition whenever an editor publishes, until Ctrl+C.

    The edition's date is signed anew every day.
    """
    from skaryna.cli.sealing import UNSIGNED, sealer_of
    from skaryna.outside.folder import open_folder
    from skaryna.press.resident import follow
    from skaryna.press.run import Printed

    folder = open_folder(context.obj)
    seal = sealer_of(folder)
    if seal is None:
        output.note(UNSIGNED)
    stop = threading.Event()

    def say(outcome: Printed | SkarynaError) -> None:
        if isinstance(outcome, SkarynaError):
            output.failure(outcome)
            return
        output.note(f"Edition {outcome.edition}: {outcome.made} files in {outcome.seconds['total']:.2f} s.")
        for warning in outcome.warnings:
            output.note(f"Not printed: {warning}")

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    follow(folder, stop=stop, say=say, seal=seal)


def run(context: typer.Context) -> int:
    """Start the newsroom, the press and the readers' site together; Ctrl+C ends all three.

    If one of them ends by itself, the others are ended too. Exit codes: 0 ended by you, 2 one of them failed.
    """
    from skaryna.outside.folder import open_folder
    from skaryna.outside.ports import check_free

    folder = open_folder(context.obj)
    check_free(folder.settings.readers, what="readers")
    check_free(folder.settings.newsroom, what="newsroom")
    passphrase = _passphrase(folder)
    told = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: told.set())
    with _children() as start:
        start("press", str(folder.root), secret=passphrase)
        deadline = time.monotonic() + FIRST_EDITION_TIMEOUT_S
        # The readers' server needs an edition; the press prints the first one as soon as it is there.
        while not any(folder.edition.iterdir()) and not told.is_set() and time.monotonic() < deadline:
            if start.ended():
                return CANNOT
            told.wait(WATCH_S)
        start("newsroom", str(folder.root))
        start("serve", str(folder.root))
        while not told.is_set():
            if name := start.ended():
                output.note(f"`skaryna {name}` has ended, so the others are ended too.")
                return CANNOT
            told.wait(WATCH_S)
    return 0


def _passphrase(folder: "Folder") -> str:
    """Ask for the keys' passphrase once, here, where there is a terminal; "" where no key needs one."""
    from skaryna.cli.passphrase import known_passphrases
    from skaryna.seal.keys.ring import Keyring
    from skaryna.seal.roles import ONLINE

    ring = Keyring(folder.keys, known_passphrases())
    if not ring.has_root or not ring.locked(ONLINE):
        return ""
    for role in ONLINE:
        ring.role_signers(role)
    return ring.passphrases.known("of this publication")


class _Starter:
    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __call__(self, command: str, folder: str, *, secret: str = "") -> None:
        """Start a command of ours in a session of its own, so that Ctrl+C reaches it through us alone.

        A secret goes through a pipe: it stands in no argument, no environment and no file.
        """
        call = [sys.executable, "-m", "skaryna", "-C", folder, command]
        if not secret:
            self.running[command] = subprocess.Popen(call, start_new_session=True, stdin=subprocess.DEVNULL)
            return
        receiving, sending = os.pipe()
        environment = {**os.environ, FILE_VARIABLE: f"/dev/fd/{receiving}"}
        self.running[command] = subprocess.Popen(
            call, start_new_session=True, stdin=subprocess.DEVNULL, env=environment, pass_fds=(receiving,)
        )
        os.close(receiving)
        with os.fdopen(sending, "w", encoding="utf-8") as pipe:
            pipe.write(secret)

    def ended(self) -> str:
        """Return the name of a child that is no more, or ""."""
        return next((name for name, child in self.running.items() if child.poll() is not None), "")

    def stop(self) -> None:
        for child in self.running.values():
            child.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        for child in self.running.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextlib.contextmanager
def _children() -> Iterator[_Starter]:
    starter = _Starter()
    try:
        yield starter
    finally:
        starter.stop()
