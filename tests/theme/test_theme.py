"""The theme: every page kind, in two engines; nothing unescaped; light enough; for machines as for people."""

import dataclasses
import gzip
import itertools
import json
import random
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import jinja2
import pytest
from selectolax.lexbor import LexborHTMLParser

from skaryna.errors import ValueRefusedError
from skaryna.theme import assets, icon_path, render, stylesheet_path
from skaryna.theme.assets import minified
from skaryna.theme.engine import TEMPLATES, context, environment
from skaryna.theme.views import ArticlePage, BlockView, Html, NotFoundPage, RedirectPage, checked
from tests.theme import magazine
from tests.theme.prose import ENGLISH
from tests.theme.samples import views

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}</title></style>&amp;"""
TEMPLATE_FOLDER = files("skaryna.theme") / "templates"
TEMPLATE_NAMES = sorted(each.name for each in TEMPLATE_FOLDER.iterdir() if each.name.endswith(".html"))
ARTICLE_BYTES = 14_600
STYLE_BYTES = 4_608
# What selects words or a shape and is never printed: a poisoned one would choose nothing.
SELECTORS = {("Chrome", "language"), ("BlockView", "kind")}
# What no template prints today. Whoever prints one takes it out of this list, and the test below proves the escaping.
UNPRINTED = {("Chrome", "description"), ("ListPage", "kind"), ("IndexPage", "kind"), ("StandingPage", "role")}


def name_of(view: object) -> str:
    return type(view).__name__


EVERYTHING = [*views(), *magazine.pages().values()]


def jinja() -> jinja2.Environment:
    loader = jinja2.DictLoader({name: (TEMPLATE_FOLDER / name).read_text(encoding="utf-8") for name in TEMPLATE_NAMES})
    engine = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    engine.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    return engine


@pytest.mark.parametrize("view", EVERYTHING, ids=name_of)
def test_another_engine_makes_the_same_page(view: object) -> None:
    """Templates stay in the subset of minijinja and Jinja2, so that neither holds us."""
    theirs = jinja().get_template(TEMPLATES[type(view)]).render(**context(view))

    def folded(html: str) -> str:
        return html.replace("&#x2f;", "/").replace("&#x27;", "&#39;").replace("&quot;", "&#34;")

    assert folded(render(view).decode()) == folded(theirs)


def test_every_kind_of_page_is_among_what_the_tests_render() -> None:
    assert {type(view) for view in EVERYTHING} == set(TEMPLATES)


def test_the_same_view_gives_the_same_bytes() -> None:
    assert list(map(render, views())) == list(map(render, views()))


class Poison:
    """Puts a tag of its own into every plain text of a view; remembers which field got which."""

    def __init__(self) -> None:
        self.fields: dict[int, tuple[str, str]] = {}

    def into(self, value: object, where: tuple[str, str] = ("", "")) -> object:
        if isinstance(value, Html) or where in SELECTORS:
            return value
        if isinstance(value, str):
            number = len(self.fields)
            self.fields[number] = where
            return f"\"'><x-{number}>&</script><!--"
        if isinstance(value, tuple):
            return tuple(self.into(each, where) for each in value)
        if isinstance(value, dict):
            return {key: self.into(each, where) for key, each in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            kind = type(value).__name__
            return replace(
                value, **{f.name: self.into(getattr(value, f.name), (kind, f.name)) for f in dataclasses.fields(value)}
            )
        return value


@pytest.mark.parametrize("view", EVERYTHING, ids=name_of)
def test_no_plain_text_of_any_view_becomes_markup(view: object) -> None:
    html = render(Poison().into(view)).decode()
    assert "<x-" not in html
    assert "<!--" not in html
    tree = LexborHTMLParser(html)
    assert not [node for node in tree.css("script") if node.attributes.get("type") != "application/ld+json"]
    for node in tree.css("*"):
        assert not node.tag.startswith("x-")  # type: ignore[union-attr]
        assert all(re.fullmatch(r"[a-z][a-z:_-]*", name, re.IGNORECASE) for name in node.attributes), node.html


def test_the_proof_is_not_empty_for_every_field_is_printed_somewhere() -> None:
    seen: set[tuple[str, str]] = set()
    known: set[tuple[str, str]] = set()
    for view in EVERYTHING:
        poison = Poison()
        html = render(poison.into(view)).decode()
        known |= set(poison.fields.values())
        seen |= {
            where for n, where in poison.fields.items() if f"&lt;x-{n}&gt;" in html or f"\\u003cx-{n}\\u003e" in html
        }
    assert known - seen == UNPRINTED


@pytest.mark.parametrize("view", views(HOSTILE), ids=name_of)
def test_what_attackers_write_stays_text(view: object) -> None:
    html = render(view).decode()
    tree = LexborHTMLParser(html)
    assert not tree.css("[onerror], [onclick], [onload], style, iframe, object")
    assert all(node.attributes.get("src") != "x" for node in tree.css("img"))
    assert "{{ 7*7 }}" in html
    assert "<script>alert" not in html


def test_data_for_machines_survives_a_hostile_title() -> None:
    data: dict[str, object] = {
        "headline": HOSTILE,
        "name": "</script><!--<script> Беларусь",
        "list": [HOSTILE, {"a": None}],
    }
    article = views()[0]
    assert isinstance(article, ArticlePage)
    tree = LexborHTMLParser(render(replace(article, head=replace(article.head, json_ld=data))).decode())
    (block,) = tree.css("script")
    assert json.loads(block.text()) == data


def test_markup_comes_in_only_after_it_was_checked() -> None:
    with pytest.raises(ValueRefusedError, match="not allowed"):
        checked("<img src=x onerror=alert(1)>")


def test_templates_never_switch_escaping_off() -> None:
    for name in TEMPLATE_NAMES:
        text = (TEMPLATE_FOLDER / name).read_text(encoding="utf-8")
        assert "|safe" not in re.sub(r"\s", "", text)
        assert "autoescape" not in text
        assert not re.search(r"style=|<style|javascript:|\son\w+=", text), name
        assert not re.search(r"=\s*\{\{", re.sub(r'"[^"]*"', '""', text)), f"an unquoted attribute in {name}"


def test_a_misspelt_name_in_a_template_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(Exception, match="undefined"):
        environment().render_template("redirect.html", v=object())


def test_an_article_of_900_words_travels_in_14600_bytes_with_its_style() -> None:
    """Its last words are drawn by lot from the first: dearer to compress than anybody's prose."""
    article = magazine.pages()["article.html"]
    assert isinstance(article, ArticlePage)
    told = " ".join(ENGLISH.paragraphs).split()
    more = random.Random(7).choices(
        [word for word in told if "<" not in word and ">" not in word and "=" not in word], k=900 - len(told)
    )
    paragraphs = [*ENGLISH.paragraphs, *(" ".join(more[n : n + 80]) for n in range(0, len(more), 80))]
    long = replace(
        article, body=tuple(BlockView("paragraph", html=checked(text)) for text in paragraphs), lead_figure=None
    )
    page = len(gzip.compress(render(long), 6))
    style = len(gzip.compress(assets()[stylesheet_path()], 6))
    assert len(re.sub(r"<[^>]*>", " ", " ".join(paragraphs)).split()) >= 900
    assert style <= STYLE_BYTES
    assert page + style <= ARTICLE_BYTES


@pytest.mark.parametrize("view", EVERYTHING, ids=name_of)
def test_headings_go_down_in_order_and_pages_have_one_title(view: object) -> None:
    tree = LexborHTMLParser(render(view).decode())
    assert len(tree.css("h1")) == 1
    levels = [int(node.tag[1]) for node in tree.css("h1,h2,h3,h4")]  # type: ignore[index]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("path", "view"), magazine.pages().items(), ids=list(magazine.pages()))
def test_readers_are_asked_for_support_once_on_a_page(path: str, view: object) -> None:
    tree = LexborHTMLParser(render(view).decode())
    assert len(tree.css(".appeal")) == (0 if isinstance(view, RedirectPage) else 1)
    assert bool(tree.css("main .appeal")) == isinstance(view, ArticlePage)


def test_one_picture_is_wanted_first_and_the_others_wait() -> None:
    for path in ("index.html", "article.html", "topic.html"):
        pictures = LexborHTMLParser(render(magazine.pages()[path]).decode()).css("img")
        assert len(pictures) > 1
        hurried = [each for each in pictures if each.attributes.get("fetchpriority") == "high"]
        assert hurried == pictures[: len(hurried)]
        assert len(hurried) <= 1
        waiting = pictures[len(hurried) :]
        assert all(each.attributes.get("loading") == "lazy" for each in waiting)
        assert all(
            each.attributes["width"] and each.attributes["height"] and "alt" in each.attributes for each in pictures
        )


def test_what_is_in_another_language_says_so() -> None:
    tree = LexborHTMLParser(render(magazine.pages()["article.html"]).decode())
    for link in tree.css(".editions a, .also a"):
        assert link.attributes["lang"] == link.attributes["hreflang"] == ("en" if link.text() == "English" else "be")


def test_pages_that_are_not_there_are_not_for_search_engines() -> None:
    missing = views()[-2]
    assert isinstance(missing, NotFoundPage)
    html = render(replace(missing, head=replace(missing.head, no_index=True))).decode()
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html


def test_an_old_address_leads_on_without_script() -> None:
    html = render(RedirectPage("Новы адрас", "../2024/new.html", "https://x.example/2024/new.html", "be")).decode()
    tree = LexborHTMLParser(html)
    assert tree.css_first("html").attributes["lang"] == "be"
    assert tree.css_first("meta[http-equiv=refresh]").attributes["content"] == "0; url=../2024/new.html"
    assert tree.css_first("link[rel=canonical]").attributes["href"] == "https://x.example/2024/new.html"
    assert tree.css_first("meta[name=robots]").attributes["content"] == "noindex"
    assert tree.css_first("a").attributes["href"] == "../2024/new.html"


def test_assets_are_named_by_what_is_in_them() -> None:
    assert set(assets()) == {stylesheet_path(), icon_path()}
    assert re.fullmatch(r"assets/style\.[0-9a-f]{10}\.css", stylesheet_path())
    style = assets()[stylesheet_path()].decode()
    assert "url(" not in style
    assert "@import" not in style
    assert b"prefers-color-scheme:dark" in assets()[icon_path()]


def test_the_style_gets_smaller_and_says_the_same() -> None:
    assert minified("/* a */ a > b , c { width : calc(1px + 2px) ; }\n") == "a>b,c{width :calc(1px + 2px)}"


def test_the_documentation_names_every_template_token_and_block() -> None:
    text = (Path(__file__).parents[2] / "docs" / "theming.md").read_text(encoding="utf-8")
    style = (files("skaryna.theme") / "style" / "1-ground.css").read_text(encoding="utf-8")
    wanted = {*re.findall(r"(--[a-z]+):", style), *TEMPLATES.values(), *(kind.__name__ for kind in TEMPLATES)}
    for name in TEMPLATE_NAMES:
        wanted |= set(re.findall(r"{% block (\w+)", (TEMPLATE_FOLDER / name).read_text(encoding="utf-8")))
    assert {name for name in wanted if f"`{name}`" not in text} == set()
