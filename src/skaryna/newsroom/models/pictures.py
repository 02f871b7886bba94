"""The picture library."""

import contextlib
import hashlib
import io
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from skaryna.model.licences import COMMONS, MAX_LICENCE_CHARS, PUBLIC_DOMAIN, RESERVED
from skaryna.outside.pictures import size

LICENCES = [
    (RESERVED, _("All rights reserved")),
    *((code, name) for code, (name, _address) in COMMONS.items()),
    (PUBLIC_DOMAIN, _("Public domain")),
]
WORDS = (
    "alt", "caption", "credit", "licence", "licence_words",
    "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
)  # fmt: skip
"""What articles take from a picture of the library, besides its file."""


class NewsImage(AbstractImage):
    """A picture whose file carries pixels and nothing else.

    `digest` is the SHA-256 of the stored file; readers' addresses are made from it.
    """

    file: Any
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    media_type = models.CharField(max_length=20, blank=True, editable=False)
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=1000,
        blank=True,
        help_text=_("Say what is in the picture, as you would on the telephone. Articles may say it differently."),
    )
    caption = models.CharField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(
        _("credit"), max_length=500, blank=True, help_text=_("Who made it. Readers see it under the picture.")
    )
    licence = models.CharField(
        _("licence"), max_length=30, blank=True, choices=LICENCES, help_text=_("Readers see it behind the credit.")
    )
    licence_words = models.CharField(
        _("licence in other words"),
        max_length=MAX_LICENCE_CHARS,
        blank=True,
        help_text=_("Where the list does not have it. It takes the place of the one chosen above."),
    )

    admin_form_fields = (
        "title",
        "file",
        "alt",
        "caption",
        "credit",
        "licence",
        "licence_words",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [  # noqa: RUF012 - Wagtail's protocol
        *AbstractImage.search_fields,
        index.SearchField("alt"),
        index.SearchField("caption"),
        index.SearchField("credit"),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        return str(self.alt)

    @property
    def focus(self) -> tuple[int, int] | None:
        """What must stay in sight where the picture is cropped: percent from the left and from the top."""
        if self.focal_point_x is None or self.focal_point_y is None:
            return None
        across, down = 100 * self.focal_point_x / self.width, 100 * self.focal_point_y / self.height
        return max(0, min(100, round(across))), max(0, min(100, round(down)))

    def get_upload_to(self, filename: str) -> str:
        """Store under `pictures/`; the name is made when the file is cleaned."""
        return f"pictures/{filename}"

    def save(self, *arguments: Any, **options: Any) -> None:
        """Clean a new file before it is stored, also where no form did."""
        from skaryna.newsroom import approvals
        from skaryna.newsroom.pictures import CleanedFile, cleaned

        stored: Any = self.file
        kept: Any = contextlib.nullcontext()
        if self.pk:
            kept = approvals.change_of_picture(self)
        if stored and not getattr(stored, "_committed", True):
            fresh = stored.file
            if not isinstance(fresh, CleanedFile):
                fresh.seek(0)
                fresh = cleaned(fresh.read(), name=stored.name)
                self.file = fresh
            data = fresh.file.getvalue() if isinstance(fresh.file, io.BytesIO) else fresh.read()
            self.digest = hashlib.sha256(data).hexdigest()
            self.file_size = len(data)
            self.file_hash = hashlib.sha1(data, usedforsecurity=False).hexdigest()
            self.width, self.height, self.media_type = size(data, name=fresh.name)
            fresh.seek(0)
        # What its new words bring to readers may be refused: then nothing of it is stored.
        with transaction.atomic(), kept:
            super().save(*arguments, **options)


class NewsRendition(AbstractRendition):
    """A smaller copy for the newsroom's own screens; readers get the press's."""

    image = models.ForeignKey(NewsImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        return f"renditions/{filename}"
