"""The copy of one cited page → its words. A file that a stranger may have made is read here, and nothing of it is run.

It may be a web archive (WARC, WACZ, ARC), a page saved as one file (MHTML), or bare HTML. What is kept is the article
on the page where one is found, else everything that can be read on it; links, pictures and scripts are not.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from skaryna.errors import SkarynaError, SourceError
from skaryna.model import Block, Paragraph, inline
from skaryna.model.archived import MAX_TITLE_CHARS, ArchivedText, bare
from skaryna.rescue import archives, mhtml, savedpage
from skaryna.rescue.blocks import blocks_from
from skaryna.rescue.copies import Copy, page_key
from skaryna.rescue.decode import check_size
from skaryna.rescue.scanning import text_of
from skaryna.rescue.site import site_of
from skaryna.rescue.spool import Spool
from skaryna.rescue.structure.language import language_of

Suffix = Literal["warc", "warc.gz", "wacz", "mhtml", "html"]

MAX_NAMED = 5
MAX_SPOOLED_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Copied:
    """What a file says of one page; `made` is None where it does not say when it was copied."""

    text: ArchivedText
    address: str
    made: dt.datetime | None
    suffix: Suffix


def copied(path: Path, address: str) -> Copied:
    """Read the copy of a page out of a file.

    Args:
        path: A web archive, or a saved page.
        address: Of the page, as the article cites it.

    Raises:
        SourceError: It is none of these, or has no copy of that page.
    """
    suffix = suffix_of(path)
    with Spool(MAX_SPOOLED_BYTES) as spool:
        found = list(_copies(path, suffix, spool))
        copy = _of(found, address)
        text = text_of(copy)
        if text.problem:
            raise SourceError(text.problem)
        if not text.is_page:
            words = tuple(_paragraphs(text.text))
            told = ArchivedText(title="", body=words, language=language_of(text.text) or "")
        else:
            told = words_of(text.text, address)
    return Copied(told, copy.address or address, copy.made, suffix)


def suffix_of(path: Path) -> Suffix:
    """Return what a file is, by its first bytes.

    Raises:
        SourceError: It is neither a web archive nor a saved page.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise SourceError(f"It cannot be read: {error.strerror}.") from error
    if archives.is_archive(path):
        if start.startswith(b"PK\x03\x04"):
            return "wacz"
        return "warc.gz" if start.startswith(b"\x1f\x8b") else "warc"
    head = start.lower()
    if b"content-type: multipart/related" in head or b"snapshot-content-location:" in head:
        return "mhtml"
    if b"<html" in head or b"<!doctype html" in head or b"<head" in head or b"<body" in head:
        return "html"
    raise SourceError(
        "It is neither a web archive nor a saved page.",
        hint="Give a WARC, a WACZ, a page saved as one file (MHTML), or a page saved as HTML.",
    )


def _copies(path: Path, suffix: Suffix, spool: Spool) -> Iterator[Copy]:
    if suffix == "html":
        yield Copy(source=str(path), name="page.html", read=partial(_bytes, path))
    elif suffix == "mhtml":
        yield mhtml.copy_in(path, partial(_bytes, path), spool)
    else:
        yield from archives.copies_in(path, spool)


def _bytes(path: Path) -> bytes:
    check_size(path.stat().st_size)
    return path.read_bytes()


def _of(found: Sequence[Copy], address: str) -> Copy:
    """Return the newest copy of a page; a file that holds one page alone, and does not say which, is believed."""
    wanted = page_key(address)
    fitting = [copy for copy in found if copy.address and page_key(copy.address) == wanted]
    if not fitting:
        fitting = [copy for copy in found if not copy.address][:1] if len(found) == 1 else []
    if not fitting:
        named = [copy.address for copy in found if copy.address]
        has = ", ".join(named[:MAX_NAMED]) + (" …" if len(named) > MAX_NAMED else "")
        raise SourceError(
            f"There is no copy of {address} in it{f', only of {has}' if has else ''}.",
            hint="Give the file that was made of the page which the article cites.",
        )
    return max(fitting, key=lambda copy: copy.made.timestamp() if copy.made else float("-inf"))


def words_of(text: str, address: str) -> ArchivedText:
    """Return the words of a page.

    Raises:
        SourceError: The page is a trap (see `rescue.tree`).
    """
    page = savedpage.opened(text)
    try:
        draft = savedpage.told(text, site_of([savedpage.facts_of(text)]), address=address).draft
    except SkarynaError:
        draft = None
    if draft is not None and draft.body:
        lead = (Paragraph(html=_escaped(draft.lead)),) if draft.lead.strip() else ()
        return ArchivedText(title=_title(draft.title), body=bare((*lead, *draft.body)), language=draft.language)
    blocks: list[Block] = [block for unit in page.units for block in blocks_from(unit)]
    words = " ".join(unit.text for unit in page.units)
    return ArchivedText(
        title=_title(page.meta.title), body=bare(blocks), language=language_of(words, declared=page.meta.language)
    )


def _title(text: str) -> str:
    return inline.plain(text.replace("\n", " "))[:MAX_TITLE_CHARS].strip()


def _paragraphs(text: str) -> Iterator[Block]:
    for part in text.split("\n\n"):
        if words := inline.plain(part.replace("\n", " ")):
            yield Paragraph(html=_escaped(words))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
