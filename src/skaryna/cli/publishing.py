"""What `skaryna publish` does. An editor waits for it, so it waits for nothing that it does not need."""

import atexit
import contextlib
import gc
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import msgspec

from skaryna.cli import output
from skaryna.errors import NO


class Asked(msgspec.Struct, frozen=True):
    """How to publish, as the command says."""

    folder: Path | None = None
    as_json: bool = False
    explain: bool = False
    everything: bool = False


def asked(arguments: list[str]) -> Asked | None:
    """Return what a plain `publish` asks for; None for everything else, which is left to the command line's library.

    That library takes longer to load than one edited article takes to print.
    """
    words = list(arguments)
    folder = None
    if words[:1] == ["-C"] and len(words) > 2:
        folder, words = Path(words[1]), words[2:]
    options = {"--json", "--explain", "--everything"}
    if words[:1] != ["publish"] or not set(words[1:]) <= options:
        return None
    return Asked(folder, as_json="--json" in words, explain="--explain" in words, everything="--everything" in words)


def leave(code: int) -> NoReturn:
    """End at once. What was loaded is not taken apart piece by piece: a tenth of an edited article's time.

    Where threads of a library run (Dask's), they are waited for in the usual way.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # what a library wants done at the end is done
    os._exit(code)


def publish(asked: Asked) -> int:
    """Print the next edition and say what became of it; return the exit code."""
    with _unswept():
        return _publish(asked)


@contextlib.contextmanager
def _unswept() -> Iterator[None]:
    """Load and end without looking for garbage: there is none, and it costs a tenth of an edited article's time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()


def _publish(asked: Asked) -> int:
    from skaryna.cli.sealing import UNSIGNED, sealer_of
    from skaryna.outside.folder import open_folder
    from skaryna.press.recording import print_and_record
    from skaryna.press.run import Wish, print_edition

    gc.freeze()
    gc.enable()
    folder = open_folder(asked.folder)
    seal = sealer_of(folder)
    wish = Wish(explain=asked.explain, everything=asked.everything)
    with output.progress(quiet=asked.as_json) as step:
        printed = print_and_record(
            folder, print_one=lambda each: print_edition(each, seal=seal, progress=step, wish=wish)
        )
    if asked.as_json:
        output.json(
            {
                "edition": printed.edition,
                "pages": {
                    "total": printed.total,
                    "made": printed.made,
                    "kept": printed.kept,
                    "removed": printed.removed,
                },
                "bytes_written": printed.bytes_written,
                "seconds": printed.seconds,
                "fingerprint": printed.fingerprint,
                "sealed": printed.sealed,
                "mended": printed.mended,
                "warnings": printed.warnings,
                **({"explained": printed.explained} if asked.explain else {}),
            }
        )
    else:
        for path, why in sorted(printed.explained.items()):
            output.line(f"{path}: {why}")
        said = "is printed" if printed.made or printed.removed else "stays: nothing has changed since"
        output.line(f"Edition {printed.edition} {said}.", style="bold")
        output.line(
            f"{printed.total} files: {printed.made} new or changed, {printed.kept} as they were, "
            f"{printed.removed} removed; {printed.bytes_written / 1000:,.1f} kB written."
        )
        stages = (("reading", "read"), ("rendering", "render"), ("writing", "write"), ("sealing", "seal"))
        parts = ", ".join(f"{word} {printed.seconds[stage]:.2f}" for word, stage in stages)
        output.line(f"Took {printed.seconds['total']:.2f} s ({parts}).")
        output.line(f"Readers' files: {folder.edition}")
        if seal:
            output.line(f"Signed; its root in eight words: {' '.join(seal.trust().words)}")
        else:
            output.line(UNSIGNED, style="bold red")
        if printed.mended:
            files = "A file" if printed.mended == 1 else f"{printed.mended:,} files"
            output.line(f"{files} of the edition had been changed on the disk by somebody; mended.", style="bold red")
        for warning in printed.warnings:
            output.line(f"Not printed: {warning}", style="bold red")
    return NO if printed.warnings else 0
