"""A real browser: many pictures at once, what their files say is offered, faces are covered with the keyboard and mouse."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from skaryna.outside.folder import Folder
from skaryna.outside.pictures import traces
from tests.newsroom.test_browser import Editor, running
from tests.newsroom.test_browser_writing import editor
from tests.outside.test_picture_words import agency_photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]
__all__ = ["editor", "running"]


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"ferry-{number}.jpg" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(agency_photo(shade=60 * number))
    return paths


def pictures_of(folder: Folder) -> list[Any]:
    import sqlite3

    with sqlite3.connect(folder.newsroom_database) as database:
        return list(database.execute("select id, file, digest, caption, credit from newsroom_newsimage order by id"))


def test_many_pictures_at_once_offer_what_their_files_say_and_keep_nothing_unasked(
    running: Folder, editor: Editor, photos: list[Path]
) -> None:
    page = editor.page
    page.goto(f"{editor.base}/images/multiple/add/")
    before = len(pictures_of(running))
    page.set_input_files("#fileupload", photos)
    page.locator("#upload-list form").nth(2).wait_for(timeout=30_000)
    stored = pictures_of(running)[before:]
    assert [(row[3], row[4]) for row in stored] == [("", "")] * 3, "nothing is kept before somebody saves"
    form = page.locator("#upload-list form").first
    assert form.locator("[name$=-caption]").input_value() == "The ferry crosses the Salka"
    assert form.locator("[name$=-credit]").input_value() == "Ann River / The Ferry"
    assert form.locator("[name$=-licence]").input_value() == "cc-by-sa-4.0"
    assert "The file says this" in form.inner_text()
    editor.look("many")
    form.locator("[name$=-credit]").fill("The Ferry")
    form.get_by_role("button", name="Update").click()
    page.locator("#upload-list form").nth(2).wait_for(state="detached")
    assert pictures_of(running)[before][3:] == ("The ferry crosses the Salka", "The Ferry")
    assert editor.complaints == []


def test_a_picture_chosen_in_a_form_offers_what_its_file_says(editor: Editor, photos: list[Path]) -> None:
    page = editor.page
    page.goto(f"{editor.base}/images/add/")
    page.fill("[name=credit]", "Mine")
    page.set_input_files("[name=file]", photos[0])
    page.locator(".newsroom-from-file").first.wait_for()
    assert page.input_value("[name=caption]") == "The ferry crosses the Salka"
    assert page.input_value("[name=alt]") == "A ferry in fog"
    assert page.input_value("[name=credit]") == "Mine", "what somebody wrote stays"
    editor.look("offered")


def _files(folder: Folder) -> set[str]:
    return {str(path.relative_to(folder.media)) for path in folder.media.rglob("*") if path.is_file()}


def test_faces_are_covered_with_mouse_and_keyboard_and_the_old_file_is_gone(
    running: Folder, editor: Editor, photos: list[Path]
) -> None:
    page = editor.page
    photos[2].write_bytes(agency_photo(shade=33))
    page.goto(f"{editor.base}/images/multiple/add/")
    page.set_input_files("#fileupload", photos[2])
    page.locator("#upload-list form").first.wait_for(timeout=30_000)
    key, name, digest, *_ = pictures_of(running)[-1]
    page.goto(f"{editor.base}/images/{key}/")
    old = {path for path in _files(running) if digest[:12] in path}
    assert any(path.startswith("renditions/") for path in old)
    page.get_by_role("link", name="Cover faces or places").first.click()
    page.locator("[data-cover-stage] img").wait_for()
    assert page.get_by_role("button", name="Cover for good").is_disabled()
    page.locator("[data-cover-stage]").evaluate("stage => stage.scrollIntoView({block: 'start'})")
    box = page.locator("[data-cover-stage] img").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Add a part").focus()
    page.keyboard.press("Enter")
    part = page.locator(".cover-part").nth(1)
    place = part.get_attribute("aria-label")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert part.get_attribute("aria-label") != place
    page.get_by_label("Black: words").check()
    page.get_by_role("button", name="Add a part").click()
    page.keyboard.press("Delete")
    assert page.locator(".cover-part").count() == 2
    editor.look("cover")
    page.get_by_role("button", name="Cover for good").click()
    assert page.url.endswith("/cover/"), "the browser asks for the tick first"
    page.get_by_label("I know that this cannot be undone").check()
    page.get_by_role("button", name="Cover for good").click()
    page.locator(".messages .success").wait_for()
    assert "Covered for good" in page.locator(".messages").inner_text()
    fresh = pictures_of(running)[-1]
    data = (running.media / fresh[1]).read_bytes()
    assert fresh[2] == hashlib.sha256(data).hexdigest() != digest
    assert traces(data, name="x") == ()
    assert old & _files(running) == set(), "no copy of the old picture is left"
    assert name not in _files(running)
    editor.look("covered")
    assert editor.complaints == []


def test_axe_finds_nothing_serious(running: Folder, editor: Editor, photos: list[Path]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = editor.page
    if not pictures_of(running):
        page.goto(f"{editor.base}/images/multiple/add/")
        page.set_input_files("#fileupload", photos[0])
        page.locator("#upload-list form").first.wait_for(timeout=30_000)
    for path in ("/images/{key}/cover/", "/images/{key}/", "/images/multiple/add/", "/articles/add/"):
        page.goto(editor.base + path.format(key=pictures_of(running)[-1][0]))
        if "cover" in path:
            page.get_by_text("Draw a rectangle over").wait_for()
            page.get_by_role("button", name="Add a part").click()
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            editor.look(f"axe{path.replace('/', '-').replace('{key}', 'x')}{theme}")
            found = Axe().run(page).response["violations"]
            serious = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found
                       if each["impact"] in {"serious", "critical"}]  # fmt: skip
            assert serious == [], (path, theme)
