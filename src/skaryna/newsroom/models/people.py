"""Authors and topics."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from skaryna.newsroom.models.shared import Named
from skaryna.newsroom.richtext import INLINE


class Person(index.Indexed, Named):
    """An author as readers may know them. There is no field for another name, on purpose."""

    name = models.CharField(_("name"), max_length=200, help_text=_("The name over the articles, as readers see it."))
    pseudonymous = models.BooleanField(
        _("a pen name"),
        default=False,
        help_text=_("The newsroom keeps no other name. Do not write it anywhere in here."),
    )
    bio = RichTextField(_("about the author"), features=INLINE, blank=True)
    portrait = models.ForeignKey(
        "newsroom.NewsImage", verbose_name=_("portrait"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    search_fields = [  # noqa: RUF012 - Wagtail's protocol
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.FilterField("locale"),
        index.FilterField("name"),
        index.FilterField("pseudonymous"),
    ]
    panels = [  # noqa: RUF012 - Wagtail's protocol
        FieldPanel("name"),
        FieldPanel("pseudonymous"),
        FieldPanel("bio"),
        FieldPanel("portrait"),
        FieldPanel("slug"),
    ]

    class Meta(Named.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Topic(index.Indexed, Named):
    """What articles are about; has a page and a feed."""

    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True, help_text=_("One or two sentences for its page."))

    search_fields = [  # noqa: RUF012 - Wagtail's protocol
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.FilterField("locale"),
        index.FilterField("name"),
    ]
    panels = [FieldPanel("name"), FieldPanel("description"), FieldPanel("slug")]  # noqa: RUF012 - Wagtail's protocol

    class Meta(Named.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
