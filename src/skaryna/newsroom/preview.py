"""What an article will look like. The press's own rendering is plugged in by `use`; without it, a plain page."""

import re
import sqlite3
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skaryna.errors import SkarynaError
from skaryna.model.journal import Value
from skaryna.model.publication import Publication
from skaryna.newsroom.sentences import said

Renderer = Callable[[Value, Publication], str]
_renderer: list[Renderer] = []
# No script, no form, no window, no other host. The editor's own scripts look into the frame (`allow-same-origin`): they
# keep its place while it changes and check it for barriers.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'self'; "
    "form-action 'none'; base-uri 'none'; sandbox allow-same-origin"
)
MODES = [("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark"))]
"""As Wagtail's panel offers them, beside telephone, tablet and desktop."""
_ASKS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)")
_KNOWS = re.compile(r"\blight dark\b")
# A draft may be anything. Whatever cannot be shown of it is said, never dropped on the editor as a fault of the house.
_UNSHOWABLE = (SkarynaError, OSError, ValueError, LookupError, TypeError, AttributeError, DatabaseError, sqlite3.Error)


def use(renderer: Renderer) -> None:
    """Let previews be made by this function: a whole HTML page of a value."""
    _renderer[:] = [renderer]


def render_preview(value: Value, publication: Publication) -> str:
    """Return a page that shows a value as readers would get it."""
    if _renderer:
        return _renderer[0](value, publication)
    return render_to_string("newsroom/preview.html", {"value": value, "publication": publication})


def answer(row: Any, mode: str = "") -> HttpResponse:
    """Answer a request for the preview of a row, saved or not; what cannot be printed is said in words."""
    return answer_value(lambda: _value(row), mode)


def answer_value(value: Callable[[], Value], mode: str = "") -> HttpResponse:
    """Answer a request for the preview of a value that is made here; what cannot be made is said in words."""
    from skaryna.newsroom.place import current

    publication = current().publication
    try:
        page = render_preview(value(), publication)
    except _UNSHOWABLE as error:
        page = render_to_string("newsroom/preview.html", {"problem": said(_told(error)), "publication": publication})
    return HttpResponse(in_light(page, mode), headers={"Content-Security-Policy": POLICY})


def in_light(page: str, mode: str) -> str:
    """Return a page as a device in the light or in the dark shows it, whatever this one prefers."""
    if mode not in {"light", "dark"}:
        return page
    head, end, rest = page.partition("</head>")
    head = _ASKS.sub(lambda asks: "(min-width: 0)" if asks[1] == mode else "(max-width: 0)", head)
    return _KNOWS.sub(mode, head) + end + rest


def _told(error: Exception) -> SkarynaError:
    if isinstance(error, SkarynaError):
        return error
    return SkarynaError(
        _("This draft cannot be shown yet: something in it is not finished."),
        hint=_("Fill in what is empty, or take out the block that you changed last. The draft itself is safe."),
    )


def _value(row: Any) -> Value:
    """Return the value that publishing would approve; what is fixed only then is filled for the eye."""
    from wagtail.models import Locale

    from skaryna.newsroom import handover, models

    if row.locale_id is None:
        row.locale = Locale.get_default()
    row.title = row.title or "…"
    row.group = row.group or row.translation_key.hex
    if isinstance(row, models.Article):
        row.address = row.address or row.free_address()
    else:
        row.slug = row.slug or row.free_slug(row.title)
    return handover.value_of(row)
