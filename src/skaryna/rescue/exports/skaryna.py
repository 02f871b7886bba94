"""Exports of Skaryna's own: `skaryna.jsonl`, one exact value a line."""

import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model.article import Article
from skaryna.model.codec import decode
from skaryna.model.finding import Carried
from skaryna.model.journal import KINDS
from skaryna.model.markup import text_html
from skaryna.model.page import Page
from skaryna.model.withdrawal import Withdrawal
from skaryna.rescue.exports.boxes import Box
from skaryna.rescue.exports.careful import BROKEN
from skaryna.rescue.exports.items import Other
from skaryna.rescue.exports.listed import Listed
from skaryna.rescue.exports.post import A_NOTICE, A_PAGE, Post

NAME = "skaryna.jsonl"
MAX_LINE_BYTES = 32 << 20
MAX_LINES = 2_000_000
A_DRAFT = "it was a draft on the former site"
_NO_ARTICLE = {"page": A_PAGE, "withdrawal": A_NOTICE}
_START = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{"skaryna":\s*\d')


def recognised(path: Path, head: bytes) -> Listed | None:
    """Return an export of Skaryna's own, if a file is one."""
    if _START.match(head) is None:
        return None
    return Listed(
        "an export of Skaryna", str(path), lambda _, carried: _posts(lambda: path.open("rb"), str(path), carried)
    )


def boxed(box: Box, name: str) -> Listed | None:
    """Return an export of Skaryna's own that is a folder or archive; one with Markdown files is that."""
    if not box.size(NAME):
        return None
    return Listed("an export of Skaryna", name, lambda _, carried: _posts(lambda: box.open(NAME), name, carried))


def _lines(opened: Callable[[], io.BufferedIOBase]) -> Iterator[tuple[int, bytes]]:
    try:
        with opened() as stream:
            for number in range(1, MAX_LINES):
                line = stream.readline(MAX_LINE_BYTES + 1)
                if not line:
                    return
                if len(line) > MAX_LINE_BYTES:
                    raise SourceError(f"Line {number} is longer than any value.")
                if line.strip():
                    yield number, line
    except BROKEN as error:
        raise SourceError(f"It cannot be read: {error}.") from error


def _posts(opened: Callable[[], object], name: str, carried: list[str]) -> Iterator[Post | Other]:
    for number, line in _lines(opened):  # type: ignore[arg-type]
        if number == 1 and _START.match(line):
            continue
        source = f"{name}: line {number}"
        try:
            each = msgspec.json.decode(line, type=Carried)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            yield Other(source, "damaged line", line[:100_000].decode("utf-8", "replace"))
            continue
        if each.kind in {"article", "page", "withdrawal"}:
            yield _post(each, source)
        else:
            carried.append(msgspec.json.encode(each).decode())


def _post(each: Carried, source: str) -> Post | Other:
    try:
        value = decode(each.value, KINDS[each.kind])
    except ValueRefusedError as error:
        return Other(source, "damaged line", f"{error.message} {each.value[:100_000]}")
    assert isinstance(value, (Article, Page, Withdrawal))  # noqa: S101 - asked for by these kinds
    markup = text_html(value)
    return Post(
        origin=f"skaryna {each.kind} {value.id}",
        source=source,
        title=value.title.replace("&", "&amp;").replace("<", "&lt;"),
        markup=markup,
        lead=value.lead.replace("&", "&amp;").replace("<", "&lt;") if isinstance(value, Article) else "",
        language=value.language,
        published_at=value.published_at if isinstance(value, Article) else None,
        held="; ".join(filter(None, (A_DRAFT if each.draft else "", _NO_ARTICLE.get(each.kind, "")))),
        carried=each,
        carried_markup=markup,
    )


def values_by_file(box: Box, carried: list[str]) -> Callable[[str], Carried | None]:
    """Return how to find the exact value of a file beside it, in an export of Markdown files.

    Only the places of lines are held, not the lines. Values that are no files are added to `carried`.
    """
    places: dict[str, int] = {}
    if not box.size(NAME):
        return lambda _: None
    try:
        with box.open(NAME) as stream:
            at = 0
            for line in iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b""):
                place, at = at, at + len(line)
                row = _row(line)
                if isinstance(row.get("file"), str):
                    places[row["file"]] = place
                elif "kind" in row:
                    carried.append(json.dumps({name: row[name] for name in ("kind", "value", "draft") if name in row}))
    except (SourceError, *BROKEN):
        return lambda _: None

    def find(file: str) -> Carried | None:
        if file not in places:
            return None
        with box.open(NAME) as stream:
            stream.seek(places[file])
            line = stream.readline(MAX_LINE_BYTES + 1)
        try:
            return msgspec.json.decode(line, type=Carried)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return None

    return find


def _row(line: bytes) -> dict[str, str]:
    try:
        value = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
