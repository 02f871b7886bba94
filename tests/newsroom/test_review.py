"""Contributor, editor, readers: the review, and what a contributor's forged request may not do."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from skaryna.model import Entry
from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.test_languages import speak

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]


def steps() -> list[Any]:
    from skaryna.newsroom import reviewing

    return reviewing.steps()


def remove(step: Any) -> None:
    from skaryna.newsroom import reviewing

    reviewing.remove(step)


def submitted(login: Login, title: str = "Mine", **more: Any) -> Any:
    from skaryna.newsroom.models import Article

    login("contributor").post("/articles/add/", making.form(title, action="action-submit", **more))
    return Article.objects.get(title=title)


def decide(client: Any, row: Any, decision: str, **more: Any) -> Any:
    data = making.form(row.title, **more) | {"action-workflow-action": "true", "workflow-action-name": decision}
    return client.post(f"/articles/edit/{row.pk}/", data, follow=True)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_a_new_newsroom_has_one_step_and_contributors_can_submit(login: Login) -> None:
    assert [step.name for step in steps()] == ["An editor reads it"]
    page = login("contributor").get("/articles/add/").content.decode()
    assert "Submit for review" in page
    assert "Submit to" not in page


def test_an_older_newsroom_gets_its_review_when_it_is_brought_up_to_date(folder: Folder) -> None:
    from wagtail.models import Task, Workflow

    from skaryna.newsroom import database

    Workflow.objects.all().delete()
    Task.objects.all().delete()
    assert steps() == []
    for _ in range(2):
        database.migrate()
    assert [step.name for step in steps()] == ["An editor reads it"]


def test_a_contributor_submits_and_an_editor_s_approval_publishes(login: Login, rows: Rows) -> None:
    row = submitted(login)
    assert fresh(row).workflow_in_progress
    assert not fresh(row).live
    answer = decide(login("editor"), row, "approve")
    assert answer.status_code == 200
    assert fresh(row).live
    assert [(entry.kind, entry.approved_by) for entry in rows()] == [("article", "account-of-editor")]
    assert "no press is running" in answer.content.decode()


def test_an_editor_asks_for_changes_and_the_contributor_submits_again(login: Login, rows: Rows) -> None:
    row = submitted(login)
    editor, contributor = login("editor"), login("contributor")
    state = row.current_workflow_task_state
    editor.post(f"/articles/workflow/action/{row.pk}/reject/{state.pk}/", {"comment": "Who says so?"})
    assert fresh(row).current_workflow_state.status == "needs_changes"
    page = contributor.get(f"/articles/edit/{row.pk}/").content.decode()
    assert "Submit again" in page
    assert "Who says so?" in page[page.index("data-newsroom-remarks") :]
    contributor.post(f"/articles/edit/{row.pk}/", making.form("Better", action="action-submit"))
    decide(editor, row_named(row, "Better"), "approve")
    assert fresh(row).title == "Better"
    assert len(rows()) == 1


def row_named(row: Any, title: str) -> Any:
    found = fresh(row)
    found.title = title
    return found


def test_a_rule_that_is_broken_refuses_the_approval_in_words_and_the_review_stays(login: Login, rows: Rows) -> None:
    block = ("embed", {"address": "", "title": "Video", "provider": "", "description": ""})
    login("contributor").post("/articles/add/", making.form("Mine", body=[block]))
    from skaryna.newsroom.models import Account, Article

    row = Article.objects.get()
    row.get_workflow().start(row, Account.objects.get(username="account-of-contributor"))
    state = row.current_workflow_task_state
    answer = login("editor").post(f"/articles/workflow/action/{row.pk}/approve/{state.pk}/", {}, follow=True)
    assert "Not published:" in answer.content.decode()
    assert fresh(row).workflow_in_progress
    assert (fresh(row).live, rows()) == (False, [])


def step(name: str, **more: Any) -> Any:
    from skaryna.newsroom.models import Review

    made = Review(name=name, **more)
    made.save()
    return made


def test_steps_choose_their_articles_by_language_and_topic_and_the_rest_goes_to_any_editor(folder: Folder) -> None:
    from skaryna.newsroom.models import ArticleTopic
    from skaryna.newsroom.models.review import steps_for

    law = making.topic("Law")
    step("Belarusian", language="be")
    step("Courts", topic=law)
    about = making.article("Court")
    about.topic_links = [ArticleTopic(topic=law)]
    about.save()
    both = making.article("Суд", language="be")
    both.topic_links = [ArticleTopic(topic=law)]
    both.save()
    found = {
        each: [one.name for one in steps_for(article, steps())]
        for each, article in {
            "plain": making.article("Plain"), "be": making.article("Па-беларуску", language="be"), "law": about, "both": both,
        }.items()
    }  # fmt: skip
    assert found == {
        "plain": ["An editor reads it"],
        "be": ["Belarusian"],
        "law": ["Courts"],
        "both": ["Belarusian", "Courts"],
    }


def test_an_article_that_no_step_is_for_still_waits_for_somebody(login: Login, rows: Rows) -> None:
    general = steps()[0]
    step("Belarusian", language="be")
    remove(general)
    row = submitted(login)
    assert fresh(row).workflow_in_progress
    assert (fresh(row).live, rows()) == (False, [])


def test_only_the_chosen_review_and_an_administrator_may_step_in(login: Login) -> None:
    from skaryna.newsroom.models import Account

    general = steps()[0]
    general.reviewers.set([Account.objects.get(username="account-of-administrator")])
    row = submitted(login)
    decide(login("editor"), row, "approve")
    assert not fresh(row).live
    Account.objects.filter(username="account-of-administrator").update(is_active=False)
    # Whoever was chosen is gone: any editor can review, so that nothing waits for somebody who was arrested.
    decide(login("editor"), row, "approve")
    assert fresh(row).live


def test_a_step_that_articles_wait_for_and_the_last_one_stay(login: Login) -> None:
    general = steps()[0]
    administrator = login("administrator")
    said = administrator.post(f"/review-steps/delete/{general.pk}/", follow=True).content.decode()
    assert "is the last step" in said
    step("Belarusian", language="be")
    submitted(login)
    said = administrator.post(f"/review-steps/delete/{general.pk}/", follow=True).content.decode()
    assert "wait for the step" in said
    assert len(steps()) == 2


def test_an_administrator_makes_a_step_on_the_screen(login: Login) -> None:
    from skaryna.newsroom.models import Account

    administrator = login("administrator")
    editor = Account.objects.get(username="account-of-editor")
    page = administrator.get("/review-steps/new/").content.decode()
    assert "account-of-editor" in page
    assert "account-of-contributor" not in page
    data = {"name": "Belarusian", "language": "be", "topic": "", "reviewers": [str(editor.pk)]}
    assert administrator.post("/review-steps/new/", data).status_code == 302
    assert [each.name for each in steps()] == ["An editor reads it", "Belarusian"]
    listed = administrator.get("/review-steps/").content.decode()
    assert "all articles that no other step is for" in listed
    for role in ("contributor", "editor"):
        assert login(role).get("/review-steps/").status_code == 302
        login(role).post("/review-steps/new/", data | {"name": "Forged"})
    assert len(steps()) == 2


FORGED = (
    ("/articles/edit/{pk}/", "action-publish"),
    ("/articles/edit/{pk}/", "action-workflow-action"),
    ("/articles/history/{pk}/revisions/{revision}/revert/", "action-publish"),
    ("/articles/unpublish/{pk}/", "how"),
    ("/articles/history/{pk}/revisions/{revision}/unschedule/", "x"),
    ("/articles/delete/{pk}/", "x"),
    ("/articles/lock/{pk}/", "x"),
    ("/articles/workflow/action/{pk}/approve/{state}/", "comment"),
    ("/articles/workflow/action/{pk}/reject/{state}/", "comment"),
    ("/bulk/newsroom/article/delete/?id={pk}&next=/", "x"),
    ("/bulk/newsroom/article/publish/?id={pk}&next=/", "x"),
    ("/bulk/newsroom/article/unpublish/?id={pk}&next=/", "x"),
)


@pytest.mark.parametrize("is_live", [False, True])
def test_no_forged_request_of_a_contributor_changes_what_readers_get(login: Login, rows: Rows, is_live: bool) -> None:
    row = submitted(login)
    state = row.current_workflow_task_state
    if is_live:
        row.get_latest_revision().publish(skip_permission_checks=True)
        row.get_workflow().start(fresh(row), None)
        state = fresh(row).current_workflow_task_state
    before, contributor = rows(), login("contributor")
    for path, key in FORGED:
        address = path.format(pk=row.pk, revision=row.latest_revision_id, state=state.pk)
        data = making.form("Mine") | {"workflow-action-name": "approve", "how": "trace", "go_live_at": "", key: "x"}
        answer = contributor.post(address, data)
        assert answer.status_code in {200, 302, 403, 404}, path
    found = fresh(row)
    assert (found.live, found.locked, rows()) == (is_live, False, before)
    assert found.workflow_in_progress
    assert not found.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_contributor_s_day_in_the_form_schedules_nothing(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.scheduling import keep_appointments

    row = making.article("Mine", go_live_at=dt.datetime(2020, 1, 1, 10, tzinfo=dt.UTC))
    login("contributor").post(
        f"/articles/edit/{row.pk}/",
        making.form("Mine", lead="More.", action="action-publish", go_live_at="2020-01-01 10:00", expire_at=""),
    )
    keep_appointments()
    assert not fresh(row).revisions.filter(approved_go_live_at__isnull=False).exists()
    assert (fresh(row).live, rows()) == (False, [])


def test_a_lock_is_offered_says_who_holds_it_and_keeps_others_out(login: Login) -> None:
    row = making.article("Ours")
    editor, administrator = login("editor"), login("administrator")
    assert f"/articles/lock/{row.pk}/" in editor.get(f"/articles/edit/{row.pk}/").content.decode()
    editor.post(f"/articles/lock/{row.pk}/")
    page = administrator.get(f"/articles/edit/{row.pk}/").content.decode()
    assert "was locked" in page
    assert "account-of-editor" in page
    administrator.post(f"/articles/edit/{row.pk}/", making.form("Taken over"))
    assert fresh(row).latest_revision.object_str == "Ours"
    administrator.post(f"/articles/unlock/{row.pk}/")
    assert not fresh(row).locked


def test_two_people_at_one_article_are_warned_of_each_other(login: Login) -> None:
    from wagtail.admin.models import EditingSession

    row = making.article("Ours")
    editor, administrator = login("editor"), login("administrator")
    editor.get(f"/articles/edit/{row.pk}/")
    administrator.get(f"/articles/edit/{row.pk}/")
    session = EditingSession.objects.get(user__username="account-of-administrator")
    url = f"/editing-sessions/ping/newsroom/article/{row.pk}/{session.pk}/"
    assert (
        "account-of-editor" in administrator.post(url, {"loaded_revision_id": row.latest_revision_id}).content.decode()
    )


# Names that the newsroom gave itself


def _speaking(login: Login, role: str, language: str) -> Any:
    speak(role, language)
    return login(role)


def test_the_newsroom_s_own_step_is_read_in_each_account_s_language(login: Login) -> None:
    row = submitted(login)
    said = {"be": "Рэдактар чытае", "uk": "Редактор читає", "pl": "Redaktor czyta", "en": "An editor reads it"}
    for language, name in said.items():
        client = _speaking(login, "administrator", language)
        for path in ("/", "/review-steps/", f"/articles/edit/{row.pk}/"):
            page = client.get(path).content.decode()
            assert name in page, (language, path)
            assert not any(other in page for other in set(said.values()) - {name}), (language, path)


def test_the_history_says_it_in_the_reader_s_language_whoever_acted(login: Login) -> None:
    from wagtail.models import ModelLogEntry

    speak("contributor", "be")
    row = submitted(login)
    speak("editor", "ru")
    decide(login("editor"), row, "reject")
    page = _speaking(login, "administrator", "pl").get(f"/articles/history/{row.pk}/").content.decode()
    assert "Redaktor czyta" in page
    assert not any(word in page for word in ("чытае", "читает", "An editor reads"))
    stored = ModelLogEntry.objects.filter(action__startswith="wagtail.workflow").values_list("data", flat=True)
    assert {data["workflow"]["title"] for data in stored} == {"Review"}


def test_saving_it_unchanged_in_another_language_renames_nothing_and_a_new_name_stays(login: Login) -> None:
    from wagtail.models import Task

    client, (step,) = _speaking(login, "administrator", "be"), steps()
    data = {"name": "Рэдактар чытае", "language": "", "topic": ""}
    page = client.post(f"/review-steps/edit/{step.pk}/", data, follow=True).content.decode()
    assert "Рэдактар чытае" in page
    assert list(Task.objects.values_list("name", flat=True)) == ["An editor reads it"]
    client.post(f"/review-steps/edit/{step.pk}/", data | {"name": "Ганна чытае"})
    page = _speaking(login, "administrator", "pl").get("/review-steps/").content.decode()
    assert "Ганна чытае" in page
    assert "Redaktor czyta" not in page
