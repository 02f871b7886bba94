"""Campaigns in the newsroom: decided on at once, undone, remembered; and only by those who may."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.model import Entry, Finding, Paragraph
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]


def finding(text: str, *, hosts: tuple[str, ...] = ("pills.example",), position: int = 1, **more: Any) -> Finding:
    values = {"kind": "intruder", "reason": "Readers <b>cannot</b> see it.", "signals": ("hidden",), **more}
    links = tuple(f"http://{host}/" for host in hosts)
    return Finding(text=text, hosts=hosts, links=links, position=position, place="in the footer", **values)


def receive(folder: Folder, *sources: Any) -> None:
    list(newsroom.receive(folder, sources, originals=lambda _: b"", accept=False, by="rescue"))


def source(title: str, *findings: Finding) -> Any:
    body = (Paragraph(html=f"First of {title}."), Paragraph(html="Last."))
    return making.rescued(title, title=title, quarantine=findings, body=body)


@pytest.fixture
def received(folder: Folder) -> Folder:
    receive(
        folder,
        source("One", finding("cheap <script>x</script> pills"), finding("more of them", position=2)),
        source("Two", finding("other words")),
        source("Three", finding("loans", hosts=("loans.example",)), finding("menu", hosts=(), kind="house")),
    )
    return folder


def states() -> dict[str, str]:
    from skaryna.newsroom import models

    return {each.text: each.state for each in models.Finding.objects.all()}


def key(text: str) -> int:
    from skaryna.newsroom import models

    return int(models.Finding.objects.get(text=text).pk)


def draft(title: str) -> list[str]:
    from skaryna.newsroom.models import Article

    article = Article.objects.get(title=title).get_latest_revision_as_object()
    return [str(block["value"]) for block in article.body.raw_data]


def decide(client: Any, text: str, decision: str) -> Any:
    return client.post(f"/quarantine/campaigns/{key(text)}/", {"decision": decision}, follow=True)


def test_the_screens_show_campaigns_as_dead_text(received: Folder, login: Login) -> None:
    page = login("editor").get("/quarantine/campaigns/").content.decode()
    assert "pills.example" in page
    assert "loans.example" in page
    assert page.count("newsroom-campaign-open") == 0
    assert "3 passages" in page
    assert "<script>x" not in page
    one = login("editor").get(f"/quarantine/campaigns/{key('more of them')}/").content.decode()
    assert "&lt;script&gt;x" in one
    assert "Readers &lt;b&gt;cannot" in one
    assert 'href="http://pills' not in one


def test_a_campaign_is_kept_out_at_once_and_the_others_wait(received: Folder, login: Login) -> None:
    done = decide(login("editor"), "other words", "keep")
    assert "3 passages were decided on." in done.content.decode()
    told = states()
    assert {told["cheap <script>x</script> pills"], told["more of them"], told["other words"]} == {"kept out"}
    assert told["loans"] == told["menu"] == "held"


def test_a_campaign_is_put_back_into_drafts_and_taken_out_again(received: Folder, login: Login, rows: Rows) -> None:
    before = draft("One")
    client = login("editor")
    decide(client, "other words", "release")
    assert len(draft("One")) == len(before) + 2
    assert any("other words" in block for block in draft("Two"))
    decide(client, "other words", "undo")
    assert draft("One") == before
    assert set(states().values()) == {"held"}
    assert rows() == []


def test_what_an_editor_has_changed_is_not_taken_out_by_undo(received: Folder, login: Login) -> None:
    from skaryna.newsroom.models import Article

    client = login("editor")
    decide(client, "loans", "release")
    article = Article.objects.get(title="Three").get_latest_revision_as_object()
    body = [dict(block) for block in article.body.raw_data]
    body[1]["value"] = "<p>loans, told in our own words</p>"
    article.body = body
    article.save_revision(clean=False)
    assert "take it out of the article by hand" in decide(client, "loans", "undo").content.decode()
    assert states()["loans"] == "released"
    assert any("our own words" in block for block in draft("Three"))


@pytest.mark.parametrize("decision", ["keep", "release"])
def test_a_decision_is_replayed_when_the_same_words_come_again(received: Folder, login: Login, decision: str) -> None:
    decide(login("editor"), "loans", decision)
    receive(received, source("Four", finding("loans", hosts=("loans.example",)), finding("new", hosts=("n.example",))))
    from skaryna.newsroom import models

    found = models.Finding.objects.get(article__title="Four", text="loans")
    assert found.state == {"keep": "kept out", "release": "released"}[decision]
    assert str(found.decided_by) == "account-of-editor"
    assert any("loans" in block for block in draft("Four")) == (decision == "release")
    assert states()["new"] == "held"


def test_contributors_and_strangers_may_not(received: Folder, login: Login) -> None:
    from django.test import Client

    for client in (login("contributor"), Client(headers={"host": "localhost"})):
        for path in ("/quarantine/campaigns/", f"/quarantine/campaigns/{key('loans')}/"):
            assert "loans.example" not in client.get(path, follow=True).content.decode()
            client.post(path, {"decision": "release"})
    assert set(states().values()) == {"held"}


def test_a_forged_post_and_a_wrong_word_change_nothing(received: Folder, login: Login) -> None:
    from django.test import Client

    client = login("editor")
    decide(client, "loans", "publish")
    assert client.get("/quarantine/campaigns/999999/").status_code == 404
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.cookies = client.cookies
    assert strict.post(f"/quarantine/campaigns/{key('loans')}/", {"decision": "keep"}).status_code == 403
    assert set(states().values()) == {"held"}


def test_since_when_is_told_as_far_as_copies_prove(folder: Folder, login: Login) -> None:
    first, last = dt.datetime(2021, 3, 4, tzinfo=dt.UTC), dt.datetime(2021, 2, 1, tzinfo=dt.UTC)
    receive(folder, source("One", finding("pills", first_seen=first, last_absent=last)))
    page = login("editor").get("/quarantine/campaigns/").content.decode()
    assert "It came between 2021-02-01 and 2021-03-04" in page


def test_an_editor_reads_in_her_language_where_it_stood_and_why(folder: Folder, login: Login) -> None:
    from tests.newsroom.test_languages import speak

    receive(folder, source("One", finding("spam", reason="It is empty.")))
    speak("editor", "be")
    client = login("editor")
    for address in ("/quarantine/campaigns/", f"/quarantine/{key('spam')}/"):
        page = client.get(address).content.decode()
        assert "унізе старонкі" in page
        assert "in the footer" not in page
    assert "Тут пуста." in page
