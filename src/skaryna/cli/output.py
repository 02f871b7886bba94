"""Saying things to people and to machines. Text from elsewhere is made inert first."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from skaryna.errors import SkarynaError

_errors = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
_results = Console(highlight=False, markup=False, soft_wrap=True)

MAX_QUOTED_CHARS = 300


def line(text: str = "", *, style: str = "") -> None:
    """Print a line of the result."""
    _results.print(inert(text), style=style or None)


def note(text: str) -> None:
    """Print a remark to standard error."""
    _errors.print(inert(text), style="dim")


def failure(error: SkarynaError) -> None:
    """Print what went wrong and what to do."""
    _errors.print(inert(error.message), style="bold red")
    if error.hint:
        _errors.print(inert(error.hint))


def usage(message: str, context: Any) -> None:
    """Print a wrong use of a command and where its help is."""
    command = getattr(context, "command_path", "") or "skaryna"
    text = message.strip().rstrip(".")
    _errors.print(f"{inert(text)}.", style="bold red")
    _errors.print(f"See `{command} --help`.")


def json(value: object) -> None:
    """Print one JSON object."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def inert(text: str) -> str:
    """Return text without control characters and invisible marks: it cannot drive a terminal or fool an eye."""
    return "".join(c if c == "\n" or c.isprintable() else " " if c == "\t" else "�" for c in text)


def quoted(text: str, max_chars: int = MAX_QUOTED_CHARS) -> str:
    """Return hostile text on one line, cut, its links dead."""
    flat = " ".join(inert(text).split()).replace("http", "hxxp")
    return flat if len(flat) <= max_chars else f"{flat[:max_chars]}… ({len(flat):,} characters)"


@contextlib.contextmanager
def progress(*, quiet: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function (stage, done, of) that draws a bar on a terminal, and nothing elsewhere."""
    if quiet or not _errors.is_terminal:
        yield lambda *_: None
        return
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=_errors,
        transient=True,
    )
    tasks: dict[str, Any] = {}

    def step(stage: str, done: int, of: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(inert(stage), total=of)
        bar.update(tasks[stage], completed=done, total=of)

    with bar:
        yield step
