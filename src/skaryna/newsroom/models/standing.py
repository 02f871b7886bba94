"""Pages that are not news: About, Support, Contact."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import PreviewableMixin, RevisionMixin
from wagtail.search import index

from skaryna.newsroom.body import BodyBlock, BodyField
from skaryna.newsroom.models.shared import Named


class StandingPage(PreviewableMixin, RevisionMixin, index.Indexed, Named):
    """A page of the menu. Saving it publishes it; its revisions are kept."""

    title = models.CharField(_("title"), max_length=300)
    body = BodyField(BodyBlock(), verbose_name=_("text"), blank=True)
    role = models.CharField(
        _("role"),
        max_length=10,
        blank=True,
        choices=[("about", _("About us")), ("support", _("Support us: appeals lead here"))],
    )
    in_menu = models.BooleanField(_("in the menu"), default=True)
    order = models.PositiveSmallIntegerField(_("place in the menu"), default=0)

    slug_source = "title"
    search_fields = [  # noqa: RUF012 - Wagtail's protocol
        index.SearchField("title", boost=5),
        index.AutocompleteField("title"),
        index.FilterField("locale"),
        index.FilterField("title"),
        index.FilterField("order"),
    ]
    panels = [  # noqa: RUF012 - Wagtail's protocol
        FieldPanel("title"),
        FieldPanel("body"),
        FieldPanel("role"),
        FieldPanel("in_menu"),
        FieldPanel("order"),
        FieldPanel("slug"),
    ]

    class Meta(Named.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The lights in which it can be looked at."""
        from skaryna.newsroom import preview

        return preview.MODES

    def serve_preview(self, _request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page as it would be printed."""
        from skaryna.newsroom import preview

        return preview.answer(self, mode_name)
