"""How allauth works in a newsroom: nobody signs up, no mail, the strongest proof that an account has is asked for."""

import base64
import hashlib
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from skaryna.errors import SettingsError
from skaryna.newsroom import sessions
from skaryna.newsroom.place import current

ISSUER = "Sign-in"
"""What an authenticator's app shows beside the account's name. A telephone that is searched names no magazine."""
_NOT_RIGHT = _("The name or the password is not right.")
_WAIT = _("Too many wrong tries. Wait five minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Names and passwords."""

    error_messages = {  # noqa: RUF012 - allauth's
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _NOT_RIGHT,
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's
        return False

    def send_mail(self, *_arguments: Any, **_more: Any) -> None:
        """Nothing is ever mailed."""

    def is_safe_url(self, url: str) -> bool:
        """After the login one goes to a page of this newsroom, under the name by which one came."""
        host = context.request.get_host()
        return bool(url_has_allowed_host_and_scheme(url, {host}, require_https=context.request.is_secure()))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Whoever may not come in any more gets the same answer as who never could."""
        account = super().authenticate(request, **credentials)
        if account is None or account.is_active:
            return account
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 - allauth's
        from skaryna.newsroom import events

        events.login_failed(credentials.get("username", ""))

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:  # noqa: ARG002 - allauth's
        messages.error(request, str(_NOT_RIGHT))
        return HttpResponseRedirect(reverse("account_login"))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that failed logins are counted by; it is held in memory for minutes, and written nowhere.

        Only the proxy that the settings name is believed when it says where a request came from. An onion service
        knows nobody's address: there each request is from elsewhere, and the count by account alone holds.
        """
        address = str(request.META.get("REMOTE_ADDR", ""))
        proxy = current().settings.access.proxy
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if proxy and said and address == proxy:
            return str(said[:64])
        if request.get_host().partition(":")[0].endswith(".onion"):
            return secrets.token_hex(8)
        return address

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002 - allauth's
        # allauth puts the Host header before the name: a port more or less in it would start another count.
        return str(credentials.get("username", "")).casefold()

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """A password does not stand in for a second factor where the account has one."""
        methods = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"] != "reauthenticate"]
        return [{**method, "description": _WAYS[method["id"]]} for method in reversed(strong)] or methods

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:  # noqa: ARG002 - allauth's
        """Whoever logged in within the last minutes, with all that the account has, is not asked again."""
        request = context.request
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if FactorAdapter().is_mfa_enabled(request.user, list(STRONG)):
            return not shown_at(request) > since
        return not request.session.get(sessions.BEGAN, 0) > since

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **words: Any
    ) -> None:
        """Speak where there is something to say, and in our words; allauth also greets everybody at each login."""
        if message_template is None:
            super().add_message(request, level, message_template, *more, **words)
        elif message_template in _SAID:
            messages.add_message(request, level, str(_SAID[message_template]))


_WAYS = {
    "mfa_reauthenticate": _("Use a code from the app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}
_SAID = {
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/totp_activated.txt": _("The app is added."),
    "mfa/messages/totp_deactivated.txt": _("The app is removed."),
}

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What is a second factor; recovery codes stand in for one."""


ADDED = "second_factor"
"""In a session: the account that added a second factor in it, and when."""


def shown_at(request: HttpRequest) -> float:
    """Return when a second factor was last shown, or added, by this account in this session; 0 for never."""
    records = get_authentication_records(request, request.user)
    times = [float(record["at"]) for record in records if record.get("method") == "mfa"]
    account, added = request.session.get(ADDED, ("", 0.0))
    return max([*times, added if account == str(request.user.pk) else 0.0])


class FactorAdapter(DefaultMFAAdapter):
    """Second factors. Their secrets lie in the database encrypted with a key that is not there."""

    error_messages = {  # noqa: RUF012 - allauth's
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used before. Wait for the next one."),
        "cannot_delete_authenticator": _("Your last second factor cannot be removed. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise SettingsError(
                _t("The second factor of this account was stored under another key."),
                hint=_t("Restore keys/newsroom.key, or let an administrator reset the account."),
            ) from error

    def get_totp_issuer(self) -> str:
        return ISSUER

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have a second factor keeps one."""
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        left = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG).exclude(pk=authenticator.pk)
        return bool(left.exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _t("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the name by which the newsroom was reached: localhost, or one of `hosts`."""
        host = context.request.get_host().partition(":")[0]
        return {"id": host, "name": host}


def _cipher() -> Fernet:
    secret = hashlib.blake2b(current().newsroom_key(), digest_size=32, person=b"second factor").digest()
    return Fernet(base64.urlsafe_b64encode(secret))
