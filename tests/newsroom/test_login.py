"""Who gets in: a password alone gets nowhere where a second factor is required, and guessing is slow."""

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from skaryna.outside.folder import Folder
from tests.newsroom import making
from tests.newsroom.conftest import HOST, PASSWORD
from tests.newsroom.people import account, browser, code, inside, log, say_password, with_app

Login = Callable[[str], Any]


@pytest.fixture
def required(folder: Folder) -> Iterator[None]:
    """A newsroom that lets nobody in with a password alone."""
    from django.test import override_settings

    with override_settings(SECOND_FACTOR_REQUIRED=True):
        yield


def _addresses() -> list[str]:
    """Every address of the newsroom, with a number or a word where it takes one."""
    from django.urls import get_resolver

    def walk(patterns: Any, prefix: str) -> Iterator[str]:
        for each in patterns:
            here = prefix + str(each.pattern)
            if hasattr(each, "url_patterns"):
                yield from walk(each.url_patterns, here)
            else:
                yield here

    made = []
    for pattern in walk(get_resolver().url_patterns, "/"):
        plain = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "1", pattern)
        plain = re.sub(r"<int:\w+>", "1", plain)
        plain = re.sub(r"<(?:\w+:)?\w+>", "article", plain)
        plain = re.sub(r"\^|\\Z|\$|\.\*", "", plain).replace("\\", "")
        made.append(plain.replace("//", "/"))
    return sorted(set(made))


def _may_be_seen(path: str) -> bool:
    """The door itself, and what it is drawn with."""
    return path in {"/sprite/", "/jsi18n/", "/second-factor/", "/logout/"} or path.startswith(
        ("/login/", "/join/", "/account/factors/app/add", "/account/factors/passkeys/add", "/account/again/")
    )


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["nobody", "a stolen password"])
def test_every_address_is_shut_without_a_second_factor(required: None, login: Login, method: str, who: str) -> None:
    client = browser() if who == "nobody" else login("administrator")
    addresses = [path for path in _addresses() if not _may_be_seen(path)]
    assert len(addresses) > 250
    for path in addresses:
        answer = getattr(client, method)(path)
        assert answer.status_code in {301, 302, 403}, (path, answer.status_code)
        if answer.status_code != 403:
            assert answer["Location"].startswith(("/login/", "/second-factor/")), (path, answer["Location"])
        xhr = getattr(client, method)(path, headers={"x-requested-with": "XMLHttpRequest"})
        assert xhr.status_code in {301, 302, 403}, path


def test_a_stolen_password_writes_nothing_and_reads_no_picture(required: None, login: Login, folder: Folder) -> None:
    from skaryna.newsroom.models import Account, Article

    row = making.article("Mine")
    (folder.media / "p.jpg").write_bytes(b"x")
    client = login("administrator")
    for path in ("/media/p.jpg", f"/articles/preview/{row.pk}/", f"/articles/edit/{row.pk}/", "/api/main/images/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/second-factor/"), path
    client.post("/articles/add/", making.form("Intruder", action="action-publish"))
    client.post(f"/users/{account('account-of-editor').pk}/disable/")
    client.post("/users/new/", {"role": "administrator"})
    assert not Article.objects.filter(title="Intruder").exists()
    assert Account.objects.filter(is_active=True).count() == 3


def test_a_stolen_password_of_an_account_with_a_factor_ends_at_the_second_step(required: None) -> None:
    with_app()
    client = browser()
    answer = say_password(client)
    assert answer["Location"] == "/login/second/"
    assert "_auth_user_id" not in client.session
    assert not inside(client)
    for path in ("/second-factor/", "/account/factors/app/add/", "/account/factors/codes/", "/account/security/"):
        assert client.get(path)["Location"].startswith("/login/"), path
        assert client.post(path)["Location"].startswith("/login/"), path


def test_a_session_that_came_in_before_the_factor_was_added_is_over(required: None, login: Login) -> None:
    client = login("editor")
    with_app()
    assert client.get("/account/factors/app/add/")["Location"].startswith("/login/")
    assert "_auth_user_id" not in client.session


def test_the_app_and_the_password_together_let_in(required: None) -> None:
    secret = with_app()
    client = browser()
    say_password(client, next="/topics/")
    answer = client.post("/login/second/", {"code": code(secret)})
    assert answer["Location"] == "/topics/"
    assert inside(client)
    assert log()[-1] == "login"


def test_a_code_works_once(required: None) -> None:
    from django.core.cache import cache

    secret = with_app()
    used = code(secret)
    first = browser()
    say_password(first)
    first.post("/login/second/", {"code": used})
    assert inside(first)
    cache.clear()  # a restart of the newsroom
    for again in (used, f"{used[:3]} {used[3:]}", code(secret, steps=-1)):
        second = browser()
        say_password(second)
        answer = second.post("/login/second/", {"code": again})
        assert "used before" in answer.content.decode()
        assert not inside(second)


def test_a_recovery_code_lets_in_once(required: None) -> None:
    from allauth.mfa.models import Authenticator

    with_app()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    for expected in (True, False):
        client = browser()
        say_password(client)
        client.post("/login/second/", {"code": f"{codes[0][:4]} {codes[0][4:]}"})
        assert inside(client) is expected


def test_who_has_no_factor_is_led_to_add_one_and_is_in_at_once(required: None) -> None:
    client = browser()
    assert say_password(client)["Location"] == "/"
    assert client.get("/")["Location"] == "/second-factor/"
    page = client.get("/second-factor/").content.decode()
    assert "Add a passkey" in page
    assert "Not now" not in page
    page = client.get("/account/factors/app/add/").content.decode()
    secret = re.search(r'newsroom-secret">([A-Z2-7 ]+)<', page)
    assert secret
    assert "data:image/svg+xml;base64," in page
    answer = client.post("/account/factors/app/add/", {"code": code(secret[1].replace(" ", ""))})
    assert answer["Location"] == "/account/factors/codes/"
    page = client.get("/account/factors/codes/").content.decode()
    assert len(re.findall(r"<code>\d{4} \d{4}</code>", page)) == 10
    assert "They are shown this once" in page
    assert not re.search(r"<code>\d{4}", client.get("/account/factors/codes/").content.decode())
    assert inside(client)
    assert log()[-2:] == ["codes_made", "factor_added"] or {"codes_made", "factor_added"} <= set(log())


def test_the_code_that_switched_the_app_on_opens_nothing(required: None) -> None:
    client = browser()
    say_password(client)
    page = client.get("/account/factors/app/add/").content.decode()
    secret = re.search(r'newsroom-secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")  # type: ignore[index]
    seen = code(secret)
    client.post("/account/factors/app/add/", {"code": seen})
    thief = browser()
    say_password(thief)
    thief.post("/login/second/", {"code": seen})
    assert not inside(thief)


def test_the_secret_of_the_app_is_not_in_the_database(required: None) -> None:
    from allauth.mfa.models import Authenticator

    secret = with_app()
    stored = "".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in stored
    assert "gAAAA" in stored


def test_a_telephone_that_is_searched_names_no_magazine(folder: Folder, login: Login) -> None:
    from allauth.core import context
    from allauth.mfa.adapter import get_adapter

    answer = login("editor").get("/account/factors/app/add/")
    with context.request_context(answer.wsgi_request):
        address = get_adapter().build_totp_url(account("account-of-editor"), "ABC")
    assert address == "otpauth://totp/account-of-editor?secret=ABC&issuer=Sign-in"


def test_the_last_factor_stays_where_one_is_required(required: None) -> None:
    from allauth.mfa.models import Authenticator

    secret = with_app()
    client = browser()
    say_password(client)
    client.post("/login/second/", {"code": code(secret)})
    page = client.get("/account/factors/app/remove/").content.decode()
    assert "last second factor cannot be removed" in page
    client.post("/account/factors/app/remove/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_factor_is_changed_only_by_who_shows_it_again(required: None) -> None:
    secret = with_app()
    client = browser()
    say_password(client)
    client.post("/login/second/", {"code": code(secret, steps=-1)})
    session = client.session
    session["account_authentication_methods"] = [
        {**each, "at": time.time() - 3600} for each in session["account_authentication_methods"]
    ]
    session["began"] = time.time() - 3600
    session.save()
    assert inside(client)
    for path in ("/account/factors/app/remove/", "/account/factors/passkeys/add/", "/account/factors/codes/new/"):
        assert client.get(path)["Location"].startswith("/account/again/code/"), path
        assert client.post(path)["Location"].startswith("/account/again/code/"), path
    # The password does not stand in for it.
    assert client.get("/account/again/")["Location"].startswith("/account/again/code/")
    client.post("/account/again/code/", {"code": code(secret)})
    assert client.get("/account/factors/codes/new/").status_code == 200


def test_unknown_names_wrong_passwords_and_disabled_accounts_get_the_same_answer(folder: Folder) -> None:
    said = []
    gone = account("account-of-contributor")
    gone.is_active = False
    gone.save()
    cases = (("nobody-here", "x" * 12), ("account-of-editor", "x" * 12), ("account-of-contributor", PASSWORD))
    for name, password in cases:
        answer = say_password(browser(), name, password)
        # The token against forged forms is another each time, and the field shows again what was typed.
        page = re.sub(r'value="[^"]*"|"CSRF_TOKEN": "\w+"', "", answer.content.decode())
        said.append((answer.status_code, page))
    assert said[0][0] == 200
    assert "The name or the password is not right." in said[0][1]
    assert said[0] == said[1] == said[2]


def test_an_unknown_name_takes_as_long_as_a_wrong_password(folder: Folder) -> None:
    """As many passwords are hashed, which is what takes time; no clock is asked."""
    from unittest import mock

    from django.contrib.auth.hashers import Argon2PasswordHasher

    counts = []
    for name in ("nobody-here", "account-of-editor"):
        with (
            mock.patch.object(Argon2PasswordHasher, "encode", autospec=True, return_value="argon2$x") as made,
            mock.patch.object(Argon2PasswordHasher, "verify", autospec=True, return_value=False) as checked,
            mock.patch.object(Argon2PasswordHasher, "must_update", return_value=False),
        ):
            say_password(browser(), name, "x" * 12)
        counts.append(made.call_count + checked.call_count)
    assert counts == [1, 1]


def test_guessing_at_one_account_is_slow_from_wherever_it_comes(folder: Folder) -> None:
    for number in range(5):
        answer = say_password(browser(REMOTE_ADDR=f"198.51.100.{number}"), password="wrong password")
        assert "not right" in answer.content.decode()
    answer = say_password(browser(REMOTE_ADDR="203.0.113.9"))
    assert "Too many wrong tries" in answer.content.decode()
    # Another port in the Host header, or capital letters, start no new count.
    from django.test import Client

    for host, name in (("localhost:1", "account-of-editor"), ("127.0.0.1", "Account-Of-Editor")):
        answer = say_password(Client(HTTP_HOST=host, REMOTE_ADDR="203.0.113.10"), name)
        assert "Too many wrong tries" in answer.content.decode()
    assert inside_of("account-of-administrator")
    assert log().count("login_failed") == 5


def inside_of(name: str) -> bool:
    client = browser(REMOTE_ADDR="192.0.2.77")
    say_password(client, name)
    return inside(client)


def test_guessing_at_many_accounts_from_one_address_is_slow(folder: Folder) -> None:
    for number in range(10):
        say_password(browser(), f"name-{number}", "wrong password")
    assert "Too many wrong tries" in say_password(browser()).content.decode()
    assert inside_of("account-of-editor")
    assert log().count("login_failed") == 1  # names that do not exist fill no log


def test_codes_cannot_be_guessed(required: None) -> None:
    secret = with_app()
    client = browser()
    say_password(client)
    for number in range(5):
        client.post("/login/second/", {"code": f"00000{number}"})
    answer = client.post("/login/second/", {"code": code(secret)})
    assert "Too many wrong tries" in answer.content.decode()
    assert not inside(client)


def test_only_the_proxy_that_is_named_says_where_a_request_comes_from(folder: Folder) -> None:
    from allauth.account.adapter import get_adapter
    from django.test import RequestFactory

    from skaryna.newsroom import adapters
    from tests.newsroom.settings_double import with_access

    requests = RequestFactory(HTTP_HOST=HOST)
    forged = requests.get("/", REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="10.0.0.1")
    proxied = requests.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.5")
    assert get_adapter().get_client_ip(proxied) == "127.0.0.1"
    with with_access(adapters, proxy="127.0.0.1"):
        assert get_adapter().get_client_ip(forged) == "198.51.100.7"
        assert get_adapter().get_client_ip(proxied) == "203.0.113.5"


def stored(folder: Folder) -> bytes:
    """Return all that the database holds: the bytes of its files, or every row of a server's."""
    if not folder.settings.database:
        wal = folder.newsroom_database.with_name("newsroom.sqlite3-wal")
        return folder.newsroom_database.read_bytes() + (wal.read_bytes() if wal.exists() else b"")
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')
            found.append(repr(cursor.fetchall()))
    return "".join(found).encode()


def test_no_address_of_anybody_is_kept(folder: Folder) -> None:
    client = browser(REMOTE_ADDR="203.0.113.55", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    say_password(client, password="wrong password")
    say_password(client, name="a password typed as a name", password="wrong password")
    say_password(client)
    assert inside(client)
    raw = stored(folder)
    assert b"203.0.113.55" not in raw
    assert b"typed as a name" not in raw
    assert b"Gecko" not in raw
    assert b"x86_64" not in raw


@pytest.mark.parametrize(
    "next_", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"]
)
def test_the_login_leads_nowhere_else(folder: Folder, next_: str) -> None:
    client = browser()
    assert "evil.example" not in say_password(client, next=next_)["Location"]
    assert "evil.example" not in client.get("/login/", {"next": next_})["Location"]


def test_a_key_that_somebody_planted_is_worth_nothing_after_the_login(folder: Folder) -> None:
    client = browser()
    client.post("/join/", {"token": "x"})
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["skaryna_newsroom"] = planted = session.session_key
    say_password(client)
    assert inside(client)
    assert client.cookies["skaryna_newsroom"].value != planted
    thief = browser()
    thief.cookies["skaryna_newsroom"] = planted
    assert not inside(thief)


def test_a_second_factor_shown_for_one_account_is_none_for_another(required: None) -> None:
    """Somebody inside shows the own factor, then logs in as another whose password was stolen, in the same browser."""
    secret = with_app("account-of-contributor")
    client = browser()
    say_password(client, "account-of-contributor")
    client.post("/login/second/", {"code": code(secret)})
    assert inside(client)
    client.post("/logout/")
    say_password(client, "account-of-administrator")
    assert client.get("/users/")["Location"] == "/second-factor/"


def test_what_comes_through_a_proxy_comes_from_elsewhere(folder: Folder) -> None:
    client = browser()
    say_password(client)
    assert inside(client)
    assert client.get("/articles/", headers={"x-forwarded-for": "203.0.113.5"})["Location"] == "/second-factor/"


def test_nobody_signs_up_and_no_mail_resets_a_password(folder: Folder) -> None:
    for path in ("/signup/", "/accounts/signup/", "/password/reset/", "/password_reset/", "/accounts/login/"):
        assert browser().get(path, follow=True).redirect_chain[-1][0].startswith("/login/"), path


def test_a_factor_stored_under_another_key_is_said_and_can_be_reset(required: None, folder: Folder) -> None:
    """A database that was restored without its keys."""
    from unittest import mock

    from cryptography.fernet import Fernet

    from skaryna.newsroom import adapters, factors

    secret = with_app()
    with mock.patch.object(adapters, "_cipher", return_value=Fernet(Fernet.generate_key())):
        client = browser()
        say_password(client)
        answer = client.post(
            "/login/second/", {"code": code(secret)}, headers={"referer": f"http://{HOST}/login/second/"}
        )
        assert answer["Location"] == "/login/second/"
        assert "stored under another key" in client.get("/login/second/").content.decode()
        assert not inside(client)
        assert factors.count(account("account-of-editor")) == {"totp": 1, "codes": 0}


def test_a_passkey_of_a_disabled_account_opens_nothing(folder: Folder) -> None:
    from allauth.account.internal.flows.login import perform_login
    from allauth.account.models import Login as Step
    from allauth.core import context

    client = browser()
    request = client.get("/login/").wsgi_request
    gone = account("account-of-editor")
    gone.is_active = False
    gone.save()
    with context.request_context(request):
        answer = perform_login(request, Step(user=gone))
    assert answer["Location"] == "/login/"
    assert "_auth_user_id" not in request.session


def test_a_form_that_asks_who_is_here_learns_nothing_of_others_and_keeps_no_session_alive(folder: Folder) -> None:
    from skaryna.newsroom.models import Session

    client = browser()
    assert client.get("/account/who/")["Location"].startswith("/login/")
    say_password(client)
    assert client.post("/account/who/").status_code == 405
    Session.objects.update(seen_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    answer = client.get("/account/who/")
    assert answer.json()["account"] == str(account("account-of-editor").pk)
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert Session.objects.get(account__username="account-of-editor").seen_at.day == 1
