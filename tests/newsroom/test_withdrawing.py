"""Taking an article from readers: with a notice, without a trace, and back again; corrections and earlier versions."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from skaryna import newsroom
from skaryna.model import Entry, Withdrawal
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
SAID = {"how": "notice", "title": "A story", "why": "Our source invented it. <script>alert(1)</script>"}


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def withdrawn(login: Login) -> Any:
    topic = making.topic()
    from skaryna.newsroom.models import ArticleTopic

    row = making.article()
    row.topic_links = [ArticleTopic(topic=topic)]
    row.save_revision(clean=False).publish()
    client = login("editor")
    # What looks like a program is looked at first.
    shown = client.post(f"/articles/unpublish/{row.pk}/", SAID).content.decode()
    client.post(f"/articles/unpublish/{row.pk}/", {**SAID, "leaving-seen": making.token(shown)})
    return fresh(row)


def test_the_screen_asks_how_and_says_where_readers_have_it(login: Login) -> None:
    row = making.published()
    page = " ".join(login("editor").get(f"/articles/unpublish/{row.pk}/").content.decode().split())
    for words in (f"<code>{row.address}</code>", "A notice: that it was withdrawn", "without a trace", "A story"):
        assert words in page


def test_with_a_notice_the_article_goes_and_the_notice_comes_in_one_step(login: Login, rows: Rows) -> None:
    row = withdrawn(login)
    assert not row.live
    gone, notice = rows()[-2:]
    assert (gone.kind, gone.op) == ("article", "drop")
    value = value_of(notice)
    assert isinstance(value, Withdrawal)
    assert (value.id, value.address, value.title) == (row.public_id, row.address, "A story")
    assert value.text == "Our source invented it. &lt;script&gt;alert(1)&lt;/script&gt;"
    assert len(value.topics) == 1
    assert notice.approved_by == "account-of-editor"
    assert "account-of" not in (notice.value or "")


def test_what_a_notice_says_may_be_looked_at_for_a_while(login: Login, wait: Callable[[dt.timedelta], None]) -> None:
    row, client = making.published(), login("editor")
    shown = client.post(f"/articles/unpublish/{row.pk}/", SAID).content.decode()
    assert fresh(row).live
    wait(dt.timedelta(minutes=2))
    client.post(f"/articles/unpublish/{row.pk}/", {**SAID, "leaving-seen": making.token(shown)})
    assert not fresh(row).live


def test_without_a_trace_nothing_is_left(login: Login, rows: Rows) -> None:
    row = making.published()
    login("editor").post(f"/articles/unpublish/{row.pk}/", {"how": "trace"})
    assert [(entry.kind, entry.op) for entry in rows()][1:] == [("article", "drop")]


def test_published_again_the_article_is_back_at_its_address_and_the_notice_is_gone(login: Login, rows: Rows) -> None:
    row = withdrawn(login)
    address = row.address
    login("editor").post(f"/articles/edit/{row.pk}/", making.form(action="action-publish"))
    assert [(entry.kind, entry.op) for entry in rows()][-2:] == [("withdrawal", "drop"), ("article", "put")]
    assert fresh(row).address == address
    assert not hasattr(fresh(row), "withdrawal")


def test_the_words_of_a_notice_can_be_changed_and_the_notice_taken_away(login: Login, rows: Rows) -> None:
    row = withdrawn(login)
    editor = login("editor")
    assert "The notice" in editor.get(f"/articles/edit/{row.pk}/").content.decode()
    editor.post(f"/articles/unpublish/{row.pk}/", SAID | {"why": "Better words."})
    value: Any = value_of(rows()[-1])
    assert value.text == "Better words."
    editor.post(f"/articles/unpublish/{row.pk}/", {"how": "trace"})
    assert [(entry.kind, entry.op) for entry in rows()][-1:] == [("withdrawal", "drop")]


def test_deleting_a_withdrawn_article_takes_the_notice_back(login: Login, rows: Rows) -> None:
    row = withdrawn(login)
    row.delete()
    assert [(entry.kind, entry.op) for entry in rows()][-1:] == [("withdrawal", "drop")]


def test_a_draft_has_nothing_to_withdraw(login: Login, rows: Rows) -> None:
    row = making.article()
    page = login("editor").post(f"/articles/unpublish/{row.pk}/", SAID, follow=True).content.decode()
    assert "there is nothing to withdraw" in page
    assert rows() == []


def test_a_notice_without_a_title_is_refused_in_the_form(login: Login, rows: Rows) -> None:
    row = making.published()
    answer = login("editor").post(f"/articles/unpublish/{row.pk}/", SAID | {"title": " "})
    assert "A notice needs a title." in answer.content.decode()
    assert fresh(row).live


def test_a_notice_that_was_changed_in_the_database_is_named(login: Login, folder: Folder, rows: Rows) -> None:
    from skaryna.newsroom.models import Withdrawal as Row

    withdrawn(login)
    assert newsroom.reconcile(folder) == ()
    Row.objects.update(text="<p>Something else.</p>")
    assert newsroom.reconcile(folder) == ("The notice “A story” differs from what was approved.",)


def test_notices_are_loaded_as_values(folder: Folder, login: Login, rows: Rows) -> None:
    value: Any = value_of(withdrawn_entry(login, rows))
    from skaryna.newsroom.models import Article

    Article.objects.all().delete()
    for _ in range(2):
        newsroom.load(folder, [value], media=Path(folder.media), by="load")
    [entry] = [each for each in rows() if each.approved_by == "load"]
    assert value_of(entry) == value
    assert not Article.objects.get().live


def withdrawn_entry(login: Login, rows: Rows) -> Entry:
    withdrawn(login)
    return rows()[-1]


def test_a_correction_is_a_button_away_and_the_old_text_stays_in_the_history(login: Login, rows: Rows) -> None:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

    from skaryna.newsroom.models import Article
    from skaryna.newsroom.richtext import INLINE

    editor = login("editor")
    editor.post("/articles/add/", making.form(action="action-publish"))
    row = Article.objects.get()
    page = editor.get(f"/articles/edit/{row.pk}/").content.decode()
    assert f"/articles/edit/{row.pk}/#correction" in page
    said = [{"at": "2026-01-02 10:00", "text": rich_text("<p>It was two.</p>", features=INLINE)}]
    more = nested_form_data({"corrections": inline_formset(said)})
    editor.post(f"/articles/edit/{row.pk}/", making.form(action="action-publish", lead="Right.") | more)
    value: Any = value_of(rows()[-1])
    assert [each.text for each in value.corrections] == ["It was two."]
    assert fresh(row).revisions.count() == 2
    early = fresh(row).revisions.order_by("pk").first()
    history = editor.get(f"/articles/history/{row.pk}/").content.decode()
    assert f"/revisions/{early.pk}/revert/" in history
    revert = f"/articles/history/{row.pk}/revisions/{early.pk}/revert/"
    page = " ".join(editor.get(revert).content.decode().split())
    assert "Nothing changes for readers until you publish: then they get this text again." in page
    assert "1 correction that readers have now is not in it and would be gone" in page
    editor.post(revert, making.form(action="action-publish"))
    value = value_of(rows()[-1])
    assert (value.lead, value.corrections) == ("", ())


def test_a_contributor_sees_neither_withdrawing_nor_corrections(login: Login) -> None:
    row = making.published()
    page = login("contributor").get(f"/articles/edit/{row.pk}/").content.decode()
    assert "#correction" not in page
    assert f"/articles/unpublish/{row.pk}/" not in page
