"""The stop before readers get something: who is asked, what a confirmation is worth, and what nobody can do."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.errors import ValueRefusedError
from skaryna.model import Entry, Paragraph, Topic
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
CASINO = '<p>The ferry is gone.<a href="https://casino-best.bet/win">.</a></p>'


def publish(client: Any, markup: str = CASINO, **more: Any) -> Any:
    return client.post("/articles/add/", making.form(body=[making.rich(markup)], action="action-publish", **more))


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_what_is_plain_is_published_at_once_and_says_what_changed(login: Login, rows: Rows) -> None:
    client = login("editor")
    answer = client.post("/articles/add/", making.form(action="action-publish"), follow=True)
    assert "New to readers: 4 words, 0 links to other sites." in text(answer)
    article = _article()
    data = making.form("A story", action="action-publish", body=[making.rich("<p>It did not happen.</p>")])
    data["published_at"] = article.published_at.strftime("%Y-%m-%d %H:%M:%S")
    answer = client.post(f"/articles/edit/{article.pk}/", data, follow=True)
    assert "For readers: 1 thing changed (paragraph)." in text(answer)
    assert len(rows()) == 2


def _article() -> Any:
    from skaryna.newsroom.models import Article

    return Article.objects.get()


def test_a_new_domain_stops_the_publication_and_one_click_more_lets_it_out(login: Login, rows: Rows) -> None:
    client = login("editor")
    answer = publish(client)
    assert (rows(), _article().live) == ([], False)
    page = client.get(answer["Location"])
    for said in (
        "What readers will get",
        "A link or a name of a site that this publication never had before: casino-best.bet",
        "It leads to hxxps://casino-best.bet/win",
        "A link that readers cannot see, since it has no words",
        "Back to the draft",
    ):
        assert said in text(page), said
    assert 'href="https://casino' not in page.content.decode()
    answer = client.post(answer["Location"], {"leaving-seen": making.token(page.content.decode())}, follow=True)
    assert "is published. New to readers" in text(answer)
    [entry] = rows()
    assert (entry.approved_by, value_of(entry).links) == ("account-of-editor", ("https://casino-best.bet/win",))  # type: ignore[union-attr]


def test_once_known_a_domain_stops_nobody(login: Login, rows: Rows) -> None:
    client = login("editor")
    making.confirmed(client, publish(client, '<p>See <a href="https://known.example/a">this</a>.</p>'))
    publish(client, '<p>And <a href="https://www.known.example/b">that</a>.</p>', title="Another")
    assert len(rows()) == 2


@pytest.mark.parametrize("sent", ["", "forged", "eyJhIjoxfQ:1abc:xyz"])
def test_a_forged_confirmation_is_worth_nothing(login: Login, rows: Rows, sent: str) -> None:
    client = login("editor")
    where = publish(client)["Location"]
    answer = client.post(where, {"leaving-seen": sent}, follow=True)
    assert "it is not what you were shown" in text(answer)
    publish(client, **{"leaving-seen": sent})
    assert rows() == []


def test_a_confirmation_holds_for_one_account_and_one_text(login: Login, rows: Rows) -> None:
    editor, other = login("editor"), login("administrator")
    where = publish(editor)["Location"]
    token = making.token(editor.get(where).content.decode())
    other.post(where, {"leaving-seen": token})
    assert rows() == [], "somebody else's token"
    article = _article()
    revision = article.latest_revision
    revision.content["title"] = "Changed under the editor's hand"
    revision.save(update_fields=["content"])
    editor.post(where, {"leaving-seen": token})
    assert rows() == [], "a text that changed after it was shown"
    editor.post(f"/articles/edit/{article.pk}/", making.form("Later", body=[making.rich(CASINO)]))
    answer = editor.post(where, {"leaving-seen": token}, follow=True)
    assert "The text was changed since" in text(answer)
    assert rows() == []


def test_a_confirmation_is_worth_nothing_when_readers_have_something_else_by_now(login: Login, rows: Rows) -> None:
    client = login("editor")
    where = publish(client)["Location"]
    token = making.token(client.get(where).content.decode())
    making.confirmed(client, publish(client, title="Meanwhile"))
    from skaryna.newsroom.models import Article, JournalRow

    row = Article.objects.order_by("pk").first()
    JournalRow.objects.create(kind="article", key=row.public_id, op="drop", digest="", approved_by="x", at="", chain="")
    client.post(where, {"leaving-seen": token})
    assert not Article.objects.get(pk=row.pk).live


def test_a_token_grows_old(login: Login, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    from skaryna.newsroom import stopping

    client = login("editor")
    where = publish(client)["Location"]
    token = making.token(client.get(where).content.decode())
    monkeypatch.setattr(stopping, "MAX_AGE_S", -1)
    client.post(where, {"leaving-seen": token})
    assert rows() == []


def test_a_contributor_and_a_stranger_reach_neither_the_page_nor_its_publish(login: Login, rows: Rows) -> None:
    from django.test import Client

    client = login("editor")
    where = publish(client)["Location"]
    token = making.token(client.get(where).content.decode())
    for other in (login("contributor"), Client(HTTP_HOST="localhost")):
        answer = other.get(where)
        assert answer.status_code in {302, 403}
        assert "casino" not in answer.content.decode()
        other.post(where, {"leaving-seen": token})
    assert rows() == []


def test_the_confirmation_wants_djangos_own_token_too(folder: Folder, login: Login, rows: Rows) -> None:
    from django.test import Client

    from skaryna.newsroom.models import Account

    plain = login("editor")
    where = publish(plain)["Location"]
    token = making.token(plain.get(where).content.decode())
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    strict.force_login(Account.objects.get(username="account-of-editor"))
    assert strict.post(where, {"leaving-seen": token}).status_code == 403
    assert rows() == []


def test_an_earlier_version_brought_back_passes_the_same_stop(login: Login, rows: Rows) -> None:
    client = login("editor")
    row = making.article(body=[{"type": "paragraph", "value": CASINO}])
    first = row.latest_revision_id
    client.post(f"/articles/edit/{row.pk}/", making.form("Clean", action="action-publish"))
    assert len(rows()) == 1
    data = making.form("Clean", action="action-publish", body=[making.rich(CASINO)])
    answer = client.post(f"/articles/history/{row.pk}/revisions/{first}/revert/", data)
    assert "/leaving/article/" in answer["Location"]
    assert len(rows()) == 1


def test_what_others_published_through_any_door_is_stopped_while_a_request_lasts(folder: Folder, rows: Rows) -> None:
    from skaryna.newsroom import stopping
    from skaryna.newsroom.models import Account

    row = making.article(body=[{"type": "paragraph", "value": CASINO}])
    with (
        stopping.asking(Account.objects.get(username="account-of-editor"), ""),
        pytest.raises(stopping.UnconfirmedError),
    ):
        row.get_latest_revision().publish()
    assert rows() == []


def test_authors_who_come_with_an_article_are_looked_at_with_it(login: Login, rows: Rows) -> None:
    from skaryna.newsroom import approvals

    with approvals.unseen():
        person = making.person(bio='<p><a href="https://evil.example/">x</a></p>')
    client = login("editor")
    answer = client.post("/articles/add/", making.form(action="action-publish", bylines=[person]))
    page = text(client.get(answer["Location"]))
    assert "evil.example" in page
    assert "Author · en Ann River" in page
    making.confirmed(client, answer)
    assert [entry.kind for entry in rows()] == ["person", "article"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/topics/add/", {"name": "Law", "description": "Win at casino-best.bet", "slug": ""}),
        ("/topics/edit/{topic}/", {"name": "Courts", "description": "Win at casino-best.bet", "slug": "courts"}),
    ],
)
def test_what_is_published_by_saving_is_shown_first_and_kept_on_the_page(
    login: Login, rows: Rows, path: str, data: dict[str, str]
) -> None:
    topic = making.topic("Courts")
    before = len(rows())
    client = login("editor")
    where = path.format(topic=topic.pk)
    page = client.post(where, data)
    assert "Nothing is saved yet" in text(page)
    assert "casino-best.bet" in text(page)
    assert len(rows()) == before
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))
    token = re.search(r'name="leaving-seen" value="([^"]+)"', page.content.decode())
    assert token
    assert fields.items() >= data.items()
    other = {**data, "description": "Win at another-casino.bet", "leaving-seen": token[1]}
    assert "Nothing is saved yet" in text(client.post(where, other)), "a confirmation of another text"
    assert client.post(where, {**data, "leaving-seen": token[1]}).status_code == 302
    assert len(rows()) == before + 1


def test_a_caption_in_the_picture_library_is_stopped_and_nothing_of_it_is_stored(login: Login, rows: Rows) -> None:
    from wagtail.models import ReferenceIndex

    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", alt="A ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    row = making.published(lead_image=image)
    ReferenceIndex.create_or_update_for_object(row)
    data = {"title": "Ferry", "alt": "A ferry", "caption": "Win at casino-best.bet", "credit": "", "tags": "",
            "collection": str(image.collection_id), "focal_point_x": "", "focal_point_y": "",
            "focal_point_width": "", "focal_point_height": "", "file": ""}  # fmt: skip
    client = login("editor")
    page = client.post(f"/images/{image.pk}/", data)
    assert "casino-best.bet" in text(page)
    assert (NewsImage.objects.get().caption, len(rows())) == ("", 1)
    token = re.search(r'name="leaving-seen" value="([^"]+)"', page.content.decode())
    assert token
    client.post(f"/images/{image.pk}/", {**data, "leaving-seen": token[1]})
    assert (NewsImage.objects.get().caption, len(rows())) == ("Win at casino-best.bet", 2)


def test_hostile_titles_and_words_stay_text_in_the_report(login: Login, rows: Rows) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    client = login("editor")
    where = publish(client, "<p>Hi &lt;script&gt;alert(3)&lt;/script&gt;</p>", title=evil)["Location"]
    page = client.get(where).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    making.confirmed(client, publish(client, title=f"{evil}2"))
    for path in ("/", "/editions/", "/editions/0/", f"/editions/row/{rows()[-1].seq}/", "/mistakes/"):
        for role in ("editor", "administrator"):
            shown = login(role).get(path).content.decode()
            assert "<script>alert" not in shown, path
            assert "<img src=x" not in shown, path
    page = client.post("/topics/add/", {"name": evil, "description": "", "slug": ""}).content.decode()
    assert "Nothing is saved yet" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("door", ["editor", "modal", "page"])
def test_an_approval_that_publishes_is_shown_first_and_stays_an_approval(login: Login, rows: Rows, door: str) -> None:
    from django.contrib.auth.models import Group
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowState, WorkflowTask

    from skaryna.newsroom.models import Account, Article

    Workflow.objects.all().delete()
    task = GroupApprovalTask.objects.create(name="Desk")
    task.groups.add(Group.objects.get(name="Editors"))
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    kind = ContentType.objects.get_for_model(Article)
    WorkflowContentType.objects.create(workflow=workflow, content_type=kind)
    row = making.article(body=[{"type": "paragraph", "value": CASINO}])
    workflow.start(row, Account.objects.get(username="account-of-contributor"))
    state = row.current_workflow_task_state
    client = login("editor")
    if door == "editor":
        data = making.form(body=[making.rich(CASINO)], action="action-workflow-action")
        answer = client.post(f"/articles/edit/{row.pk}/", {**data, "workflow-action-name": "approve",
                             "workflow-action-extra-data": '{"comment": "well done"}'})  # fmt: skip
        where = answer["Location"]
    else:
        more = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"} if door == "modal" else {}
        answer = client.post(
            f"/articles/workflow/action/{row.pk}/approve/{state.pk}/", {"comment": "well done"}, **more
        )
        where = answer.json()["redirect"] if door == "modal" else answer["Location"]
    assert rows() == []
    assert WorkflowState.objects.get().status == "in_progress"
    assert login("contributor").get(where).status_code in {302, 403}
    client.post(where, {"leaving-seen": making.token(client.get(where).content.decode())})
    assert [(entry.op, entry.approved_by) for entry in rows()] == [("put", "account-of-editor")]
    after = WorkflowState.objects.get()
    assert (after.status, after.current_task_state.status) == ("approved", "approved")
    assert after.current_task_state.comment == "well done"


def test_scheduling_is_confirmed_when_it_is_scheduled_and_then_nobody_is_asked(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Leaving

    client = login("editor")
    row = making.article(body=[{"type": "paragraph", "value": CASINO}])
    row.go_live_at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    revision = row.save_revision(clean=False)
    where = f"/leaving/article/{revision.pk}/"
    page = client.get(where).content.decode()
    assert "It would be published on" in page
    answer = client.post(where, {"leaving-seen": making.token(page)}, follow=True)
    assert "waits for its time" in text(answer)
    assert rows() == []
    revision.refresh_from_db()
    revision.content["go_live_at"] = (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)).isoformat()
    revision.save(update_fields=["content"])
    revision.publish()
    assert len(rows()) == 1
    record = Leaving.objects.get(seq=rows()[-1].seq)
    assert (record.how, record.confirmed_by) == ("scheduled", "account-of-editor")


def test_a_scheduled_text_that_changed_since_or_that_nobody_saw_is_not_published(login: Login, rows: Rows) -> None:
    for seen in (True, False):
        row = making.article(f"A story {seen}", body=[{"type": "paragraph", "value": CASINO}])
        row.go_live_at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
        revision = row.save_revision(clean=False)
        if seen:
            client = login("editor")
            where = f"/leaving/article/{revision.pk}/"
            client.post(where, {"leaving-seen": making.token(client.get(where).content.decode())})
            revision.refresh_from_db()
            assert revision.approved_go_live_at
        revision.approved_go_live_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.content["title"] = "Another"
        revision.save()
        with pytest.raises(ValueRefusedError, match="not what was looked at"):
            revision.publish()
    assert rows() == []


def test_commands_are_not_asked_and_the_record_says_so(folder: Folder, rows: Rows) -> None:
    from skaryna.newsroom.models import KnownName, Leaving

    body = (Paragraph(html='Words. <a href="https://evil.example/">x</a>'),)
    list(newsroom.receive(folder, [making.rescued(body=body)], originals=lambda _: b"", accept=True, by="rescue"))
    newsroom.load(
        folder,
        [Topic(id="l", group="l", language="en", slug="l", name="See evil.example")],
        media=folder.media,
        by="demo",
    )
    records = {each.title: each for each in Leaving.objects.all()}
    assert (records["Lost and found"].how, records["Lost and found"].approved_by) == ("unasked", "rescue")
    assert records["See evil.example"].how == "quiet", "known by then"
    name = KnownName.objects.get(name="evil.example")
    assert (name.first_kind, name.approved_by, name.seq) == ("article", "rescue", records["Lost and found"].seq)
    assert Leaving.objects.filter(seq__in=[entry.seq for entry in rows()]).count() == len(rows())


def test_the_comparison_is_with_what_readers_have_and_not_with_the_databases_row(login: Login) -> None:
    from skaryna.newsroom.models import Article

    making.published("Before", body=[{"type": "paragraph", "value": "<p>Honest words.</p>"}])
    row = Article.objects.get()
    # An intruder writes into the row, so that the change would look as if it were there already.
    Article.objects.update(body=[{"type": "paragraph", "value": CASINO}], title="After")
    client = login("editor")
    data = making.form("After", action="action-publish", body=[making.rich(CASINO)])
    answer = client.post(f"/articles/edit/{row.pk}/", data)
    page = text(client.get(answer["Location"]))
    assert "Changed: title Before After" in page
    assert "casino-best.bet" in page


def test_names_of_an_older_journal_are_learned_by_the_migration(folder: Folder) -> None:
    from skaryna.newsroom import recording
    from skaryna.newsroom.models import JournalRow, KnownName

    row = making.published(
        body=[{"type": "paragraph", "value": '<p><a href="https://old.example/">x</a> a@b.example</p>'}]
    )
    KnownName.objects.all().delete()
    JournalRow.objects.create(
        kind="article", key="x", op="put", value="{broken", digest="", approved_by="x", at="y", chain=""
    )
    recording.learn_all(JournalRow, KnownName)
    assert {(each.kind, each.name, each.first_key) for each in KnownName.objects.all()} == {
        ("host", "old.example", row.public_id),
        ("mail", "a@b.example", row.public_id),
    }


def test_a_refused_publication_leaves_no_record_and_teaches_no_name(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import KnownName, Leaving

    publish(login("editor"))
    assert (rows(), KnownName.objects.count(), Leaving.objects.filter(kind="article").count()) == ([], 0, 0)


def test_pages_that_are_published_by_saving_do_not_save_themselves_while_somebody_types(login: Login) -> None:
    client = login("editor")
    assert "data-w-autosave-interval" not in client.get("/standing-pages/add/").content.decode()
    assert "data-w-autosave-interval" in client.get("/articles/add/").content.decode()


def test_nothing_of_the_record_is_in_any_value(login: Login, rows: Rows) -> None:
    client = login("editor")
    making.confirmed(client, publish(client))
    for entry in rows():
        assert not re.search("account-of|confirmed|leaving", entry.value or "")


def test_a_scheduled_article_whose_author_became_known_meanwhile_is_published(login: Login, rows: Rows) -> None:
    from skaryna.newsroom import approvals
    from skaryna.newsroom.models import ArticleByline

    with approvals.unseen():
        person = making.person()
    row = making.article(body=[{"type": "paragraph", "value": CASINO}])
    row.bylines = [ArticleByline(person=person)]
    row.go_live_at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    revision = row.save_revision(clean=False)
    client = login("editor")
    where = f"/leaving/article/{revision.pk}/"
    client.post(where, {"leaving-seen": making.token(client.get(where).content.decode())})
    approvals.approve(person)
    revision.refresh_from_db()
    revision.content["go_live_at"] = (dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1)).isoformat()
    revision.save(update_fields=["content"])
    revision.publish()
    assert [entry.kind for entry in rows()] == ["person", "article"]


def test_a_new_file_is_not_carried_over_the_question(login: Login, rows: Rows) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.models import ReferenceIndex

    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", alt="A ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    ReferenceIndex.create_or_update_for_object(making.published(lead_image=image))
    data = {"title": "Ferry", "alt": "A ferry", "caption": "Win at casino-best.bet", "credit": "", "tags": "",
            "collection": str(image.collection_id), "focal_point_x": "", "focal_point_y": "",
            "focal_point_width": "", "focal_point_height": "",
            "file": SimpleUploadedFile("n.jpg", making.photograph(width=100), "image/jpeg")}  # fmt: skip
    page = login("editor").post(f"/images/{image.pk}/", data)
    assert "A new file was sent along" in text(page)
    assert "leaving-seen" not in page.content.decode()
    assert (NewsImage.objects.get().digest, len(rows())) == (image.digest, 1)
