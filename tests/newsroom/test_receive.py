"""Rescued sources become drafts, once; plain values become published rows, once."""

import datetime as dt
import hashlib
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from skaryna import newsroom
from skaryna.errors import ValueRefusedError
from skaryna.model import (
    Appeal,
    Article,
    Byline,
    Code,
    Correction,
    Embed,
    Entry,
    Figure,
    Heading,
    Image,
    List,
    Masthead,
    Page,
    Paragraph,
    Person,
    Quotation,
    Rescued,
    Source,
    Table,
    Topic,
)
from skaryna.model.journal import value_of
from skaryna.outside import pictures
from skaryna.outside.folder import Folder
from tests.newsroom import making

Rows = Callable[[], list[Entry]]


def receive(folder: Folder, *sources: Rescued, accept: bool = False) -> list[newsroom.Receipt]:
    return list(newsroom.receive(folder, sources, originals=lambda _: b"the bytes", accept=accept, by="rescue"))


def test_a_rescued_source_is_a_draft_that_readers_do_not_have(folder: Folder, rows: Rows) -> None:
    from skaryna.newsroom.models import Article as Row

    [receipt] = receive(folder, making.rescued())
    assert (receipt.status, receipt.slug, receipt.address) == ("draft", "lost-and-found", "")
    row = Row.objects.get(public_id=receipt.article)
    assert (row.live, row.title, [str(each) for each in row.bylines.all()]) == (False, "Lost and found", ["Ann River"])
    assert [str(each) for each in row.topic_links.all()] == ["Law"]
    assert row.marks == ["“Belarus law” may be a topic; add it if it is one."]
    # Not even its author: nobody has looked at any of it yet.
    assert rows() == []


def test_rescuing_twice_makes_no_duplicates(folder: Folder) -> None:
    from skaryna.newsroom import models

    receive(folder, making.rescued("a.txt"))
    again, copy = receive(folder, making.rescued("a.txt"), the_same_from("b.txt"))
    assert (again.status, copy.status) == ("already there", "already there")
    assert copy.notes == ("The same article came from another source before.",)
    assert models.Article.objects.count() == models.Person.objects.count() == models.Topic.objects.count() == 1
    assert models.Finding.objects.count() == 2, "one for each source"


def the_same_from(source: str) -> Rescued:
    first = making.rescued("a.txt")
    return msgspec.structs.replace(first, source=source, digest=hashlib.sha256(source.encode()).hexdigest())


def test_accepting_publishes_with_authors_and_topics_first(folder: Folder, rows: Rows) -> None:
    [receipt] = receive(folder, making.rescued(), accept=True)
    assert (receipt.status, receipt.address) == ("published", "undated/lost-and-found")
    assert [(entry.kind, entry.approved_by) for entry in rows()] == [
        ("person", "rescue"),
        ("topic", "rescue"),
        ("article", "rescue"),
    ]
    assert receive(folder, making.rescued(), accept=True)[0].status == "already there"


def test_a_draft_is_published_by_accepting_it_later(folder: Folder, rows: Rows) -> None:
    receive(folder, making.rescued())
    assert receive(folder, making.rescued(), accept=True)[0].status == "published"
    assert [entry.kind for entry in rows()] == ["person", "topic", "article"]


def test_everything_that_was_taken_out_is_kept_with_its_original(folder: Folder) -> None:
    from skaryna.newsroom.models import Finding

    source = making.rescued()
    receive(folder, source)
    finding = Finding.objects.get()
    assert (finding.kind, finding.text, finding.state) == ("intruder", "buy now http://spam.example", "held")
    original = folder.quarantine / source.digest / "original"
    assert original.read_bytes() == b"the bytes"
    assert stat.S_IMODE(original.stat().st_mode) == 0o600


def test_a_source_without_an_article_is_a_problem_and_its_findings_stay(folder: Folder) -> None:
    from skaryna.newsroom.models import Finding

    source = msgspec.structs.replace(making.rescued(), draft=None, problem="There is only navigation in it.")
    [receipt] = receive(folder, source)
    assert (receipt.status, receipt.notes) == ("problem", ("There is only navigation in it.",))
    assert Finding.objects.filter(article=None).count() == 1
    assert receive(folder, Rescued(source="x.bin", problem="It is binary."))[0].status == "problem"


def test_what_is_unknown_is_not_invented(folder: Folder) -> None:
    from skaryna.newsroom.models import Article as Row

    [receipt] = receive(folder, making.rescued(language="pl", title="x" * 600, old_addresses=("//evil", "/2019/a/")))
    row = Row.objects.get(public_id=receipt.article)
    assert (row.language, row.date_unknown, row.published_at, row.old_addresses) == ("en", True, None, "/2019/a/")
    assert len(receipt.notes) == 4
    assert "seems to be in “pl”" in receipt.notes[0]
    assert "was cut" in receipt.notes[1]


def every_kind(image: Image) -> tuple[Any, ...]:
    words = 'One <strong>two</strong> <em>three</em> &amp; <a href="https://a.example/?b=1&amp;c=2">four</a><br>five'
    return (
        Paragraph(html=words),
        Heading(text="Heading", level=3),
        Figure(image=image, alt="A ferry", caption="It <em>swims</em>"),
        Quotation(html=words, attribution="Somebody"),
        List(items=(words, "b"), ordered=True),
        Table(rows=(("a", words), ("c", "d")), head=("x", "y"), caption="Numbers"),
        Table(rows=(("a", "b"),)),
        Source(title="Report", address="https://r.example/", publisher="P", date="May", note="A <em>note</em>"),
        Embed(address="https://v.example/1", title="Video", provider="V", description="D"),
        Code(text="a\n  b"),
        Paragraph(html='See <a href="article:g2">this</a>.'),
        Figure(caption="Lost"),
    )


@pytest.fixture
def values(folder: Folder, tmp_path: Path) -> list[Any]:
    clean = pictures.clean(making.photograph(), name="ferry.jpg")
    (tmp_path / "ferry.jpg").write_bytes(clean.data)
    image = Image(
        digest=hashlib.sha256(clean.data).hexdigest(), name="ferry.jpg", width=640, height=480, type="image/jpeg"
    )
    moment = dt.datetime(2021, 3, 9, 10, 30, tzinfo=dt.UTC)
    article = Article(
        id="a1",
        group="g1",
        language="be",
        address="2021/paromshchyk",
        title="Паромшчык",
        lead="Пра раку.",
        body=every_kind(image),
        bylines=(Byline(person="ann", role="photographs"),),
        topics=("law",),
        lead_figure=Figure(image=image, alt="Паром", credit="Ann"),
        published_at=moment,
        updated_at=moment,
        corrections=(Correction(at=moment, text="It was <em>Tuesday</em>."),),
        legacy_reads=509,
        old_addresses=("/2021/03/09/paromshchyk/", "/?p=12"),
    )
    return [
        article,
        Article(id="a2", group="g2", language="en", address="undated/old", title="Old"),
        Person(
            id="ann-en", group="ann", language="en", slug="ann", name="Ann", bio="Of <em>water</em>", portrait=image
        ),
        Topic(id="law-en", group="law", language="en", slug="law", name="Law", description="Courts"),
        Topic(id="law-be", group="law", language="be", slug="prava", name="Права"),
        Page(
            id="about",
            group="about",
            language="en",
            slug="about",
            title="About",
            role="about",
            body=(Paragraph(html="Us"),),
        ),
        Masthead(
            language="en",
            title="The Ferry",
            contact="desk@ferry.example",
            appeal=Appeal(title="Keep us", text="We <em>live</em>", link_text="Give"),
        ),
    ]


def test_values_come_out_of_the_newsroom_as_they_went_in(
    folder: Folder, rows: Rows, values: list[Any], tmp_path: Path
) -> None:
    newsroom.load(folder, values, media=tmp_path, by="demo")
    out = {(type(value).__name__, getattr(value, "id", "")): value for value in map(value_of, rows()) if value}
    stored = next(block for block in out["Article", "a1"].body if isinstance(block, Figure)).image  # type: ignore[union-attr]
    assert stored is not None
    assert stored.name.startswith(f"pictures/{stored.digest[:12]}-ferry")
    assert (folder.media / stored.name).read_bytes() == (tmp_path / "ferry.jpg").read_bytes()
    for value in values:
        sent = msgspec.json.encode(value).replace(b'"ferry.jpg"', msgspec.json.encode(stored.name))
        assert msgspec.json.encode(out[type(value).__name__, getattr(value, "id", "")]) == sent


def test_loading_twice_changes_nothing(folder: Folder, rows: Rows, values: list[Any], tmp_path: Path) -> None:
    from skaryna.newsroom.models import Article as Row
    from skaryna.newsroom.models import NewsImage

    newsroom.load(folder, values, media=tmp_path, by="demo")
    before = len(rows())
    newsroom.load(folder, values, media=tmp_path, by="demo")
    assert (len(rows()), Row.objects.count(), NewsImage.objects.count()) == (before, 2, 1)
    assert Row.objects.get(public_id="a1").revisions.count() == 1


def test_an_article_by_an_unknown_author_is_refused_whole(folder: Folder, rows: Rows, tmp_path: Path) -> None:
    article = Article(id="a", group="a", language="en", address="2021/a", title="A", bylines=(Byline(person="nobody"),))
    with pytest.raises(ValueRefusedError, match="names the author 'nobody'"):
        newsroom.load(folder, [article], media=tmp_path, by="demo")
    assert rows() == []


def test_rows_agree_with_the_journal_until_someone_changes_them(
    folder: Folder, rows: Rows, values: list[Any], tmp_path: Path
) -> None:
    from skaryna.newsroom.models import Article as Row

    newsroom.load(folder, values, media=tmp_path, by="demo")
    assert newsroom.reconcile(folder, thorough=True) == ()
    Row.objects.filter(public_id="a2").update(live=False)
    Row.objects.filter(public_id="a1").update(title="What nobody approved")
    assert newsroom.reconcile(folder) == ("The article a2 was approved, and is no longer live here.",)
    assert len(newsroom.reconcile(folder, thorough=True)) == 2
    before = len(rows())
    assert newsroom.reconcile(folder, thorough=True, approve=True, by="ann")
    assert {(entry.key, entry.op) for entry in rows()[before:]} == {("a1", "put"), ("a2", "drop")}
    assert newsroom.reconcile(folder, thorough=True) == ()
