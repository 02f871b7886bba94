"""Making accounts from the command line."""

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from skaryna.errors import SettingsError
from skaryna.newsroom.models import Account
from skaryna.newsroom.roles import GROUPS


def add(*, name: str, role: str, password: str, email: str = "") -> None:
    """Make an account with one role.

    Raises:
        SettingsError: The name is taken or no name, the role is not known, the password is too weak.
    """
    if role not in GROUPS:
        raise SettingsError(f"There is no role {role!r}.", hint=f"Roles: {', '.join(GROUPS)}.")
    if Account.objects.filter(username__iexact=name).exists():
        raise SettingsError(f"There is an account {name!r} already.", hint="Choose another name.")
    account = Account(username=name, email=email)
    try:
        account.clean_fields(exclude=["password"])
        validate_password(password, account)
    except ValidationError as error:
        raise SettingsError(f"The account cannot be made: {' '.join(error.messages)}") from error
    account.set_password(password)
    with transaction.atomic():
        account.save()
        account.groups.add(Group.objects.get(name=GROUPS[role]))
