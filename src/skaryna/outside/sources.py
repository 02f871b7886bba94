"""Copies of sources in `media/sources/`: files by content, so that whoever changes one is found out by its name."""

import contextlib
from pathlib import Path

from skaryna.errors import TrustError
from skaryna.model import digest
from skaryna.model.archived import MAX_TEXT_BYTES, ArchivedText
from skaryna.model.blocks import Original
from skaryna.model.codec import decode, encode
from skaryna.outside import files

FOLDER = "sources"
MAX_ORIGINAL_BYTES = 64 << 20
"""Of a web archive of one page; more is a site, and too much for each copy of an edition to carry."""
_HINT = "Restore media/ from a backup, or take the copy again in the newsroom; then look who had access to media/."


def put(media: Path, data: bytes, suffix: str) -> str:
    """Keep a file; return its digest.

    Raises:
        FolderError: The disk is full or read-only.
    """
    key = digest(data)
    folder = media / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise files.explained(error, folder) from error
    files.write(place(media, key, suffix), data)
    return key


def put_text(media: Path, text: ArchivedText) -> str:
    """Keep the text of a copy; return its digest."""
    return put(media, encode(text), "json")


def place(media: Path, key: str, suffix: str) -> Path:
    """Return where a file lies."""
    return media / FOLDER / f"{key}.{suffix}"


def exported_name(key: str, suffix: str) -> str:
    """Return the name of a file in an export. Ghost takes any .json of an archive for the export itself."""
    return f"{key}.{'text' if suffix == 'json' else suffix}"


def text(media: Path, key: str) -> ArchivedText:
    """Read the text of a copy.

    Raises:
        TrustError: It is not there, or not what was approved.
        ValueRefusedError: It breaks a rule of the model.
    """
    return decode(_read(media, key, "json", MAX_TEXT_BYTES), ArchivedText)


def original(media: Path, told: Original) -> bytes:
    """Read the file that a copy was made of.

    Raises:
        TrustError: It is not there, or not what was approved.
    """
    return _read(media, told.digest, told.suffix, MAX_ORIGINAL_BYTES)


def drop(media: Path, key: str, suffix: str) -> None:
    """Take a file away; one that is not there is no error."""
    with contextlib.suppress(FileNotFoundError):
        place(media, key, suffix).unlink()


def _read(media: Path, key: str, suffix: str, max_bytes: int) -> bytes:
    path = place(media, key, suffix)
    try:
        data = path.read_bytes() if path.stat().st_size <= max_bytes else b""
    except OSError as error:
        raise TrustError(f"The copy of a source {FOLDER}/{path.name} is not in {media}.", hint=_HINT) from error
    if digest(data) != key:
        raise TrustError(f"The copy of a source {FOLDER}/{path.name} is not the one that was approved.", hint=_HINT)
    return data
