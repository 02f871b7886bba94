"""Screens of authors, topics, pages and the masthead."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView as PlainEditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from skaryna.newsroom.models import Masthead, Person, StandingPage, Topic
from skaryna.newsroom.screens.beside import OriginalPanel
from skaryna.newsroom.screens.listing import QuickList
from skaryna.newsroom.screens.refusing import Refusing
from skaryna.newsroom.screens.translated import Settling, Translated
from skaryna.newsroom.screens.waiting import say_on_form
from skaryna.newsroom.screens.writing import WritingPanel


class _NeverByItself:
    """What is published as soon as it is saved is saved when somebody says so, never while they type."""

    def setup(self, request: Any, *arguments: Any, **options: Any) -> None:
        super().setup(request, *arguments, **options)  # type: ignore[misc]
        self.autosave_enabled = False


class _Waiting:
    """Says that what is opened waits for a second account."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        say_on_form(self.request, self.object)  # type: ignore[attr-defined]
        context: dict[str, Any] = super().get_context_data(**options)  # type: ignore[misc]
        return context


class RefusingCreateView(Translated, _NeverByItself, Refusing, CreateView):
    """A new row; refused in the form."""


class RefusingEditView(_NeverByItself, _Waiting, Refusing, EditView):
    """A row; refused in the form."""


class _List(QuickList, IndexView):
    """Each row's language comes with it."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("locale")


class _HandedOver(SnippetViewSet):
    """What readers get as soon as it is saved."""

    index_view_class = _List
    add_view_class = RefusingCreateView
    edit_view_class = RefusingEditView
    copy_view_enabled = False
    add_to_admin_menu = True
    list_per_page = 50

    def get_edit_handler(self) -> Any:
        """Put the original beside each form."""
        return ObjectList([OriginalPanel(), *self.own_panels]).bind_to_model(self.model)

    @property
    def own_panels(self) -> list[Any]:
        """The form's own parts."""
        return list(self.model.panels)


class PersonViewSet(_HandedOver):
    """Authors."""

    model = Person
    icon = "user"
    menu_label = _("Authors")
    menu_name = "authors"
    menu_order = 110
    url_prefix = "authors"
    list_display = ("name", BooleanColumn("pseudonymous", label=_("Pen name")), Column("locale", label=_("Language")))


class TopicViewSet(_HandedOver):
    """Topics."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_name = "topics"
    menu_order = 120
    url_prefix = "topics"
    list_display = ("name", Column("slug", label=_("Word in the address")), Column("locale", label=_("Language")))


class PageViewSet(_HandedOver):
    """About, Support and their like."""

    model = StandingPage
    icon = "form"
    menu_label = _("Pages")
    menu_name = "standing-pages"
    menu_order = 140
    url_prefix = "standing-pages"
    list_display = ("title", Column("get_role_display", label=_("Role")), Column("locale", label=_("Language")))

    @property
    def own_panels(self) -> list[Any]:
        return [
            *StandingPage.panels[:2],
            WritingPanel(heading=_("Length, and what you bring along")),
            *StandingPage.panels[2:],
        ]


class MastheadEditView(Settling, _Waiting, Refusing, PlainEditView):
    """A masthead; refused in the form."""


class MastheadViewSet(ModelViewSet):
    """What stands over and under every page."""

    model = Masthead
    icon = "cog"
    menu_label = _("Masthead")
    menu_name = "masthead"
    menu_order = 160
    url_prefix = "masthead"
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = MastheadEditView
    list_display = ("title", Column("language", label=_("Language")), Column("tagline", label=_("Tagline")))
    exclude_form_fields: tuple[str, ...] = ()

    def get_edit_handler(self) -> Any:
        """Put the main language's masthead beside the others."""
        return ObjectList([OriginalPanel(), *self.model.panels]).bind_to_model(self.model)
