"""Remarks on articles and passages, the board, and who may see and make them."""

from collections.abc import Callable
from typing import Any

import pytest

from skaryna.model import Entry
from tests.newsroom import making
from tests.newsroom.conftest import HOST

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
ONE, TWO = "0b1f2f5e-5f5c-4f0a-9b5e-0c1b6a151700", "1b1f2f5e-5f5c-4f0a-9b5e-0c1b6a151700"
BODY = [
    {"type": "paragraph", "value": "<p>It happened <b>at six</b>.</p>", "id": ONE},
    {"type": "heading", "value": {"text": "The bank", "level": "2"}, "id": TWO},
]


def post(client: Any, row: Any, **data: str) -> str:
    answer = client.post(f"/articles/remarks/{row.pk}/", data)
    assert answer.status_code == 200
    page: str = " ".join(answer.content.decode().split())
    return page


def test_an_editor_remarks_on_a_passage_and_the_contributor_answers(login: Login) -> None:
    row = making.article(body=BODY)
    editor, contributor = login("editor"), login("contributor")
    page = post(editor, row, action="add", block=ONE, text="Who says so?")
    assert "Passage 1" in page
    assert "<q>It happened at six.</q>" in page
    assert f'href="#block-{ONE}-section"' in page
    from skaryna.newsroom.models import Remark

    remark = Remark.objects.get()
    page = post(contributor, row, action="answer", remark=str(remark.pk), text="The harbour master.")
    assert page.index("Who says so?") < page.index("The harbour master.")
    assert "account-of-contributor" in page
    page = post(editor, row, action="resolve", remark=str(remark.pk))
    assert "Resolved by account-of-editor" in page
    assert "Resolved by" not in post(editor, row, action="reopen", remark=str(remark.pk))


def test_a_remark_survives_edits_of_its_passage_and_says_when_it_is_gone(login: Login) -> None:
    row = making.article(body=BODY)
    editor = login("editor")
    post(editor, row, action="add", block=ONE, text="Who says so?")
    row.body = [BODY[1], {"type": "paragraph", "value": "<p>Other words.</p>", "id": ONE}]
    row.save_revision(clean=False)
    page = " ".join(editor.get(f"/articles/remarks/{row.pk}/").content.decode().split())
    assert "Passage 2</a>: <q>Other words.</q>" in page
    row.body = [BODY[1]]
    row.save_revision(clean=False)
    page = " ".join(editor.get(f"/articles/remarks/{row.pk}/").content.decode().split())
    assert "The passage is gone. It said: <q>It happened at six.</q>" in page


def test_remarks_never_leave_the_house(login: Login, rows: Rows) -> None:
    row = making.article(body=BODY)
    post(login("editor"), row, action="add", block=ONE, text="SECRET-REMARK")
    row.get_latest_revision().publish()
    post(login("editor"), row, action="add", text="SECRET-REMARK too")
    assert len(rows()) == 1
    assert "SECRET" not in (rows()[0].value or "")
    assert "SECRET" not in login("editor").get(f"/articles/preview/{row.pk}/").content.decode()


def test_the_list_and_the_editor_count_open_remarks(login: Login) -> None:
    row = making.article("Counted", body=BODY)
    editor = login("editor")
    for text in ("One", "Two", "Three"):
        post(editor, row, action="add", text=text)
    from skaryna.newsroom.models import Remark

    post(editor, row, action="resolve", remark=str(Remark.objects.order_by("pk").first().pk))
    post(editor, row, action="answer", remark=str(Remark.objects.order_by("pk").last().pk), text="Yes")
    listed = editor.get("/articles/").content.decode()
    assert "Remarks" in listed
    assert ">2<" in "".join(listed.split())
    page = editor.get(f"/articles/edit/{row.pk}/").content.decode()
    assert 'data-side-panel-toggle="remarks"' in page
    panel = page[page.index("data-newsroom-remarks") :]
    assert panel.index("csrfmiddlewaretoken") < panel.index("Add the remark")
    assert "2 open remarks" in " ".join(editor.get("/board/").content.decode().split())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"action": "add", "text": "  "}, "Write something first."),
        ({"action": "add", "text": "x" * 4001}, "may have 4000 characters"),
        ({"action": "add", "text": "x", "block": "<script>"}, "There is no such passage."),
    ],
)
def test_a_remark_that_cannot_be_is_refused_in_words(login: Login, data: dict[str, str], said: str) -> None:
    from skaryna.newsroom.models import Remark

    row = making.article(body=BODY)
    assert said in post(login("contributor"), row, **data)
    assert not Remark.objects.exists()


def test_what_colleagues_type_is_dead_text(login: Login) -> None:
    row = making.article(body=BODY)
    page = post(login("contributor"), row, action="add", text='<img src=x onerror=alert(1)> {{ 7|add:"7" }}')
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_remark_is_made_by_post_with_a_token_and_by_who_may_write(login: Login) -> None:
    from django.test import Client

    from skaryna.newsroom.models import Account, Remark

    row = making.article(body=BODY)
    url = f"/articles/remarks/{row.pk}/"
    strict = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    strict.force_login(Account.objects.get(username="account-of-editor"))
    assert strict.post(url, {"action": "add", "text": "Forged"}).status_code == 403
    assert Client(HTTP_HOST=HOST).post(url, {"action": "add", "text": "Anonymous"}).status_code == 302
    login("editor").get(url, {"action": "add", "text": "By a link"})
    assert not Remark.objects.exists()


def test_a_remark_of_another_article_is_out_of_reach(login: Login) -> None:
    one, two = making.article("One", body=BODY), making.article("Two", body=BODY)
    editor = login("editor")
    post(editor, one, action="add", text="Mine")
    from skaryna.newsroom.models import Remark

    remark = Remark.objects.get()
    for number in (str(remark.pk), "9" * 30, "-1", "x"):
        answer = editor.post(f"/articles/remarks/{two.pk}/", {"action": "resolve", "remark": number})
        assert answer.status_code == 404
    remark.refresh_from_db()
    assert remark.resolved_at is None


# The board


def test_the_board_has_four_columns_and_each_article_once(login: Login) -> None:
    import datetime as dt

    from django.utils import timezone

    from skaryna.newsroom.models import Account

    making.article("A plain draft")
    review = making.article("In the review", language="be")
    review.get_workflow().start(review, Account.objects.get(username="account-of-contributor"))
    later = making.article("Later")
    later.go_live_at = timezone.now() + dt.timedelta(days=2)
    later.save_revision(clean=False).publish()
    making.published("Out there")
    page = login("contributor").get("/board/").content.decode()
    for column, title in (
        ("drafts", "A plain draft"), ("reviews", "In the review"), ("scheduled", "Later"), ("published", "Out there"),
    ):  # fmt: skip
        start = page.index(f'id="newsroom-column-{column}"')
        section = page[start : page.index("</section>", start)]
        assert title in section, column
        assert page.count(f">{title}<") == 1, title
    belarusian = login("contributor").get("/board/?language=be").content.decode()
    assert "In the review" in belarusian
    assert "A plain draft" not in belarusian
    assert login("contributor").get("/board/?language=<script>").status_code == 200


def test_the_board_asks_the_same_few_questions_however_much_there_is(login: Login, django_queries: Any) -> None:
    for number in range(3):
        making.article(f"Draft {number}")
    client = login("editor")
    client.get("/board/")
    few = django_queries(lambda: client.get("/board/"))
    for number in range(30):
        making.article(f"More {number}")
        making.published(f"Out {number}")
    many = django_queries(lambda: client.get("/board/"))
    assert many <= few + 2
    page = client.get("/board/").content.decode()
    assert "25+" in "".join(page.split())


@pytest.fixture
def django_queries() -> Any:
    def count(do: Callable[[], Any]) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            do()
        return len(seen)

    return count


def test_an_editor_s_start_page_says_what_waits_for_their_review(login: Login) -> None:
    from skaryna.newsroom.models import Account

    row = making.article("Please read")
    row.get_workflow().start(row, Account.objects.get(username="account-of-contributor"))
    page = " ".join(login("editor").get("/").content.decode().split())
    assert "Waiting for you" in page
    assert "to review: An editor reads it" in page
    assert "Waiting for you" not in login("contributor").get("/").content.decode()
