"""Inline HTML: cleaning makes only what checking accepts, and checking accepts nothing that could run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.errors import ValueRefusedError
from skaryna.model import inline

PIECES = st.sampled_from(
    ["<", ">", "</", "<a href=", '"', "'", "javascript:", "https://a.example/", "<script>", "</script>", "<b>", "</b>",
     "<em>", "</em>", "<a href=\"https://x.example\">", "</a>", "&", "&lt;", "&#x3c;", "&amp;", "<!--", "-->", "<br>",
     "<svg onload=x>", "<img src=x onerror=y>", "<style>", "\u202e", "\u200b", "\x00", "text", " ", "<![CDATA[", "]]>",
     "<a href='data:text/html,x'>", "<noscript>", "<math>", "<p>", "</p>", "article:abc", "mailto:", "<code>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_whatever_comes_in_the_cleaned_text_passes_the_strict_check(markup: str) -> None:
    cleaned = inline.clean(markup)
    inline.check(cleaned, where="paragraph")
    assert inline.clean(cleaned) == cleaned


@pytest.mark.parametrize("depth", [1, 5, 50])
def test_marks_that_hold_no_word_go_however_deep_they_nest(depth: int) -> None:
    assert inline.clean(f"a{'<b>' * depth}{'</b>' * depth}c") == "ac"
    assert inline.clean(f"a{'<i> ' * depth}{' </i>' * depth}c") == "a c"
    assert inline.clean(f"a{'<b>' * depth}x{'</b>' * depth}").startswith("a<strong>")


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="JaVaScRiPt:alert(1)">x</a>',
        '<a href="//evil.example">x</a>',
        '<a href="https://x.example" onclick="y">x</a>',
        '<em class="x">x</em>',
        "<em>never closed",
        "</em>",
        "<em><strong>x</em></strong>",
        '<a href="https://a.example">x<a href="https://b.example">y</a></a>',
        "a < b",
        "&copy;",
        "text \u202e turned round",
        "<img src=x>",
        "<EM>x</EM>",
        '<a href="https://x.example/\\..\\">x</a>',
    ],
)
def test_markup_outside_the_subset_is_refused(markup: str) -> None:
    with pytest.raises(ValueRefusedError):
        inline.check(markup, where="paragraph")


MARKED = st.sampled_from(
    ["<em>", "</em>", "<s>", "</s>", '<a href="https://x.example/a?b">', '<a href="mailto:a@x.example">',
     '<a href="javascript:x">', '<a href="https://">', '<a href="https://x.example/&amp;">', '<a href="https://x.example/\x00">',
     '<a href="article:abc#d">', "</a>", "&amp;", "&nbsp;", "&", ">", "<", "<br>", "«так»", "—", " ", "\u00a0", "\u202e", "\u00ad",
     "x", "слова", "\n", "<em> </em>", "<em></em>"]
)  # fmt: skip


@given(st.lists(MARKED, max_size=12).map("".join) | st.text(max_size=50))
def test_what_one_look_takes_for_good_passes_the_strict_check_too(markup: str) -> None:
    if inline.is_plainly_good(markup):
        inline.check(markup, where="paragraph")
        assert inline.text_of(markup).strip()


@pytest.mark.parametrize(
    "markup",
    [
        "Plain words.",
        "«Так», — сказала яна.",
        '<em>He said</em> that <a href="https://x.example/a?b=c">this</a> &amp; <strong>that</strong>.',
        "No\u00a0break — here.",
    ],
)
def test_most_paragraphs_need_one_look_alone(markup: str) -> None:
    assert inline.is_plainly_good(markup)


def test_bold_and_italic_of_any_make_keep_their_meaning() -> None:
    assert inline.clean("<b class=x>a</b> <i>b</i> <span style='x'>c</span>") == "<strong>a</strong> <em>b</em> c"


def test_the_text_of_scripts_and_styles_does_not_become_words() -> None:
    assert inline.clean("before<script>bad()</script><style>p{}</style> after") == "before after"


def test_a_link_that_leads_nowhere_safe_leaves_its_words() -> None:
    assert inline.clean('<a href="javascript:x">read</a> <a href="/relative">this</a>') == "read this"


def test_links_keep_their_address_and_lose_everything_else() -> None:
    cleaned = inline.clean('<a href="https://a.example/?x=1&y=2" target="_blank" rel="x" onclick="y">go</a>')
    assert cleaned == '<a href="https://a.example/?x=1&amp;y=2">go</a>'
    assert inline.links_of(cleaned) == ("https://a.example/?x=1&y=2",)


def test_text_without_markup_stays_word_for_word() -> None:
    assert inline.text_of(inline.clean("Tom &amp; Ann: 5 &lt; 6, «так»")) == "Tom & Ann: 5 < 6, «так»"
