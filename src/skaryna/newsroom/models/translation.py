"""What a translation was made from: the original's words as they stood then."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from skaryna.newsroom.body import Letters


class Translation(models.Model):
    """One row a translation. `kind` and `key` name it as the journal does; so does `original_key` its original.

    Names and not foreign keys, since five kinds of rows are translated. `base` has the words themselves and not the
    number of a revision: old revisions may be purged, and rows of another origin never had one.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    language = models.CharField(max_length=10)
    original_key = models.CharField(max_length=64)
    base = models.JSONField(encoder=Letters, default=list)
    base_digest = models.CharField(max_length=64)
    is_behind = models.BooleanField(default=False)
    at = models.DateTimeField(_("compared"), auto_now=True)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_translation_a_row"),)
        indexes = (
            models.Index(fields=("kind", "original_key"), name="translation_original"),
            models.Index(
                fields=("kind", "language", "-id"), condition=models.Q(is_behind=True), name="translation_behind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.language})"
