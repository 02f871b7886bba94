"""Views to bytes: minijinja, sandboxed by nature, strict about names, escaping all that is not `views.Html`."""

from typing import Any

from minijinja import Environment

from skaryna.theme import views

FUEL = 2_000_000
"""Template steps for one page: far more than any page needs, and an end to one that runs in circles."""

TEMPLATES = {
    views.ArticlePage: "article.html",
    views.HomePage: "home.html",
    views.ListPage: "list.html",
    views.IndexPage: "index.html",
    views.StandingPage: "page.html",
    views.NotFoundPage: "404.html",
    views.WithdrawnPage: "withdrawn.html",
    views.GenuinePage: "genuine.html",
    views.SearchPage: "search.html",
    views.CopyPage: "copy.html",
}


def environment(templates: dict[str, str]) -> Environment:
    """Return an environment with the templates of a theme, by name."""
    made = Environment(templates=templates, undefined_behavior="strict", trim_blocks=True, lstrip_blocks=True)
    made.fuel = FUEL
    return made


PARTS = ("meta", "top", "appeal", "foot")
"""What stands around a page, made once for all pages of a language and section."""


def fragment(made: Environment, name: str, values: dict[str, Any]) -> views.Html:
    """Return what a template makes of its values, for use in pages."""
    return views.Encoded(_rendered(made, name, values))


def _rendered(made: Environment, name: str, values: dict[str, Any]) -> bytes:
    html: str = made.render_template(name, **values)
    # minijinja escapes `/` too: valid, and 150 bytes a page for nothing.
    return html.encode().replace(b"&#x2f;", b"/")


def page(made: Environment, name: str, values: dict[str, Any], root: str) -> bytes:
    """Return the page that a template makes of its values, UTF-8, with the way to the edition's root in its place."""
    aside: list[views.Html] = []
    token = views.held.set(aside)
    try:
        data = _rendered(made, name, values)
    finally:
        views.held.reset(token)
    first, *marked = data.split(_OPEN)
    parts = [first]
    for part in marked:
        number, _, rest = part.partition(_CLOSE)
        if not number.isdigit():
            parts += (_OPEN, part)
        elif (at := int(number)) < len(aside):
            parts += (aside[at].data, rest)
        else:
            # It came with a text that no rule of the model would have let through: it prints nothing.
            parts.append(rest)
    way = root.encode()
    # One by one, for the longest of them have none in them.
    return b"".join([part.replace(_ROOT, way) for part in parts])


_OPEN, _CLOSE = (mark.encode() for mark in views.MARKS)
_ROOT = views.ROOT.encode()
