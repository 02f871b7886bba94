"""Exports come into the newsroom: once, with their pictures, and nothing private ever gets to readers by itself."""

import contextlib
import datetime as dt
import hashlib
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image as Pillow

from skaryna import newsroom
from skaryna.export import FORMS, export
from skaryna.export.gathering import gathered, with_drafts
from skaryna.model import (
    Article,
    Byline,
    Draft,
    Entry,
    Figure,
    Front,
    Masthead,
    Page,
    Paragraph,
    Person,
    Rescued,
    Section,
    Source,
    Topic,
    Withdrawal,
)
from skaryna.model.codec import encode
from skaryna.model.journal import value_of
from skaryna.outside import pictures, sources
from skaryna.outside.folder import Folder
from skaryna.rescue import Media, rescue
from tests.export.values import COPY, put_pictures
from tests.newsroom import making
from tests.rescue.exports.making import BODY, attachment, item
from tests.rescue.exports.making import export as wxr

Rows = Callable[[], list[Entry]]
WHEN = dt.datetime(2021, 5, 1, 12, 30, tzinfo=dt.UTC)


def take_in(folder: Folder, *sources: Path, accept: bool = False, media: Path | None = None) -> list[newsroom.Receipt]:
    found = Media([media] if media else [])
    told = rescue(list(sources), media=found)
    return list(
        newsroom.receive(
            folder, told, originals=lambda _: b"", accept=accept, by="rescue", pictures=found.read, copies=found.copy
        )
    )


# What differs between forms is how files are read; one of them shows that the database takes what was read.
EACH_FORM = [
    pytest.param(form, marks=[pytest.mark.same_on_any_database] if number else [])
    for number, form in enumerate(sorted(FORMS))
]


def statuses(receipts: list[newsroom.Receipt]) -> list[str]:
    return [each.status for each in receipts if each.status != "kept"]


@pytest.mark.parametrize("status", ["draft", "private", "pending", "trash", "future", "inherit", "unheard-of", ""])
def test_accepting_an_export_never_publishes_what_was_not_public(
    folder: Folder, rows: Rows, tmp_path: Path, status: str
) -> None:
    path = tmp_path / "export.xml"
    path.write_text(
        wxr(
            item(1, status=status),
            item(2, title="Behind a password", password="x"),
            item(3, title="A page", kind="page"),
        )
    )
    receipts = take_in(folder, path, accept=True)
    assert statuses(receipts) == ["draft", "draft", "draft"]
    assert rows() == []
    assert all(any("stays a draft" in note for note in each.notes) for each in receipts if each.status == "draft")
    # Nor does doing it again, nor an export in which somebody set it to be public, after an editor has the draft.
    assert statuses(take_in(folder, path, accept=True)) == ["already there"] * 3
    assert rows() == []


def test_a_held_draft_says_why_in_the_editors_own_screen(folder: Folder, tmp_path: Path) -> None:
    from skaryna.newsroom.models import Article as Row

    path = tmp_path / "export.xml"
    path.write_text(wxr(item(1, status="private")))
    take_in(folder, path)
    assert any("it was private on the former site" in mark for mark in Row.objects.get().marks)


def test_the_same_export_makes_no_duplicates_and_a_newer_one_overwrites_nothing(folder: Folder, tmp_path: Path) -> None:
    from skaryna.newsroom.models import Article as Row

    path = tmp_path / "export.xml"
    path.write_text(wxr(item(1), item(2, title="Second", body="Other words stand here, and a few more of them.")))
    assert statuses(take_in(folder, path)) == ["draft", "draft"]
    row = Row.objects.get(title="Second")
    row.title = "An editor's title"
    row.save()
    path.write_text(
        wxr(
            item(1),
            item(2, title="Second", body="It says something else now.", modified="2024-01-01 00:00:00"),
            item(3, title="Third"),
        )
    )
    receipts = take_in(folder, path)
    assert statuses(receipts) == ["already there", "already there", "draft"]
    assert any("another version" in note for each in receipts for note in each.notes)
    assert sorted(Row.objects.values_list("title", flat=True)) == ["An editor's title", "The ferry is back", "Third"]
    assert Row.objects.count() == 3


def test_an_import_that_was_killed_goes_on_where_it_was(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom import receiving
    from skaryna.newsroom.models import Article as Row

    path = tmp_path / "export.xml"
    path.write_text(wxr(*(item(n, title=f"Story {n}", body=f"{BODY} Number {n}.") for n in range(6))))
    monkeypatch.setattr(receiving, "AT_ONCE", 2)
    taken = newsroom.receive(folder, rescue([path]), originals=lambda _: b"", accept=False, by="rescue")
    for _ in range(3):
        next(taken)
    taken.close()  # type: ignore[attr-defined]
    assert Row.objects.count() == 4
    assert statuses(take_in(folder, path)) == ["already there"] * 4 + ["draft"] * 2
    assert Row.objects.count() == 6


def test_a_crash_in_the_middle_of_a_batch_leaves_rows_and_indexes_as_they_were(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.newsroom import indexing

    path = tmp_path / "export.xml"
    path.write_text(wxr(item(1), item(2, title="Second", body="Other words stand here, and a few more of them.")))
    before = _index()

    def broken(_: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(indexing, "_index", broken)
        with pytest.raises(OSError, match="disk is full"):
            take_in(folder, path)
    assert _index() == before
    assert statuses(take_in(folder, path)) == ["draft", "draft"]
    assert _index() != before


def _index() -> list[object]:
    """Return all that is kept beside articles so that they are found, by the articles' titles."""
    from wagtail.models import ReferenceIndex, Revision
    from wagtail.search.models import IndexEntry

    from skaryna.newsroom.models import Article as Row
    from skaryna.newsroom.models import Checked, LinkTo, Mistake

    titles = {str(row.pk): row.title for row in Row.objects.all()}

    def titled(entry: Any) -> str:
        return titles[entry.object_id] if entry.content_type.model == "article" else ""

    people = {(type(row).__name__, row.pk): str(row) for kind in _kinds() for row in kind.objects.all()}
    return [
        sorted((each.content_type.model, titled(each), each.title, each.autocomplete, each.body) for each in IndexEntry.objects.all()),
        sorted(
            (titled(each), each.model_path, people.get((each.to_content_type.model_class().__name__, int(each.to_object_id)), ""))
            for each in ReferenceIndex.objects.all()
        ),
        sorted((each.article.title, each.kind, each.block == "", each.detail, each.is_live) for each in Mistake.objects.all()),
        sorted((each.article.title, each.group) for each in LinkTo.objects.all()),
        sorted((each.article.title, each.rules) for each in Checked.objects.all()),
        sorted((titles[each.object_id], each.object_str) for each in Revision.objects.filter(content_type__model="article")),
    ]  # fmt: skip


def _kinds() -> tuple[type, ...]:
    from skaryna.newsroom.models import Article as Row
    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.models import Person as PersonRow
    from skaryna.newsroom.models import Topic as TopicRow

    return (Row, PersonRow, TopicRow, NewsImage)


@pytest.mark.parametrize("accept", [False, True])
def test_many_together_are_indexed_and_looked_at_like_each_by_itself(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, accept: bool
) -> None:
    from django.db import transaction

    from skaryna.newsroom import indexing

    uploads = tmp_path / "uploads" / "2019"
    uploads.mkdir(parents=True)
    (uploads / "quay.jpg").write_bytes(making.photograph())
    picture = '<img src="https://old.example/wp-content/uploads/2019/quay.jpg" alt="" />'
    law = (
        '<category domain="category"><![CDATA[Law]]></category><category domain="post_tag"><![CDATA[river]]></category>'
    )
    path = tmp_path / "export.xml"
    path.write_text(
        wxr(
            item(1, f"{BODY}\n\n{picture}", more=law, meta={"_thumbnail_id": "9"}),
            item(2, f'{BODY} Again <a href="https://paper.example/">here</a>.', guid="x2", excerpt="It took a week."),
            item(4, title="Third", body="Some other words of the fourth stand here."),
            item(5, title="Third", body="Still other words of the fifth stand here, and no picture."),
            item(3, title="Third", body="Some words of the third stand here.", more=law, status="draft"),
            attachment(9, "2019/quay.jpg", alt="A quay"),
        )
    )

    @contextlib.contextmanager
    def one_by_one() -> Iterator[None]:
        yield

    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr(indexing, "together", one_by_one)
        single = (statuses(take_in(folder, path, accept=accept, media=tmp_path / "uploads")), _index())
        transaction.set_rollback(True)
    for row in (folder.media).glob("*"):
        if row.is_file():
            row.unlink()
    together = (statuses(take_in(folder, path, accept=accept, media=tmp_path / "uploads")), _index())
    assert together[0] == single[0]
    for one, other in zip(single[1], together[1], strict=True):
        assert one == other
    assert len(single[1][1]) > 4  # type: ignore[arg-type]


def test_pictures_come_into_the_library_cleaned_with_their_words(folder: Folder, tmp_path: Path) -> None:
    from skaryna.newsroom.models import Article as Row
    from skaryna.newsroom.models import NewsImage

    uploads = tmp_path / "uploads" / "2019"
    uploads.mkdir(parents=True)
    (uploads / "quay.jpg").write_bytes(making.photograph())
    (uploads / "broken.jpg").write_bytes(making.photograph()[:3000])
    path = tmp_path / "export.xml"
    body = f'{BODY}\n\n<img src="https://old.example/wp-content/uploads/2019/broken.jpg" alt="Broken" />'
    path.write_text(
        wxr(
            item(1, body, meta={"_thumbnail_id": "9"}),
            attachment(9, "2019/quay.jpg", alt="A quay", caption="At noon", meta={"credit": "Ann"}),
        )
    )
    take_in(folder, path, media=tmp_path / "uploads")
    row = Row.objects.get()
    assert row.lead_image is not None
    data = (folder.media / row.lead_image.file.name).read_bytes()
    assert pictures.traces(data, name="x") == ()
    assert b"SecretCam" not in data
    assert (row.lead_image.alt, row.lead_alt, row.lead_credit) == ("A quay", "A quay", "Ann")
    assert any("broken.jpg was not taken in" in mark for mark in row.marks)
    take_in(folder, path, media=tmp_path / "uploads")
    assert NewsImage.objects.count() == 1


def test_the_evidence_of_an_item_has_nobodys_address(folder: Folder, tmp_path: Path) -> None:
    comment = (
        "<wp:comment><wp:comment_author>Oleg</wp:comment_author><wp:comment_author_email>oleg@mail.example</wp:comment_author_email>"
        "<wp:comment_author_IP>10.9.8.7</wp:comment_author_IP><wp:comment_content>Well.</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
    )
    path = tmp_path / "export.xml"
    path.write_text(wxr(item(1, more=comment, password="sesame", meta={"_token": "t-1"})))
    take_in(folder, path)
    kept = [each.read_bytes() for each in folder.quarantine.rglob("original")]
    assert any(b"The ferry crossed" in data for data in kept)
    for secret in (b"oleg@mail", b"10.9.8.7", b"sesame", b"t-1", b"vera@private"):
        assert not any(secret in data for data in kept)


@pytest.fixture
def emptied(folder: Folder, _put_back: Callable[[], None]) -> Callable[[], None]:
    """Make the newsroom new again, as another one would be."""

    def empty() -> None:
        from django.db import connections

        connections.close_all()
        _put_back()
        shutil.rmtree(folder.media)
        folder.media.mkdir()

    return empty


def publication() -> list[object]:
    buffer = io.BytesIO()
    Pillow.new("RGB", (40, 30), (10, 120, 60)).save(buffer, "PNG")
    return [buffer.getvalue()]


def loaded(folder: Folder, tmp_path: Path) -> None:
    """Make a publication with everything that an export has to carry."""
    (data,) = publication()
    assert isinstance(data, bytes)
    digest = hashlib.sha256(data).hexdigest()
    from skaryna.model import Image

    image = Image(digest=digest, name="green.png", width=40, height=30, type="image/png")
    (tmp_path / "media").mkdir(exist_ok=True)
    (tmp_path / "media" / "green.png").write_bytes(data)
    figure = Figure(image=image, alt="A green field", caption="The <em>field</em>", credit="Ann River")
    values = [
        Masthead(language="en", title="The Ferry", tagline="From both banks", contact="desk@ferry.example"),
        Topic(id="t1", group="tg", language="en", slug="law", name="Law", description="Of courts."),
        Topic(id="t2", group="tg", language="be", slug="prava", name="Права"),
        Person(id="p1", group="pg", language="en", slug="ann-river", name="Ann River", bio="Ann <em>writes</em>.", portrait=image),
        Page(id="s1", group="sg", language="en", slug="about", title="About us", role="about", body=(Paragraph(html="We ferry news."), CITED)),
        Article(
            id="a1", group="g1", language="en", address="2020/ferry", title="The ferry", lead="It is back.", lead_figure=figure,
            bylines=(Byline(person="pg", role="photographs"),), topics=("tg",), old_addresses=("/2019/ferry/",), legacy_reads=7,
            body=(Paragraph(html='Read <a href="article:g1">this</a>.'), figure, CITED, Source(title="A dead one", address="https://gone.example/")),
        ),
        Article(id="a2", group="g1", language="be", address="2020/parom", title="Паром", body=(Paragraph(html="Паром вярнуўся."),)),
        Withdrawal(id="w1", group="w1", language="en", address="2019/gone", title="A claim", at=WHEN, text="It was <em>wrong</em>.", topics=("tg",)),
        Front(language="en", lead="a1", beside=3, sections=(Section(kind="topic", key="tg", count=2), Section(kind="language", key="be"))),
    ]  # fmt: skip
    newsroom.load(folder, values, media=tmp_path / "media", by="test")  # type: ignore[arg-type]
    with_copies(folder)
    with_upload(folder)


CITED = Source(title="The report", address=COPY.address, publisher="Office")


def with_copies(folder: Folder) -> None:
    """Give one source a copy that readers may download, and say of another that its link is dead."""
    from skaryna.newsroom import approvals, citing, copying

    put_pictures(folder.media)
    newsroom.attach_copy(folder, address=COPY.address, copy=COPY, offered=True)
    with approvals.acting("test"):
        copying.decide(citing.of("https://gone.example/"), is_dead=True, is_offered=False)


def with_upload(folder: Folder) -> None:
    """Publish an article with a picture that came through the form: its file has no name but its digest."""
    from skaryna.newsroom.models import NewsImage
    from skaryna.newsroom.pictures import cleaned

    file = cleaned(making.photograph(), name="whatever.jpg")
    file.name = f"{file.digest[:12]}.jpg"
    picture = NewsImage(title="Uploaded", file=file, alt="An uploaded picture", licence="cc-by-4.0")
    picture.focal_point_x, picture.focal_point_y, picture.focal_point_width, picture.focal_point_height = 170, 90, 2, 2
    picture.save()
    figure = {"type": "figure", "value": {"image": picture.pk, "alt": "", "caption": "<p>Seen today</p>", "credit": ""}}
    making.published("Uploaded", body=[figure])


def last(rows: list[Entry]) -> dict[tuple[str, str], object]:
    return {(entry.kind, entry.key): value_of(entry) for entry in rows if entry.op == "put"}


@pytest.mark.parametrize("form", EACH_FORM)
def test_a_publication_that_left_and_came_back_is_the_same(
    folder: Folder, rows: Rows, tmp_path: Path, emptied: Callable[[], None], form: str
) -> None:
    loaded(folder, tmp_path)
    before = last(rows())
    target = tmp_path / "export"
    export(gathered(folder), form=form, target=target, media=folder.media)
    emptied()
    receipts = take_in(folder, target, accept=True)
    assert [note for each in receipts for note in each.notes] == []
    assert last(rows()) == before
    assert b"archived" in b"".join(map(encode, before.values()))
    assert sources.text(folder.media, COPY.digest).title == "A report"
    assert {path.name for path in (folder.media / sources.FOLDER).iterdir()} == {
        f"{key}.{end}" for key, end in COPY.files
    }
    count = len(rows())
    take_in(folder, target, accept=True)
    assert len(rows()) == count, "twice changes nothing"


def exported(folder: Folder, tmp_path: Path) -> Path:
    loaded(folder, tmp_path)
    export(gathered(folder), form="jsonl", target=tmp_path / "export", media=folder.media)
    return tmp_path / "export"


@pytest.mark.parametrize(
    ("suffix", "data", "said"),
    [
        ("text", None, "is not among what was given"),
        ("text", b'{"title":"Another"}', "or was changed"),
        ("png", None, "is not among what was given"),
    ],
)
def test_an_article_comes_without_a_copy_that_is_lost_or_changed(
    folder: Folder, rows: Rows, tmp_path: Path, emptied: Callable[[], None], suffix: str, data: bytes | None, said: str
) -> None:
    target = exported(folder, tmp_path)
    (path,) = (target / sources.FOLDER).glob(f"*.{suffix}")
    path.write_bytes(data) if data else path.unlink()
    emptied()
    notes = [note for each in take_in(folder, target, accept=True) for note in each.notes]
    assert any("“The report” came without its copy" in note and said in note for note in notes), notes
    article = last(rows())["article", "a1"]
    assert isinstance(article, Article)
    assert [block.copy for block in article.body if isinstance(block, Source)] == [None, None]
    assert not (folder.media / sources.FOLDER).exists()


def test_a_copy_from_outside_is_text_and_pixels_or_it_stays_outside(
    folder: Folder, tmp_path: Path, emptied: Callable[[], None]
) -> None:
    """Whoever made the export may have written anything into it, with digests that fit."""
    from skaryna.newsroom import copies_in

    loaded(folder, tmp_path)
    emptied()
    linked = (
        b'{"title":"A","body":[{"type":"paragraph","html":"<a href=\\"https://evil.example\\">x</a>"}],"language":"en"}'
    )
    photograph = making.photograph()
    place = msgspec.structs.replace(COPY.picture, name="pictures/x.b/c")  # type: ignore[type-var]
    traced = msgspec.structs.replace(
        COPY.picture, digest=hashlib.sha256(photograph).hexdigest(), type="image/jpeg",  # type: ignore[type-var]
        name=f"sources/{hashlib.sha256(photograph).hexdigest()}.jpg", width=pictures.size(photograph, name="x.jpg")[0],
        height=pictures.size(photograph, name="x.jpg")[1],
    )  # fmt: skip
    known = {key: (tmp_path / "put" / sources.FOLDER / f"{key}.{suffix}") for key, suffix in COPY.files}
    put_pictures(tmp_path / "put")
    files = {key: path.read_bytes() for key, path in known.items()} | {traced.digest: photograph}

    def tried(copy: Any, **more: bytes) -> list[str]:
        value = Article(
            id="a7", group="g7", language="en", address="2020/seven", title="Seven",
            body=(Source(title="The report", address="https://s.example/7", archived=copy),),
        )  # fmt: skip
        return copies_in.take(value, lambda key, _: {**files, **more}[key], accept=True)

    assert "not as Skaryna writes one" in tried(COPY, **{COPY.digest: TEXT_WITH_SPACES})[0]
    assert "came without its copy" in tried(COPY, **{COPY.digest: linked})[0]
    assert "came without its copy" in tried(msgspec.structs.replace(COPY, picture=traced))[0]
    assert "has a name that is none" in tried(msgspec.structs.replace(COPY, picture=place))[0]
    assert not (folder.media / sources.FOLDER).exists()


TEXT_WITH_SPACES = b'{"title": "A", "body": [], "language": "en"}'


def test_without_accept_an_export_of_ours_is_drafts_and_nothing_is_with_readers(
    folder: Folder, rows: Rows, tmp_path: Path, emptied: Callable[[], None]
) -> None:
    from skaryna.newsroom import models

    loaded(folder, tmp_path)
    target = tmp_path / "export"
    export(gathered(folder), form="wxr", target=target, media=folder.media)
    emptied()
    receipts = take_in(folder, target)
    assert rows() == []
    assert models.Article.objects.filter(live=True).count() == 0
    assert models.Article.objects.count() == 3
    assert models.Withdrawal.objects.count() == 0
    assert models.StandingPage.objects.count() == 0
    assert models.Front.objects.count() == 0
    assert any("--accept only" in note for each in receipts for note in each.notes)


def test_an_export_of_ours_overwrites_nothing_that_editors_have(folder: Folder, rows: Rows, tmp_path: Path) -> None:
    from skaryna.newsroom.models import Person as Row

    loaded(folder, tmp_path)
    target = tmp_path / "export"
    export(gathered(folder), form="jsonl", target=target, media=folder.media)
    row = Row.objects.get(public_id="p1")
    row.name = "Ann Stone"
    row.save()
    count = len(rows())
    take_in(folder, target, accept=True)
    assert Row.objects.get(public_id="p1").name == "Ann Stone"
    assert len(rows()) == count


def test_a_journal_that_somebody_changed_is_not_exported(
    folder: Folder, tmp_path: Path, behind: Callable[..., None]
) -> None:
    from skaryna.errors import TrustError

    loaded(folder, tmp_path)
    behind("update journal set value = replace(value, 'The ferry', 'The other ferry') where kind = 'article'")
    with pytest.raises(TrustError, match="does not hold what was approved"):
        export(gathered(folder), form="wxr", target=tmp_path / "out", media=folder.media)


def test_a_draft_of_an_older_rescue_has_nothing_that_holds_it() -> None:
    assert msgspec.json.decode(b'{"title":"T","slug":"t"}', type=Draft).held == ""
    assert Rescued(source="x").carried == ()


@pytest.mark.parametrize("form", EACH_FORM)
def test_drafts_leave_only_when_asked_for_and_come_back_as_drafts(
    folder: Folder, rows: Rows, tmp_path: Path, emptied: Callable[[], None], form: str
) -> None:
    from skaryna.newsroom import approvals
    from skaryna.newsroom.models import Article as Row
    from skaryna.newsroom.models import Person as Author

    loaded(folder, tmp_path)
    making.article("A secret draft", slug="secret")
    with approvals.unseen():
        making.person("Secret Author")
    export(gathered(folder), form=form, target=tmp_path / "public", media=folder.media)
    files = [path for path in (tmp_path / "public").rglob("*") if path.is_file()]
    assert not any(b"secret" in path.read_bytes().lower() for path in files)
    found = with_drafts(gathered(folder), lambda: newsroom.unpublished(folder))
    export(found, form=form, target=tmp_path / "whole", media=folder.media)
    before = last(rows())
    emptied()
    receipts = take_in(folder, tmp_path / "whole", accept=True)
    assert last(rows()) == before
    row = Row.objects.get(title="A secret draft")
    assert not row.live
    assert Author.objects.filter(name="Secret Author").exists(), "and readers have not heard of them: see above"
    assert [each.status for each in receipts if each.article == row.public_id] == ["draft"]
    assert any("it was a draft" in note for each in receipts for note in each.notes)


def test_an_export_of_ours_that_was_made_private_elsewhere_is_not_published(
    folder: Folder, rows: Rows, tmp_path: Path, emptied: Callable[[], None]
) -> None:
    loaded(folder, tmp_path)
    export(gathered(folder), form="wxr", target=tmp_path / "out", media=folder.media)
    path = tmp_path / "out" / "export.xml"
    path.write_text(path.read_text().replace("<wp:status>publish</wp:status>", "<wp:status>private</wp:status>"))
    emptied()
    take_in(folder, tmp_path / "out", accept=True)
    assert not any(kind in {"article", "page"} for kind, _ in last(rows()))


@pytest.mark.parametrize("form", EACH_FORM)
def test_a_withdrawn_article_that_leaves_with_its_draft_comes_back_withdrawn_and_whole(
    folder: Folder, rows: Rows, tmp_path: Path, emptied: Callable[[], None], form: str
) -> None:
    from skaryna.newsroom import models, withdrawing
    from skaryna.newsroom.models import Article as Row

    loaded(folder, tmp_path)
    row = Row.objects.get(public_id="a1")
    editor = models.Account.objects.create_superuser("editor", password="x" * 20)
    withdrawing.with_a_notice(row, title="The ferry", text="<p>We were wrong.</p>", user=editor)
    found = with_drafts(gathered(folder), lambda: newsroom.unpublished(folder))
    export(found, form=form, target=tmp_path / "whole", media=folder.media)
    standing = {(entry.kind, entry.key): (entry.op, value_of(entry)) for entry in rows()}
    wanted = {key: value for key, (op, value) in standing.items() if op == "put"}
    emptied()
    receipts = take_in(folder, tmp_path / "whole", accept=True)
    assert not any(each.status == "problem" for each in receipts)
    assert last(rows()) == wanted
    assert ("withdrawal", "a1") in wanted
    assert ("article", "a1") not in wanted
    draft = Row.objects.get(public_id="a1").get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["paragraph", "figure", "source", "source"]
