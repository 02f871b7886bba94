"""Saying things to people and to machines. Text from elsewhere is made inert first."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import msgspec

from skaryna.errors import SkarynaError

MAX_QUOTED_CHARS = 300
REDRAWN_S = 0.1


def line(text: str = "", *, style: str = "") -> None:
    """Print a line of the result."""
    _print(text, style, stream=sys.stdout)


def note(text: str) -> None:
    """Print a remark to standard error."""
    _print(text, "dim", stream=sys.stderr)


def _print(text: str, style: str, *, stream: TextIO) -> None:
    """Print a line, in colour where a person sees it; elsewhere nobody waits for what colours need."""
    if not stream.isatty():
        stream.write(f"{inert(text)}\n")
        stream.flush()
        return
    from rich.console import Console

    console = Console(file=stream, highlight=False, markup=False, soft_wrap=True)
    console.print(inert(text), style=style or None)


def failure(error: SkarynaError) -> None:
    """Print what went wrong and what to do."""
    _print(error.message, "bold red", stream=sys.stderr)
    if error.hint:
        _print(error.hint, "", stream=sys.stderr)


def usage(message: str, context: Any) -> None:
    """Print a wrong use of a command and where its help is."""
    command = getattr(context, "command_path", "") or "skaryna"
    text = message.strip().rstrip(".")
    _print(f"{text}.", "bold red", stream=sys.stderr)
    _print(f"See `{command} --help`.", "", stream=sys.stderr)


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
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(show_speed=True),
        TimeRemainingColumn(),
        console=Console(stderr=True, highlight=False, markup=False),
        transient=True,
        # Without a thread of its own: with one alive the press's workers could not be forked.
        auto_refresh=False,
    )
    tasks: dict[str, Any] = {}
    drawn = 0.0

    def step(stage: str, done: int, of: int) -> None:
        nonlocal drawn
        if stage not in tasks:
            tasks[stage] = bar.add_task(inert(stage), total=of)
        bar.update(tasks[stage], completed=done, total=of)
        if done == of or time.monotonic() - drawn > REDRAWN_S:
            bar.refresh()
            drawn = time.monotonic()

    with bar:
        yield step
