"""Pictures are cleaned of metadata before anything is stored, whichever way they come in."""

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from skaryna.errors import SourceError
from skaryna.model.names import slug_of
from skaryna.newsroom.sentences import said
from skaryna.outside import pictures
from skaryna.outside.picture_words import Words, words_of

OFFERED = _("The file says this. Keep it only if it names nobody who must not be named; it is stored when you save.")
DIGEST_CHARS = 12
SLUG_CHARS = 40


class CleanedFile(ContentFile):
    """A picture's new bytes, and what they are. `words` are what the old ones said: to be offered, not to be stored."""

    def __init__(self, picture: pictures.Cleaned, name: str, words: Words | None = None) -> None:
        self.words = words or Words()
        self.digest = hashlib.sha256(picture.data).hexdigest()
        self.media_type = picture.type
        stem = slug_of(PurePath(name).stem)[:SLUG_CHARS].strip("-") or "picture"
        super().__init__(picture.data, name=f"{self.digest[:DIGEST_CHARS]}-{stem}{picture.suffix}")

    def unnamed(self) -> "CleanedFile":
        """Leave out what the file was called on somebody's disk: it often names who took the picture."""
        self.name: str = f"{self.digest[:DIGEST_CHARS]}{PurePath(str(self.name)).suffix}"
        return self


def cleaned(data: bytes, *, name: str) -> CleanedFile:
    """Return the picture without anything but its pixels, under the name that it is stored by.

    Raises:
        SourceError: Not a picture, too large, or damaged.
    """
    return CleanedFile(pictures.clean(data, name=name), name, words_of(data))


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture; a file that cannot be cleaned is refused in words."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if "file" in self.fields:
            # Before Wagtail's field parses the upload: its parser has no words for a damaged file.
            field = self.fields["file"]
            field.to_python = partial(_cleaned_first, field.to_python)
            field.help_text = _(
                "JPEG, PNG, WebP, GIF, TIFF, AVIF or BMP, up to 64 MB. Only what is seen in it is kept."
            )
            # Said by the browser, which goes by the name and sends such a file nowhere.
            field.error_messages["invalid_image_extension"] = _(
                "This is none of the kinds above. A picture of a telephone (HEIC): share it as JPEG. A drawing (SVG): "
                "export it as PNG. Then upload that."
            )

    def offer(self, words: Words) -> None:
        """Fill empty fields with what the file says, for the editor to look at: nothing is stored before they save."""
        for name in words.names:
            if name in self.fields and (name == "title" or not getattr(self.instance, name)):
                self.initial[name] = getattr(words, name)
                self.fields[name].help_text = OFFERED
                self.fields[name].widget.attrs["data-from-file"] = ""


def _cleaned_first(check: Callable[[Any], Any], upload: Any) -> Any:
    """Replace an upload by its clean bytes; they never were on disk before."""
    if not upload or isinstance(upload, CleanedFile):
        return check(upload)
    upload.seek(0)
    try:
        return check(cleaned(upload.read(), name=upload.name).unnamed())
    except SourceError as error:
        raise ValidationError(said(error)) from error
