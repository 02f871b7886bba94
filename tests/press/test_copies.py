"""Copies of sources: made with the page that cites them, signed with it, and never more than text and a picture."""

import datetime as dt
import io

import msgspec
import pytest
from PIL import Image as Pillow

from skaryna.errors import ValueRefusedError
from skaryna.model import Embed, Figure, Heading, Image, Page, Paragraph, Source, digest
from skaryna.model.archived import ArchivedText, bare
from skaryna.model.blocks import Archived, Original
from skaryna.outside import sources
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.press.test_increments import pages, printed_anew

TAKEN = dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)
ADDRESS = "https://statistics.example/report?year=2024"
TEXT = ArchivedText(
    title="A report <script>", body=(Heading(text="Numbers"), Paragraph(html="Seven of ten &amp; more.")), language="en"
)


def copy(newsroom: Newsroom, text: ArchivedText = TEXT, *, offered: bool = False, picture: bool = False) -> Archived:
    """Keep a copy in the folder as the newsroom does."""
    media = newsroom.folder.media
    original: Original | msgspec.UnsetType = msgspec.UNSET
    if offered:
        data = b"WARC/1.1\r\n\r\n"
        original = Original(digest=sources.put(media, data, "warc"), suffix="warc", size=len(data))
    image: Image | msgspec.UnsetType = msgspec.UNSET
    if picture:
        buffer = io.BytesIO()
        Pillow.new("RGB", (1280, 3000), "white").save(buffer, "PNG")
        key = sources.put(media, buffer.getvalue(), "png")
        image = Image(digest=key, name=f"sources/{key}.png", width=1280, height=3000, type="image/png")
    return Archived(
        digest=sources.put_text(media, text), address=ADDRESS, taken_at=TAKEN, original=original, picture=image
    )


def source(copy: Archived, **more: object) -> Source:
    return Source(title="The report", address=ADDRESS, archived=copy, **more)  # type: ignore[arg-type]


def published(newsroom: Newsroom, *body: object) -> str:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1, body=body))
    newsroom.print()
    return newsroom.read("2024/story-1.html")


def test_a_copy_has_a_page_of_its_own_beside_the_source(newsroom: Newsroom) -> None:
    kept = copy(newsroom, picture=True)
    page = published(newsroom, Paragraph(html="Words."), source(kept))
    path = f"2024/story-1.source-{kept.digest[:12]}.html"
    assert f'<a href="../{path}">Archived copy</a>, <time datetime="2024-05-06T07:08:00+00:00">' in page
    assert f'<a href="{ADDRESS}" rel="noopener noreferrer">The report</a>' in page
    shown = newsroom.read(path)
    assert "Seven of ten &amp; more." in shown
    assert "A report &lt;script&gt;" in shown
    assert "A report <script>" not in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert f'href="{ADDRESS}" rel="noopener noreferrer nofollow"' in shown
    assert '<a href="../2024/story-1.html">Story 1</a>' in shown
    assert "6 May 2024" in shown
    assert 'srcset="../pictures/' in shown
    assert not [name for name, data in newsroom.files().items() if "sitemap" in name and path.encode() in data]


def test_readers_are_led_to_the_copy_first_where_an_editor_saw_that_the_link_is_dead(newsroom: Newsroom) -> None:
    kept = copy(newsroom)
    page = published(newsroom, source(kept, dead=True))
    path = f"2024/story-1.source-{kept.digest[:12]}.html"
    assert f'<a href="../{path}">The report</a>' in page
    assert f'<a href="{ADDRESS}" rel="noopener noreferrer nofollow">Where it was</a>' in page
    assert "leads nowhere any more" in page
    assert "leads nowhere any more" in newsroom.read(path)


def test_a_dead_link_without_a_copy_says_so(newsroom: Newsroom) -> None:
    page = published(newsroom, Source(title="The report", address=ADDRESS, dead=True))
    assert "leads nowhere any more" in page
    assert f'href="{ADDRESS}"' in page


def test_readers_get_the_web_archive_only_where_editors_let_them(newsroom: Newsroom) -> None:
    published(newsroom, source(copy(newsroom)))
    assert not [path for path in newsroom.files() if ".warc" in path]
    kept = copy(newsroom, offered=True)
    newsroom.put(article(1, body=(source(kept),)))
    newsroom.print()
    assert kept.original
    path = f"2024/story-1.source-{kept.original.digest[:12]}.warc"
    assert newsroom.files()[path] == b"WARC/1.1\r\n\r\n"
    assert f'<a href="../{path}" download>' in newsroom.read(f"2024/story-1.source-{kept.digest[:12]}.html")


def test_a_strangers_page_never_lies_among_ours_as_a_page(newsroom: Newsroom) -> None:
    """On a stick, or behind a server that sends no policy, its scripts would run as ours."""
    data = b"<!doctype html><script>alert(1)</script>"
    original = Original(digest=sources.put(newsroom.folder.media, data, "html"), suffix="html", size=len(data))
    kept = msgspec.structs.replace(copy(newsroom), original=original)
    published(newsroom, source(kept))
    holding = [path for path, found in newsroom.files().items() if found == data]
    assert holding == [f"2024/story-1.source-{original.digest[:12]}.html.txt"]


def test_two_articles_that_cite_one_copy_have_a_page_of_it_each(newsroom: Newsroom) -> None:
    kept = copy(newsroom)
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1, body=(source(kept),)), article(2, body=(source(kept),) * 2))
    newsroom.print()
    name = f"source-{kept.digest[:12]}.html"
    assert "Story 1" in newsroom.read(f"2024/story-1.{name}")
    assert "Story 2" in newsroom.read(f"2024/story-2.{name}")


def test_a_standing_page_shows_copies_too(newsroom: Newsroom) -> None:
    kept = copy(newsroom)
    page = Page(id="about", group="about", language="en", slug="about", title="About us", body=(source(kept),))
    newsroom.put(MASTHEAD, SUPPORT, page)
    newsroom.print()
    assert "About us" in newsroom.read(f"about.source-{kept.digest[:12]}.html")


def test_a_copy_that_comes_changes_and_goes_leaves_what_a_press_that_begins_anew_would_print(
    newsroom: Newsroom,
) -> None:
    first, second = copy(newsroom), copy(newsroom, ArchivedText(title="Another"), offered=True, picture=True)
    published(newsroom, source(first))
    for body in ((source(second),), (source(second, dead=True), source(first)), (Paragraph(html="No more."),)):
        newsroom.put(article(1, body=body))
        newsroom.print()
        assert pages(newsroom.folder.edition) == printed_anew(newsroom)
    assert not [path for path in newsroom.files() if ".source-" in path]
    newsroom.drop("article", "a1")
    newsroom.print()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def test_a_copy_that_somebody_changed_is_not_printed_and_readers_keep_the_page_before(newsroom: Newsroom) -> None:
    before = published(newsroom, Paragraph(html="Words."))
    kept = copy(newsroom)
    sources.place(newsroom.folder.media, kept.digest, "json").write_text('{"title":"Lies"}')
    newsroom.put(article(1, body=(source(kept),)), article(2))
    printed = newsroom.print()
    assert newsroom.read("2024/story-1.html") == before
    assert (newsroom.folder.edition / "2024/story-2.html").exists()
    assert any("is not the one that was approved" in warning for warning in printed.warnings)


def test_a_copy_whose_file_is_gone_is_named(newsroom: Newsroom) -> None:
    kept = copy(newsroom)
    sources.drop(newsroom.folder.media, kept.digest, "json")
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1, body=(source(kept),)), article(2))
    assert any(f"sources/{kept.digest}.json is not in" in each for each in newsroom.print().warnings)
    assert not (newsroom.folder.edition / "2024/story-1.html").exists()


def test_a_copy_holds_no_link_no_picture_and_no_card() -> None:
    blocks = (
        Paragraph(html='See <a href="article:secret">this</a> and <a href="https://track.example/?id=7">that</a>.'),
        Figure(caption="A <em>boat</em>"), Embed(address="https://video.example/", title="A film & more"),
        Source(title="A source", address="https://s.example/"),
    )  # fmt: skip
    found = bare(blocks)
    assert [getattr(each, "html", "") for each in found] == [
        "See this and that.", "A <em>boat</em>", "A film &amp; more", "A source",
    ]  # fmt: skip
    ArchivedText(title="T", body=found)
    for block in blocks:
        with pytest.raises(ValueRefusedError, match="holds a link, or what is no text"):
            ArchivedText(title="T", body=(block,))


def test_a_copy_is_named_by_a_digest_and_nothing_else() -> None:
    for wrong in ("../../etc/passwd", "A" * 64, ""):
        with pytest.raises(ValueRefusedError):
            Archived(digest=wrong, address=ADDRESS)
        with pytest.raises(ValueRefusedError):
            Original(digest=wrong, suffix="warc", size=1)
    with pytest.raises(ValueRefusedError):
        Archived(digest=digest(b""), address="javascript:alert(1)")
