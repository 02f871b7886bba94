"""Sessions that end: so many hours after the login, and so long after the last click. Django finds them by this module.

One table says who is logged in where, so that ending a session is deleting a row. The browser's cookie is the only
place where a session's key stands whole: who reads the table or a backup of it cannot come in with what is there.
"""

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as TableOfSessions
from django.core.exceptions import SuspiciousOperation
from django.utils import timezone

__all__ = ["SessionStore", "UpdateError", "device_of", "end", "ends_at", "start"]

BEGAN = "began"
DEVICE = "device"
ANONYMOUS_AGE = dt.timedelta(hours=1)
"""For who is at the door: between password and second factor, or with an invitation."""
NOTED_EVERY = dt.timedelta(minutes=1)
"""So often at most is it noted that somebody is there: not each click is a write."""

_BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def ends_at(began: dt.datetime | None, now: dt.datetime, *, age: dt.timedelta, idle: dt.timedelta) -> dt.datetime:
    """Return when a session ends if nobody clicks any more; `began` is None before the login."""
    if began is None:
        return now + ANONYMOUS_AGE
    return min(began + age, now + idle)


def device_of(agent: str) -> str:
    """Return in two words what a browser says of itself: enough to know one's own telephone, and no fingerprint."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part)


def start(session: Any, *, agent: str) -> None:
    """Note in a session that somebody logged in just now."""
    session[BEGAN] = timezone.now().timestamp()
    session[DEVICE] = device_of(agent)


def end(account: Any, *, but: str = "") -> int:
    """End an account's sessions at once, all but the one with the key `but`; return how many."""
    from skaryna.newsroom.models import Session

    rows = Session.objects.filter(account=account)
    if but:
        rows = rows.exclude(session_key=digest(but))
    return int(rows.delete()[0])


def digest(key: str) -> str:
    """Return what stands in the table for a key of 160 random bits."""
    return hashlib.blake2b(key.encode(), digest_size=20).hexdigest()


class SessionStore(TableOfSessions):
    """Django's store in a table, with our table and its rules."""

    seen_at: dt.datetime | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        from skaryna.newsroom.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        try:
            row = self.model.objects.get(session_key=digest(self.session_key), expire_date__gt=timezone.now())
        except (self.model.DoesNotExist, SuspiciousOperation):
            self._session_key = None
            return None
        self.seen_at = row.seen_at
        return row

    def exists(self, session_key: str) -> bool:
        return bool(self.model.objects.filter(session_key=digest(session_key)).exists())

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=digest(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = timezone.now()
        account = data.get(SESSION_KEY)
        return self.model(
            session_key=digest(self._get_or_create_session_key()),
            session_data=self.encode(data),
            expire_date=self._end(data, now),
            account_id=int(account) if account else None,
            device=data.get(DEVICE, ""),
            began_at=_began(data),
            seen_at=now,
        )

    def touch(self) -> None:
        """Note that somebody is at work here, so that the session does not end for idleness."""
        now = timezone.now()
        if self.seen_at is None or now - self.seen_at < NOTED_EVERY:
            return
        rows = self.model.objects.filter(session_key=digest(self.session_key))
        rows.update(seen_at=now, expire_date=self._end(self, now))
        self.seen_at = now

    def _end(self, data: Any, now: dt.datetime) -> dt.datetime:
        age = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
        return ends_at(_began(data), now, age=age, idle=dt.timedelta(seconds=settings.SESSION_IDLE_S))


def _began(data: Any) -> dt.datetime | None:
    began = data.get(BEGAN)
    return dt.datetime.fromtimestamp(began, dt.UTC) if began else None
