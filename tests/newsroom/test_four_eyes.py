"""Nothing is published by its own author alone: every way to readers, and every way around that was thought of."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.errors import ApprovalError
from skaryna.model import Entry, Topic
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]


pytestmark = pytest.mark.usefixtures("four_eyes_are_on")


def account(role: str) -> Any:
    from skaryna.newsroom.models import Account

    return Account.objects.get(username=f"account-of-{role}")


def written(role: str, title: str = "Words") -> Any:
    """An article that one account wrote."""
    row = making.article(title)
    row.revisions.all().delete()
    row.save_revision(user=account(role), clean=False)
    return fresh(row)


def change(row: Any, role: str, words: str) -> Any:
    draft = fresh(row).get_latest_revision_as_object()
    draft.body = [{"type": "paragraph", "value": f"<p>{words}</p>", "id": "0b1f2f5e-5f5c-4f0a-9b5e-0c1b6a151700"}]
    return draft.save_revision(user=account(role), clean=False)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def publish(client: Any, row: Any, **more: Any) -> str:
    data = making.form(fresh(row).latest_revision.object_str, action="action-publish", **more)
    page: str = client.post(f"/articles/edit/{row.pk}/", data, follow=True).content.decode()
    return page


def test_an_author_s_publish_is_refused_in_a_sentence_and_leaves_a_draft(login: Login, rows: Rows) -> None:
    row = written("editor")
    page = publish(login("editor"), row)
    assert "account-of-editor wrote part of" in page
    assert "nothing is published by its own author alone" in page
    assert "That you approve these words is noted." in page
    assert (fresh(row).live, fresh(row).address, rows()) == (False, "", [])


def test_a_colleague_s_publish_lets_it_go_and_the_journal_has_both_names(login: Login, rows: Rows) -> None:
    row = written("editor")
    publish(login("administrator"), row)
    assert fresh(row).live
    [entry] = rows()
    assert entry.approved_by == "account-of-administrator, account-of-editor"
    assert "account-of" not in (entry.value or "")


def test_pressing_publish_writes_nothing_so_the_colleague_is_no_author(login: Login) -> None:
    row = written("editor")
    administrator = login("administrator")
    publish(administrator, row)
    revision = fresh(row).latest_revision
    assert revision.user == account("administrator")
    from skaryna.newsroom import four_eyes

    row = fresh(row)
    row.live = False  # as if it were withdrawn: all that was ever written counts
    assert four_eyes.writers(row, revision) == {account("editor").pk}


def test_who_edits_in_the_review_cannot_approve_what_they_wrote(login: Login, rows: Rows) -> None:
    row = written("contributor")
    row.get_workflow().start(row, account("contributor"))
    data = making.form("Words", body=[("code", "Quite other words.")])
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    page = login("editor").post(f"/articles/edit/{row.pk}/", data, follow=True).content.decode()
    assert "Not published: account-of-editor wrote part of" in page
    found = fresh(row)
    assert (found.live, rows()) == (False, [])
    assert found.workflow_in_progress
    # The first author reads the editor's words and agrees; then two have approved exactly these.
    agree(login("contributor"), row)
    login("editor").post(f"/articles/edit/{row.pk}/", data, follow=True)
    assert fresh(row).live
    assert rows()[-1].approved_by.split(", ") == ["account-of-editor", "account-of-contributor"]


def agree(client: Any, row: Any, *, words: str = "") -> str:
    from skaryna.newsroom import four_eyes

    found = fresh(row)
    words = words or four_eyes.words_of(found, found.latest_revision)
    page: str = client.post(
        f"/articles/remarks/{row.pk}/", {"action": "agree", "words": words}
    ).content.decode()  # fmt: skip
    return page


def test_two_revisions_do_not_hide_who_wrote_the_first(rows: Rows) -> None:
    row = written("editor")
    change(row, "contributor", "A small change.")
    with pytest.raises(ApprovalError, match="account-of-editor wrote part"):
        fresh(row).latest_revision.publish(user=account("editor"))
    assert rows() == []


def test_autosave_over_a_revision_that_a_colleague_agreed_to_is_not_agreed_to(login: Login, rows: Rows) -> None:
    row = written("editor")
    agree(login("administrator"), row)
    draft = fresh(row).get_latest_revision_as_object()
    draft.body = [{"type": "paragraph", "value": "<p>Evil words.</p>"}]
    draft.save_revision(user=account("editor"), clean=False, overwrite_revision=fresh(row).latest_revision)
    with pytest.raises(ApprovalError):
        fresh(row).latest_revision.publish(user=account("editor"))
    assert rows() == []


def test_agreeing_to_words_that_changed_meanwhile_is_refused(login: Login) -> None:
    row = written("editor")
    from skaryna.newsroom import four_eyes

    seen = four_eyes.words_of(row, row.latest_revision)
    change(row, "editor", "Other words.")
    assert "has changed since you opened it" in agree(login("administrator"), row, words=seen)
    assert four_eyes.agreed(fresh(row), fresh(row).latest_revision) == []


def test_an_old_revision_brings_its_author_along(rows: Rows) -> None:
    row = written("editor")
    evil = change(row, "editor", "Evil words.")
    change(row, "contributor", "Good words.").publish(user=account("administrator"))
    count = len(rows())
    with pytest.raises(ApprovalError):
        fresh(row).publish(evil, user=account("editor"))
    assert len(rows()) == count


def test_a_revert_is_writing_too(login: Login, rows: Rows) -> None:
    row = written("editor")
    early = row.latest_revision
    change(row, "contributor", "Newer words.").publish(user=account("administrator"))
    count = len(rows())
    data = making.form("Words", action="action-publish")
    page = login("editor").post(f"/articles/history/{row.pk}/revisions/{early.pk}/revert/", data, follow=True)
    assert "wrote part of" in page.content.decode()
    assert len(rows()) == count


def ahead(row: Any, *, minutes: int = 60) -> Any:
    from django.utils import timezone

    draft = fresh(row).get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + dt.timedelta(minutes=minutes)
    return draft


def test_an_author_cannot_schedule_alone_and_a_saved_day_publishes_nothing(rows: Rows) -> None:
    from django.utils import timezone

    from skaryna.newsroom.scheduling import keep_appointments

    row = written("editor")
    revision = ahead(row).save_revision(user=account("editor"), clean=False)
    with pytest.raises(ApprovalError):
        revision.publish(user=account("editor"))
    assert keep_appointments(timezone.now() + dt.timedelta(days=1)) == []
    assert rows() == []


def test_what_two_scheduled_goes_live_and_the_journal_has_both(
    rows: Rows, wait: Callable[[dt.timedelta], None]
) -> None:
    from skaryna.newsroom.scheduling import keep_appointments

    row = written("editor")
    ahead(row).save_revision(user=account("editor"), clean=False).publish(user=account("administrator"))
    wait(dt.timedelta(minutes=61))
    keep_appointments()
    assert fresh(row).live
    assert rows()[-1].approved_by == "account-of-administrator, account-of-editor"


def test_an_agreement_that_was_written_into_the_database_counts_for_nothing(rows: Rows) -> None:
    from skaryna.newsroom import four_eyes
    from skaryna.newsroom.models import Agreement

    row = written("editor")
    words = four_eyes.words_of(row, row.latest_revision)
    four_eyes.agree(row, row.latest_revision, account("editor"))
    copied = Agreement.objects.get().mark
    Agreement.objects.create(article=row, account=account("administrator"), words=words, mark=copied)
    with pytest.raises(ApprovalError):
        row.latest_revision.publish(user=account("editor"))
    assert rows() == []


def test_a_disabled_account_s_agreement_counts_no_more(login: Login, rows: Rows) -> None:
    row = written("editor")
    agree(login("administrator"), row)
    account_row = account("administrator")
    account_row.is_active = False
    account_row.save()
    with pytest.raises(ApprovalError):
        fresh(row).latest_revision.publish(user=account("editor"))
    assert rows() == []


def test_a_script_without_a_name_publishes_nothing(rows: Rows) -> None:
    row = written("editor")
    with pytest.raises(ApprovalError, match="Nobody but its author approved"):
        row.latest_revision.publish()
    assert rows() == []


def test_rescue_with_accept_and_load_are_the_exceptions(folder: Folder, rows: Rows) -> None:
    receipts = list(newsroom.receive(folder, [making.rescued()], originals=lambda _: b"", accept=True, by="rescue"))
    assert [each.status for each in receipts] == ["published"]
    assert rows()[-1].approved_by == "rescue"
    newsroom.load(
        folder, [Topic(id="t", group="t", language="en", slug="tee", name="Tee")], media=Path(folder.media), by="demo"
    )
    assert rows()[-1].approved_by == "demo"


def test_a_rescued_draft_needs_one_editor_who_did_not_change_it(login: Login, folder: Folder, rows: Rows) -> None:
    from skaryna.newsroom.models import Article

    list(newsroom.receive(folder, [making.rescued()], originals=lambda _: b"", accept=False, by="rescue"))
    row = Article.objects.get()
    row.latest_revision.publish(user=account("editor"))
    assert fresh(row).live
    assert rows()[-1].approved_by == "account-of-editor"


def test_the_words_of_a_notice_wait_for_a_second_account(login: Login, rows: Rows) -> None:
    row = written("editor")
    row.latest_revision.publish(user=account("administrator"))
    editor, administrator = login("editor"), login("administrator")
    said = {"how": "notice", "title": "Send money to us", "why": "To this account."}
    page = editor.post(f"/articles/unpublish/{row.pk}/", said, follow=True).content.decode()
    assert "Readers see the plain notice" in page
    notice = rows()[-1]
    assert (notice.kind, notice.op) == ("withdrawal", "put")
    assert "money" not in (notice.value or "")
    assert "account." not in (notice.value or "")
    own = re.search(r'name="words" value="(\w+)"', editor.get(f"/articles/unpublish/{row.pk}/").content.decode())
    editor.post(f"/articles/unpublish/{row.pk}/", {"confirm": "1", "words": own[1] if own else ""})
    assert rows()[-1] == notice
    page = administrator.get(f"/articles/unpublish/{row.pk}/").content.decode()
    assert "Confirm these words" in page
    seen = re.search(r'name="words" value="(\w+)"', page)
    assert seen
    administrator.post(f"/articles/unpublish/{row.pk}/", {"confirm": "1", "words": seen[1]})
    assert "To this account." in (rows()[-1].value or "")


def test_a_draft_that_is_written_after_the_withdrawal_does_not_come_out_through_the_notice(
    login: Login, rows: Rows
) -> None:
    row = written("editor")
    row.latest_revision.publish(user=account("administrator"))
    editor = login("editor")
    said = {"how": "notice", "title": "Words", "why": ""}
    editor.post(f"/articles/unpublish/{row.pk}/", said)
    editor.post(f"/articles/edit/{row.pk}/", making.form("Send money to us"))
    editor.post(f"/articles/unpublish/{row.pk}/", said | {"why": "To this account."})
    assert rows()[-1].kind == "withdrawal"
    assert "money" not in (rows()[-1].value or "")
    assert newsroom.reconcile(folder_of(), thorough=True) == ()


def folder_of() -> Folder:
    from skaryna.newsroom.place import current

    return current()


def test_a_colleague_who_tried_to_publish_a_broken_draft_is_no_author(login: Login) -> None:
    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    editor, administrator = login("editor"), login("administrator")
    editor.post("/articles/add/", making.form("Words", lead_image=str(image.pk)))
    from skaryna.newsroom.models import Article

    row = Article.objects.get()
    assert "has no description" in publish(administrator, row, lead_image=str(image.pk))
    editor.post(f"/articles/edit/{row.pk}/", making.form("Words", lead_image=str(image.pk), lead_alt="A ferry"))
    publish(administrator, row, lead_image=str(image.pk), lead_alt="A ferry")
    assert fresh(row).live


def test_the_panel_says_who_wrote_and_who_agrees(login: Login) -> None:
    row = written("editor")
    administrator = login("administrator")
    page = administrator.get(f"/articles/remarks/{row.pk}/").content.decode()
    assert "Written by account-of-editor since readers last got it." in page
    assert "I agree with these words" in page
    assert "These words are approved by account-of-administrator." in agree(administrator, row)
