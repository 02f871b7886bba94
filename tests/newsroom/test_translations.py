"""A translation is a row of its own in the same group; it is begun as a copy and follows its original."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from skaryna.model import Entry
from skaryna.model.journal import value_of
from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.conftest import HOST

Rows = Callable[[], list[Entry]]
Login = Callable[[str], Any]
THEN = "newsroom-then"


def translated(row: Any, language: str) -> Any:
    from wagtail.models import Locale

    copy = row.copy_for_translation(Locale.objects.get(language_code=language))
    copy.save()
    return copy


def paragraph(words: str, key: str = "") -> dict[str, str]:
    return {"type": "paragraph", "value": f"<p>{words}</p>"} | ({"id": key} if key else {})


ORIGINAL = [
    paragraph("Nobody waits.", "aaaaaaaa-0000-0000-0000-000000000001"),
    {"type": "source", "value": {"title": "Report", "address": "https://example.org", "publisher": "Ministry"}},
]


def begin(client: Any, row: Any, language: str = "be") -> Any:
    """Press "Translate into …" on the article's page; return the draft."""
    from skaryna.newsroom.models import Article

    client.post(f"/translations/article/{row.pk}/", {THEN: f"translate:{language}"})
    return Article.objects.filter(translation_key=row.translation_key, locale__language_code=language).first()


def revised(row: Any, body: Any = None, **values: Any) -> None:
    """Change an article's draft and publish it."""
    draft = row.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    if body is not None:
        draft.body = body
    draft.save_revision(clean=False).publish()


def editor_page(client: Any, row: Any) -> str:
    return " ".join(client.get(f"/articles/edit/{row.pk}/").content.decode().split())


# Beginning


def test_a_translated_article_is_a_draft_of_its_own_in_the_same_group(login: Login, rows: Rows) -> None:
    row = making.published("A story", legacy_reads=509, old_addresses="/old/", date_unknown=True)
    copy = begin(login("contributor"), row)
    assert (copy.group, copy.language, copy.live) == (row.group, "be", False)
    assert (copy.address, copy.old_addresses, copy.legacy_reads, copy.published_at) == ("", "", None, None)
    assert copy.public_id != row.public_id
    assert len(rows()) == 1
    copy.title = "Гісторыя"
    copy.save_revision().publish()
    values: list[Any] = [value_of(entry) for entry in rows()]
    assert [value.language for value in values] == ["en", "be"]
    assert values[0].group == values[1].group
    assert values[1].address.endswith("/historyya")


def test_pictures_sources_authors_and_topics_come_along_and_corrections_do_not(login: Login) -> None:
    from skaryna.newsroom.models import ArticleByline, ArticleTopic, Correction, NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", alt="Fog", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    person, topic = making.person(), making.topic()
    law = translated(topic, "be")
    row = making.article("A story", lead_image=image, lead_alt="Fog", body=ORIGINAL)
    row.bylines, row.topic_links = [ArticleByline(person=person)], [ArticleTopic(topic=topic)]
    row.corrections = [Correction(text="<p>It was noon.</p>")]
    row.save_revision(clean=False).publish()
    copy = begin(login("contributor"), row).get_latest_revision_as_object()
    assert copy.lead_image == image
    assert [block["type"] for block in copy.body.raw_data] == ["paragraph", "source"]
    assert copy.body.raw_data[0]["id"] == ORIGINAL[0]["id"]
    assert [each.person for each in copy.bylines.all()] == [person]
    assert [each.topic for each in copy.topic_links.all()] == [law], "the topic of the translation's own language"
    assert list(copy.corrections.all()) == []


def test_readers_words_are_translated_and_not_an_unfinished_draft(login: Login) -> None:
    row = making.published("A story")
    row.title = "Half a new title"
    row.save_revision(clean=False)
    assert begin(login("contributor"), row).title == "A story"


def test_an_article_can_begin_in_any_language_and_stay_in_some(login: Login) -> None:
    row = making.published("Гісторыя", language="be")
    copy = begin(login("contributor"), row, "en")
    assert copy.language == "en"
    page = editor_page(login("contributor"), copy)
    assert "Beside it: the original in" in page
    assert 'value="translate:uk"' in page


def test_a_second_translation_into_the_same_language_is_refused(login: Login) -> None:
    from skaryna.newsroom.models import Article

    client, row = login("editor"), making.published("A story")
    begin(client, row)
    answer = client.post(f"/translations/article/{row.pk}/", {THEN: "translate:be"}, follow=True)
    assert "exists in this language already" in answer.content.decode()
    for language in ("en", "xx", "", "../"):
        client.post(f"/translations/article/{row.pk}/", {THEN: f"translate:{language}"})
    assert Article.objects.count() == 2


def test_the_editor_saves_what_was_typed_before_it_begins_a_translation(login: Login) -> None:
    from skaryna.newsroom.models import Article

    row = making.article("A story")
    answer = login("contributor").post(
        f"/articles/edit/{row.pk}/", {**making.form("A better title"), THEN: "translate:uk"}
    )
    copy = Article.objects.get(locale__language_code="uk")
    assert answer["Location"] == f"/articles/edit/{copy.pk}/"
    assert copy.title == "A better title"


# Beside


def test_the_original_stands_beside_and_what_was_not_overwritten_is_marked(login: Login) -> None:
    client = login("contributor")
    copy = begin(client, making.published("A story", body=ORIGINAL))
    page = editor_page(client, copy)
    key = ORIGINAL[0]["id"]
    assert f'data-newsroom-block="{key}" data-untouched' in page
    assert "2 passages are still in the original’s words." in page
    assert 'data-lang="be" data-dir="ltr" data-original-lang="en" data-original-dir="ltr"' in page
    assert '<div class="newsroom-original-words" lang="en" dir="ltr">' in page
    copy.title, copy.body = "Гісторыя", [paragraph("Ніхто не чакае.", str(key)), ORIGINAL[1]]
    copy.save()
    copy.save_revision(clean=False)
    page = editor_page(client, copy)
    assert "data-untouched" not in page.replace("data-untouched-label", "")
    assert "still in the original’s words." not in page


def test_hostile_words_of_an_original_stay_words(login: Login) -> None:
    body = [paragraph('<script>alert(1)</script><a href="javascript:alert(1)">x</a><b>Bold</b>', "k")]
    copy = begin(login("contributor"), making.article("<img src=x onerror=alert(1)>", body=body))
    page = editor_page(login("contributor"), copy)
    panel = page[page.index("data-newsroom-beside") : page.index('name="title"')]
    assert "<script" not in panel
    assert "<img" not in panel
    assert "javascript:" not in panel
    assert "<strong>Bold</strong>" in panel


def test_links_in_the_original_cannot_be_followed_from_beside(login: Login) -> None:
    body = [paragraph('<a href="https://example.org/">There</a>', "k")]
    copy = begin(login("contributor"), making.article("A story", body=body))
    assert '<u title="https://example.org/">There</u>' in editor_page(login("contributor"), copy)


@pytest.mark.parametrize(("language", "way"), [("fa", "rtl"), ("ar", "rtl"), ("be", "ltr"), ("xx", "auto")])
def test_both_sides_are_written_in_their_own_direction(folder: Folder, language: str, way: str) -> None:
    from skaryna.newsroom.screens.beside import direction

    assert direction(language)["dir"] == way


# Behind


def test_a_change_of_the_original_is_shown_block_by_block(login: Login) -> None:
    client = login("contributor")
    row = making.published("A story", body=[*ORIGINAL, paragraph("Last words.", "k3")])
    copy = begin(client, row)
    revised(row, [paragraph("Nobody ever waits.", str(ORIGINAL[0]["id"])), paragraph("Quite new.", "k4"), ORIGINAL[1]])
    page = editor_page(client, copy)
    assert "The original has changed in 3 places since it was translated" in page
    assert "Nobody<ins> ever</ins> waits." in page
    assert "<ins>Quite new.</ins>" in page
    assert "<del>Last words.</del>" in page
    assert 'data-newsroom-lonely="k4"' in page


def test_a_correction_of_the_original_is_shown_too(login: Login) -> None:
    from skaryna.newsroom.models import Correction

    row = making.published("A story")
    copy = begin(login("contributor"), row)
    revised(row, corrections=[Correction(text="<p>It was noon.</p>")])
    page = editor_page(login("contributor"), copy)
    assert "Correction: added" in page
    assert "It was noon." in page


def test_an_unfinished_change_of_a_published_original_leaves_its_translations_in_peace(login: Login) -> None:
    row = making.published("A story")
    copy = begin(login("contributor"), row)
    row.title = "Half a new title"
    row.save_revision(clean=False)
    assert "Up to date with the original." in editor_page(login("contributor"), copy)


def test_a_draft_that_readers_never_had_is_followed_as_it_grows(login: Login) -> None:
    from skaryna.newsroom.models import Translation

    row = making.article("A story")
    begin(login("contributor"), row)
    row.title = "A longer story"
    row.save()
    row.save_revision(clean=False)
    assert Translation.objects.get().is_behind


def test_marking_as_up_to_date_notes_the_original_as_it_was_seen(login: Login) -> None:
    from skaryna.newsroom.models import Translation

    client, row = login("contributor"), making.published("A story", body=ORIGINAL)
    copy = begin(client, row)
    revised(row, title="A new story")
    page = editor_page(client, copy)
    seen = page.split('value="settle:')[1].split('"')[0]
    form = {**making.form("Гісторыя"), THEN: f"settle:{seen}", "newsroom-original": str(row.pk)}
    client.post(f"/articles/edit/{copy.pk}/", form)
    assert not Translation.objects.get().is_behind
    assert "Up to date with the original." in editor_page(client, copy)
    revised(row, title="A third story")
    answer = client.post(f"/articles/edit/{copy.pk}/", form, follow=True)
    assert "The original was changed again in the meantime." in answer.content.decode()
    assert Translation.objects.get().is_behind


def test_an_original_that_returns_to_its_old_words_is_followed_again(login: Login) -> None:
    from skaryna.newsroom.models import Translation

    row = making.published("A story")
    begin(login("contributor"), row)
    revised(row, title="A slip")
    assert Translation.objects.get().is_behind
    revised(row, title="A story")
    assert not Translation.objects.get().is_behind


def test_a_new_block_is_taken_over_at_its_place(login: Login) -> None:
    client, row = login("contributor"), making.published("A story", body=ORIGINAL)
    copy = begin(client, row)
    revised(row, [ORIGINAL[0], paragraph("Quite new.", "k4"), ORIGINAL[1]])
    first = str(ORIGINAL[0]["id"])
    form = {**making.form("Гісторыя"), THEN: f"bring:k4:{first}", "newsroom-original": str(row.pk)}
    form["body-0-id"] = first
    client.post(f"/articles/edit/{copy.pk}/", form)
    copy.refresh_from_db()
    blocks = copy.get_latest_revision_as_object().body.raw_data
    assert [(each["id"], each["value"]) for each in blocks][1] == ("k4", "<p>Quite new.</p>")
    answer = client.post(f"/articles/edit/{copy.pk}/", {**form, THEN: "bring:nothing:"}, follow=True)
    assert "There is no such block to take over." in answer.content.decode()


def test_a_deleted_article_leaves_no_words_behind(login: Login) -> None:
    from skaryna.newsroom.models import Translation

    row = making.published("A story")
    begin(login("contributor"), row)
    row.delete()
    assert not Translation.objects.exists()


# Authors, topics, pages, masthead


def test_a_translated_topic_is_handed_over_in_the_same_group(folder: Folder, rows: Rows) -> None:
    topic = making.topic("Law")
    translated(topic, "uk")
    one, two = (value_of(entry) for entry in rows())
    assert (one.group, one.language, two.language) == (two.group, "en", "uk")  # type: ignore[union-attr]
    assert one.id != two.id  # type: ignore[union-attr]


def test_a_topic_is_translated_beside_the_original_and_published_only_when_saved(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Topic, Translation

    topic = making.topic("Law", description="Courts.")
    client = login("editor")
    address = f"/topics/add/?locale=be&original={topic.pk}"
    page = client.get(address).content.decode()
    assert 'data-newsroom-field="name" data-untouched' in page
    assert 'value="Law"' in page
    assert f"locale=be&amp;original={topic.pk}" in page
    assert len(rows()) == 1
    client.post(address, {"name": "Закон", "description": "Суды.", "slug": ""})
    copy = Topic.objects.get(locale__language_code="be")
    assert (copy.group, copy.name, copy.slug) == (topic.group, "Закон", "zakon")
    assert client.get(address)["Location"] == f"/topics/edit/{copy.pk}/"
    topic.description = "Courts and judges."
    topic.save()
    assert Translation.objects.get(key=copy.public_id).is_behind
    assert "Courts<ins> and judges</ins>." in client.get(f"/topics/edit/{copy.pk}/").content.decode()


def test_a_page_and_an_author_are_translated_with_their_body_and_biography(login: Login, rows: Rows) -> None:
    from wagtail.models import Locale

    from skaryna.newsroom.models import StandingPage

    page = StandingPage(title="About", locale=Locale.objects.get(language_code="en"), body=ORIGINAL)
    page.save()
    person = making.person("Ann River", bio="<p>She writes.</p>")
    client = login("editor")
    shown = client.get(f"/standing-pages/add/?locale=uk&original={page.pk}").content.decode()
    assert f'data-newsroom-block="{ORIGINAL[0]["id"]}" data-untouched' in shown
    shown = client.get(f"/authors/add/?locale=uk&original={person.pk}").content.decode()
    assert 'data-newsroom-field="bio" data-untouched' in shown
    assert len(rows()) == 2


def test_the_masthead_has_the_main_languages_beside_it(login: Login) -> None:
    from skaryna.newsroom.models import Masthead, Translation

    Masthead.objects.filter(language="en").update(tagline="Slow news")
    row, original = Masthead.objects.get(language="be"), Masthead.objects.get(language="en")
    client = login("administrator")
    page = client.get(f"/masthead/edit/{row.pk}/").content.decode()
    assert "Slow news" in page
    assert "Nobody has noted yet that both say the same." in page
    seen = page.split('value="settle:')[1].split('"')[0]
    from wagtail.test.utils.form_data import rich_text

    from skaryna.newsroom.richtext import INLINE

    form = {"title": "Паром", "tagline": "Павольныя навіны", "appeal_text": rich_text("", features=INLINE)}
    client.post(f"/masthead/edit/{row.pk}/", {**form, THEN: f"settle:{seen}", "newsroom-original": str(original.pk)})
    assert Masthead.objects.get(language="be").title == "Паром"
    assert Translation.objects.get(kind="masthead", key="be").original_key == "en"


# Lists


def test_a_language_knows_what_is_behind_and_what_it_lacks(login: Login) -> None:
    client = login("contributor")
    row = making.published("A story")
    begin(client, row)
    making.published("Гісторыя", language="be")
    making.article("Only a draft")
    revised(row, title="A new story")
    behind = client.get("/translations/?language=be").content.decode()
    assert "A story" in behind
    assert "1 behind" in behind
    lacking = client.get("/translations/?language=uk&show=lacking").content.decode()
    assert "A new story" in lacking
    assert "Гісторыя" in lacking
    assert "Only a draft" not in lacking
    assert lacking.count('value="translate:uk"') == 2
    drafts = client.get("/translations/?language=uk&show=lacking&drafts=1").content.decode()
    assert "Only a draft" in drafts
    assert "Гісторыя" not in drafts
    lacks_be = client.get("/translations/?language=be&show=lacking").content.decode()
    assert "This language lacks none." in lacks_be


def test_the_lists_have_pages_and_ask_the_database_the_same_number_of_times(login: Login) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = login("contributor")
    for number in range(3):
        making.published(f"Story {number}")
    client.get("/translations/?language=uk&show=lacking")
    counts = []
    for more in (0, 40):
        for number in range(more):
            making.published(f"More {number}")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/translations/?language=uk&show=lacking").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "Older" in page
    assert "Story 0" in client.get("/translations/?language=uk&show=lacking&p=2").content.decode()
    for nonsense in ("-1", "x", "99999999999999999999", "²"):
        assert client.get(f"/translations/?language=uk&show=lacking&p={nonsense}").status_code == 200


def test_lacking_articles_are_found_without_reading_their_words(folder: Folder) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from skaryna.newsroom.lacking import lacking

    if connection.vendor != "sqlite":
        pytest.skip("how a query is planned is asked of SQLite")
    with CaptureQueriesContext(connection) as queries:
        lacking("uk", 1, drafts=False)
    (found,) = (each["sql"] for each in queries if "EXISTS" in each["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"explain query plan {found}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "COVERING INDEX article_in_languages" in plan


# Joining and parting


def test_articles_that_were_rescued_apart_are_joined_and_readers_links_follow(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Article, Translation

    one, other = making.published("A story"), making.published("Гісторыя", language="be")
    linking = making.published("See also", body=[paragraph(f'<a linktype="article" id="{other.group}">there</a>')])
    making.published("Also", body=[paragraph(f'<a linktype="article" id="{one.group}">there</a>')])
    draft = making.article("Draft", body=[paragraph(f'<a linktype="article" id="{other.group}">there</a>')])
    making.published("Gone", body=[paragraph(f'<a linktype="article" id="{other.group}">there</a>')]).unpublish()
    client = login("editor")
    page = client.get(f"/translations/article/{one.pk}/?q=гісторыя").content.decode()
    assert f'value="translation:{other.pk}"' in page
    client.post(f"/translations/article/{one.pk}/", {THEN: f"translation:{other.pk}"})
    other.refresh_from_db()
    assert other.group == one.group
    assert Translation.objects.get().key == other.public_id
    last = {entry.key: value_of(entry) for entry in rows()}
    assert last[other.public_id].group == one.group  # type: ignore[union-attr]
    assert f'article:{one.group}"' in last[linking.public_id].body[0].html  # type: ignore[union-attr]
    kept = Article.objects.get(pk=draft.pk).get_latest_revision_as_object()
    assert one.group in kept.body.raw_data[0]["value"]
    live = Article.objects.get(pk=linking.pk)
    live.get_latest_revision().publish()
    last = {entry.key: value_of(entry) for entry in rows()}
    assert f'article:{one.group}"' in last[linking.public_id].body[0].html  # type: ignore[union-attr]


def test_the_group_that_others_link_to_keeps_its_name(login: Login, rows: Rows) -> None:
    one, other = making.published("A story"), making.published("Гісторыя", language="be")
    making.published("See also", body=[paragraph(f'<a linktype="article" id="{other.group}">there</a>')])
    login("editor").post(f"/translations/article/{one.pk}/", {THEN: f"translation:{other.pk}"})
    group = other.group
    one.refresh_from_db()
    assert one.group == group
    assert len(rows()) == 4, "three were published, and one was handed over again"


@pytest.mark.parametrize("which", ["joined", "linking"])
def test_joining_approves_nothing_that_was_changed_behind_the_editors_back(
    login: Login, rows: Rows, which: str
) -> None:
    from skaryna.newsroom.models import Article

    one, other = making.published("A story"), making.published("Гісторыя", language="be")
    linking = making.published("See also", body=[paragraph(f'<a linktype="article" id="{other.group}">there</a>')])
    making.published("Also", body=[paragraph(f'<a linktype="article" id="{one.group}">there</a>')])
    changed = other if which == "joined" else linking
    Article.objects.filter(pk=changed.pk).update(lead="Buy now.")
    before = len(rows())
    answer = login("editor").post(f"/translations/article/{one.pk}/", {THEN: f"translation:{other.pk}"}, follow=True)
    assert "differs from what was approved" in answer.content.decode()
    other.refresh_from_db()
    assert (other.group == one.group, len(rows())) == (False, before)


def test_two_articles_of_one_language_are_not_joined(login: Login) -> None:
    one, other = making.published("A story"), making.published("Another")
    answer = login("editor").post(f"/translations/article/{one.pk}/", {THEN: f"translation:{other.pk}"}, follow=True)
    assert "cannot be joined" in answer.content.decode()
    assert "cannot be joined" in login("editor").post(
        f"/translations/article/{one.pk}/", {THEN: f"original:{one.pk}"}, follow=True
    ).content.decode()  # fmt: skip


def test_an_article_is_parted_and_keeps_its_words_and_links(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Translation

    client, row = login("editor"), making.published("A story")
    copy = begin(client, row)
    copy.get_latest_revision().publish()
    client.post(f"/translations/article/{copy.pk}/", {THEN: "part"})
    copy.refresh_from_db()
    row.refresh_from_db()
    assert copy.group != row.group
    assert value_of(rows()[-1]).group == copy.group  # type: ignore[union-attr]
    assert not Translation.objects.exists()
    answer = client.post(f"/translations/article/{copy.pk}/", {THEN: "part"}, follow=True)
    assert "has no translations" in answer.content.decode()


def test_a_parted_original_that_readers_have_keeps_the_name_that_links_lead_to(login: Login) -> None:
    client, row = login("editor"), making.published("A story")
    copy = begin(client, row)
    group = row.group
    client.post(f"/translations/article/{row.pk}/", {THEN: "part"})
    row.refresh_from_db()
    copy.refresh_from_db()
    assert row.group == group
    assert copy.group != group


# What must not work


def test_a_contributor_translates_but_publishes_joins_and_parts_nothing(login: Login, rows: Rows) -> None:
    client = login("contributor")
    row, other = making.published("A story"), making.published("Гісторыя", language="uk")
    copy = begin(client, row)
    before = len(rows())
    client.post(f"/articles/edit/{copy.pk}/", making.form("Гісторыя", action="action-publish"))
    for decision in (f"translation:{other.pk}", f"original:{other.pk}", "part"):
        client.post(f"/translations/article/{row.pk}/", {THEN: decision})
    other.refresh_from_db()
    copy.refresh_from_db()
    assert (copy.live, copy.group, len(rows())) == (False, row.group, before)
    assert other.group != row.group
    page = client.get(f"/translations/article/{row.pk}/?q=story").content.decode()
    assert 'value="part"' not in page
    assert "Written apart?" not in page


def test_a_contributor_translates_no_topic_author_or_page(login: Login) -> None:
    from skaryna.newsroom.models import Topic

    topic = making.topic()
    client = login("contributor")
    address = f"/topics/add/?locale=be&original={topic.pk}"
    assert client.get(address).status_code == 302
    client.post(address, {"name": "Закон", "description": "", "slug": ""})
    assert Topic.objects.count() == 1


@pytest.mark.parametrize("decision", ["translate:be", "part", "original:1", "settle:x", "bring:x:y", "", "nonsense"])
def test_nobody_changes_a_translation_without_an_account(folder: Folder, decision: str) -> None:
    from django.test import Client

    from skaryna.newsroom.models import Article

    row = making.published("A story")
    client = Client(HTTP_HOST=HOST)
    answer = client.post(f"/translations/article/{row.pk}/", {THEN: decision})
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]
    assert client.get("/translations/").status_code == 302
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "decision", ["", "nonsense", "original:", "original:x", "original:-1", "translation:99999", "settle:x", "bring:a:b"]
)
def test_a_forged_decision_changes_nothing(login: Login, rows: Rows, decision: str) -> None:
    row, other = making.published("A story"), making.published("Гісторыя", language="be")
    group, key = row.group, other.group
    answer = login("editor").post(
        f"/translations/article/{row.pk}/", {THEN: decision, "newsroom-original": str(other.pk)}
    )
    assert answer.status_code in {302, 403, 404}
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.group, other.group, len(rows())) == (group, key, 2)


def test_a_locked_draft_takes_over_no_block(login: Login) -> None:
    from skaryna.newsroom.models import Account

    row = making.published("A story", body=ORIGINAL)
    copy = begin(login("contributor"), row)
    revised(row, [*ORIGINAL, paragraph("Quite new.", "k4")])
    copy.locked, copy.locked_by = True, Account.objects.get(username="account-of-editor")
    copy.save()
    decision = {THEN: "bring:k4:", "newsroom-original": str(row.pk)}
    login("contributor").post(f"/articles/edit/{copy.pk}/", {**making.form("Гісторыя"), **decision})
    login("contributor").post(f"/translations/article/{copy.pk}/", decision)
    login("editor").post(f"/translations/article/{copy.pk}/", decision)
    copy.refresh_from_db()
    assert "Quite new." not in str(copy.get_latest_revision().content["body"])


def test_joining_and_parting_stand_in_the_articles_history(login: Login) -> None:
    one, other = making.published("A story"), making.published("Гісторыя", language="be")
    client = login("editor")
    client.post(f"/translations/article/{one.pk}/", {THEN: f"translation:{other.pk}"})
    client.post(f"/translations/article/{one.pk}/", {THEN: "part"})
    history = client.get(f"/articles/history/{one.pk}/").content.decode()
    assert "Joined with another article as its translation" in history
    assert "Parted from its translations" in history


def test_a_row_is_not_settled_with_a_stranger(login: Login) -> None:
    from skaryna.newsroom.models import Translation

    row, stranger = making.published("A story"), making.published("Гісторыя", language="be")
    form = {**making.form("A story"), THEN: "settle:x", "newsroom-original": str(stranger.pk)}
    login("contributor").post(f"/articles/edit/{row.pk}/", form)
    assert not Translation.objects.exists()


def test_decisions_need_a_token_and_a_post(folder: Folder, login: Login) -> None:
    from django.test import Client

    from skaryna.newsroom.models import Account, Article

    row = making.published("A story")
    client = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username="account-of-editor"))
    assert client.post(f"/translations/article/{row.pk}/", {THEN: "translate:be"}).status_code == 403
    login("editor").get(f"/translations/article/{row.pk}/?{THEN}=translate:be")
    login("editor").get(f"/articles/edit/{row.pk}/?{THEN}=translate:be")
    assert Article.objects.count() == 1


def test_what_a_translation_was_made_from_reaches_no_reader(login: Login, rows: Rows) -> None:
    copy = begin(login("contributor"), making.article("A secret draft"))
    copy.title, copy.body = "Гісторыя", [paragraph("Ніхто не чакае.")]
    copy.save_revision(clean=False).publish()
    assert "secret" not in (rows()[-1].value or "")


# What waits of the original


def _state_in_the_list(client: Any) -> str:
    return " ".join(client.get("/articles/?locale=en").content.decode().split())


def test_translating_a_published_article_leaves_nothing_waiting_in_it(login: Login, rows: Rows) -> None:
    row = making.published("A story")
    client = login("editor")
    client.post(f"/articles/edit/{row.pk}/", making.form("A story") | {THEN: "translate:be"})
    assert type(row).objects.filter(translation_key=row.translation_key).count() == 2
    assert "changes wait" not in _state_in_the_list(client)
    assert not type(row).objects.get(pk=row.pk).has_unpublished_changes


def test_an_article_that_was_published_at_its_time_has_nothing_waiting_either(
    login: Login, rows: Rows, wait: Callable[[dt.timedelta], None]
) -> None:
    from django.utils import timezone

    from skaryna.newsroom import scheduling

    row, client = making.article("A story"), login("editor")
    at = (timezone.now() + dt.timedelta(minutes=5)).replace(second=0, microsecond=0)
    form = making.form("A story", go_live_at=f"{at:%Y-%m-%d %H:%M}", expire_at="")
    client.post(f"/articles/edit/{row.pk}/", form | {"action-publish": "x"})
    wait(dt.timedelta(minutes=10))
    scheduling.keep_appointments()
    assert type(row).objects.get(pk=row.pk).live
    client.post(f"/articles/edit/{row.pk}/", form | {THEN: "translate:be"})
    assert "changes wait" not in _state_in_the_list(client)


def test_a_change_waits_and_taking_it_back_by_hand_ends_that(login: Login, rows: Rows) -> None:
    row = making.published("A story")
    client = login("editor")
    for changed in (
        making.form("A story", lead="Another lead."),
        making.form("A story", slug="another"),
        making.form("A story", body=[making.rich("<p>It happened twice.</p>")]),
    ):
        client.post(f"/articles/edit/{row.pk}/", changed)
        assert "changes wait" in _state_in_the_list(client)
        client.post(f"/articles/edit/{row.pk}/", making.form("A story"))
        assert "changes wait" not in _state_in_the_list(client)


def test_marking_a_published_translation_as_up_to_date_leaves_nothing_waiting(login: Login, rows: Rows) -> None:
    row = making.published("A story")
    client = login("editor")
    copy = begin(client, row)
    copy.get_latest_revision().publish()
    revised(row, lead="A lead.")
    seen = re.search(r'value="settle:(\w+)"', editor_page(client, copy))
    assert seen
    form = making.form("A story") | {THEN: f"settle:{seen[1]}", "newsroom-original": str(row.pk)}
    client.post(f"/articles/edit/{copy.pk}/", form)
    assert "Up to date with the original" in editor_page(client, copy)
    assert not type(row).objects.get(pk=copy.pk).has_unpublished_changes
