"""What is printed after any sequence of changes is byte for byte what a press that begins anew would print."""

import contextlib
import datetime as dt
import random
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.errors import PressError
from skaryna.model import (
    Article,
    Byline,
    Correction,
    Figure,
    Front,
    Heading,
    Page,
    Paragraph,
    Person,
    Section,
    Source,
    Topic,
    Withdrawal,
)
from skaryna.model.archived import ArchivedText
from skaryna.model.blocks import Archived
from skaryna.outside import sources
from skaryna.outside.folder import open_folder
from skaryna.press import making, taking
from skaryna.press.run import Printed, Wish, print_edition
from skaryna.press.shelf import SITEMAP_ROWS
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article

TOPICS = [
    LAW,
    *(Topic(id=f"t{n}", group=f"t{n}", language="en", slug=f"topic-{n}", name=f"Topic {n}") for n in range(4)),
]
PEOPLE = [
    ANN,
    *(Person(id=f"p{n}", group=f"p{n}", language="en", slug=f"person-{n}", name=f"Person {n}") for n in range(3)),
]


def pages(root: Path) -> dict[str, bytes]:
    """Return an edition but for what it says of itself."""
    found = {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
    return {path: data for path, data in found.items() if path != ".skaryna/edition.json"}


def printed_anew(newsroom: Newsroom) -> dict[str, bytes]:
    """Print the same journal in a folder that never had an edition."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "anew"
        root.mkdir()
        theirs = newsroom.folder.root
        for each in ("skaryna.toml", "newsroom.sqlite3"):
            shutil.copy2(theirs / each, root / each)
        for each in ("keys", "media"):
            shutil.copytree(theirs / each, root / each)
        for each in ("store", "edition"):
            (root / each).mkdir()
        for each in ("journal.seen", "press.seen"):
            (root / "keys" / each).unlink(missing_ok=True)
        folder = open_folder(root)
        print_edition(folder)
        return pages(folder.edition)


class Editors:
    """Changes a publication at random, as editors would; the same seed makes the same changes."""

    def __init__(self, newsroom: Newsroom, seed: int) -> None:
        self.newsroom = newsroom
        self.random = random.Random(seed)
        self.articles: dict[str, Article] = {}
        self.topics = {topic.id: topic for topic in TOPICS}
        self.people = {person.id: person for person in PEOPLE}
        self.pages: dict[str, Page] = {}
        self.notices: dict[str, tuple[Withdrawal, Article]] = {}
        self.count = 0

    def begin(self, articles: int) -> None:
        self.newsroom.put(MASTHEAD, SUPPORT, *TOPICS, *PEOPLE)
        for _ in range(articles):
            self.add()

    def _put(self, value: Article) -> None:
        self.articles[value.id] = value
        self.newsroom.put(value)

    def add(self) -> None:
        self.count += 1
        number = self.count
        chance = self.random
        more: dict[str, Any] = {
            "topics": tuple(chance.sample(sorted(self.topics), chance.choice([0, 1, 1, 2, 3]))),
            "bylines": tuple(Byline(person=p) for p in chance.sample(sorted(self.people), chance.choice([0, 1, 1, 2]))),
            "body": (Paragraph(html=f"Body {number}."), Heading(text="Part"), Paragraph(html="More &amp; more.")),
            "published_at": self._moment(),
        }
        others = [each for each in self.articles.values() if each.language == "en"]
        if self.newsroom.folder.publication.lacinka and chance.random() < 0.5:
            more |= {"language": "be", "title": f"Загаловак {number}", "lead": f"Ліст з Вільні {number}."}
        elif others and chance.random() < 0.15:
            twin = chance.choice(others)
            if not any(each.group == twin.group and each.language == "be" for each in self.articles.values()):
                more |= {"group": twin.group, "language": "be"}
        if chance.random() < 0.2:
            more["old_addresses"] = tuple(f"/{chance.choice(['Old', 'old'])}/{chance.randrange(6)}/" for _ in range(2))
        if others and chance.random() < 0.15:
            linked = chance.choice(others).group
            more["body"] += (Paragraph(html=f'See <a href="article:{linked}">that</a>.'),)
        self._put(article(number, **more))

    def _moment(self) -> dt.datetime | None:
        if self.random.random() < 0.08:
            return None
        return dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=self.random.randrange(9000))

    def change(self) -> None:
        kinds = [self.add, self.add, self.edit, self.edit, self.edit, self.withdraw,
                 self.withdraw_with_a_notice, self.bring_back, self.reword, self.rename, self.rename_topic,
                 self.page, self.masthead, self.arrange]  # fmt: skip
        self.random.choice(kinds)()

    def edit(self) -> None:
        if not self.articles:
            return
        value = self.articles[self.random.choice(sorted(self.articles))]
        which = self.random.randrange(10)
        changes: dict[str, Any] = [
            {"title": f"Title {self.random.randrange(99)}"},
            {"lead": f"Lead {self.random.randrange(99)}."},
            {"body": (*value.body, Paragraph(html=f"Added {self.random.randrange(99)}."))},
            {"topics": tuple(self.random.sample(sorted(self.topics), 2))},
            {"bylines": (Byline(person=self.random.choice(sorted(self.people))),)},
            {"published_at": self._moment()},
            {"updated_at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=self.random.randrange(99))},
            {"corrections": (*value.corrections, self._correction())},
            {"lead_figure": Figure(caption=f"A lost picture, {self.random.randrange(9)}")},
            {"body": (*value.body[:2], self._source())},
        ][which]
        self._put(msgspec.structs.replace(value, **changes))

    def _source(self) -> Source:
        address = f"https://s.example/{self.random.randrange(3)}"
        kept = sources.put_text(self.newsroom.folder.media, ArchivedText(title=f"Copy {self.random.randrange(3)}"))
        return Source(
            title="A source",
            address=address,
            archived=Archived(digest=kept, address=address),
            dead=self.random.random() < 0.5,
        )

    def withdraw(self) -> None:
        if self.articles:
            key = self.random.choice(sorted(self.articles))
            del self.articles[key]
            self.newsroom.drop("article", key)

    def _correction(self) -> Correction:
        at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=self.random.randrange(9), hours=1)
        return Correction(at=at, text=f"It was {self.random.randrange(99)}.")

    def withdraw_with_a_notice(self) -> None:
        if not self.articles:
            return
        key = self.random.choice(sorted(self.articles))
        value = self.articles.pop(key)
        notice = Withdrawal(
            id=value.id, group=value.group, language=value.language, address=value.address, title=value.title,
            at=dt.datetime(2024, 6, 1, tzinfo=dt.UTC) + dt.timedelta(hours=self.random.randrange(9000)),
            text=self.random.choice(["", "It was <em>wrong</em>."]), topics=value.topics,
        )  # fmt: skip
        self.notices[key] = notice, value
        self.newsroom.drop("article", key)
        self.newsroom.put(notice)

    def bring_back(self) -> None:
        """The article takes its place again; at times the notice's row is forgotten, as no newsroom should."""
        if not self.notices:
            return
        key = self.random.choice(sorted(self.notices))
        _, value = self.notices.pop(key)
        if self.random.random() < 0.8:
            self.newsroom.drop("withdrawal", key)
        if self.random.random() < 0.8:
            self._put(value)

    def reword(self) -> None:
        if self.notices:
            key = self.random.choice(sorted(self.notices))
            notice, value = self.notices[key]
            notice = msgspec.structs.replace(notice, text=f"Because of {self.random.randrange(9)}.")
            self.notices[key] = notice, value
            self.newsroom.put(notice)

    def rename(self) -> None:
        person = self.people[self.random.choice(sorted(self.people))]
        if self.random.random() < 0.3:
            person = msgspec.structs.replace(
                person, id=f"{person.group}-be", language="be", name=f"Асоба {person.group}"
            )
        changes = [{"name": f"Name {self.random.randrange(99)}"}, {"bio": f"Bio {self.random.randrange(99)}."}]
        person = msgspec.structs.replace(person, **self.random.choice(changes))
        self.newsroom.put(person)

    def rename_topic(self) -> None:
        topic = self.topics[self.random.choice(sorted(self.topics))]
        number = self.random.randrange(99)
        changes = [{"name": f"Named {number}"}, {"description": f"Said {number}."}, {"slug": f"{topic.group}-{number}"}]
        self.topics[topic.id] = topic = msgspec.structs.replace(topic, **self.random.choice(changes))
        self.newsroom.put(topic)

    def page(self) -> None:
        key = f"page-{self.random.randrange(3)}"
        if key in self.pages and self.random.random() < 0.4:
            del self.pages[key]
            self.newsroom.drop("page", key)
            return
        self.pages[key] = Page(
            id=key, group=key, language="en", slug=key, title=f"Page {self.random.randrange(99)}", in_menu=self.random.random() < 0.5,
            body=(Paragraph(html="Standing."),),
        )  # fmt: skip
        self.newsroom.put(self.pages[key])

    def masthead(self) -> None:
        if self.random.random() < 0.2:
            self.newsroom.put(msgspec.structs.replace(MASTHEAD, tagline=f"Tagline {self.random.randrange(99)}"))

    def arrange(self) -> None:
        """Pin articles of any language, published or not; the press takes what fits."""
        chance = self.random
        if chance.random() < 0.2:
            self.newsroom.drop("front", "en")
            return
        pinned = [f"a{n}" for n in chance.sample(range(1, self.count + 3), chance.randrange(3))] if self.count else []
        sections = [
            *(Section(kind="topic", key=key, count=chance.randrange(1, 4)) for key in sorted(self.topics)),
            Section(kind="language", key="be", count=2),
            Section(kind="briefs", count=chance.randrange(1, 9)),
            Section(kind="rescued", count=2),
        ]
        self.newsroom.put(
            Front(
                language="en",
                lead=pinned.pop() if pinned and chance.random() < 0.5 else "",
                pinned=tuple(pinned),
                beside=chance.randrange(8),
                sections=tuple(chance.sample(sections, chance.randrange(5))),
            )
        )

    def mend(self) -> None:
        """Take out links to articles that are no more, as the press asks for."""
        groups = {each.group for each in self.articles.values()}
        groups |= {notice.group for notice, _ in self.notices.values()}
        for value in list(self.articles.values()):
            good = tuple(
                block for block in value.body
                if not isinstance(block, Paragraph) or 'href="article:' not in block.html
                or block.html.split("article:")[1].split('"')[0] in groups
            )  # fmt: skip
            if good != value.body:
                self._put(msgspec.structs.replace(value, body=good))


def follow(newsroom: Newsroom, editors: Editors, rounds: int) -> None:
    """Let editors change things, print after each few changes, and compare at the end of each round."""
    for _ in range(rounds):
        for _ in range(editors.random.randrange(1, 5)):
            editors.change()
        try:
            newsroom.print()
        except PressError as refused:
            # A press that begins anew refuses the same.
            with pytest.raises(PressError, match=r"no such article is published|leads to"):
                printed_anew(newsroom)
            assert "links to article:" in refused.message
            editors.mend()
            newsroom.print()
        ours, anew = pages(newsroom.folder.edition), printed_anew(newsroom)
        assert sorted(ours) == sorted(anew)
        assert [path for path in ours if ours[path] != anew[path]] == []


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10**6),
    articles=st.sampled_from([0, 3, 19, 30, 70]),
    alphabets=st.sampled_from([None, ("en", "be"), ("be", "en")]),
)
def test_any_changes_give_what_a_fresh_build_would(seed: int, articles: int, alphabets: tuple[str, str] | None) -> None:
    """`alphabets` are languages of a publication that prints Belarusian in Łacinka too; None for one that does not."""
    with tempfile.TemporaryDirectory() as name:
        newsroom = Newsroom(Path(name) / "pub", languages=alphabets or ("en", "be"), lacinka=alphabets is not None)
        editors = Editors(newsroom, seed)
        editors.begin(articles)
        try:
            newsroom.print()
        except PressError:
            editors.mend()
            newsroom.print()
        follow(newsroom, editors, rounds=4)


@pytest.mark.parametrize("lacinka", [False, True], ids=["one alphabet", "Łacinka too"])
def test_by_many_workers_and_all_at_once_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacinka: bool
) -> None:
    monkeypatch.setattr(making, "SMALL", 5)
    monkeypatch.setattr(making, "JOB_RECIPES", 7)
    monkeypatch.setattr(taking, "RANGE_ROWS", 9)
    newsroom = Newsroom(tmp_path / "pub", lacinka=lacinka)
    editors = Editors(newsroom, 7)
    editors.begin(40)
    editors.mend()
    newsroom.print()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)
    monkeypatch.setattr(taking, "WHOLE", 3)
    follow(newsroom, editors, rounds=3)


def test_an_edited_body_is_made_again_in_both_alphabets_with_the_feeds_of_both(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "pub", lacinka=True)
    story = article(1, language="be", address="2024/most", title="Мост", body=(Paragraph(html="Рака."),))
    newsroom.put(MASTHEAD, ANN, LAW, story)
    newsroom.print()
    newsroom.put(msgspec.structs.replace(story, body=(Paragraph(html="Новая рака."),)))
    _, why = explained(newsroom)
    forms = ("xml", "rss", "json")
    stems = [
        f"{folder}{stem}" for folder in ("be/", "be-latn/") for stem in ("feed", "topics/law", "authors/ann-river")
    ]
    assert set(why) == {
        "be/2024/most.html",
        "be-latn/2024/most.html",
        *(f"{stem}.{form}" for stem in ("all", *stems) for form in forms),
    }
    assert b"Novaja raka." in newsroom.files()["be-latn/feed.rss"]
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


# What is made again, and why


def explained(newsroom: Newsroom) -> tuple[Printed, dict[str, str]]:
    done = print_edition(newsroom.folder, wish=Wish(explain=True))
    return done, dict(done.explained)


@pytest.fixture
def standing(newsroom: Newsroom) -> Newsroom:
    """A publication of 60 articles in two topics by two authors; even numbers by one."""
    newsroom.put(MASTHEAD, SUPPORT, *TOPICS[:3], *PEOPLE[:2])
    for number in range(1, 61):
        even = number % 2 == 0
        newsroom.put(
            article(number, topics=("law",) if even else ("t0",), bylines=(Byline(person="ann" if even else "p0"),))
        )
    newsroom.print()
    return newsroom


def test_an_edited_body_makes_its_page_again_and_nothing_else(standing: Newsroom) -> None:
    standing.put(article(10, topics=("law",), body=(Paragraph(html="Other words."),)))
    done, why = explained(standing)
    assert why == {"2024/story-10.html": "“Story 10” was edited"}
    assert (done.made, done.rendered) == (1, 1)


def test_a_new_title_makes_again_what_shows_it(standing: Newsroom) -> None:
    before = standing.files()
    standing.put(article(30, topics=("law",), title="Another title"))
    done, why = explained(standing)
    after = standing.files()
    changed = {path for path in after if before.get(path) != after[path] and path != ".skaryna/edition.json"}
    naming = {path for path, data in after.items() if b"Another title" in data}
    naming |= {path for path in changed if path.startswith("search/w/")}  # words that came and went
    assert set(why) == changed == naming
    assert done.rendered <= len(naming)
    assert any(path.startswith("archive/") for path in naming)


def test_the_first_two_articles_of_a_new_file_of_the_sitemap_bring_it_into_the_index(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    newsroom.put(*(msgspec.structs.replace(ANN, bio=f"Bio {number}.") for number in range(SITEMAP_ROWS)))
    newsroom.print()
    newsroom.put(article(3), article(4))
    newsroom.print()
    assert "sitemaps/2.xml" in newsroom.read("sitemap.xml")
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)
    newsroom.drop("article", "a3")
    newsroom.drop("article", "a4")
    newsroom.print()
    assert "sitemaps/2.xml" not in newsroom.read("sitemap.xml")
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def test_a_body_that_the_feeds_have_makes_them_again(standing: Newsroom) -> None:
    standing.put(article(60, topics=("law",), body=(Paragraph(html="Other words."),)))
    _, why = explained(standing)
    assert set(why) == {
        "2024/story-60.html",
        *(
            f"{stem}.{form}"
            for stem in ("feed", "all", "topics/law", "authors/ann-river")
            for form in ("xml", "rss", "json")
        ),
    }


def test_a_day_that_becomes_known_brings_the_only_article_of_a_topic_into_its_feeds(standing: Newsroom) -> None:
    lone = article(90, topics=("lone",), published_at=None, address="undated/story-90")
    standing.put(Topic(id="lone", group="lone", language="en", slug="lone", name="Lone"), lone)
    standing.print()
    assert b"Story 90" not in standing.files()["topics/lone.xml"]
    standing.put(msgspec.structs.replace(lone, published_at=dt.datetime(2024, 5, 1, tzinfo=dt.UTC)))
    standing.print()
    for form in ("xml", "rss", "json"):
        assert b"Story 90" in standing.files()[f"topics/lone.{form}"]


def test_a_changed_day_brings_the_only_article_of_a_language_into_the_feed_of_all(standing: Newsroom) -> None:
    lone = article(91, language="be", published_at=dt.datetime(1999, 5, 1, tzinfo=dt.UTC), address="1999/story-91")
    standing.put(lone)
    standing.print()
    assert b"Story 91" not in standing.files()["all.xml"]
    standing.put(msgspec.structs.replace(lone, published_at=dt.datetime(2030, 5, 1, tzinfo=dt.UTC)))
    standing.print()
    assert b"Story 91" in standing.files()["all.xml"]


def test_a_renamed_author_makes_again_exactly_the_pages_that_name_them(standing: Newsroom) -> None:
    naming = {path for path, data in standing.files().items() if b"Ann River" in data}
    standing.put(msgspec.structs.replace(ANN, name="Ann Lake"))
    _, why = explained(standing)
    assert naming == {path for path, data in standing.files().items() if b"Ann Lake" in data}
    assert set(why) == naming
    assert set(why.values()) == {"“Ann Lake” was edited"}


def test_a_renamed_topic_of_the_menu_makes_its_language_again_and_no_other(standing: Newsroom) -> None:
    standing.put(article(61, language="be", address="2024/apovied", topics=(), bylines=()))
    standing.print()
    standing.put(msgspec.structs.replace(LAW, name="Courts"))
    _, why = explained(standing)
    assert "index.html" in why
    assert "be/index.html" not in why
    assert "2024/story-1.html" in why


def test_a_withdrawn_article_years_back_changes_a_few_pages_of_its_lists(standing: Newsroom) -> None:
    standing.drop("article", "a5")
    done, why = explained(standing)
    assert not any(b"Story 5<" in data for data in standing.files().values())
    assert done.removed == 1
    lists = [path for path in why if path.startswith(("archive/", "topics/t", "authors/"))]
    assert len(lists) <= 6
    assert len(why) < 20


def test_what_lists_keep_of_an_article_goes_with_it(standing: Newsroom) -> None:
    def kept() -> str:
        with contextlib.closing(sqlite3.connect(standing.folder.press_database)) as database:
            return "".join(value.decode(errors="replace") for (value,) in database.execute("select value from teaser"))

    assert ">Story 30</a>" in kept()
    standing.drop("article", "a30")
    print_edition(standing.folder)
    assert ">Story 30</a>" not in kept()
    assert ">Story 31</a>" in kept()


def test_what_lists_show_of_a_page_that_could_not_be_made_is_made_anew(standing: Newsroom) -> None:
    standing.put(article(3, body=(Paragraph(html='See <a href="article:nobody">that</a>.'),)))
    standing.put(msgspec.structs.replace(LAW, name="Courts"))
    with pytest.raises(PressError, match="no such article is published"):
        standing.print()
    standing.put(article(3))
    standing.print()
    assert pages(standing.folder.edition) == printed_anew(standing)


def test_a_changed_theme_makes_everything_again_and_writes_what_differs(standing: Newsroom) -> None:
    from skaryna.outside import approval

    record = approval.record_of(standing.folder)
    record.theme["words/en.toml"] = record.theme["words/en.toml"].replace('"Read next"', '"And then"')
    approval.keep(standing.folder, record)
    done, why = explained(standing)
    assert done.rendered > 70
    assert set(why.values()) == {"the theme changed"}
    assert done.made < done.rendered
    assert "And then" in standing.read("2024/story-30.html")


def test_nothing_new_makes_nothing(standing: Newsroom) -> None:
    done, why = explained(standing)
    assert (done.rendered, done.made, why) == (0, 0, {})


def test_an_article_that_is_withdrawn_and_comes_again_between_two_editions_is_found_by_its_new_number(
    standing: Newsroom,
) -> None:
    standing.drop("article", "a30")
    standing.put(article(30, topics=("law",)))
    standing.print()
    ours, anew = pages(standing.folder.edition), printed_anew(standing)
    assert [path for path in ours if ours[path] != anew[path]] == []


def test_an_hour_more_is_told_as_news(standing: Newsroom) -> None:
    moment = dt.datetime(2031, 5, 1, 10, tzinfo=dt.UTC)
    standing.put(article(92, published_at=moment))
    standing.print()
    standing.put(article(92, published_at=moment + dt.timedelta(hours=1)))
    standing.print()
    assert b"2031-05-01T11:00:00" in standing.files()["sitemaps/news.xml"]
