"""What stands over and under every page, in each language."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from skaryna.newsroom.richtext import INLINE


class Masthead(models.Model):
    """One row a language; made with the newsroom, never deleted on a screen."""

    language = models.CharField(_("language"), max_length=10, unique=True, editable=False)
    title = models.CharField(_("name of the publication"), max_length=200)
    tagline = models.CharField(_("a few words under it"), max_length=300, blank=True)
    description = models.TextField(
        _("description"), blank=True, help_text=_("One sentence for search engines and feeds.")
    )
    contact = models.EmailField(_("contact"), blank=True, help_text=_("An e-mail address that readers may see."))
    licence = models.TextField(_("terms for whoever copies"), blank=True)
    appeal_title = models.CharField(_("title"), max_length=200, blank=True)
    appeal_text = RichTextField(_("text"), features=INLINE, blank=True)
    appeal_link_text = models.CharField(
        _("words of the link"), max_length=200, blank=True, help_text=_("It leads to the page whose role is Support.")
    )

    panels = [  # noqa: RUF012 - Wagtail's protocol
        FieldPanel("title"),
        FieldPanel("tagline"),
        FieldPanel("description"),
        FieldPanel("contact"),
        FieldPanel("licence"),
        MultiFieldPanel(
            [FieldPanel("appeal_title"), FieldPanel("appeal_text"), FieldPanel("appeal_link_text")],
            heading=_("Appeal for support, shown after articles"),
        ),
    ]

    class Meta:
        verbose_name = _("masthead")
        verbose_name_plural = _("mastheads")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save row and journal together."""
        with transaction.atomic():
            super().save(*arguments, **options)
