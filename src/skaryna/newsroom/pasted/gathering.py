"""Blocks are made of events: a small machine that holds the running text and the part that it stands in."""

import html
import re
import urllib.parse
from collections.abc import Callable

from skaryna.model import Block, Code, Heading, List, Paragraph, Quotation, Source, Table, inline
from skaryna.newsroom.pasted.events import Event

MAX_COLUMNS = 50
MAX_LINE_CHARS = 150_000
_BREAKS = re.compile(r"(?:\s|\u00a0)*<br>(?:(?:\s|\u00a0|<br>)*<br>)?(?:\s|\u00a0)*")
_PARTED = re.compile(r"<br>(?:\s|\u00a0)*<br>")
_BACK = re.compile(r"^#(?:_?(?:ft|ed)nref|sd(?:foot|end)note)\d+[a-z]{0,3}$")
"""A note's own number leads back to its place in the text; the press counts sources itself."""


class Gathering:
    """Takes events in order; `finish` returns the blocks."""

    def __init__(self, own: Callable[[str], str]) -> None:
        self.own = own
        self.pictures = 0
        self.blocks: list[Block] = []
        self._levels: list[tuple[int, int]] = []  # place among the blocks, and the level that the page gave it
        self._line: list[str] = []
        self._opened = ""
        self._before_number: int | None = None
        self._marks: list[str] = []
        self._links: list[str] = []
        self._within: list[str] = []
        self._points: list[str] = []
        self._ordered: list[bool] = []
        self._key = ""
        self._quoted: list[str] = []
        self._by = ""
        self._rows: list[list[str]] = []
        self._heads: list[bool] = []
        self._cell: list[str] = []
        self._span = 1
        self._level = 2

    def take(self, event: Event) -> None:
        if event.opens is None:
            self._said(event)
        elif event.kind == "mark":
            self._mark(event)
        elif event.kind == "link":
            self._link(event)
        elif event.opens:
            self._open(event)
        else:
            self._close(event)

    def finish(self) -> tuple[Block, ...]:
        self._end_line()
        while self._within:
            self._close(Event(self._within[-1], False))  # type: ignore[arg-type]
        self._end_points()
        self._rank()
        return tuple(self.blocks)

    # Words and marks

    def _said(self, event: Event) -> None:
        if event.kind == "picture":
            self.pictures += 1
        elif event.kind == "break":
            self._line.append("\n" if self._is_fixed else "<br>")
        else:
            self._line.append(event.text if self._is_fixed else html.escape(event.text, quote=False))

    @property
    def _is_fixed(self) -> bool:
        return "fixed" in self._within and "table" not in self._within

    def _mark(self, event: Event) -> None:
        if event.opens:
            self._marks.append(event.text)
        elif event.text in self._marks:
            del self._marks[len(self._marks) - 1 - self._marks[::-1].index(event.text)]
        if not self._is_fixed:
            self._line.append(f"<{'' if event.opens else '/'}{event.text}>")

    def _link(self, event: Event) -> None:
        if self._is_fixed:
            return
        if event.opens and "note" in self._within and _BACK.match(event.text):
            self._before_number = len(self._line)
        elif self._before_number is not None:
            del self._line[self._before_number :]
            self._before_number = None
        elif event.opens:
            address = html.escape(self.own(_address(event.text)))
            self._links.append(address)
            self._line.append(f'<a href="{address}">')
        elif self._links:
            self._links.pop()
            self._line.append("</a>")

    def _taken(self) -> str:
        """Return the running text as inline HTML, and begin a new one within the same marks."""
        line, opened, self._before_number = "".join(self._line), self._opened, None
        self._line = []
        # What is still open goes on in the next line: a browser's parser closes it here and opens it there.
        self._opened = "".join(f'<a href="{address}">' for address in self._links[-1:])
        self._opened += "".join(f"<{mark}>" for mark in self._marks)
        return inline.clean(opened + line) if line else ""

    # Parts

    def _open(self, event: Event) -> None:
        self._end_line()
        kind = event.kind
        if kind == "heading":
            self._level = int(event.text or 2)
        if kind == "point" and event.text and "list" not in self._within:
            # Word: a point without a list around it.
            if event.text != self._key:
                self._end_points()
            self._key = event.text
            if not self._points:
                self._ordered = [event.is_ordered]
        elif (kind not in {"paragraph", "point"} and "list" not in self._within and "table" not in self._within) or (
            kind == "paragraph" and not self._within
        ):
            self._end_points()
        if kind == "list":
            self._ordered.append(event.is_ordered)
        if kind == "table" and "table" not in self._within:
            self._rows, self._heads = [], []
        if kind == "row" and self._is_own_table:
            self._rows.append([])
            self._heads.append(True)
        if kind == "cell" and self._is_own_table:
            self._cell, self._span = [], event.span
            if self._heads:
                self._heads[-1] = self._heads[-1] and event.is_head
        self._within.append(kind)

    @property
    def _is_own_table(self) -> bool:
        return self._within.count("table") == 1

    def _close(self, event: Event) -> None:
        if event.kind not in self._within:
            return
        self._end_line()
        while self._within:
            kind = self._within.pop()
            self._closed(kind)
            if kind == event.kind:
                break

    def _closed(self, kind: str) -> None:
        if kind == "list" and "list" not in self._within:
            self._end_points()
        elif kind == "quotation" and "quotation" not in self._within:
            if self._quoted:
                self.blocks.append(Quotation(html="<br>".join(self._quoted), attribution=self._by))
            elif self._by:
                self.blocks.append(Paragraph(html=html.escape(self._by, quote=False)))
            self._quoted, self._by = [], ""
        elif kind == "cell" and self._within.count("table") == 1:
            self._end_cell()
        elif kind == "table" and "table" not in self._within:
            self._end_table()

    def _end_line(self) -> None:
        """The running text ends: it belongs to the innermost part that it stands in."""
        if self._is_fixed:
            self._end_fixed()
            return
        markup = self._taken()
        if not inline.text_of(markup).strip():
            return
        if "table" in self._within:
            if self._within[-1] == "table" or (self._within[-1] == "row" and self._is_own_table):
                self._loose(markup)
            else:
                self._cell.append(_one_line(markup))
        elif "note" in self._within:
            self._note(markup)
        elif "heading" in self._within:
            self._heading(markup)
        elif "point" in self._within or "list" in self._within:
            self._point(markup)
        elif "by" in self._within and "quotation" in self._within:
            self._by = " ".join(filter(None, (self._by, inline.plain(inline.text_of(markup)))))
        elif "quotation" in self._within:
            self._quoted.append(_one_line(markup))
        else:
            self._end_points()
            self._loose(markup)

    def _loose(self, markup: str) -> None:
        """Running text: two line breaks in a row are a new paragraph."""
        for part in _PARTED.split(markup):
            for piece in _bounded(inline.clean(_one_line(part))):
                if inline.text_of(piece).strip():
                    self.blocks.append(Paragraph(html=piece))

    def _end_fixed(self) -> None:
        text = "".join(self._line).replace("\r\n", "\n").replace("\r", "\n")
        self._line = []
        self._taken()
        text = "".join(c for c in text if c == "\n" or not inline.has_invisible(c)).strip("\n")
        if not text.strip():
            return
        if self._points or "list" in self._within:
            self._point(inline.clean(html.escape(text, quote=False)))
        else:
            self.blocks.append(Code(text=text))

    def _heading(self, markup: str) -> None:
        if "list" in self._within or "quotation" in self._within:
            (self._point if "list" in self._within else self._quoted.append)(_one_line(markup))
            return
        self._end_points()
        text = inline.plain(inline.text_of(markup).replace("\n", " "))
        if len(text) > 500:
            self._loose(markup)
            return
        self._levels.append((len(self.blocks), self._level))
        self.blocks.append(Heading(text=text))

    def _point(self, markup: str) -> None:
        self._points.append(_one_line(markup))

    def _end_points(self) -> None:
        ordered = bool(self._ordered and self._ordered[0])
        if self._points:
            if "quotation" in self._within:
                self._quoted.extend(self._points)
            else:
                self.blocks.append(List(items=tuple(self._points), ordered=ordered))
        self._points, self._ordered, self._key = [], [], ""

    def _note(self, markup: str) -> None:
        """A footnote is a source."""
        title = inline.plain(inline.text_of(markup).replace("\n", " "))
        address = next((each for each in inline.links_of(markup) if each.startswith(("http:", "https:"))), "")
        if len(title) > 1000:
            self._loose(markup)
        else:
            self.blocks.append(Source(title=title, address=address))

    # Tables

    def _end_cell(self) -> None:
        cell, self._cell = "<br>".join(self._cell), []
        if not self._rows:
            self._rows.append([])
            self._heads.append(False)
        self._rows[-1] += [cell, *[""] * (self._span - 1)]

    def _end_table(self) -> None:
        if self._cell:
            self._end_cell()
        rows = [(row, head) for row, head in zip(self._rows, self._heads, strict=True) if any(row)]
        self._rows, self._heads = [], []
        width = max((len(row) for row, _ in rows), default=0)
        if width <= 1 or len(rows) <= 1 or width > MAX_COLUMNS:
            # One column or one row is how pages are laid out, not how things are compared.
            for row, _ in rows:
                for cell in filter(None, row):
                    self._loose(cell)
            return
        full = [tuple(row + [""] * (width - len(row))) for row, _ in rows]
        has_head = rows[0][1]
        self.blocks.append(Table(head=full[0], rows=tuple(full[1:])) if has_head else Table(rows=tuple(full)))

    def _rank(self) -> None:
        """The highest headings of what was pasted are sections, whatever the page calls them."""
        ranks = {level: min(4, 2 + place) for place, level in enumerate(sorted({level for _, level in self._levels}))}
        for at, level in self._levels:
            heading = self.blocks[at]
            if isinstance(heading, Heading):
                self.blocks[at] = Heading(text=heading.text, level=ranks[level])  # type: ignore[arg-type]


def _one_line(markup: str) -> str:
    """Return inline HTML without breaks at its ends."""
    text = _BREAKS.sub("<br>", markup)
    return inline.clean(re.sub(r"^(?:<br>)+|(?:<br>)+$", "", text))


def _bounded(markup: str) -> list[str]:
    """A text without a single paragraph is cut where words end; marks of such a monster are lost, words are not."""
    if len(markup) <= MAX_LINE_CHARS:
        return [markup]
    pieces: list[str] = []
    words: list[str] = []
    size = 0
    for word in inline.text_of(markup).split():
        for at in range(0, len(word), MAX_LINE_CHARS // 8):
            part = html.escape(word[at : at + MAX_LINE_CHARS // 8], quote=False)
            if size + len(part) > MAX_LINE_CHARS:
                pieces.append(" ".join(words))
                words, size = [], 0
            words.append(part)
            size += len(part) + 1
    return [*pieces, " ".join(words)]


def _address(address: str) -> str:
    """Return where a link really leads: Google Docs and Outlook send every reader past their own servers first."""
    address = address.strip()
    try:
        parts = urllib.parse.urlsplit(address)
        asked = urllib.parse.parse_qs(parts.query)
    except ValueError:
        return address
    host = (parts.hostname or "").removeprefix("www.")
    if host == "google.com" and parts.path == "/url":
        return (asked.get("q") or asked.get("url") or [address])[0]
    if host.endswith("safelinks.protection.outlook.com"):
        return (asked.get("url") or [address])[0]
    return address
