"""What lies in a copy: names where they can be listed, and digests."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from skaryna.guard import hashing
from skaryna.guard.fetching import fetch
from skaryna.outside.copies import Copy
from skaryna.outside.copies.archive import Archive
from skaryna.outside.copies.folder import FolderCopy

Step = Callable[[str, int, int], None]
Listing = Sequence[tuple[str, str]]
"""Path and kind (file, link, other) of everything in a copy; () where nothing can be listed."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to look for.

    Attributes:
        wanted: path -> SHA-256 of all files that must be there.
        have: path -> SHA-256 of those that came already.
        max_bytes: No file is larger.
        index: The SHA-256 that stands for the edition.
        state: Where this machine remembers things.
        quick: Trust size, times and inode of a local file.
    """

    wanted: Mapping[str, str]
    have: Mapping[str, str]
    max_bytes: int
    index: str
    state: Path
    quick: bool


@dataclass(slots=True)
class Found:
    """What lies there: path -> SHA-256 ("" for no plain file), some altered bytes, what could not be had.

    `is_trap`: an archive with members that no honest one has.
    """

    digests: dict[str, str]
    bodies: dict[str, bytes] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unreached: set[str] = field(default_factory=set)
    can_list: bool = True
    is_trap: bool = False


def listing_of(copy: Copy) -> Listing:
    """Return what a copy lists.

    Raises:
        UnreachableError: A folder cannot be listed.
    """
    if isinstance(copy, FolderCopy):
        return [(entry.path, entry.kind) for entry in copy.entries()]
    if isinstance(copy, Archive):
        return [(path, "file" if digest else "other") for path, digest in copy.found.items()]
    return ()


def look(copy: Copy, listing: Listing, task: Task, *, step: Step) -> Found:
    """Take the digests of everything that is there, or, on the web, of everything that should be.

    Raises:
        FolderError: The state folder cannot be written.
    """
    key = hashlib.sha256(copy.where.encode("utf-8", "replace")).hexdigest()[:32]
    if isinstance(copy, Archive):
        return Found(dict(copy.found), problems=list(copy.problems), is_trap=bool(copy.problems))
    if isinstance(copy, FolderCopy):
        return _in_folder(copy, listing, task, task.state / "folders" / f"{key}.msgpack", step)
    todo = {path: digest for path, digest in task.wanted.items() if path not in task.have}
    memory = task.state / "checked" / f"{key}-{task.index[:32]}.txt"
    fetched = fetch(copy, todo, max_bytes=task.max_bytes, memory=memory, step=step)
    had = {path: task.have[path] for path in task.wanted if path in task.have}
    problems = [*fetched.problems, *fetched.failures[:3]]
    if fetched.unreached:
        problems.append(
            f"{len(fetched.unreached)} files could not be had. Run the command again: what was checked is remembered."
        )
    return Found({**fetched.found, **had}, fetched.bodies, problems, fetched.unreached, can_list=False)


def _in_folder(copy: FolderCopy, listing: Listing, task: Task, place: Path, step: Step) -> Found:
    paths = sorted(path for path, kind in listing if kind == "file" and is_text(path))
    known = hashing.memory_of(place) if task.quick else {}
    digests, memory, problems = hashing.digests(copy.root, paths, max_bytes=task.max_bytes, known=known, step=step)
    hashing.remember(place, memory)
    found = Found(digests, problems=problems)
    for path, kind in listing:
        if path not in digests:
            found.digests[path] = ""
        if kind == "link":
            found.problems.append(f"{path} is a symbolic link: an edition has none.")
    return found


def is_text(path: str) -> bool:
    """Whether a name is text; what is not was not made by a press, and is named as added."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True
