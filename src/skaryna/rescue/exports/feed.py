"""Feeds with full text: RSS and Atom. A feed that has only beginnings says so in each draft."""

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from skaryna.model import inline
from skaryna.model.draft import DraftByline, DraftTopic
from skaryna.rescue.exports.careful import Careful
from skaryna.rescue.exports.items import Other, all_text, moment_of_mail
from skaryna.rescue.exports.listed import Listed
from skaryna.rescue.exports.parsing import Field, is_whole, parsed
from skaryna.rescue.exports.post import OTHER_FIELDS, Aside, Post
from skaryna.rescue.exports.records import records
from skaryna.rescue.exports.repair import repaired
from skaryna.rescue.exports.secrets import Refused, is_email, without_emails
from skaryna.rescue.exports.sections import words_between
from skaryna.rescue.structure import dates

_START = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_POST = re.compile(rb"<(?:item|entry)>\s{0,200}<(?:title|guid|id|link)[\s>]")
"""One letter of the first mark may be damaged."""
_LANGUAGE = re.compile(rb"<(?:dc:)?language>\s*([A-Za-z-]{2,12})\s*<|xml:lang=[\"']([A-Za-z-]{2,12})[\"']")
_CUT = re.compile(r"(?:\[…\]|\[\.\.\.\]|\[&hellip;\]|…|\.\.\.)\s*(?:</p>)?\s*$")
_KNOWN = frozenset(
    [
        "title",
        "link",
        "guid",
        "id",
        "pubDate",
        "published",
        "updated",
        "date",
        "creator",
        "author",
        "encoded",
        "content",
        "description",
        "summary",
        "category",
        "comments",
        "commentRss",
        "total",
        "enclosure",
        "language",
        "source",
    ]
)
ONLY_BEGINNING = "The feed has only its beginning, or a summary: the whole text is not in it."


def recognised(path: Path, head: bytes) -> Listed | None:
    """Return a feed, if a file is one."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    is_feed = _START.search(head[:8_000]) or (start.startswith(b"<?xml") and _POST.search(head))
    if not start.startswith(b"<") or not is_feed:
        return None
    return Listed("a feed", str(path), lambda refused, _: posts(lambda: path.open("rb"), str(path), refused))


def posts(opened: Callable[[], BinaryIO], name: str, refused: Refused) -> Iterator[Post | Other]:
    """Yield the posts of a feed, one record in memory at a time."""
    language = ""
    seen = False
    with opened() as stream:
        for record in records(Careful(stream), is_whole):
            text, _ = repaired(record.whole, offset=record.offset)
            if record.name in {"item", "entry"} and not record.is_too_large:
                seen = True
                yield _post(parsed(text, is_torn=record.is_torn).root, name, language, refused)
                continue
            if not language and (found := _LANGUAGE.search(record.data)):
                language = (found[1] or found[2] or b"").decode("ascii")
            if said := words_between(text, is_head=not seen):
                said = without_emails(said, refused, "e-mail addresses between the posts")
                yield Other(f"{name}: between its posts", "between", said)
            elif record.is_too_large:
                yield Other(f"{name}: the record at byte {record.offset:,}", "too large", text[:2_000])


def _post(root: Field, name: str, language: str, refused: Refused) -> Post:
    address = _address(root)
    full = root.get("encoded") or root.get("content")
    summary = root.get("description") or root.get("summary")
    if not full and len(summary) > len(full):
        full, summary = summary, ""
    marks = [ONLY_BEGINNING] if (not root.get("encoded") and not root.get("content")) or _CUT.search(full) else []
    stamp = root.get("published") or root.get("date") or root.get("updated")
    return Post(
        origin=f"feed {root.get('guid').strip() or root.get('id').strip() or address or root.get('title')}",
        source=f"{name}: {address or root.get('title')[:80]}",
        title=root.get("title")
        if "&" in root.get("title") or "<" not in root.get("title")
        else html.escape(root.get("title"), quote=False),
        markup=full,
        lead=summary,
        language=language,
        address=address,
        topics=_topics(root),
        bylines=_bylines(root, refused),
        published_at=moment_of_mail(root.get("pubDate")) or dates.moment_of(stamp),
        asides=tuple(_rest(root)),
        marks=tuple(marks),
        record=(full or summary).encode("utf-8", "replace"),
        revision=root.get("updated"),
    )


def _address(root: Field) -> str:
    for each in root.all("link"):
        said = each.attributes.get("href") or each.text
        if each.attributes.get("rel", "alternate") == "alternate" and said.strip().startswith("http"):
            return said.strip()
    guid = root.get("guid").strip()
    return guid if guid.startswith("http") and root.all("guid")[0].attributes.get("isPermaLink") != "false" else ""


def _topics(root: Field) -> tuple[DraftTopic, ...]:
    names = [
        inline.plain(html.unescape(each.attributes.get("label") or each.attributes.get("term") or each.text))
        for each in root.all("category")
    ]
    return tuple({name.casefold(): DraftTopic(name=name[:200]) for name in names if name}.values())


def _bylines(root: Field, refused: Refused) -> tuple[DraftByline, ...]:
    found: dict[str, DraftByline] = {}
    for each in (*root.all("creator"), *root.all("author")):
        name = each.get("name") or each.text
        # RSS wants "someone@example.org (Name)".
        said = re.search(r"@\S+\s+\((.{1,200})\)", name)
        if "@" in name:
            refused.note("e-mail addresses of authors")
        name = inline.plain(said[1] if said else name)
        if name and not is_email(name):
            found.setdefault(name, DraftByline(name=name))
    return tuple(found.values())


def _rest(root: Field) -> Iterator[Aside]:
    said = [f"{each.name}: {text}" for each in root.inner if each.name not in _KNOWN and (text := all_text(each))]
    for name in (
        "title",
        "encoded",
        "content",
        "description",
        "summary",
    ):  # Of another post that a damaged one swallowed.
        said += [text for each in root.all(name)[1:] if (text := all_text(each))]
    # A name has no spaces: one that never ends has taken words for its own.
    said += [each.text.strip() for name in ("id", "guid") for each in root.all(name) if len(each.text.split()) > 1]
    if root.text.strip():
        said.append(root.text.strip())
    if root.get("encoded") and root.get("content"):
        said.append(f"content: {root.get('content')}")
    if said:
        yield Aside("\n".join(said), OTHER_FIELDS, "in other fields", is_foreign=True)
