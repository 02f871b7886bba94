"""What was saved and waits for a second account, where two have to approve; and who changed what articles borrow."""

from django.conf import settings
from django.db import models


class Waiting(models.Model):
    """A value, or a removal, that readers do not have yet; one a key of the journal.

    `savers` are the accounts that had a hand in it, by number: names change. `base` is the journal's row that readers
    have instead; where there is a newer one, this row is over. `before` says what the picture or the copy of a source
    was like that changed the value: {"picture:7": {"credit": "…"}}. `mark` proves that the newsroom wrote all of it
    but `title`, `language` and `before`, by which nothing is approved. `seconded` is such a proof too: a second account
    let the value come with an article at its time.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    op = models.CharField(max_length=8)
    value = models.TextField(null=True)
    digest = models.CharField(max_length=64)
    base = models.BigIntegerField(default=0)
    savers = models.JSONField(default=list)
    at = models.DateTimeField(db_index=True)
    mark = models.CharField(max_length=64)
    title = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, blank=True)
    before = models.JSONField(default=dict)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    seconded = models.CharField(max_length=64, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "change that waits"
        verbose_name_plural = "changes that wait"
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_waiting_a_key"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.title or self.key}"


class Touch(models.Model):
    """An account changed what articles show and have no version of: a picture's words, the copy of a source."""

    PICTURE, SOURCE = "picture", "source"

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=64)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "hand on a picture or source"
        verbose_name_plural = "hands on pictures and sources"
        constraints = (models.UniqueConstraint(fields=("kind", "key", "account"), name="one_touch_a_hand"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
