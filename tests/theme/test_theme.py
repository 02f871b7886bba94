"""The theme: every page kind, in two engines; nothing unescaped; all words in all languages; light enough."""

import datetime as dt
import gzip
import itertools
import re
import tomllib
from importlib.resources import files

import jinja2
import pytest
from babel.dates import format_date
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from skaryna.model.names import LANGUAGES
from skaryna.theme import date, render, shipped, verifier, words
from skaryna.theme.engine import TEMPLATES
from skaryna.theme.specimens import views
from skaryna.theme.views import LONG_CHARS, ArticlePage, BlockView, Encoded, Html, ListPage, NotFoundPage, joined

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}</title></style>&amp;"""
TEMPLATE_FOLDER = files("skaryna.theme") / "templates"


def test_markup_that_is_there_in_bytes_alone_prints_as_any_other() -> None:
    """A list's rows are put together in UTF-8; a short one stands in the page at once, a long one aside."""
    for words_in_it in ("Праўда", "Праўда " * LONG_CHARS):
        page = next(view for view in views() if isinstance(view, ListPage))
        text, encoded = Html(f"<p>{words_in_it}</p>"), Encoded(f"<p>{words_in_it}</p>".encode())
        assert render(replace(page, rows=encoded)) == render(replace(page, rows=text))
        assert f"{encoded}" == str(encoded) == text
        assert encoded.__html__() == text.__html__()
        assert joined([encoded.data, text.data]).data == f"{text}\n{text}".encode()
    assert not joined([])
    assert joined([encoded.data])


@pytest.mark.parametrize("view", views(), ids=lambda view: type(view).__name__)
def test_another_engine_makes_the_same_page(view: object) -> None:
    """Templates stay in the subset of minijinja and Jinja2, so that neither holds us."""
    loader = jinja2.DictLoader({p.name: p.read_text(encoding="utf-8") for p in TEMPLATE_FOLDER.iterdir()})
    engine = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    theirs = engine.get_template(TEMPLATES[type(view)]).render(**shipped().context(view))

    def folded(html: str) -> str:
        return re.sub(
            r"\s+", " ", html.replace("&#x2f;", "/").replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
        ).strip()

    assert folded(render(view).decode()) == folded(theirs)


@pytest.mark.parametrize("view", views(HOSTILE), ids=lambda view: type(view).__name__)
def test_no_plain_text_becomes_markup(view: object) -> None:
    html = render(view).decode()
    tree = LexborHTMLParser(html)
    assert not [node for node in tree.css("script:not([src])") if node.attributes.get("type") != "application/ld+json"]
    assert {node.attributes["src"] for node in tree.css("script[src]")} <= {"search.js", "reader.js"}
    assert not tree.css("[onerror], [onclick], [onload], iframe, object")
    assert [node.text() for node in tree.css("style")] in [[style] for style in shipped().styles]
    assert all(node.attributes.get("src") != "x" for node in tree.css("img"))
    assert "{{ 7*7 }}" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("length", [10, LONG_CHARS, LONG_CHARS + 1, 20_000])
def test_long_markup_is_printed_as_it_is(length: int) -> None:
    """It takes another way to the page than short markup does."""
    texts = [f"<em>{letter}</em>{letter * length}" for letter in "ab"]
    view = next(each for each in views() if isinstance(each, ArticlePage))
    body = tuple(BlockView("text", html=Html(f"<p>{text} \1 0\2</p>")) for text in (*texts, texts[0]))
    html = render(replace(view, body=body, title="A \1 title with marks \00199\2")).decode()
    assert re.findall(r"<p>(<em>[ab]</em>[ab]+) ", html) == [*texts, texts[0]]
    assert "<title>" in html


def test_templates_never_switch_escaping_off() -> None:
    for template in TEMPLATE_FOLDER.iterdir():
        text = template.read_text(encoding="utf-8")
        assert "|safe" not in re.sub(r"\s", "", text)
        assert "autoescape" not in text
        assert not re.search(r"style=|<style|javascript:|\son\w+=", text), template.name


def test_every_language_has_every_word_and_every_word_is_used() -> None:
    folder = files("skaryna.theme") / "words"
    keys = {name: set(tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))) for name in LANGUAGES}
    plural = re.compile(r"_(?:one|few|many|other)$")
    common = {plural.sub("", key) for key in keys["en"]}
    for name, found in keys.items():
        assert {plural.sub("", key) for key in found} == common, name
    source = "".join(p.read_text(encoding="utf-8") for p in TEMPLATE_FOLDER.iterdir())
    source += "".join(p.read_text() for p in files("skaryna.press.pages").iterdir() if p.name.endswith(".py"))  # type: ignore[attr-defined]
    used = {key for key in common if re.search(rf"w\.{key}\b|\[\"{key}\"\]", source)} | {
        "language_name",
        "reads",
        "minutes",
    }
    used |= {"all_rights_reserved", "public_domain"}  # chosen by a licence's code
    used |= {f"seal_{key}" for key in verifier.PAGE_WORDS + verifier.WORKER_WORDS}
    used |= {f"keep_{key}" for key in verifier.KEEP_WORDS}
    assert common - used == set()


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 read"), ("en", 2, "2 reads"), ("be", 1, "1 прачытанне"), ("be", 3, "3 прачытанні"),
        ("be", 11, "11 прачытанняў"), ("be", 21, "21 прачытанне"), ("ru", 5, "5 прочтений"), ("uk", 22, "22 прочитання"),
        ("pl", 1, "1 odsłona"), ("pl", 4, "4 odsłony"), ("pl", 12, "12 odsłon"),
    ],
)  # fmt: skip
def test_numbers_speak_each_language(language: str, number: int, said: str) -> None:
    assert words(language).reads(number).startswith(f"{said} ")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "3 February 2022"), ("be", "3 лютага 2022 г."), ("ru", "3 февраля 2022 г."), ("uk", "3 лютого 2022 р."),
        ("pl", "3 lutego 2022"),
    ],
)  # fmt: skip
def test_dates_speak_each_language(language: str, said: str) -> None:
    moment = dt.datetime(2022, 2, 3, 12, tzinfo=dt.UTC)
    assert " ".join(date(moment, language).text.split()) == said
    for day in range(0, 9_000, 13):
        each = moment - dt.timedelta(days=day)
        assert date(each, language).text == format_date(each, "long", locale={"en": "en_GB"}.get(language, language))


def test_an_article_of_900_words_travels_in_14600_bytes_with_its_style() -> None:
    sentence = "The ferryman {} looks at the wheel, and the wheel looks at {} the river, which has seen {} ferrymen. "
    prose = ["".join(sentence.format(n * 7 + k, n, k * 31) for k in range(5)) for n in range(10)]
    article = views()[0]
    assert isinstance(article, ArticlePage)
    long = ArticlePage(
        article.head, article.chrome, "A Title", "A lead.", article.date, None, article.authors, article.topics,
        tuple(BlockView("text", html=Html(f"<p>{text}</p>")) for text in prose),
    )  # fmt: skip
    html = render(long)
    assert len(re.sub(rb"<[^>]*>", b"", html).split()) > 900
    assert len(gzip.compress(html, 6)) <= 14_600


def test_headings_go_down_in_order_and_pages_have_one_title() -> None:
    for view in views():
        tree = LexborHTMLParser(render(view).decode())
        assert len(tree.css("h1")) == 1
        levels = [int(node.tag[1]) for node in tree.css("h1,h2,h3,h4")]  # type: ignore[index]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (view, levels)


def test_pages_that_are_not_there_are_not_for_search_engines() -> None:
    head = views()[-1]
    assert isinstance(head, NotFoundPage)
    from msgspec.structs import replace

    html = render(replace(head, head=replace(head.head, no_index=True))).decode()
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html
