"""What is exported and taken in again is the same, value for value, in every form; and what was changed is not."""

import json
import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from skaryna.errors import FolderError, SourceError
from skaryna.export import FORMS, export
from skaryna.export.gathering import of_values
from skaryna.model import Article, Figure, Paragraph, Person, Source, decode, encode
from skaryna.model.journal import KINDS, Value
from skaryna.rescue import Media, rescue
from tests.export.values import COPY, PICTURES, PUBLICATION, SHOT, TEXT, WARC, publications, put_pictures


def exported(folder: Path, values: list[Value], form: str) -> Path:
    target = folder / form
    shutil.rmtree(target, ignore_errors=True)
    export(of_values(PUBLICATION, values), form=form, target=target, media=put_pictures(folder / "media"))
    return target


def taken_in(source: Path) -> list[Value]:
    found = [carried for each in rescue([source]) for carried in each.carried]
    return [decode(carried.value, KINDS[carried.kind]) for carried in found]


def key(value: Value) -> tuple[str, str]:
    return type(value).__name__, getattr(value, "id", "") or value.language


@pytest.mark.parametrize("form", sorted(FORMS))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(publications())
def test_an_export_taken_in_again_is_the_same_publication(tmp_path: Path, form: str, values: list[Value]) -> None:
    target = exported(tmp_path, values, form)
    again = taken_in(target)
    assert sorted(again, key=key) == sorted(values, key=key)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_copies_of_sources_come_along_as_they_are(tmp_path: Path, form: str) -> None:
    values = simple()
    cited = Source(title="The report", address=COPY.address, archived=COPY, dead=True)
    article = msgspec.structs.replace(values[1], body=(*values[1].body, cited))  # type: ignore[type-var, union-attr]
    target = exported(tmp_path, [values[0], article], form)
    media = Media()
    found = [carried for each in rescue([target], media=media) for carried in each.carried]
    assert decode(found[-1].value, Article) == article
    assert {(key, suffix): media.copy(key, suffix) for key, suffix in COPY.files} == dict(
        zip(COPY.files, (TEXT, WARC, SHOT), strict=True)
    )
    if form == "ghost":
        # Its importer takes the first .json of an archive for the export, wherever it lies.
        assert [path.name for path in target.rglob("*.json")] == ["ghost.json"]
    (target / "sources" / f"{COPY.digest}.text").write_text("{}")
    with pytest.raises(SourceError, match="not among what was given, or was changed"):
        media.copy(COPY.digest, "json")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_publication_has_the_same_bytes(tmp_path: Path, form: str) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
        }

    first = files(exported(tmp_path, simple(), form))
    assert files(exported(tmp_path, simple(), form)) == first
    assert any(PICTURES[0][0].name in name for name in first)


def simple() -> list[Value]:
    return [
        Person(id="p1", group="pg1", language="en", slug="ann-river", name="Ann River", bio="Ann writes."),
        Article(
            id="a1", group="g1", language="en", address="2020/ferry", title="The ferry is back",
            lead="It took a week.",
            body=(
                Paragraph(html='The ferry <em>crossed</em> the river again, as <a href="article:g1">we said</a> and <a href="https://paper.example/1">others</a>.'),
                Figure(image=PICTURES[0][0], alt="A ferry", caption="The old ferry", credit="Ann River"),
            ),
        ),
    ]  # fmt: skip


CHANGES = {
    "wxr": ("export.xml", "others</a>", "strangers</a>"),
    "ghost": ("ghost.json", "others<\\/a>", ""),
    "markdown": ("content/en/2020/ferry.md", "others", "strangers"),
}


@pytest.mark.parametrize("form", ["wxr", "markdown"])
def test_a_text_that_was_changed_beside_its_exact_value_is_taken_as_it_is_now(tmp_path: Path, form: str) -> None:
    target = exported(tmp_path, simple(), form)
    name, old, new = CHANGES[form]
    text = (target / name).read_text()
    assert old in text
    (target / name).write_text(text.replace(old, new, 1))
    (found,) = (each for each in rescue([target]) if each.draft)
    assert found.carried == ()
    assert found.draft is not None
    assert "strangers" in found.draft.text
    assert any("does not say the same" in mark for mark in found.draft.marks)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title><![CDATA[The ferry is back]]>", "<title><![CDATA[The ferry is gone]]>"),
        ("<![CDATA[It took a week.]]>", "<![CDATA[It took a month.]]>"),
        ('href="https://paper.example/1">others', 'href="https://paper.example/2">others'),
        ('<a href="https://paper.example/1">others</a>', "others"),
    ],
)
def test_what_somebody_changed_where_the_publication_went_is_not_lost(tmp_path: Path, old: str, new: str) -> None:
    target = exported(tmp_path, simple(), "wxr")
    text = (target / "export.xml").read_text()
    assert old in text
    (target / "export.xml").write_text(text.replace(old, new))
    (found,) = (each for each in rescue([target]) if each.draft)
    assert found.carried == ()
    assert found.draft is not None
    said = f"{found.draft.title} {found.draft.lead} {' '.join(found.draft.links)}"
    assert any(word in said for word in ("gone", "month", "paper.example/2")) or "paper.example/1" not in said
    assert any("does not say the same" in mark for mark in found.draft.marks)


def test_words_in_brackets_are_no_commands_of_wordpress(tmp_path: Path) -> None:
    values = simple()
    body = (Paragraph(html="He wrote [gallery] and [caption]x[/caption] there."),)
    article = msgspec.structs.replace(values[1], body=body)  # type: ignore[type-var]
    target = exported(tmp_path, [values[0], article], "wxr")
    assert "[gallery]" not in (target / "export.xml").read_text().partition("_skaryna_value")[0].partition("<item>")[2]
    assert taken_in(target)[-1] == article
    text = (target / "export.xml").read_text().replace("_skaryna_value", "other")
    (target / "export.xml").write_text(text)
    (found,) = (each for each in rescue([target]) if each.draft)
    assert found.draft is not None
    assert found.draft.text == "He wrote [gallery] and [caption]x[/caption] there."


def test_a_day_that_nobody_knows_is_not_known_after_wordpress_either(tmp_path: Path) -> None:
    target = exported(tmp_path, simple(), "wxr")
    text = (target / "export.xml").read_text()
    assert "<wp:post_date>2020-01-01 00:00:00</wp:post_date>" in text
    (target / "export.xml").write_text(text.replace("_skaryna_value", "other"))
    (found,) = (each for each in rescue([target]) if each.draft)
    assert found.draft is not None
    assert found.draft.published_at is None


def test_a_day_that_nobody_knows_is_not_known_after_ghost_either(tmp_path: Path) -> None:
    target = exported(tmp_path, simple(), "ghost")
    text = (target / "ghost.json").read_text()
    assert '"published_at":"2020-01-01T00:00:00.000Z"' in text
    (target / "ghost.json").write_text(text.replace('\\"skaryna\\"', '\\"other\\"'))
    (found,) = (each for each in rescue([target]) if each.draft)
    assert (found.draft.published_at, found.carried) == (None, ())  # type: ignore[union-attr]


def test_ghost_drops_no_article_for_an_address_that_two_have_nor_for_a_field_that_is_too_long(tmp_path: Path) -> None:
    values = simple()
    first = values[1]
    assert isinstance(first, Article)
    long = msgspec.structs.replace(first, title="word " * 90 + "end", id="a2", group="g2", address="2021/ferry")
    other = msgspec.structs.replace(first, id="a3", language="be")
    target = exported(tmp_path, [values[0], first, long, other], "ghost")
    posts = json.loads((target / "ghost.json").read_text())["db"][0]["data"]["posts"]
    assert [each["slug"] for each in posts] == ["ferry", "ferry-en", "ferry-be"]
    assert max(len(each["title"]) for each in posts) == 255
    assert taken_in(target)[1:] == [first, long, other]


def test_an_exact_value_in_which_an_intruder_hides_is_judged_like_any_text(tmp_path: Path) -> None:
    spam = " ".join(f'<a href="https://s{n}.example/">casino bonus slots</a>' for n in range(6))
    values = simple()
    article = values[1]
    assert isinstance(article, Article)
    bad = [
        values[0],
        decode(
            encode(article).replace(b"The ferry <em>", json.dumps(spam)[1:-1].encode() + b"<br>The ferry <em>"), Article
        ),
    ]
    bad[1] = decode(
        encode(
            Article(
                **{
                    **{f: getattr(article, f) for f in article.__struct_fields__},
                    "body": (*article.body, Paragraph(html=spam)),
                }
            )
        ),
        Article,
    )
    (found,) = (each for each in rescue([exported(tmp_path, bad, "jsonl")]) if each.draft)
    assert found.carried == ()
    assert any(finding.kind == "intruder" for finding in found.quarantine)


@pytest.mark.parametrize("form", ["wxr", "ghost", "markdown"])
def test_other_systems_find_the_words_where_they_look_for_them(tmp_path: Path, form: str) -> None:
    """Without the exact values, what is left is still the article."""
    target = exported(tmp_path, simple(), form)
    if form == "wxr":
        text = (target / "export.xml").read_text()
        assert "https://ferry.example/media/" in text
        assert 'href="https://ferry.example/2020/ferry.html"' in text
        (target / "export.xml").write_text(text.replace("_skaryna_value", "other"))
    elif form == "ghost":
        text = (target / "ghost.json").read_text()
        (target / "ghost.json").write_text(text.replace('"frontmatter"', '"other"').replace("skaryna_value", "other"))
    else:
        (target / "skaryna.jsonl").unlink()
    (found,) = (each for each in rescue([target], media=Media()) if each.draft)
    draft = found.draft
    assert draft is not None
    assert (draft.title, draft.lead, draft.slug) == (
        "The ferry is back",
        "It took a week." if form != "x" else "",
        "ferry",
    )
    assert draft.text.startswith("The ferry crossed the river again, as we said and others.")
    assert "https://paper.example/1" in draft.links
    (figure,) = (block for block in draft.body if isinstance(block, Figure))
    assert figure.image is not None
    assert (figure.image.digest, figure.alt, figure.caption, figure.credit) == (
        PICTURES[0][0].digest,
        "A ferry",
        "The old ferry",
        "Ann River",
    )


def test_an_export_never_lands_in_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(FolderError, match="exists already"):
        export(of_values(PUBLICATION, simple()), form="wxr", target=tmp_path / "there", media=tmp_path)


def test_a_picture_that_is_gone_is_named(tmp_path: Path) -> None:
    done = export(of_values(PUBLICATION, simple()), form="wxr", target=tmp_path / "new", media=tmp_path)
    assert done.missing == (PICTURES[0][0].name,)
    assert (tmp_path / "new" / "export.xml").is_file()


def test_an_exact_value_of_a_post_that_was_made_private_meanwhile_is_held_back(tmp_path: Path) -> None:
    target = exported(tmp_path, simple(), "wxr")
    text = (target / "export.xml").read_text()
    (target / "export.xml").write_text(text.replace("<wp:status>publish</wp:status>", "<wp:status>private</wp:status>"))
    (found,) = (each for each in rescue([target]) if each.draft)
    assert found.draft is not None
    assert "private" in found.draft.held


def test_an_author_whose_bio_is_an_intruders_is_left_out(tmp_path: Path) -> None:
    spam = " ".join(f'<a href="https://s{n}.example/">casino bonus slots</a>' for n in range(6))
    values = [Person(id="p9", group="pg9", language="en", slug="spam", name="Best Bonus", bio=spam), *simple()]
    assert all(getattr(value, "id", "") != "p9" for value in taken_in(exported(tmp_path, values, "jsonl")))
