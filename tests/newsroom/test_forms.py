"""Every form of the newsroom carries the token of the browser that asked for it, and says so where it is missing.

Browsers' doubles do not ask for tokens unless they are told to; a form without one works in every other test.
"""

import re
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.newsroom import making
from tests.newsroom.conftest import HOST
from tests.newsroom.people import account, browser

MAX_PAGES = 90
_LEFT = re.compile(r"^/(static|media|logout)/|/(csv|jsonl|export)\b|#")


@pytest.fixture
def strict(folder: Any) -> Any:
    """An administrator's browser that needs a token for every change."""
    client = browser(enforce_csrf_checks=True)
    client.force_login(account("account-of-administrator"))
    return client


def test_every_form_carries_a_token(strict: Any) -> None:
    row = making.published("Hers")
    waiting = ["/", "/users/new/", f"/articles/edit/{row.pk}/", f"/articles/unpublish/{row.pk}/", "/images/add/"]
    seen: set[str] = set()
    bare: list[str] = []
    while waiting and len(seen) < MAX_PAGES:
        path = waiting.pop(0)
        shape = re.sub(r"\d+", "N", path.partition("?")[0])
        if shape in seen or _LEFT.search(path):
            continue
        seen.add(shape)
        answer = strict.get(path, follow=True)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        tree = LexborHTMLParser(answer.content.decode())
        for form in tree.css("form:not(.w-editing-sessions)"):  # a script of Wagtail sends that one, with a header
            token = form.css_first("[name=csrfmiddlewaretoken]")
            if (form.attributes.get("method") or "").lower() == "post" and not (
                token and token.attributes.get("value")
            ):
                bare.append(f"{path}: {form.attributes.get('action')}")
        waiting += [href for link in tree.css("a[href]") if (href := link.attributes["href"] or "").startswith("/")]
    assert len(seen) > 35
    assert bare == []


def test_an_account_is_disabled_by_the_button_in_the_list(strict: Any) -> None:
    pk = account("account-of-editor").pk
    page = LexborHTMLParser(strict.get("/users/").content.decode())
    form = page.css_first(f"form[action='/users/{pk}/disable/']")
    assert form is not None
    token = form.css_first("[name=csrfmiddlewaretoken]").attributes["value"]
    strict.post(f"/users/{pk}/disable/", {"csrfmiddlewaretoken": token})
    assert not account("account-of-editor").is_active


def test_a_form_without_a_token_changes_nothing_and_says_what_to_do(strict: Any) -> None:
    pk = account("account-of-editor").pk
    answer = strict.post(f"/users/{pk}/disable/", {}, headers={"origin": f"http://{HOST}"})
    assert answer.status_code == 403
    assert "load the page again and repeat what you did" in answer.content.decode()
    assert account("account-of-editor").is_active
