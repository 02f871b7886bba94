"""The journal's table, exactly as `skaryna.model.journal` reads it by plain SQL."""

from django.db import models

from skaryna.model.journal import TABLE


class JournalRow(models.Model):
    """One approved value, or its withdrawal. Rows are only added, by `newsroom.journal`."""

    seq = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    op = models.CharField(max_length=8)
    value = models.TextField(null=True)  # NULL: compacted away, or a drop
    digest = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=320)  # two accounts, where two had to approve
    at = models.CharField(max_length=40)
    chain = models.CharField(max_length=64)

    class Meta:
        db_table = TABLE
        indexes = (models.Index(fields=("kind", "key", "-seq"), name="journal_latest"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.key} {self.op}"
