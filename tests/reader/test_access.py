"""Readers who do not see, do not use a mouse, enlarge, or have an old browser; and what a whole crawl leaves behind."""

import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.reader.mirror import Mirror
from tests.reader.whole import KINDS, everything

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    made = Mirror(everything(tmp_path_factory.mktemp("access") / "pub").folder.edition)
    yield made
    made.stop()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


# What axe measures of a layout is the same in the dark, and what it measures of colours the same at every width: each
# kind is looked at once narrow and once wide, once in each scheme. Those with most in them, in every way.
SIGHTS = (("light", 360), ("dark", 1280))
ALL_SIGHTS = (*SIGHTS, ("light", 1280), ("dark", 360), ("light", 768))
RICH = {"home", "article", "search"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_accessible(browser: Any, site: Mirror, kind: str) -> None:
    # No motion: axe would measure colours on their way from one scheme to the other.
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for number, (scheme, width) in enumerate(ALL_SIGHTS if kind in RICH else SIGHTS):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        if number == 0:
            page.goto(site.url + KINDS[kind])
            page.wait_for_selector("button.keep:visible >> nth=-1")
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        assert found.violations_count == 0, (scheme, width, found.generate_report())
    context.close()


def test_pages_that_were_verified_have_their_style(page: Any, site: Mirror) -> None:
    page.goto(site.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")
    for path in KINDS.values():
        page.goto(site.url + path, wait_until="domcontentloaded")
        assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(250, 247, 240)"


@pytest.mark.parametrize("kind", KINDS)
def test_twice_as_large_nothing_is_lost_and_nothing_scrolls_sideways(page: Any, site: Mirror, kind: str) -> None:
    page.goto(site.url + KINDS[kind])
    page.wait_for_selector("button.keep:visible >> nth=-1")
    words = page.inner_text("body")
    # 1280 px enlarged to 200 % and 400 % are 640 and 320 px.
    for width in (640, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.inner_text("body").split() == words.split()
    # Text alone twice as large, as a browser's own setting does it.
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 32
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []


# Text that a box cuts off; what is hidden on purpose is a pixel wide.
CUT = """() => [...document.querySelectorAll("body *")].filter((each) => {
    const { overflowX, overflowY } = getComputedStyle(each);
    return each.clientWidth > 1 && each.textContent.trim() && (overflowX == "hidden" && each.scrollWidth > each.clientWidth + 1
        || overflowY == "hidden" && each.scrollHeight > each.clientHeight + 1);
}).map((each) => each.outerHTML.slice(0, 99))"""

FOCUSED = """() => {
    const each = document.activeElement;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
    const { top, bottom, left, right, width, height } = each.getBoundingClientRect();
    const over = document.querySelector(".leave").getBoundingClientRect();
    const covered = each.className != "leave" && left >= over.left && right <= over.right && top >= over.top && bottom <= over.bottom;
    return { covered, name: each.outerHTML.slice(0, 120), body: each === document.body, id: [...document.querySelectorAll("*")].indexOf(each),
        outline: outlineStyle != "none" && parseFloat(outlineWidth) >= 2 && outlineColor, width, height,
        seen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth };
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(page: Any, site: Mirror, kind: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # scrolled at once
    page.goto(site.url + KINDS[kind])
    page.wait_for_selector("button.keep:visible >> nth=-1")
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex]")].filter((each) =>
            each.tabIndex >= 0 && each.checkVisibility()).length"""
    )
    reached: list[int] = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert not at["body"], f"the way ends after {len(reached)} of {wanted}"
        assert at["outline"], at["name"]
        assert at["seen"], at["name"]
        assert not at["covered"], at["name"]
        assert at["height"] >= 1, at["name"]
        reached.append(at["id"])
    assert reached == sorted(reached)
    assert len(set(reached)) == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_tab_leads_past_the_menu(page: Any, site: Mirror, kind: str) -> None:
    page.goto(site.url + KINDS[kind])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate(FOCUSED)["seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('header.top')")


def test_whoever_wants_no_motion_gets_none(browser: Any, site: Mirror) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for path in KINDS.values():
        page.goto(site.url + path)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((each) => {
                const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(each);
                return transitionDuration != "0s" || animationName != "none" || scrollBehavior == "smooth";
            }).length"""
        )
        assert moving == 0, path
    context.close()


def test_a_screen_reader_finds_its_way(page: Any, site: Mirror) -> None:
    page.goto(site.url + KINDS["article"])
    tree = page.locator("body").aria_snapshot()
    order = ['link "Skip to the text"', "- banner", 'navigation "Languages"', 'navigation "Sections"', "- main", "- article",
             'heading "Story 9" [level=1]', 'img "A teal boat"', 'heading "A section" [level=2]', "- blockquote", "- list",
             'region "Wide"', "- table", "- columnheader", 'heading "Corrections" [level=2]', 'heading "About the author" [level=2]',
             'heading "Read next" [level=2]', "- contentinfo"]  # fmt: skip
    at = 0
    for each in order:
        found = tree.find(each, at)
        assert found >= 0, f"{each} is not behind {tree[max(0, at - 300) : at + 300]}"
        at = found
    assert tree.count("[level=1]") == 1
    assert 'img ""' not in tree


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_one_title_one_first_heading_and_headings_that_leave_no_level_out(
    page: Any, site: Mirror, kind: str
) -> None:
    page.goto(site.url + KINDS[kind])
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((each) => +each.tagName[1])")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert page.title()
    assert page.evaluate("document.documentElement.lang") == ("be" if KINDS[kind].startswith("be") else "en")
    foreign = page.evaluate(
        "[...document.querySelectorAll('a[hreflang]')].filter((each) => each.lang != each.hreflang).length"
    )
    assert foreign == 0


@pytest.mark.parametrize(
    "program", [["lynx", "-dump", "-nolist", "-display_charset=utf-8"], ["w3m", "-dump", "-O", "UTF-8"]]
)
def test_a_browser_of_text_shows_all_of_it_in_order(site: Mirror, program: list[str]) -> None:
    if shutil.which(program[0]) is None:
        pytest.skip(f"no {program[0]} on this machine: apt-get install {program[0]}")
    for kind, words in (
        ("article", ["The Ferry", "Law", "Story 9", "The lead of story 9", "Ann River", "Words with a link", "A section",
                     "A teal boat", "The boat, again", "The picture did not survive", "Said aloud.", "Somebody", "one", "two",
                     "A source", "A film", "a poem", "It was two.", "509 reads", "Writes about water", "Read next"]),
        ("Belarusian article", ["Гісторыя пра раку", "Словы."]),
        ("home", ["The Ferry", "Story 9", "Story 31"]),
        ("genuine", ["Is this copy genuine?", "skaryna verify"]),
        ("withdrawn", ["The editors withdrew this article", "Our source invented it."]),
        ("search", ["Search", "Law"]),
    ):  # fmt: skip
        done = subprocess.run(
            [*program, site.url + KINDS[kind]], capture_output=True, text=True, timeout=60, check=True
        )
        shown = " ".join(done.stdout.split())
        at = 0
        for each in words:
            found = shown.find(each, at)
            assert found >= 0, f"{program[0]} does not show “{each}” behind: {shown[max(0, at - 200) : at + 200]}"
            at = found


def test_a_whole_crawl_asks_nobody_else_and_leaves_neither_cookie_nor_storage(browser: Any, site: Mirror) -> None:
    context = browser.new_context()
    asked: list[tuple[str, str]] = []
    context.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console", lambda said: problems.append(said.text) if said.type == "error" and "404" not in said.text else None
    )
    paths = sorted(each.relative_to(site.folder).as_posix() for each in site.folder.rglob("*.html"))
    assert len(paths) > 40
    for path in paths:
        page.goto(site.url + path)
    page.wait_for_load_state("networkidle")
    # The worker looks for news at the publication's own other addresses, which it signed; nobody else is asked.
    ours = (site.url, "data:", "https://ferry.example/metadata/", "https://ferry.example/.skaryna/")
    assert all(url.startswith(ours) for url, _ in asked), [url for url, _ in asked if not url.startswith(ours)]
    assert {referrer for _, referrer in asked} == {""}
    assert context.cookies() == []
    page.goto(site.url)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    stores = {name.split()[1] for name in page.evaluate("caches.keys()")}
    # Whom to trust, what every page needs, and the lists that prove pages: docs/trust.md says so.
    assert stores <= {"trust", "files", "sums", "alarm"}
    assert problems == []
    # Sources and other sites are told nothing either.
    links = page.evaluate(
        "[...document.querySelectorAll('a[href^=http]')].filter((a) => a.host != location.host).map((a) => a.rel)"
    )
    page.goto(site.url + KINDS["article"])
    links += page.evaluate(
        "[...document.querySelectorAll('a[href^=http]')].filter((a) => a.host != location.host).map((a) => a.rel)"
    )
    assert links
    assert page.evaluate("document.querySelector('meta[name=referrer]').content") == "no-referrer"
    context.close()


def asked_by(browser: Any, steps: dict[Any, tuple[Any, dict[str, Any]]]) -> dict[Any, list[Any]]:
    """Return what each new reader's pages ask for while they do something; not what the verifying worker asks.

    All do it before the first is waited for: what a page asks for late comes within half a second without a request.
    """
    found: dict[Any, list[Any]] = {reader: [] for reader in steps}
    pages = []
    for reader, (do, who) in steps.items():
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **who)
        asked = found[reader]
        context.on("request", lambda each, asked=asked: None if each.service_worker else asked.append(each))
        pages.append(context.new_page())
        do(pages[-1])
    for page in pages:
        page.wait_for_load_state("networkidle")
        page.context.close()
    return found


READERS = (
    {"locale": "en-GB", "timezone_id": "Europe/London", "color_scheme": "light"},
    {"locale": "be-BY", "timezone_id": "Europe/Minsk", "color_scheme": "dark", "reduced_motion": "reduce"},
)


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_asks_anything_by_a_script_nor_tells_who_reads(browser: Any, site: Mirror, kind: str) -> None:
    """The policy lets pages ask their own host (connect-src 'self', for checkers): ours never do."""

    def read(page: Any) -> None:
        page.goto(site.url + KINDS[kind])
        page.wait_for_selector("button.keep:visible >> nth=-1")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")

    one, other = asked_by(browser, {number: (read, who) for number, who in enumerate(READERS)}).values()
    kinds = {each.resource_type for each in (*one, *other)}
    assert kinds <= {"document", "script", "image", "manifest", "other"}, kinds
    assert {each.url for each in one} == {each.url for each in other}
    for each in (*one, *other):
        assert each.url.startswith((site.url, "data:"))
        assert "?" not in each.url
        assert (each.method, each.post_data) == ("GET", None)


def test_who_searches_asks_for_files_of_the_edition_that_do_not_name_the_words(browser: Any, site: Mirror) -> None:
    """Words that share a beginning, or a shelf, are asked for alike; what was typed goes nowhere."""

    def search(words: str) -> Any:
        def steps(page: Any) -> None:
            page.goto(site.url + KINDS["search"])
            page.wait_for_selector("button.keep:visible >> nth=-1")
            page.get_by_role("searchbox").fill(words)
            page.keyboard.press("Enter")
            page.locator("p.status", has_text=re.compile("Found|Nothing")).wait_for()

        return steps

    files = {each.relative_to(site.folder).as_posix() for each in site.folder.rglob("*") if each.is_file()}
    asked = asked_by(
        browser, {words: (search(words), {}) for words in ("Story river", "story", "storyteller", "stork")}
    )
    for words, requests in asked.items():
        assert {each.resource_type for each in requests} <= {
            "document",
            "script",
            "image",
            "manifest",
            "other",
        }
        for each in requests:
            path = each.url.removeprefix(site.url)
            assert path in files or path == "", path
            assert not any(word in path.lower() for word in words.lower().split()), path
            assert (each.method, each.post_data) == ("GET", None)
    shelves = {words: {each.url for each in found if "/w/" in each.url} for words, found in asked.items()}
    assert shelves["story"]
    assert shelves["story"] == shelves["storyteller"] == shelves["stork"]
