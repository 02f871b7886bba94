"""What somebody has written is not lost when her session ends while she writes, nor when the newsroom is away."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from skaryna.outside import journal
from skaryna.outside.folder import Folder
from tests.newsroom.test_browser import PASSWORD, Editor, running, save

__all__ = ["running"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _in_another_tab(editor: Editor, name: str = "account-of-editor") -> None:
    tab = editor.page.context.new_page()
    tab.goto(f"{editor.base}/login/")
    tab.fill("[name=username]", name)
    tab.fill("[name=password]", PASSWORD)
    tab.click("button[type=submit]")
    tab.get_by_role("link", name="Write an article").wait_for()
    tab.close()


def _settled(page: Any) -> None:
    """Wait until Wagtail has looked at the form: two seconds after it was loaded. What stands in it by then is no edit."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(3_500)
    page.wait_for_load_state("networkidle")


def test_words_written_after_the_session_ended_are_kept_and_saved_after_a_login(
    running: Folder, browser: Any, tmp_path: Path
) -> None:
    # With tabs that share its cookies.
    tabs = SimpleNamespace(new_page=lambda **more: browser.new_context(**more).new_page())
    editor = Editor(tabs, running, tmp_path)
    editor.log_in()
    page = editor.page
    page.get_by_role("link", name="Write an article").click()
    page.fill("[name=title]", "The last ferry")
    _settled(page)
    page.context.clear_cookies(name="skaryna_newsroom")
    editor.type(page.locator("[name=lead]"), "It crosses at six.")
    page.locator(".newsroom-staying", has_text="You were logged out.").wait_for()
    page.get_by_role("button", name="Save draft").first.click()
    page.wait_for_timeout(800)
    assert page.input_value("[name=lead]") == "It crosses at six."
    assert page.locator(".newsroom-staying a").get_attribute("href") == "/login/"
    editor.look("staying")
    _in_another_tab(editor)
    page.locator("footer [data-w-dropdown-target=toggle]").last.wait_for()
    editor.act("Publish")
    page.locator(".messages .success").wait_for()
    [entry] = [each for each in journal.entries(running.database) if "The last ferry" in (each.value or "")]
    assert "It crosses at six." in (entry.value or "")


def test_a_newsroom_that_does_not_answer_takes_nobody_s_words(running: Folder, browser: Any, tmp_path: Path) -> None:
    editor = Editor(browser, running, tmp_path)
    editor.log_in()
    page = editor.page
    page.get_by_role("link", name="Write an article").click()
    page.fill("[name=title]", "The second ferry")
    _settled(page)
    page.route("**/*", lambda route: route.abort())
    editor.type(page.locator("[name=lead]"), "It never comes.")
    page.get_by_role("button", name="Save draft").first.click()
    page.locator(".newsroom-staying", has_text="The newsroom does not answer.").wait_for()
    assert page.input_value("[name=lead]") == "It never comes."
    page.unroute("**/*")
    page.wait_for_timeout(300)
    save(page)
    assert page.input_value("[name=lead]") == "It never comes."


def test_words_written_before_wagtail_watches_the_form_are_saved_and_so_are_later_ones(
    running: Folder, browser: Any, tmp_path: Path
) -> None:
    editor = Editor(browser, running, tmp_path)
    editor.log_in()
    page = editor.page
    page.goto(f"{editor.base}/articles/add/", wait_until="commit")
    page.fill("[name=title]", "The early ferry")
    page.wait_for_url("**/articles/edit/**")
    _settled(page)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/articles/edit/" in answer.url):
        editor.type(page.locator("[name=lead]"), "It comes at dawn.")
    # Nothing is asked: it is saved.
    page.goto(page.url)
    assert page.input_value("[name=title]") == "The early ferry"
    assert page.input_value("[name=lead]") == "It comes at dawn."


_SLOW = """
  const plain = window.fetch;
  window.fetch = async (place, options = {}) => {
    const answer = plain(place, options);
    const saves = options.method && options.method.toLowerCase() === 'post' && options.body instanceof FormData;
    if (saves) await new Promise((resolve) => setTimeout(resolve, 3000));
    return answer;
  };
"""


def test_a_button_waits_for_what_the_form_is_saving_by_itself(running: Folder, browser: Any, tmp_path: Path) -> None:
    editor = Editor(browser, running, tmp_path)
    editor.log_in()
    page = editor.page
    # The newsroom answers late: what the form sent by itself is on its way when the button is pressed.
    page.add_init_script(_SLOW)
    page.get_by_role("link", name="Write an article").click()
    _settled(page)
    sent: list[str] = []
    page.on(
        "request", lambda each: sent.append(each.url) if each.method == "POST" and "/articles/" in each.url else None
    )
    with page.expect_request(lambda each: each.method == "POST" and "/articles/add/" in each.url):
        editor.type(page.locator("[name=title]"), "The third ferry")
    editor.type(page.locator("[name=lead]"), "It comes once.")
    page.get_by_role("button", name="Save draft").first.click()
    page.locator(".messages .success").wait_for(timeout=40_000)
    assert page.input_value("[name=lead]") == "It comes once."
    assert [("/edit/" in each, "/add/" in each) for each in sent[:2]] == [(False, True), (True, False)], sent
    page.goto(f"{editor.base}/articles/?q=third+ferry")
    assert page.get_by_role("link", name="The third ferry", exact=True).count() == 1
