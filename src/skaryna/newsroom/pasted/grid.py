"""A table of a paste, row by row; tables that only lay out a page are told from those that compare."""

from skaryna.model import Table
from skaryna.newsroom.pasted.events import Event

MAX_COLUMNS = 50


class Grid:
    """Rows of cells as they come in; cells that span columns are followed by empty ones."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []
        self._are_heads: list[bool] = []
        self._cell: list[str] = []
        self._span = 1

    def row(self) -> None:
        """Begin a row."""
        self._rows.append([])
        self._are_heads.append(True)

    def cell(self, event: Event) -> None:
        """Begin a cell."""
        self._cell, self._span = [], event.span
        if self._are_heads:
            self._are_heads[-1] = self._are_heads[-1] and event.is_head

    def say(self, line: str) -> None:
        """Add a line to the cell."""
        self._cell.append(line)

    def end_cell(self) -> None:
        cell, self._cell = "<br>".join(self._cell), []
        if not self._rows:
            self.row()
            self._are_heads[-1] = False
        self._rows[-1] += [cell, *[""] * (self._span - 1)]

    def finish(self) -> tuple[Table | None, list[str]]:
        """Return the table; or None and the cells, where one column or one row shows that it is a page's layout."""
        if self._cell:
            self.end_cell()
        rows = [(row, is_head) for row, is_head in zip(self._rows, self._are_heads, strict=True) if any(row)]
        width = max((len(row) for row, _ in rows), default=0)
        if width <= 1 or len(rows) <= 1 or width > MAX_COLUMNS:
            return None, [cell for row, _ in rows for cell in row if cell]
        full = [tuple(row + [""] * (width - len(row))) for row, _ in rows]
        if rows[0][1]:
            return Table(head=full[0], rows=tuple(full[1:])), []
        return Table(rows=tuple(full)), []
