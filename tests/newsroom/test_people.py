"""People: invitations, roles, disabling, resetting, sessions; and what a forged POST may not do."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest

from skaryna import newsroom
from skaryna.errors import SettingsError, ValueRefusedError
from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.conftest import HOST, PASSWORD
from tests.newsroom.people import (
    NEW_PASSWORD,
    account,
    browser,
    code,
    inside,
    join,
    link_in,
    log,
    say_password,
    shown_secret,
    with_app,
)

Login = Callable[[str], Any]


def invited(client: Any, role: str = "contributor") -> str:
    """Make an invitation on the screen; return its token."""
    return link_in(client.post("/users/new/", {"role": role}))


# Invitations.


def test_an_invitation_makes_one_account_whose_password_nobody_else_knows(login: Login) -> None:
    from skaryna.newsroom.accounts import role_of
    from skaryna.newsroom.models import Invitation

    administrator = login("administrator")
    page = administrator.post("/users/new/", {"role": "editor"})
    assert "works once" in page.content.decode()
    token = link_in(page)
    client, answer = join(token)
    assert answer["Location"] == "/second-factor/"
    assert inside(client)
    assert (role_of(account("newcomer")), account("newcomer").is_superuser) == ("editor", False)
    assert Invitation.objects.get().account == account("newcomer")
    assert "invited" in log()
    assert "joined" in log()
    assert token not in administrator.get("/users/new/").content.decode()


def test_an_invitation_works_once(login: Login) -> None:
    token = invited(login("administrator"))
    first, second = browser(), browser()
    for client in (first, second):
        assert client.post("/join/", {"token": token})["Location"] == "/join/account/"
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert first.post("/join/account/", {"name": "first", **words}).status_code == 302
    assert second.post("/join/account/", {"name": "second", **words})["Location"] == "/join/"
    assert "no longer works" in browser().post("/join/", {"token": token}).content.decode()
    from skaryna.newsroom.models import Account

    assert not Account.objects.filter(username="second").exists()


@pytest.mark.parametrize("spoiled", ["over", "withdrawn", "forged", "cut", ""])
def test_a_link_that_is_over_withdrawn_or_forged_opens_nothing(login: Login, spoiled: str) -> None:
    from django.utils import timezone

    from skaryna.newsroom.models import Account, Invitation

    administrator = login("administrator")
    token = invited(administrator)
    opened = browser()
    opened.post("/join/", {"token": token})
    if spoiled == "over":
        Invitation.objects.update(expires_at=timezone.now())
    elif spoiled == "withdrawn":
        administrator.post(f"/users/invitations/{Invitation.objects.get().pk}/withdraw/")
    else:
        token = {"forged": token[:-1] + ("A" if token[-1] != "A" else "B"), "cut": token[:-1], "": ""}[spoiled]
    client, answer = join(token)
    assert answer["Location"] == "/join/"
    assert not inside(client)
    if spoiled in {"over", "withdrawn"}:
        # Whoever had opened it before is stopped too.
        words = {"name": "late", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        assert opened.post("/join/account/", words)["Location"] == "/join/"
    assert Account.objects.count() == 3


def test_an_invited_person_cannot_choose_the_role(login: Login) -> None:
    from skaryna.newsroom.accounts import role_of

    client, _answer = join(
        invited(login("administrator")), role="administrator", groups="3", is_superuser="on", is_staff="on"
    )
    assert role_of(account("newcomer")) == "contributor"
    assert client.get("/users/").status_code == 302


def test_the_secret_of_a_link_is_neither_in_the_database_nor_in_an_address(folder: Folder, login: Login) -> None:
    administrator = login("administrator")
    page = administrator.post("/users/new/", {"role": "editor"})
    token = link_in(page)
    assert f"http://{HOST}/join/#{token}" in page.content.decode()
    raw = b"".join(path.read_bytes() for path in folder.root.glob("newsroom.sqlite3*"))
    assert token.encode() not in raw
    # The address itself opens an empty page: what looks at it for a preview uses nothing up.
    assert browser().get("/join/").status_code == 200
    assert join(token)[1].status_code == 302


def test_a_taken_name_or_a_weak_password_leaves_the_invitation_open(login: Login) -> None:
    token = invited(login("administrator"))
    client = browser()
    client.post("/join/", {"token": token})
    for name, password, said in (
        ("Account-Of-Editor", NEW_PASSWORD, "is an account"),
        ("newcomer", "short", "at least 12 characters"),
        ("newcomer", "password1234", "too common"),
        ("two words", NEW_PASSWORD, "no spaces"),
    ):
        page = client.post("/join/account/", {"name": name, "password1": password, "password2": password})
        assert said in page.content.decode()
    page = client.post("/join/account/", {"name": "newcomer", "password1": NEW_PASSWORD, "password2": PASSWORD})
    assert "The two passwords differ." in page.content.decode()
    words = {"name": "newcomer", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/join/account/", words).status_code == 302


def test_a_link_from_the_command_line_works(folder: Folder) -> None:
    link = newsroom.invite_user(folder, role="administrator", hours=2)
    base, token = link.split("/join/#")
    assert base == folder.settings.newsroom.url.rstrip("/")
    assert inside(join(token)[0])
    with pytest.raises(SettingsError, match="no role"):
        newsroom.invite_user(folder, role="king")


# Forged requests.


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_who_is_no_administrator_changes_nobody_by_forged_posts(login: Login, role: str) -> None:
    from skaryna.newsroom.accounts import role_of
    from skaryna.newsroom.models import Account, Invitation

    with_app("account-of-administrator")
    boss, own = account("account-of-administrator"), account(f"account-of-{role}")
    client = login(role)
    for pk in (boss.pk, own.pk):
        for act in ("disable", "enable", "log-out", "reset"):
            client.post(f"/users/{pk}/{act}/", {"drop_factors": "yes"})
        client.post(f"/users/edit/{pk}/", {"username": "taken-over", "role": "administrator", "is_superuser": "on"})
        client.post(f"/users/delete/{pk}/")
    client.post("/users/new/", {"role": "administrator"})
    client.post("/bulk/newsroom/account/assign_role/?id=all", {"role": "3"})
    client.post("/bulk/newsroom/account/set_active_state/?id=all", {"mark_as_active": ""})
    client.post("/account/", {"name_email-first_name": "Ivan", "groups": "3", "is_superuser": "on"})
    own.refresh_from_db()
    boss.refresh_from_db()
    assert (role_of(own), own.is_superuser, own.first_name) == (role, False, "")
    assert (boss.is_active, boss.has_usable_password(), boss.username) == (True, True, "account-of-administrator")
    assert boss.authenticator_set.count() == 2
    assert Account.objects.count() == 3
    assert Invitation.objects.count() == 0
    for path in ("/log/", "/log/results/", "/users/new/", f"/users/edit/{own.pk}/"):
        assert client.get(path).status_code == 302, path
    assert client.post("/log/export/csv/").status_code == 302


def test_an_act_needs_a_post_with_its_token(login: Login) -> None:
    from django.test import Client

    pk = account("account-of-editor").pk
    client = login("administrator")
    for act in ("disable", "enable", "log-out"):
        assert client.get(f"/users/{pk}/{act}/").status_code == 405
    strict = Client(HTTP_HOST=HOST, enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(f"/users/{pk}/disable/").status_code == 403
    assert account("account-of-editor").is_active


def test_no_bulk_action_reaches_accounts_even_for_an_administrator(login: Login) -> None:
    client = login("administrator")
    for action in ("delete", "assign_role", "set_active_state"):
        assert client.post(f"/bulk/newsroom/account/{action}/?id=all").status_code == 404
    assert client.post(f"/users/delete/{account('account-of-editor').pk}/").status_code in {302, 403, 404}
    assert account("account-of-editor")


# Roles, disabling, resetting.


def test_the_list_of_people_is_filtered_by_role_and_access(login: Login) -> None:
    from django.contrib.auth.models import Group

    client = login("administrator")
    editors = Group.objects.get(name="Editors").pk
    page = client.get(f"/users/?group={editors}").content.decode()
    assert "Disable account-of-editor" in page
    assert "Disable account-of-contributor" not in page
    assert "Disable account-of-editor" not in client.get("/users/?is_active=false").content.decode()
    assert "Superuser" not in page


def test_a_disabled_persons_open_session_is_dead_at_the_next_click(login: Login) -> None:
    row = making.published("Hers")
    her = login("editor")
    assert inside(her)
    administrator = login("administrator")
    assert "Disable" in administrator.get("/users/").content.decode()
    pk = account("account-of-editor").pk
    administrator.post(f"/users/{pk}/disable/")
    assert her.get("/articles/")["Location"].startswith("/login/")
    assert her.post(f"/articles/unpublish/{row.pk}/")["Location"].startswith("/login/")
    assert not inside_with_password("account-of-editor")
    administrator.post(f"/users/{pk}/enable/")
    assert not inside(her)
    assert inside_with_password("account-of-editor")
    assert [kind for kind in log() if kind in {"disabled", "enabled"}] == ["disabled", "enabled"]


def inside_with_password(name: str, password: str = PASSWORD) -> bool:
    client = browser()
    say_password(client, name, password)
    return inside(client)


def test_the_last_administrator_cannot_lock_everybody_out(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.accounts import role_of

    client = login("administrator")
    boss = account("account-of-administrator")
    page = client.post(f"/users/{boss.pk}/disable/", headers={"referer": f"http://{HOST}/users/"}, follow=True)
    assert "last administrator" in page.content.decode()
    page = client.post(f"/users/edit/{boss.pk}/", {"username": boss.username, "role": "editor"})
    assert "last administrator" in page.content.decode()
    with pytest.raises(ValueRefusedError, match="last administrator"):
        newsroom.admit_user(folder, name=boss.username, admitted=False)
    with pytest.raises(ValueRefusedError, match="last administrator"):
        newsroom.forget_user(folder, name=boss.username, dry_run=False)
    boss.refresh_from_db()
    assert (boss.is_active, role_of(boss)) == (True, "administrator")
    assert inside(client)


def test_a_new_role_holds_from_the_next_click(login: Login) -> None:
    from skaryna.newsroom.accounts import role_of

    her, administrator = login("editor"), login("administrator")
    pk = account("account-of-editor").pk
    assert her.get("/topics/add/").status_code == 200
    answer = administrator.post(f"/users/edit/{pk}/", {"username": "renamed", "role": "contributor"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert role_of(account("renamed")) == "contributor"
    assert her.get("/topics/add/").status_code == 302
    assert {"role", "renamed"} <= set(log())


def test_a_reset_voids_the_password_and_its_link_sets_a_new_one(login: Login) -> None:
    from skaryna.newsroom import factors

    secret = with_app()
    her, administrator = login("editor"), login("administrator")
    pk = account("account-of-editor").pk
    token = link_in(administrator.post(f"/users/{pk}/reset/"))
    assert not inside(her)
    assert not inside_with_password("account-of-editor")
    client = browser()
    client.post("/join/", {"token": token})
    answer = client.post("/join/account/", {"name": "x", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert answer["Location"] == "/login/"
    assert not inside(client)
    assert say_password(client, "account-of-editor", NEW_PASSWORD)["Location"] == "/login/second/"
    client.post("/login/second/", {"code": code(secret)})
    assert inside(client)
    administrator.post(f"/users/{pk}/reset/", {"drop_factors": "yes"})
    assert not factors.has_one(account("account-of-editor"))
    assert not inside(client)


def test_a_second_reset_makes_the_first_link_useless(login: Login) -> None:
    administrator = login("administrator")
    pk = account("account-of-editor").pk
    first = link_in(administrator.post(f"/users/{pk}/reset/"))
    second = link_in(administrator.post(f"/users/{pk}/reset/"))
    assert "no longer works" in browser().post("/join/", {"token": first}).content.decode()
    assert browser().post("/join/", {"token": second}).status_code == 302


def test_a_reset_from_the_command_line_ends_sessions_and_drops_the_factor(folder: Folder, login: Login) -> None:
    from skaryna.newsroom import factors

    with_app()
    her = login("editor")
    ended = newsroom.reset_user(folder, name="account-of-editor", password=NEW_PASSWORD, drop_second_factor=False)
    assert (ended, inside(her), factors.has_one(account("account-of-editor"))) == (1, False, True)
    newsroom.reset_user(folder, name="account-of-editor", password=NEW_PASSWORD, drop_second_factor=True)
    assert not factors.has_one(account("account-of-editor"))
    assert inside_with_password("account-of-editor", NEW_PASSWORD)
    with pytest.raises(SettingsError, match="too common"):
        newsroom.reset_user(folder, name="account-of-editor", password="password1234", drop_second_factor=False)
    with pytest.raises(SettingsError, match="no account 'nobody'"):
        newsroom.reset_user(folder, name="nobody", password=NEW_PASSWORD, drop_second_factor=False)


def test_inviting_asks_again_who_is_there_if_the_login_was_long_ago(login: Login) -> None:
    client = login("administrator")
    session = client.session
    session["began"] = time.time() - 3600
    session.save()
    assert client.get("/users/new/").status_code == 200
    answer = client.post("/users/new/", {"role": "administrator"})
    assert answer["Location"].startswith("/account/again/")
    answer = client.post("/account/again/", {"password": PASSWORD, "next": "/users/new/"})
    assert "/join/#" in answer.content.decode()


# Sessions.


def test_a_session_ends_by_age_and_by_idleness() -> None:
    from skaryna.newsroom.sessions import ends_at

    began = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
    bounds = {"age": dt.timedelta(hours=12), "idle": dt.timedelta(hours=1)}
    assert ends_at(began, began, **bounds) == began + dt.timedelta(hours=1)
    late = began + dt.timedelta(hours=11, minutes=30)
    assert ends_at(began, late, **bounds) == began + dt.timedelta(hours=12)
    assert ends_at(None, began, **bounds) == began + dt.timedelta(hours=1)


def test_clicking_keeps_a_session_and_an_open_page_alone_does_not(login: Login) -> None:
    from skaryna.newsroom.models import Session

    client = login("editor")
    minutes = dt.timedelta(minutes=30)

    def age(by: dt.timedelta) -> Session:
        row = Session.objects.get()
        Session.objects.update(seen_at=row.seen_at - by, expire_date=row.expire_date - by)
        return Session.objects.get()

    before = age(minutes)
    client.get("/articles/")
    assert Session.objects.get().expire_date - before.expire_date > dt.timedelta(minutes=29)
    before = age(minutes)
    client.get("/editing-sessions/ping/newsroom/article/1/1/")
    assert Session.objects.get().expire_date == before.expire_date
    age(minutes * 2)
    assert client.get("/articles/")["Location"].startswith("/login/")
    assert "You were logged out" in client.get("/login/").content.decode()


def test_no_click_makes_a_session_older_than_twelve_hours(login: Login) -> None:
    client = login("editor")
    session = client.session
    session["began"] = time.time() - 12 * 3600 - 1
    session.save()
    assert not inside(client)


def test_one_sees_where_one_is_logged_in_and_ends_the_others(login: Login) -> None:
    here, there, other = login("editor"), browser(HTTP_USER_AGENT="Mozilla (Android) Chrome/150"), login("contributor")
    say_password(there)
    page = here.get("/account/security/").content.decode()
    assert "Chrome · Android" in page
    assert "this browser" in page
    here.post("/account/sessions/end/")
    assert (inside(here), inside(there), inside(other)) == (True, False, True)


def test_a_new_password_ends_the_other_sessions_and_needs_the_old_one(login: Login) -> None:
    here, there = login("editor"), login("editor")
    words = {"password-new_password1": NEW_PASSWORD, "password-new_password2": NEW_PASSWORD}
    here.post("/account/", {"password-old_password": "wrong", **words, **settings_of_account()})
    assert inside(there)
    answer = here.post("/account/", {"password-old_password": PASSWORD, **words, **settings_of_account()})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    assert (inside(here), inside(there)) == (True, False)
    assert "password" in log()
    assert inside_with_password("account-of-editor", NEW_PASSWORD)


def settings_of_account() -> dict[str, str]:
    return {
        "locale-preferred_language": "en",
        "locale-current_time_zone": "UTC",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }


def test_the_old_password_cannot_be_guessed_in_a_session_left_open(login: Login) -> None:
    client = login("editor")
    words = {"password-new_password1": NEW_PASSWORD, "password-new_password2": NEW_PASSWORD}
    statuses = [client.post("/account/", {"password-old_password": str(n), **words}).status_code for n in range(6)]
    assert statuses == [200] * 5 + [429]


def test_whoever_reads_the_table_cannot_come_in(login: Login) -> None:
    from skaryna.newsroom.models import Session

    client = login("editor")
    thief = browser()
    thief.cookies["skaryna_newsroom"] = Session.objects.get().session_key
    assert not inside(thief)
    assert inside(client)


def test_a_second_factor_that_is_added_ends_the_sessions_without_it(login: Login) -> None:
    here, there = login("editor"), login("editor")
    page = here.get("/account/factors/app/add/")
    here.post("/account/factors/app/add/", {"code": code(shown_secret(page))})
    assert (inside(here), inside(there)) == (True, False)
