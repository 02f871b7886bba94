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
Wait = Callable[[dt.timedelta], None]
HOUR = dt.timedelta(hours=1)
DUE = HOUR + dt.timedelta(seconds=30)
"""After so long what `scheduled` makes is due."""


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


def keep() -> list[Any]:
    from skaryna.newsroom.scheduling import keep_appointments

    return keep_appointments()


def test_before_its_time_nothing_of_an_article_is_in_the_journal_and_no_address_is_fixed(rows: Rows) -> None:
    row = scheduled(language="be")
    assert keep() == []
    assert (row.live, row.address, row.published_at, rows()) == (False, "", None, [])


def test_at_its_time_it_goes_to_readers_with_its_journal_row_under_the_editor_s_name(rows: Rows, wait: Wait) -> None:
    row = scheduled()
    wait(DUE)
    [told] = keep()
    row = fresh(row)
    assert (told.kind, told.late) == ("published", None)
    assert (row.live, row.address) == (True, f"{row.published_at:%Y}/embargoed")
    [entry] = rows()
    assert (entry.key, entry.op, entry.approved_by) == (row.public_id, "put", "account-of-editor")
    assert keep() == []
    assert len(rows()) == 1


def test_two_clocks_at_once_publish_once(folder: Folder, rows: Rows, wait: Wait) -> None:
    scheduled()
    wait(DUE)
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


def test_a_clock_that_finds_the_lock_held_does_nothing(folder: Folder, rows: Rows, wait: Wait) -> None:
    from skaryna.newsroom import timer
    from skaryna.outside.files import lock

    if folder.settings.database:
        pytest.skip("PostgreSQL has a lock of its own; test_together_on_postgresql.py holds it")
    scheduled()
    wait(DUE)
    with lock(folder.root / timer.LOCK_FILE, doing="testing"):
        timer.tick()
    assert rows() == []
    timer.tick()
    assert len(rows()) == 1


def test_what_fell_due_while_the_newsroom_was_down_is_done_at_the_start_and_said(
    login: Login, rows: Rows, wait: Wait
) -> None:
    from skaryna.newsroom import timer

    row = scheduled()
    wait(4 * HOUR)
    stop = threading.Event()
    stop.set()
    timer.follow(stop)
    assert fresh(row).live
    assert len(rows()) == 1
    for path in ("/", "/board/"):
        page = " ".join(login("editor").get(path).content.decode().replace("\xa0", " ").split())
        assert "it went to readers 3 hours late, since the newsroom was not running." in page, path


def test_a_rule_that_is_broken_leaves_a_draft_and_the_board_says_why(login: Login, rows: Rows, wait: Wait) -> None:
    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", alt="A ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    row = scheduled(lead_image=image)
    NewsImage.objects.update(alt="")
    wait(DUE)
    [told] = keep()
    assert told.kind == "refused"
    row = fresh(row)
    assert (row.live, row.address, rows()) == (False, "", [])
    assert not row.approved_schedule
    for path in ("/", "/board/"):
        page = login("editor").get(path).content.decode()
        assert "and was not done; readers have what they had:" in page, path
        assert "has no description" in page, path
    assert keep() == []
    row.go_live_at, row.lead_alt = None, "A ferry"
    row.save_revision(clean=False).publish()
    assert "and was not done" not in login("editor").get("/board/").content.decode()


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


@pytest.mark.parametrize("fault", ["body", "bylines", "gone"])
def test_a_revision_that_is_damaged_does_not_stop_the_clock(rows: Rows, fault: str, wait: Wait) -> None:
    bad, good = scheduled("Bad"), scheduled("Good")
    wait(DUE)
    revision = bad.revisions.get(approved_go_live_at__isnull=False)
    if fault == "gone":
        revision.object_id = "999999"
    else:
        revision.content[fault] = {"no": ["sense"]}
    revision.save()
    assert "published" in [each.kind for each in keep()]
    assert fresh(good).live
    assert not fresh(bad).live
    assert keep() == []


def test_at_its_end_an_article_is_taken_down_and_the_journal_says_so(rows: Rows, wait: Wait) -> None:
    row = making.article()
    row.expire_at = now() + HOUR
    row.save_revision(clean=False).publish()
    assert keep() == []
    wait(DUE)
    [told] = keep()
    assert (told.kind, fresh(row).live, fresh(row).expired) == ("withdrawn", False, True)
    assert [(entry.op, entry.approved_by) for entry in rows()][1:] == [("drop", "clock")]


def test_what_would_be_taken_down_at_once_is_not_published(rows: Rows, wait: Wait) -> None:
    row = scheduled(until=now() + 2 * HOUR)
    wait(3 * HOUR)
    [told] = keep()
    assert told.kind == "refused"
    assert "was over before the newsroom ran again" in told.reason
    assert (fresh(row).live, rows()) == (False, [])


def test_what_goes_live_by_itself_also_ends_by_itself(rows: Rows, wait: Wait) -> None:
    row = scheduled(until=now() + 2 * HOUR)
    wait(DUE)
    keep()
    assert fresh(row).live
    wait(HOUR)
    assert [each.kind for each in keep()] == ["withdrawn"]
    assert [entry.op for entry in rows()] == ["put", "drop"]


# Whoever can write the database cannot have the clock publish


def test_words_that_were_changed_in_the_database_do_not_go_live(rows: Rows, wait: Wait) -> None:
    row = scheduled()
    revision = row.revisions.get(approved_go_live_at__isnull=False)
    revision.content["lead"] = "Send money to us."
    revision.save()
    wait(DUE)
    [told] = keep()
    assert told.kind == "refused"
    assert "the database was changed behind your back" in told.reason
    assert (fresh(row).live, rows()) == (False, [])


def test_an_appointment_that_was_written_into_the_database_is_not_kept(rows: Rows, wait: Wait) -> None:
    from skaryna.newsroom.models import Appointment

    draft, other = making.article("Nobody approved this"), scheduled("Other")
    soon = now() + HOUR
    draft.revisions.update(approved_go_live_at=soon)
    copied = Appointment.objects.get(article=other)
    Appointment.objects.create(article=draft, kind="begin", at=soon, names=copied.names, mark=copied.mark)
    wait(DUE)
    assert {each.article_id: each.kind for each in keep()} == {draft.pk: "refused", other.pk: "published"}
    assert not fresh(draft).live
    assert len(rows()) == 1


def test_an_end_that_was_written_into_the_database_takes_nothing_down(rows: Rows, wait: Wait) -> None:
    row = making.published()
    type(row).objects.filter(pk=row.pk).update(expire_at=now() - HOUR)
    [told] = keep()
    assert told.kind == "refused"
    assert fresh(row).live
    assert [entry.op for entry in rows()] == ["put"]
    assert keep() == []


def test_an_editor_takes_an_appointment_back(login: Login, rows: Rows, wait: Wait) -> None:
    row = scheduled()
    revision = row.revisions.get(approved_go_live_at__isnull=False)
    login("editor").post(f"/articles/history/{row.pk}/revisions/{revision.pk}/unschedule/")
    wait(DUE)
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
