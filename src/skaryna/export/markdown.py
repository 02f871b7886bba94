"""A folder of Markdown files with front matter, as Hugo and Jekyll read them; the exact values in one file beside."""

import html
import json
import re
from collections.abc import Iterator

import msgspec

from skaryna.export import jsonl
from skaryna.export.gathering import Gathered, Names
from skaryna.export.links import Write, carried, everything, with_addresses
from skaryna.model import Article, Page, Person, Topic, Withdrawal
from skaryna.model.blocks import Block, Code, Heading, List, Paragraph, Quotation
from skaryna.model.journal import Value
from skaryna.model.markup import block_html

MEDIA = "/media/"
FILES = (Article, Page, Withdrawal)
"""What has a file of its own."""
_TOKEN = re.compile(r"<[^>]*>|[^<]+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>~|&])")
_AT_START = re.compile(r"^(\s*)([#+\-=]|\d{1,9}[.)])", re.MULTILINE)


def write(gathered: Gathered, put: Write) -> None:
    """Write one file for each article and page, and the values."""
    people, topics = Names(gathered.people), Names(gathered.topics)
    for value in everything(gathered):
        if isinstance(value, FILES):
            text = _file(value, gathered, people, topics)
            put(path_of(value), iter((text.encode(),)))
    put(jsonl.NAME, _lines(gathered))


def _lines(gathered: Gathered) -> Iterator[bytes]:
    publication = gathered.publication
    head = {
        "skaryna": jsonl.VERSION,
        "name": publication.name,
        "url": publication.url,
        "languages": publication.languages,
    }
    yield msgspec.json.encode(head) + b"\n"
    for value in everything(gathered):
        row = msgspec.to_builtins(carried(value, gathered))
        yield (msgspec.json.encode({**row, "file": path_of(value)} if isinstance(value, FILES) else row) + b"\n")


def path_of(value: Value) -> str:
    """Return where the file of an article or page lies."""
    if isinstance(value, Withdrawal):  # What is left of its article may be in the export as a draft.
        return f"content/{value.language}/{value.address}.withdrawn.md"
    if isinstance(value, Article):
        return f"content/{value.language}/{value.address}.md"
    assert isinstance(value, Page)  # noqa: S101 - nothing else has a file
    return f"content/{value.language}/{value.slug}.md"


def _file(value: Article | Page | Withdrawal, gathered: Gathered, people: Names[Person], topics: Names[Topic]) -> str:
    front = _notice(value) if isinstance(value, Withdrawal) else _front(value, people, topics)
    if gathered.is_draft(value):
        front["draft"] = True
    head = "".join(
        f"{name}: {json.dumps(said, ensure_ascii=False)}\n"
        for name, said in front.items()
        if said not in (None, [], "")
    )
    blocks = _blocks_of(value)
    body = "\n\n".join(_block(block, value.language, gathered) for block in blocks)
    return f"---\n{head}---\n\n{body}\n"


def _blocks_of(value: Article | Page | Withdrawal) -> tuple[Block, ...]:
    if isinstance(value, Withdrawal):
        return (Paragraph(html=value.text),) if value.text else ()
    return value.body


def _notice(value: Withdrawal) -> dict[str, object]:
    """Return the front matter of a notice: whatever reads the folder must not take it for an article."""
    return {
        "title": value.title,
        "withdrawn": value.at.isoformat(),
        "slug": value.address.partition("/")[2],
        "lang": value.language,
        "draft": True,
    }


def _front(value: Article | Page, people: Names[Person], topics: Names[Topic]) -> dict[str, object]:
    """Return the front matter; what is JSON is YAML too."""
    if isinstance(value, Page):
        return {"title": value.title, "slug": value.slug, "lang": value.language, "type": "page", "weight": value.order}
    figure = value.lead_figure
    image = MEDIA + figure.image.name if figure is not None and figure.image is not None else None
    return {
        "title": value.title,
        "date": value.published_at.isoformat() if value.published_at else None,
        "lastmod": value.updated_at.isoformat() if value.updated_at else None,
        "slug": value.address.partition("/")[2],
        "lang": value.language,
        "description": value.lead,
        "authors": [each.name for each in people.of((byline.person for byline in value.bylines), value.language)],
        "tags": [each.name for each in topics.of(value.topics, value.language)],
        "image": image,
        "image_alt": figure.alt if image and figure is not None else None,
        "image_caption": figure.caption if image and figure is not None else None,
        "image_credit": figure.credit if image and figure is not None else None,
        "views": value.legacy_reads,
        "aliases": list(value.old_addresses),
    }


def _block(block: Block, language: str, gathered: Gathered) -> str:
    match block:
        case Paragraph():
            return _started(_inline(with_addresses(block.html, language, gathered)))
        case Heading():
            return f"{'#' * block.level} {_escaped(block.text)}"
        case Quotation():
            lines = _started(_inline(with_addresses(block.html, language, gathered))).split("\n")
            by = ["", f"— {_escaped(block.attribution)}"] if block.attribution else []
            return "\n".join(f"> {line}".rstrip() for line in (*lines, *by))
        case List():
            points = [_started(_inline(with_addresses(point, language, gathered))) for point in block.items]
            marks = [f"{at}." if block.ordered else "-" for at in range(1, len(points) + 1)]
            return "\n".join(
                f"{mark} {point}".replace("\n", "\n" + " " * (len(mark) + 1))
                for mark, point in zip(marks, points, strict=True)
            )
        case Code():
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", block.text)), default=0))
            return f"{fence}\n{block.text}\n{fence}"
        case _:
            # Markdown has no captions, credits, or tables without a head: HTML may stand in it.
            return with_addresses(block_html(block, media=MEDIA), language, gathered)


def _started(text: str) -> str:
    """Keep a line that begins like a list, a heading or a rule from becoming one."""
    return _AT_START.sub(lambda found: f"{found[1]}{_kept(found[2])}", text)


def _kept(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}"


def _inline(markup: str) -> str:
    """Return checked inline HTML as Markdown. Emphasis stays HTML: between letters, stars would be read as stars."""
    parts: list[str] = []
    links: list[str] = []
    for token in _TOKEN.findall(markup):
        if not token.startswith("<"):
            parts.append(_escaped(html.unescape(token)))
            continue
        name = token.strip("</>").split(" ")[0]
        if name == "br":
            parts.append("\\\n")
        elif token.startswith("<a "):
            links.append(html.unescape(token[9:-2]))
            parts.append("[")
        elif name == "a":
            parts.append(f"](<{links.pop()}>)")
        else:
            parts.append(token)
    return "".join(parts)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
