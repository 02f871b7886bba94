"""The quarantine shows hostile text as text, and puts back what an editor wants, into the draft alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.model import Entry, Finding, Heading, Paragraph
from skaryna.model.journal import value_of
from skaryna.newsroom.inert import excerpt, inert
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
HOSTILE = 'An honest <b>word</b> <script>alert(1)</script><a href="https://ok.example/" onclick="x()">there</a>\u202e'


def received(folder: Folder, *, accept: bool = False, **more: Any) -> Any:
    from skaryna.newsroom import models

    finding = Finding(
        kind="unsure", reason="It may be <script>.", text=HOSTILE, links=("https://ok.example/",), position=1, **more
    )
    body = (Heading(text="First"), Paragraph(html="Last."))
    source = making.rescued(quarantine=(finding,), body=body)
    list(newsroom.receive(folder, [source], originals=lambda _: b"", accept=accept, by="rescue"))
    return models.Finding.objects.get()


def test_hostile_text_is_shown_dead(folder: Folder, login: Login) -> None:
    finding = received(folder)
    for path in (f"/quarantine/{finding.pk}/", "/quarantine/"):
        page = login("editor").get(path).content.decode()
        assert "<script>alert" not in page
        assert 'href="https://ok' not in page
        assert "\u202e" not in page
        assert "&lt;script&gt;alert(1)" in page
    page = login("editor").get(f"/quarantine/{finding.pk}/").content.decode()
    assert "hxxps://ok.example/" in page
    assert "⟨U+202E⟩" in page
    assert "It may be &lt;script&gt;." in page


def test_the_desk_leads_to_what_intruders_put_in_before_the_house_s_own(folder: Folder, login: Login) -> None:
    from skaryna.newsroom import models

    finding = received(folder)
    models.Finding.objects.filter(pk=finding.pk).update(kind="intruder")
    client = login("editor")
    found = re.search(r'href="([^"]+)">1 put in by intruders</a>', client.get("/").content.decode())
    assert found
    assert f"/quarantine/{finding.pk}/" in client.get(found[1].replace("&amp;", "&")).content.decode()
    models.Finding.objects.filter(pk=finding.pk).update(kind="house")
    assert f"/quarantine/{finding.pk}/" not in client.get(found[1].replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("accept", [False, True])
def test_releasing_puts_it_into_the_draft_at_its_place_and_publishes_nothing(
    folder: Folder, login: Login, rows: Rows, accept: bool
) -> None:
    finding = received(folder, accept=accept, markup=HOSTILE)
    before = len(rows())
    answer = login("editor").post(f"/quarantine/{finding.pk}/", {"decision": "release"}, follow=True)
    assert "Nothing is published yet" in answer.content.decode()
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by.username) == ("released", "account-of-editor")
    draft = finding.article.get_latest_revision_as_object()
    assert [block["type"] for block in draft.body.raw_data] == ["heading", "paragraph", "paragraph"]
    assert draft.body.raw_data[1]["value"] == '<p>An honest <b>word</b> <a href="https://ok.example/">there</a></p>'
    assert len(rows()) == before
    login("editor").post(f"/quarantine/{finding.pk}/", {"decision": "release"})
    assert len(finding.article.get_latest_revision_as_object().body.raw_data) == 3, "twice puts back once"
    draft.get_latest_revision().publish()
    value: Any = value_of(rows()[-1])
    assert "An honest <strong>word</strong>" in value.body[1].html


def test_text_without_markup_comes_back_as_text(folder: Folder, login: Login) -> None:
    finding = received(folder)
    login("editor").post(f"/quarantine/{finding.pk}/", {"decision": "release"})
    block = finding.article.get_latest_revision_as_object().body.raw_data[1]["value"]
    assert "&lt;script&gt;" in block
    assert "<script>" not in block


def test_keeping_out_keeps_the_evidence(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import Finding as Row

    finding = received(folder)
    login("editor").post(f"/quarantine/{finding.pk}/", {"decision": "keep"})
    assert (Row.objects.get().state, Row.objects.get().text) == ("kept out", HOSTILE)


def test_a_contributor_decides_nothing(folder: Folder, login: Login) -> None:
    finding = received(folder)
    login("contributor").post(f"/quarantine/{finding.pk}/", {"decision": "release"})
    finding.refresh_from_db()
    assert finding.state == "held"


def test_a_finding_whose_article_is_gone_is_refused_in_words(folder: Folder, login: Login) -> None:
    finding = received(folder)
    finding.article.delete()
    answer = login("editor").post(f"/quarantine/{finding.pk}/", {"decision": "release"}, follow=True)
    assert "there is nothing to put it back into" in answer.content.decode()


def test_inert_text_has_no_live_address_and_nothing_invisible() -> None:
    assert inert("see http://a.example\u200b") == "see hxxp://a.example⟨U+200B⟩"
    assert excerpt("word " * 100) == "word " * 32 + "…"


def test_what_an_editor_must_decide_stands_first_and_one_index_has_the_order(folder: Folder, login: Login) -> None:
    from django.db import connection

    from skaryna.newsroom import models
    from skaryna.newsroom.screens.quarantine import FindingsView

    kinds = ("house", "intruder", "unsure", "house", "intruder")
    findings = tuple(Finding(kind=kind, reason="x", text=f"piece {at}") for at, kind in enumerate(kinds))  # type: ignore[arg-type]
    list(newsroom.receive(folder, [making.rescued(quarantine=findings)], originals=lambda _: b"", accept=False, by="x"))
    models.Finding.objects.filter(text="piece 2").update(state="kept out")
    page = login("editor").get("/quarantine/").content.decode()
    assert sorted(range(5), key=lambda at: page.index(f"piece {at}")) == [1, 4, 0, 3, 2]
    if connection.vendor == "sqlite":
        rows = models.Finding.objects.order_by(*FindingsView.default_ordering).values_list("pk")[:30]
        plan = rows.explain()
        assert "finding_turn" in plan
        assert "TEMP B-TREE" not in plan
