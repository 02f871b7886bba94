"""Which program this is, for whoever keeps what an earlier one made."""

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import skaryna

MAKING = ("model", "outside", "press", "theme", "tongues")
"""The parts of the program that pages come out of."""


@cache
def identity() -> str:
    """Return what tells this program from one that was changed: its version, and size and time of each module.

    It is asked for once, so that a process that outlives an upgrade is still what it was. Costs half a millisecond; to
    read the modules would take ten.
    """
    home = Path(skaryna.__file__).parent
    found = sorted(each for part in MAKING for each in _modules(str(home / part), part))
    return hashlib.sha256(repr((skaryna.__version__, found)).encode()).hexdigest()


def _modules(folder: str, name: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                state = entry.stat()
                yield f"{name}/{entry.name}", state.st_size, state.st_mtime_ns
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _modules(entry.path, f"{name}/{entry.name}")
