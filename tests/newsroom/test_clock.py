"""Scheduled articles go to readers at their minute, once, whoever's clock it is; nothing of them leaks before."""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest

from skaryna.model import Entry
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
HOUR = dt.timedelta(hours=1)


def now() -> dt.datetime:
    from django.utils import timezone

    return timezone.now()


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def scheduled(title: str = "Embargoed", *, until: dt.datetime | None = None, role: str = "editor", **more: Any) -> Any:
    """An article that an editor scheduled, an hour ahead."""
    from skaryna.newsroom.models import Account

    row = making.article(title, **more)
    row.go_live_at, row.expire_at = now() + HOUR, until
    row.save_revision(clean=False).publish(user=Account.objects.get(username=f"account-of-{role}"))
    return fresh(row)


def let_pass(row: Any, by: dt.timedelta = dt.timedelta(seconds=30)) -> None:
    """Set the appointment of an article into the past, as time would."""
    past = now() - by
    for revision in row.revisions.filter(approved_go_live_at__isnull=False):
        revision.content["go_live_at"] = past.isoformat()
        revision.approved_go_live_at = past
        revision.save()
    type(row).objects.filter(pk=row.pk).update(go_live_at=past)


def keep() -> list[Any]:
    from skaryna.newsroom.scheduling import keep_appointments

    return keep_appointments()


def test_before_its_time_nothing_of_an_article_is_in_the_journal_and_no_address_is_fixed(rows: Rows) -> None:
    row = scheduled(language="be")
    assert keep() == []
    assert (row.live, row.address, row.published_at, rows()) == (False, "", None, [])


def test_at_its_time_it_goes_to_readers_with_its_journal_row_under_the_editor_s_name(rows: Rows) -> None:
    row = scheduled()
    let_pass(row)
    [told] = keep()
    row = fresh(row)
    assert (told.kind, told.late) == ("published", None)
    assert (row.live, row.address) == (True, f"{row.published_at:%Y}/embargoed")
    [entry] = rows()
    assert (entry.key, entry.op, entry.approved_by) == (row.public_id, "put", "account-of-editor")
    assert keep() == []
    assert len(rows()) == 1


def test_two_clocks_at_once_publish_once(folder: Folder, rows: Rows) -> None:
    row = scheduled()
    let_pass(row)
    done: list[Any] = []

    def clock() -> None:
        from django.db import connection

        done.extend(keep())
        connection.close()

    threads = [threading.Thread(target=clock) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.kind for each in done] == ["published"]
    assert len(rows()) == 1


def test_a_clock_that_finds_the_lock_held_does_nothing(folder: Folder, rows: Rows) -> None:
    from skaryna.newsroom import timer
    from skaryna.outside.files import lock

    let_pass(scheduled())
    with lock(folder.root / timer.LOCK_FILE, doing="testing"):
        timer.tick()
    assert rows() == []
    timer.tick()
    assert len(rows()) == 1


def test_what_fell_due_while_the_newsroom_was_down_is_done_at_the_start_and_said(login: Login, rows: Rows) -> None:
    from skaryna.newsroom import timer

    row = scheduled()
    let_pass(row, by=3 * HOUR)
    stop = threading.Event()
    stop.set()
    timer.follow(stop)
    assert fresh(row).live
    assert len(rows()) == 1
    for path in ("/", "/board/"):
        page = " ".join(login("editor").get(path).content.decode().replace("\xa0", " ").split())
        assert "it went to readers 3 hours late, since the newsroom was not running." in page, path


def test_a_rule_that_is_broken_leaves_a_draft_and_the_board_says_why(login: Login, rows: Rows) -> None:
    row = scheduled()
    let_pass(row)
    revision = row.revisions.get(approved_go_live_at__isnull=False)
    revision.content["title"] = " "
    revision.save()
    [told] = keep()
    assert told.kind == "refused"
    row = fresh(row)
    assert (row.live, row.address, rows()) == (False, "", [])
    assert not row.approved_schedule
    for path in ("/", "/board/"):
        page = login("editor").get(path).content.decode()
        assert "and stays a draft:" in page, path
        assert "has no title" in page, path
    assert keep() == []
    row.title = "Good"
    row.go_live_at = None
    row.save_revision(clean=False).publish()
    assert "and stays a draft:" not in login("editor").get("/board/").content.decode()


def test_what_cannot_be_published_is_not_scheduled_either(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Article, NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    data = making.form("News", action="action-publish", lead_image=str(image.pk))
    data |= {"go_live_at": "2099-01-01 10:00", "expire_at": ""}
    page = login("editor").post("/articles/add/", data, follow=True).content.decode()
    assert "not published:" in page
    assert not Article.objects.get().approved_schedule


def test_one_article_s_fault_does_not_keep_others_from_their_readers(rows: Rows) -> None:
    bad, good = scheduled("Bad"), scheduled("Good")
    for row in (bad, good):
        let_pass(row)
    revision = bad.revisions.get(approved_go_live_at__isnull=False)
    revision.content["slug"] = "NOT A SLUG"
    revision.content["title"] = " "
    revision.save()
    assert sorted(each.kind for each in keep()) == ["published", "refused"]
    assert fresh(good).live
    assert not fresh(bad).live


def test_at_its_end_an_article_is_taken_down_and_the_journal_says_so(rows: Rows) -> None:
    row = making.published()
    type(row).objects.filter(pk=row.pk).update(expire_at=now() - dt.timedelta(seconds=5))
    [told] = keep()
    assert (told.kind, fresh(row).live, fresh(row).expired) == ("withdrawn", False, True)
    assert [(entry.op, entry.approved_by) for entry in rows()][1:] == [("drop", "clock")]


def test_what_would_be_taken_down_at_once_is_not_published(rows: Rows) -> None:
    row = scheduled(until=now() + 2 * HOUR)
    let_pass(row, by=3 * HOUR)
    revision = row.revisions.get(approved_go_live_at__isnull=False)
    revision.content["expire_at"] = (now() - HOUR).isoformat()
    revision.save()
    [told] = keep()
    assert told.kind == "refused"
    assert "was over before the newsroom ran again" in told.reason
    assert (fresh(row).live, rows()) == (False, [])


def test_an_editor_takes_an_appointment_back(login: Login, rows: Rows) -> None:
    row = scheduled()
    revision = row.revisions.get(approved_go_live_at__isnull=False)
    login("editor").post(f"/articles/history/{row.pk}/revisions/{revision.pk}/unschedule/")
    let_pass(row)
    assert keep() == []
    assert rows() == []


def test_the_editor_offers_the_schedule_and_times_in_the_editor_s_own_zone(login: Login) -> None:
    from wagtail.users.models import UserProfile

    from skaryna.newsroom.models import Account

    row = scheduled()
    UserProfile.objects.create(user=Account.objects.get(username="account-of-editor"), current_time_zone="Asia/Tbilisi")
    client = login("editor")
    draft = making.article("Draft")
    assert "schedule-publishing-dialog" in client.get(f"/articles/edit/{draft.pk}/").content.decode()
    page = client.get("/board/").content.decode()
    assert "Times are in Asia/Tbilisi" in page
    there = (row.go_live_at + dt.timedelta(hours=4)).strftime("%H:%M")
    assert there in page


def test_the_clock_outlives_a_database_that_is_locked(monkeypatch: pytest.MonkeyPatch, folder: Folder) -> None:
    from django.db import OperationalError

    from skaryna.newsroom import scheduling, timer

    def locked() -> list[Any]:
        raise OperationalError("database is locked")

    monkeypatch.setattr(scheduling, "keep_appointments", locked)
    with contextlib.nullcontext():
        timer.tick()
