"""The resident press: its own process, without Django, that follows the newsroom's journal.

Publish costs no start-up; edits in a burst become one edition. What became of each is written where the newsroom
reads it (`outside.ledger`). A failure waits for the next row: trying the same again would fail the same.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable

import msgspec

from skaryna.errors import SkarynaError
from skaryna.outside import approval, files, journal, ledger
from skaryna.outside.folder import Folder
from skaryna.outside.ledger import Outcome
from skaryna.press.proof import Seal, renewed
from skaryna.press.run import Printed, print_edition

POLL_S = 0.15
RENEW_EVERY_S = 600.0
"""How often to look whether the edition's date is due; it is signed anew once a day."""

BURST_S = 0.1
"""After the first new row, wait so long for its companions: an editor's click writes several rows at once."""


def print_and_record(folder: Folder, *, print_one: Callable[[Folder], Printed] = print_edition) -> Printed:
    """Print an edition and write into the ledger what became of it, also where it failed.

    Raises:
        SkarynaError: As `print_edition`, after recording it.
    """
    try:
        printed = print_one(folder)
    except SkarynaError as error:
        last = ledger.latest(folder.outcomes)
        ledger.record(
            folder.outcomes,
            Outcome(
                edition=last.edition if last else 0,
                seq=_last_row(folder),
                at=_now(),
                problem=error.message,
                hint=error.hint,
            ),
        )
        raise
    ledger.record(folder.outcomes, msgspec.structs.replace(printed, at=_now()))
    return printed


def follow(
    folder: Folder,
    *,
    stop: threading.Event,
    say: Callable[[Printed | SkarynaError], None],
    seal: Seal | None = None,
    renew_every_s: float = RENEW_EVERY_S,
) -> None:
    """Print whenever editors approve something, until `stop` is set; once at the start. Renew the date daily.

    Raises:
        BusyError: Another resident press lives in this folder.
    """
    with files.lock(folder.press_lock, doing="following the journal as the resident press"):
        dealt_with: tuple[int, int] | None = None
        looked = time.monotonic()
        while not stop.is_set():
            if _state(folder) == dealt_with:
                if seal and time.monotonic() - looked >= renew_every_s:
                    looked = time.monotonic()
                    _renew(folder, seal, say)
                stop.wait(POLL_S)
                continue
            if dealt_with is not None:
                time.sleep(BURST_S)
            dealt_with = _state(folder)
            try:
                say(print_and_record(folder, print_one=lambda each: print_edition(each, seal=seal)))
            except SkarynaError as error:
                say(error)


def _renew(folder: Folder, seal: Seal, say: Callable[[Printed | SkarynaError], None]) -> None:
    try:
        renewed(folder, seal)
    except SkarynaError as error:
        say(error)


def _state(folder: Folder) -> tuple[int, int]:
    """Return what a new edition would be for: the journal's last row, and when something was approved last."""
    return _last_row(folder), approval.state_of(folder)


def _last_row(folder: Folder) -> int:
    try:
        return journal.last(folder.database)
    except SkarynaError:
        return 0


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
