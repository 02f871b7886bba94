"""An article that is gone with a notice, or without a trace; and corrections of old articles in the feeds."""

import datetime as dt
import json

import msgspec
import pytest

from skaryna.errors import PressError, ValueRefusedError
from skaryna.model import Article, Correction, Paragraph, Withdrawal
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article

AT = dt.datetime(2024, 3, 1, 12, 0, tzinfo=dt.UTC)


def notice(of: Article, **more: object) -> Withdrawal:
    values = {
        "id": of.id, "group": of.group, "language": of.language, "address": of.address, "title": of.title, "at": AT,
        "text": "Our source <em>invented</em> it.", "topics": of.topics,
    }  # fmt: skip
    return Withdrawal(**{**values, **more})  # type: ignore[arg-type]


@pytest.fixture
def standing(newsroom: Newsroom) -> Newsroom:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 26)))
    newsroom.print()
    return newsroom


def withdraw(newsroom: Newsroom, value: Article, **more: object) -> None:
    newsroom.drop("article", value.id)
    newsroom.put(notice(value, **more))
    newsroom.print()


def test_a_notice_stands_at_the_address_dated_and_in_the_editors_words(standing: Newsroom) -> None:
    withdraw(standing, article(3))
    page = standing.read("2024/story-3.html")
    assert "The editors withdrew this article." in page
    assert "Our source <em>invented</em> it." in page
    assert "1 March 2024" in page
    assert 'content="noindex"' in page
    assert "The body of story 3" not in page
    assert "NewsArticle" not in page


def test_nothing_but_the_notice_and_the_feeds_knows_the_article_any_more(standing: Newsroom) -> None:
    withdraw(standing, article(3))
    for path, data in standing.files().items():
        assert b"The body of story 3." not in data, path
        if path != "2024/story-3.html" and not path.startswith(("feed", "all.", "topics/law.")):
            assert b"story-3.html" not in data, path
            assert b"Story 3<" not in data, path


def test_feeds_tell_it_under_the_article_s_own_identifier(standing: Newsroom) -> None:
    def found(path: str) -> dict[str, dict[str, str]]:
        return {item["url"]: item for item in json.loads(standing.read(path))["items"]}

    url = "https://ferry.example/2024/story-24.html"
    before = found("feed.json")[url]
    withdraw(standing, article(24))
    for path in ("feed.json", "all.json", "topics/law.json"):
        after = found(path)[url]
        assert after["id"] == before["id"]
        assert after["title"] == "Withdrawn: Story 24"
        assert "Our source <em>invented</em> it." in after["content_html"]
        assert after["date_modified"] == "2024-03-01T12:00:00Z"
    assert "<title>Withdrawn: Story 24</title>" in standing.read("feed.xml")


def test_without_a_trace_nothing_is_left_at_the_address(standing: Newsroom) -> None:
    standing.drop("article", "a3")
    standing.print()
    assert not (standing.folder.edition / "2024/story-3.html").exists()
    assert not any(b"Story 3<" in data for data in standing.files().values())


def test_published_again_the_article_takes_its_place_and_the_notice_goes(standing: Newsroom) -> None:
    before = standing.files()
    withdraw(standing, article(3))
    standing.drop("withdrawal", "a3")
    standing.put(article(3))
    standing.print()
    assert "The body of story 3." in standing.read("2024/story-3.html")
    # It comes back as what it is: an article that came later than those of its day.
    assert "Withdrawn" not in standing.read("feed.xml")
    assert sorted(before) == sorted(standing.files())


def test_a_link_to_a_withdrawn_article_leads_to_its_notice_and_stops_nothing(standing: Newsroom) -> None:
    linked = article(9, body=(Paragraph(html='See <a href="article:g3">that</a>.'),))
    standing.put(linked)
    standing.print()
    withdraw(standing, article(3))
    assert 'href="../2024/story-3.html"' in standing.read("2024/story-9.html")
    standing.drop("withdrawal", "a3")
    with pytest.raises(PressError, match="links to article:g3"):
        standing.print()


def test_the_last_article_of_a_language_may_leave_a_notice(newsroom: Newsroom) -> None:
    be = article(1, language="be")
    newsroom.put(MASTHEAD, ANN, LAW, be)
    newsroom.print()
    withdraw(newsroom, be)
    assert "Рэдакцыя адклікала гэты артыкул" in newsroom.read("be/2024/story-1.html")


def test_a_notice_with_markup_that_is_not_allowed_is_refused() -> None:
    for text in ("<script>alert(1)</script>", '<a href="javascript:x">y</a>', "<p>block</p>"):
        with pytest.raises(ValueRefusedError):
            notice(article(1), text=text)


def test_a_correction_of_an_old_article_is_told_by_the_feeds_and_an_uncorrected_one_is_not(standing: Newsroom) -> None:
    old = article(1)
    assert "Story 1<" not in standing.read("feed.xml")
    standing.put(msgspec.structs.replace(old, corrections=(Correction(at=AT, text="It was <em>two</em> boats."),)))
    standing.print()
    items = json.loads(standing.read("feed.json"))["items"]
    assert items[0]["title"] == "Story 1"
    assert items[0]["date_modified"] == "2024-03-01T12:00:00Z"
    assert "<h2>Corrections</h2>" in items[0]["content_html"]
    assert "2024-03-01: It was <em>two</em> boats." in items[0]["content_html"]
    assert len(items) == 20
    assert "<updated>2024-03-01T12:00:00Z</updated>" in standing.read("feed.xml")
    assert "<title>Story 1</title>" in standing.read("topics/law.xml")


def test_an_article_whose_day_becomes_known_comes_into_the_feeds(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1, published_at=None))
    newsroom.print()
    assert json.loads(newsroom.read("topics/law.json"))["items"] == []
    newsroom.put(article(1))
    newsroom.print()
    for path in ("topics/law.json", "feed.json", "all.json"):
        assert [item["title"] for item in json.loads(newsroom.read(path))["items"]] == ["Story 1"], path


def test_a_correction_s_link_to_an_article_of_ours_is_whole_in_feeds(standing: Newsroom) -> None:
    said = Correction(at=AT, text='See <a href="article:g2">there</a>.')
    standing.put(article(25, corrections=(said,)))
    standing.print()
    feed = standing.read("feed.json")
    assert "article:g2" not in feed
    assert "https://ferry.example/2024/story-2.html" in feed
