"""A publication folder as a backup carries it: what is in, where it goes when it comes back."""

import contextlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from skaryna.errors import BusyError, FolderError, TrustError
from skaryna.model.settings import FILE_NAME, quoted
from skaryna.outside import files
from skaryna.outside.archive import Member
from skaryna.outside.folder import Folder

LAST = ".last-backup"
"""When the last backup was made; nothing else."""

PRIVATE = frozenset({"keys", "quarantine"})
_THEME = "theme"
_PLACES = PRIVATE | {"media", _THEME}
_LOCK_WAIT_S = 120.0
_SPARE_BYTES = 64 << 20


@contextlib.contextmanager
def between_editions(folder: Folder) -> Iterator[None]:
    """Wait until no edition is being printed, and let none begin while the block runs.

    Raises:
        BusyError: One is printed for minutes.
    """
    deadline = time.monotonic() + _LOCK_WAIT_S
    with contextlib.ExitStack() as stack:
        while True:
            try:
                stack.enter_context(files.lock(folder.print_lock, doing="printing an edition"))
                break
            except BusyError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield


def pictures_and_evidence(folder: Folder) -> list[tuple[str, Path]]:
    """Return name and path of every picture, rescued source and file of the own theme; renditions are made again."""
    found = []
    for place in (folder.media, folder.quarantine, folder.root / _THEME):
        for path in sorted(place.rglob("*")):
            name = path.relative_to(folder.root).as_posix()
            if path.is_file() and not path.is_symlink() and not name.startswith("media/renditions/"):
                found.append((f"files/{name}", path))
    return found


def put(root: Path, member: Member) -> None:
    """Write a file of a backup under `root`; its name was checked when it was read.

    Raises:
        TrustError: No backup has a file there.
        FolderError: The disk is full.
    """
    parts = Path(member.name.removeprefix("files/")).parts
    if parts != (FILE_NAME,) and (parts[0] not in _PLACES or len(parts) < 2):
        raise TrustError(f"This is no backup of Skaryna: {member.name[:80]!r} has no place in a publication.")
    if shutil.disk_usage(root).free < member.size + _SPARE_BYTES:
        raise FolderError(f"{root}: the disk is full.", hint="Free some space and run the command again.")
    path = root.joinpath(*parts)
    is_private = parts[0] in PRIVATE or parts == (FILE_NAME,)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if is_private else 0o755)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(path, flags, 0o600 if is_private else 0o644), "wb") as file:
            for piece in member.pieces():
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise files.explained(error, path) from error


def with_database(text: str, address: str) -> str:
    """Return the text of `skaryna.toml` with another database under [newsroom]; "" is the folder's own SQLite."""
    lines, table, done = [], "", False
    for line in text.splitlines():
        header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if header:
            table = header[1]
        if table == "newsroom" and re.match(r"\s*\"?database\"?\s*=", line):
            continue
        lines.append(line)
        if header and table == "newsroom" and address:
            lines.append(f"database = {quoted(address)}")
            done = True
    if address and not done:
        lines += ["", "[newsroom]", f"database = {quoted(address)}"]
    return "\n".join(lines) + "\n"
