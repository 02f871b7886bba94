"""The door: what of a request is let through, before any screen sees it.

Whoever is not logged in reaches the login alone. Where a second factor is required, whoever has not shown one in this
session reaches the screens that add one, and nothing else: no list, no picture, no preview, no API.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from skaryna.newsroom import factors
from skaryna.newsroom.adapters import shown_at
from skaryna.newsroom.middleware import Answer
from skaryna.newsroom.place import current

OPEN = {
    "account_login",
    "account_logout",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "newsroom_join",
    "newsroom_join_account",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
"""For who is not logged in. Everything else leads to the login, whether its view would ask or not."""

ENROLMENT = {"newsroom_enrol", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
"""For who has a password and no second factor, where one is required."""

FURNITURE = {"account_logout", "wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
"""The way out, and what those screens are drawn with; it says nothing about anything."""

_BY_ITSELF = {"wagtailadmin_editing_sessions:ping", "newsroom_who"}
"""What an open page asks for without anybody there: it keeps no session alive."""


class Door:
    """Refuse what the session does not allow."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _arguments: Any, _options: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if not request.user.is_authenticated:
            return None if name in OPEN else _to_login(request)
        if name not in _BY_ITSELF:
            request.session.touch()
        if name in FURNITURE or not is_required(request) or shown_at(request):
            return None
        if factors.has_one(request.user):
            # It was added in another browser; this one came in with the password alone.
            logout(request)
            messages.warning(request, _t("This account has a second factor now. Log in with it."))
            return _to_login(request)
        if name in ENROLMENT:
            return None
        return _stopped(request) or HttpResponseRedirect(reverse("newsroom_enrol"))


def is_required(request: HttpRequest) -> bool:
    """Whether a password alone is not enough for this request.

    Where the settings say nothing, what comes through a proxy comes from another computer, whatever it is called here.
    """
    if settings.SECOND_FACTOR_REQUIRED:
        return True
    return not current().settings.access.second_factor and "HTTP_X_FORWARDED_FOR" in request.META


def _to_login(request: HttpRequest) -> HttpResponse:
    return _stopped(request) or redirect_to_login(request.get_full_path(), reverse("account_login"))


def _stopped(request: HttpRequest) -> HttpResponse | None:
    """A page's own request cannot follow to a login; it is refused as Wagtail refuses it."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return None
