"""How an editor arranged the home page of a language. No row: the press follows its own rule."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Front(models.Model):
    """One row a language that somebody arranged; `arrangement` is the value that readers get, as canonical JSON."""

    language = models.CharField(_("language"), max_length=10, unique=True, editable=False)
    arrangement = models.TextField(editable=False)

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.language

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save row and journal together."""
        with transaction.atomic():
            super().save(*arguments, **options)

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Let go of row and journal together."""
        with transaction.atomic():
            return super().delete(*arguments, **options)
