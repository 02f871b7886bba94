"""What happens to accounts, copies of sources and pictures: who did what and when, in Wagtail's log of articles.

No network address is noted, nor what somebody typed for a name that does not exist: it may be a password.
"""

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, get_active_log_context
from wagtail.models import ModelLogEntry

from skaryna.newsroom import factors, sessions
from skaryna.newsroom.adapters import ADDED, STRONG
from skaryna.newsroom.models import Account
from skaryna.newsroom.place import current

KINDS: dict[str, tuple[Promise, Promise]] = {
    "login": (_("Login"), _("Logged in")),
    "login_failed": (_("Failed login"), _("Login failed: wrong name or password")),
    "code_failed": (_("Failed second factor"), _("Right password, wrong second factor")),
    "logout": (_("Logout"), _("Logged out")),
    "factor_added": (_("Second factor added"), _("Second factor added")),
    "factor_removed": (_("Second factor removed"), _("Second factor removed")),
    "codes_made": (_("New recovery codes"), _("New recovery codes made")),
    "password": (_("Password changed"), _("Password changed")),
    "sessions_ended": (_("Sessions ended"), _("Sessions ended")),
    "invited": (_("Invitation"), _("Invitation made")),
    "invitation_withdrawn": (_("Invitation withdrawn"), _("Invitation withdrawn")),
    "joined": (_("Account made"), _("Account made")),
    "role": (_("Role changed"), _("Role changed")),
    "renamed": (_("Account renamed"), _("Account renamed")),
    "disabled": (_("Account disabled"), _("Account disabled, all its sessions ended")),
    "enabled": (_("Account enabled"), _("Account enabled again")),
    "reset": (_("Account reset"), _("Account reset: old password void, all its sessions ended")),
    "exported": (_("Log exported"), _("Log exported")),
    "forgotten": (_("Account forgotten"), _("An account was forgotten")),
    "source_copied": (_("Copy of a source"), _("A copy of a source was kept")),
    "source_decided": (
        _("Source judged"),
        _("It was said whether a link is dead, and whether readers get its copy's file"),
    ),
    "source_removed": (_("Copy taken away"), _("The copy of a source was taken away")),
    "covered": (_("Picture covered"), _("Parts of a picture were covered for good")),
    "agreed": (_("Second account agreed"), _("What waited was agreed to; readers get it")),
    "taken_back": (_("Taken back"), _("What waited was taken back; readers keep what they had")),
    "links_checked": (_("Links checked"), _("The hosts of all cited pages were asked")),
}
"""Kind, its name in a list, and its sentence."""

_WORDS: dict[str, Promise] = {
    "password": _("password"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
    "command line": _("from the command line"),
    "contributor": _("contributor"),
    "editor": _("editor"),
    "administrator": _("administrator"),
    "with factor": _("second factor taken away too"),
    "upload": _("from a file"),
    "browser": _("by the browser of this machine"),
    "dead link": _("the link is dead"),
    "offered": _("readers get the file"),
}
"""What a value in an event's details is called."""

MAX_LABEL_CHARS = 300
DAY_S = 24 * 60 * 60
UNKNOWN_EVERY_S = 60
"""Guesses at names that do not exist fill no log: one line a minute."""


class _Told(LogFormatter):
    """An event in words: its sentence, and its details as a remark."""

    def format_comment(self, log_entry: Any) -> str:
        return details(log_entry.data)


def details(data: Mapping[str, Any]) -> str:
    """Return an event's details in words."""
    parts = [part for value in data.values() for part in (value if isinstance(value, list) else [value])]
    return ", ".join(str(_WORDS.get(str(part), part)) for part in parts if part not in ("", None))


def register(actions: Any) -> None:
    """Tell Wagtail our kinds of events."""
    for kind, (label, message) in KINDS.items():
        formatter = type(f"_{kind}", (_Told,), {"label": label, "message": message})
        actions.register_action(f"newsroom.{kind}")(formatter)


def note(kind: str, account: Any, *, by: Any = None, **data: Any) -> None:
    """Write down that something happened to an account (or, with None, to a name that does not exist), or to a source.

    Args:
        kind: One of `KINDS`.
        account: Whom it concerns.
        by: Who did it; by default whoever is logged in.
        data: Details, as words of `_WORDS` or short text that names nobody.
    """
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Account if account is None else account),
        object_id=str(account.pk) if account is not None else "0",
        label=str(account)[:MAX_LABEL_CHARS] if account is not None else "—",
        action=f"newsroom.{kind}",
        timestamp=timezone.now(),
        user=by or get_active_log_context().user,
        uuid=get_active_log_context().uuid,
        data=data,
    )
    if cache.add("newsroom-log-pruned", 1, DAY_S):
        prune(timezone.now(), days=current().settings.access.log_days)


def prune(now: dt.datetime, *, days: int) -> int:
    """Forget what happened to accounts longer ago than that; an article's own history stays with it."""
    if not days:
        return 0
    old = ModelLogEntry.objects.filter(action__startswith="newsroom.", timestamp__lt=now - dt.timedelta(days=days))
    return int(old.delete()[0])


def login_failed(name: str) -> None:
    """Note a wrong password; of a name that does not exist nothing but that somebody tried."""
    account = Account.objects.filter(username__iexact=name[:150]).first()
    if account is not None:
        note("login_failed", account)
    elif cache.add("newsroom-unknown-name", 1, UNKNOWN_EVERY_S):
        note("login_failed", None)


def connect() -> None:
    """Listen to logins and second factors; called once, when Django is ready."""
    signals.user_logged_in.connect(_logged_in, dispatch_uid="newsroom-logged-in")
    signals.user_logged_out.connect(_logged_out, dispatch_uid="newsroom-logged-out")
    factor_signals.authenticator_added.connect(_added, dispatch_uid="newsroom-added")
    factor_signals.authenticator_removed.connect(_removed, dispatch_uid="newsroom-removed")
    factor_signals.authenticator_reset.connect(_codes_made, dispatch_uid="newsroom-codes")
    factor_signals.authentication_failed.connect(_code_failed, dispatch_uid="newsroom-code-failed")


def _logged_in(request: Any, user: Any, **_: Any) -> None:
    from skaryna.newsroom.models import Session

    sessions.start(request.session, agent=request.META.get("HTTP_USER_AGENT", ""))
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    records = get_authentication_records(request, user)
    how = list(dict.fromkeys(record.get("type") or record["method"] for record in records))
    note("login", user, by=user, how=how, device=request.session[sessions.DEVICE])


def _logged_out(user: Any, **_: Any) -> None:
    if user is not None:
        note("logout", user, by=user)


def _added(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    if authenticator.type not in STRONG:
        note("codes_made", user, by=user)
        return
    # Whoever just showed the device has it here; other browsers showed nothing and have to come in again.
    request.session[ADDED] = (str(user.pk), time.time())
    if authenticator.type == Authenticator.Type.TOTP:
        factors.use_up(authenticator, request.POST.get("code", ""))
    sessions.end(user, but=request.session.session_key or "")
    note("factor_added", user, by=user, factor=authenticator.type)


def _removed(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    if authenticator.type in STRONG:
        note("factor_removed", user, by=user, factor=authenticator.type)
        sessions.end(user, but=request.session.session_key or "")


def _codes_made(user: Any, **_: Any) -> None:
    note("codes_made", user, by=user)


def _code_failed(user: Any, authenticator: Any, **_: Any) -> None:
    note("code_failed", user, factor=authenticator.type)
