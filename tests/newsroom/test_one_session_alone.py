"""Whoever has one editor's session, and four eyes are asked for: ways to readers that are no screen for publishing."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna.model import Entry
from tests.newsroom import making
from tests.newsroom.test_four_eyes import account, fresh, publish, written
from tests.newsroom.test_waiting import by, picture

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
EVIL = "Send money to us"


pytestmark = pytest.mark.usefixtures("four_eyes_are_on")


def said(rows: list[Entry]) -> str:
    return " ".join(row.value or "" for row in rows)


# Between what a colleague was shown and what she lets out


def test_words_that_changed_behind_the_page_that_showed_them_are_not_published(login: Login, rows: Rows) -> None:
    row = written("editor")
    body = [making.rich('<p><a href="https://new.example/">A new site.</a></p>')]
    editor, administrator = login("editor"), login("administrator")
    editor.post(f"/articles/edit/{row.pk}/", making.form("Words", body=body))
    revision = fresh(row).latest_revision
    page = administrator.get(f"/leaving/article/{revision.pk}/").content.decode()
    # Saving by itself goes on in the same version, and nothing about these words is odd.
    revision.content = {**revision.content, "title": EVIL, "body": '[{"type": "paragraph", "value": "<p>Now.</p>"}]'}
    revision.save()
    data = {"leaving-seen": making.token(page)}
    answer = administrator.post(f"/leaving/article/{revision.pk}/", data, follow=True).content.decode()
    assert rows() == []
    assert "it is not what you were shown" in answer
    data = {"leaving-seen": making.token(answer)}
    administrator.post(f"/leaving/article/{revision.pk}/", data)
    assert EVIL in said(rows())


def test_words_of_a_notice_that_changed_since_they_were_shown_are_not_confirmed(login: Login, rows: Rows) -> None:
    row = written("editor")
    row.latest_revision.publish(user=account("administrator"))
    editor, administrator = login("editor"), login("administrator")
    url = f"/articles/unpublish/{row.pk}/"
    editor.post(url, {"how": "notice", "title": "Words", "why": "It was wrong."})
    seen = re.search(r'name="words" value="(\w+)"', administrator.get(url).content.decode())
    assert seen
    editor.post(url, {"how": "notice", "title": "Words", "why": EVIL})
    answer = administrator.post(url, {"confirm": "1", "words": seen[1]}, follow=True).content.decode()
    assert EVIL not in said(rows())
    assert "These words were changed since you were shown them" in answer
    administrator.post(url, {"confirm": "1"})
    assert EVIL not in said(rows())


def test_the_title_of_a_notice_alone_can_be_confirmed(login: Login, rows: Rows) -> None:
    row = written("editor")
    row.latest_revision.publish(user=account("administrator"))
    url = f"/articles/unpublish/{row.pk}/"
    login("editor").post(url, {"how": "notice", "title": "An article", "why": ""})
    assert "An article" not in said(rows())
    administrator = login("administrator")
    seen = re.search(r'name="words" value="(\w+)"', administrator.get(url).content.decode())
    assert seen
    administrator.post(url, {"confirm": "1", "words": seen[1]})
    assert "An article" in said(rows())


# Words that are no words yet


def test_who_chose_the_words_of_an_address_is_an_author(login: Login, rows: Rows) -> None:
    row = written("contributor")
    publish(login("editor"), row, slug="send-money-to-us")
    assert rows() == []
    publish(login("administrator"), row, slug="send-money-to-us")
    assert [entry.op for entry in rows()] == ["put"]


@pytest.mark.parametrize(
    "hidden", [{"lead_credit": EVIL}, {"lead_alt": EVIL}, {"claim_by": EVIL}, {"claim_words": EVIL}]
)
def test_words_laid_under_a_colleague_s_draft_for_later_make_an_author(
    login: Login, rows: Rows, hidden: dict[str, str]
) -> None:
    """Readers get the credit of a picture once there is a picture, and a claim once there is a verdict."""
    row = written("contributor")
    login("editor").post(f"/articles/edit/{row.pk}/", making.form("Words", **hidden))
    draft = fresh(row).get_latest_revision_as_object()
    draft.lead_image = picture()
    draft.claim, draft.claim_rating = draft.claim or "They said so.", 1
    draft.save_revision(user=account("contributor"), clean=False)
    assert "Saved as a draft" in publish_as_it_is(login("editor"), row)
    assert rows() == []


def publish_as_it_is(client: Any, row: Any) -> str:
    """Let the newest version go through the page that shows it, so that no form writes anything."""
    url = f"/leaving/article/{fresh(row).latest_revision_id}/"
    page = client.get(url).content.decode()
    answer: str = client.post(url, {"leaving-seen": making.token(page)}, follow=True).content.decode()
    return answer.replace("Not published", "Saved as a draft")


# Handing over again what readers have


def test_joining_an_article_does_not_make_what_one_did_to_its_pictures_forgotten(login: Login, rows: Rows) -> None:
    shot, row = picture(), written("contributor")
    row.latest_revision.publish(user=account("administrator"))
    draft = fresh(row).get_latest_revision_as_object()
    draft.lead_image = shot
    draft.save_revision(user=account("contributor"), clean=False)
    shot.credit = EVIL
    by("editor", shot.save)
    other = making.article("Іншы", language="be")
    editor = login("editor")
    editor.post(f"/translations/article/{row.pk}/", {"newsroom-then": f"original:{other.pk}"})
    assert fresh(other).group == fresh(row).group
    assert len(rows()) == 2
    editor.post(f"/translations/article/{row.pk}/", {"newsroom-then": "part"})
    publish_as_it_is(editor, row)
    assert EVIL not in said(rows())


def test_another_file_under_a_scheduled_article_stops_the_clock(
    login: Login, rows: Rows, wait: Callable[[dt.timedelta], None]
) -> None:
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from skaryna.newsroom import stopping
    from skaryna.newsroom.scheduling import keep_appointments

    shot, row = picture(), written("contributor")
    draft = fresh(row).get_latest_revision_as_object()
    draft.lead_image, draft.go_live_at = shot, timezone.now() + dt.timedelta(minutes=60)
    revision = draft.save_revision(user=account("contributor"), clean=False)
    with stopping.asking(account("administrator"), ""):
        revision.publish(user=account("administrator"))
    shot.file = ContentFile(making.photograph(width=320), name="other.jpg")
    by("editor", shot.save)
    wait(dt.timedelta(minutes=61))
    [done] = keep_appointments()
    assert (done.kind, rows()) == ("refused", [])


# Addresses that Wagtail has and the newsroom hides

SHOWN = {"/choose-page/", "/workflows/task_chooser/create/"}
"""Windows for choosing among what there is, without a form for somebody who may not make anything."""


@pytest.mark.parametrize(
    "path",
    [
        "/collections/", "/collections/add/", "/documents/", "/documents/add/", "/documents/multiple/add/",
        "/documents/chooser/create/", "/groups/", "/groups/new/", "/workflows/list/", "/workflows/add/",
        "/workflows/tasks/index/", "/workflows/tasks/select_type/", "/workflows/task_chooser/create/",
        "/review-steps/", "/review-steps/new/", "/review-steps/edit/1/", "/masthead/edit/1/", "/masthead/new/",
        "/users/", "/users/new/", "/log/", "/choose-page/", "/snippets/",
    ],
)  # fmt: skip
def test_an_editor_finds_nothing_behind_hidden_addresses(login: Login, path: str) -> None:
    from django.contrib.auth.models import Group
    from wagtail.models import Collection, Task, Workflow

    from skaryna.newsroom.models import Invitation, Masthead, Review

    kinds = (Group, Collection, Task, Workflow, Invitation, Masthead, Review)
    before = [list(kind.objects.values()) for kind in kinds]
    client = login("editor")
    data = {"name": EVIL, "title": EVIL, "role": "administrator", "parent": "1", "file": ""}
    for answer in (client.get(path), client.post(path, data)):
        assert answer.status_code in {302, 403, 404, 405} or path in SHOWN, answer.status_code
    assert [list(kind.objects.values()) for kind in kinds] == before


@pytest.mark.parametrize("role", ["contributor", "editor"])
@pytest.mark.parametrize("kind", ["person", "topic", "standingpage", "article"])
def test_nothing_is_made_in_the_windows_for_choosing(login: Login, rows: Rows, role: str, kind: str) -> None:
    from skaryna.newsroom import models

    client = login(role)
    client.raise_request_exception = False
    client.post(f"/snippets/choose/newsroom/{kind}/create/", making.form(EVIL) | {"name": EVIL, "order": "0"})
    for model in (models.Person, models.Topic, models.StandingPage, models.Article):
        assert not model.objects.exists()
    assert rows() == []
