"""Pictures are cleaned of metadata before anything is stored, whichever way they come in."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.images.forms import BaseImageForm

from skaryna.errors import SourceError
from skaryna.model.names import slug_of
from skaryna.outside import pictures

DIGEST_CHARS = 12
SLUG_CHARS = 40


class CleanedFile(ContentFile):
    """A picture's new bytes, and what they are. Only `cleaned` makes one."""

    def __init__(self, picture: pictures.Cleaned, name: str) -> None:
        self.digest = hashlib.sha256(picture.data).hexdigest()
        self.media_type = picture.type
        stem = slug_of(PurePath(name).stem)[:SLUG_CHARS].strip("-") or "picture"
        super().__init__(picture.data, name=f"{self.digest[:DIGEST_CHARS]}-{stem}{picture.suffix}")


def cleaned(data: bytes, *, name: str) -> CleanedFile:
    """Return the picture without anything but its pixels, under the name that it is stored by.

    Raises:
        SourceError: Not a picture, too large, or damaged.
    """
    return CleanedFile(pictures.clean(data, name=name), name)


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture; a file that cannot be cleaned is refused in words."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if "file" in self.fields:
            # Before Wagtail's field parses the upload: its parser has no words for a damaged file.
            field = self.fields["file"]
            field.to_python = partial(_cleaned_first, field.to_python)


def _cleaned_first(check: Callable[[Any], Any], upload: Any) -> Any:
    """Replace an upload by its clean bytes; they never were on disk before."""
    if not upload or isinstance(upload, CleanedFile):
        return check(upload)
    upload.seek(0)
    try:
        fresh = cleaned(upload.read(), name=upload.name)
        # What the file was called on somebody's disk often names who took it; it is stored nowhere.
        fresh.name = f"{fresh.digest[:DIGEST_CHARS]}{PurePath(fresh.name).suffix}"
        return check(fresh)
    except SourceError as error:
        raise ValidationError(f"{error.message} {error.hint}".strip()) from error
