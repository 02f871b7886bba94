"""What rescue took out, and the sources that it came from. Everything here is hostile text."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A file that was rescued. Its bytes lie in quarantine/<digest>/original, as evidence."""

    name = models.TextField(_("source"))
    digest = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    problem = models.TextField(blank=True)
    article = models.ForeignKey(
        "newsroom.Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="rescued_from"
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """One thing that was taken out, and what an editor decided.

    `identity` is the same for the same words and links in whatever source; `put_back` holds the blocks that a release
    has put into the draft, so that it can be undone.
    """

    class State(models.TextChoices):
        """Held until an editor decides."""

        HELD = "held", _("waiting")
        RELEASED = "released", _("put back")
        KEPT_OUT = "kept out", _("kept out")

    class Kind(models.TextChoices):
        """Whose it is."""

        INTRUDER = "intruder", _("intruder")
        HOUSE = "house", _("the house's own")
        UNSURE = "unsure", _("unsure")

    source = models.ForeignKey(Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="findings")
    article = models.ForeignKey(
        "newsroom.Article", verbose_name=_("article"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="findings",
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    reason = models.TextField(_("why"))
    signals = models.JSONField(default=list)
    text = models.TextField()
    markup = models.TextField(blank=True)
    links = models.JSONField(default=list)
    place = models.TextField(_("where"), blank=True)
    position = models.PositiveIntegerField(default=0)
    hosts = models.JSONField(default=list)
    first_seen = models.DateTimeField(_("in copies since"), null=True, blank=True)
    last_absent = models.DateTimeField(null=True, blank=True)
    identity = models.CharField(max_length=64, blank=True, db_index=True)
    put_back = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.HELD, db_index=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("state", "kind"), name="finding_counted"),
            # The order of the list: what waits, and of that what only an editor can decide, the house's own last.
            models.Index(fields=("state", "-kind", "id"), name="finding_turn"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"
