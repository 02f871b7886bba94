"""What left the house: what each row of the journal brought to readers, which names the publication knows, who looked.

All of it stays inside the newsroom; editions have nothing of it.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from skaryna.newsroom.leaving.report import MAX_NAME_CHARS


class KnownName(models.Model):
    """A domain, e-mail address, telephone or account that readers were given once; filled with the journal.

    `twin` is how a domain's name looks to an eye in a hurry (`leaving.hosts.skeleton`).
    """

    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=MAX_NAME_CHARS)
    twin = models.CharField(max_length=MAX_NAME_CHARS, blank=True, db_index=True)
    seq = models.BigIntegerField()
    at = models.CharField(max_length=40)
    first_kind = models.CharField(max_length=20)
    first_key = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=320)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "name"), name="one_known_name"),)

    def __str__(self) -> str:
        return self.name


class Leaving(models.Model):
    """The report of one row of the journal, as it was when the row was written."""

    class How(models.TextChoices):
        """Whether a person saw the report before."""

        QUIET = "quiet", _("nothing to look at")
        CONFIRMED = "confirmed", _("looked at, and confirmed")
        SCHEDULED = "scheduled", _("looked at when it was scheduled")
        UNASKED = "unasked", _("nobody was asked: it came by a command")

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    title = models.CharField(max_length=500)
    language = models.CharField(max_length=10)
    op = models.CharField(max_length=10)
    approved_by = models.CharField(max_length=320)
    confirmed_by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How.choices)
    is_warned = models.BooleanField(default=False)
    warned = models.PositiveIntegerField(default=0)
    report = models.TextField()
    looked_by = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    class Meta:
        # What lists and sums ask for lies in the indexes: the rows are fat.
        indexes = (
            models.Index(fields=("is_warned", "how", "-at"), name="leaving_warned"),
            models.Index(fields=("seq", "approved_by", "is_warned"), name="leaving_summed"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.title}"


class Confirmation(models.Model):
    """Somebody saw what a revision brings and let it be published later; `digest` is of exactly that content."""

    revision = models.OneToOneField("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.revision_id} {self.by}"
