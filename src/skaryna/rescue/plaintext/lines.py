"""A page as a scraper saw it: lines of text, nothing else."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from skaryna.rescue.structure.names import is_bio_of, is_name

MIN_WRAPPED_LINES = 6
WRAP_WIDTHS = (45, 100)
MIN_CONTINUED_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph-like line; `number` counts from 1 in the source, `group` the stretches between empty lines."""

    number: int
    text: str
    group: int
    group_size: int

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"line {self.number:,}"


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that say something; hard-wrapped paragraphs are joined to one line each."""
    groups: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(text.split("\n"), start=1):
        said = line.strip(" \t\f\v\u00a0\ufeff\u200b")
        if said:
            groups[-1].append((number, said))
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    if _is_wrapped(groups):
        groups = [
            [(group[0][0], " ".join(said for _, said in group))] if _runs_on(group) else group for group in groups
        ]
    return tuple(Line(number, said, at, len(group)) for at, group in enumerate(groups) for number, said in group)


def _is_wrapped(groups: list[list[tuple[int, str]]]) -> bool:
    """Whether the text was broken at a fixed width, as old mail and terminal dumps are."""
    lines = [said for group in groups for _, said in group]
    inner = [said for group in groups for _, said in group[:-1]]
    if len(inner) < MIN_WRAPPED_LINES or max(map(len, lines)) > WRAP_WIDTHS[1] + 20:
        return False
    if not WRAP_WIDTHS[0] <= statistics.median(map(len, inner)) <= WRAP_WIDTHS[1]:
        return False
    followed = [said for group in groups for _, said in group[1:]]
    return sum(said[:1].islower() for said in followed) >= MIN_CONTINUED_SHARE * len(followed)


def _runs_on(group: list[tuple[int, str]]) -> bool:
    return len(group) > 1 and any(said[:1].islower() for _, said in group[1:])


def is_bio_at(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the bio of a name that stands alone just before it."""
    names = [line.text for line in lines[max(0, at - 3) : at] if is_name(line.text)]
    return any(is_bio_of(name, lines[at].text) for name in names)
