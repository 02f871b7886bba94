"""The notice that stands where an article was."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from skaryna.newsroom.richtext import INLINE


class Withdrawal(models.Model):
    """Readers get it as long as the row is there. Its words are the editors', not the article's.

    `public_id` is the article's, kept here too: whoever deletes the article takes the notice back. So are the title and
    the topics that readers knew: what is written into the draft later changes nothing of the notice.
    """

    article = models.OneToOneField("newsroom.Article", on_delete=models.CASCADE, related_name="withdrawal")
    public_id = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    known_title = models.CharField(max_length=500, editable=False)
    topics = models.JSONField(default=list, editable=False)
    title = models.CharField(_("what the notice calls the article"), max_length=500)
    text = RichTextField(_("why, in your words"), features=INLINE, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return self.title

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save row and journal together."""
        self.public_id = self.article.public_id
        with transaction.atomic():
            super().save(*arguments, **options)
