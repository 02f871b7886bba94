"""What is pasted from Word, Google Docs, LibreOffice or a page becomes our blocks: the structure and every word of it."""

import html
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.errors import ValueRefusedError
from skaryna.model import Block, Code, Heading, List, Paragraph, Quotation, Source, Table, blocks, inline
from skaryna.newsroom.pasted import MAX_CHARS, pasted

CLIPBOARDS = Path(__file__).parent / "clipboards"


def from_file(name: str) -> tuple[Block, ...]:
    return pasted((CLIPBOARDS / f"{name}.html").read_text(encoding="utf-8")).blocks


def test_a_text_from_word_keeps_headings_lists_quotation_table_and_footnote() -> None:
    assert from_file("word") == (
        Heading(text="Who mends the ferry", level=2),
        Paragraph(
            html="The cable <strong>snapped</strong> in March; the <em>county</em> paid nothing[1]. See "
            '<a href="https://salka.example/minutes?year=2024&amp;part=2">the minutes</a>.'
        ),
        Heading(text="What was asked", level=3),
        List(items=("A new cable", "A second <strong>ferryman</strong>")),
        Paragraph(html="And then, in order:"),
        List(items=("Ask", "Ask again"), ordered=True),
        Quotation(html="We have asked since the frost."),
        Table(rows=(("<strong>Year</strong>", "<strong>Crossings</strong>"), ("2023", "1,204"))),
        Source(title="Budget of the county, 2024", address="https://salka.example/budget.pdf"),
    )


def test_what_reviewers_wrote_beside_a_text_in_word_is_not_pasted() -> None:
    assert "Ivan" not in blocks.text_of_all(from_file("word"))


def test_a_text_from_google_docs_is_not_bold_from_end_to_end() -> None:
    assert from_file("docs") == (
        Heading(text="Хто рамантуе паром", level=2),
        Paragraph(
            html="Трос <strong>парваўся</strong><em> ў сакавіку</em>, гл. "
            '<a href="https://salka.example/minutes?year=2024">пратакол</a>.'
        ),
        Heading(text="Што прасілі", level=3),
        List(items=("Новы трос", "Другі паромшчык"), ordered=True),
        Paragraph(html="H<sub>2</sub>O і x<sup>2</sup><s> не</s>"),
        Table(rows=(("Год", "Рэйсы"), ("2023", "1204"))),
    )


def test_pictures_of_a_paste_are_left_out_and_counted() -> None:
    assert pasted((CLIPBOARDS / "docs.html").read_text(encoding="utf-8")).pictures == 1


def test_a_text_from_libreoffice_keeps_its_parts() -> None:
    assert from_file("libreoffice") == (
        Heading(text="Хто лагодить пором", level=2),
        Paragraph(html="Трос <strong>урвався</strong> у <em>березні</em>, див. <sup>1</sup>"),
        List(items=("Новий трос", "Другий поромник", "на ніч")),
        Quotation(html="Ми просимо від морозів.<br>Щотижня."),
        Code(text="Пливе\n  човен"),
        Table(head=("Рік", "Рейси"), rows=(("2023", "1204"),)),
        Source(title="Бюджет повіту"),
    )


def test_a_part_of_a_web_page_loses_scripts_hidden_text_and_layout() -> None:
    assert from_file("page") == (
        Heading(text="The last ferry", level=2),
        Paragraph(html="By Ann River"),
        Paragraph(html='It crosses <em>at six</em>, always, <a href="https://salka.example/map">as the map says</a>.'),
        Paragraph(html="Nobody waits."),
        Paragraph(html="Nobody ever did."),
        Paragraph(html="The bank, in fog"),
        Quotation(html="It will be mended.<br>Soon.", attribution="The county"),
        List(items=("One", "Two", "Two and a half")),
        Paragraph(html="Only one cell, for layout"),
        Heading(text="Small heading", level=3),
        List(items=("Cable", "A rope of steel")),
    )


def test_links_to_our_own_pages_become_links_to_our_articles() -> None:
    made = pasted('<p><a href="https://ferry.example/2026/x.html">x</a> <a href="https://other.example/">y</a></p>',
                  own=lambda address: address.replace("https://ferry.example/2026/x.html", "article:abc"))  # fmt: skip
    assert made.blocks == (Paragraph(html='<a href="article:abc">x</a> <a href="https://other.example/">y</a>'),)


# Every word survives, in order, whatever the page is built of; and nothing else comes along.

_WORD = st.text(st.sampled_from("абвгдёўabcxyz019"), min_size=1, max_size=8)
_BLOCK_TAGS = ["p", "div", "h1", "h2", "h4", "li", "blockquote", "section", "td", "pre", "ul", "ol", "dd", "footer",
               "figcaption", "center"]  # fmt: skip
_INLINE_TAGS = ["b", "i", "span", "a", "sup", "u", "font", "code", "o:p", "del"]
_STYLES = ["", "font-weight:700", "font-style:italic", "mso-list:l0 level1 lfo1", "mso-list:l1 level2 lfo2",
           "vertical-align:super", "font-weight:normal", "text-decoration:line-through"]  # fmt: skip
_ATTRIBUTES = st.tuples(
    st.sampled_from(_STYLES), st.sampled_from(["", "ftn1", "x"]), st.sampled_from(["", "MsoQuote", "MsoTitle", "a"]),
    st.sampled_from(["", "https://e.example/", "javascript:alert(1)", "#x"]),
)  # fmt: skip
_Tree = list[object]


def _element(children: st.SearchStrategy) -> st.SearchStrategy:
    tags = st.sampled_from(_BLOCK_TAGS + _INLINE_TAGS)
    return st.tuples(tags, _ATTRIBUTES, st.lists(children, max_size=5))


_TREE = st.lists(st.recursive(_WORD | st.just("<br>"), _element, max_leaves=30), max_size=6)


def _written(node: object) -> str:
    if isinstance(node, str):
        return node if node == "<br>" else f" {node} "
    tag, (style, name, kind, href), children = node  # type: ignore[misc]
    inner = "".join(map(_written, children))
    if tag == "td":
        inner, tag = f"<table><tr><td>{inner}</td><td></td></tr></table>", "div"
    attributes = f' style="{style}" id="{name}" class="{kind}" href="{href}"'
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _words(node: object) -> list[str]:
    if isinstance(node, str):
        return [] if node == "<br>" else [node]
    return [word for child in node[2] for word in _words(child)]  # type: ignore[index]


@given(_TREE)
@settings(max_examples=400, deadline=None)
def test_every_word_survives_in_order(tree: _Tree) -> None:
    # What a parser of HTML does with misplaced parts is its own: the words as it reads them are what counts.
    from selectolax.lexbor import LexborHTMLParser

    markup = "".join(map(_written, tree))
    read = LexborHTMLParser(markup).body.text(separator=" ").split()  # type: ignore[union-attr]
    assert sorted(read) == sorted(word for node in tree for word in _words(node))
    made = pasted(markup).blocks
    told = [_told(block) for block in made]
    if 'class="MsoQuote"' in markup or "blockquote" in markup:
        assert sorted(" ".join(told).split()) == sorted(read), "whose a quotation is stands behind it"
    else:
        assert " ".join(told).split() == read
    for block in made:
        assert "javascript" not in repr(block)


def _told(block: Block) -> str:
    if isinstance(block, Source):
        return block.title
    return blocks.text_of(block).replace("\u00a0", " ")


@given(
    st.text(st.characters(codec="utf-8"), max_size=300)
    | st.text(st.sampled_from("<>/ab =\"'!-[]pulitdr"), max_size=300)
)
@settings(max_examples=400, deadline=None)
def test_no_text_whatever_breaks_the_paste_or_makes_markup_of_ours(text: str) -> None:
    for block in pasted(text).blocks:
        # A block checks itself when it is made; what is told of it has to be sayable.
        assert not inline.has_invisible(blocks.text_of(block).replace("\n", ""))
    assert all(isinstance(block, Paragraph) for block in pasted(html.escape(text)).blocks)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 900 + "deep" + "</div>" * 900,
        "<p><b>deep" * 900,
        "<p>" + "<span style='a:b'>deep</span>" * 20_000,
        "<p>" + "deep " * 200_000,
        "<table>" + "<tr>" + "<td colspan=999999>deep" * 20 + "</table>",
        "<p " + " ".join(f"a{number}" for number in range(200_000)) + ">deep",
    ],
    ids=["divs", "marks", "spans", "words", "spans of cells", "attributes"],
)
def test_odd_texts_are_read_in_bounded_time(markup: str) -> None:
    start = time.process_time()
    made = pasted(markup).blocks
    assert time.process_time() - start < 10
    assert "deep" in blocks.text_of_all(made)


@pytest.mark.parametrize(
    "markup", ["<div>" * 60_000 + "deep", "<b><i>" * 30_000, "<ul><li>" * 20_000, "<table><tr><td>" * 5_000]
)
def test_what_nests_deeper_than_any_text_is_refused_at_once(markup: str) -> None:
    start = time.process_time()
    with pytest.raises(ValueRefusedError, match="nested too deep"):
        pasted(markup)
    assert time.process_time() - start < 2


def test_more_than_a_book_is_refused_in_words() -> None:
    with pytest.raises(ValueRefusedError, match="too much for one paste"):
        pasted("x" * (MAX_CHARS + 1))
    with pytest.raises(ValueRefusedError, match="3,000 blocks"):
        pasted("<p>x" * 3_000)
