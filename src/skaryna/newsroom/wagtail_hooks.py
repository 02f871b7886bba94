"""What the newsroom tells Wagtail; found by Wagtail under this name."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from skaryna.newsroom import linking, people_hooks  # noqa: F401 - hooks of its own
from skaryna.newsroom.pictures import OFFERED
from skaryna.newsroom.screens import board, home, remarks, together
from skaryna.newsroom.screens.articles import ArticleViewSet
from skaryna.newsroom.screens.editions import EditionsViewSet
from skaryna.newsroom.screens.front import FrontViewSet
from skaryna.newsroom.screens.leaving import LeavingViewSet
from skaryna.newsroom.screens.mistakes import MistakesViewSet
from skaryna.newsroom.screens.quarantine import QuarantineViewSet
from skaryna.newsroom.screens.rest import MastheadViewSet, PageViewSet, PersonViewSet, TopicViewSet
from skaryna.newsroom.screens.review import ReviewViewSet
from skaryna.newsroom.screens.sources import SourcesItem, SourcesViewSet
from skaryna.newsroom.screens.translations import TranslationsViewSet
from skaryna.newsroom.screens.waiting import WaitingItem, WaitingViewSet

HIDDEN = {"explorer", "documents", "reports", "help", "snippets", "settings"}
"""Wagtail's menus of things that a newsroom does not have: a page tree, documents, its reports and guides."""

for viewset in (ArticleViewSet, PersonViewSet, TopicViewSet, PageViewSet):
    register_snippet(viewset)


@hooks.register("register_admin_viewset")
def own_screens() -> list[Any]:
    return [
        MastheadViewSet("masthead"),
        FrontViewSet("front"),
        QuarantineViewSet("quarantine"),
        ReviewViewSet("review-steps"),
        TranslationsViewSet("translations"),
        LeavingViewSet("leaving"),
        EditionsViewSet("editions"),
        MistakesViewSet("mistakes"),
        SourcesViewSet("sources"),
        WaitingViewSet("waiting"),
    ]


class _QuarantineItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("newsroom.change_finding"))


@hooks.register("register_admin_menu_item")
def quarantine_item() -> MenuItem:
    return _QuarantineItem(
        _("Quarantine"), reverse("quarantine:index"), name="quarantine", icon_name="warning", order=150
    )


class _PublishersItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("newsroom.publish_article"))


@hooks.register("register_admin_menu_item")
def front_item() -> MenuItem:
    return _PublishersItem(_("Home page"), reverse("front:index"), name="front", icon_name="home", order=142)


@hooks.register("register_admin_menu_item")
def editions_item() -> MenuItem:
    return _PublishersItem(_("Editions"), reverse("editions:index"), name="editions", icon_name="history", order=145)


@hooks.register("register_admin_menu_item")
def mistakes_item() -> MenuItem:
    return MenuItem(_("Mistakes"), reverse("mistakes:index"), name="mistakes", icon_name="clipboard-list", order=147)


@hooks.register("register_admin_menu_item")
def sources_item() -> MenuItem:
    return SourcesItem()


@hooks.register("register_admin_menu_item")
def waiting_item() -> MenuItem:
    return WaitingItem()


@hooks.register("construct_main_menu")
def tidy_menu(request: Any, items: list[Any]) -> None:  # noqa: ARG001 - Wagtail's
    items[:] = [item for item in items if item.name not in HIDDEN]
    for item in items:
        if item.name == "images":
            item.label, item.order = _("Pictures"), 130


@hooks.register("construct_homepage_panels")
def own_panels(request: Any, panels: list[Any]) -> None:
    panels[:] = home.panels(request)


@hooks.register("register_admin_urls")
def together_urls() -> list[Any]:
    return [*remarks.urls, *board.urls]


@hooks.register("register_admin_menu_item")
def board_item() -> MenuItem:
    return board.BoardItem()


@hooks.register("construct_snippet_action_menu")
def plain_actions(items: list[Any], request: Any, context: dict[str, Any]) -> None:  # noqa: ARG001 - Wagtail's
    together.in_plain_words(items, context)


@hooks.register("register_rich_text_features", order=1)
def own_links(features: Any) -> None:
    linking.register(features)


@hooks.register("insert_global_admin_js")
def own_scripts() -> SafeString:
    """Wherever a picture may be chosen, and that is in windows over any screen: what its file says is offered."""
    staying = {
        "asked": reverse("newsroom_who"),
        "url": reverse("account_login"),
        "login": _("Log in in another tab"),
        "ended": _(
            "You were logged out. Your words are still here, on this page: do not close it. Log in again in another "
            "tab, then come back and save."
        ),
        "other": _(
            "Another account is logged in here now. Your words are still here, on this page: log in as yourself in "
            "another tab, then come back and save."
        ),
        "away": _(
            "The newsroom does not answer. Your words are still here, on this page: do not close it, and save again in "
            "a while."
        ),
        "back": _("You are logged in again. Save now."),
    }
    told = {"url": reverse("newsroom_file_words"), "note": OFFERED, "tags": _("Tags"), "files": _("Picture files")}
    return format_html(
        '{}<script src="{}"></script><script src="{}"></script>{}<script src="{}"></script>',
        json_script({name: str(text) for name, text in told.items()}, "newsroom-from-file"),
        static("newsroom/from-file.js"),
        static("newsroom/mended.js"),
        json_script({name: str(text) for name, text in staying.items()}, "newsroom-staying"),
        static("newsroom/staying.js"),
    )


@hooks.register("insert_global_admin_css")
def own_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/newsroom.css"))
