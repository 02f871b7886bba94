"""Pictures of plain values and the picture library."""

import hashlib
from pathlib import Path, PurePath

from skaryna.errors import ValueRefusedError
from skaryna.model import Figure, Image
from skaryna.model.licences import COMMONS, MAX_LICENCE_CHARS, PUBLIC_DOMAIN, RESERVED
from skaryna.newsroom.models import NewsImage
from skaryna.newsroom.pictures import DIGEST_CHARS, CleanedFile, cleaned
from skaryna.outside import files, pictures

_CODES = frozenset({*COMMONS, PUBLIC_DOMAIN, RESERVED})
MAX_TITLE_CHARS = 255
MAX_ALT_CHARS = 1_000
MAX_CREDIT_CHARS = 500


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
    return taken(image, data, title=title or path.stem)


def taken(
    image: Image, data: bytes, *, title: str, words: Figure | None = None, licence: str | None = None
) -> NewsImage:
    """Return the library's picture of these bytes, new or old; `words` and `licence` are what an export says of it.

    Raises:
        SourceError: Not a picture, or damaged.
    """
    name = PurePath(image.name).name
    if hashlib.sha256(data).hexdigest() == image.digest and _is_clean(data, name):
        file = CleanedFile(pictures.Cleaned(data, image.type, image.width, image.height, ()), name)
        if name.startswith(image.digest[:DIGEST_CHARS]):
            file.name = name  # It left another newsroom, and was named there already.
    else:
        file = cleaned(data, name=name)
    if row := NewsImage.objects.filter(digest=file.digest).order_by("pk").first():
        return row
    row = NewsImage(title=title[:MAX_TITLE_CHARS], file=file)
    if words is not None:
        row.alt, row.credit = words.alt[:MAX_ALT_CHARS], words.credit[:MAX_CREDIT_CHARS]
    if licence is not None:
        row.licence, row.licence_words = (licence, "") if licence in _CODES else ("", licence[:MAX_LICENCE_CHARS])
    if image.focus:
        across, down = image.focus
        row.focal_point_x, row.focal_point_y = round(across * image.width / 100), round(down * image.height / 100)
        row.focal_point_width = row.focal_point_height = 1
    row.save()
    return row


def _is_clean(data: bytes, name: str) -> bool:
    """Whether a picture may stay as it is: a type that readers get, and nothing but pixels in it."""
    width, _, kind = pictures.size(data, name=name)
    return bool(width and kind) and not pictures.traces(data, name=name)
