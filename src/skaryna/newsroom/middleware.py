"""Headers of every answer, and refusals told in words instead of a broken page."""

import urllib.parse
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from skaryna.errors import SkarynaError
from skaryna.newsroom.sentences import said

# Wagtail 8 has inline scripts in some forms and no nonces; everything else is our own host. An upgrade that calls
# another host is stopped here by the browser.
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'self'; manifest-src 'self'; media-src 'self'; worker-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
}

Answer = Callable[[HttpRequest], HttpResponse]


class Headers:
    """Set the security headers; keep private pages out of shared caches; mark cookies secure under TLS."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-store")
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class Refusals:
    """Where a rule of the model refuses what an editor asked for, go back and say why.

    Where it would bring readers something that nobody has looked at, show that first.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from skaryna.newsroom import stopping, waiting

        seen = request.POST.get(stopping.FIELD, "") if request.method == "POST" else ""
        with stopping.asking(request.user, seen), waiting.by(request.user) as kept:
            response = self.get_response(request)
        if kept.rows:
            from skaryna.newsroom.screens.waiting import say_kept

            say_kept(request, kept.rows)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        from skaryna.newsroom.screens import leaving
        from skaryna.newsroom.stopping import UnconfirmedError

        if isinstance(error, UnconfirmedError):
            return leaving.answer(request, error)
        if not isinstance(error, SkarynaError) or getattr(request, "is_dummy", False):
            return None
        messages.error(request, said(error))
        return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Return the page that the editor came from, if it is one of ours."""
    parts = urllib.parse.urlsplit(request.META.get("HTTP_REFERER", ""))
    if parts.netloc == request.get_host() and parts.path.startswith("/"):
        return parts.path
    return reverse("wagtailadmin_home")
