"""A publication's own theme: single blocks, style, words, a logo; and what it can do to no reader."""

import datetime as dt
import re
from pathlib import Path

import pytest

from skaryna.errors import PressError, SettingsError, SkarynaError
from skaryna.model import Quotation
from skaryna.outside import keeping
from skaryna.outside.approval import record_of
from skaryna.outside.folder import Folder, open_folder
from skaryna.press.approval import approve, compared, restore
from skaryna.press.preview import renderer
from skaryna.press.run import print_edition
from skaryna.theme import guarding, own, shipped_files
from skaryna.theme.specimens import views
from skaryna.theme.theme import Theme
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article

NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
EXAMPLE = re.compile(r"`(theme/[\w/.]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path / "pub")
    made.put(MASTHEAD, SUPPORT, ANN, LAW, article(1, body=(Quotation(html="We crossed at dusk."),)), article(2))
    return made


def put(folder: Folder, **files: str) -> Folder:
    """Write files of an own theme; `__` stands for a slash, `_dot_` for a dot."""
    for name, text in files.items():
        path = folder.root / "theme" / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def style_of(newsroom: Newsroom, page: str = "index.html") -> str:
    (style,) = re.findall(r"<style>(.*?)</style>", newsroom.read(page), flags=re.DOTALL)
    return style


def test_the_worked_example_of_the_documentation_works(newsroom: Newsroom) -> None:
    files = EXAMPLE.findall((Path(__file__).parents[2] / "docs/theming.md").read_text())
    assert [path for path, _ in files] == ["theme/templates/article.html", "theme/style/own.css", "theme/words/en.toml"]
    newsroom.print()
    before = newsroom.read("2024/story-1.html")
    for path, text in files:
        place = newsroom.folder.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    newsroom.print()
    assert newsroom.read("2024/story-1.html") == before, "nobody approved it yet"
    assert {own.shown(each.path) for each in compared(newsroom.folder, record_of(newsroom.folder))} == {
        path for path, _ in files
    }
    approve(newsroom.folder, at=NOW)
    newsroom.print()
    page = newsroom.read("2024/story-1.html")
    assert '<p>Do you know more? Write to us: <a href="mailto:desk@ferry.example">desk@ferry.example</a></p>' in page
    assert page.index("We crossed at dusk.") < page.index('class="tip"') < page.index('class="authors"')
    assert page.index('<p class="printed">') < page.index('class="tip"'), "what the shipped block says stays"
    assert 'class="tip"' not in newsroom.read("index.html")
    assert style_of(newsroom).endswith("text-align:start}")


def test_colours_reach_style_icon_manifest_and_the_browsers_frame(newsroom: Newsroom) -> None:
    settings = newsroom.folder.root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("[look]", '[look]\naccent = "#0b5d4e"\npaper = "#ffffff"'))
    folder = open_folder(newsroom.folder.root)
    warnings = print_edition(folder).warnings
    assert any("accent is “#0b5d4e”, approved is “#8f2320”" in each for each in warnings)
    assert "#0b5d4e" not in style_of(newsroom)
    approve(folder, at=NOW)
    assert print_edition(folder).warnings == ()
    assert "--accent:#0b5d4e" in style_of(newsroom)
    assert "#0b5d4e" in next(folder.edition.glob("assets/mark.*.svg")).read_text()
    assert '"theme_color":"#ffffff"' in newsroom.read("site.webmanifest")
    assert '<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">' in newsroom.read(
        "index.html"
    )


def test_a_logo_stands_in_the_nameplate_with_the_name_for_whoever_does_not_see_it(newsroom: Newsroom) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 0h300v100H0z"/></svg>'
    approve(put(newsroom.folder, logo_dot_svg=svg), at=NOW)
    newsroom.print()
    found = re.search(
        r'<img src="(assets/logo\.[0-9a-f]+\.svg)" width="240" height="80" alt="The Ferry">',
        newsroom.read("index.html"),
    )
    assert found
    assert (newsroom.folder.edition / found[1]).read_text() == svg


def test_a_theme_that_somebody_changed_on_the_server_reaches_no_reader(newsroom: Newsroom) -> None:
    template = '{% extends "skaryna/article.html" %}{% block next %}{% endblock %}'
    approve(put(newsroom.folder, templates__article_dot_html=template), at=NOW)
    newsroom.print()
    good = newsroom.read("2024/story-1.html")
    put(newsroom.folder, templates__article_dot_html=template.replace("%}{% endblock", "%}Casino{% endblock"))
    put(newsroom.folder, style__x_dot_css=".body{display:none}")
    said = " ".join(newsroom.print().warnings)
    assert "theme/templates/article.html" in said
    assert "theme/style/x.css" in said
    assert newsroom.read("2024/story-1.html") == good
    put(newsroom.folder, templates__script_dot_js="alert(1)")
    assert any("is no part of a theme" in each for each in newsroom.print().warnings)
    (newsroom.folder.root / "theme/templates/script.js").unlink()
    from skaryna.outside.approval import record_of

    record = record_of(newsroom.folder)
    restore(newsroom.folder, record, compared(newsroom.folder, record))
    assert (newsroom.folder.root / "theme/templates/article.html").read_text() == template
    assert not (newsroom.folder.root / "theme/style/x.css").exists()
    assert newsroom.print().warnings == ()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("article", '{% extends "skaryna/article.html" %}\n{% block text %}{{ v.nothing }}{% endblock %}', "line 2"),
        ("article", "{% extends 'skaryna/article.html' %}\n\n{% block text %}{{ v.title + }}{% endblock %}", "line 3"),
        ("article", '{% extends "skaryna/nothing.html" %}', "line 1"),
        ("base", "{% for a in range(3000) %}{% for b in range(3000) %}{{ b }}{% endfor %}{% endfor %}", "fuel"),
        ("article", '{% extends "article.html" %}', "article.html"),
    ],
)
def test_a_mistake_in_a_template_is_named_with_file_and_line(
    newsroom: Newsroom, name: str, text: str, said: str
) -> None:
    put(newsroom.folder, **{f"templates__{name}_dot_html": text})
    with pytest.raises(PressError, match=rf"theme/templates/{name}\.html") as it:
        approve(newsroom.folder, at=NOW)
    assert said in it.value.message


def test_a_word_that_the_theme_does_not_have_is_named(newsroom: Newsroom) -> None:
    put(newsroom.folder, words__be_dot_toml='nothing = "Усе"')
    with pytest.raises(PressError, match=r"theme/words/be\.toml says “nothing”"):
        approve(newsroom.folder, at=NOW)


HOSTILE = [
    ("templates__a_dot_html", "<p>\n<script>alert(1)</script>"),
    ("templates__a_dot_html", "x\n<img src='https://evil.example/x.png'>"),
    ("templates__a_dot_html", "x\n<img src=//evil.example/x.png>"),
    ("templates__a_dot_html", "x\n<p onclick='x()'>"),
    ("templates__a_dot_html", "x\n<a href='javascript:x()'>"),
    ("templates__a_dot_html", "x\n{{ v.title|safe }}"),
    ("templates__a_dot_html", "x\n{% autoescape false %}{{ v.title }}{% endautoescape %}"),
    ("templates__a_dot_html", "x\n<iframe src='x.html'></iframe>"),
    ("templates__a_dot_html", "x\n<meta http-equiv='refresh' content='0'>"),
    ("templates__a_dot_html", "x\n<base href='https://evil.example/'>"),
    ("templates__a_dot_html", "x\n<link rel=stylesheet href='https://evil.example/x.css'>"),
    ("style__a_dot_css", "p{}\n@import 'https://evil.example/x.css';"),
    ("style__a_dot_css", "p{}\np{background:url(https://evil.example/x.png)}"),
    ("style__a_dot_css", "p{}\np{background:u\\72l(https://evil.example/x.png)}"),
    ("style__a_dot_css", "p{}\n@font-face{src:url(//evil.example/x.woff2)}"),
    ("logo_dot_svg", "<svg>\n<script>alert(1)</script></svg>"),
    ("logo_dot_svg", "<svg>\n<image href='https://evil.example/x.png'/></svg>"),
    ("logo_dot_svg", "<svg>\n<path onload='x()'/></svg>"),
    ("logo_dot_svg", "\n<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"),
    ("mark_dot_svg", "<svg>\n<style>@import url(//evil.example)</style></svg>"),
]


@pytest.mark.parametrize(("name", "text"), HOSTILE)
def test_what_could_harm_a_reader_is_refused_with_file_and_line(newsroom: Newsroom, name: str, text: str) -> None:
    put(newsroom.folder, **{name: text})
    path = "theme/" + name.replace("__", "/").replace("_dot_", ".")
    with pytest.raises(SettingsError, match=rf"{re.escape(path)}, line 2: it "):
        approve(newsroom.folder, at=NOW)


@pytest.mark.parametrize(
    "put_together",
    [
        '<{{ "scr" }}ipt>alert(1)</scr{{ "" }}ipt>',
        '<img src="{{ "//evil.example/" }}x.png">',
        '<img {{ "sr" }}c="{{ "https:" }}//evil.example/x.png">',
        '<p {{ "on" }}click="x()">x</p>',
        '<a href="{{ "java" }}script:x()">x</a>',
        '<link rel="alternate stylesheet" href="{{ "https:" }}//evil.example/x.css">',
        "<p st{{ '' }}yle='color:red'>x</p>",
    ],
)
def test_what_a_template_puts_together_is_seen_in_its_page(newsroom: Newsroom, put_together: str) -> None:
    text = '{% extends "skaryna/article.html" %}{% block after_text %}' + put_together + "{% endblock %}"
    put(newsroom.folder, templates__article_dot_html=text)
    with pytest.raises(SkarynaError, match=r"no reader should get|theme/templates/article\.html, line 1"):
        approve(newsroom.folder, at=NOW)


def test_a_page_of_the_shipped_theme_has_no_problem() -> None:
    theme = Theme(shipped_files())
    for text in ("Plain words", "<script>alert(1)</script>", "\" onload='x()'", "https://x.example/"):
        for view in views(text, theme=theme):
            page = theme.render(view).decode()
            assert guarding.problem(page) == "it has a style element"
            for style in theme.styles:
                page = page.replace(f"<style>{style}</style>", "")
            assert guarding.problem(page) == ""


def test_a_link_out_of_the_folder_is_not_followed(newsroom: Newsroom) -> None:
    put(newsroom.folder, style__a_dot_css="p{}")
    (newsroom.folder.root / "theme/style/b.css").symlink_to(newsroom.folder.keys / "journal.key")
    with pytest.raises(SettingsError, match="link to somewhere else"):
        own.own_files(newsroom.folder.root)


def test_a_backup_takes_the_theme_along(newsroom: Newsroom) -> None:
    put(newsroom.folder, style__a_dot_css="p{}")
    assert "files/theme/style/a.css" in [name for name, _ in keeping.pictures_and_evidence(newsroom.folder)]


@pytest.mark.parametrize("size", [own.MAX_BYTES + 1])
def test_too_much_is_refused(newsroom: Newsroom, size: int) -> None:
    put(newsroom.folder, style__a_dot_css="p" * size)
    with pytest.raises(SettingsError, match="at most"):
        own.own_files(newsroom.folder.root)


def test_the_preview_shows_what_lies_on_the_disk(newsroom: Newsroom) -> None:
    newsroom.print()
    put(newsroom.folder, words__en_dot_toml='read_next = "More of this"', style__a_dot_css=".tip{color:var(--ink)}")
    shown = renderer(newsroom.folder)(article(1), newsroom.folder.publication)
    assert ".tip{color:var(--ink)}" in shown
