"""What articles cite: each address once, with what became of its link and the copy that was taken of it."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaryna.model.blocks import Archived
from skaryna.model.codec import decode

MAX_SAID_CHARS = 300
DECIDED = ("copy", "is_dead", "is_offered")
"""What articles take from a source that editors decide on."""


def key_of(address: str) -> str:
    """Return what stands for an address in the table: addresses are too long for an index."""
    return hashlib.sha256(address.encode()).hexdigest()


class CitedSource(models.Model):
    """An address that an article, a draft or a standing page cites as a source.

    `copy` is an `Archived` with its original, as canonical JSON, or "". `is_offered` lets readers download the
    original; `is_dead` is an editor's word that the link leads nowhere, `state` only the checker's.
    """

    class State(models.TextChoices):
        """What the checker found last."""

        UNKNOWN = "", _("not checked yet")
        ALIVE = "alive", _("the page is there")
        MOVED = "moved", _("it sends readers to another place")
        GONE = "gone", _("the host says that there is no such page")
        NOWHERE = "nowhere", _("the host's name leads nowhere")
        SILENT = "silent", _("the host does not answer")
        BROKEN = "broken", _("the host answers with a mistake of its own")
        REFUSED = "refused", _("the host does not let programs look")
        DISTRUSTED = "distrusted", _("the host shows no certificate that can be trusted")
        PRIVATE = "private", _("the address is not of the internet")

    key = models.CharField(max_length=64, unique=True)
    address = models.TextField(_("address"))
    host = models.CharField(max_length=255, db_index=True)
    state = models.CharField(_("link"), max_length=12, choices=State.choices, blank=True, default="")
    said = models.CharField(max_length=MAX_SAID_CHARS, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True, db_index=True)
    failures = models.PositiveIntegerField(default=0)
    is_dead = models.BooleanField(_("the link is dead: readers are led to the copy first"), default=False)
    is_offered = models.BooleanField(_("readers may download the file"), default=False)
    copy = models.TextField(blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        indexes = (models.Index(fields=("state", "failures"), name="source_state"),)

    def __str__(self) -> str:
        return self.address

    @property
    def archived(self) -> Archived | None:
        """The copy, if there is one."""
        return decode(self.copy, Archived) if self.copy else None


class Citation(models.Model):
    """That an article cites an address, as its editors or its readers have it; `block` is the editors'."""

    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(CitedSource, on_delete=models.CASCADE, related_name="citations")
    block = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "source"), name="one_citation"),)

    def __str__(self) -> str:
        return f"{self.article_id} → {self.source_id}"
