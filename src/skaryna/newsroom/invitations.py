"""Invitations: a link that lets one person in once, handed over by whatever way is safe.

The secret stands behind the # of the link: browsers send that part to no server, so it is in no log of ours or of a
proxy, and a messenger that looks at the link for a preview does not use it up. The table has its digest alone.
"""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _t

from skaryna.errors import SettingsError, ValueRefusedError
from skaryna.newsroom import accounts, events
from skaryna.newsroom.models import Invitation
from skaryna.newsroom.place import current
from skaryna.newsroom.roles import GROUPS

TOKEN_BYTES = 32
MAX_TOKEN_CHARS = 100
MAX_OPEN = 50
"""So many links may be out at once; a newsroom that needs more has lost count of them."""


def make(*, role: str, hours: int | None = None, by: Any = None, how: str = "") -> tuple[Invitation, str]:
    """Return a new invitation and its token, which is kept nowhere.

    Raises:
        SettingsError: The role is not known, the hours are too many.
        ValueRefusedError: Too many invitations are open.
    """
    if role not in GROUPS:
        raise SettingsError(f"There is no role {role!r}.", hint=f"Roles: {', '.join(GROUPS)}.")
    if Invitation.objects.open().count() >= MAX_OPEN:
        raise ValueRefusedError(_t("Too many invitations are open. Withdraw those that nobody needs."))
    invitation, token = _new(hours, by, role=role)
    events.note("invited", invitation.made_by, by=by, role=role, number=_number(invitation), how=how)
    return invitation, token


def make_reset(account: Any, *, drop_factors: bool, by: Any) -> tuple[Invitation, str]:
    """Void an account's password, end its sessions, and return a link by which its owner chooses a new one."""
    with transaction.atomic():
        accounts.void(account, drop_factors=drop_factors, by=by)
        Invitation.objects.open().filter(account=account).update(withdrawn_at=timezone.now())
        return _new(None, by, account=account, is_reset=True)


def find(token: str) -> Invitation | None:
    """Return the open invitation of a token."""
    return Invitation.objects.open().filter(digest=digest(token[:MAX_TOKEN_CHARS].strip())).first()


def accept(pk: int, *, name: str, password: str) -> Any:
    """Use an invitation up, once; return the account that it made, or that has a new password.

    Raises:
        ValueRefusedError: It was used, withdrawn, or its time is over.
        SettingsError: The name or the password cannot be; the invitation stays open.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().open().filter(pk=pk).first()
        if invitation is None:
            raise ValueRefusedError(
                _t("This link no longer works: it was used, withdrawn, or its time is over."),
                hint=_t("Ask an administrator for a new one."),
            )
        if invitation.is_reset:
            accounts.set_password(invitation.account, password)
        else:
            invitation.account = accounts.add(name=name, role=invitation.role, password=password)
        invitation.used_at = timezone.now()
        invitation.save(update_fields=["account", "used_at"])
    return invitation.account


def withdraw(invitation: Invitation, *, by: Any) -> None:
    """Make an open invitation useless."""
    with transaction.atomic():
        changed = Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=timezone.now())
        if changed:
            events.note("invitation_withdrawn", by, by=by, number=_number(invitation))


def digest(token: str) -> str:
    """Return what the table has of a token; it has 256 random bits, so that a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(base: str, token: str) -> str:
    """Return the link itself."""
    return f"{base.rstrip('/')}/join/#{token}"


def base_address() -> str:
    """Return the newsroom's address as people elsewhere reach it, for links made without a browser."""
    settings = current().settings
    if not settings.hosts:
        return settings.newsroom.url
    host = settings.hosts[0]
    return f"{'http' if host.endswith('.onion') else 'https'}://{host}"


def _new(hours: int | None, by: Any, **what: Any) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    lasts = dt.timedelta(hours=hours or current().settings.access.invitation_hours)
    invitation = Invitation.objects.create(digest=digest(token), made_by=by, expires_at=timezone.now() + lasts, **what)
    return invitation, token


def _number(invitation: Invitation) -> str:
    return f"#{invitation.pk}"
