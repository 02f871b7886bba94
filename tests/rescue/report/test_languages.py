"""The report in five languages: an editor of any of them reads all of it, and nothing is left in English."""

import datetime as dt
import re
from typing import Any

import pytest

from skaryna.model import Finding, Rescued
from skaryna.model.evidence import MEANINGS
from skaryna.model.names import LANGUAGES
from skaryna.model.tally import Amount, Tally
from skaryna.rescue.report import Inspected, report_html, story_of
from skaryna.tongues.forms import PLACES

OLD = dt.datetime(2021, 2, 11, tzinfo=dt.UTC)
FIRST = dt.datetime(2021, 3, 4, tzinfo=dt.UTC)
LAST = dt.datetime(2022, 5, 6, tzinfo=dt.UTC)
REASONS = (
    "A script decodes a hidden text and runs it, and it stands after the end of the page.",
    "Readers cannot see it (letters of no size, by a style rule), and it uses the words of gambling (777).",
    "It is in Greek letters on a page in Cyrillic letters, and it has 12 links to other sites.",
    "The server sends a search engine and a reader who comes from a search engine to another site; it gives the page to Skaryna.",
)
PROBLEMS = (
    "It is empty.",
    "It breaks off in the middle. What is whole was read: 1,200 records.",
    "https://1.2.3.4/ does not answer.",
    "No article was found in it: there is no running text, or only navigation.",
)
FOREIGN_WORDS = re.compile(r"[A-Za-z][A-Za-z\d]+(?:[ ,.’'-]+[A-Za-z]{2,})*")
SAID_EVERYWHERE = re.compile(
    r"^(?:Skaryna|FILE|SHA|sha\d*sum|shasum|certutil|hashfile|hxxps?|Linux|Mac|Windows|HTML|Ghost|html|csv|json|domains|code injection"
    r"|htaccess|wp-config|php|index|[ .,-])+$"
)
ENGLISH = re.compile(
    r"\b(?:the|of|and|it|is|was|were|that|with|has|have|this|are|nobody|who|from|page|copy|copies|which|other|they)\b",
    re.IGNORECASE,
)


def intruder(at: int, **known: object) -> Finding:
    values = {
        "kind": "intruder",
        "reason": REASONS[at % len(REASONS)],
        "text": "казино",
        "hosts": (f"казино-{at}.рф",),
        "links": (f"//казино-{at}.рф/",),
        **known,
    }
    return Finding(**values)  # type: ignore[arg-type]


def everything() -> tuple[Rescued, ...]:
    """Return pages on which each kind of evidence, place, time and problem stands, without a Latin letter of a site."""
    signals = sorted(MEANINGS)
    times: tuple[dict[str, Any], ...] = (
        {},
        {"first_seen": FIRST, "last_seen": LAST},
        {"first_seen": FIRST, "last_absent": OLD, "last_seen": FIRST, "gone_by": LAST},
        {"first_seen": FIRST, "last_absent": OLD, "last_seen": LAST},
    )
    places = [re.sub(r"%\(\w+\)s", "84", place) for place in PLACES]
    convicted = [
        intruder(at, signals=tuple(signals[at : at + 1 + at % 3]), place=place, **times[at % 4])
        for at, place in enumerate(places)
    ]
    convicted.append(
        intruder(98, signals=("disguised code",), hosts=(), place="after </html>, in the copy of 2021-03-04")
    )
    convicted.append(
        intruder(99, signals=("hidden",), hosts=tuple(f"{at}.рф" for at in range(90)), text=" ", place="line 1,200")
    )
    doubts = [intruder(at, kind="unsure", signals=(name,), hosts=(), text="") for at, name in enumerate(signals)]
    off = Tally(content=Amount(words=1_200, signs=20), came=Amount(signs=25, links=1, pictures=2, scripts=-1))
    found = [
        Rescued(source=f"{at}.1", quarantine=(one,), copies=(OLD, FIRST, LAST))
        for at, one in enumerate((*convicted, *doubts))
    ]
    found.append(Rescued(source="1.2", tally=off))
    return (*found, *(Rescued(source=f"{at}.3", problem=why) for at, why in enumerate(PROBLEMS)))


def variants() -> tuple[tuple[Rescued, ...], ...]:
    good = Tally(content=Amount(words=5, signs=20), came=Amount(words=5, signs=20))
    same = [intruder(at, hosts=("казино.рф",), signals=("hidden",), place="in the footer") for at in range(20)]
    return (
        everything(),
        (Rescued(source="1", tally=good),),
        (),
        (Rescued(source="1", quarantine=(intruder(1, kind="unsure", signals=("lexicon",)),)),),
        (Rescued(source="1", quarantine=(intruder(1, signals=("hidden",)),), copies=(OLD,)),),
        (
            Rescued(source="1", quarantine=tuple(same), copies=(OLD, LAST)),
            Rescued(source="2", quarantine=(intruder(1, kind="unsure", hosts=("казино.рф",), signals=("hidden",)),)),
        ),
    )


def shown(language: str, found: tuple[Rescued, ...], files: tuple[Inspected, ...]) -> tuple[str, list[str]]:
    """Return the file, and what a person or a screen reader is told by it, piece by piece."""
    html = report_html(story_of(found), title="1234", inspected=files, language=language)
    bare = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return html, [text.strip() for text in re.split(r"<[^>]+>", bare) if re.search(r"\w", text)]


FILES = (Inspected("1.2", 3, 5_000, "a1" * 32),)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_english_sentence_is_left(language: str) -> None:
    for found in variants():
        for files in (FILES, ()):
            html, texts = shown(language, found, files)
            assert html.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
            texts = [text for text in texts if text != "a1" * 32]
            assert [text for text in texts if ENGLISH.search(text)] == []
            if language != "pl":
                words = {word for text in texts for word in FOREIGN_WORDS.findall(text)}
                assert {word for word in words if not SAID_EVERYWHERE.match(word)} == set()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_text_of_the_report_differs_from_the_english_one(language: str) -> None:
    """Also where two languages share letters: only names, numbers and what is said alike everywhere may be the same."""
    for found in variants():
        english = {text for text in shown("en", found, FILES)[1] if re.search(r"[a-z]{3,} [a-z]{2,}", text)}
        assert english & set(shown(language, found, FILES)[1]) == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Somebody put 1 piece with 2 links to 1 other site into 1 of 21 pages."),
        ("be", "Хтосьці падкінуў 1 устаўку з 2 спасылкамі на 1 іншы сайт; яны стаяць на 1 з 21 старонкі."),
        ("ru", "Кто-то подбросил 1 вставку с 2 ссылками на 1 другой сайт; они стоят на 1 из 21 страницы."),
        ("uk", "Хтось підкинув 1 вставку із 2 посиланнями на 1 інший сайт; вони стоять на 1 з 21 сторінки."),
        ("pl", "Ktoś podrzucił 1 wstawkę z 2 odnośnikami do 1 innej witryny; dotyczy to 1 z 21 stron."),
    ],
)
def test_the_headline_agrees_with_its_numbers(language: str, said: str) -> None:
    one = Rescued(source="1", quarantine=(intruder(1, signals=("hidden",), links=("//a", "//b")),))
    clean = tuple(Rescued(source=str(at)) for at in range(20))
    assert f"<h1>{said}</h1>" in report_html(story_of((one, *clean)), title="1", language=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_it_is_inert(language: str) -> None:
    html = report_html(story_of(everything()), title="http://1/", language=language, inspected=FILES)
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:script|img|a|iframe|link|form|object|base)\b", html)
    assert "http" not in re.sub(r'http-equiv="Content', "", html)


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_shows_it_in_every_language(language: str, tmp_path: Any, browser: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "report.html"
    file.write_text(report_html(story_of(everything()), title="magazine", language=language, inspected=FILES))
    for width, scheme in ((360, "light"), (1280, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, offline=True
        )
        view = context.new_page()
        view.goto(file.as_uri())
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(view).response["violations"] == []
        context.close()
