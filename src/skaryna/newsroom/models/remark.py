"""Remarks that colleagues make on an article or on one passage of it. Readers never get them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_CHARS = 4_000
EXCERPT_CHARS = 160


class Remark(models.Model):
    """A remark, or an answer to one (`parent`). It names a block of the body by its identifier, which edits keep.

    `excerpt` is what the block said then, so that the remark can be understood when the block is gone.
    """

    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="remarks")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    block = models.CharField(max_length=64, blank=True)
    excerpt = models.CharField(max_length=EXCERPT_CHARS + 1, blank=True)
    text = models.TextField(_("remark"), max_length=MAX_CHARS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("at", "pk")
        indexes = (
            models.Index(
                fields=("article",),
                condition=models.Q(resolved_at__isnull=True, parent__isnull=True),
                name="remark_open",
            ),
        )

    def __str__(self) -> str:
        return self.text[:EXCERPT_CHARS]
