"""What eyes, fingers and screen readers meet: every kind of page in a real Chromium."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.theme import magazine

pytestmark = pytest.mark.browser
# Each kind in one language, Belarusian where letters matter. An old address leads on before it can be looked at;
# it is tested as text.
PATHS = [path for path in magazine.pages() if not path.startswith(("be/", "old"))] + [
    "be/article.html",
    "be/index.html",
]
WIDTHS_PX = (320, 360, 768, 1100, 1280, 1600)
FINGER_PX = 24
ROOT_ELEMENT = "document.documentElement"


@contextmanager
def opened(browser: Any, url: str = "", *, width: int = 1280, **more: Any) -> Iterator[Any]:
    """A window of its own; without an address it is for going through many pages."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **more)
    page = context.new_page()
    if url:
        page.goto(url)
    yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Any, theme_pages: Path, scheme: str) -> None:
    """All rules in the light; in the dark only colours differ, and only contrast is looked at again."""
    width, rules = (360, {}) if scheme == "light" else (1280, {"runOnly": ["color-contrast"]})
    with opened(browser, width=width, color_scheme=scheme) as page:
        for path in PATHS:
            page.goto((theme_pages / path).as_uri())
            found = Axe().run(page, options={"resultTypes": ["violations"], **rules})
            assert found.violations_count == 0, (path, width, found.generate_report())


@pytest.mark.parametrize("width", WIDTHS_PX)
def test_no_page_scrolls_sideways(browser: Any, theme_pages: Path, width: int) -> None:
    with opened(browser, width=width) as page:
        for path in PATHS:
            page.goto((theme_pages / path).as_uri())
            assert page.evaluate(f"{ROOT_ELEMENT}.scrollWidth") <= width, path


def test_a_long_word_and_twice_the_letters_fit_a_narrow_screen(browser: Any, theme_pages: Path, tmp_path: Path) -> None:
    html = (theme_pages / "article.html").read_text()
    long = html.replace("Harbour Has Moved?</h1>", "Sonnenaufgangsbeobachtungsgesellschaft" * 2 + "</h1>").replace(
        "The Tidemark</a>", "Beobachtungsgesellschaft" * 2 + "</a>"
    )
    (theme_pages / "long.html").write_text(long)
    with opened(browser, (theme_pages / "long.html").as_uri(), width=320) as page:
        assert page.evaluate(f"{ROOT_ELEMENT}.scrollWidth") <= 320
        page.evaluate(f"{ROOT_ELEMENT}.style.fontSize = '34px'")
        assert page.evaluate(f"{ROOT_ELEMENT}.scrollWidth") <= 320


def test_fingers_find_every_link_that_stands_alone(browser: Any, theme_pages: Path) -> None:
    """WCAG 2.2, 2.5.8: 24 px; links inside sentences are excepted."""
    small = f"""() => [...document.querySelectorAll('a')].filter(each =>
        !each.closest('.skip, .image, .body p, .body li, .note, .appeal p:not(:last-child), .author p:not(.name)') && each.checkVisibility())
        .filter(each => Math.max(...[...each.getClientRects()].map(box => box.height)) < {FINGER_PX})
        .map(each => each.outerHTML + Math.max(...[...each.getClientRects()].map(box => box.height)))"""
    with opened(browser, width=360) as page:
        for path in PATHS:
            page.goto((theme_pages / path).as_uri())
            assert page.evaluate(small) == [], path


def test_a_line_of_text_has_about_66_letters(browser: Any, theme_pages: Path) -> None:
    lines = """() => { const p = document.querySelectorAll('.body > p')[2], range = document.createRange();
        range.selectNodeContents(p);
        const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top / 8)));
        return p.textContent.length / tops.size }"""
    for path in ("article.html", "be/article.html"):
        with opened(browser, (theme_pages / path).as_uri()) as page:
            assert 54 <= page.evaluate(lines) <= 76


def test_notes_stand_in_the_margin_where_there_is_one_and_in_place_elsewhere(browser: Any, theme_pages: Path) -> None:
    edges = """() => ['.note', '.body > p'].map(name => { const box = document.querySelector(name).getBoundingClientRect();
        return [box.left, box.right] }).flat()"""
    with opened(browser, (theme_pages / "article.html").as_uri(), width=1100) as page:
        note_left, note_right, _, text_right = page.evaluate(edges)
        assert text_right < note_left < note_right <= 1100
        page.evaluate(f"{ROOT_ELEMENT}.dir = 'rtl'")
        note_left, note_right, text_left, _ = page.evaluate(edges)
        assert 0 <= note_left < note_right < text_left
        assert page.evaluate(f"{ROOT_ELEMENT}.scrollWidth") <= 1100
        page.evaluate(f"{ROOT_ELEMENT}.dir = 'ltr'")
        page.set_viewport_size({"width": 1099, "height": 900})
        note_left, note_right, text_left, text_right = page.evaluate(edges)
        assert (note_left, note_right) == (text_left, text_right)


def test_wide_figures_run_wider_than_the_text_and_tall_ones_fit_the_screen(browser: Any, theme_pages: Path) -> None:
    with opened(browser, (theme_pages / "article.html").as_uri()) as page:
        width = "name => document.querySelector(name).getBoundingClientRect().width"
        assert page.evaluate(width, ".body figure.wide") > 1.3 * page.evaluate(width, ".body > p")
        assert page.evaluate("document.querySelector('.tall img').getBoundingClientRect().height") <= 900


def test_a_wide_table_scrolls_by_itself_and_by_keyboard(browser: Any, theme_pages: Path) -> None:
    with opened(browser, (theme_pages / "article.html").as_uri(), width=360) as page:
        page.focus(".table")
        page.keyboard.press("End")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.querySelector('.table').scrollLeft > 0")
        assert page.get_attribute(".table", "aria-label")


def test_the_first_key_leads_past_the_menu(browser: Any, theme_pages: Path) -> None:
    with opened(browser, (theme_pages / "article.html").as_uri()) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        box = page.locator(".skip").bounding_box()
        assert box["x"] >= 0
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        assert page.url.endswith("#text")


def test_keyboards_see_where_they_are(browser: Any, theme_pages: Path) -> None:
    for scheme in ("light", "dark"):
        with opened(browser, (theme_pages / "article.html").as_uri(), color_scheme=scheme) as page:
            for _ in range(12):
                page.keyboard.press("Tab")
                style = page.evaluate(
                    "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
                )
                assert style == ["solid", "3px"]


def test_nothing_moves_for_those_who_do_not_want_it(browser: Any, theme_pages: Path) -> None:
    with opened(browser, (theme_pages / "index.html").as_uri(), reduced_motion="reduce") as page:
        assert page.evaluate(f"getComputedStyle({ROOT_ELEMENT}).scrollBehavior") == "auto"


def test_the_button_has_an_edge_where_the_reader_chose_the_colours(browser: Any, theme_pages: Path) -> None:
    with opened(browser, (theme_pages / "index.html").as_uri(), forced_colors="active") as page:
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.give')).borderTopWidth)") >= 1


def test_paper_gets_the_text_its_sources_and_where_it_came_from(browser: Any, theme_pages: Path) -> None:
    with opened(browser, (theme_pages / "article.html").as_uri(), width=800) as page:
        page.emulate_media(media="print")
        visible = {
            name: page.locator(name).first.is_visible()
            for name in (".menu", ".appeal", ".next", ".foot", ".note", ".printed", "h1")
        }
        assert visible == {
            ".menu": False,
            ".appeal": False,
            ".next": False,
            ".foot": False,
            ".note": True,
            ".printed": True,
            "h1": True,
        }
        assert page.inner_text(".printed").startswith(magazine.SITE)


def test_pages_keep_the_rules_of_the_readers_server(browser: Any, theme_pages: Path) -> None:
    """No inline style or script, nothing from elsewhere: as the Content-Security-Policy of `skaryna serve` has it."""
    policy = "default-src 'none'; style-src file:; img-src file:; base-uri 'none'; form-action 'none'"
    said: list[str] = []
    with opened(browser) as page:
        page.on("console", lambda message: said.append(message.text))
        for path in PATHS:
            html = (theme_pages / path).read_text()
            guarded = theme_pages / path.replace(".html", "-guarded.html")
            guarded.write_text(
                re.sub("<head>", f'<head><meta http-equiv="Content-Security-Policy" content="{policy}">', html, count=1)
            )
            page.goto(guarded.as_uri())
            assert said == [], path
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        assert len(said) == 1, "the policy did not speak up, so its silence proved nothing"
