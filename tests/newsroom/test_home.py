"""The desk: what each role finds on it, in an empty house and in a full one."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from skaryna.outside import ledger
from skaryna.outside.files import lock
from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.test_editions import outcome
from tests.newsroom.test_stopping import text

Login = Callable[[str], Any]


def account(role: str) -> Any:
    from skaryna.newsroom.models import Account

    return Account.objects.get(username=f"account-of-{role}")


def test_a_new_publication_says_what_to_do_first_to_whom_may_do_it(login: Login) -> None:
    page = text(login("administrator").get("/"))
    for said in ("What to do first", "Say who you are", "Write a page about yourselves", "Write the first article",
                 "Publish it", "Let the press print it", "Your desk is clear", "Nothing waits for anybody"):  # fmt: skip
        assert said in page, said
    page = text(login("contributor").get("/"))
    assert "Write the first article" in page
    assert "Say who you are" not in page
    assert "Publish it" not in page


def test_the_steps_are_ticked_off_and_go_with_the_first_edition(folder: Folder, login: Login) -> None:
    making.published()
    assert "Done: Write the first article" in text(login("editor").get("/"))
    ledger.record(folder.outcomes, outcome(1, 99))
    assert "What to do first" not in text(login("editor").get("/"))


def test_my_drafts_are_mine_and_those_of_others_stand_apart(login: Login) -> None:
    client = login("contributor")
    client.post("/articles/add/", making.form("By me"))
    login("editor").post("/articles/add/", making.form("By her"))
    making.published("Not a draft")
    page = text(client.get("/"))
    mine, others = page.index("Your drafts"), page.index("Drafts of others")
    assert mine < page.index("By me", mine) < others < page.index("By her", mine)
    assert "account-of-editor" in page[others:]
    assert "Not a draft" not in page[mine : page.index("In review")]


def test_a_withdrawn_article_is_on_nobodys_desk(login: Login) -> None:
    making.published("Withdrawn").unpublish()
    page = text(login("editor").get("/"))
    assert "Withdrawn" not in page[page.index("To do") : page.index("In review")]


def test_reviews_and_what_was_sent_back_are_told(folder: Folder, login: Login) -> None:
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    task = GroupApprovalTask.objects.create(name="The desk")
    task.groups.add(Group.objects.get(name="Editors"))
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    row = making.article("For review")
    workflow.start(row, account("contributor"))
    page = text(login("editor").get("/"))
    assert "For review yours to decide" in page
    assert "The desk · account-of-contributor" in page
    assert "yours to decide" not in text(login("contributor").get("/"))
    row.current_workflow_task_state.reject(user=account("editor"), comment="Who says so?")
    page = text(login("contributor").get("/"))
    assert (
        page.index("Sent back to you") < page.index("For review") < page.index("Who says so?") < page.index("In review")
    )
    assert "Sent back to you" not in text(login("editor").get("/"))


def test_what_happens_by_itself_is_told_soonest_first(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import Article

    now = dt.datetime.now(dt.UTC)
    row = making.article("In an hour")
    row.go_live_at = now + dt.timedelta(hours=1)
    row.save_revision(clean=False).publish()
    gone = making.published("Until tomorrow")
    Article.objects.filter(pk=gone.pk).update(expire_at=now + dt.timedelta(days=1))
    page = text(login("editor").get("/"))
    page = page[page.index("Scheduled") :]
    assert (
        page.index("In an hour")
        < page.index("will be published on")
        < page.index("Until tomorrow")
        < page.index("will be taken down on")
    )


def test_the_edition_is_told_with_its_state_and_its_mirrors_are_not_asked(folder: Folder, login: Login) -> None:
    making.published("One")
    ledger.record(folder.outcomes, outcome(4, 0))
    page = text(login("editor").get("/"))
    assert "Edition 4 signed 2026-01-01 10:00 UTC" in page
    assert "changes wait for the next edition" in page
    assert "No press is running" in page
    ledger.record(folder.outcomes, outcome(4, 5, problem="A link leads nowhere.", hint="Mend it."))
    with lock(folder.press_lock, doing="testing"):
        page = text(login("contributor").get("/"))
    assert "The press refused the latest changes, so readers keep this edition: A link leads nowhere. Mend it." in page
    assert "The press is running" in page
    assert "wait for the next edition" not in page, "the record is the editors'"


def test_mistakes_and_quarantine_are_counted(login: Login) -> None:
    making.published("One")
    page = text(login("editor").get("/"))
    assert "No lead 1" in page
    assert "No topic 1" in page
    assert "Quarantine" not in text(login("contributor").get("/"))[2000:]


def test_the_desk_asks_the_same_number_of_questions_however_much_there_is(login: Login, django_questions: Any) -> None:
    client = login("editor")
    for number in range(8):
        making.published(f"Story {number}")
        making.article(f"Draft {number}")
    client.get("/")
    few = django_questions(lambda: client.get("/"))
    for number in range(8, 40):
        making.published(f"Story {number}")
        making.article(f"Draft {number}")
    assert django_questions(lambda: client.get("/")) <= few


def test_a_long_journal_is_compared_beside_the_page_and_not_in_it(
    folder: Folder, login: Login, monkeypatch: Any
) -> None:
    from skaryna.newsroom import differences
    from skaryna.newsroom.models import Article

    making.published("One")
    Article.objects.update(live=False)
    started: list[Any] = []

    class Thread:
        def __init__(self, target: Any, **_: Any) -> None:
            self.target = target

        def start(self) -> None:
            started.append(self.target)

    monkeypatch.setattr(differences, "AT_ONCE_ROWS", 0)
    monkeypatch.setattr(differences.threading, "Thread", Thread)
    client = login("editor")
    assert "Changed behind your back" not in text(client.get("/"))
    client.get("/")
    assert len(started) == 1
    started[0]()
    assert "Changed behind your back" in text(client.get("/"))
