"""What the model, rescue and the press say is read in the editor's language, whatever they put into it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import skaryna
from skaryna.errors import ValueRefusedError
from skaryna.outside.folder import Folder

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


def test_every_refusal_of_the_model_and_every_reason_of_rescue_is_known() -> None:
    from skaryna.newsroom.sentences import PIECES, SENTENCES

    known = {re.sub(r"%\(\w+\)s", "%s", form) for form in SENTENCES}
    pieces = {re.sub(r"%\(\w+\)s", "%s", form) for form in PIECES}
    found = [form for form in refusals() if not NOT_FOR_EDITORS.search(form)]
    assert len(found) > 25
    assert [form for form in (*found, *verdicts()) if form not in known] == []
    assert [form for form in evidence() if form not in pieces] == []


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("A list point is empty.", "Пуста: пункт спіса."),
        ("It repeats the title.", "Паўтарае назву."),
        (
            "It uses the words of pharmacy (pills, cheap), it stands after the end of the page, and it has 12 links to other sites.",
            "Тут словы, якімі гандлюе pharmacy (pills, cheap), стаіць пасля канца старонкі, мае спасылкі на іншыя сайты: 12.",
        ),
        (
            "“Buy now” may not be the newsroom's. It leads to another site. It was kept.",
            "«Buy now» можа быць не рэдакцыйным. Вядзе на іншы сайт. Пакінута.",
        ),
        ("Something that nobody knows.", "Something that nobody knows."),
    ],
)
def test_a_sentence_is_told_in_the_editors_language(folder: Folder, sentence: str, said: str) -> None:
    from django.utils.translation import override

    from skaryna.newsroom.sentences import in_words

    with override("be"):
        assert in_words(sentence) == said
    with override("en"):
        assert in_words(sentence) == sentence


def test_an_error_is_told_with_its_hint(folder: Folder) -> None:
    from django.utils.translation import override

    from skaryna.newsroom.sentences import said

    error = ValueRefusedError(
        "The old address 'x' is not a path.", hint="Write it as /2019/03/09/title/ , without the domain."
    )
    with override("uk"):
        assert said(error) == "Стара адреса 'x' — не шлях. Запишіть її як /2019/03/09/title/ , без домену."
