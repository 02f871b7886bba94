"""What the newsroom's clock did: what went to readers by itself, what was taken down, what it had to refuse."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

LATE = dt.timedelta(minutes=2)


class Happening(models.Model):
    """One appointment that was kept, or not. Old ones are forgotten (`newsroom.scheduling`)."""

    class Kind(models.TextChoices):
        """How it ended."""

        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("taken down")
        REFUSED = "refused", _("not done")

    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="happenings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    due = models.DateTimeField()
    at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.article} {self.kind}"

    @property
    def late(self) -> dt.timedelta | None:
        """By how much it came too late, where that is worth saying."""
        return self.at - self.due if self.at - self.due > LATE else None
