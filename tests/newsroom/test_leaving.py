"""What leaves the house, the pure part: what is said of two texts, whoever wrote them."""

import html
import subprocess
import sys
import time
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.model import (
    Appeal,
    Article,
    Code,
    Embed,
    Figure,
    Heading,
    Image,
    List,
    Masthead,
    Page,
    Paragraph,
    Person,
    Quotation,
    Source,
    Table,
    Topic,
    decode,
    encode,
    inline,
)
from skaryna.newsroom.leaving import Known, Report, hosts, judge, names_in
from skaryna.newsroom.leaving.difference import MAX_CHANGES
from skaryna.newsroom.leaving.judging import MAX_SCANNED_CHARS, MAX_WARNED
from skaryna.newsroom.leaving.pieces import pieces

PICTURE = Image(digest="a" * 64, name="pictures/a.jpg", width=3, height=2, type="image/jpeg")


def article(*body: Any, **more: Any) -> Article:
    values: dict[str, Any] = {"title": "The ferry", "lead": "It crosses.", **more}
    blocks = tuple(Paragraph(html=each) if isinstance(each, str) else each for each in body)
    return Article(id="a", group="a", language="en", address="2026/the-ferry", body=blocks, **values)


def link(address: str, words: str = "here") -> str:
    return f'<a href="{html.escape(address)}">{words}</a>'


def kinds(new: Any, old: Any = None, known: Known | None = None, **more: Any) -> set[str]:
    return {each.kind for each in judge(old, new, known or Known(), **more).warned}


def known(value: Any) -> Known:
    return Known(names_in(value))


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"]), min_size=1, max_size=40
)
plain = words.map(inline.plain).filter(lambda text: bool(text) and not inline.has_invisible(text))
marked = plain.map(lambda text: html.escape(text, quote=False).replace("\u00a0", " ")).filter(
    lambda text: bool(inline.text_of(text).strip())
)
paragraphs = marked.map(lambda text: Paragraph(html=text))
headings = plain.map(lambda text: Heading(text=text))
bodies = st.lists(st.one_of(paragraphs, headings), max_size=12).map(tuple)
articles = st.builds(
    lambda title, lead, body: article(*body, title=title, lead=lead),
    plain,
    plain,
    bodies,
)


def test_the_pure_part_imports_no_django() -> None:
    code = "import sys, skaryna.newsroom.leaving; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(articles)
def test_the_same_text_changes_nothing_and_brings_nothing_new(value: Article) -> None:
    report = judge(value, value, known(value))
    assert (report.op, report.changes, report.warned) == ("same", (), ())


@given(articles, articles)
@settings(max_examples=60)
def test_whatever_differs_is_said_and_what_is_said_differs(old: Article, new: Article) -> None:
    report = judge(old, new, Known())
    assert (report.op == "same") == (pieces(old) == pieces(new))
    for change in report.changes:
        if change.op == "changed" and change.parts:
            assert {"gone", "new"} & {part.op for part in change.parts}


@given(bodies, paragraphs, st.integers(0, 12))
def test_a_paragraph_put_in_anywhere_is_told_as_added_with_its_words(body: Any, extra: Paragraph, at: int) -> None:
    if extra in body:
        return
    at = min(at, len(body))
    report = judge(article(*body), article(*body[:at], extra, *body[at:]), Known())
    [change] = report.changes
    assert (change.op, change.where, change.number) == ("added", "paragraph", at + 1)
    assert "".join(part.text for part in change.parts) == inline.text_of(extra.html)


@given(articles, articles)
@settings(max_examples=40)
def test_a_report_is_a_value_that_comes_back_as_it_was_written_down(old: Article, new: Article) -> None:
    report = judge(old, new, Known(), raw=("a\u200bb",))
    assert decode(encode(report), Report) == report


@given(st.from_regex(r"[a-z][a-z0-9]{1,20}\.(?:com|bet|example)", fullmatch=True), st.integers(0, 3))
def test_no_spelling_hides_a_domain_that_is_new(name: str, spelling: int) -> None:
    spelled = [name, name.upper(), f"www.{name}.", f"%{ord(name[0]):x}{name[1:]}"][spelling]
    assert ("host", hosts.plain(name)) in names_in(article(link(f"https://{spelled}/x")))
    assert "new domain" in kinds(article("Before.", link(f"HTTPS://{spelled}:443/")), article("Before."))


@given(articles, st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_at_all_is_judged_without_a_stumble(value: Article, raw: str) -> None:
    names = names_in(value)
    report = judge(None, value, Known(names), raw=(raw,))
    assert not {"new domain", "new mail", "new phone", "new account"} & {each.kind for each in report.warned}


def test_changed_words_are_told_word_by_word() -> None:
    report = judge(article("He said it twice."), article("He said it three times."), Known())
    [change] = report.changes
    assert [(part.op, part.text) for part in change.parts] == [
        ("same", "He said it "),
        ("gone", "twice"),
        ("new", "three times"),
        ("same", "."),
    ]


def test_a_link_that_leads_elsewhere_under_the_same_words_is_told() -> None:
    old, new = (article(f"Read it {link(address)}.") for address in ("https://a.example/", "https://b.example/"))
    report = judge(old, new, known(old))
    [change] = report.changes
    assert (change.gone_links, change.new_links) == (("https://a.example/",), ("https://b.example/",))
    assert [(each.kind, each.subject) for each in report.warned] == [("new domain", "b.example")]


def test_a_moved_block_is_moved_and_not_written_anew() -> None:
    a, b, c = "First thing here.", "Second thing there.", "Third thing elsewhere."
    report = judge(article(a, b, c), article(b, c, a), Known())
    assert [change.op for change in report.changes] == ["moved"]


def test_authors_topics_and_days_are_told_by_their_names() -> None:
    from skaryna.model import Byline

    old, new = article(), article(bylines=(Byline(person="p1"),), topics=("t1",))
    report = judge(old, new, Known(), called={"p1": "Ann River", "t1": "Law"})
    assert {(c.where, c.parts[0].text) for c in report.changes} == {("authors", "Ann River"), ("topics", "Law")}


def test_another_picture_is_a_change_without_words() -> None:
    old = article(Figure(image=PICTURE, alt="A ferry"))
    new = article(Figure(image=msgspec.structs.replace(PICTURE, digest="b" * 64), alt="A ferry"))
    assert [(c.op, c.where) for c in judge(old, new, Known()).changes] == [("changed", "figure")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (link("https://casino.bet/"), "new domain"),
        ("Go to casino-best.bet today", "new domain"),
        ("Go to https://10.0.0.1/x", "new domain"),
        (link("https:///evil.example/"), "new domain"),
        (link("https://user:word@evil.example/"), "credentials"),
        (link("https://a.example/?access_token=abc"), "credentials"),
        (link("https://a.example/#session_id=abc"), "credentials"),
        (link("https://a.example/?utm_source=x&utm_medium=y"), "tracking"),
        (link("https://a.example/?fbclid=x"), "tracking"),
        (link("https://evil.example/", "https://bbc.com/news"), "other domain"),
        (link("https://evil.example/", "bbc.com"), "other domain"),
        (f"The end{link('https://evil.example/', '.')}", "wordless link"),
        (f"The end{link('https://evil.example/', ' ')} of it", "wordless link"),
        (link("https://xn--80ak6aa92e.com/"), "mixed letters"),
        (link("https://раypal.com/"), "mixed letters"),
        (link("https://xn--d1acpjx3f.example/"), "punycode"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "script"),
        ("javascript:alert(1)", "script"),
        ("data:text/html;base64,PHNjcmlwdD4=", "script"),
        ("x onerror=alert(1)", "script"),
        ("{{ 7*7 }}", "script"),
        ("document.cookie", "script"),
        ("&lt;img src=x&gt;", "markup"),
        ("He wrote &amp;lt;b&amp;gt;", "markup"),
        ("aB3" * 60, "encoded"),
        ("%3c%73" * 20, "encoded"),
        ("a\u200eb", "hidden character"),
        ("pay\u3164pal", "hidden character"),
        ("a\u200db", "hidden character"),
        ("write to source@mail.example", "new mail"),
        (link("mailto:source@mail.example"), "new mail"),
        ("call +375 29 123-45-67 now", "new phone"),
        ("call 8 (029) 123 45 67 now", "new phone"),
        ("give to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "new account"),
        ("give to DE89 3704 0044 0532 0130 00", "new account"),
        ("".join(link(f"https://shop{n}.example/", f"cheap {n}") for n in range(6)), "link farm"),
    ],
)
def test_what_an_intruder_or_an_accident_leaves_is_warned_of(body: str, kind: str) -> None:
    assert kind in kinds(article("Before.", body), article("Before."))


@pytest.mark.parametrize(
    "body",
    [
        "The 2019 law cost 1 000 000 000 roubles (2019-03-09 to 2020-01-01), see p. 12-14.",
        "Wi-Fi, т.е. e.g. the U.S. and A.I.; node.js and index.html; on = off; data: none. 5 < 6 & 7 > 3".replace(
            "&", "&amp;"
        )
        .replace("<", "&lt;")
        .replace(">", "&gt;"),
        "ён сказаў: «Мы тут», — і пайшоў; 👨‍👩‍👧 ❤️ नमस्‍ते می‌خواهم",
        "AT&amp;T, R&amp;D, Q&amp;A",
        f"See {link('article:abc', 'our article')}.",
        "The onion = an onion; on time = good. Once upon a time…",
    ],
)
def test_honest_text_is_left_in_peace(body: str) -> None:
    assert kinds(article("Before.", body), article("Before.")) == set()


def test_what_is_known_is_not_warned_of_and_what_stands_is_not_warned_of_twice() -> None:
    value = article(f"{link('https://a.example/?utm_source=x')} +375291234567 x@a.example", "javascript:1")
    again = msgspec.structs.replace(value, title="Another title")
    assert kinds(value) >= {"new domain", "tracking", "new phone", "new mail", "script"}
    assert kinds(again, value, known(value)) == set()
    assert kinds(again, value) == {"new domain", "new phone", "new mail"}, "what somebody asked to be warned of again"


def test_our_own_houses_are_known_and_their_doubles_are_not() -> None:
    house = frozenset({"ferry-news.example"})
    assert kinds(article(link("https://www.ferry-news.example/")), house=house) == set()
    assert kinds(article(link("https://ferry-nevvs.example/")), house=house) == {"new domain", "lookalike domain"}
    assert kinds(article(link("https://ferrynews.example/")), house=house) == {"new domain", "lookalike domain"}


def test_a_double_of_a_known_domain_is_named_with_what_it_looks_like() -> None:
    twins = {hosts.skeleton("reform.news"): "reform.news"}
    [_, double] = judge(None, article(link("https://rеform.news/")), Known(frozenset(), twins)).warned[:2]
    assert (double.kind, double.also) == ("lookalike domain", "reform.news")


def test_every_kind_of_value_is_looked_at_whole() -> None:
    evil, trap = link("https://evil.example/"), "javascript:alert(1)"
    common: dict[str, Any] = {"id": "x", "group": "x", "language": "en", "slug": "x"}
    blocks: tuple[Any, ...] = (
        Paragraph(html=evil),
        Quotation(html=evil),
        List(items=(evil,)),
        Table(rows=((evil,),)),
        Figure(caption=evil),
        Source(title="t", note=evil),
        Source(title="t", address="https://evil.example/"),
        Embed(title="t", address="https://evil.example/"),
    )
    for block in blocks:
        assert kinds(article(block)) == {"new domain"}, block
        assert kinds(Page(title="t", body=(block,), **common)) == {"new domain"}, block
    assert kinds(article(lead_figure=Figure(caption=evil))) == {"new domain"}
    assert kinds(Person(name="n", bio=evil, **common)) == {"new domain"}
    assert kinds(Topic(name="n", description=trap, **common)) == {"script"}
    assert kinds(article(Code(text=trap))) == {"script"}
    assert kinds(article(Heading(text=trap))) == {"script"}
    appeal = Appeal(title="Help", text=evil, link_text="Give")
    assert kinds(Masthead(language="en", title="t", contact="new@a.example", appeal=appeal)) == {
        "new mail",
        "new domain",
    }
    for name in ("tagline", "description", "licence"):
        assert kinds(Masthead(language="en", title="t", **{name: trap})) == {"script"}


def test_hidden_characters_of_a_draft_are_told_although_readers_do_not_get_them() -> None:
    [each] = judge(None, article("Fine."), Known(), raw=("Fi\u200bne\u202e.", "soft\u00adhyphen")).warned[:1]
    assert (each.kind, each.subject) == ("taken out", "U+200B zero width space")
    assert kinds(article("Fine."), raw=("soft\u00adhyphen", "two\nlines\t")) == set()
    assert kinds(article("Fine."), raw=("a\u00ad\u00ad\u00adb",)) == {"taken out"}


def test_a_withdrawal_brings_nothing_and_warns_of_nothing() -> None:
    report = judge(article(link("https://evil.example/")), None, Known())
    assert (report.op, report.warned, report.changes) == ("withdrawn", (), ())


def test_a_new_article_is_told_by_its_size_and_not_word_by_word() -> None:
    report = judge(None, article("One two three.", link("https://a.example/")), Known())
    assert (report.op, report.changes, report.counts.words, report.counts.links) == ("new", (), 8, 1)


def test_a_huge_article_is_judged_within_bounds() -> None:
    old = article(*(f"w{n % 7} " * 50 for n in range(5000)))
    new = article(*(f"w{n * 3 % 11} {link(f'https://h{n}.example/')} " * 20 for n in range(5000)))
    start = time.process_time()
    report = judge(old, new, Known())
    assert time.process_time() - start < 30
    assert len(report.changes) == MAX_CHANGES
    assert len(report.warned) == MAX_WARNED
    assert report.more_changes > 0
    assert report.more_warned > 0
    assert len(encode(report)) < 500_000


def test_what_is_too_long_to_be_looked_at_is_said() -> None:
    long = "word " * 39_000
    assert "too long" in kinds(article(*([long] * (MAX_SCANNED_CHARS // len(long) + 2))))


@pytest.mark.parametrize("evil", ["<" * 100_000, "a@" * 50_000, "+1 " * 60_000, "&" * 50_000, "{{" * 60_000, "www." * 40_000,
                                  "on" * 60_000, "A1" * 60_000, "1" * 150_000, "a." * 60_000, "data:" * 30_000])  # fmt: skip
def test_no_text_makes_the_patterns_run_away(evil: str) -> None:
    start = time.process_time()
    judge(None, article(Code(text=evil)), Known(), raw=(evil,))
    assert time.process_time() - start < 5


def test_a_kind_of_value_that_is_younger_than_the_judge_is_read_all_the_same() -> None:
    class Notice(msgspec.Struct, frozen=True):
        id: str
        title: str
        text: str

    notice: Any = Notice("n", "Gone", link("https://evil.example/"))
    assert names_in(notice) == {("host", "evil.example")}
