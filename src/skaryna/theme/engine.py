"""Views to bytes: minijinja, sandboxed by nature, strict about names, escaping all that is not `views.Html`."""

import json
from functools import cache
from importlib.resources import files

from minijinja import Environment

from skaryna.theme import views
from skaryna.theme.speech import words

FUEL = 2_000_000
"""Template steps for one page: far more than any page needs, and an end to one that runs in circles."""

TEMPLATES = {
    views.ArticlePage: "article.html",
    views.HomePage: "home.html",
    views.ListPage: "list.html",
    views.IndexPage: "index.html",
    views.StandingPage: "page.html",
    views.NotFoundPage: "404.html",
}


@cache
def environment() -> Environment:
    """Return the one environment, with every template of the theme."""
    folder = files("skaryna.theme") / "templates"
    templates = {
        each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".html")
    }
    made = Environment(templates=templates, undefined_behavior="strict", trim_blocks=True, lstrip_blocks=True)
    made.fuel = FUEL
    return made


def context(view: object) -> dict[str, object]:
    """Return what a template gets: the view, its surroundings, the words of its language, JSON for machines."""
    chrome = view.chrome  # type: ignore[attr-defined]
    language = words(chrome.language)
    minutes = getattr(view, "reading_minutes", 0)
    return {
        "v": view,
        "head": view.head,  # type: ignore[attr-defined]
        "site": chrome,
        "w": dict(language),
        "minutes": language.minutes(minutes) if minutes else "",
        "json_ld": data_block(view.head.json_ld),  # type: ignore[attr-defined]
    }


def data_block(value: dict[str, object] | None) -> views.Html:
    """Return JSON that may stand inside <script type="application/ld+json">: no `<` survives in it."""
    if value is None:
        return views.NOTHING
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return views.Html(text)


def render(view: object) -> bytes:
    """Return the page of a view: UTF-8 HTML. Pure: the same view gives the same bytes."""
    name = TEMPLATES[type(view)]
    html: str = environment().render_template(name, **context(view))
    # minijinja escapes `/` too: valid, and 150 bytes a page for nothing.
    return html.replace("&#x2f;", "/").encode()
