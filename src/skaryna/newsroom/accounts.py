"""Accounts: making, disabling, resetting them; from the screens and from the command line alike.

Whatever would leave the newsroom without an administrator who can come in is refused here, in the same transaction.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _t

from skaryna.errors import SettingsError, ValueRefusedError
from skaryna.newsroom import events, factors, sessions
from skaryna.newsroom.models import Account
from skaryna.newsroom.roles import GROUPS

COMMAND_LINE = "command line"


def find(name: str) -> Any:
    """Return the account of that name.

    Raises:
        SettingsError: There is none.
    """
    account = Account.objects.filter(username=name).first()
    if account is None:
        raise SettingsError(f"There is no account {name!r}.", hint="Look under “People” how its name is written.")
    return account


def role_of(account: Any) -> str:
    """Return contributor, editor or administrator; "" for an account without a role."""
    names = {group.name for group in account.groups.all()}
    return next((role for role in reversed(GROUPS) if GROUPS[role] in names), "")


def _is_name(account: Any) -> bool:
    try:
        account.clean_fields(exclude=["password"])
    except ValidationError:
        return False
    return True


def add(*, name: str, role: str, password: str, how: str = "") -> Any:
    """Make an account with one role, and return it.

    Raises:
        SettingsError: The name is taken or no name, the role is not known, the password is too weak.
    """
    if role not in GROUPS:
        raise SettingsError(f"There is no role {role!r}.", hint=f"Roles: {', '.join(GROUPS)}.")
    if Account.objects.filter(username__iexact=name).exists():
        raise SettingsError(
            _t("There is an account “%(name)s” already.") % {"name": name}, hint=_t("Choose another name.")
        )
    account = Account(username=name)
    why = [] if _is_name(account) else [_t("A name has letters, digits and the signs @ . + - _ alone, and no spaces.")]
    try:
        validate_password(password, account)
    except ValidationError as error:
        why += error.messages
    if why:
        # All at once: nobody should mend the name to be told of the password.
        raise SettingsError(_t("The account cannot be made: %(why)s") % {"why": " ".join(why)})
    account.set_password(password)
    with transaction.atomic():
        account.save()
        account.groups.add(Group.objects.get(name=GROUPS[role]))
        events.note("joined", account, by=None if how else account, role=role, how=how)
    return account


def disable(account: Any, *, by: Any = None, how: str = "") -> int:
    """End an account's access and all its sessions at once; return how many there were. What it wrote stays.

    Raises:
        ValueRefusedError: Nobody would be left to administer the newsroom.
    """
    with keeping_an_administrator():
        account.is_active = False
        account.save(update_fields=["is_active"])
        ended = sessions.end(account)
        events.note("disabled", account, by=by, how=how)
    return ended


def enable(account: Any, *, by: Any = None, how: str = "") -> None:
    """Let a disabled account in again, with its old password and second factor."""
    with transaction.atomic():
        account.is_active = True
        account.save(update_fields=["is_active"])
        events.note("enabled", account, by=by, how=how)


def change(account: Any, *, name: str, role: str, by: Any) -> None:
    """Give an account another name or another role; a new role holds from the next click.

    Raises:
        ValueRefusedError: The name is taken, the role is not known, or no administrator would be left.
    """
    if role not in GROUPS:
        raise ValueRefusedError(_t("There is no such role."))
    if Account.objects.filter(username__iexact=name).exclude(pk=account.pk).exists():
        raise ValueRefusedError(_t("Another account has this name already."))
    before = role_of(account)
    with keeping_an_administrator():
        if name != account.username:
            account.username = name
            account.save(update_fields=["username"])
            events.note("renamed", account, by=by)
        if role != before:
            account.groups.set([Group.objects.get(name=GROUPS[role])])
            events.note("role", account, by=by, role=[before, role])


def void(account: Any, *, drop_factors: bool, by: Any = None, how: str = "") -> int:
    """Make an account's password void and end its sessions; return how many. A link or a password lets it in again."""
    with transaction.atomic():
        account.set_unusable_password()
        account.save(update_fields=["password"])
        if drop_factors:
            factors.drop_all(account)
        ended = sessions.end(account)
        events.note("reset", account, by=by, how=how, factors="with factor" if drop_factors else "")
    return ended


def note_dropped(account: Any, *, how: str) -> None:
    """Write down that an account lost its second factors from outside."""
    events.note("factor_removed", account, how=how)


def set_password(account: Any, password: str, *, how: str = "") -> None:
    """Give an account a new password; every session ends.

    Raises:
        SettingsError: It is too weak.
    """
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise SettingsError(_t("The password cannot be used: %(why)s") % {"why": " ".join(error.messages)}) from error
    with transaction.atomic():
        account.set_password(password)
        account.save(update_fields=["password"])
        sessions.end(account)
        events.note("password", account, by=None if how else account, how=how)


@contextlib.contextmanager
def keeping_an_administrator() -> Iterator[None]:
    """Undo the block, and say why, where it leaves nobody who can let people in."""
    with transaction.atomic():
        # Two administrators who demote each other at the same moment wait for one another here.
        group = Group.objects.select_for_update().get(name=GROUPS["administrator"])
        yield
        if not Account.objects.filter(is_active=True, groups=group).exists():
            raise ValueRefusedError(
                _t("This is the last administrator who can come in."),
                hint=_t("Make another administrator first; otherwise nobody could let anybody in again."),
            )
