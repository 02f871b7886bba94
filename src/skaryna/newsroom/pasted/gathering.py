"""Blocks are made of events: a small machine that knows in which part of the text it stands."""

import html
import re
from collections.abc import Callable

from skaryna.model import Block, Code, Heading, List, Paragraph, Quotation, Source, inline
from skaryna.newsroom.pasted.events import Event, Kind
from skaryna.newsroom.pasted.grid import Grid
from skaryna.newsroom.pasted.lines import Line, bounded, one_line

MAX_HEADING_CHARS = 500
MAX_NOTE_CHARS = 1_000
_PARTED = re.compile(r"<br>(?:\s|\u00a0)*<br>")


class Gathering:
    """Takes events in order; `finish` returns the blocks."""

    def __init__(self, own: Callable[[str], str]) -> None:
        self.pictures = 0
        self.blocks: list[Block] = []
        self._line = Line(own)
        self._within: list[Kind] = []
        self._grid = Grid()
        self._points: list[str] = []
        self._ordered: list[bool] = []
        self._word_list = ""
        self._quoted: list[str] = []
        self._by = ""
        self._level = 2
        self._levels: list[tuple[int, int]] = []  # place among the blocks, and the level that the page gave it

    def take(self, event: Event) -> None:
        if event.kind == "mark":
            self._line.mark(event.text, opens=bool(event.opens), is_fixed=self._is_fixed)
        elif event.kind == "link":
            if not self._is_fixed:
                self._line.link(event.text, opens=bool(event.opens), in_note="note" in self._within)
        elif event.opens is None:
            self._said(event)
        elif event.opens:
            self._open(event)
        else:
            self._close(event.kind)

    def finish(self) -> tuple[Block, ...]:
        self._end_line()
        while self._within:
            self._close(self._within[-1])
        self._end_points()
        self._rank()
        return tuple(self.blocks)

    def _said(self, event: Event) -> None:
        if event.kind == "picture":
            self.pictures += 1
        elif event.kind == "break":
            self._line.say("\n" if self._is_fixed else "<br>")
        else:
            self._line.say(event.text if self._is_fixed else html.escape(event.text, quote=False))

    @property
    def _is_fixed(self) -> bool:
        return "fixed" in self._within and "table" not in self._within

    @property
    def _is_own_table(self) -> bool:
        """Whether a row or cell is of the table itself, and not of one inside of a cell."""
        return self._within.count("table") == 1

    # Parts begin and end

    def _open(self, event: Event) -> None:
        self._end_line()
        kind = event.kind
        if kind == "point" and event.text and "list" not in self._within:
            self._open_point_of_word(event)
        elif self._ends_points(kind):
            self._end_points()
        if kind == "heading":
            self._level = int(event.text or 2)
        elif kind == "list":
            self._ordered.append(event.is_ordered)
        elif kind == "table" and "table" not in self._within:
            self._grid = Grid()
        elif kind == "row" and self._is_own_table:
            self._grid.row()
        elif kind == "cell" and self._is_own_table:
            self._grid.cell(event)
        self._within.append(kind)

    def _ends_points(self, kind: Kind) -> bool:
        """Whether what begins stands behind the list before it, and not within."""
        if kind == "point":
            return False
        if kind == "paragraph":
            return not self._within
        return "list" not in self._within and "table" not in self._within

    def _open_point_of_word(self, event: Event) -> None:
        """Word writes points without a list around them; those of one list carry its name."""
        if event.text != self._word_list:
            self._end_points()
        self._word_list = event.text
        if not self._points:
            self._ordered = [event.is_ordered]

    def _close(self, kind: Kind) -> None:
        """End a part, and whatever was left open within."""
        if kind not in self._within:
            return
        self._end_line()
        while self._within:
            ended = self._within.pop()
            self._ended(ended)
            if ended == kind:
                break

    def _ended(self, kind: Kind) -> None:
        if kind == "list" and "list" not in self._within:
            self._end_points()
        elif kind == "quotation" and "quotation" not in self._within:
            self._end_quotation()
        elif kind == "cell" and self._is_own_table:
            self._grid.end_cell()
        elif kind == "table" and "table" not in self._within:
            table, cells = self._grid.finish()
            self.blocks += [table] if table else []
            for cell in cells:
                self._loose(cell)

    # A line ends

    def _end_line(self) -> None:
        """The running text belongs to the innermost part that it stands in."""
        if self._is_fixed:
            self._end_fixed(self._line.fixed())
            return
        markup = self._line.taken()
        if not inline.text_of(markup).strip():
            return
        if "table" in self._within:
            if self._within[-1] == "table" or (self._within[-1] == "row" and self._is_own_table):
                self._loose(markup)
            else:
                self._grid.say(one_line(markup))
        elif "note" in self._within:
            self._note(markup)
        elif "point" in self._within or "list" in self._within:
            self._points.append(one_line(markup))
        elif "by" in self._within and "quotation" in self._within:
            self._by = " ".join(filter(None, (self._by, inline.plain(inline.text_of(markup)))))
        elif "quotation" in self._within:
            self._quoted.append(one_line(markup))
        elif "heading" in self._within:
            self._heading(markup)
        else:
            self._end_points()
            self._loose(markup)

    def _loose(self, markup: str) -> None:
        """Running text: two line breaks in a row are a new paragraph."""
        for part in _PARTED.split(markup):
            for piece in bounded(one_line(part)):
                if inline.text_of(piece).strip():
                    self.blocks.append(Paragraph(html=piece))

    def _end_fixed(self, said: str) -> None:
        lines = said.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(c for c in lines if c == "\n" or not inline.has_invisible(c)).strip("\n")
        if not text.strip():
            return
        if self._points or "list" in self._within:
            self._points.append(one_line(html.escape(text, quote=False)))
        else:
            self.blocks.append(Code(text=text))

    def _heading(self, markup: str) -> None:
        self._end_points()
        text = inline.plain(inline.text_of(markup).replace("\n", " "))
        if len(text) > MAX_HEADING_CHARS:
            self._loose(markup)
            return
        self._levels.append((len(self.blocks), self._level))
        self.blocks.append(Heading(text=text))

    def _note(self, markup: str) -> None:
        """A footnote is a source."""
        title = inline.plain(inline.text_of(markup).replace("\n", " "))
        address = next((each for each in inline.links_of(markup) if each.startswith(("http:", "https:"))), "")
        if len(title) > MAX_NOTE_CHARS:
            self._loose(markup)
        else:
            self.blocks.append(Source(title=title, address=address))

    # A block is whole

    def _end_points(self) -> None:
        points, is_ordered = tuple(self._points), bool(self._ordered and self._ordered[0])
        self._points, self._ordered, self._word_list = [], [], ""
        if points and "quotation" in self._within:
            self._quoted.extend(points)
        elif points:
            self.blocks.append(List(items=points, ordered=is_ordered))

    def _end_quotation(self) -> None:
        if self._quoted:
            self.blocks.append(Quotation(html="<br>".join(self._quoted), attribution=self._by))
        elif self._by:
            self.blocks.append(Paragraph(html=html.escape(self._by, quote=False)))
        self._quoted, self._by = [], ""

    def _rank(self) -> None:
        """The highest headings of what was pasted are sections, whatever the page calls them."""
        ranks = {level: min(4, 2 + place) for place, level in enumerate(sorted({level for _, level in self._levels}))}
        for at, level in self._levels:
            heading = self.blocks[at]
            if isinstance(heading, Heading):
                self.blocks[at] = Heading(text=heading.text, level=ranks[level])  # type: ignore[arg-type]
