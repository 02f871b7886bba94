from pathlib import Path

from skaryna.rescue import rescue
from skaryna.rescue.site import Facts, site_of
from tests.rescue.remains import PARAGRAPHS, page, scrape


def test_what_stands_on_most_pages_is_the_site_s_furniture() -> None:
    pages = [Facts(passages=("Rivers | Law | About", f"{text} {text}", text)) for text in PARAGRAPHS]
    assert site_of(pages).repeated == {"Rivers | Law | About"}


def test_copies_of_one_page_are_one_page() -> None:
    assert site_of([Facts(passages=("Title", *PARAGRAPHS))] * 5).repeated == frozenset()


def test_a_passage_on_many_pages_is_counted_once_in_the_vocabulary() -> None:
    assert site_of([Facts(passages=("vorlik", text)) for text in PARAGRAPHS]).vocabulary["vorlik"] == 1


def test_an_article_saved_several_times_is_found_each_time(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(scrape())
        (tmp_path / f"{number}.html").write_text(page())
    assert all(found.draft for found in rescue([tmp_path]))


def test_nothing_known_is_an_empty_site() -> None:
    assert site_of([]).pages == 0
    assert site_of([Facts()]).repeated == frozenset()
