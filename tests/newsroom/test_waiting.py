"""Nobody changes alone what readers get: whatever has no drafts waits for a second account, whichever way it is saved."""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.errors import ApprovalError, TrustError, ValueRefusedError
from skaryna.model import Entry
from skaryna.newsroom.richtext import INLINE
from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
EVIL = "Give to LT12 1000 0111 0100 1000"


pytestmark = pytest.mark.usefixtures("four_eyes_are_on")


@pytest.fixture
def house(folder: Folder) -> dict[str, Any]:
    """What readers have: a topic, an author, a page for support, an arranged home page, the masthead."""
    from wagtail.models import Locale

    from skaryna.model import Front, Section, encode
    from skaryna.newsroom import four_eyes, models

    with four_eyes.waived():
        page = models.StandingPage(
            title="Support us",
            role="support",
            locale=Locale.objects.get(language_code="en"),
            body=[{"type": "paragraph", "value": "<p>Our account is on paper.</p>", "id": "p1"}],
        )
        page.save()
        front = models.Front(
            language="en",
            arrangement=encode(Front(language="en", sections=(Section(kind="briefs", count=5),))).decode(),
        )
        front.save()
        topic, person = making.topic("Law"), making.person(bio="<p>Writes.</p>")
    masthead = models.Masthead.objects.get(language="en")
    return {"topic": topic, "person": person, "page": page, "front": front, "masthead": masthead}


def account(role: str) -> Any:
    from skaryna.newsroom.models import Account

    return Account.objects.get(username=f"account-of-{role}")


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def waits() -> list[Any]:
    from skaryna.newsroom import waiting

    return waiting.all_of()


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def forms(house: dict[str, Any]) -> dict[str, tuple[str, dict[str, Any]]]:
    """How a stolen session would change each of them on its screen."""
    from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

    page = {
        "title": "Support us", "role": "support", "in_menu": "on", "order": "0", "slug": house["page"].slug,
        "body": streamfield([("paragraph", rich_text(f"<p>{EVIL}</p>", features=INLINE))]),
    }  # fmt: skip
    person = {
        "name": "Ann River", "slug": house["person"].slug, "portrait": "",
        "bio": rich_text(f"<p>{EVIL}</p>", features=INLINE),
    }  # fmt: skip
    masthead = {
        "title": "The Ferry", "tagline": "", "description": "", "contact": "evil@example.org", "licence": "",
        "appeal_title": "Help us", "appeal_text": rich_text(f"<p>{EVIL}</p>", features=INLINE),
        "appeal_link_text": "Give",
    }  # fmt: skip
    return {
        "topic": (f"/topics/edit/{house['topic'].pk}/", {"name": EVIL, "description": "", "slug": "law"}),
        "person": (f"/authors/edit/{house['person'].pk}/", nested_form_data(person)),
        "page": (f"/standing-pages/edit/{house['page'].pk}/", nested_form_data(page)),
        "masthead": (f"/masthead/edit/{house['masthead'].pk}/", nested_form_data(masthead)),
        "front": ("/home-page/?language=en", {"lead": "", "beside": "3", "section": ["rescued:"], "count": ["9"]}),
    }


KINDS = ["topic", "person", "page", "masthead", "front"]


def look(client: Any, row: Any) -> tuple[str, Any]:
    url = f"/waiting/{row.pk}/"
    return url, client.get(url)


def agree(client: Any, row: Any, *, seen: str | None = None) -> Any:
    url, page = look(client, row)
    token = making.token(page.content.decode()) if seen is None else seen
    return client.post(url, {"do": "agree", "leaving-seen": token}, follow=True)


def by(role: str, change: Callable[[], Any]) -> Any:
    """Do something as a request of this account would, past all screens."""
    from skaryna.newsroom import waiting

    with waiting.by(account(role)):
        return change()


@pytest.mark.parametrize("kind", KINDS)
def test_one_session_alone_changes_nothing_and_is_told_so(
    login: Login, rows: Rows, house: dict[str, Any], folder: Folder, kind: str
) -> None:
    before = len(rows())
    client = login("administrator")
    url, data = forms(house)[kind]
    answer = client.post(url, data, follow=True)
    assert len(rows()) == before
    assert "Until somebody else agrees, readers keep what they have" in text(answer)
    assert "The home page is arranged" not in text(answer)
    [row] = waits()
    assert (row.kind, row.op, row.savers) == (kind, "put", [account("administrator").pk])
    # Their own word is worth nothing, by the form, with a forged proof, or past the form.
    url, page = look(client, row)
    assert "You had a hand in it, so somebody else has to agree." in text(page)
    assert "Agree: give it to readers" not in text(page)
    for answer in (agree(client, row), agree(client, row, seen="forged"), agree(client, row, seen="")):
        assert len(rows()) == before, text(answer)
    from skaryna.newsroom import agreeing

    with pytest.raises(ApprovalError, match="somebody else has to agree"):
        agreeing.agree([row], account("administrator"))
    assert len(rows()) == before
    # It is nothing that was changed behind anybody's back.
    assert newsroom.reconcile(folder, thorough=True) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_account_sees_what_is_new_and_lets_it_go(
    login: Login, rows: Rows, house: dict[str, Any], folder: Folder, kind: str
) -> None:
    before = len(rows())
    login("administrator").post(*forms(house)[kind])
    [row] = waits()
    editor = login("editor")
    desk = text(editor.get("/"))
    assert "Waits for a second account" in desk
    assert "yours to decide" in desk
    page = text(look(editor, row)[1])
    assert "account-of-administrator" in page
    assert "What changes for readers" in page
    if kind in {"page", "person", "masthead", "topic"}:
        assert "An account for money that this publication never gave before" in page
    answer = agree(editor, row)
    assert "Agreed: readers get it." in text(answer)
    [entry] = rows()[before:]
    assert (entry.kind, entry.approved_by) == (kind, "account-of-editor, account-of-administrator")
    assert kind == "front" or "LT12" in entry.text
    assert waits() == []
    assert newsroom.reconcile(folder, thorough=True) == ()
    record = text(editor.get("/editions/0/"))
    assert "account-of-editor, account-of-administrator" in record
    log = text(editor.get("/")) + text(login("administrator").get("/reports/site-history/"))
    assert "What waited was agreed to; readers get it" in log or kind


@pytest.mark.parametrize("kind", KINDS)
def test_taking_back_makes_it_say_again_what_readers_have(
    login: Login, rows: Rows, house: dict[str, Any], folder: Folder, kind: str
) -> None:
    from skaryna.newsroom import handover

    was, before = handover.value_of(house[kind]), len(rows())
    login("editor" if kind != "masthead" else "administrator").post(*forms(house)[kind])
    [row] = waits()
    assert handover.value_of(fresh(house[kind])) != was
    answer = login("administrator").post(f"/waiting/{row.pk}/", {"do": "back"}, follow=True)
    assert "Taken back: it says again what readers have." in text(answer)
    assert handover.value_of(fresh(house[kind])) == was
    assert (waits(), len(rows())) == ([], before)
    assert newsroom.reconcile(folder, thorough=True) == ()


@pytest.mark.parametrize("kind", ["topic", "person", "page", "front"])
def test_a_removal_waits_too_and_can_be_taken_back(
    login: Login, rows: Rows, house: dict[str, Any], folder: Folder, kind: str
) -> None:
    from skaryna.newsroom import handover

    was, before, client = handover.value_of(house[kind]), len(rows()), login("editor")
    names = {"topic": "topics", "person": "authors", "page": "standing-pages"}
    if kind == "front":
        client.post("/home-page/?language=en", {"let-go": "1"})
    else:
        client.post(f"/{names[kind]}/delete/{house[kind].pk}/")
    assert not type(house[kind]).objects.filter(pk=house[kind].pk).exists()
    assert len(rows()) == before
    [row] = waits()
    assert row.op == "drop"
    assert newsroom.reconcile(folder, thorough=True) == ()
    administrator = login("administrator")
    assert "to be taken from readers" in text(administrator.get("/waiting/"))
    assert "Readers no longer get it." in text(look(administrator, row)[1])
    administrator.post(f"/waiting/{row.pk}/", {"do": "back"})
    [found] = type(house[kind]).objects.filter(**({"language": "en"} if kind == "front" else {"public_id": row.key}))
    assert handover.value_of(found) == was
    assert (waits(), len(rows())) == ([], before)
    found.delete()
    agree(administrator, waits()[0])
    assert [each.op for each in rows()[before:]] == ["drop"]


def test_deleting_many_at_once_waits_for_each(login: Login, rows: Rows, house: dict[str, Any]) -> None:
    from skaryna.newsroom import four_eyes

    with four_eyes.waived():
        other = making.topic("Courts")
    before = len(rows())
    login("editor").post(
        f"/bulk/newsroom/topic/delete/?id={house['topic'].pk}&id={other.pk}&next=/topics/", {}, follow=True
    )
    assert not type(other).objects.exists()
    assert len(rows()) == before
    assert [row.op for row in waits()] == ["drop", "drop"]


def test_past_all_screens_the_models_keep_it_too(rows: Rows, house: dict[str, Any]) -> None:
    before = len(rows())

    def change() -> None:
        house["topic"].name = EVIL
        house["topic"].save()
        house["masthead"].contact = "evil@example.org"
        house["masthead"].save()
        house["page"].delete()

    by("editor", change)
    assert len(rows()) == before
    assert {row.kind for row in waits()} == {"topic", "masthead", "page"}
    assert all(row.savers == [account("editor").pk] for row in waits())


def test_saving_again_replaces_what_waits_and_adds_who_saved(login: Login, rows: Rows, house: dict[str, Any]) -> None:
    from skaryna.newsroom import agreeing

    url, data = forms(house)["topic"]
    login("editor").post(url, data)
    first = waits()[0]
    login("administrator").post(url, data)
    assert waits()[0].savers == [account("editor").pk], "who saves the same writes nothing"
    login("administrator").post(url, {**data, "name": "Courts"})
    [row] = waits()
    assert sorted(row.savers) == sorted([account("editor").pk, account("administrator").pk])
    assert "Courts" in row.value
    assert EVIL not in row.value
    with pytest.raises(ValueRefusedError, match="not what you were shown"):
        agreeing.agree([first], account("administrator"))
    for role in ("editor", "administrator"):
        with pytest.raises(ApprovalError):
            agreeing.agree([row], account(role))
    assert [each.kind for each in rows()].count("topic") == 1


def test_saving_what_readers_have_lets_nothing_wait(login: Login, rows: Rows, house: dict[str, Any]) -> None:
    url, data = forms(house)["topic"]
    login("editor").post(url, data)
    login("editor").post(url, {"name": "Law", "description": "", "slug": "law"})
    assert waits() == []


def test_what_cannot_be_put_back_goes_on_waiting_with_its_authors(
    login: Login, rows: Rows, behind: Callable[..., None]
) -> None:
    from skaryna.newsroom import agreeing

    row = picture()
    with_picture(row)
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs"))
    behind("update newsroom_waiting set before = '{}'")
    with pytest.raises(ValueRefusedError, match="could not be put back"):
        agreeing.take_back(waits()[0], account("editor"))
    assert [each.savers for each in waits()] == [[account("editor").pk]]


def test_a_change_between_the_look_and_the_word_is_shown_again(login: Login, rows: Rows, house: dict[str, Any]) -> None:
    url, data = forms(house)["topic"]
    editor, administrator = login("editor"), login("administrator")
    editor.post(url, {**data, "name": "Courts"})
    [row] = waits()
    before, seen = len(rows()), making.token(look(administrator, row)[1].content.decode())
    editor.post(url, data)
    answer = agree(administrator, waits()[0], seen=seen)
    assert "it is not what you were shown" in text(answer)
    assert len(rows()) == before
    stolen = making.token(look(editor, waits()[0])[1].content.decode())
    agree(administrator, waits()[0], seen=stolen)
    assert len(rows()) == before, "somebody else's token"


@pytest.mark.parametrize(
    "sql",
    [
        "update newsroom_waiting set value = replace(value, 'Courts', 'Evil')",
        "update newsroom_waiting set savers = '[]'",
        "update newsroom_waiting set op = 'drop', value = null",
        "update newsroom_waiting set base = base + 0, at = '2020-01-01 00:00:00+00:00'",
        "update newsroom_waiting set key = 'another'",
    ],
)
def test_what_was_changed_in_the_table_is_refused_and_named(
    login: Login, rows: Rows, house: dict[str, Any], folder: Folder, behind: Callable[..., None], sql: str
) -> None:
    from skaryna.newsroom import agreeing
    from skaryna.newsroom.models import Waiting

    url, data = forms(house)["topic"]
    login("editor").post(url, {**data, "name": "Courts"})
    before = len(rows())
    behind(sql)
    row = Waiting.objects.get()
    with pytest.raises((TrustError, ValueRefusedError)):
        agreeing.agree([row], account("administrator"))
    agree(login("administrator"), row, seen="")
    assert len(rows()) == before
    assert newsroom.reconcile(folder), "the row says what nobody approved"


def test_a_value_and_its_digest_changed_together_are_refused(
    login: Login, rows: Rows, house: dict[str, Any], behind: Callable[..., None], folder: Folder
) -> None:
    from skaryna.model.codec import digest
    from skaryna.newsroom.models import Waiting

    url, data = forms(house)["topic"]
    login("editor").post(url, {**data, "name": "Courts"})
    value = Waiting.objects.get().value.replace("Courts", "Evil")
    behind("update newsroom_waiting set value = ?, digest = ?", value, digest(value.encode()))
    before, administrator = len(rows()), login("administrator")
    url, page = look(administrator, Waiting.objects.get())
    assert "was changed in the database, and not in the newsroom" in text(page)
    assert "Agree: give it to readers" not in text(page)
    administrator.post(url, {"do": "agree", "leaving-seen": making.token(page.content.decode())})
    assert len(rows()) == before
    said = " ".join(newsroom.reconcile(folder))
    assert "What waits as “Courts” was not saved in the newsroom." in said
    administrator.post(url, {"do": "back"})
    assert fresh(house["topic"]).name == "Law"
    assert newsroom.reconcile(folder) == ()


def test_contributors_and_strangers_neither_see_nor_decide(login: Login, rows: Rows, house: dict[str, Any]) -> None:
    from django.test import Client

    login("editor").post(*forms(house)["topic"])
    [row] = waits()
    before = len(rows())
    for client in (login("contributor"), Client(HTTP_HOST="localhost")):
        for url in ("/waiting/", f"/waiting/{row.pk}/"):
            assert client.get(url).status_code in {302, 403}
        for do in ("agree", "back"):
            client.post(f"/waiting/{row.pk}/", {"do": do, "leaving-seen": ""})
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    strict.force_login(account("administrator"))
    assert strict.post(f"/waiting/{row.pk}/", {"do": "back"}).status_code == 403
    login("administrator").get(f"/waiting/{row.pk}/?do=agree")
    assert len(rows()) == before
    assert len(waits()) == 1


def test_an_editor_agrees_to_a_masthead_but_takes_none_back(login: Login, rows: Rows, house: dict[str, Any]) -> None:
    login("administrator").post(*forms(house)["masthead"])
    [row] = waits()
    editor = login("editor")
    assert "Take back" not in text(look(editor, row)[1])
    editor.post(f"/waiting/{row.pk}/", {"do": "back"})
    assert len(waits()) == 1


def test_hostile_words_stay_words_on_these_screens(login: Login, house: dict[str, Any]) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    login("editor").post(f"/topics/edit/{house['topic'].pk}/", {"name": evil, "description": "", "slug": "law"})
    for url in ("/", "/waiting/", f"/waiting/{waits()[0].pk}/", "/topics/"):
        page = login("administrator").get(url).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_two_things_never_get_one_address(login: Login, rows: Rows, house: dict[str, Any]) -> None:
    from skaryna.newsroom import agreeing

    house["topic"].slug = "courts"
    by("editor", house["topic"].save)
    by("editor", lambda: making.topic("Another", slug="law"))
    first, second = waits()
    with pytest.raises(ValueRefusedError, match="Readers still find “Law” at this address"):
        agreeing.agree([second], account("administrator"))
    with pytest.raises(ValueRefusedError, match="has this word already"):
        agreeing.take_back(first, account("administrator"))
    agreeing.agree([first], account("administrator"))
    agreeing.agree([second], account("administrator"))
    assert waits() == []


# New authors and topics, and articles that name them


def story(role: str, **more: Any) -> Any:
    row = making.article("Words")
    row.revisions.all().delete()
    for name, value in more.items():
        setattr(row, name, value)
    row.save_revision(user=account(role), clean=False)
    return fresh(row)


def named(role: str, person: Any) -> Any:
    from skaryna.newsroom.models import ArticleByline

    return story(role, bylines=[ArticleByline(person=person, sort_order=0)])


def test_a_new_author_comes_with_the_article_when_somebody_else_publishes_it(rows: Rows) -> None:
    person = by("editor", lambda: making.person("Vera Hill"))
    [row] = waits()
    assert row.base == 0
    named("editor", person).latest_revision.publish(user=account("administrator"))
    assert [entry.kind for entry in rows()] == ["person", "article"]
    assert waits() == []


def test_who_wrote_a_new_author_cannot_bring_them_with_a_colleague_s_article(login: Login, rows: Rows) -> None:
    person = by("administrator", lambda: making.person("Vera Hill", bio="<p>Says what I say.</p>"))
    article = named("contributor", person)
    page = text(
        login("administrator").post(
            f"/articles/edit/{article.pk}/",
            making.form("Words", bylines=[person], action="action-publish", body=[making.rich("<p>It happened.</p>")]),
            follow=True,
        )
    )
    assert rows() == []
    assert "names “Vera Hill”, whom readers do not know yet" in page
    with pytest.raises(ApprovalError, match="names “Vera Hill”"):
        fresh(article).latest_revision.publish(user=account("administrator"))
    # It is not blocked for ever: somebody else agrees, or publishes.
    agree(login("editor"), waits()[0])
    fresh(article).latest_revision.publish(user=account("administrator"))
    assert [entry.kind for entry in rows()] == ["person", "article"]


def test_a_rescued_author_s_bio_that_a_session_rewrote_does_not_come_along(rows: Rows) -> None:
    from skaryna.newsroom import approvals

    with approvals.unseen():
        person = making.person("Vera Hill")
    article = named("contributor", person)
    person.bio = f"<p>{EVIL}</p>"
    by("editor", person.save)
    with pytest.raises(ApprovalError, match="names “Vera Hill”"):
        fresh(article).latest_revision.publish(user=account("editor"))
    assert rows() == []


def schedule(article: Any) -> None:
    """Have an article approved by a second account, to appear in an hour."""
    from django.utils import timezone

    draft = article.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + dt.timedelta(minutes=60)
    draft.save_revision(user=account("editor"), clean=False).publish(user=account("administrator"))


def test_a_new_author_of_a_scheduled_article_comes_at_its_time_as_it_was_approved(
    rows: Rows, wait: Callable[[dt.timedelta], None]
) -> None:
    from skaryna.newsroom.scheduling import keep_appointments

    person = by("editor", lambda: making.person("Vera Hill"))
    article = named("editor", person)
    schedule(article)
    assert rows() == []
    assert len(waits()) == 1
    wait(dt.timedelta(minutes=61))
    keep_appointments()
    assert [entry.kind for entry in rows()] == ["person", "article"]


def test_a_bio_rewritten_after_the_article_was_scheduled_stops_the_clock(
    rows: Rows, wait: Callable[[dt.timedelta], None]
) -> None:
    from skaryna.newsroom.models import Person
    from skaryna.newsroom.scheduling import keep_appointments

    person = by("editor", lambda: making.person("Vera Hill"))
    article = named("editor", person)
    schedule(article)
    person = Person.objects.get()
    person.bio = "<p>Says what I say.</p>"
    by("editor", person.save)
    wait(dt.timedelta(minutes=61))
    [done] = keep_appointments()
    assert done.kind == "refused"
    assert "waits for a second account" in done.reason
    assert rows() == []


def test_taking_a_new_one_back_deletes_it_unless_an_article_names_it(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Person, Topic

    by("editor", lambda: making.topic("Law"))
    administrator = login("administrator")
    administrator.post(f"/waiting/{waits()[0].pk}/", {"do": "back"})
    assert (waits(), Topic.objects.count()) == ([], 0)
    person = by("editor", lambda: making.person("Vera Hill"))
    article = named("contributor", person)
    article.bylines = article.latest_revision.as_object().bylines.all()
    article.save()
    answer = administrator.post(f"/waiting/{waits()[0].pk}/", {"do": "back"}, follow=True)
    assert "but an article names it" in text(answer)
    assert (len(waits()), Person.objects.count()) == (1, 1)


# The library's pictures


def picture(**more: Any) -> Any:
    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    row = NewsImage(
        title="Ferry", alt="A ferry", credit="By us", file=cleaned(making.photograph(), name="f.jpg"), **more
    )
    row.save()
    return row


def with_picture(row: Any, title: str = "Shows it") -> Any:
    from wagtail.models import ReferenceIndex

    from skaryna.newsroom import four_eyes

    with four_eyes.waived():
        article = making.published(title, lead_image=row)
    ReferenceIndex.create_or_update_for_object(article)
    return article


def words(row: Any, **more: Any) -> dict[str, Any]:
    return {
        "title": row.title, "alt": row.alt, "caption": row.caption, "credit": row.credit, "licence": row.licence,
        "licence_words": row.licence_words, "tags": "", "collection": str(row.collection_id), "focal_point_x": "",
        "focal_point_y": "", "focal_point_width": "", "focal_point_height": "", "file": "", **more,
    }  # fmt: skip


def test_a_credit_in_the_library_waits_for_all_articles_together(login: Login, rows: Rows, folder: Folder) -> None:
    row = picture()
    with_picture(row)
    with_picture(row, "Shows it too")
    before = len(rows())
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Win at casino-best.bet"))
    assert len(rows()) == before
    assert [each.kind for each in waits()] == ["article", "article"]
    assert newsroom.reconcile(folder, thorough=True) == ()
    administrator = login("administrator")
    page = text(look(administrator, waits()[0])[1])
    assert "casino-best.bet" in page
    assert "One change made 1 other thing say something new" in page
    answer = agree(administrator, waits()[0])
    assert "Agreed: readers get 2 changes." in text(answer)
    assert [("casino" in each.text, each.approved_by) for each in rows()[before:]] == [
        (True, "account-of-administrator, account-of-editor")
    ] * 2
    assert waits() == []


def test_taking_back_a_credit_gives_the_picture_its_words_again(login: Login, rows: Rows, folder: Folder) -> None:
    row = picture()
    with_picture(row)
    with_picture(row, "Shows it too")
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs"))
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs again", caption="Evil"))
    login("administrator").post(f"/waiting/{waits()[0].pk}/", {"do": "back"})
    assert (fresh(row).credit, fresh(row).caption) == ("By us", "")
    assert waits() == []
    assert newsroom.reconcile(folder, thorough=True) == ()


def test_publishing_the_article_unchanged_does_not_carry_one_s_own_credit_out(login: Login, rows: Rows) -> None:
    row = picture()
    article = with_picture(row)
    before = len(rows())
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs"))
    with pytest.raises(ApprovalError, match="account-of-editor wrote part of"):
        fresh(article).latest_revision.publish(user=account("editor"))
    assert len(rows()) == before
    fresh(article).latest_revision.publish(user=account("administrator"))
    assert "Theirs" in rows()[-1].text
    assert waits() == []


def test_a_credit_changed_under_a_colleague_s_draft_counts_as_written(login: Login, rows: Rows) -> None:
    row = picture()
    draft = story("contributor", lead_image=row)
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs"))
    with pytest.raises(ApprovalError, match="account-of-editor wrote part of"):
        draft.latest_revision.publish(user=account("editor"))
    draft.latest_revision.publish(user=account("administrator"))
    assert "Theirs" in rows()[-1].text


def test_a_credit_that_a_colleague_puts_on_a_page_counts_as_written_too(
    login: Login, rows: Rows, house: dict[str, Any]
) -> None:
    from skaryna.newsroom import agreeing

    row = picture()
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs"))
    figure = {"image": row.pk, "alt": "", "caption": "", "credit": ""}
    house["page"].body = [{"type": "figure", "value": figure, "id": "p2"}]
    by("administrator", house["page"].save)
    [waiting] = waits()
    assert sorted(waiting.savers) == sorted([account("editor").pk, account("administrator").pk])
    with pytest.raises(ApprovalError):
        agreeing.agree([waiting], account("editor"))


def test_a_picture_that_readers_have_keeps_its_file_and_stays(login: Login, rows: Rows, folder: Folder) -> None:
    import io

    from skaryna.newsroom.models import NewsImage

    row = picture()
    with_picture(row)
    before, files = len(rows()), sorted(path.name for path in folder.media.rglob("*.jpg"))
    other = io.BytesIO(making.photograph(width=320))
    other.name = "other.jpg"
    answer = login("editor").post(f"/images/{row.pk}/", words(row, file=other), follow=True)
    assert "Readers have the picture “Ferry”, so its file stays" in text(answer)
    login("editor").post(f"/images/{row.pk}/delete/")
    assert NewsImage.objects.get().digest == row.digest
    assert len(rows()) == before
    assert sorted(path.name for path in folder.media.rglob("*.jpg")) == files


def test_a_face_is_covered_at_once_and_nothing_else_goes_out_with_it(login: Login, rows: Rows, folder: Folder) -> None:
    row = picture()
    with_picture(row)
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs"))
    before = len(rows())
    region = {"left": 10, "top": 10, "width": 60, "height": 60, "how": "black"}
    data = {"regions": json.dumps([region]), "digest": row.digest, "for-good": "yes"}
    login("editor").post(f"/images/{row.pk}/cover/", data)
    [entry] = rows()[before:]
    found = fresh(row)
    assert found.digest != row.digest
    assert found.digest in entry.text
    assert "Theirs" not in entry.text
    [waiting] = waits()
    assert found.digest in waiting.value
    assert "Theirs" in waiting.value
    assert waiting.savers == [account("editor").pk]
    assert newsroom.reconcile(folder, thorough=True) == ()
    agree(login("administrator"), waiting)
    assert "Theirs" in rows()[-1].text


def test_a_portrait_that_readers_have_until_somebody_agrees_cannot_be_deleted_and_is_covered_with_the_rest(
    login: Login, rows: Rows, folder: Folder
) -> None:
    from skaryna.newsroom import four_eyes
    from skaryna.newsroom.models import NewsImage

    row = picture()
    with four_eyes.waived():
        person = making.person(portrait=row)
    person.portrait = None
    by("editor", person.save)
    login("editor").post(f"/images/{row.pk}/delete/")
    assert NewsImage.objects.filter(pk=row.pk).exists()
    before = len(rows())
    region = {"left": 10, "top": 10, "width": 60, "height": 60, "how": "black"}
    data = {"regions": json.dumps([region]), "digest": row.digest, "for-good": "yes"}
    login("editor").post(f"/images/{row.pk}/cover/", data)
    [entry] = rows()[before:]
    assert fresh(row).digest in entry.text, "readers must not go on seeing the face"
    [waiting] = waits()
    assert (waiting.savers, '"portrait":{' in waiting.value) == ([account("editor").pk], False)
    login("administrator").post(f"/waiting/{waiting.pk}/", {"do": "back"})
    assert fresh(person).portrait == row
    assert newsroom.reconcile(folder, thorough=True) == ()


def test_a_credit_changed_after_an_article_was_scheduled_does_not_go_out_with_it(
    rows: Rows, wait: Callable[[dt.timedelta], None]
) -> None:
    from django.utils import timezone

    from skaryna.newsroom import stopping
    from skaryna.newsroom.scheduling import keep_appointments

    row = picture()
    draft = story("contributor", lead_image=row).get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + dt.timedelta(minutes=60)
    revision = draft.save_revision(user=account("contributor"), clean=False)
    with stopping.asking(account("editor"), ""):
        revision.publish(user=account("editor"))
    row.credit = "Theirs"
    by("editor", row.save)
    wait(dt.timedelta(minutes=61))
    [done] = keep_appointments()
    assert (done.kind, rows()) == ("refused", [])


def test_a_cover_carries_nothing_out_that_somebody_wrote_into_the_journal(
    login: Login, rows: Rows, behind: Callable[..., None]
) -> None:
    row = picture()
    article = with_picture(row)
    behind("update journal set value = replace(value, 'It happened', 'Send money') where kind = 'article'")
    before = len(rows())
    region = {"left": 10, "top": 10, "width": 60, "height": 60, "how": "black"}
    data = {"regions": json.dumps([region]), "digest": row.digest, "for-good": "yes"}
    answer = login("editor").post(f"/images/{row.pk}/cover/", data, follow=True)
    assert "Covered for good." not in text(answer)
    assert len(rows()) == before
    assert fresh(row).digest == row.digest
    assert fresh(article).live


# Copies of sources


def test_the_copy_of_a_source_waits_and_readers_old_copy_keeps_its_files(
    login: Login, rows: Rows, folder: Folder
) -> None:
    from skaryna.newsroom import copying, four_eyes
    from tests.newsroom import test_sources as cited

    with four_eyes.waived():
        making.published("One", body=cited.cites(cited.ADDRESS))
        source = cited.row_of()
        login("editor").post(f"/sources/{source.pk}/", {"do": "upload", "file": cited.upload()})
    before, files = len(rows()), {path.name for path in (folder.media / "sources").iterdir()}
    answer = login("editor").post(f"/sources/{source.pk}/", {"do": "remove"}, follow=True)
    assert "here and from readers" not in text(answer)
    assert len(rows()) == before
    assert {path.name for path in (folder.media / "sources").iterdir()} == files
    assert newsroom.reconcile(folder, thorough=True) == ()
    login("administrator").post(f"/waiting/{waits()[0].pk}/", {"do": "back"})
    assert cited.row_of().copy
    assert waits() == []
    by("editor", lambda: copying.detach(cited.row_of()))
    agree(login("administrator"), waits()[0])
    assert cited.source_of(rows).copy is None
    assert not list((folder.media / "sources").iterdir())


def test_a_copy_put_under_a_colleague_s_draft_counts_as_written(rows: Rows) -> None:
    from skaryna.newsroom import copying
    from tests.newsroom import test_sources as cited

    draft = story("contributor", body=cited.cites(cited.ADDRESS))
    by("editor", lambda: copying.decide(cited.row_of(), is_dead=True, is_offered=False))
    with pytest.raises(ApprovalError, match="account-of-editor wrote part of"):
        draft.latest_revision.publish(user=account("editor"))
    assert rows() == []


# Beside it


def test_withdrawing_an_article_waits_for_nobody_and_ends_what_waits_of_it(login: Login, rows: Rows) -> None:
    row = picture()
    article = with_picture(row)
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Theirs"))
    login("editor").post(f"/articles/unpublish/{article.pk}/", {"how": "trace", "title": "x", "why": ""})
    assert rows()[-1].op == "drop"
    assert waits() == []


def test_with_two_pairs_of_eyes_switched_off_nothing_waits_and_nothing_is_noted(
    login: Login, rows: Rows, house: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom import four_eyes
    from skaryna.newsroom.models import Touch, Waiting

    row = picture()
    with_picture(row)
    monkeypatch.setattr(four_eyes, "is_on", lambda: False)
    before = len(rows())
    login("editor").post(f"/images/{row.pk}/", words(row, credit="Ours"))
    house["topic"].name = "Courts"
    house["topic"].save()
    assert len(rows()) == before + 2
    assert not Waiting.objects.exists()
    assert not Touch.objects.exists()
    assert "What waits" not in text(login("editor").get("/"))


def test_what_waits_when_the_rule_is_switched_off_is_agreed_to_by_anybody_who_may_publish(
    login: Login, rows: Rows, house: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom import four_eyes

    login("editor").post(*forms(house)["topic"])
    monkeypatch.setattr(four_eyes, "is_on", lambda: False)
    before = len(rows())
    assert "Waits for a second account" in text(login("editor").get("/"))
    agree(login("editor"), waits()[0])
    assert len(rows()) == before + 1


def test_what_is_old_is_marked(login: Login, house: dict[str, Any], wait: Callable[[dt.timedelta], None]) -> None:
    login("editor").post(*forms(house)["topic"])
    assert "It has waited for long" not in text(login("administrator").get("/"))
    wait(dt.timedelta(days=4))
    for url in ("/", "/waiting/"):
        assert "It has waited for long" in text(login("administrator").get(url))


def test_the_form_says_that_readers_do_not_have_this_yet(login: Login, house: dict[str, Any]) -> None:
    for kind in KINDS:
        url, data = forms(house)[kind]
        client = login("administrator")
        client.post(url, data, follow=True)
        client.get("/")
        assert "readers do not have it yet" in text(login("administrator").get(url)), kind


def test_a_forgotten_account_is_in_nothing_that_waits_and_it_can_still_be_agreed_to(
    login: Login, rows: Rows, house: dict[str, Any], folder: Folder
) -> None:
    from skaryna.newsroom import agreeing, waiting

    url, data = forms(house)["topic"]
    login("editor").post(url, data)
    login("administrator").post(url, {**data, "name": "Courts"})
    person = by("editor", lambda: making.person("Vera Hill"))
    waiting.second(waiting.of("person", person.public_id), account("editor"))
    gone = account("editor").pk
    traces = newsroom.forget_user(folder, name="account-of-editor", dry_run=True).traces
    assert any("waiting for a second account" in trace.name for trace in traces)
    newsroom.forget_user(folder, name="account-of-editor", dry_run=False)
    for row in waits():
        assert gone not in row.savers
        assert row.seconded_by_id is None
        assert waiting.is_ours(row)
    [topic] = [row for row in waits() if row.kind == "topic"]
    with pytest.raises(ApprovalError):
        agreeing.agree([topic], account("administrator"))


def test_two_articles_joined_change_no_words_and_wait_for_nobody(rows: Rows) -> None:
    from skaryna.newsroom import four_eyes, joining

    with four_eyes.waived():
        one, other = making.published("One"), making.published("Other", language="be")
    before = len(rows())
    by("editor", lambda: joining.join(other, one))
    assert len(rows()) > before
    assert waits() == []
