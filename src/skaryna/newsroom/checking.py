"""Looking whether the links of cited sources are alive: only when an editor asks, or as the settings say.

One question at a time, never two in a row to one host without a pause; what was found is kept at once, so that a check
that was interrupted goes on with those that nobody looked at for longest. Where nobody answers at all, it is this
machine that is cut off: then nothing is noted.
"""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from skaryna.errors import BusyError
from skaryna.newsroom import citing, copying, marking
from skaryna.newsroom.models import CitedSource
from skaryna.newsroom.place import current
from skaryna.outside import dialling, files
from skaryna.outside.asking import Way
from skaryna.outside.linkcheck import Told, check

FRESH_HOURS = 20
"""What was checked so lately is not asked again, unless somebody says so."""
HOST_PAUSE_S = 2.0
PAUSE_S = 0.1
ROWS_AT_ONCE = 500
CUT_OFF = 2
"""So many hosts, and none answers: nothing is said of them."""
PROGRESS = "newsroom-checking-links"
CUT_OFF_KEY = "newsroom-links-cut-off"
LOCK_FILE = ".links.lock"
_running = threading.Lock()
_stop = threading.Event()

Look = Callable[[str], Told]
Step = Callable[[int, int, str], None]
_NO_ANSWER = frozenset({"silent", "nowhere"})


@dataclass(slots=True)
class Done:
    """What a check did: how many addresses it asked, how many are dead, whether this machine seems cut off."""

    asked: int = 0
    dead: int = 0
    is_cut_off: bool = False
    waiting: list[tuple[CitedSource, Told]] = field(default_factory=list)
    """Those of which nobody knows yet whether it is they who are silent, or this machine that is cut off."""


def way() -> Way:
    """Return how hosts are got to: through the proxy that is set, if any."""
    return Way(proxy=dialling.proxy_of(current().settings.sources.proxy))


def check_all(
    *,
    again: bool = False,
    look: Look | None = None,
    step: Step = lambda *_: None,
    sleep: Callable[[float], None] = time.sleep,
) -> Done:
    """Check every cited address.

    Args:
        again: Also what was checked lately.
        look: Asks one address.
        step: Told how far it is: done, of, address.
        sleep: Waits.

    Raises:
        BusyError: Another check is running.
    """
    with files.lock(current().root / LOCK_FILE, doing="checking links"):
        return _check_all(again, look, step, sleep)


def _check_all(again: bool, look: Look | None, step: Step, sleep: Callable[[float], None]) -> Done:
    # What an earlier Skaryna saved, or another program brought, may not have been looked through for sources yet.
    marking.look_at_all()
    there = way()
    asking: Look = look or (lambda address: check(address, there))
    rows = _due(again)
    total, done = rows.count(), Done()
    last: dict[str, float] = {}
    for row in _in_turn(rows.order_by(F("checked_at").asc(nulls_first=True), "pk")):
        if _stop.is_set():
            break
        pause = max(PAUSE_S, last.get(row.host, 0.0) + HOST_PAUSE_S - time.monotonic())
        sleep(pause)
        told = asking(row.address)
        last[row.host] = time.monotonic()
        done.asked += 1
        _note(done, row, told)
        step(done.asked, total, row.address)
    _end(done)
    return done


def _due(again: bool) -> Any:
    rows = CitedSource.objects.exclude(citations=None)
    if not again:
        before = timezone.now() - dt.timedelta(hours=FRESH_HOURS)
        rows = rows.filter(Q(checked_at=None) | Q(checked_at__lt=before))
    return rows.distinct()


def _in_turn(rows: Any) -> Iterator[CitedSource]:
    """Yield rows so that one host's do not follow each other where there are others to ask."""
    keys = list(rows.values_list("pk", "host"))
    by_host: dict[str, list[int]] = {}
    for key, host in keys:
        by_host.setdefault(host, []).append(key)
    rounds = range(max(map(len, by_host.values()), default=0))
    order = [each[at] for at in rounds for each in by_host.values() if at < len(each)]
    for first in range(0, len(order), ROWS_AT_ONCE):
        part = order[first : first + ROWS_AT_ONCE]
        found = CitedSource.objects.in_bulk(part)
        yield from (found[key] for key in part if key in found)


def _note(done: Done, row: CitedSource, told: Told) -> None:
    """Keep what was found; that nobody answers only once somebody else did."""
    if told.state in _NO_ANSWER and not _is_online(done):
        done.waiting.append((row, told))
        return
    earlier, done.waiting = done.waiting, []
    for each, said in (*earlier, (row, told)):
        _keep(done, each, said)


def _is_online(done: Done) -> bool:
    return done.asked - 1 > len(done.waiting)


def _end(done: Done) -> None:
    hosts = {row.host for row, _ in done.waiting}
    if len(hosts) >= CUT_OFF:
        done.is_cut_off = True
        return
    for row, told in done.waiting:
        _keep(done, row, told)


def _keep(done: Done, row: CitedSource, told: Told) -> None:
    was = row.state
    row.failures = 0 if told.state in {"alive", "moved", "refused"} else row.failures + 1
    row.state, row.said, row.checked_at = told.state, told.said, timezone.now()
    row.save(update_fields=["state", "said", "checked_at", "failures"])
    done.dead += CitedSource.objects.filter(citing.DEAD, pk=row.pk).exists()
    if was != told.state or row.failures:
        copying.look_again([row])


def start(*, again: bool = False) -> bool:
    """Check beside the newsroom's work; False if a check is running."""
    if not _running.acquire(blocking=False):
        return False
    _stop.clear()
    cache.set(PROGRESS, (0, 0), 600)
    threading.Thread(target=_run, args=(again,), name="links", daemon=True).start()
    return True


def stop() -> None:
    """Have a check that runs in this process end after the address that it asks now."""
    _stop.set()


def start_if_due() -> None:
    """Check as the settings say, if it is time."""
    days = current().settings.sources.check_days
    if not days or cache.get(PROGRESS) is not None:
        return
    before = timezone.now() - dt.timedelta(days=days)
    rows = CitedSource.objects.exclude(citations=None)
    if rows.filter(Q(checked_at=None) | Q(checked_at__lt=before)).exists():
        start()


def _run(again: bool) -> None:
    try:
        done = check_all(again=again, step=lambda at, of, _: cache.set(PROGRESS, (at, of), 600))
        cache.set(CUT_OFF_KEY, done.is_cut_off, 3600)
    except BusyError:
        # A command does it already.
        return
    finally:
        cache.delete(PROGRESS)
        connection.close()
        _running.release()
