"""What the model, rescue and the press say is read in the editor's language, whatever they put into it."""

import pytest

from skaryna.errors import ValueRefusedError
from skaryna.outside.folder import Folder


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("A list point is empty.", "Пуста: пункт спіса."),
        ("It repeats the title.", "Паўтарае назву."),
        (
            "It uses the words of pills (viagra, cheap), it stands after the end of the page, and it has 12 links to other sites.",
            "Тут словы, з якімі прадаюць таблеткі (viagra, cheap); стаіць пасля канца старонкі; мае спасылкі на іншыя сайты: 12.",
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
