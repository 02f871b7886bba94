"""The law of conservation: what comes in is in the draft or in a finding; and nothing at all breaks the readers."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.errors import SourceError
from skaryna.model import List, Rescued, decode, encode
from skaryna.rescue import blocks_of, rescue, rescue_text
from skaryna.rescue.told import Told
from skaryna.rescue.tree import parse, text_of
from skaryna.rescue.units import links_in
from tests.rescue.remains import PARAGRAPHS, TITLE, page, scrape

PIECES = (
    "<p>{}</p>", "<div>{}</div>", "<ul><li>{}</li><li>two</li></ul>", "<h2>{}</h2>", "<blockquote><p>{}</p></blockquote>",
    '<div style="display:none"><a href="https://q.example/z">{}</a></div>', "<table><tr><td>{}</td><td>b</td></tr><tr><td>c</td></tr></table>",
    "<figure><img alt=a><figcaption>{} <cite>who</cite></figcaption></figure>", "<nav><a href='/n/'>{}</a></nav>", "text {} <br><br> more",
    "<aside>{}</aside>", "<footer>{}</footer>", "<pre>{}</pre>", "<p><a href='#note'>{}</a> <a href='javascript:x()'>j</a></p>", "<form><button>{}</button></form>",
    "<noscript><p>{}</p></noscript>", "<dl><dt>{}</dt><dd>d</dd></dl>", "<details><summary>s</summary>{}</details>", "</html><p>{}</p>", "<iframe src='https://v.example/1'></iframe>{}",
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "one plain word",
        "casino bonus",
        "Жоравіна",
        "a < b & c",
        "By Vera Stone",
        "12 March 2019",
        "77 reads",
        "Share",
        PARAGRAPHS[1],
    ]
)
BITS = st.lists(st.tuples(st.sampled_from(PIECES), WORDS), max_size=8)


def words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}


def kept(told: Told) -> tuple[set[str], set[str]]:
    """Return all words and all addresses that a rescue accounts for."""
    parts = [finding.text for finding in told.findings]
    links = {link for finding in told.findings for link in finding.links}
    if told.draft:
        draft = told.draft
        parts += [draft.title, draft.lead, draft.text, *(topic.name for topic in draft.topics)]
        parts += [f"{byline.name} {byline.bio}" for byline in draft.bylines]
        links |= set(draft.links)
        # An ordered list says its numbers by being one.
        parts += [str(at + 1) for b in draft.body if isinstance(b, List) and b.ordered for at in range(len(b.items))]
    return words(" ".join(parts)), links


def check_page(html: str) -> None:
    told = rescue_text(html.encode(), "page.html")
    body = [node for node in parse(html).nodes if node.tag == "body"]
    said, links = kept(told)
    assert told.tally is not None
    assert told.tally.unaccounted == ""
    assert words(text_of(list(body))) - said == set()
    lost = {link.href for link in links_in(list(body))} - links
    assert not {href for href in lost if not any(link.endswith(href.lstrip("/")) for link in links)}


@settings(max_examples=60, deadline=None)
@given(BITS, BITS)
def test_every_word_and_every_link_of_a_page_is_accounted_for(
    inside: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS[:3])
    body += "".join(piece.format(word) for piece, word in inside) + f"<p>{PARAGRAPHS[4]}</p>"
    check_page(page(body=body, after="".join(piece.format(word) for piece, word in after)))


LINES = st.sampled_from(
    [*PARAGRAPHS, TITLE, "Vera Stone", "By Vera Stone", "12 March 2019", "77 reads", "Why Support Us?", "Short", "• point", "1. first", "2. second",
     "casino bonus casino slots casino poker jackpot", "© 2019", "a line of verse", "— What then?", "Tags: one, two", "Photo: Ann", "Is it true?"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n"])), max_size=25))
def test_every_word_of_a_text_is_accounted_for(lines: list[tuple[str, str]]) -> None:
    text = "".join(line + end for line, end in lines)
    if text.strip():
        told = rescue_text(text.encode(), "page.txt")
        assert words(text) - kept(told)[0] == set()
        assert told.tally is not None
        assert told.tally.unaccounted == ""


def check_sound(found: Rescued) -> None:
    """A value that passes every rule of the model again, with a problem or an article and never neither."""
    assert bool(found.problem) != bool(found.draft)
    assert decode(encode(found), Rescued) == found


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(st.binary(max_size=600), st.text(max_size=600).map(lambda text: text.encode("utf-8", "surrogatepass"))),
    st.sampled_from(["a.txt", "a.html"]),
)
def test_no_bytes_break_it_and_the_same_bytes_give_the_same_value(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (one,) = rescue([path])
    check_sound(one)
    assert list(rescue([path])) == [one]


MARKUP = st.lists(
    st.sampled_from(
        ["<div>", "</div>", "<p>", "<a href='javascript:alert(1)'>", "</a>", "<table>", "<td>", "<svg>", "<script>", "</script>", "<style>p{", "<!--", "-->", "<b><i>",
         "</b>", "<img onerror=x src=y alt='\u202ex'>", "<li>", "<ul>", "<figure>", "<figcaption>", "<template>", "<select><option>", "<textarea>", "</html>", "<math>", "<blockquote>",
         "<iframe srcdoc='<p>x'>", "\u202e\u200b\x07", "&#x202e;", "&lt;script&gt;", "<h2>", "<pre>", PARAGRAPHS[0], PARAGRAPHS[3], "<![CDATA[x]]>", "<frameset>"]
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MARKUP)
def test_no_markup_breaks_it_and_every_block_passes_the_model(tmp_path: Path, bits: list[str]) -> None:
    path = tmp_path / "page.html"
    path.write_text("".join(bits) or "x", encoding="utf-8")
    (found,) = rescue([path])
    check_sound(found)
    blocks_of("".join(bits))


@pytest.mark.parametrize(
    "data",
    [
        b"word " * 600_000,
        b"x" * 3_000_000,
        b"." * 300_000 + b"x",
        b"<div>" * 10_000 + PARAGRAPHS[0].encode() * 5,
        b"<b>" * 5_000 + b"<p>" * 50,
        b"<a href=x" * 20_000,
        b"<p style='" + b"left:-" * 20_000 + b"'>x",
        b"<style>" + b".a{" * 50_000 + b"</style><p>" + PARAGRAPHS[0].encode(),
        b"&" * 200_000,
        b" \t" * 300_000 + b"x" * 100,
        ("\n".join(["Aa Bb"] * 20_000)).encode(),
        b"<!--" * 50_000,
        ("«" * 100_000 + "…" * 100_000).encode(),
        b"<p>" + b"<a href='https://x.example/'>casino</a> " * 8_000,
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
@pytest.mark.timeout(20)
def test_hostile_sizes_and_shapes_come_to_an_end(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = rescue([path])
    check_sound(found)


def test_a_million_open_elements_are_refused_in_a_sentence() -> None:
    with pytest.raises(SourceError, match="elements"):
        rescue_text(b"<html>" + b"<div>" * 1_000_000, "a.html")


def test_nothing_invisible_and_no_script_survives(tmp_path: Path) -> None:
    nasty = "\u202eevil\u202c \u200b<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>click me now</a>"
    path = tmp_path / "a.html"
    path.write_text(page(body="".join(f"<p>{each} {nasty}</p>" for each in PARAGRAPHS)), encoding="utf-8")
    (found,) = rescue([path])
    assert found.draft is not None
    said = encode(found.draft).decode()
    for bad in ("\u202e", "\u200b", "<script", "onerror", "javascript:"):
        assert bad not in said
    assert "click me now" in found.draft.text


def test_markup_in_a_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(scrape(body=[f"{each} <script>alert(1)</script>" for each in PARAGRAPHS]))
    (found,) = rescue([path])
    assert found.draft is not None
    assert "&lt;script&gt;" in encode(found.draft).decode()
