"""Screens of authors, topics, pages and the masthead."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView as PlainEditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from skaryna.newsroom.models import Masthead, Person, StandingPage, Topic
from skaryna.newsroom.screens.refusing import Refusing


class RefusingCreateView(Refusing, CreateView):
    """A new row; refused in the form."""

    def setup(self, *arguments: Any, **options: Any) -> None:
        super().setup(*arguments, **options)
        self.autosave_enabled = False


class RefusingEditView(Refusing, EditView):
    """A row; refused in the form."""

    def setup(self, *arguments: Any, **options: Any) -> None:
        super().setup(*arguments, **options)
        # Saving publishes: nobody's half sentence is to reach readers because they stopped to think.
        self.autosave_enabled = False


class _HandedOver(SnippetViewSet):
    """What readers get as soon as it is saved."""

    add_view_class = RefusingCreateView
    edit_view_class = RefusingEditView
    copy_view_enabled = False
    add_to_admin_menu = True
    list_per_page = 50


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


class MastheadEditView(Refusing, PlainEditView):
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
