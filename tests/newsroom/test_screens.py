"""Every screen answers, in our words, and calls nobody; each role reaches what is its own."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.model import Entry
from skaryna.model.journal import value_of
from skaryna.outside import ledger
from skaryna.outside.files import lock
from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.conftest import HOST, PASSWORD

Login = Callable[[str], Any]
Rows = Callable[[], list[Entry]]
SCREENS = (
    "/",
    "/articles/",
    "/articles/add/",
    "/articles/add/?locale=be",
    "/articles/edit/{article}/",
    "/articles/history/{article}/",
    "/articles/usage/{article}/",
    "/articles/delete/{article}/",
    "/articles/unpublish/{article}/",
    "/articles/?q=happ&locale=en&live=true",
    "/articles/?ordering=title",
    "/articles/preview/{article}/",
    "/authors/",
    "/authors/add/",
    "/authors/edit/{person}/",
    "/topics/",
    "/topics/add/",
    "/topics/edit/{topic}/",
    "/standing-pages/",
    "/standing-pages/add/",
    "/images/",
    "/images/add/",
    "/images/{image}/",
    "/images/multiple/add/",
    "/images/chooser/",
    "/quarantine/",
    "/quarantine/?state=held&article={article}",
    "/quarantine/{finding}/",
    "/editions/",
    "/waiting/",
    "/editions/0/",
    "/mistakes/",
    "/snippets/choose/newsroom/topic/",
    "/snippets/choose/newsroom/person/",
    "/account/",
    "/board/",
    "/home-page/",
    "/home-page/?language=be",
    "/board/?language=be",
    "/articles/remarks/{article}/",
)
ADMINISTRATORS_SCREENS = (
    "/users/",
    "/users/new/",
    "/users/edit/{account}/",
    "/masthead/",
    "/masthead/edit/1/",
    "/review-steps/",
    "/review-steps/new/",
)
OWN_ADDRESSES = re.compile(r"(?:https?:)?//(?!localhost|127\.0\.0\.1|www\.w3\.org)[\w.-]+", re.IGNORECASE)


@pytest.fixture
def things(folder: Folder) -> dict[str, int]:
    from skaryna.newsroom import models
    from skaryna.newsroom.pictures import cleaned

    list(newsroom.receive(folder, [making.rescued()], originals=lambda _: b"", accept=True, by="rescue"))
    image = models.NewsImage(title="Ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    return {
        "article": models.Article.objects.get().pk,
        "person": models.Person.objects.get().pk,
        "topic": models.Topic.objects.get().pk,
        "finding": models.Finding.objects.get().pk,
        "account": models.Account.objects.get(username="account-of-editor").pk,
        "image": image.pk,
    }


def test_every_screen_answers_and_names_no_other_host(login: Login, things: dict[str, int]) -> None:
    client = login("administrator")
    for screen in (*SCREENS, *ADMINISTRATORS_SCREENS):
        answer = client.get(screen.format(**things))
        assert answer.status_code == 200, screen
        page = re.sub(r"<pre.*?</pre>", "", answer.content.decode(), flags=re.DOTALL)
        # A link that a person may click (Wagtail's remark on content checks has one) is no request.
        page = re.sub(r"<a\b[^>]*>", "", page)
        loads = re.findall(r'(?:src|href|action|data-[\w-]+)="([^"]*)"', page)
        foreign = [each for each in loads if OWN_ADDRESSES.match(each)]
        assert not foreign, (screen, foreign)
        assert "Wagtail" not in re.sub(r"(?i)wagtail[\w.:/-]+", "", _visible(page)), screen


def _visible(page: str) -> str:
    return re.sub(
        r"<script.*?</script>|<template.*?</template>|<style.*?</style>|<!--.*?-->|<[^>]*>", " ", page, flags=re.DOTALL
    )


def test_the_login_page_is_ours_and_calls_nobody(folder: Folder) -> None:
    from django.test import Client

    answer = Client(HTTP_HOST=HOST).get("/login/")
    page = answer.content.decode()
    assert "Skaryna newsroom" in page
    assert "Sign in to Wagtail" not in page
    assert "Forgotten" not in page
    assert not OWN_ADDRESSES.findall(page)
    assert "connect-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_our_skeleton_is_wagtails_but_for_what_it_says_without_scripts() -> None:
    """An upgrade that changes Wagtail's page has to be looked at: ours would hide the change."""
    import wagtail

    import skaryna.newsroom

    name = "templates/wagtailadmin/skeleton.html"
    ours = (Path(skaryna.newsroom.__file__).parent / name).read_text()
    theirs = (Path(wagtail.__file__).parent / "admin" / name).read_text()
    remark = re.compile(r"<noscript.*?</noscript>", re.DOTALL)
    assert remark.sub("", ours) == remark.sub("", theirs)


def test_a_password_logs_in_and_the_cookie_is_strict(folder: Folder) -> None:
    from django.test import Client

    client = Client(HTTP_HOST=HOST)
    assert client.get("/articles/").status_code == 302
    client.post("/login/", {"username": "account-of-editor", "password": PASSWORD})
    cookie = client.cookies["skaryna_newsroom"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert client.get("/articles/").status_code == 200


def test_another_host_name_is_refused(folder: Folder) -> None:
    from django.test import Client

    assert Client(HTTP_HOST="evil.example").get("/login/").status_code == 400


def test_a_contributor_writes_but_does_not_publish(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Article

    client = login("contributor")
    assert client.post("/articles/add/", making.form("Mine")).status_code == 302
    row = Article.objects.get()
    client.post(f"/articles/edit/{row.pk}/", making.form("Mine", action="action-publish"))
    client.post(f"/articles/unpublish/{row.pk}/")
    assert (Article.objects.get().live, rows()) == (False, [])
    page = client.get(f"/articles/edit/{row.pk}/").content.decode()
    assert "action-publish" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/users/",
        "/users/new/",
        "/masthead/",
        "/quarantine/",
        "/topics/add/",
        "/authors/add/",
        "/standing-pages/add/",
        "/masthead/edit/1/",
        "/editions/",
        "/groups/",
        "/pages/",
        "/api/",
    ],
)
def test_a_contributor_sees_nothing_else(login: Login, path: str) -> None:
    assert login("contributor").get(path).status_code in {302, 403, 404}, path


def test_a_contributor_cannot_delete_authors_or_topics(login: Login) -> None:
    topic, person = making.topic(), making.person()
    client = login("contributor")
    client.post(f"/topics/delete/{topic.pk}/")
    client.post(f"/authors/delete/{person.pk}/")
    topic.refresh_from_db()
    person.refresh_from_db()


@pytest.mark.parametrize(
    "path", ["/users/", "/users/new/", "/masthead/", "/masthead/edit/1/", "/masthead/new/", "/groups/"]
)
def test_an_editor_sees_neither_accounts_nor_the_masthead(login: Login, path: str) -> None:
    assert login("editor").get(path).status_code in {302, 403, 404}, path


def test_an_administrator_can_add_no_masthead(login: Login) -> None:
    assert login("administrator").post("/masthead/new/", {}).status_code in {302, 403, 404}


def test_an_editor_publishes_and_is_told_what_the_press_will_do(login: Login, rows: Rows) -> None:
    person = making.person()
    client = login("editor")
    answer = client.post("/articles/add/", making.form("News", action="action-publish", bylines=[person]), follow=True)
    assert "run `skaryna publish` (no press is running)" in answer.content.decode()
    entry = rows()[-1]
    assert (entry.kind, entry.approved_by) == ("article", "account-of-editor")
    assert value_of(entry).bylines[0].person == person.group  # type: ignore[union-attr]


def test_an_editor_is_told_the_edition_or_the_press_problem(folder: Folder, login: Login) -> None:
    client = login("editor")
    said = {}
    with lock(folder.press_lock, doing="testing"):
        for problem, sealed in (("", True), ("A link leads nowhere.", True), ("unsigned", False)):
            ledger.record(
                folder.outcomes,
                ledger.Outcome(
                    edition=8,
                    seq=10**9,
                    at="2026-01-01T00:00:00+00:00",
                    made=7,
                    removed=1,
                    seconds={"total": 0.3},
                    problem=problem if sealed else "",
                    sealed=sealed,
                ),
            )
            answer = client.post("/articles/add/", making.form(f"News {problem}", action="action-publish"), follow=True)
            said[problem] = answer.content.decode()
    assert "Printed and signed in edition 8: 7 new or changed, 1 removed, in 0.3 s." in said[""]
    assert (
        "Printed in edition 8: 7 new or changed, 1 removed, in 0.3 s, NOT SIGNED: run `skaryna keys init`."
        in said["unsigned"]
    )
    assert re.search(r'href="http://127\.0\.0\.1:8000/\d{4}/news\.html"', said[""])
    assert "The press did not print: A link leads nowhere." in said["A link leads nowhere."]


def test_a_refusal_is_read_in_the_form_and_nothing_is_published(login: Login, rows: Rows) -> None:
    from skaryna.newsroom.models import Article, NewsImage
    from skaryna.newsroom.pictures import cleaned

    image = NewsImage(title="Ferry", file=cleaned(making.photograph(), name="f.jpg"))
    image.save()
    data = making.form("News", action="action-publish", lead_image=str(image.pk))
    answer = login("editor").post("/articles/add/", data, follow=True)
    assert answer.status_code == 200
    assert "not published: The picture “Ferry” has no description" in answer.content.decode()
    assert (Article.objects.get().live, rows()) == (False, [])


def test_a_topic_with_a_taken_word_is_refused_in_the_form(login: Login) -> None:
    making.topic("Law")
    answer = login("editor").post("/topics/add/", {"name": "Other", "description": "", "slug": "law"})
    assert answer.status_code == 200
    assert "has this word already" in answer.content.decode()


def test_no_account_and_no_mail_is_in_any_value(folder: Folder, login: Login, rows: Rows) -> None:
    from django.db import IntegrityError

    from skaryna.newsroom.models import Account

    with pytest.raises(IntegrityError):
        Account.objects.update(email="ivan@secret.example", first_name="Ivan", last_name="Ivanou")
    client = login("editor")
    client.post("/topics/add/", {"name": "Law", "description": "", "slug": ""})
    client.post("/articles/add/", making.form("News", action="action-publish"))
    assert len(rows()) == 2
    for entry in rows():
        assert not re.search("account-of|secret|[Ii]van", entry.value or "")


def test_unfinished_drafts_can_be_saved(login: Login) -> None:
    from skaryna.newsroom.models import Article

    data = making.form("Half", body=[("figure", {"image": "", "alt": "", "caption": "null", "credit": ""})])
    assert login("contributor").post("/articles/add/", data).status_code == 302
    assert Article.objects.get().title == "Half"


def test_the_home_page_says_what_waits(folder: Folder, login: Login, things: dict[str, int]) -> None:
    from skaryna.newsroom.models import Article

    making.article("My draft")
    Article.objects.filter(pk=things["article"]).update(live=False)
    page = " ".join(login("editor").get("/").content.decode().split())
    for words in (
        "The Ferry",
        "Write an article",
        "My draft",
        "1 passage waits for a decision",
        "Changed behind your back",
    ):
        assert words in page, words
    assert "passage waits" not in login("contributor").get("/").content.decode()


def test_search_finds_cyrillic_whatever_its_case_and_prefers_titles(login: Login) -> None:
    making.article("Навіна дня", language="be")
    making.article("Other", body=[{"type": "paragraph", "value": "<p>пра навіны</p>"}], language="be")
    client = login("editor")
    assert "Навіна дня" in client.get("/articles/", {"q": "НАВІНА"}).content.decode()
    both = client.get("/articles/results/", {"q": "наві"}).content.decode()
    assert both.index("Навіна дня") < both.index("Other")
    for hostile in ('"', "a AND", "NEAR(", "*", "x' OR 1=1 --", "title:x"):
        assert client.get("/articles/", {"q": hostile}).status_code == 200


def test_pictures_are_shown_to_who_is_logged_in_alone(folder: Folder, login: Login, things: dict[str, int]) -> None:
    from django.test import Client

    from skaryna.newsroom.models import NewsImage

    url = NewsImage.objects.get().file.url
    assert login("contributor").get(url).status_code == 200
    assert Client(HTTP_HOST=HOST).get(url).status_code == 302
    (folder.media / "page.html").write_text("<script>")
    for path in ("/media/page.html", "/media/../keys/journal.key", "/media/%2e%2e/skaryna.toml"):
        assert login("administrator").get(path).status_code in {400, 404}, path


def test_an_article_that_was_never_saved_has_a_preview(login: Login) -> None:
    client = login("contributor")
    for path, data in (("articles", making.form("Soon")), ("articles", making.form(""))):
        assert client.post(f"/{path}/preview/", data).json()["is_valid"]
        page = client.get(f"/{path}/preview/")
        assert page.status_code == 200
        assert "It happened." in page.content.decode()


def test_a_preview_says_what_could_not_be_published(login: Login) -> None:
    block = ("embed", {"address": "", "title": "Video", "provider": "", "description": ""})
    client = login("contributor")
    client.post("/articles/preview/", making.form("Soon", body=[block]))
    assert "address that is not allowed" in client.get("/articles/preview/").content.decode()
