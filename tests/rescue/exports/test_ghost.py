"""Ghost exports of all versions; what only the rendered HTML says is a finding, and secrets stay out."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.errors import SourceError
from skaryna.model import Code, Embed, Figure, Heading, List, Paragraph, Quotation, Rescued, encode
from skaryna.rescue import Media, rescue
from skaryna.rescue.exports import lexical, mobiledoc
from tests.newsroom.making import photograph
from tests.rescue.exports.making import articles, notes, one


def text(words: str, kind: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": words, "format": kind}


def paragraph(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "children": list(children)}


def lexical_of(*nodes: dict[str, Any]) -> str:
    return json.dumps({"root": {"type": "root", "children": list(nodes)}})


WORDS = "The ferry crossed the river again on Monday, after the council had said that it would not."


def post(**more: Any) -> dict[str, Any]:
    return {"id": "p1", "uuid": "u1", "title": "The ferry", "slug": "ferry", "status": "published", "visibility": "public", "type": "post",
            "published_at": "2020-03-09T10:00:00.000Z", "html": f"<p>{WORDS}</p>", **more}  # fmt: skip


def told(folder: Path, *posts: dict[str, Any], media: Path | None = None, **tables: Any) -> list[Rescued]:
    path = folder / "ghost.json"
    path.write_text(
        json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.1"}, "data": {"posts": list(posts), **tables}}]})
    )
    return list(rescue([path], media=Media([media] if media else [])))


def test_lexical_becomes_blocks_with_authors_tags_and_pictures(tmp_path: Path) -> None:
    images = tmp_path / "content" / "images" / "2020"
    images.mkdir(parents=True)
    (images / "quay.jpg").write_bytes(photograph(width=500))
    body = lexical_of(
        paragraph(
            text(f"{WORDS} "),
            text("It was bold.", 1),
            {"type": "link", "url": "https://paper.example/1", "children": [text("A paper")]},
        ),
        {"type": "extended-heading", "tag": "h3", "children": [text("What came then")]},
        {
            "type": "list",
            "listType": "number",
            "children": [
                {"type": "listitem", "children": [text("One")]},
                {"type": "listitem", "children": [text("Two")]},
            ],
        },
        {"type": "quote", "children": [text("Nobody came.")]},
        {
            "type": "image",
            "src": "__GHOST_URL__/content/images/size/w600/2020/quay.jpg",
            "alt": "A quay",
            "caption": "At noon",
        },
        {"type": "codeblock", "code": "a < b\n  c"},
        {"type": "embed", "url": "https://youtu.be/x"},
        {"type": "markdown", "markdown": "Some *marked* words."},
        {"type": "callout", "calloutText": "<p>Called out.</p>"},
        {"type": "horizontalrule"},
    )
    found = one(
        told(
            tmp_path,
            post(
                lexical=body,
                html=None,
                custom_excerpt="It took a week.",
                feature_image="__GHOST_URL__/content/images/2020/quay.jpg",
            ),
            users=[
                {
                    "id": "2",
                    "name": "Ann River",
                    "bio": "Ann writes.",
                    "email": "a@private.example",
                    "password": "$2a$10$abcdefghijklmnopqrstuv",
                },
                {"id": "1", "name": "Jan Nowak"},
            ],
            posts_authors=[
                {"post_id": "p1", "author_id": "1", "sort_order": 1},
                {"post_id": "p1", "author_id": "2", "sort_order": 0},
            ],
            tags=[{"id": "5", "name": "Law"}, {"id": "6", "name": "#hidden"}, {"id": "7", "name": "River"}],
            posts_tags=[
                {"post_id": "p1", "tag_id": "7", "sort_order": 0},
                {"post_id": "p1", "tag_id": "5", "sort_order": 1},
                {"post_id": "p1", "tag_id": "6", "sort_order": 2},
            ],
            posts_meta=[{"post_id": "p1", "feature_image_alt": "The quay", "feature_image_caption": "By <b>Ann</b>"}],
            media=tmp_path,
        )
    )
    draft = found.draft
    assert draft is not None
    assert [(byline.name, byline.bio) for byline in draft.bylines] == [("Ann River", "Ann writes."), ("Jan Nowak", "")]
    assert [topic.name for topic in draft.topics] == ["River", "Law"]
    assert (draft.lead, draft.published_at) == ("It took a week.", dt.datetime(2020, 3, 9, 10, tzinfo=dt.UTC))
    assert [type(block) for block in draft.body] == [
        Paragraph,
        Heading,
        List,
        Quotation,
        Figure,
        Code,
        Embed,
        Paragraph,
        Paragraph,
    ]
    assert draft.links[:1] == ("https://paper.example/1",)
    figure = next(block for block in draft.body if isinstance(block, Figure))
    assert figure.image is not None
    assert (figure.alt, figure.caption) == ("A quay", "At noon")
    assert draft.lead_figure is not None
    assert (draft.lead_figure.alt, draft.lead_figure.caption) == ("The quay", "By <strong>Ann</strong>")
    assert b"private.example" not in encode(found)


def test_mobiledoc_becomes_blocks(tmp_path: Path) -> None:
    body = {
        "version": "0.3.1",
        "atoms": [["soft-return", "", {}]],
        "cards": [["image", {"src": "/content/images/a.jpg", "caption": "Cap"}], ["html", {"html": "<p>Raw words.</p>"}], ["strange", {"words": "Unknown card"}]],
        "markups": [["strong"], ["a", ["href", "https://paper.example/2"]]],
        "sections": [
            [1, "p", [[0, [], 0, f"{WORDS} "], [0, [0], 1, "bold"], [1, [], 0, 0], [0, [1], 1, "linked"]]],
            [1, "h2", [[0, [], 0, "Head"]]],
            [3, "ul", [[[0, [], 0, "One"]], [[0, [], 0, "Two"]]]],
            [10, 0], [10, 1], [10, 2],
        ],
    }  # fmt: skip
    found = one(told(tmp_path, post(mobiledoc=json.dumps(body), html=None)))
    draft = found.draft
    assert draft is not None
    assert draft.body[0] == Paragraph(
        html=f'{WORDS} <strong>bold</strong><br><a href="https://paper.example/2">linked</a>'
    )
    assert Heading(text="Head", level=2) in draft.body
    assert List(items=("One", "Two")) in draft.body
    assert Paragraph(html="Raw words.") in draft.body
    assert any("Unknown card" in finding.text for finding in found.quarantine)


def test_what_only_the_rendered_html_says_is_evidence_and_no_article(tmp_path: Path) -> None:
    spam = '<p>best casino bonus slots jackpot <a href="https://slots.example/">casino</a></p>'
    found = one(told(tmp_path, post(lexical=lexical_of(paragraph(text(WORDS))), html=f"<p>{WORDS}</p>{spam}")))
    assert found.draft is not None
    assert "casino" not in found.draft.text
    (finding,) = found.quarantine
    assert "casino" in finding.text
    assert finding.links == ("https://slots.example/",)


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"status": "draft"}, "draft"), ({"status": "scheduled"}, "later"), ({"status": "sent"}, "e-mail"), ({"visibility": "members"}, "members"), ({"visibility": "paid"}, "members"), ({"type": "page"}, "page"), ({"status": None}, "does not say")],
)  # fmt: skip
def test_what_was_not_for_everybody_is_held_back(tmp_path: Path, fields: dict[str, Any], said: str) -> None:
    draft = one(told(tmp_path, post(**fields))).draft
    assert draft is not None
    assert said in draft.held


def test_members_and_keys_are_refused_and_named_and_injected_code_is_judged(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        post(codeinjection_head="<script>eval(atob('YQ=='))</script>"),
        members=[{"email": "reader@mail.example", "name": "Reader"}],
        api_keys=[{"secret": "deadbeef"}],
        settings=[
            {"key": "codeinjection_foot", "value": "<script>eval(atob('Yg=='))</script>"},
            {"key": "members_private_key", "value": "PK"},
        ],
        users=[{"id": "1", "name": "Ann", "email": "ann@mail.example", "password": "$2a$10$xyz"}],
    )
    everything = b"".join(encode(each) + each.original for each in found)
    for secret in (b"reader@mail", b"deadbeef", b"ann@mail", b"$2a$10", b'"PK"'):
        assert secret not in everything
    said = notes(found)
    for name in ("members", "api_keys", "settings with keys", "password hashes", "e-mail addresses of authors"):
        assert name in said
    codes = [finding for each in found for finding in each.quarantine if "disguised code" in finding.signals]
    assert len(codes) == 2


def test_a_damaged_export_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "ghost.json"
    path.write_text('{"db":[{"meta":{"exported_on":1},"data":{"posts":[{"ti')
    found = list(rescue([path]))
    assert articles(found) == []
    assert "damaged" in found[-1].problem


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 12),
        st.text(max_size=8),
        st.sampled_from(["root", "text", "link", "list", "image", "p", "h2", "gallery", "markdown"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "root",
                    "type",
                    "children",
                    "text",
                    "format",
                    "url",
                    "tag",
                    "images",
                    "src",
                    "markdown",
                    "sections",
                    "cards",
                    "markups",
                    "atoms",
                    "html",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_no_tree_breaks_the_readers_of_texts(value: Any) -> None:
    for read in (lexical.html_of, mobiledoc.html_of):
        for source in (
            json.dumps(value),
            json.dumps({"root": value, "sections": [value]}),
            json.dumps(
                {
                    "root": {"children": [value]},
                    "sections": [[1, "p", value], [10, value], [3, value, value]],
                    "cards": [["image", value]],
                }
            ),
        ):
            try:
                read(source)
            except SourceError:
                continue


def test_a_tree_that_never_ends_is_refused(tmp_path: Path) -> None:
    deep = '{"type":"paragraph","children":[' * 400 + "]}" * 400
    with pytest.raises(SourceError):
        lexical.html_of('{"root":{"type":"root","children":[' + deep + "]}}")
    assert articles(told(tmp_path, post(lexical='{"root":{"children":[' + deep + "]}}")))


NESTED = "[" * 3_000
HOSTILE = [
    '{"skaryna":1,"kind":2,"beside":3,"undated":4,"title":5}', '{"beside":["{","[]",null,{"kind":"article"}]}', '["skaryna"]',
    '{"skaryna":"{}","kind":"masthead"}', '{"skaryna":"{}","kind":"withdrawal","undated":true}', '"beside"', f'{{"beside":{NESTED}',
    '{"skaryna":"\\ud800","title":"\\ud800"}', '{"undated":true,"title":"The ferry is gone"}',
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_whatever_stands_in_ghosts_free_field_the_post_is_told_and_nothing_is_believed(
    tmp_path: Path, said: str
) -> None:
    found = told(tmp_path, post(), posts_meta=[{"post_id": "p1", "frontmatter": said}])
    (draft,) = [each.draft for each in found if each.draft]
    assert (draft.text, [each.carried for each in found if each.carried]) == (WORDS, [])
    assert draft.published_at == dt.datetime(2020, 3, 9, 10, tzinfo=dt.UTC)
    assert draft.title == "The ferry"


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["skaryna", "kind", "beside", "undated", "title"]),
       st.recursive(st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20)), lambda inner: st.lists(inner, max_size=4))))  # fmt: skip
def test_no_free_field_breaks_the_reading_of_an_export(said: dict[str, Any]) -> None:
    from skaryna.rescue.exports.ghost import _post, _Tables

    row = post()
    data = json.dumps(
        {"db": [{"data": {"posts": [row], "posts_meta": [{"post_id": "p1", "frontmatter": json.dumps(said)}]}}]}
    )
    _post(row, _Tables(data.encode()), "x")
