"""A real browser: an editor pastes texts and pictures, sees how long the text is, and looks at the preview."""

import contextlib
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as TookTooLong

from skaryna.model import Source, blocks
from skaryna.newsroom.pasted import pasted
from skaryna.outside.folder import Folder
from skaryna.outside.pictures import traces
from tests.newsroom import making
from tests.newsroom.test_browser import Editor, picture, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CLIPBOARDS = Path(__file__).parent / "clipboards"
__all__ = ["running"]
_PASTE = """([selector, html, plain]) => {
  const places = [...document.querySelectorAll(selector)].filter((each) => each.offsetParent);
  const place = places[places.length - 1];
  const data = new DataTransfer();
  if (html) data.setData('text/html', html);
  data.setData('text/plain', plain);
  place.focus();
  place.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
_DROP = """async ([bytes, name]) => {
  const data = new DataTransfer();
  for (let copy = 0; copy < 2; copy += 1) {
    data.items.add(new File([Uint8Array.from(bytes)], `${copy}-${name}`, { type: 'image/jpeg' }));
  }
  document.querySelector('[data-newsroom-paste]').dispatchEvent(
    new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
ZONE = "[data-newsroom-paste]"
PARAGRAPH = "#body-root .public-DraftEditor-content"


@pytest.fixture
def editor(running: Folder, browser: Any, tmp_path: Path) -> Any:
    made = Editor(browser, running, Path(os.environ.get("SKARYNA_TEST_SHOTS", tmp_path)))
    made.log_in()
    yield made
    made.page.context.close()


def new_article(editor: Editor, title: str) -> Any:
    page = editor.page
    page.goto(f"{editor.base}/articles/add/")
    page.fill("[name=title]", title)
    page.locator(ZONE).wait_for()
    page.locator("#body-root").wait_for(state="attached")
    page.wait_for_load_state("load")
    return page


def paste(page: Any, selector: str, html: str, plain: str = "x\n\ny") -> None:
    page.evaluate(_PASTE, [selector, html, plain])


def kinds(page: Any) -> list[str]:
    return list(
        page.evaluate(
            "document.getElementById('body-root').rootBlock.children"
            ".filter((c) => !c.element.hasAttribute('aria-hidden')).map((c) => c.type)"
        )
    )


def saved(page: Any) -> str:
    """Wait until the editor has saved by itself; return the article's number."""
    for _ in range(20):
        if "/edit/" in page.url:
            break
        # What was typed before the page's scripts were ready is noticed with the next change.
        page.locator("[name=lead]").press_sequentially(".")
        with contextlib.suppress(TookTooLong):
            page.wait_for_url("**/edit/**", timeout=1500)
    return str(page.url.split("/edit/")[1].split("/")[0])


def revisions(folder: Folder) -> list[tuple[int, str]]:
    import sqlite3

    with sqlite3.connect(folder.newsroom_database) as database:
        return list(database.execute("select id, content from wagtailcore_revision order by id"))


def waited(answer: Callable[[], bool]) -> None:
    """Wait until something is so that no page shows; a slow computer may take long for it."""
    deadline = time.monotonic() + 30
    while not answer():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.2)


def test_a_text_pasted_from_word_becomes_blocks_and_can_be_taken_out_again(running: Folder, editor: Editor) -> None:
    page = new_article(editor, "Who mends the ferry")
    word = (CLIPBOARDS / "word.html").read_text(encoding="utf-8")
    paste(page, ZONE, word)
    page.get_by_text("Pasted as 9 blocks.").wait_for()
    whole = ["heading", "paragraph", "heading", "list", "paragraph", "list", "quotation", "table", "source"]
    assert kinds(page) == whole
    text = " ".join(
        block.title if isinstance(block, Source) else blocks.text_of(block) for block in pasted(word).blocks
    )
    count = len(re.findall(r"\w+(?:,\d+)?", text))
    page.get_by_text(f"{count} words, 1 min to read").wait_for()
    editor.look("pasted")
    saved(page)
    for words in ("A second <b>ferryman</b>", "https://salka.example/budget.pdf", "1,204"):
        waited(lambda words=words: words in revisions(running)[-1][1])
    assert "mso" not in revisions(running)[-1][1]
    page.get_by_role("button", name="Take it out again").click()
    assert kinds(page) == []
    assert editor.complaints == []


def test_a_paste_into_an_empty_paragraph_takes_its_place_and_one_line_stays_the_editors_own(editor: Editor) -> None:
    page = new_article(editor, "Pasting into a paragraph")
    editor.add_block("Paragraph")
    page.locator(PARAGRAPH).last.click()
    paste(page, PARAGRAPH, (CLIPBOARDS / "docs.html").read_text(encoding="utf-8"))
    page.get_by_text("Pasted as 6 blocks. 1 picture was left out: upload it.").wait_for()
    assert kinds(page) == ["heading", "paragraph", "heading", "list", "paragraph", "table"]
    page.locator(f"{PARAGRAPH}:visible").first.click()
    page.keyboard.press("End")
    paste(page, PARAGRAPH, "", "one line")
    page.wait_for_timeout(300)
    assert len(kinds(page)) == 6


def test_plain_text_of_several_paragraphs_becomes_several_blocks(editor: Editor) -> None:
    page = new_article(editor, "Plain")
    paste(page, ZONE, "", "First <b>\n\nSecond\nstill second\n\nThird")
    page.get_by_text("Pasted as 3 blocks.").wait_for()
    assert kinds(page) == ["paragraph"] * 3
    assert "First <b>" in page.locator(PARAGRAPH).first.inner_text()


def test_pictures_dropped_into_the_article_are_cleaned_and_stand_in_it(running: Folder, editor: Editor) -> None:
    page = new_article(editor, "Pictures")
    page.evaluate(_DROP, [list(making.photograph()), "gps.jpg"])
    page.get_by_text("Describe each picture").wait_for(timeout=20_000)
    assert kinds(page) == ["figure", "figure"]
    page.locator("[data-contentpath=image] img:visible").first.wait_for()
    stored = list((running.media / "pictures").iterdir())
    assert stored
    assert all(traces(path.read_bytes(), name="x") == () for path in stored)
    editor.look("dropped")


def test_words_are_counted_in_any_alphabet_while_they_are_written(editor: Editor) -> None:
    page = new_article(editor, "Т" * 71)
    assert page.locator("[data-newsroom-length]").inner_text() == "No words yet"
    page.locator("#newsroom-title-hint").get_by_text("71 characters").wait_for()
    editor.add_block("Paragraph")
    editor.type(page.locator(PARAGRAPH).last, "Паром сёння не ходзіць, бо няма троса з-за маразоў")
    page.get_by_text("9 words, 1 min to read").wait_for()
    page.fill("[name=title]", "Short")
    page.locator("#newsroom-title-hint:empty").wait_for(state="attached")


def test_an_hour_of_typing_is_one_version_and_not_one_a_pause(running: Folder, editor: Editor) -> None:
    before = len(revisions(running))
    page = new_article(editor, "Autosaved")
    editor.add_block("Paragraph")
    place = page.locator(PARAGRAPH).last
    editor.type(place, "First words.")
    saved(page)
    place.click()
    page.keyboard.press("Control+End")
    for word in ("Second", "third", "fourth", "fifth"):
        page.keyboard.type(f" {word}.")
        page.wait_for_timeout(1300)
    for _ in range(15):
        # The last words of a burst are noticed with the next change; a page that is left before asks whether to stay.
        page.locator("[name=lead]").press_sequentially(".")
        page.wait_for_timeout(1000)
        fresh = revisions(running)[before:]
        if all(word in fresh[-1][1] for word in ("Second.", "third.", "fourth.", "fifth.")):
            break
    assert len(fresh) == 1
    assert all(word in fresh[0][1] for word in ("Second.", "third.", "fourth.", "fifth."))


def asked(frame: Any, script: str) -> Any:
    """Ask a previewed page; Wagtail lays each new preview over the last one, which may go while it is asked."""
    from playwright.sync_api import Error

    for _ in range(9):
        with contextlib.suppress(Error):
            return frame.locator("html").evaluate(script)
    return frame.locator("html").evaluate(script)


def test_the_preview_stands_beside_the_text_at_every_size_in_light_and_dark(running: Folder, editor: Editor) -> None:
    page = new_article(editor, "Beside the text")
    editor.add_block("Paragraph")
    editor.type(page.locator(PARAGRAPH).last, "Nobody waits on the other bank.")
    saved(page)
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    frame.get_by_text("Nobody waits on the other bank.").wait_for(timeout=20_000)
    lights = {}
    for mode in ("Light", "Dark"):
        page.get_by_label("Preview mode").select_option(mode)
        frame.locator(f"meta[name=color-scheme][content={mode.lower()}]").wait_for(state="attached", timeout=20_000)
        lights[mode] = asked(frame, "html => getComputedStyle(html).backgroundColor")
        editor.look(f"preview-{mode.lower()}")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert lights["Light"] == "rgb(250, 247, 240)"
    assert lights["Dark"] == "rgb(23, 20, 17)"
    widths = []
    for size in ("mobile", "tablet", "desktop"):
        page.locator(f"input[name=preview-size][value={size}]").check(force=True)
        page.wait_for_timeout(300)
        widths.append(asked(frame, "html => html.ownerDocument.defaultView.innerWidth"))
    assert widths == sorted(widths)
    assert widths[0] < 400
    assert widths[2] > 1000
    # A telephone, the next morning: the panel was left open on the desk.
    page.set_viewport_size({"width": 390, "height": 800})
    page.reload()
    page.wait_for_timeout(1500)
    assert page.locator(".form-side--open").count() == 0
    assert page.locator("[name=title]").is_visible()
    picture(page, editor.shots / "phone.png")
    assert {url for url in editor.requests if not url.startswith((editor.base, "data:", "blob:"))} == set()
    assert editor.complaints == []


def test_an_editor_compares_two_versions(running: Folder, editor: Editor) -> None:
    page = new_article(editor, "Compared")
    paste(page, ZONE, (CLIPBOARDS / "page.html").read_text(encoding="utf-8"))
    page.get_by_text("Pasted as").wait_for()
    number = saved(page)
    page.wait_for_timeout(1500)
    page.goto(f"{editor.base}/articles/edit/{number}/")
    page.wait_for_timeout(2500)
    page.locator(f"{PARAGRAPH}:visible").first.click()
    page.keyboard.type("Now at seven. ")
    waited(lambda: "Now at seven" in revisions(running)[-1][1])
    old, new = (each[0] for each in revisions(running)[-2:])
    page.goto(f"{editor.base}/articles/history/{number}/")
    assert "Edited" in page.locator("main").inner_text()
    page.goto(f"{editor.base}/articles/history/{number}/revisions/compare/{old}...{new}/")
    page.get_by_text("Now at seven").first.wait_for()
    editor.look("compared")
