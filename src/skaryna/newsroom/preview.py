"""What an article will look like. The press's own rendering is plugged in by `use`; without it, a plain page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string

from skaryna.errors import SkarynaError
from skaryna.model.journal import Value
from skaryna.model.publication import Publication
from skaryna.newsroom.sentences import said

Renderer = Callable[[Value, Publication], str]
_renderer: list[Renderer] = []
POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; frame-ancestors 'self'"


def use(renderer: Renderer) -> None:
    """Let previews be made by this function: a whole HTML page of a value."""
    _renderer[:] = [renderer]


def render_preview(value: Value, publication: Publication) -> str:
    """Return a page that shows a value as readers would get it."""
    if _renderer:
        return _renderer[0](value, publication)
    return render_to_string("newsroom/preview.html", {"value": value, "publication": publication})


def answer(row: Any) -> HttpResponse:
    """Answer a request for the preview of a row, saved or not; what cannot be printed is said in words."""
    from skaryna.newsroom.place import current

    publication = current().publication
    try:
        page = render_preview(_value(row), publication)
    except SkarynaError as error:
        page = render_to_string("newsroom/preview.html", {"problem": said(error), "publication": publication})
    return HttpResponse(page, headers={"Content-Security-Policy": POLICY})


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
