"""Values: what cannot be is refused when it is made, and the same value has the same bytes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.errors import ValueRefusedError
from skaryna.model import (
    Article,
    Byline,
    Correction,
    Embed,
    Figure,
    Heading,
    Image,
    List,
    Masthead,
    Page,
    Paragraph,
    Person,
    Publication,
    Quotation,
    Source,
    Table,
    Topic,
    decode,
    digest,
    encode,
    inline,
)
from skaryna.model import blocks as all_blocks
from skaryna.model.names import slug_of

NOON = dt.datetime(2024, 3, 9, 12, tzinfo=dt.UTC)
IMAGE = Image(digest="ab" * 32, name="pictures/x.jpg", width=800, height=600, type="image/jpeg")
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30).filter(
    lambda text: not inline.has_invisible(text)
)
markup = words.map(inline.clean).filter(lambda html: inline.text_of(html).strip())
blocks = st.one_of(
    st.builds(Paragraph, html=markup),
    st.builds(Heading, text=words, level=st.sampled_from([2, 3, 4])),
    st.builds(Quotation, html=markup, attribution=words),
    st.builds(List, items=st.lists(markup, min_size=1, max_size=4).map(tuple), ordered=st.booleans()),
    st.builds(Figure, image=st.none() | st.just(IMAGE), alt=words, caption=markup, credit=words),
    st.builds(Source, title=words, address=st.sampled_from(["", "https://a.example/x"]), note=markup),
    st.builds(Embed, address=st.just("https://v.example/1"), title=words),
    st.builds(Table, rows=st.lists(st.tuples(markup, markup), min_size=1, max_size=3).map(tuple)),
)
articles = st.builds(
    Article,
    id=st.just("a1"),
    group=st.just("g1"),
    language=st.sampled_from(["en", "be"]),
    address=st.just("2024/x"),
    title=words,
    body=st.lists(blocks, max_size=6).map(tuple),
    bylines=st.just((Byline(person="p1"),)),
    published_at=st.none() | st.just(NOON),
    legacy_reads=st.none() | st.integers(0, 10**9),
)


@given(articles)
def test_an_article_comes_back_from_its_bytes_as_it_was(article: Article) -> None:
    data = encode(article)
    assert decode(data, Article) == article
    assert digest(encode(decode(data, Article))) == digest(data)


@given(articles)
def test_every_block_tells_its_words_and_links(article: Article) -> None:
    assert isinstance(article.text, str)
    for block in article.body:
        assert all(inline.is_safe_address(link) for link in all_blocks.links_of(block))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Paragraph(html="<script>x</script>"),
        lambda: Paragraph(html="  "),
        lambda: Heading(text="two\nlines"),
        lambda: Figure(),
        lambda: Figure(image=IMAGE, caption='<img src="x">'),
        lambda: Image(digest="x", name="a.jpg", width=1, height=1, type="image/jpeg"),
        lambda: Image(digest="ab" * 32, name="../../etc/passwd", width=1, height=1, type="image/jpeg"),
        lambda: List(items=()),
        lambda: Table(rows=(("a", "b"), ("c",))),
        lambda: Embed(address="javascript:x", title="t"),
        lambda: Source(title="t", address="ftp://x.example"),
        lambda: Person(id="p", group="p", language="en", slug="P q", name="x"),
        lambda: Person(id="p", group="p", language="en", slug="p", name=" "),
        lambda: Topic(id="t", group="t", language="xx", slug="t", name="x"),
        lambda: Page(id="../p", group="p", language="en", slug="p", title="x"),
        lambda: Masthead(language="en", title="t", contact="not an address"),
        lambda: Article(id="a", group="a", language="en", address="2024/../x", title="t"),
        lambda: Article(id="a", group="a", language="en", address="2024/x", title=" "),
        lambda: Article(id="a", group="a", language="en", address="2024/x", title="t", legacy_reads=-1),
        lambda: Article(id="a", group="a", language="en", address="2024/x", title="t", old_addresses=("x",)),
        lambda: Article(id="a", group="a", language="en", address="2024/x", title="t", old_addresses=("/a/../b",)),
        lambda: Correction(at=dt.datetime(2024, 1, 1), text="x"),  # noqa: DTZ001 - a time without zone is the point
        lambda: Publication(name="x", url="ftp://x.example"),
        lambda: Publication(name="x", url="https://user:pass@x.example"),
        lambda: Publication(name="x", url="https://x.example", languages=("en", "en")),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(make: object) -> None:
    with pytest.raises(ValueRefusedError, match=r"\w+ .*\."):
        make()  # type: ignore[operator]


def test_bytes_that_are_no_value_are_refused() -> None:
    for data in (b"", b"{", b"[]", b'{"id": 1}', b"\xff", b'{"a":' * 5_000):
        with pytest.raises(ValueRefusedError):
            decode(data, Article)


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Should We Be Blamed?", "en", "should-we-be-blamed"),
        ("Мова, якой няма ў школе", "be", "mova-yakoy-nyama-u-shkole"),
        ("Голоси з Києва", "uk", "holosy-z-kyieva"),
        ("Zażółć gęślą jaźń", "pl", "zazolc-gesla-jazn"),
        ("Don’t panic", "en", "dont-panic"),
        ("!!!", "en", ""),
    ],
)
def test_slugs_are_ascii_words(text: str, language: str, slug: str) -> None:
    assert slug_of(text, language=language) == slug


@given(st.text(max_size=300), st.sampled_from(["en", "be", "uk"]))
def test_a_slug_of_any_title_is_a_slug_or_nothing(title: str, language: str) -> None:
    slug = slug_of(title, language=language)
    assert len(slug) <= 80
    assert not slug or (slug.isascii() and slug == slug_of(slug))
