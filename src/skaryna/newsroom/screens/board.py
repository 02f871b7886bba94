"""The editorial board, and what of it the start page says."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Locale, TaskState

from skaryna.newsroom import given
from skaryna.newsroom.board import board, told
from skaryna.newsroom.models import Article, Review

MAX_WAITING = 8
_MAY = permission_required("newsroom.view_article")
_TITLES = {
    "drafts": _("Drafts"),
    "reviews": _("In review"),
    "scheduled": _("Scheduled"),
    "published": _("Published this week"),
}
_NOTES = {
    "live": _("readers have an earlier text"),
    "withdrawn": _("withdrawn"),
    "changes": _("changes are asked for"),
}


def show(request: HttpRequest) -> HttpResponse:
    """Show the board; `?language=be` shows one language alone."""
    locales = list(Locale.objects.all())
    language = request.GET.get("language", "")
    if language not in {locale.language_code for locale in locales}:
        language = ""
    found = board(language)
    context = {
        "columns": [(_TITLES[column.name], column) for column in found.columns],
        "notes": _NOTES,
        "happenings": found.happenings,
        "locales": locales,
        "language": language,
        "zone": timezone.get_current_timezone_name(),
        "header_title": _t("Board"),
    }
    return render(request, "newsroom/board.html", context)


class BoardItem(MenuItem):
    """The board in the menu."""

    def __init__(self) -> None:
        super().__init__(_("Board"), reverse("newsroom_board"), name="board", icon_name="tasks", order=90)

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("newsroom.view_article"))


class TogetherPanel(Component):
    """On the start page: what waits for this editor's review, and what the clock could not do."""

    name = "together"
    column = "main"
    template_name = "newsroom/home/together.html"
    order = 15

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        return {
            "reviews": _waiting_for(self.request.user),
            "happenings": told(),
            "board_url": reverse("newsroom_board"),
            "edit": Article.snippet_viewset.get_url_name("edit"),
        }


def _waiting_for(user: Any) -> list[tuple[Article, str]]:
    """Return the articles that an account may approve, with the name of the step."""
    steps = [step for step in Review.objects.filter(active=True).prefetch_related("reviewers") if step.may_review(user)]
    states = TaskState.objects.filter(task__in=steps, status=TaskState.STATUS_IN_PROGRESS)
    rows = states.order_by("started_at").values_list("workflow_state__object_id", "task__name")[:MAX_WAITING]
    found = Article.objects.only("title").in_bulk([int(pk) for pk, _name in rows])
    return [(found[int(pk)], given.spoken(name)) for pk, name in rows if int(pk) in found]


urls = [path("board/", _MAY(show), name="newsroom_board")]
