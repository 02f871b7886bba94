"""The resident press: its own process, without Django, that follows the newsroom's journal.

Publish costs no start-up; edits in a burst become one edition. What became of each is written where the newsroom
reads it (`outside.ledger`). A failure waits for the next row: trying the same again would fail the same. Between
editions it looks again at what was printed, and gives the edition a new date every day.
"""

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from skaryna.errors import SkarynaError
from skaryna.outside import approval, files, journal
from skaryna.outside.asking import Way
from skaryna.outside.dialling import proxy_of
from skaryna.outside.folder import Folder
from skaryna.press import run
from skaryna.press.approval import standing
from skaryna.press.pinging import Pinger
from skaryna.press.proof import Seal, renewed
from skaryna.press.recording import print_and_record
from skaryna.press.run import Printed, Wish, print_edition
from skaryna.press.standards import expiry_after

POLL_S = 0.01
"""How often to look for new rows: one short question to SQLite."""

POLL_FAR_S = 0.1
"""The same for a database that other machines may share."""

SETTLE_S = 0.015
"""After a new row, so long nothing more must come before it is printed."""

BURST_S = 0.25
"""However many rows come, the first one waits no longer than this."""

SLOW_S = 0.5
"""How often to look whether somebody approved settings or a theme."""

RENEW_EVERY_S = 600.0
"""How often to look whether the edition's date is due; it is signed anew once a day."""

LOOK_EVERY_S = 2.0
ROUND_EVERY_S = 3_600.0
"""In idle time, a stretch of what was printed is looked at again so often; after a whole round, there is a pause."""


State = tuple[int, int, str]
"""The journal's last row, when something was approved last, and until when what expires would be good."""


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
        way = Way(proxy=proxy_of(folder.settings.sources.proxy), allowed=lambda _: True)  # the settings name them
        pinger = Pinger(folder, say, way)
        pinger.start()
        try:
            _Press(folder, stop, say, seal, renew_every_s, pinger).live()
        finally:
            pinger.stop()


@dataclass(slots=True)
class _Press:
    folder: Folder
    stop: threading.Event
    say: Callable[[Printed | SkarynaError], None]
    seal: Seal | None
    renew_every_s: float
    pinger: Pinger
    _reader: journal.Reader | None = None
    _committed: int = -1
    _row: int = -1
    _approved: int = -1
    _dealt_with: State | None = None
    _renewed: float = field(default_factory=time.monotonic)
    _looked: float = field(default_factory=time.monotonic)
    _asked: float = 0.0

    def live(self) -> None:
        try:
            while not self.stop.is_set():
                state = self._state()
                if state != self._dealt_with:
                    self._print(state)
                elif not self._rest():
                    self.stop.wait(POLL_FAR_S if self._reader is None or self._reader.is_postgresql else POLL_S)
        finally:
            self._close()

    def _state(self) -> State:
        """Return what a new edition would be for."""
        try:
            if self._reader is None:
                self._reader = journal.Reader(self.folder.database)
                self._committed = -1
            committed = self._reader.state()
            if committed != self._committed:
                self._row, self._committed = self._reader.last(), committed
        except SkarynaError:
            self._close()
            self._row = 0
        now = time.monotonic()
        if now - self._asked >= SLOW_S:
            self._asked, self._approved = now, approval.state_of(self.folder)
        return self._row, self._approved, expiry_after(dt.datetime.now(dt.UTC))

    def _print(self, state: State) -> None:
        is_start = self._dealt_with is None
        started = time.monotonic()
        while not is_start and time.monotonic() - started < BURST_S:
            self.stop.wait(SETTLE_S)
            before, state = state, self._state()
            if before == state:
                break
        self._dealt_with = state
        if is_start and run.is_held(self.folder, state[0]):
            return
        wish = Wish(look=is_start)
        try:
            printed = print_and_record(
                self.folder, print_one=lambda each: print_edition(each, seal=self.seal, wish=wish)
            )
            self.say(printed)
            if printed.changed:
                self.pinger.tell(standing(self.folder).folder.publication, printed.changed)
        except SkarynaError as error:
            self.say(error)

    def _rest(self) -> bool:
        """Do what waits for idle time; return whether there was something."""
        now = time.monotonic()
        try:
            if self.seal and now - self._renewed >= self.renew_every_s:
                self._renewed = now
                renewed(self.folder, self.seal)
                return True
            if now - self._looked >= LOOK_EVERY_S:
                looked = run.look_again(self.folder)
                self._looked = now + (ROUND_EVERY_S if looked.is_round else 0)
                if looked.mended or looked.altered:
                    self._dealt_with = (-1, -1, "")
                return True
        except SkarynaError as error:
            self._looked = self._renewed = now
            self.say(error)
        return False

    def _close(self) -> None:
        if self._reader is not None:
            with contextlib.suppress(Exception):
                self._reader.close()
            self._reader = None
