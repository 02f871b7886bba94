"""Views to bytes: minijinja, sandboxed by nature, strict about names, escaping all that is not `views.Html`."""

import json

from minijinja import Environment

from skaryna.theme import views
from skaryna.theme.speech import Words

FUEL = 2_000_000
"""Template steps for one page: far more than any page needs, and an end to one that runs in circles."""

TEMPLATES = {
    views.ArticlePage: "article.html",
    views.HomePage: "home.html",
    views.ListPage: "list.html",
    views.IndexPage: "index.html",
    views.StandingPage: "page.html",
    views.NotFoundPage: "404.html",
    views.GenuinePage: "genuine.html",
}


def environment(templates: dict[str, str]) -> Environment:
    """Return an environment with the templates of a theme, by name."""
    made = Environment(templates=templates, undefined_behavior="strict", trim_blocks=True, lstrip_blocks=True)
    made.fuel = FUEL
    return made


def context(view: object, language: Words) -> dict[str, object]:
    """Return what a template gets: the view, its surroundings, the words of its language, JSON for machines."""
    minutes = getattr(view, "reading_minutes", 0)
    return {
        "v": view,
        "head": view.head,  # type: ignore[attr-defined]
        "site": view.chrome,  # type: ignore[attr-defined]
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


def rendered(made: Environment, name: str, values: dict[str, object]) -> bytes:
    """Return the page that a template makes of its values."""
    html: str = made.render_template(name, **values)
    # minijinja escapes `/` too: valid, and 150 bytes a page for nothing.
    return html.replace("&#x2f;", "/").encode()
