"""What waits for a second account: the list, what of it would reach readers, and the two answers to it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages as plain_messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from skaryna.errors import SkarynaError
from skaryna.newsroom import agreeing, events, four_eyes, printed, recording, stopping, telling, waiting
from skaryna.newsroom.inert import inert
from skaryna.newsroom.models import Waiting
from skaryna.newsroom.screens.beside import edit_url
from skaryna.newsroom.screens.refusing import sentence

OLD = dt.timedelta(days=3)
"""What waits longer is marked: nobody may have seen that it waits."""
ROWS_A_PAGE = 50
MAX_AT_ONCE = 30
MAX_ON_DESK = 6
_MAY = permission_required("newsroom.publish_article")


def title_of(row: Waiting) -> str:
    """Return what a row is called; home pages have no other name than that of their language."""
    return telling.kind(row.kind) if row.kind == "front" else inert(row.title) or row.key


def lines(user: Any, rows: Sequence[Waiting]) -> list[dict[str, Any]]:
    """Return what a list says of each row."""
    return [
        {
            "row": row,
            "title": title_of(row),
            "kind": telling.kind(row.kind),
            "is_removal": row.op == "drop",
            "names": [account.get_username() for account in waiting.names(row)],
            "is_yours": agreeing.may_agree(user, row) and not agreeing.wrote(user, row),
            "is_old": row.at < timezone.now() - OLD,
        }
        for row in rows
    ]


class WaitingView(View):
    """The list, the oldest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(waiting.all_of(light=True), ROWS_A_PAGE).get_page(request.GET.get("p"))
        context = {
            "lines": lines(request.user, page.object_list),
            "page": page,
            "is_on": four_eyes.is_on(),
            "days": OLD.days,
            "header_title": _t("What waits"),
        }
        return render(request, "newsroom/waiting/list.html", context)


class OneView(View):
    """What one change, and those of the same cause, would bring to readers; Agree, or Take back."""

    def dispatch(self, request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponse:
        found = Waiting.objects.filter(pk=options["key"]).first()
        if found is None or waiting.of(found.kind, found.key) is None:
            messages.info(request, _t("That does not wait any more: somebody agreed to it, or took it back."))
            return redirect("waiting:index")
        self.row = found
        self.rows = waiting.together(found)[:MAX_AT_ONCE]
        response: HttpResponse = super().dispatch(request, *arguments, **options)
        return response

    def get(self, request: HttpRequest, key: int) -> HttpResponse:  # noqa: ARG002 - Django's protocol
        problem, content, reports = "", "", []
        try:
            content, reports = self._content(), self._reports()
            for row in self.rows:
                agreeing.check(row)
        except SkarynaError as error:
            problem = sentence(error)
        user = request.user
        written = agreeing.row_of(self.row)
        context = {
            "row": self.row,
            "line": lines(user, [self.row])[0],
            "more": len(self.rows) - 1,
            "problem": problem,
            "reports": [telling.told(each) for each in reports],
            "to_look_at": sum(each.to_look_at for each in reports),
            "may_agree": not problem and all(agreeing.may_agree(user, row) for row in self.rows),
            "wrote": any(agreeing.wrote(user, row) for row in self.rows),
            "may_take_back": agreeing.may_take_back(user, self.row),
            "edit_url": edit_url(written) if written is not None and self.row.kind != "front" else "",
            "field": stopping.FIELD,
            "token": stopping.token(user, content) if content else "",
            "header_title": _t("What readers will get"),
        }
        return render(request, "newsroom/waiting/one.html", context)

    def post(self, request: HttpRequest, key: int) -> HttpResponse:
        try:
            if request.POST.get("do") == "back":
                self._take_back(request)
            elif request.POST.get("do") == "agree":
                if not stopping.is_shown(self._content()):
                    messages.warning(
                        request, _t("Look once more: it is not what you were shown, or that was too long ago.")
                    )
                    return redirect("waiting:one", key)
                self._agree(request)
        except SkarynaError as error:
            messages.error(request, sentence(error))
            return redirect("waiting:one", key)
        return redirect("waiting:index")

    def _agree(self, request: HttpRequest) -> None:
        about = [(row, agreeing.row_of(row) or row) for row in self.rows]
        agreeing.agree(self.rows, request.user)
        for _row, written in about:
            events.note("agreed", written, by=request.user)
        told = printed.told()
        count = len(self.rows)
        said = ngettext("Agreed: readers get %(n)s change.", "Agreed: readers get %(n)s changes.", count) % {"n": count}
        say = messages.success if told.is_good else messages.warning
        one = _t("Agreed: readers get it.")
        say(request, f"{one if count == 1 else said} {told.sentence}")

    def _take_back(self, request: HttpRequest) -> None:
        written = agreeing.row_of(self.row) or self.row
        agreeing.take_back(self.row, request.user)
        events.note("taken_back", agreeing.row_of(self.row) or written, by=request.user)
        messages.success(request, _t("Taken back: it says again what readers have."))

    def _content(self) -> str:
        return stopping.digest_of([(kind, key, value) for kind, key, value, _raw in agreeing.said(self.rows)])

    def _reports(self) -> list[Any]:
        return [recording.report(kind, key, value, raw=raw) for kind, key, value, raw in agreeing.said(self.rows)]


def say_kept(request: HttpRequest, rows: Sequence[Waiting]) -> None:
    """Tell whoever saved that readers do not have it yet."""
    if len(rows) == 1:
        said = _t("“%(title)s” waits for a second account. Until somebody else agrees, readers keep what they have.")
    else:
        said = ngettext(
            "%(n)s change waits for a second account, “%(title)s” among them. Until somebody else agrees, readers keep "
            "what they have.",
            "%(n)s changes wait for a second account, “%(title)s” among them. Until somebody else agrees, readers keep "
            "what they have.",
            len(rows),
        )
    told = said % {"title": title_of(rows[0]), "n": len(rows)}
    messages.warning(request, told, buttons=[messages.button(reverse("waiting:index"), _t("What waits"))])


def say_on_form(request: HttpRequest, row: Any) -> None:
    """Tell whoever opens a row that it says something else than readers have."""
    if request.method != "GET" or not four_eyes.is_on() or row is None or row.pk is None:
        return
    found = waiting.of(*waiting.name_of(row))
    # After a save something is told of it already.
    if found is not None and not len(plain_messages.get_messages(request)):
        messages.info(
            request,
            _t("What stands here waits for a second account; readers do not have it yet."),
            buttons=[messages.button(reverse("waiting:one", args=[found.pk]), _t("Look at it"))],
        )


class WaitingItem(MenuItem):
    """In the menu of whoever may publish, where two have to approve."""

    def __init__(self) -> None:
        super().__init__(_("What waits"), reverse("waiting:index"), name="waiting", icon_name="view", order=143)

    def is_shown(self, request: HttpRequest) -> bool:
        return four_eyes.is_on() and bool(request.user.has_perm("newsroom.publish_article"))


class WaitingViewSet(ViewSet):
    """Everything about what waits."""

    icon = "view"
    menu_label = _("What waits")
    menu_name = "waiting"
    url_prefix = "waiting"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", _MAY(WaitingView.as_view()), name="index"),
            path("<int:key>/", _MAY(OneView.as_view()), name="one"),
        ]
