"""A whole sealed edition with a page of every kind, for whoever looks at all of them."""

from pathlib import Path

from skaryna.model import (
    Code,
    Correction,
    Embed,
    Figure,
    Heading,
    List,
    Paragraph,
    Quotation,
    Source,
    Table,
)
from tests.press.publication import ANN, LAW, SUPPORT, Newsroom, article
from tests.press.test_printing import dt, picture
from tests.press.test_withdrawn import notice
from tests.reader.test_edition import seal
from tests.reader.test_leaving import switched_on

KINDS = {
    "home": "",
    "article": "2024/story-9.html",
    "bare article": "undated/story-8.html",
    "Belarusian article": "be/2024/historyya.html",
    "Belarusian home": "be/",
    "archive": "archive.html",
    "page of the archive": "archive/1.html",
    "topic": "topics/law.html",
    "author": "authors/ann-river.html",
    "authors": "authors.html",
    "topics": "topics.html",
    "standing page": "support.html",
    "genuine": "genuine.html",
    "search": "search.html",
    "withdrawn": "2024/story-7.html",
    "missing": "nothing-here/at/all.html",
}


def everything(root: Path) -> Newsroom:
    """Print and seal it, with “Leave quickly” switched on."""
    made = switched_on(root)
    shown = Figure(image=picture(made), alt="A teal boat", caption="The boat, <em>again</em>", credit="Ann River")
    body = (
        Paragraph(html='Words with <a href="https://other.example/x">a link</a> and <code>code</code>.'),
        Heading(text="A section"), shown, Figure(caption="A lost picture"),
        Quotation(html="Said aloud.", attribution="Somebody"), List(items=("one", "two")),
        Table(head=tuple("abcdefgh"), rows=(("averyveryverylongword" * 3,) * 8,) * 2, caption="Wide"),
        Source(title="A source", address="https://s.example/", publisher="P"),
        Embed(address="https://v.example/", title="A film"), Code(text="a poem\n   of two lines"),
        Paragraph(html="averyverylongword" * 20),
    )  # fmt: skip
    fixed = Correction(at=dt.datetime(2024, 3, 1, tzinfo=dt.UTC), text="It was two.")
    made.put(
        SUPPORT, *(article(n) for n in range(10, 32)),
        article(9, body=body, lead_figure=shown, corrections=(fixed,), legacy_reads=509,
                published_at=dt.datetime(2024, 9, 9, tzinfo=dt.UTC)),
        article(8, published_at=None, address="undated/story-8", bylines=(), topics=(), lead=""),
        article(40, language="be", group="g9", address="2024/historyya", title="Гісторыя пра раку",
                body=(Paragraph(html="Словы."),)),
    )  # fmt: skip
    made.put(ANN, LAW, article(7))
    made.drop("article", "a7")
    made.put(notice(article(7)))
    return seal(made)
