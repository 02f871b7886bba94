"""Lists ask as little of the database for thirty rows as for three, and find what they are asked for."""

from collections.abc import Callable
from typing import Any

import pytest

from skaryna.outside.folder import Folder
from tests.newsroom import making

Login = Callable[[str], Any]


def questions(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "path", ["/articles/", "/articles/?ordering=title", "/articles/?q=story", "/topics/", "/quarantine/"]
)
def test_a_longer_list_asks_no_more_questions(folder: Folder, login: Login, path: str) -> None:
    from skaryna.newsroom.models import Finding, Source

    client = login("administrator")
    source = Source.objects.create(name="page.html", digest="0" * 64)

    def more(count: int, start: int) -> None:
        for number in range(start, start + count):
            row = making.article(f"Story {number}")
            making.topic(f"Story {number}")
            Finding.objects.create(
                source=source, article=row, kind="intruder", reason="It sells.", text=f"buy {number}"
            )

    more(3, 0)
    client.get(path)
    few = questions(client, path)
    more(22, 3)
    assert questions(client, path) <= few + 1
    assert few < 40


def test_an_article_with_two_topics_stands_in_a_list_once(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import ArticleTopic

    law, water = making.topic("Law"), making.topic("Water")
    for title, topics in (("About both", (law, water)), ("About water", (water,)), ("About nothing", ())):
        row = making.article(title)
        row.topic_links = [ArticleTopic(topic=each, sort_order=place) for place, each in enumerate(topics)]
        row.save()
    client = login("editor")

    def shown(query: str) -> list[str]:
        page = client.get(f"/articles/results/?{query}")
        return [str(row) for row in page.context_data["object_list"]]

    assert sorted(shown("")) == ["About both", "About nothing", "About water"]
    assert shown(f"topic_links__topic={law.pk}") == ["About both"]
    assert sorted(shown(f"topic_links__topic={water.pk}")) == ["About both", "About water"]
    assert shown(f"topic_links__topic={water.pk}&q=both") == ["About both"]
    assert shown("ordering=-title") == ["About water", "About nothing", "About both"]


def test_a_search_in_one_language_finds_what_this_language_has(folder: Folder, login: Login) -> None:
    from skaryna.newsroom import search

    for number in range(6):
        making.article(f"Навіна {number}", language="uk")
    making.article("Стары тэкст", body=[{"type": "paragraph", "value": "<p>пра навіны</p>"}], language="be")
    page = login("editor").get("/articles/results/?q=НАВІН&locale=be")
    assert [str(row) for row in page.context_data["object_list"]] == ["Стары тэкст"]
    assert search.MAX_FOUND < search.MAX_LOOKED_AT


def test_a_word_that_stands_everywhere_is_found_with_titles_first(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom import search
    from skaryna.newsroom.models import Article

    monkeypatch.setattr(search, "MAX_RANKED", 2)
    said = [{"type": "paragraph", "value": "<p>a ferry, again</p>"}]
    titled = making.article("The ferry")
    for number in range(4):
        making.article(f"Other {number}", body=said)
    found = list(search.search(Article.objects.all(), "ferr", ordered=False))
    assert found[0] == titled
    assert len(found) == 5


def test_every_list_and_chooser_finds_beginnings_of_words_in_any_case(folder: Folder, login: Login) -> None:
    making.topic("Правасуддзе")
    making.person("Ганна Рака")
    making.article("Паром", language="be")
    client = login("editor")
    for path, word, name in (
        ("/topics/results/", "права", "Правасуддзе"),
        ("/authors/results/", "ГАН", "Ганна Рака"),
        ("/articles/results/", "пАр", "Паром"),
    ):
        assert name in client.get(path, {"q": word}).content.decode(), path
    from django.urls import reverse

    assert "Паром" in client.get(reverse("article_chooser:choose_results"), {"q": "паро"}).content.decode()


def test_the_quarantine_of_one_article_is_asked_for_by_its_number_not_from_a_menu_of_all(
    folder: Folder, login: Login
) -> None:
    from skaryna.newsroom.models import Finding, Source

    source = Source.objects.create(name="page.html", digest="0" * 64)
    rows = [making.article(f"Story {number}") for number in range(3)]
    for row in rows:
        Finding.objects.create(source=source, article=row, kind="intruder", reason="It sells.", text=f"of {row.title}")
    client = login("editor")
    page = client.get(f"/quarantine/?article={rows[1].pk}").content.decode()
    assert "of Story 1" in page
    assert "of Story 2" not in page
    assert f'<option value="{rows[2].pk}"' not in client.get("/quarantine/").content.decode()


def test_a_word_that_is_just_begun_behind_another_one_does_not_narrow_the_list_yet(folder: Folder) -> None:
    from skaryna.newsroom.search import expression, words_of

    assert words_of("навіна ло") == ["навіна"]
    assert words_of("part 2") == ["part", "2"]
    assert words_of("ло") == ["ло"]
    assert expression(["a"]) == '"a"'
    assert expression(["fe", "rry"]) == '"fe" "rry"*'


def test_saving_a_draft_reads_no_whole_table(folder: Folder, login: Login) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    row = making.article("Draft")
    client = login("contributor")
    with CaptureQueriesContext(connection) as asked:
        assert client.post(f"/articles/edit/{row.pk}/", making.form("Draft again")).status_code == 302
    said = " ".join(each["sql"] for each in asked)
    assert "AVG(" not in said
    assert 'UPDATE "wagtailsearch_indexentry" SET "title_norm"' not in said
