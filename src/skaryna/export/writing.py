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
from skaryna.export.links import Write, everything, images_of
from skaryna.model import Article
from skaryna.outside import files

FORMS: dict[str, Callable[[Gathered, Write], None]] = {
    "wxr": wxr.write,
    "ghost": ghost.write,
    "markdown": markdown.write,
    "jsonl": jsonl.write,
}
_MEDIA = {"wxr": "media", "ghost": ghost.FOLDER.rstrip("/"), "markdown": "static/media", "jsonl": "media"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export has; `missing` names pictures whose file is gone or is not what was approved."""

    articles: int
    values: int
    pictures: int
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
        exported = _pictures(gathered, growing / _MEDIA[form], media)
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


def _pictures(gathered: Gathered, place: Path, media: Path) -> Exported:
    """Copy every picture that the values show; each must still be what was approved."""
    done: set[str] = set()
    missing: list[str] = []
    values = articles = 0
    for value in everything(gathered):
        values += 1
        articles += isinstance(value, Article)
        for image in images_of(value):
            if image.name in done:
                continue
            done.add(image.name)
            source = media / image.name
            try:
                data = source.read_bytes()
            except OSError:
                missing.append(image.name)
                continue
            if hashlib.sha256(data).hexdigest() != image.digest:
                missing.append(image.name)
                continue
            _put(place / image.name, iter((data,)))
    return Exported(articles, values, len(done) - len(missing), tuple(sorted(missing)))
