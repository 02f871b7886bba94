"""What differs from what editors approved, for the start page: asked once a minute, and never waited for long."""

import threading
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

from skaryna.newsroom.models import JournalRow
from skaryna.newsroom.reconciling import reconcile

CHECKED_EVERY_S = 60
AT_ONCE_ROWS = 2_000
"""A journal of so many rows is compared while the page is made; a longer one beside it, less often."""
CHECKED_SELDOM_S = 600
_KEY = "newsroom-differences"
_running = threading.Lock()


@dataclass(frozen=True, slots=True)
class Differences:
    """Sentences, and when they were true (seconds of the machine's own clock)."""

    sentences: tuple[str, ...]
    at: float


def known() -> Differences | None:
    """Return the newest comparison; None while the first one of a long journal is still being made."""
    had: Differences | None = cache.get(_KEY)
    age = time.monotonic() - had.at if had else CHECKED_SELDOM_S
    if age < CHECKED_EVERY_S:
        return had
    last = JournalRow.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    if last <= AT_ONCE_ROWS:
        return _compare()
    if age >= CHECKED_SELDOM_S and _running.acquire(blocking=False):
        threading.Thread(target=_compare_beside, name="reconciling", daemon=True).start()
    return had


def _compare() -> Differences:
    found = Differences(reconcile(), time.monotonic())
    cache.set(_KEY, found, None)
    return found


def _compare_beside() -> None:
    try:
        _compare()
    finally:
        connection.close()
        _running.release()
