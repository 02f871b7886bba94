"""What a person without an engineer reads where something did not go as she thought."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.people import browser, say_password
from tests.newsroom.test_languages import speak

Login = Callable[[str], Any]
DAY = dt.timedelta(days=1)


def in_minsk(role: str) -> None:
    from wagtail.users.models import UserProfile

    from skaryna.newsroom.models import Account

    profile = UserProfile.get_for_user(Account.objects.get(username=f"account-of-{role}"))
    profile.current_time_zone = "Europe/Minsk"
    profile.save()


def page(client: Any, path: str, data: dict[str, Any] | None = None) -> str:
    answer = client.post(path, data, follow=True) if data is not None else client.get(path)
    return " ".join(answer.content.decode().split())


def test_an_article_that_is_not_finished_is_not_submitted_and_nobody_reads_that_it_is_not_saved(login: Login) -> None:
    row = making.article("Mine")
    source = {"title": "", "address": "", "publisher": "", "date": "", "note": making.rich("")[1]}
    unfinished = making.form("Mine", body=[("source", source)])
    for action, said in (("action-submit", "Not submitted for review"), ("action-publish", "Not published")):
        shown = page(login("editor"), f"/articles/edit/{row.pk}/", unfinished | {action: "x"})
        assert f"{said}: something is missing or wrong, and marked below. Your words are here." in shown
        assert "could not be saved" not in shown


def test_who_asks_for_changes_reads_to_whom_the_article_went_back(login: Login) -> None:
    from skaryna.newsroom.models import Article

    login("contributor").post("/articles/add/", making.form("Mine", action="action-submit"))
    row = Article.objects.get()
    data = making.form("Mine") | {"action-workflow-action": "true", "workflow-action-name": "reject"}
    said = page(login("editor"), f"/articles/edit/{row.pk}/", data)
    assert "“Mine” went back to account-of-contributor with your words." in said


def test_the_place_where_a_time_is_chosen_says_whose_clock_it_is(login: Login) -> None:
    row = making.article()
    in_minsk("editor")
    shown = page(login("editor"), f"/articles/edit/{row.pk}/")
    assert "Times here are those of Europe/Minsk, where it is " in shown


def test_a_time_that_is_over_is_refused_when_it_is_chosen_and_left_alone_afterwards(login: Login) -> None:
    from django.utils import timezone

    row, client = making.published(), login("editor")
    yesterday = f"{timezone.now() - DAY:%Y-%m-%d %H:%M}"
    form = making.form("A story", lead="More.", go_live_at=yesterday, expire_at="")
    assert "This time is over." in page(client, f"/articles/edit/{row.pk}/", form)
    type(row).objects.filter(pk=row.pk).update(go_live_at=dt.datetime.fromisoformat(f"{yesterday}+00:00"))
    assert "This time is over." not in page(client, f"/articles/edit/{row.pk}/", form)
    assert type(row).objects.get(pk=row.pk).get_latest_revision_as_object().lead == "More."


def test_times_that_are_called_utc_are_utc_wherever_the_reader_lives(login: Login) -> None:
    from django.utils import timezone

    in_minsk("editor")
    row, client = making.article("Later"), login("editor")
    at = (timezone.now() + DAY).replace(hour=21, minute=30, second=0, microsecond=0)
    here = at.astimezone(dt.timezone(dt.timedelta(hours=3)))
    body = [making.rich('<p><a href="https://new.example/">A link.</a></p>')]
    form = making.form("Later", action="action-publish", body=body, go_live_at=f"{here:%Y-%m-%d %H:%M}", expire_at="")
    asked = client.post(f"/articles/edit/{row.pk}/", form)["Location"]
    shown = page(client, asked)
    assert f"It would be published on {here:%Y-%m-%d %H:%M} +03." in shown
    said = page(client, asked, {"leaving-seen": making.token(shown)})
    assert f"waits for its time: {here:%Y-%m-%d %H:%M} +03." in said
    assert f"will be published on {here:%Y-%m-%d %H:%M} +03" in page(client, "/")


@pytest.mark.parametrize(
    ("language", "said"), [("be", "2 хвіліны таму"), ("pl", "2 minuty temu"), ("en", "2 minutes ago")]
)
def test_how_long_ago_is_said_in_the_reader_s_language(login: Login, language: str, said: str) -> None:
    from django.utils import timezone
    from wagtail.models import TaskState

    from skaryna.newsroom.models import Article

    login("contributor").post("/articles/add/", making.form("Mine", action="action-submit"))
    TaskState.objects.update(started_at=timezone.now() - dt.timedelta(seconds=125))
    speak("editor", language)
    shown = page(login("editor"), f"/articles/edit/{Article.objects.get().pk}/").replace("\xa0", " ")
    assert said in shown
    assert language == "en" or "minutes ago" not in shown


def test_how_often_a_site_is_named_is_said_in_the_reader_s_language(login: Login) -> None:
    speak("editor", "be")
    client = login("editor")
    body = [making.rich('<p><a href="https://new.example/a">one</a> <a href="https://new.example/b">two</a></p>')]
    asked = client.post("/articles/add/", making.form("Links", action="action-publish", body=body))["Location"]
    shown = page(client, asked)
    assert "new.example (2 разы)" in shown


def test_whoever_forgot_a_password_reads_whom_to_ask(folder: Folder) -> None:
    assert "Forgotten?" not in page(browser(), "/login/")
    answer = say_password(browser(), password="some other words here")
    assert "Forgotten? An administrator of your newsroom can give you a link" in answer.content.decode()


def test_a_link_that_opens_on_this_computer_alone_says_so(login: Login) -> None:
    from skaryna.newsroom.templatetags.newsroom import opens_here_alone

    assert "It opens on this computer alone" in page(login("administrator"), "/users/new/", {"role": "editor"})
    assert not opens_here_alone("https://newsroom.example/join/#secret")


def test_a_contributor_is_not_told_to_publish(login: Login) -> None:
    assert "Nothing was printed yet. Publish an article" in page(login("editor"), "/")
    shown = page(login("contributor"), "/")
    assert "Nothing was printed yet." in shown
    assert "Publish an article, then" not in shown
