"""What the screens of people tell Wagtail; imported by `wagtail_hooks`."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from skaryna.newsroom import events
from skaryna.newsroom.screens.log import LogViewSet


@hooks.register("register_log_actions")
def own_events(actions: Any) -> None:
    events.register(actions)


@hooks.register("register_account_menu_item")
def own_security(_request: Any) -> dict[str, str]:
    return {
        "url": reverse("newsroom_security"),
        "label": _t("Login and devices"),
        "help_text": _t("Your second factor, and where you are logged in."),
    }


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/people.css"))


@hooks.register("register_admin_viewset")
def log_screen() -> Any:
    return LogViewSet("log")


class _LogItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("newsroom.change_account"))


@hooks.register("register_admin_menu_item")
def log_item() -> MenuItem:
    return _LogItem(_("Log"), reverse("log:index"), name="log", icon_name="history", order=175)
