"""What we export loads in a real WordPress, and what a real WordPress exports comes back: value for value.

Needs Debian's packages `wordpress`, `php-mysql`, `mariadb-server`; and, for the way there, WordPress's importer, a plug-in that
Debian does not pack: put it among WordPress's plug-ins, or name its folder in SKARYNA_TEST_WORDPRESS_IMPORTER.
"""

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from skaryna.export import export
from skaryna.export.gathering import of_values
from skaryna.model import (
    Article,
    Byline,
    Code,
    Figure,
    Heading,
    List,
    Page,
    Paragraph,
    Person,
    Publication,
    Quotation,
    Table,
    Topic,
    Withdrawal,
    decode,
    encode,
)
from skaryna.model.journal import KINDS, Value
from skaryna.rescue import Media, rescue
from tests.export.values import PICTURES, put_pictures
from tests.export.wordpress.site import WordPress, database, importer, missing, old_site

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=missing())]
NO_IMPORTER = "WordPress's importer is not on this machine; name its folder in SKARYNA_TEST_WORDPRESS_IMPORTER"

VALUES: list[Value] = [
    Topic(id="t1", group="tg1", language="en", slug="law", name="Law & order", description="On <laws>."),
    Topic(id="t2", group="tg1", language="be", slug="prava", name="Права"),
    Person(id="p1", group="pg1", language="en", slug="ann-river", name="Ann River", bio="Ann <em>writes</em>.", portrait=PICTURES[2][0]),
    Person(id="p2", group="pg2", language="en", slug="jan", name="Jan “J” O’Neil", bio="", pseudonymous=True),
    Page(id="s1", group="s1", language="en", slug="about", title="About us", body=(Paragraph(html="We are <strong>here</strong>."),), role="about"),
    Article(
        id="a1", group="g1", language="en", address="2020/ferry", title="The ferry is <back> & well", lead="It took a week \\ or two.",
        bylines=(Byline(person="pg1"), Byline(person="pg2", role="photographs")), topics=("tg1",),
        published_at=dt.datetime(2020, 5, 1, 10, 30, 7, tzinfo=dt.UTC), updated_at=dt.datetime(2020, 6, 1, 8, 0, tzinfo=dt.UTC),
        lead_figure=Figure(image=PICTURES[1][0], alt="A ferry & a \"bridge\"", caption="The old <em>ferry</em>", credit="Ann River"), legacy_reads=77,
        body=(
            Paragraph(html='It \\ crossed ]]&gt; [gallery] again, as <a href="article:g2">we said</a> and <a href="https://x.example/?a=1&amp;b=2">others</a>.<br>Then it “left”.'),
            Heading(text="What [now]?", level=3),
            Figure(image=PICTURES[0][0], alt="A rope", caption="A rope", credit="Jan"),
            Code(text="if (a < b) {\n\n  c\\n;\n}"),
            List(items=("one", "two <strong>2</strong>"), ordered=True),
            Quotation(html="So it is", attribution="A passenger"),
            Table(rows=(("1", "2"), ("3", "<em>4</em>")), head=("a", "b")),
            Table(rows=(("5", "6"),), caption="With words"),
        ),
    ),
    Article(id="a2", group="g2", language="en", address="2020/old", title="Nobody knows the day", body=(Paragraph(html="It was long ago."),)),
    Article(
        id="a3", group="g1", language="be", address="2020/parom", title="Паром вярнуўся", topics=("tg1",), bylines=(Byline(person="pg1"),),
        published_at=dt.datetime(2020, 5, 2, 9, 0, tzinfo=dt.UTC), body=(Paragraph(html="Ён вярнуўся."),),
    ),
    Withdrawal(id="w1", group="w1", language="en", address="2019/gone", title="A claim", at=dt.datetime(2021, 1, 2, 3, 4, 5, tzinfo=dt.UTC), text="It was <em>wrong</em>."),
]  # fmt: skip


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WordPress, Path]]:
    """A new site, and the folder that the old one serves."""
    folder = tmp_path_factory.mktemp("wp")
    old = folder / "old"
    old.mkdir()
    with ExitStack() as stack:
        sock = stack.enter_context(database(folder))
        port = stack.enter_context(old_site(old))
        site = WordPress(folder, sock, port)
        site.run("install")
        yield site, old


@pytest.fixture(scope="module")
def moved(wordpress: tuple[WordPress, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[WordPress, str, str]:
    """The same site after an import of our export; what the importer said, and where the publication was."""
    if importer() is None:
        pytest.skip(NO_IMPORTER)
    site, old = wordpress
    folder = tmp_path_factory.mktemp("export")
    root = f"http://127.0.0.1:{site.old_port}"
    publication = Publication(name="The Ferry & Co", url=root, languages=("en", "be"))
    export(of_values(publication, VALUES), form="wxr", target=folder / "out", media=put_pictures(folder / "media"))
    shutil.move(folder / "out" / "media", old / "media")
    return site, site.run("import", str(folder / "out" / "export.xml")), root


def posts(site: WordPress) -> dict[str, dict[str, Any]]:
    return {each["title"]: each for each in site.told()["posts"] if each["type"] != "attachment"}


def test_wordpress_takes_everything_and_complains_of_nothing_that_it_can_have(
    moved: tuple[WordPress, str, str],
) -> None:
    site, said, _ = moved
    assert "All done" in said
    # Languages and second authors are plug-ins' there.
    told = {each.strip() for each in said.partition("<p>")[0].split("<br />") if each.strip()}
    assert told <= {
        "Failed to import language be",
        "Failed to import author Ann River",
        "Failed to import author Jan “J” O’Neil",
    }
    found = posts(site)
    article = found["The ferry is <back> & well"]
    assert (article["type"], article["status"], article["date"]) == ("post", "publish", "2020-05-01 10:30:07")
    assert (article["author"], article["excerpt"]) == ("Ann River", "It took a week \\ or two.")
    assert article["permalink"] == f"{site.home}/2020/ferry.html"
    assert [term[2].replace("&amp;", "&") for term in article["terms"]] == ["Law & order"]
    assert article["featured"] == PICTURES[1][0].name
    assert [term[2] for term in found["Паром вярнуўся"]["terms"]] == ["Права"]
    assert found["About us"]["type"] == "page"
    assert found["A claim"]["status"] == "private"
    # WordPress must have a day; without one the oldest would be the newest.
    assert found["Nobody knows the day"]["date"] == "2020-01-01 00:00:00"
    assert found["Nobody knows the day"]["permalink"] == f"{site.home}/2020/old.html"
    users = {(login, name) for login, name, _ in site.told()["users"]}
    assert {("ann-river-en", "Ann River"), ("jan-en", "Jan “J” O’Neil")} <= users
    assert not any(mail for login, _, mail in site.told()["users"] if login != "admin")


def test_pictures_are_in_its_library_with_their_words(moved: tuple[WordPress, str, str]) -> None:
    site, _, root = moved
    found = {each["title"]: each for each in site.told()["posts"] if each["type"] == "attachment"}
    assert set(found) == {image.name for image, _ in PICTURES}
    for image, data in PICTURES:
        assert Path(found[image.name]["file"]).read_bytes() == data
    lead = found[PICTURES[1][0].name]
    assert (lead["alt"], lead["excerpt"]) == ('A ferry & a "bridge"', "The old <em>ferry</em>")
    assert "/2020/05/" in lead["url"]
    text = posts(site)["The ferry is <back> & well"]["content"]
    assert found[PICTURES[0][0].name]["url"] in text
    assert f"{root}/media/" not in text


def test_its_readers_see_the_article(moved: tuple[WordPress, str, str]) -> None:
    site, _, root = moved
    with site.serving():
        page = site.page(f"{site.home}/2020/ferry.html").decode()
        picture = next(each["url"] for each in site.told()["posts"] if each["title"] == PICTURES[0][0].name)
        assert site.page(picture) == PICTURES[0][1]
    assert "<em>ferry</em>" not in page.partition("<h1>")[0]
    assert "again, as" in page
    assert ("[gallery]" in page) or ("&#91;gallery]" in page)
    assert f'<a href="{root}/2020/old.html">we said</a>' in page
    assert "c\\n;" in page
    assert "if (a &lt; b) {\n\n" in page  # No paragraphs are put into code.
    assert "<p></p>" not in page
    assert "wp-block-quote" in page
    assert "wp:paragraph" not in page


@pytest.mark.browser
def test_its_editor_takes_every_block_for_its_own(moved: tuple[WordPress, str, str], browser: Any) -> None:
    """A block that it does not understand would be shown as broken to whoever opens the article."""
    site, _, _ = moved
    with site.serving():
        page = browser.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{site.home}/blocks?name=ferry")
        page.wait_for_function("document.title.startsWith('[')", timeout=60_000)
        found = json.loads(page.title())
        page.close()
    assert errors == []
    names = [name.removeprefix("core/") for name, _ in found]
    assert {"paragraph", "heading", "image", "code", "list", "quote", "table", "html"} <= set(names)
    assert [name for name, is_valid in found if not is_valid] == []


def test_what_went_there_comes_back_the_same(moved: tuple[WordPress, str, str], tmp_path: Path) -> None:
    """Mastheads alone do not: WordPress has no place for them."""
    site, _, _ = moved
    path = tmp_path / "back.xml"
    path.write_text(site.run("export"))
    found = list(rescue([path], media=Media([site.content / "uploads"])))
    assert not any(each.problem for each in found)
    again = [decode(each.value, KINDS[each.kind]) for one in found for each in one.carried]

    def key(value: Value) -> tuple[str, str]:
        return type(value).__name__, getattr(value, "id", "")

    assert sorted(again, key=key) == sorted(VALUES, key=key)
    everything = b"".join(map(encode, found))
    assert b"admin@example.invalid" not in everything


def test_what_people_write_in_wordpress_comes_in_as_it_was_meant(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = tmp_path_factory.mktemp("wp")
    with database(folder) as sock:
        site = WordPress(folder, sock, 1)
        site.run("install")
        site.run("write")
        path = tmp_path / "export.xml"
        path.write_text(site.run("export"))
    found = list(rescue([path]))
    drafts = {each.draft.title: each.draft for each in found if each.draft}
    bridge = drafts["The bridge"]
    assert bridge.held == ""
    assert bridge.text == "The bridge was closed on Monday."
    assert [each.name for each in bridge.bylines] == ["Ann River"]
    assert [each.name for each in bridge.topics] == ["Law & order", "river"]
    assert bridge.old_addresses[0] == "/2019/the-bridge.html"
    assert "behind a password" in drafts["Behind a word"].held
    assert "private" in drafts["For us"].held
    assert "later" in drafts["Tomorrow"].held
    assert [block.html for block in drafts["Tomorrow"].body if isinstance(block, Paragraph)] == [
        "It was planned.",
        "For later.",
    ]
    assert "draft" in drafts["Not ready"].held
    everything = b"".join(map(encode, found))
    assert "I was there." in everything.decode()
    for secret in (b"jan@private.example", b"10.9.8.7", b"secret-word", b"admin@example.invalid"):
        assert secret not in everything
