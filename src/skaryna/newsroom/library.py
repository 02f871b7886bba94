"""Pictures of plain values and the picture library."""

import hashlib
from pathlib import Path

from skaryna.errors import ValueRefusedError
from skaryna.model import Image
from skaryna.newsroom.models import NewsImage
from skaryna.newsroom.pictures import CleanedFile, cleaned
from skaryna.outside import files, pictures

MAX_TITLE_CHARS = 255


def known(image: Image) -> NewsImage | None:
    """Return the library's picture with the same bytes."""
    row: NewsImage | None = NewsImage.objects.filter(digest=image.digest).order_by("pk").first()
    return row


def take(image: Image, *, media: Path, title: str = "") -> NewsImage:
    """Return the library's picture for a value, taken in from `media` where it is new.

    Bytes that carry no metadata and are what the value says stay as they are; any others are cleaned.

    Raises:
        FolderError: The file is missing.
        ValueRefusedError: The file lies outside of `media`.
    """
    if row := known(image):
        return row
    path = (media / image.name).resolve()
    if not path.is_relative_to(media.resolve()):
        raise ValueRefusedError(f"The picture {image.name!r} lies outside of {media}.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise files.explained(error, path) from error
    if hashlib.sha256(data).hexdigest() == image.digest and not pictures.traces(data, name=path.name):
        file = CleanedFile(pictures.Cleaned(data, image.type, image.width, image.height, ()), path.name)
    else:
        file = cleaned(data, name=path.name)
    if row := NewsImage.objects.filter(digest=file.digest).order_by("pk").first():
        return row
    row = NewsImage(title=(title or path.stem)[:MAX_TITLE_CHARS], file=file)
    row.save()
    return row
