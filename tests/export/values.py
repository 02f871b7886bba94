"""Whole publications at random, by every rule of the model; and pictures that they show."""

import datetime as dt
import hashlib
import io
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec import UNSET
from PIL import Image as Pillow

from skaryna.model import (
    Appeal,
    Article,
    Byline,
    Code,
    Correction,
    Embed,
    Figure,
    Front,
    Heading,
    Image,
    List,
    Masthead,
    Page,
    Paragraph,
    Person,
    Publication,
    Quotation,
    Section,
    Source,
    Table,
    Topic,
    Withdrawal,
)
from skaryna.model.archived import ArchivedText
from skaryna.model.blocks import Archived, Original
from skaryna.model.codec import encode
from skaryna.model.journal import Value
from skaryna.outside import sources

PUBLICATION = Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be"))


def picture(number: int = 0) -> tuple[Image, bytes]:
    """Return a small clean picture and its bytes."""
    buffer = io.BytesIO()
    Pillow.new("RGB", (8 + number, 6), (number * 40 % 255, 20, 60)).save(buffer, "PNG")
    data = buffer.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    return Image(digest=digest, name=f"{digest[:12]}-p{number}.png", width=8 + number, height=6, type="image/png"), data


PICTURES = [picture(number) for number in range(3)]


TEXT = encode(ArchivedText(title="A report", body=(Paragraph(html="Seven of <em>ten</em>."),), language="en"))
WARC = b"WARC/1.1\r\n\r\n"
SHOT = picture(9)[1]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


COPY = Archived(
    digest=_digest(TEXT), address="https://s.example/1", taken_at=dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC),
    original=Original(digest=_digest(WARC), suffix="warc", size=len(WARC)),
    picture=Image(digest=_digest(SHOT), name=f"sources/{_digest(SHOT)}.png", width=17, height=6, type="image/png"),
)  # fmt: skip


def put_pictures(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for data, suffix in ((TEXT, "json"), (WARC, "warc"), (SHOT, "png")):
        sources.put(folder, data, suffix)
    for image, data in PICTURES:
        (folder / image.name).write_bytes(data)
    return folder


WORDS = st.lists(
    st.sampled_from(
        "The ferry crossed река Мінск 1.Test # - * _x_ [a] <b> & “quoted” ]]> --> it's 50% {{x}} {%y%} [gallery] ¯\\_(ツ)_/¯ https://a.example/b | ~~ `c` [^1] 🎉".split()  # noqa: SIM905
    ),
    min_size=1,
    max_size=9,
).map(" ".join)
PLAIN = WORDS
ADDRESS = st.sampled_from(
    ["https://a.example/b?c=1&d=2", "mailto:ann@a.example", "https://ferry.example/x", "article:g1", "article:gone"]
)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


INLINE = st.lists(
    st.one_of(
        WORDS.map(_escaped),
        st.tuples(st.sampled_from(["em", "strong", "code", "sub", "sup", "s"]), WORDS.map(_escaped)).map(
            lambda p: f"<{p[0]}>{p[1]}</{p[0]}>"
        ),
        st.tuples(ADDRESS, WORDS.map(_escaped)).map(lambda p: f'<a href="{_escaped(p[0])}">{p[1]}</a>'),
        st.just("<br>next"),
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: "a " + " ".join(parts))
IMAGES = st.sampled_from([image for image, _ in PICTURES])
FIGURES = st.builds(
    Figure, image=IMAGES, alt=PLAIN, caption=st.one_of(st.just(""), INLINE), credit=st.one_of(st.just(""), PLAIN)
)
LOST = st.builds(Figure, image=st.none(), alt=st.just(""), caption=INLINE, credit=st.just(""))


@st.composite
def tables(draw: Any) -> Table:
    width = draw(st.integers(1, 3))
    row = st.lists(st.one_of(st.just(""), INLINE), min_size=width, max_size=width).map(tuple)
    rows = draw(st.lists(row, min_size=1, max_size=3))
    head = draw(st.one_of(st.just(()), st.lists(WORDS.map(_escaped), min_size=width, max_size=width).map(tuple)))
    return Table(rows=tuple(rows), head=head, caption=draw(st.one_of(st.just(""), PLAIN)))


CODE = st.lists(st.one_of(WORDS, st.just("    indented"), st.just("")), min_size=1, max_size=4).map(
    lambda lines: "x\n" + "\n".join(lines) + "\ny"
)
SOURCES = st.one_of(
    st.builds(
        Source,
        title=PLAIN,
        address=st.one_of(st.just(""), st.just("https://s.example/1")),
        publisher=st.one_of(st.just(""), PLAIN),
        date=st.sampled_from(["", "2020"]),
        note=st.one_of(st.just(""), INLINE),
    ),
    st.builds(
        Source, title=PLAIN, address=st.just(COPY.address), archived=st.just(COPY), dead=st.sampled_from([UNSET, True])
    ),
)
FRONTS = st.builds(
    Front,
    language=st.just("en"),
    lead=st.sampled_from(["", "a0", "gone"]),
    pinned=st.sampled_from([(), ("a1",), ("a1", "a2")]),
    beside=st.integers(2, 12),
    sections=st.sampled_from(
        [
            (),
            (Section(kind="topic", key="tg1", count=2),),
            (Section(kind="language", key="be"), Section(kind="briefs", count=9), Section(kind="rescued")),
        ]
    ),
)
EMBEDS = st.builds(
    Embed,
    address=st.just("https://www.youtube.com/watch?v=1"),
    title=PLAIN,
    provider=st.sampled_from(["", "YouTube"]),
    description=st.one_of(st.just(""), PLAIN),
)
BLOCKS = st.one_of(
    st.builds(Paragraph, html=INLINE),
    st.builds(Heading, text=PLAIN, level=st.sampled_from([2, 3, 4])),
    FIGURES,
    LOST,
    st.builds(Quotation, html=INLINE, attribution=st.one_of(st.just(""), PLAIN)),
    st.builds(List, items=st.lists(INLINE, min_size=1, max_size=3).map(tuple), ordered=st.booleans()),
    tables(),
    SOURCES,
    EMBEDS,
    st.builds(Code, text=CODE),
)
BODY = st.lists(BLOCKS, max_size=5).map(tuple)
TIMES = st.one_of(
    st.none(),
    st.integers(788_918_400, 1_893_456_000).map(lambda second: dt.datetime.fromtimestamp(second, tz=dt.UTC)),
)


@st.composite
def publications(draw: Any) -> list[Value]:
    """Return values of every kind; articles name authors and topics that are among them."""
    values: list[Value] = [
        Masthead(
            language="en",
            title=draw(PLAIN),
            tagline=draw(PLAIN),
            appeal=draw(st.one_of(st.none(), st.builds(Appeal, title=PLAIN, text=INLINE, link_text=PLAIN))),
        ),
        Topic(id="t1", group="tg1", language="en", slug="law", name=draw(PLAIN), description=draw(PLAIN)),
        Topic(id="t2", group="tg1", language="be", slug="prava", name=draw(PLAIN)),
        Person(
            id="p1",
            group="pg1",
            language="en",
            slug="ann",
            name=draw(PLAIN),
            bio=draw(INLINE),
            pseudonymous=draw(st.booleans()),
            portrait=draw(st.one_of(st.none(), IMAGES)),
        ),
        Page(
            id="s1",
            group="sg1",
            language="en",
            slug="about",
            title=draw(PLAIN),
            body=draw(BODY),
            role="about",
            order=draw(st.integers(0, 9)),
        ),
    ]
    for number in range(draw(st.integers(1, 3))):
        values.append(
            Article(
                id=f"a{number}",
                group=f"g{number // 2}",
                language="en" if number % 2 == 0 else "be",
                address=f"2020/story-{number}",
                title=draw(PLAIN),
                lead=draw(st.one_of(st.just(""), PLAIN)),
                bylines=draw(
                    st.sampled_from([(), (Byline(person="pg1"),), (Byline(person="pg1", role="photographs"),)])
                ),
                topics=draw(st.sampled_from([(), ("tg1",)])),
                lead_figure=draw(st.one_of(st.none(), FIGURES)),
                published_at=draw(TIMES),
                updated_at=draw(TIMES),
                corrections=draw(
                    st.sampled_from(
                        [(), (Correction(at=dt.datetime(2021, 1, 1, tzinfo=dt.UTC), text="It was Monday."),)]
                    )
                ),
                legacy_reads=draw(st.one_of(st.none(), st.integers(0, 10**6))),
                old_addresses=draw(st.sampled_from([(), ("/2019/03/09/title/",)])),
                body=draw(BODY),
            )
        )
    if draw(st.booleans()):
        values.append(
            Withdrawal(
                id="w1",
                group="wg1",
                language=draw(st.sampled_from(["en", "be"])),
                address="2019/withdrawn",
                title=draw(PLAIN),
                at=dt.datetime(2021, 5, 1, 12, 30, tzinfo=dt.UTC),
                text=draw(st.one_of(st.just(""), INLINE)),
                topics=draw(st.sampled_from([(), ("tg1",)])),
            )
        )
    if draw(st.booleans()):
        values.append(draw(FRONTS))
    return values
