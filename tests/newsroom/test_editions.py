"""The record of editions: what each brought, by whom; who may read it; and the colleague who is told."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.model import Entry, Paragraph
from skaryna.newsroom import editions
from skaryna.outside import ledger
from skaryna.outside.folder import Folder
from skaryna.outside.ledger import Outcome
from tests.newsroom import making
from tests.newsroom.test_stopping import publish, text

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]


def outcome(edition: int, seq: int, **more: Any) -> Outcome:
    return Outcome(edition=edition, seq=seq, at="2026-01-01T10:00:00+00:00", sealed=True, made=3, **more)


def test_rows_belong_to_the_edition_that_printed_them_first() -> None:
    said = [
        outcome(1, 5),
        outcome(1, 5),
        outcome(1, 9, problem="A link leads nowhere."),
        outcome(2, 9),
        outcome(2, 9),
        outcome(3, 9),
        outcome(4, 20),
    ]
    found = editions.printed(said[::-1])
    assert [(each.number, each.after, each.last) for each in found] == [(4, 9, 20), (3, 9, 9), (2, 5, 9), (1, 0, 5)]
    assert [each.is_first for each in found] == [False, False, False, True]
    assert editions.printed([]) == []


def test_each_edition_says_what_it_brought_and_by_whom(folder: Folder, login: Login, rows: Rows) -> None:
    client = login("editor")
    making.confirmed(client, publish(client, title="With a casino"))
    ledger.record(folder.outcomes, outcome(7, rows()[-1].seq))
    login("administrator").post("/articles/add/", making.form("Plain", action="action-publish"))
    page = text(client.get("/editions/"))
    assert "Edition 7 2026-01-01 10:00 UTC · signed" in page
    assert "1 with something to look at" in page
    assert "by newsroom, account-of-editor" in page, "whoever brought most stands first"
    assert "1 change waits for the next edition" in page
    page = text(client.get("/editions/7/"))
    assert "Article · en With a casino" in page
    assert "by account-of-editor" in page
    assert "Looked at, and confirmed" in page
    assert "casino-best.bet" in page
    waiting = text(client.get("/editions/0/"))
    assert "Plain" in waiting
    assert "casino" not in waiting
    assert client.get("/editions/99/").status_code == 404
    row = text(client.get(f"/editions/row/{rows()[0].seq}/"))
    for said in ("A link that readers cannot see", "Warn about these names again", "← Edition 7", "row "):
        assert said in row, said


@pytest.mark.parametrize("path", ["/editions/", "/editions/0/", "/editions/row/{seq}/"])
def test_a_contributor_and_a_stranger_do_not_see_the_record(login: Login, rows: Rows, path: str) -> None:
    from django.test import Client

    client = login("editor")
    making.confirmed(client, publish(client))
    where = path.format(seq=rows()[0].seq)
    assert client.get(where).status_code == 200
    for other in (login("contributor"), Client(HTTP_HOST="localhost")):
        for answer in (other.get(where), other.post(where, {"decision": "forget"})):
            assert answer.status_code in {302, 403}
            assert "casino" not in answer.content.decode()
    from skaryna.newsroom.models import KnownName

    assert KnownName.objects.filter(name="casino-best.bet").exists()
    home = login("contributor").get("/").content.decode()
    assert "casino" not in home
    assert "/editions/" not in home


def test_a_colleague_is_told_and_the_one_who_did_it_is_not(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Leaving

    client, colleague = login("editor"), login("administrator")
    making.confirmed(client, publish(client, title="With a casino"))
    told = "Published by somebody else, with something to look at"
    assert told not in text(client.get("/"))
    page = text(colleague.get("/"))
    assert told in page
    assert "With a casino" in page
    assert "account-of-editor" in page
    assert "casino-best.bet" in page
    colleague.post(f"/editions/row/{rows()[0].seq}/", {"decision": "looked"})
    assert told not in text(colleague.get("/"))
    client.post(f"/editions/row/{rows()[0].seq}/", {"decision": "looked"})
    assert "I have looked at it" not in text(client.get(f"/editions/row/{rows()[0].seq}/"))
    Leaving.objects.get(seq=rows()[0].seq).looked_by.clear()
    assert told in text(colleague.get("/")), "nobody silences it for others"
    Leaving.objects.update(at=dt.datetime.now(dt.UTC) - dt.timedelta(days=8))
    assert told not in text(colleague.get("/"))


def test_names_can_be_warned_about_again(login: Login, rows: Rows) -> None:
    client = login("editor")
    making.confirmed(client, publish(client))
    seq = rows()[0].seq
    assert "are asked" in text(client.post(f"/editions/row/{seq}/", {"decision": "forget"}, follow=True))
    answer = publish(client, title="Again")
    assert "casino-best.bet" in text(client.get(answer["Location"]))
    assert len(rows()) == 1


def test_what_a_command_let_out_is_counted_and_not_listed(folder: Folder, login: Login) -> None:
    body = (Paragraph(html='Words. <a href="https://evil.example/">x</a>'),)
    list(newsroom.receive(folder, [making.rescued(body=body)], originals=lambda _: b"", accept=True, by="rescue"))
    page = text(login("editor").get("/"))
    assert "1 change with something to look at came by a command" in page
    assert "evil.example" not in page
    assert "nobody was asked" in text(login("editor").get("/editions/0/")).lower()


def test_the_record_forgets_an_account_with_the_journal(login: Login, rows: Rows) -> None:
    from skaryna.newsroom import recording
    from skaryna.newsroom.models import Confirmation, KnownName, Leaving

    client = login("editor")
    making.confirmed(client, publish(client))
    assert recording.forget("account-of-editor", "forgotten") > 0
    for table in (Leaving, KnownName, Confirmation):
        assert "account-of-editor" not in str(list(table.objects.values_list()))


def test_a_withdrawal_stands_in_the_record(login: Login, rows: Rows) -> None:
    making.published("Gone").unpublish()
    assert "Readers no longer get it" in text(login("editor").get("/editions/0/"))
    assert re.search("Gone", text(login("editor").get("/editions/0/")))


def test_the_list_of_editions_asks_the_database_a_fixed_number_of_questions(
    folder: Folder, login: Login, django_questions: Any
) -> None:
    client = login("editor")
    making.published("One")
    ledger.record(folder.outcomes, outcome(1, 1))
    few = django_questions(lambda: client.get("/editions/"))
    for number in range(2, 12):
        row = making.published(f"Story {number}")
        ledger.record(folder.outcomes, outcome(number, _seq(row)))
    assert django_questions(lambda: client.get("/editions/")) <= few + 1


def _seq(row: Any) -> int:
    from skaryna.newsroom.models import JournalRow

    return int(JournalRow.objects.get(key=row.public_id).seq)
