"""The newsroom's clock: a thread of its server that keeps appointments, without cron.

It begins with the server, so what fell due while nothing ran is done at the start. One clock works at a time: beside
it another one, of a second process on the same folder or on the same PostgreSQL, finds the lock held and waits.
"""

import contextlib
import logging
import threading
from collections.abc import Iterator

from django.db import Error as DjangoDatabaseError
from django.db import close_old_connections, connection

from skaryna.errors import BusyError
from skaryna.newsroom import checking, scheduling
from skaryna.newsroom.place import current
from skaryna.outside import files

POLL_S = 5.0
"""How late an appointment may be kept. A look costs two small queries."""

LOCK_FILE = ".clock.lock"
_LOCK_NUMBER = 0x534B434C
_log = logging.getLogger("skaryna.newsroom.timer")


def start(stop: threading.Event | None = None) -> threading.Thread:
    """Start the clock; it ends with the process, or when `stop` is set."""
    thread = threading.Thread(target=follow, args=(stop or threading.Event(),), name="clock", daemon=True)
    thread.start()
    return thread


def follow(stop: threading.Event) -> None:
    """Keep appointments until told to end."""
    while True:
        tick()
        if stop.wait(POLL_S):
            return


def tick() -> None:
    """Keep what is due, if no other clock does."""
    close_old_connections()
    try:
        with _alone() as is_mine:
            if not is_mine:
                return
            for each in scheduling.keep_appointments():
                if each.reason:
                    _log.warning("An article was not published at its time; the board says which and why.")
            checking.start_if_due()
    except DjangoDatabaseError as error:
        # Locked, restarted, on its way back from a backup: the appointments are still there next time.
        _log.warning("The clock could not look into the database and tries again: %s.", type(error).__name__)
    except Exception as error:
        _log.error("The clock stumbled and goes on: %s.", type(error).__name__)
    finally:
        close_old_connections()


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    """Hold the clock's lock, or yield False."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK_NUMBER])
            is_mine = bool(cursor.fetchone()[0])
            try:
                yield is_mine
            finally:
                if is_mine:
                    cursor.execute("select pg_advisory_unlock(%s)", [_LOCK_NUMBER])
        return
    try:
        with files.lock(current().root / LOCK_FILE, doing="keeping appointments"):
            yield True
    except BusyError:
        yield False
