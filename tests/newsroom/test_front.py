"""Arranging the home page: what editors see, what leaves the house, who may."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.model import Entry, Front, Section
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
URL = "/home-page/?language=en"


@pytest.fixture
def stories(folder: Folder) -> list[Any]:
    from skaryna.newsroom.models import ArticleTopic

    topic = making.topic("Law")
    rows = [making.article(f"Story {n}") for n in range(3)]
    for row in rows:
        row.topic_links = [ArticleTopic(topic=topic)]
        row.save_revision(clean=False).publish()
    return rows


def front_of(rows: list[Entry]) -> Front | None:
    """Return the arrangement that readers get."""
    last = [entry for entry in rows if entry.kind == "front"][-1]
    value = value_of(last)
    assert value is None or isinstance(value, Front)
    return value


def sent(**more: Any) -> dict[str, Any]:
    return {"lead": "", "beside": "6", "pinned": [], "section": [], "count": [], **more}


def test_nothing_is_arranged_until_somebody_does(login: Login, stories: list[Any], rows: Rows) -> None:
    page = login("editor").get(URL).content.decode()
    assert "Nobody arranged this home page" in page
    assert '<span class="front-name">Law</span>' in page, "what the press does by itself is the beginning"
    assert not [entry for entry in rows() if entry.kind == "front"]


def test_languages_are_called_by_their_names(login: Login, stories: list[Any]) -> None:
    page = login("editor").get(URL).content.decode()
    assert re.search(r'<a href="\?language=be" lang="be">Беларуская</a>', page)
    assert "Newest in Беларуская" in page


def test_what_an_editor_arranges_is_approved_and_signed_like_everything_else(
    login: Login, stories: list[Any], rows: Rows
) -> None:
    from skaryna.newsroom.models import Topic

    law = Topic.objects.get().group
    client = login("editor")
    form = sent(
        lead=stories[0].public_id,
        beside="4",
        pinned=[stories[2].public_id],
        section=["briefs:", f"topic:{law}", "language:be"],
        count=["5", "2", "1"],
    )
    answer = client.post(URL, form, follow=True)
    assert "The home page is arranged." in answer.content.decode()
    assert front_of(rows()) == Front(
        language="en",
        lead=stories[0].public_id,
        pinned=(stories[2].public_id,),
        beside=4,
        sections=(
            Section(kind="briefs", count=5),
            Section(kind="topic", key=law, count=2),
            Section(kind="language", key="be", count=1),
        ),
    )
    assert [entry.approved_by for entry in rows() if entry.kind == "front"] == ["account-of-editor"]
    client.post(URL, form)
    assert len([entry for entry in rows() if entry.kind == "front"]) == 1, "the same again is nothing new"


def test_buttons_move_things_without_a_script_and_publish_nothing(login: Login, stories: list[Any], rows: Rows) -> None:
    client = login("editor")
    form = sent(section=["briefs:", "rescued:", "language:be"], count=["5", "2", "1"])
    page = client.post(URL, {**form, "step": "down:section:0"}).content.decode()
    assert re.findall(r'name="section" value="([^"]*)"', page) == ["rescued:", "briefs:", "language:be"]
    page = client.post(URL, {**form, "step": "up:section:2"}).content.decode()
    assert re.findall(r'name="section" value="([^"]*)"', page) == ["briefs:", "language:be", "rescued:"]
    page = client.post(URL, {**form, "step": "out:section:1"}).content.decode()
    assert re.findall(r'name="section" value="([^"]*)"', page) == ["briefs:", "language:be"]
    page = client.post(URL, {**form, "step": "add:section", "new-section": "language:uk"}).content.decode()
    assert 'name="section" value="language:uk"' in page
    page = client.post(URL, {**form, "step": "add:pinned", "new-pinned": stories[1].public_id}).content.decode()
    assert f'name="pinned" value="{stories[1].public_id}"' in page
    assert "Readers get it when you publish it." in page
    assert not [entry for entry in rows() if entry.kind == "front"]


@pytest.mark.parametrize("step", ["up:section:0", "down:section:99", "out:pinned:7", "add:section", "x", "up:lead:0"])
def test_a_step_that_makes_no_sense_changes_nothing(login: Login, stories: list[Any], step: str) -> None:
    form = sent(section=["briefs:"], count=["5"], step=step)
    page = login("editor").post(URL, form).content.decode()
    assert re.findall(r'name="section" value="([^"]*)"', page) == ["briefs:"]


@pytest.mark.parametrize(
    "more",
    [
        {"section": ["script:x"], "count": ["1"]},
        {"section": ["topic:../../etc"], "count": ["1"]},
        {"section": ["language:en"], "count": ["1"]},
        {"section": ["briefs:", "briefs:"], "count": ["1", "1"]},
        {"lead": "<script>"},
        {"pinned": [f"a{n}" for n in range(30)]},
    ],
)
def test_what_breaks_a_rule_is_refused_in_words(
    login: Login, stories: list[Any], rows: Rows, more: dict[str, Any]
) -> None:
    answer = login("editor").post(URL, sent(**more))
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert "<script>" not in re.sub(r"<script[ >].*?</script>", "", answer.content.decode(), flags=re.DOTALL)
    assert not [entry for entry in rows() if entry.kind == "front"]


def test_letting_go_gives_the_page_back_to_the_press(login: Login, stories: list[Any], rows: Rows) -> None:
    client = login("editor")
    client.post(URL, sent(lead=stories[0].public_id))
    page = client.post(URL, {"let-go": "1"}, follow=True).content.decode()
    assert "arranges itself again" in page
    assert front_of(rows()) is None


def test_an_article_that_readers_do_not_have_any_more_is_named_as_such(login: Login, stories: list[Any]) -> None:
    from skaryna.newsroom.models import Article

    client = login("editor")
    client.post(URL, sent(pinned=[stories[0].public_id], lead=stories[1].public_id))
    for row in stories[:2]:
        Article.objects.get(pk=row.pk).unpublish()
    page = client.get(URL).content.decode()
    assert page.count("An article that readers do not have (any more)") == 2 + 3, "both, and the buttons beside one"


def test_drafts_and_other_languages_are_not_offered(login: Login, stories: list[Any]) -> None:
    making.article("A secret draft")
    making.published("Артыкул", language="be")
    page = login("editor").get(URL).content.decode()
    assert "A secret draft" not in page
    assert "Артыкул" not in page
    assert "Артыкул" in login("editor").get("/home-page/?language=be").content.decode()


@pytest.mark.parametrize("address", [URL, "/home-page/preview/?language=en"])
def test_a_contributor_arranges_nothing(login: Login, stories: list[Any], rows: Rows, address: str) -> None:
    client = login("contributor")
    assert client.get(address).status_code in {302, 403}
    assert client.post(address, sent(lead=stories[0].public_id)).status_code in {302, 403}
    assert not [entry for entry in rows() if entry.kind == "front"]
    assert "/home-page/" not in client.get("/").content.decode()


def test_the_preview_keeps_nothing_and_runs_no_script(login: Login, stories: list[Any], rows: Rows) -> None:
    client = login("editor")
    answer = client.post("/home-page/preview/?language=en", sent(lead=stories[0].public_id))
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert not [entry for entry in rows() if entry.kind == "front"]
    assert client.post("/home-page/preview/?language=en", sent(section=["nonsense"])).status_code == 200


def test_a_row_that_was_changed_behind_the_editors_back_is_named(
    folder: Folder, login: Login, stories: list[Any], behind: Callable[..., None]
) -> None:
    login("editor").post(URL, sent(lead=stories[0].public_id))
    behind("update newsroom_front set arrangement = ?", '{"language":"en","lead":"evil"}')
    assert any("home page" in each for each in newsroom.reconcile(folder))
    assert login("editor").get(URL).status_code == 200


def test_the_record_says_what_changed_on_the_home_page(login: Login, stories: list[Any]) -> None:
    from skaryna.newsroom import telling
    from skaryna.newsroom.models import Leaving
    from skaryna.newsroom.screens.editions import report_of

    client = login("editor")
    client.post(URL, sent(lead=stories[0].public_id))
    client.post(URL, sent(lead=stories[1].public_id))
    told = telling.told(report_of(Leaving.objects.filter(kind="front").latest("seq")))
    assert told.heading == "Home page"
    assert [part.text for change in told.changes for part in change.parts] == ["Story 0", "Story 1"]
