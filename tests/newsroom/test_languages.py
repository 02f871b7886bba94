"""The back office in five languages: nothing is left in English, and every catalogue is whole."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tools import messages

from skaryna.outside.folder import Folder
from tests.newsroom.conftest import HOST
from tests.newsroom.test_screens import ADMINISTRATORS_SCREENS, SCREENS, things

# Words come from catalogues; that PostgreSQL answers for each of these screens, other tests see.
pytestmark = pytest.mark.same_on_any_database
__all__ = ["things"]
Login = Callable[[str], Any]
OUR_SCREENS = (
    *SCREENS,
    *ADMINISTRATORS_SCREENS,
    "/translations/",
    "/translations/?language=uk&show=lacking",
    "/translations/article/{article}/",
    "/translations/article/{article}/?q=ferry",
    "/topics/add/?locale=be&original={topic}",
    "/images/{image}/cover/",
    "/quarantine/campaigns/",
    "/mistakes/?kind=topic",
    "/authors/add/?locale=be&original={person}",
    "/jsi18n/",
)
PEOPLES_SCREENS = (
    "/account/security/",
    "/account/again/",
    "/account/factors/app/add/",
    "/account/factors/passkeys/add/",
    "/account/factors/codes/",
    "/account/factors/codes/new/",
    "/second-factor/",
    "/join/",
    "/users/?role=editor",
    "/users/{account}/reset/",
    "/users/{account}/disable/",
    "/users/{account}/log-out/",
    "/log/",
)
"""Some of them lead elsewhere, to a password once more for example; what they say on the way counts too."""
SAME_EVERYWHERE = re.compile(r"^(exact|URL|ID|UTC|JSON|CSV|XLSX|HTML|Skaryna|Wagtail.*|[\W\d_]*|%\(\w+\)s)$")


def test_every_catalogue_is_whole_and_compiled() -> None:
    """Extracts, merges and compiles in memory: a new string that nobody has translated is named here."""
    assert list(messages.problems()) == []


def test_a_catalogue_is_the_same_bytes_each_time() -> None:
    for language in messages.LANGUAGES:
        catalogue = messages.merged(language, "django")
        assert messages.po_of(catalogue, language) == messages.po_of(messages.merged(language, "django"), language)
        assert "Date" not in messages.po_of({}, language)


@pytest.mark.parametrize(
    ("one", "said", "wrong"),
    [
        ("%(count)s articles", "%(number)s артыкулаў", "placeholders"),
        ("Press <b>Save</b>", "Націсніце Захаваць", "markup"),
        ("Locale: ", "Мова:", "white space"),
    ],
)
def test_a_broken_translation_is_named(one: str, said: str, wrong: str) -> None:
    assert wrong in "".join(messages.complaints(("", one, ""), (said,)))


def test_extracting_finds_strings_in_code_templates_and_plurals(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}\n  {% trans "One" %}\n\t{% trans "Two" context "x" %}'
        "{% blocktrans count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}"
    )
    code = tmp_path / "code.py"
    code.write_text('_("Three")\nngettext("%(n)s ferry", "%(n)s ferries", n)\npgettext("x", "Four")\n')
    found = {*messages._extracted(page), *messages._extracted(code)}
    assert found == {
        ("", "One", ""),
        ("x", "Two", ""),
        ("", "%(n)s day", "%(n)s days"),
        ("", "Three", ""),
        ("", "%(n)s ferry", "%(n)s ferries"),
        ("x", "Four", ""),
    }


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every message that a screen asked for and that no catalogue has."""
    from django.utils import translation
    from django.utils.translation import trans_real

    translation.gettext("")  # so that Django has chosen its real functions
    missing: set[str] = set()

    def known(key: Any) -> bool:
        language = translation.get_language()
        return language in {None, "en"} or key in trans_real.translation(language)._catalog

    def note(message: Any, key: Any) -> None:
        if message and not known(key) and not SAME_EVERYWHERE.match(str(message)):
            missing.add(str(message))

    plain, plural, context = trans_real.gettext, trans_real.ngettext, trans_real.pgettext

    def gettext(message: Any) -> Any:
        note(message, str(message).replace("\r\n", "\n").replace("\r", "\n"))
        return plain(message)

    def ngettext(one: Any, many: Any, number: Any) -> Any:
        note(one, (one, 0))
        return plural(one, many, number)

    def pgettext(context_name: Any, message: Any) -> Any:
        note(message, f"{context_name}\x04{message}")
        return context(context_name, message)

    for name, function in (("gettext", gettext), ("ngettext", ngettext), ("pgettext", pgettext)):
        monkeypatch.setattr(translation._trans, name, function)
        monkeypatch.setattr(trans_real, name, function)
    return missing


def speak(role: str, language: str) -> None:
    from wagtail.users.models import UserProfile

    from skaryna.newsroom.models import Account

    profile = UserProfile.get_for_user(Account.objects.get(username=f"account-of-{role}"))
    profile.preferred_language = language
    profile.save()


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_screen_says_anything_in_english(
    login: Login,
    things: dict[str, int],
    untranslated: set[str],
    language: str,
) -> None:
    from django.test import Client

    speak("administrator", language)
    client = login("administrator")
    for screen in OUR_SCREENS:
        answer = client.get(screen.format(**things))
        assert answer.status_code == 200, screen
    for screen in PEOPLES_SCREENS:
        client.get(screen.format(**things), follow=True)
    entrance = Client(HTTP_HOST=HOST, headers={"Accept-Language": language})
    for screen in ("/login/", "/join/", "/login/second/"):
        entrance.get(screen, follow=True)
    entrance.post("/login/", {"username": "nobody", "password": "wrong"})
    assert untranslated == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("be", ("Артыкулы", "Здымкі", "Напісаць артыкул", "Дошка", "Каранцін")),
        ("ru", ("Статьи", "Снимки", "Написать статью", "Доска", "Карантин")),
        ("uk", ("Статті", "Знімки", "Написати статтю", "Дошка", "Карантин")),
        ("pl", ("Artykuły", "Zdjęcia", "Napisz artykuł", "Tablica", "Kwarantanna")),
    ],
)
def test_each_editor_has_their_own_language(login: Login, language: str, words: tuple[str, ...]) -> None:
    speak("editor", language)
    page = login("editor").get("/").content.decode()
    for word in words:
        assert word in page or json.dumps(word)[1:-1] in page, "the menu's words are JSON"
    assert f'<html lang="{language}"' in page
    assert "Write an article" in login("contributor").get("/").content.decode(), "the others keep theirs"


def test_the_login_page_follows_the_browser(folder: Folder) -> None:
    from django.test import Client

    for asked, word in (
        ("be,en;q=0.5", "Рэдакцыя Skaryna"),
        ("uk-UA", "Редакція Skaryna"),
        ("ru", "Редакция Skaryna"),
        ("pl", "Redakcja Skaryna"),
        ("en-GB", "Skaryna newsroom"),
        ("zz", "Skaryna newsroom"),
    ):
        page = Client(HTTP_HOST=HOST).get("/login/", headers={"Accept-Language": asked}).content.decode()
        assert word in page, asked


def test_our_words_win_over_poor_ones_of_others(folder: Folder) -> None:
    from django.utils.translation import gettext, ngettext, override

    with override("be"):
        assert gettext("Images") == "Здымкі"
        assert gettext("Yes, unpublish it") == "Так, зняць з публікацыі"
        said = [ngettext("%(num)s error", "%(num)s errors", n) % {"num": n} for n in (1, 3, 5, 21)]
        days = [
            ngettext(
                "%(held)s passage waits for a decision", "%(held)s passages wait for a decision", n
            ) % {"held": n}
            for n in (1, 2, 5, 11, 21)
        ]  # fmt: skip
    assert len(said) == 4
    assert days == [
        "1 урывак чакае рашэння",
        "2 урыўкі чакаюць рашэння",
        "5 урыўкаў чакаюць рашэння",
        "11 урыўкаў чакаюць рашэння",
        "21 урывак чакае рашэння",
    ]


def test_dates_and_times_are_written_as_each_language_does_and_never_with_am_or_pm(folder: Folder) -> None:
    import datetime as dt

    from django.utils.formats import date_format
    from django.utils.translation import override

    moment = dt.datetime(2026, 11, 5, 17, 3, tzinfo=dt.UTC)
    said = {}
    for language in ("en", *messages.LANGUAGES):
        with override(language):
            said[language] = date_format(moment, "DATETIME_FORMAT")
            assert not re.search(r"[ap]\.?m\b", date_format(moment, "TIME_FORMAT"))
    assert said["en"] == "5 November 2026, 17:03"
    assert said["be"] == "5 лістапада 2026, 17:03"
    assert "5 ноября 2026" in said["ru"]
    assert "листопада 2026" in said["uk"]
    assert "5 listopada 2026 17:03" in said["pl"]


def test_the_editors_scripts_speak_too(login: Login) -> None:
    speak("editor", "be")
    script = login("editor").get("/jsi18n/").content.decode()
    for word in ("Згарнуць усё", "Уставіць блок"):
        assert word in script or json.dumps(word)[1:-1] in script


def test_a_count_in_a_list_needs_no_plural_form_that_nobody_has(login: Login) -> None:
    from tests.newsroom import making

    for number in range(5):
        making.topic(f"Topic {number}")
    client = login("editor")
    assert "5 topics" in client.get("/topics/").content.decode()
    speak("editor", "be")
    assert "Тэмы: 5" in client.get("/topics/").content.decode()
