"""Second factors of an account: which there are, taking them away, and that no code works twice."""

from collections import Counter
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from skaryna.errors import SettingsError
from skaryna.newsroom.adapters import STRONG

LAST_COUNTER = "last_counter"
MAX_CODE_CHARS = 20
MAX_CREDENTIAL_CHARS = 20_000
"""A passkey's answer is about a thousand characters."""


def has_one(account: Any) -> bool:
    """Whether a password alone does not open this account."""
    return bool(Authenticator.objects.filter(user_id=account.pk, type__in=STRONG).exists())


def count(account: Any) -> dict[str, int]:
    """Return how many passkeys, apps and unused recovery codes an account has."""
    rows = list(Authenticator.objects.filter(user_id=account.pk))
    found = dict(Counter(row.type for row in rows if row.type in STRONG))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    try:
        return {**found, "codes": len(codes.wrap().get_unused_codes()) if codes else 0}
    except SettingsError:
        # Stored under another key. The account's page has to open all the same: it is where one resets it.
        return {**found, "codes": 0}


def drop_all(account: Any) -> int:
    """Take every second factor and all recovery codes away; return how many factors there were."""
    found = Authenticator.objects.filter(user_id=account.pk)
    strong = int(found.filter(type__in=STRONG).count())
    found.delete()
    return strong


def counter_of(secret: str, code: str) -> int | None:
    """Return the step of time that a code of an authenticator's app stands for, if it is one of now."""
    plain = "".join(code.split())
    steps = totp.yield_hotp_counters_from_time()
    return next((step for step in steps if totp.format_hotp_value(totp.hotp_value(secret, step)) == plain), None)


def use_up(authenticator: Authenticator, code: str) -> None:
    """Note the step of a code, so that neither it nor an earlier one opens anything again, also after a restart."""
    step = counter_of(get_adapter().decrypt(authenticator.data["secret"]), code)
    if step is not None:
        authenticator.data[LAST_COUNTER] = step
        authenticator.save(update_fields=["data"])


def _is_used_up(account: Any, code: str) -> bool:
    row = Authenticator.objects.filter(user_id=account.pk, type=Authenticator.Type.TOTP).first()
    if row is None or LAST_COUNTER not in row.data:
        return False
    step = counter_of(get_adapter().decrypt(row.data["secret"]), code)
    return step is not None and step <= row.data[LAST_COUNTER]


def _code_box() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": MAX_CODE_CHARS})


class _OnceOnly(BaseAuthenticateForm):
    """allauth remembers a used code for thirty seconds in memory; it would be good for ninety."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["code"]
        field.label, field.max_length, field.widget = _("Code"), MAX_CODE_CHARS, _code_box()

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if _is_used_up(self.user, code):
            check_rate_limit(self.user)
            raise get_adapter().validation_error("incorrect_code")
        code = str(super().clean_code())
        if self.authenticator.type == Authenticator.Type.TOTP:
            use_up(self.authenticator, code)
        return code


class CodeForm(_OnceOnly, AuthenticateForm):
    """The second step of a login."""


class CodeAgainForm(_OnceOnly, ReauthenticateForm):
    """The second factor once more, before something that matters."""


class AppForm(ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["code"]
        field.label, field.max_length, field.widget = _("Code"), MAX_CODE_CHARS, _code_box()


class PasskeyForm(AddWebAuthnForm):
    """A new passkey; one that logs in without a password unless somebody says otherwise."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["name"].label = _("Name of this passkey")
        self.fields["name"].max_length = 60
        self.fields["name"].help_text = _("To tell it from others: “phone”, “blue key”. Not your name.")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("Log in with it alone, without a password")
        self.fields["passwordless"].help_text = _(
            "The device then asks for its own PIN or a finger. Switch it off for an old security key that has neither."
        )
        self.fields["credential"].max_length = MAX_CREDENTIAL_CHARS
