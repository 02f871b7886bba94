"""Saying things to people and to machines. Text from elsewhere is made inert first."""

import contextlib
import itertools
import shutil
import sys
import tempfile
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
    """Print what went wrong and what to do; where a machine asked for JSON and has got none yet, as an object too."""
    _print(error.message, "bold red", stream=sys.stderr)
    if error.hint:
        _print(error.hint, "", stream=sys.stderr)
    # What comes after a bare "--" are names of files.
    if "--json" in itertools.takewhile(lambda word: word != "--", sys.argv[1:]) and not _has_written:
        json({"error": error_of(error)})


def error_of(error: SkarynaError) -> dict[str, object]:
    """Return what a machine is told of a failure."""
    return {"message": error.message, "hint": error.hint, "exit_code": error.exit_code}


def usage(message: str, context: Any) -> None:
    """Print a wrong use of a command and where its help is."""
    command = getattr(context, "command_path", "") or "skaryna"
    # A choice that does not exist is told by pydantic, with the name of its exception before it.
    text = message.replace(": Value error, ", ": ").strip().rstrip(".")
    failure(SkarynaError(f"{text}.", hint=f"See `{command} --help`."))


_has_written = False
"""Whether an object, or the beginning of one, was written: a second one would make the first unreadable."""


def json(value: object) -> None:
    """Print one JSON object."""
    begin(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def begin(text: str) -> None:
    """Write the beginning of an object that is printed as it comes."""
    global _has_written  # noqa: PLW0603 - one process prints one object
    _has_written = True
    sys.stdout.write(text)


def indented(value: object) -> str:
    """Return a value as JSON that people can read."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def many(count: int, one: str, more: str = "") -> str:
    """Return a number with its noun: 1 source, 2 sources."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


class Waiting:
    """Values for a list further down in an object, in a file meanwhile: there may be more of them than memory holds."""

    def __enter__(self) -> "Waiting":
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8")
        self._count = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, value: object) -> None:
        self._file.write(",\n" if self._count else "\n")
        self._file.write(indented(value))
        self._count += 1

    def write(self, stream: TextIO) -> None:
        """Write all values, parted by commas."""
        self._file.seek(0)
        shutil.copyfileobj(self._file, stream)


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
            tasks[stage] = bar.add_task(inert(stage), total=of or None)
        bar.update(tasks[stage], completed=done, total=of or None)
        if done == of or time.monotonic() - drawn > REDRAWN_S:
            bar.refresh()
            drawn = time.monotonic()

    with bar:
        yield step
