"""Mistakes in articles, found when they are saved and kept, so that the start page need not look for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_DETAIL_CHARS = 300


class Mistake(models.Model):
    """One thing that an editor would mend. `block` is the id of the block that has it, "" for a field."""

    class Kind(models.TextChoices):
        """What is wrong."""

        DEAD_LINK = "dead link", _("a link to an article that readers do not have")
        NO_ALT = "no alt", _("a picture without a description")
        NO_CREDIT = "no credit", _("a picture without a credit")
        LONG_TITLE = "long title", _("a title too long for search results and feeds")
        SAME_TITLE = "same title", _("two articles with the same title")
        NO_LEAD = "no lead", _("no lead")
        NO_TOPIC = "no topic", _("no topic")
        NO_ADDRESS = "no address", _("a source without an address")
        DEAD_SOURCE = "dead source", _("a source whose link is dead")
        EMPTY_HEADING = "empty heading", _("an empty heading")

    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="mistakes")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=10)
    is_live = models.BooleanField()
    block = models.CharField(max_length=64, blank=True)
    detail = models.CharField(max_length=MAX_DETAIL_CHARS, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("is_live", "kind", "language", "-article"), name="mistake_listed"),
            models.Index(fields=("kind", "detail"), name="mistake_of"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.detail}"


class LinkTo(models.Model):
    """An article that links to another one, by the other's group: whose links die with it is asked often."""

    article = models.ForeignKey("newsroom.Article", on_delete=models.CASCADE, related_name="links_to")
    group = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return f"{self.article_id} → {self.group}"


class Checked(models.Model):
    """By which rules an article was looked at last; an older number, or no row, means that it has to be again."""

    article = models.OneToOneField("newsroom.Article", on_delete=models.CASCADE, primary_key=True, related_name="+")
    rules = models.PositiveIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.article_id}: {self.rules}"
