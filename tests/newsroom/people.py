"""People at the newsroom's door: browsers' doubles, second factors, invitations."""

import re
from typing import Any

from tests.newsroom.conftest import HOST, PASSWORD
from tests.newsroom.totp import code

__all__ = ["code"]

NEW_PASSWORD = "quiet water runs deep"


def browser(**more: Any) -> Any:
    """A browser's double that was never here."""
    from django.test import Client

    return Client(HTTP_HOST=HOST, **more)


def account(name: str) -> Any:
    from skaryna.newsroom.models import Account

    return Account.objects.get(username=name)


def say_password(client: Any, name: str = "account-of-editor", password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/login/", {"username": name, "password": password, **more})


def with_app(name: str = "account-of-editor") -> str:
    """Give an account an app with codes, as if it had been added long ago; return the secret."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal import auth

    secret = auth.generate_totp_secret()
    auth.TOTP.activate(account(name), secret)
    RecoveryCodes.activate(account(name))
    return secret


def shown_secret(page: Any) -> str:
    """Return the secret that the page for an app shows in words."""
    found = re.search(r'newsroom-secret">([A-Z2-7 ]+)<', page.content.decode())
    assert found
    return found[1].replace(" ", "")


def inside(client: Any) -> bool:
    """Whether this browser sees the newsroom."""
    return bool(client.get("/articles/").status_code == 200)


def link_in(page: Any) -> str:
    """Return the token of the link that a page shows."""
    found = re.search(r"/join/#([\w-]+)", page.content.decode())
    assert found, page.content.decode()[-3000:]
    return found[1]


def join(token: str, name: str = "newcomer", password: str = NEW_PASSWORD, **more: Any) -> tuple[Any, Any]:
    """Open an invitation and make an account; return the browser and the last answer."""
    client = browser()
    client.post("/join/", {"token": token})
    return client, client.post("/join/account/", {"name": name, "password1": password, "password2": password, **more})


def log() -> list[str]:
    """Return the kinds of our own events, oldest first."""
    from wagtail.models import ModelLogEntry

    rows = ModelLogEntry.objects.filter(action__startswith="newsroom.").order_by("id")
    return [row.action.removeprefix("newsroom.") for row in rows]
