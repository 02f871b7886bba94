"""What we export loads in a really running Ghost, its readers see it, and what that Ghost exports comes back.

Needs a Ghost with its node_modules, which nobody packs: name its folder in SKARYNA_TEST_GHOST, and a Node 22 or newer in
SKARYNA_TEST_GHOST_NODE where the one on the path is older (`npm i ghost@6`; docs/rescue.md).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring

from skaryna.export import export
from skaryna.export.gathering import of_values
from skaryna.model import Article, Embed, Figure, Paragraph, Person, Publication, Source, Topic, decode, encode
from skaryna.model.journal import KINDS, Value
from skaryna.rescue import Media, rescue
from tests.export.ghost.site import OWNER, Ghost, missing, running
from tests.export.test_wordpress import VALUES as SHARED
from tests.export.values import COPY, PICTURES, put_pictures

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]
PUBLICATION = Publication(name="The Ferry & Co", url="https://ferry.example", languages=("en", "be"))
MORE: list[Value] = [
    Topic(id="t9", group="tg9", language="en", slug="water", name="#, Water", description="w" * 700),
    Person(id="p9", group="pg9", language="en", slug="lena", name="Lena", bio="b" * 400),
    Article(
        id="a9", group="g9", language="en", address="2021/ferry", title="A title as long as a river: " + "and on " * 50,
        lead="A lead of many words. " * 20, topics=("tg9",), published_at=dt.datetime(2021, 3, 4, 5, 6, 7, tzinfo=dt.UTC),
        lead_figure=Figure(image=PICTURES[2][0], alt="a very long description " * 12),
        body=(
            Paragraph(html="Another ferry, at the same address in another year."),
            Source(title="The report", address=COPY.address, archived=COPY, publisher="Office", note="See <em>page 7</em>."),
            Embed(address="https://v.example/watch?v=1&t=2", title="A film", provider="Films", description="It shows a boat."),
            Figure(caption="A picture that <em>was lost</em>"),
        ),
    ),
]  # fmt: skip
VALUES = [*SHARED, *MORE]


@dataclass
class Moved:
    """A Ghost after an import of our export."""

    site: Ghost
    posts: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    folder = tmp_path_factory.mktemp("ghost")
    export(of_values(PUBLICATION, VALUES), form="ghost", target=folder / "out", media=put_pictures(folder / "media"))
    (folder / "site").mkdir()
    with running(folder / "site") as site:
        site.take(folder / "out")
        yield Moved(site, {each["title"]: each for each in site.table("posts")})


def shown(site: Ghost, path: str) -> Any:
    return document_fromstring(site.page(path))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_ghost_takes_every_article_page_and_notice_with_its_day(moved: Moved) -> None:
    found = {
        (each["title"][:30], each["type"], each["status"], (each["published_at"] or "")[:19].replace(" ", "T"))
        for each in moved.posts.values()
    }
    assert found == {
        ("The ferry is <back> & well", "post", "published", "2020-05-01T10:30:07"),
        # Ghost must have a day; without one the oldest would be the newest.
        ("Nobody knows the day", "post", "published", "2020-01-01T00:00:00"),
        ("Паром вярнуўся", "post", "published", "2020-05-02T09:00:00"),
        ("A title as long as a river: an", "post", "published", "2021-03-04T05:06:07"),
        ("About us", "page", "published", "2020-01-01T00:00:00"),
        ("A claim", "post", "draft", ""),
    }
    assert sorted(each["slug"] for each in moved.posts.values()) == [
        "about", "ferry", "ferry-en", "gone", "old", "parom",
    ]  # fmt: skip
    assert moved.posts["Паром вярнуўся"]["locale"] == "be"
    said = {each["title"]: each["custom_excerpt"] for each in moved.posts.values()}
    assert said["The ferry is <back> & well"] == "It took a week \\ or two."


def test_its_readers_see_an_article_as_ours_did(moved: Moved) -> None:
    page = shown(moved.site, "/ferry/")
    (article,) = page.xpath("//article[contains(@class, 'gh-article')]") or page.xpath("//article")[:1]
    said = words(page)
    assert page.xpath("//h1")[0].text_content().strip() == "The ferry is <back> & well"
    assert "It took a week \\ or two." in said
    assert "Ann River" in said
    assert "Jan “J” O’Neil" in said
    assert "Law & order" in said
    for each in ("It \\ crossed ]]> [gallery] again, as we said and others.", "Then it “left”.", "What [now]?", "A rope",
                 "So it is", "A passenger", "With words"):  # fmt: skip
        assert each in said, each
    assert article.xpath(".//h3[contains(., 'What [now]?')]")
    assert article.xpath(".//ol/li[strong]")
    assert article.xpath(".//blockquote")
    assert len(article.xpath(".//table")) == 2
    assert [code.text_content() for code in article.xpath(".//pre/code")] == ["if (a < b) {\n\n  c\\n;\n}"]
    # It adds where readers came from (its setting “outbound link tagging”), and keeps the link as it was.
    links = {each.replace("?ref=localhost", "").replace("&ref=localhost", "") for each in article.xpath(".//a/@href")}
    assert {"https://x.example/?a=1&b=2", "https://ferry.example/2020/old.html"} <= links
    assert "ref=localhost" not in moved.posts["The ferry is <back> & well"]["lexical"]
    (lead,) = page.xpath("//img[@alt='A ferry & a \"bridge\"']")
    assert "The old ferry" in said
    assert PICTURES[1][0].name in lead.get("src")
    (shown_figure,) = page.xpath("//figure[.//img[@alt='A rope']]")
    assert words(shown_figure) == "A rope Jan"


def test_its_readers_see_sources_cards_and_what_is_left_of_lost_pictures(moved: Moved) -> None:
    said = words(shown(moved.site, "/ferry-en/"))
    for each in ("The report. Office. See page 7.", "A film Films: It shows a boat.", "A picture that was lost"):
        assert each in said, each
    assert "Паром вярнуўся" in words(shown(moved.site, "/parom/"))
    assert "We are here." in words(shown(moved.site, "/about/"))


def test_authors_tags_and_pictures_are_there(moved: Moved) -> None:
    users = {each["name"]: each for each in moved.site.table("users") if each["email"] != OWNER["email"]}
    assert set(users) == {"Ann River", "Jan “J” O’Neil", "Lena"}
    assert users["Ann River"]["bio"] == "Ann writes."
    assert all(each["email"].endswith("@author.invalid") for each in users.values())
    page = shown(moved.site, "/author/ann-river/")
    assert "The ferry is <back> & well" in words(page)
    assert any(PICTURES[2][0].name in src for src in page.xpath("//img/@src"))
    tags = {each["name"]: each for each in moved.site.table("tags") if not each["name"].startswith("#")}
    assert set(tags) == {"Law & order", "Water"}
    assert tags["Law & order"]["description"] == "On <laws>."
    assert "The ferry is <back> & well" in words(shown(moved.site, "/tag/law/"))
    stored = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (moved.site.content / "images").rglob("*.png")
        if "size" not in path.parts
    }
    assert {image.digest for image, _ in PICTURES} <= stored


def test_pictures_that_were_copied_into_its_folder_have_its_smaller_sizes(tmp_path: Path) -> None:
    """In a zip file Ghost 6 takes pictures for files: readers see them, in one size."""
    picture, data = PICTURES[1]
    lead = Article(
        id="a1", group="g1", language="en", address="2020/ferry", title="The ferry", body=(Paragraph(html="It came."),),
        lead_figure=Figure(image=picture, alt="A ferry"),
    )  # fmt: skip
    export(
        of_values(PUBLICATION, [lead]), form="ghost", target=tmp_path / "out", media=put_pictures(tmp_path / "media")
    )
    (tmp_path / "site").mkdir()
    with running(tmp_path / "site") as site:
        site.take(tmp_path / "out", packed=False)
        (shown_picture,) = shown(site, "/ferry/").xpath("//img[@alt='A ferry']")
    assert shown_picture.get("src").startswith("/content/images/size/w")
    assert (site.content / "images" / picture.name).read_bytes() == data


@pytest.mark.browser
def test_its_editor_opens_what_came(moved: Moved, browser: Any) -> None:
    """Each block is one of its own: nothing is shown as broken, and nothing is one long piece of HTML."""
    article = moved.posts["The ferry is <back> & well"]
    kinds = [node["type"] for node in json.loads(article["lexical"])["root"]["children"]]
    assert kinds.count("html") == 2, "its editor has no tables"
    assert {"paragraph", "image", "codeblock", "list"} <= set(kinds)
    assert {"heading", "extended-heading"} & set(kinds)
    assert {"quote", "extended-quote"} & set(kinds)
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{moved.site.home}/ferry/")
    assert (
        page.evaluate(
            "[...document.querySelectorAll('article img')].filter((each) => each.complete && !each.naturalWidth).length"
        )
        == 0
    )
    page.close()
    assert errors == []


def test_what_went_there_comes_back_the_same(moved: Moved, tmp_path: Path) -> None:
    """Authors and topics that no article names, and mastheads, do not: Ghost has no place for them."""
    path = tmp_path / "back.json"
    path.write_bytes(moved.site.exported())
    found = list(rescue([path], media=Media([moved.site.content / "images"])))
    assert not any(each.problem for each in found)
    again = [decode(each.value, KINDS[each.kind]) for one in found for each in one.carried]

    def key(value: Value) -> tuple[str, str]:
        return type(value).__name__, getattr(value, "id", "")

    wanted = [each for each in VALUES if getattr(each, "id", "") not in {"p9"}]
    assert sorted(again, key=key) == sorted(wanted, key=key)
    everything = b"".join(map(encode, found))
    assert OWNER["email"].encode() not in everything
    assert b"$2" not in everything


def test_what_somebody_changed_in_ghost_is_taken_as_it_is_there(moved: Moved, tmp_path: Path) -> None:
    exported = json.loads(moved.site.exported())
    for row in exported["db"][0]["data"]["posts"]:
        for name in ("lexical", "html", "plaintext"):
            row[name] = (row[name] or "").replace("again, as", "again and again, as")
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(exported))
    found = [each for each in rescue([path]) if each.draft and "again and again" in each.draft.text]
    assert [each.carried for each in found] == [()]
    assert any("does not say the same" in mark for mark in found[0].draft.marks)  # type: ignore[union-attr]
