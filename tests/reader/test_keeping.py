"""Keep for offline: what a reader asked for can be read in flight mode, is verified, and is gone when they say so."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from skaryna.model import Figure, Paragraph
from skaryna.seal.keys.passphrase import Passphrases
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.sealing import Sealer
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_printing import picture
from tests.reader.mirror import Mirror, Reply
from tests.reader.test_edition import seal
from tests.seal.publishing import NOW

pytestmark = pytest.mark.browser

STORY = "2024/story-2.html"
WITH = "Keep with pictures"
WITHOUT = "Keep without pictures"
FORGET = "Forget all"
TOLD = "Nothing is kept on this device."


class Phone:
    """A reader's browser at a sealed edition."""

    def __init__(self, browser: Any, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.mirror = Mirror(newsroom.folder.edition)
        self.context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(self.mirror.url)
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def opens(self, path: str) -> str:
        self.page.goto(self.mirror.url + path)
        if self.page.query_selector("button.keep"):
            self.page.wait_for_selector("button.keep:visible >> nth=-1")
        return str(self.page.inner_text("body"))

    def asks_to_keep(self, what: str, path: str = STORY) -> None:
        self.opens(path)
        self.page.click("button.keep:visible >> nth=-1")
        self.page.click(f".keeper >> text={what}")

    def keeps(self, what: str = "This page", how: str = WITH, path: str = STORY) -> None:
        self.asks_to_keep(what, path)
        self.page.click(f".keeper >> text={how}")
        self.page.wait_for_selector("text=Done. It can be read without a network.")

    def said(self) -> str:
        self.page.wait_for_selector(".keeper[open]")
        return str(self.page.inner_text(".keeper"))

    def flies(self) -> None:
        """Flight mode, and a new start of the worker, as after a night in a pocket."""
        self.context.set_offline(True)
        self.mirror.stop()
        self.wakes()

    def wakes(self) -> None:
        """The worker's process ends; the next page starts it anew."""
        session = self.context.new_cdp_session(self.page)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()

    def files(self) -> list[str]:
        return list(
            self.page.evaluate(
                """async () => {
                    if (!(await caches.keys()).some((name) => name.includes("kept"))) return [];
                    const cache = await caches.open((await caches.keys()).find((name) => name.includes("kept")));
                    return (await cache.keys()).map(({ url }) => decodeURIComponent(url.split("?")[1]));
                }"""
            )
        )


def seal_again(newsroom: Newsroom) -> None:
    ring = Keyring(newsroom.folder.keys, Passphrases(None, {}))
    newsroom.print(Sealer(ring, name="The Ferry", address="https://ferry.example", now=lambda: NOW))


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path / "pub")
    boat = Figure(image=picture(made), alt="A teal boat")
    belarusian = article(9, language="be", address="2024/raka", title="Рака", topics=(), bylines=())
    made.put(
        MASTHEAD, ANN, LAW, article(1), article(2, lead_figure=boat, body=(Paragraph(html="The boat sank."), boat)),
        article(3), belarusian,
    )  # fmt: skip
    return seal(made)


@pytest.fixture
def phone(browser: Any, newsroom: Newsroom) -> Iterator[Phone]:
    made = Phone(browser, newsroom)
    yield made
    assert made.wrong == []
    made.context.close()
    made.mirror.stop()


def test_an_article_reads_the_same_in_flight_mode(phone: Phone) -> None:
    phone.opens(STORY)
    look = "getComputedStyle(document.querySelector('h1')).fontSize"
    before = phone.page.inner_text("main"), phone.page.evaluate(look)
    phone.keeps()
    assert "Pages kept: 2" in phone.said()
    phone.flies()
    phone.opens(STORY)
    assert (phone.page.inner_text("main"), phone.page.evaluate(look)) == before
    assert phone.page.evaluate("[...document.images].every((each) => each.complete && each.naturalWidth > 0)")
    assert "Story 2" in phone.opens("")
    assert "cannot be shown" in phone.opens("2024/story-1.html")
    phone.opens(STORY)
    phone.page.click("button.keep:visible >> nth=-1")
    assert "Pages kept: 2" in phone.said()


def test_the_pictures_that_a_page_shows_are_kept_where_lazy_ones_are_not_chosen_before_they_are_seen(
    phone: Phone,
) -> None:
    """Firefox: what it kept was another size than the page asked for, and pages were without pictures."""
    phone.context.add_init_script(
        """const told = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, "currentSrc");
        Object.defineProperty(HTMLImageElement.prototype, "currentSrc", {
            get() { return this.loading === "lazy" && this.closest("[hidden]") ? "" : told.get.call(this); },
        });"""
    )
    phone.keeps()
    phone.page.wait_for_function("() => [...document.images].every((each) => each.naturalWidth)")
    shown = phone.page.evaluate("[...document.images].map((each) => each.currentSrc)")
    assert {each.removeprefix(phone.mirror.url) for each in shown} < set(phone.files())


def test_how_much_it_takes_is_said_before_and_after(phone: Phone) -> None:
    phone.asks_to_keep("This page")
    phone.page.wait_for_selector(f"text={WITH}")
    assert phone.page.inner_text(".keeper [role=status]").startswith("Pages: 1, ")
    assert "Pictures: 1, about" in phone.said()
    assert "Room on this device" in phone.said()
    assert phone.files() == []
    phone.page.click(f"text={WITHOUT}")
    phone.page.wait_for_selector("text=Done.")
    assert "They take" in phone.said()
    assert not any("pictures/" in each for each in phone.files())


def test_nothing_is_kept_without_being_asked(phone: Phone) -> None:
    for path in (STORY, "archive.html", "2024/story-1.html", "search.html"):
        phone.opens(path)
    phone.page.fill("#words", "story")
    phone.page.press("#words", "Enter")
    phone.page.wait_for_selector("ol.found li")
    digests = phone.page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
            (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat().join(" ")"""
    )
    listed = {
        line.split("  ")[1]: line.split("  ")[0]
        for shard in (phone.newsroom.folder.edition / ".skaryna/sums").iterdir()
        for line in shard.read_text().splitlines()
        if "  " in line
    }
    told = [path for path, digest in listed.items() if digest in digests]
    assert told
    assert all(path.startswith(("assets/", ".skaryna/")) or path == "reader.js" for path in told), told
    phone.flies()
    assert "cannot be shown" in phone.opens(STORY)


def test_a_list_is_kept_with_its_articles_and_the_whole_publication_with_everything(phone: Phone) -> None:
    phone.keeps("This page and the articles on it", path="topics/law.html")
    kept = phone.files()
    assert {"topics/law.html", "2024/story-1.html", STORY, "2024/story-3.html", "index.html"} <= set(kept)
    assert "archive.html" not in kept
    phone.keeps("The whole publication in this language", path="")
    kept = phone.files()
    assert {"archive.html", "authors/ann-river.html", "genuine.html", "keep.js"} <= set(kept)
    assert not any(each.startswith("be/") for each in kept)
    phone.flies()
    for path in ("archive.html", "authors/ann-river.html", "2024/story-3.html"):
        assert "cannot be shown" not in phone.opens(path)


def test_forget_all_leaves_no_page(phone: Phone) -> None:
    phone.keeps()
    phone.page.click(f"text={FORGET}")
    phone.page.wait_for_selector(f"text={TOLD}")
    assert phone.files() == []
    assert not any("kept" in name for name in phone.page.evaluate("caches.keys()"))
    phone.flies()
    assert "cannot be shown" in phone.opens(STORY)


def test_what_an_intruder_altered_is_not_kept(phone: Phone) -> None:
    phone.mirror.spoil = lambda path, honest: (
        Reply(honest.body.replace(b"The boat sank", b"INTRUDER here"), content_type="text/html")  # type: ignore[union-attr]
        if path == STORY
        else honest
    )
    phone.opens("2024/story-1.html")
    # Three tries, then it is said which could not be had.
    phone.page.evaluate(
        """() => { const real = setTimeout; window.setTimeout = (does, ms) => real(does, ms > 1000 && ms < 9e4 ? 10 : ms); }"""
    )
    phone.page.goto(phone.mirror.url + "topics/law.html")
    phone.page.evaluate(
        """() => { const real = setTimeout; window.setTimeout = (does, ms) => real(does, ms > 1000 && ms < 9e4 ? 10 : ms); }"""
    )
    phone.page.click("button.keep:visible >> nth=-1")
    phone.page.click(".keeper >> text=The whole publication")
    phone.page.click(f"text={WITH}")
    phone.page.wait_for_selector("text=Pages that could not be had: 1", timeout=60_000)
    assert STORY not in phone.files()
    assert "Go on where it stopped" in phone.said()
    phone.mirror.spoil = None
    phone.page.click("text=Go on where it stopped")
    phone.page.wait_for_selector("text=Done.")
    assert STORY in phone.files()


def test_a_line_that_breaks_is_waited_for_and_stopping_keeps_what_is_there(phone: Phone) -> None:
    phone.asks_to_keep("The whole publication", path="")
    phone.page.wait_for_selector(f"text={WITH}")
    phone.context.set_offline(True)
    phone.page.click(f"text={WITH}")
    phone.page.wait_for_selector("text=No network. It goes on by itself")
    phone.context.set_offline(False)
    phone.page.wait_for_selector("text=Done.")
    phone.page.click("text=Close")

    phone.mirror.spoil = lambda path, honest: None if path.endswith("story-3.html") else honest
    phone.page.click("button.keep:visible >> nth=-1")
    phone.page.click(f"text={FORGET}")
    phone.page.click(".keeper >> text=The whole publication")
    phone.page.click(f"text={WITHOUT}")
    phone.page.wait_for_selector("text=/[1-9][0-9]* of/")
    phone.page.click(".keeper >> text=Stop")
    phone.page.wait_for_selector("text=Stopped. What was kept so far can be read.", timeout=60_000)
    assert "Go on where it stopped" in phone.said()


def test_a_kept_page_outlives_a_newer_edition_and_says_how_old_it_is(phone: Phone) -> None:
    phone.keeps()
    phone.newsroom.put(article(2, body=(Paragraph(html="The boat was raised."),)), article(4))
    seal_again(phone.newsroom)
    # The worker learns of the new edition; the page itself is not opened.
    phone.opens("archive.html")
    phone.page.wait_for_timeout(300)
    phone.wakes()
    phone.opens("archive.html")
    phone.flies()
    assert "The boat sank." in phone.opens(STORY)
    assert phone.page.wait_for_selector(".seal").inner_text().startswith("Authentic, not confirmed since")


def test_bringing_up_to_date_takes_what_changed_and_drops_what_was_before(phone: Phone) -> None:
    phone.keeps()
    before = phone.files()
    phone.newsroom.put(article(2, body=(Paragraph(html="The boat was raised."),)))
    seal_again(phone.newsroom)
    phone.wakes()
    phone.opens(STORY)
    phone.page.click("button.keep:visible >> nth=-1")
    phone.page.click("text=Bring up to date")
    phone.page.wait_for_selector("text=Done.")
    # The picture is in the article no more.
    assert any("pictures/" in each for each in before)
    assert not any("pictures/" in each for each in phone.files())
    phone.flies()
    assert "The boat was raised." in phone.opens(STORY)


MANY = 130


@pytest.fixture
def archive(browser: Any, tmp_path: Path) -> Iterator[Phone]:
    """A reader at a publication of 130 articles, each third with a picture of its own size."""
    made = Newsroom(tmp_path / "many")
    boat = Figure(image=picture(made), alt="A teal boat")
    stories = [
        article(number, lead_figure=boat if number % 3 == 0 else None, body=(Paragraph(html="A word of it. " * 200),))
        for number in range(1, MANY + 1)
    ]
    made.put(MASTHEAD, ANN, LAW, *stories, article(900, language="be", address="2024/raka", title="Рака"))
    phone = Phone(browser, seal(made))
    yield phone
    assert phone.wrong == []
    phone.context.close()
    phone.mirror.stop()


def stories(phone: Phone) -> set[str]:
    return {each for each in phone.files() if each.startswith("2024/story-")}


def has_room(phone: Phone, megabytes: float) -> None:
    """The browser's storage has so much room left, as it says."""
    told = f"{{ quota: {int(megabytes * 1e6) + 1000}, usage: 1000 }}"
    phone.page.evaluate(f"() => {{ navigator.storage.estimate = async () => ({told}); }}")


def test_all_articles_are_kept_however_many_and_how_much_that_is_is_said_before(archive: Phone) -> None:
    archive.asks_to_keep("The whole publication", path="")
    archive.page.wait_for_selector(f"text={WITHOUT}")
    said = archive.page.inner_text(".keeper [role=status]")
    assert f"Articles: {MANY}; about" in said
    told = re.search(r"about ([\d.]+) (KB|MB) without pictures", said)
    assert told
    root = archive.newsroom.folder.edition
    files = [path for path in root.rglob("*.html") if "be" not in path.relative_to(root).parts]
    true = sum(path.stat().st_size for path in files)
    assert 0.7 < float(told[1]) * (1e3 if told[2] == "KB" else 1e6) / true < 1.4
    assert "there is room for about" not in said
    assert archive.files() == []
    archive.page.click(f"text={WITHOUT}")
    archive.page.wait_for_selector("text=Done.", timeout=90_000)
    assert len(stories(archive)) == MANY
    archive.flies()
    assert "A word of it." in archive.opens("2024/story-1.html")


def test_where_there_is_little_room_the_newest_are_kept_whole_and_it_goes_on_when_there_is_more(archive: Phone) -> None:
    archive.opens("")
    has_room(archive, 0.4)
    archive.page.click("button.keep:visible >> nth=-1")
    archive.page.click(".keeper >> text=The whole publication")
    archive.page.wait_for_selector(f"text={WITH}")
    said = archive.page.inner_text(".keeper [role=status]")
    some = re.search(r"there is room for about (\d+) of them, without for about (\d+); the newest come first", said)
    assert some
    assert 0 < int(some[1]) <= int(some[2]) < MANY
    archive.page.click(f"text={WITH}")
    archive.page.wait_for_selector("text=There is no room left on this device.", timeout=60_000)
    kept = stories(archive)
    assert 0 < len(kept) < MANY
    assert "2024/story-1.html" not in kept
    newest = {f"2024/story-{number}.html" for number in range(MANY - len(kept) - 5, MANY + 1)}
    assert kept <= newest
    has_room(archive, 50)
    archive.page.click("text=Go on where it stopped")
    archive.page.wait_for_selector("text=Done.", timeout=90_000)
    assert len(stories(archive)) == MANY


def test_an_article_of_which_a_part_is_missing_is_not_kept_as_if_it_were_whole(phone: Phone) -> None:
    phone.asks_to_keep("This page")
    phone.page.wait_for_selector(f"text={WITH}")
    phone.mirror.spoil = lambda path, honest: None if path.startswith("pictures/") else honest
    phone.page.click(f".keeper >> text={WITH}")
    phone.page.wait_for_function("() => document.querySelector('.keeper progress').value > 0")
    phone.page.wait_for_timeout(500)
    phone.page.click(".keeper >> text=Stop")
    phone.page.wait_for_selector("text=Stopped. What was kept so far can be read.", timeout=3_000)
    assert "index.html" in phone.files()
    assert STORY not in phone.files()
    phone.flies()
    assert "cannot be shown" in phone.opens(STORY)


def test_a_tab_that_was_closed_in_between_leaves_whole_pages_and_a_way_to_go_on(archive: Phone) -> None:
    archive.asks_to_keep("The whole publication", path="")
    archive.page.click(f".keeper >> text={WITH}")
    archive.page.wait_for_selector("text=/[2-9][0-9] of/")
    archive.opens("archive.html")
    kept = stories(archive)
    assert 0 < len(kept) < MANY
    pictures = {each for each in archive.files() if each.startswith("pictures/")}
    assert pictures
    archive.page.click("button.keep:visible >> nth=-1")
    archive.page.click("text=Go on where it stopped")
    archive.page.wait_for_selector("text=Done.", timeout=90_000)
    assert len(stories(archive)) == MANY


def test_bringing_the_whole_publication_up_to_date_brings_new_articles_too(phone: Phone) -> None:
    phone.keeps("The whole publication in this language", how=WITHOUT, path="")
    phone.newsroom.put(article(4, title="A new story"))
    seal_again(phone.newsroom)
    phone.wakes()
    phone.opens("archive.html")
    phone.page.click("button.keep:visible >> nth=-1")
    phone.page.click("text=Bring up to date")
    phone.page.wait_for_selector("text=Done.")
    phone.flies()
    assert "The body of story 4." in phone.opens("2024/story-4.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_keeping_is_accessible_and_works_by_keyboard(browser: Any, newsroom: Newsroom, scheme: str) -> None:
    phone = Phone(browser, newsroom)
    phone.page.emulate_media(color_scheme=scheme)
    phone.opens(STORY)
    phone.page.focus("button.keep >> nth=0")
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector(".keeper[open]")
    found = Axe().run(phone.page)
    assert found.violations_count == 0, found.generate_report()
    phone.page.keyboard.press("Tab")
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector(f"text={WITH}")
    assert phone.page.evaluate("document.activeElement.textContent") == WITH
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_selector("text=Done.")
    found = Axe().run(phone.page)
    assert found.violations_count == 0, found.generate_report()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.page.keyboard.press("Escape")
    assert phone.page.query_selector(".keeper[open]") is None
    phone.context.close()
    phone.mirror.stop()
