"""Whatever the model, rescue and the press say is known by its form, so that it can be said in another language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import skaryna
from skaryna.rescue import scripts, styles
from skaryna.rescue.intruders.lexicon import TRADES
from skaryna.tongues import in_words, stood, tongue_of
from skaryna.tongues.forms import HIDDEN, NOUNS, PIECES, PLACES, SENTENCES
from skaryna.tongues.telling import _PLAIN

PLACE = r"(?:in|on|after|beside) (?:a|the) [a-z' </>,]+|the whole page"
NOT_IN_A_REPORT = re.compile(r"^There is no copy of|^It is neither a web|^e-mail|^%s$")
SOURCE = Path(skaryna.__file__).parent
MODEL = ("article", "blocks", "inline", "names", "page", "person", "publication", "topic")
NOT_FOR_EDITORS = re.compile(
    r"publication|mirror|A mirror|Known: |Write (the|its|an) address|for security|mailto:|^%s is %s"
)


def form_of(node: ast.expr) -> str:
    """Return a string in a program with its holes as %s."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "%s" for part in node.values)


def refusals() -> Iterator[str]:
    for name in MODEL:
        for node in ast.walk(ast.parse((SOURCE / f"model/{name}.py").read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValueRefusedError":
                yield from (form_of(part) for part in (*node.args, *(each.value for each in node.keywords)))


def verdicts() -> Iterator[str]:
    for path in sorted((SOURCE / "rescue").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "Verdict"
                and isinstance(node.args[1], ast.Constant)
            ):
                yield form_of(node.args[1])


def evidence() -> Iterator[str]:
    for path in sorted((SOURCE / "rescue/intruders").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Evidence":
                yield form_of(node.args[2])


def problems() -> Iterator[str]:
    """Yield why rescue could not read something: every such error is a line of the report."""
    for path in sorted((SOURCE / "rescue").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"SourceError", "Got", "Rescued"}:
                said = [*node.args[:1], *(each.value for each in node.keywords if each.arg == "problem")]
                for part in said:
                    for one in (part.body, part.orelse) if isinstance(part, ast.IfExp) else (part,):
                        if isinstance(one, ast.Constant | ast.JoinedStr):
                            yield form_of(one)


def places() -> Iterator[str]:
    for path in sorted((SOURCE / "rescue").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and re.fullmatch(PLACE, str(node.value)):
                yield str(node.value)


def test_every_reason_why_a_source_gave_nothing_is_known() -> None:
    known = {re.sub(r"%\(\w+\)s", "%s", form) for form in SENTENCES}
    found = [form for form in problems() if form and not NOT_IN_A_REPORT.search(form)]
    assert len(found) > 40
    assert [form for form in found if form not in known] == []


def test_every_place_trade_script_and_way_of_hiding_is_known() -> None:
    assert [each for each in places() if each not in {*PLACES, *_PLAIN, *HIDDEN}] == []
    assert set(TRADES) <= NOUNS
    assert {name for name, *_range in scripts._RANGES} <= NOUNS
    assert {how for _name, _pattern, how in styles._DECLARATIONS} - NOUNS - HIDDEN == {
        "display: none",
        "visibility: hidden",
    }


def test_every_refusal_of_the_model_and_every_reason_of_rescue_is_known() -> None:
    known = {re.sub(r"%\(\w+\)s", "%s", form) for form in SENTENCES}
    pieces = {re.sub(r"%\(\w+\)s", "%s", form) for form in PIECES}
    found = [form for form in refusals() if not NOT_FOR_EDITORS.search(form)]
    assert len(found) > 25
    assert [form for form in (*found, *verdicts()) if form not in known] == []
    assert [form for form in evidence() if form not in pieces] == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("It does not exist.", "Czegoś takiego nie ma."),
        ("https://a.example/ does not answer.", "https://a.example/ nie odpowiada."),
        ("https://a.example/ does not answer (b.html).", "https://a.example/ nie odpowiada (b.html)."),
        (
            "It is PDF, a binary file and not a page of text or HTML.",
            "To plik binarny (PDF), a nie strona tekstu ani HTML.",
        ),
        (
            "It breaks off in the middle. What is whole was read: 1,200 records.",
            "Urywa się w środku. To, co całe, przeczytano; zapisów: 1\u00a0200.",
        ),
        (
            "It is in other letters on a page in Latin letters, and it is not in the page's language (be).",
            "Tu pismo: inne, a na stronie: łacińskie; nie w języku strony (be).",
        ),
        (
            "What came in and what was told differ (+5 characters, -1 links); nothing of it was taken. Please report this.",
            "To, co przyszło, i to, co policzono, różni się (znaki: +5, odnośniki: -1); niczego z tego nie wzięto. Proszę to zgłosić.",
        ),
        ("It uses the words of pills (a has no b).", "To słowa, którymi sprzedaje się pigułki (a has no b)."),
        ("Something that nobody knows. And more of it.", "Something that nobody knows. And more of it."),
    ],
)
def test_a_finished_sentence_is_said_in_another_language(sentence: str, said: str) -> None:
    assert in_words(sentence, tongue_of("pl")) == said
    assert in_words(sentence, tongue_of("en")) == sentence


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("in the footer", "в подвале"),
        ("line 84", "строка 84"),
        ("line 84 to line 90", "строка 84 – строка 90"),
        ("after </html>, in the copy of 2021-03-04", "после конца страницы, в копии от 4 марта 2021 г."),
        ("in a place of its own, in the copy of yore", "in a place of its own, в копии от yore"),
    ],
)
def test_a_place_is_said_in_another_language(place: str, said: str) -> None:
    assert stood(place, tongue_of("ru")).replace("\u202f", " ") == said
