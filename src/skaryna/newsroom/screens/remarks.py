"""The panel beside the editor where colleagues talk about an article, and where they agree to its words."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.auth import permission_required
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.ui.tables import Column

from skaryna.errors import ApprovalError, SkarynaError
from skaryna.newsroom import four_eyes, remarks
from skaryna.newsroom.models import Account, Article, Remark
from skaryna.newsroom.screens.refusing import sentence

_MAY = permission_required("newsroom.change_article")


class RemarksView(View):
    """The inner part of the panel. Every action answers with the panel as it is then."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _answer(request, get_object_or_404(Article, pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=pk)
        try:
            self._act(request, article)
        except SkarynaError as error:
            return _answer(request, article, problem=sentence(error), kept=request.POST.get("text", ""))
        return _answer(request, article)

    def _act(self, request: HttpRequest, article: Article) -> None:
        action, text, user = request.POST.get("action", ""), request.POST.get("text", ""), request.user
        if action == "add":
            remarks.add(article, text=text, block=request.POST.get("block", ""), by=user)
        elif action == "agree":
            _agree(article, request.POST.get("words", ""), user)
        else:
            remark = get_object_or_404(Remark, pk=_number(request), article=article, parent=None)
            if action == "answer":
                remarks.answer(remark, text=text, by=user)
            elif action == "resolve":
                remarks.resolve(remark, by=user)
            elif action == "reopen":
                remarks.reopen(remark)


def _number(request: HttpRequest) -> int:
    given = request.POST.get("remark", "")
    return int(given) if given.isdecimal() and len(given) < 12 else 0


def _agree(article: Article, words: str, user: Account) -> None:
    revision = article.latest_revision
    if revision is None or four_eyes.words_of(article, revision) != words:
        raise ApprovalError(_t("The text has changed since you opened it."), hint=_t("Read it again, then agree."))
    four_eyes.agree(article, revision, user)


def _answer(request: HttpRequest, article: Article, **more: Any) -> HttpResponse:
    return HttpResponse(render_to_string("newsroom/remarks/list.html", context_of(article, request, **more), request))


def context_of(article: Article, request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Return what the panel shows."""
    known = remarks.passages(article)
    context = {
        "article": article,
        # Wagtail renders side panels without the request.
        "csrf_token": get_token(request),
        "url": reverse("newsroom_remarks", args=[article.pk]),
        "passages": [each for each in known if each.block],
        "threads": remarks.threads(article, known),
        "four_eyes": None,
        **more,
    }
    if four_eyes.is_on() and article.latest_revision and (article.has_unpublished_changes or not article.live):
        context["four_eyes"] = _eyes(article, request.user)
    return context


def _eyes(article: Article, user: Any) -> dict[str, Any]:
    """Say who wrote since readers last got the article, and who agrees to its words."""
    revision = article.latest_revision
    wrote = four_eyes.writers(article, revision)
    agreed = four_eyes.agreed(article, revision)
    return {
        "writers": [account.get_username() for account in Account.objects.filter(pk__in=wrote).order_by("pk")],
        "agreed": [account.get_username() for account in agreed],
        "has_agreed": user.pk in {account.pk for account in agreed},
        "words": four_eyes.words_of(article, revision),
    }


class RemarksSidePanel(BaseSidePanel):
    """Beside status and preview."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Shows how many remarks are open."""

        aria_label = _("Toggle remarks")
        icon_name = "comment"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            pk = self.panel.object.pk
            return {**context, "count": remarks.open_counts([pk]).get(pk, 0)}

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("newsroom/beside.js")])

    name = "remarks"
    title = _("Remarks")
    template_name = "newsroom/remarks/panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        article = Article.objects.select_related("latest_revision", "live_revision").get(pk=self.object.pk)
        return {**context, **context_of(article, self.request)}


class RemarksColumn(Column):
    """How many remarks on an article are open; counted for the rows of one page at once."""

    def __init__(self) -> None:
        super().__init__("remarks", label=_("Remarks"))

    def get_value(self, instance: Any) -> str:
        count = getattr(instance, "open_remarks", 0)
        return str(count) if count else ""


urls = [path("articles/remarks/<int:pk>/", _MAY(RemarksView.as_view()), name="newsroom_remarks")]
