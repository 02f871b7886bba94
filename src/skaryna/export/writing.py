"""An export onto the disk: into a new folder, whole or not at all, with every picture that it names."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from skaryna.errors import FolderError
from skaryna.export import ghost, jsonl, markdown, wxr
from skaryna.export.gathering import Gathered
from skaryna.export.links import Write, copies_of, everything, images_of
from skaryna.model import Article
from skaryna.outside import files, sources

FORMS: dict[str, Callable[[Gathered, Write], None]] = {
    "wxr": wxr.write,
    "ghost": ghost.write,
    "markdown": markdown.write,
    "jsonl": jsonl.write,
}
_MEDIA = {"wxr": "media", "ghost": ghost.FOLDER.rstrip("/"), "markdown": "static/media", "jsonl": "media"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export has; `missing` names files that are gone or are not what was approved."""

    articles: int
    values: int
    pictures: int
    copies: int = 0
    missing: tuple[str, ...] = ()


def export(gathered: Gathered, *, form: str, target: Path, media: Path) -> Exported:
    """Write a publication into a folder that does not exist yet.

    It grows under another name and gets its own when it is whole: an export that is there is complete.

    Raises:
        FolderError: The folder exists, or the disk is full.
    """
    target = target.absolute()
    if target.exists():
        raise FolderError(
            f"{target} exists already; nothing was changed.", hint="Name a folder that does not exist yet."
        )
    growing = target.with_name(f".{target.name}.growing")
    try:
        if growing.exists():
            shutil.rmtree(growing)  # What an interrupted export left.
        growing.mkdir(parents=True, mode=0o700)
        FORMS[form](gathered, lambda path, parts: _put(growing / path, parts))
        exported = _files(gathered, growing, _MEDIA[form], media)
        growing.rename(target)
    except OSError as error:
        raise files.explained(error, target) from error
    return exported


def _put(path: Path, parts: Iterator[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        for part in parts:
            stream.write(part)
        stream.flush()
        os.fsync(stream.fileno())


def _files(gathered: Gathered, growing: Path, folder: str, media: Path) -> Exported:
    """Copy every picture that the values show, and every copy of a source; each must still be what was approved."""
    done: dict[str, bool] = {}
    copied: dict[str, bool] = {}
    values = articles = 0
    for value in everything(gathered):
        values += 1
        articles += isinstance(value, Article)
        for image in images_of(value):
            if image.name not in done:
                done[image.name] = _copied(media / image.name, image.digest, growing / folder / image.name)
        for key, suffix in copies_of(value):
            name = f"{sources.FOLDER}/{key}.{suffix}"
            if name not in copied:
                target = growing / sources.FOLDER / sources.exported_name(key, suffix)
                copied[name] = _copied(sources.place(media, key, suffix), key, target)
    missing = (name for names in (done, copied) for name, is_there in names.items() if not is_there)
    return Exported(articles, values, sum(done.values()), sum(copied.values()), tuple(sorted(missing)))


def _copied(source: Path, digest: str, target: Path) -> bool:
    """Copy a file that is still what was approved; say whether it was."""
    try:
        data = source.read_bytes()
    except OSError:
        return False
    if hashlib.sha256(data).hexdigest() != digest:
        return False
    _put(target, iter((data,)))
    return True
