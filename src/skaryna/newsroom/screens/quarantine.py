"""Screens of the quarantine: what was taken out, why, and the two decisions."""

from typing import Any

from django.db.models import QuerySet
from django.forms import HiddenInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django_filters import NumberFilter
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from skaryna.errors import SkarynaError
from skaryna.newsroom import releasing
from skaryna.newsroom.inert import excerpt, inert
from skaryna.newsroom.models import Finding
from skaryna.newsroom.screens.campaigns import CampaignsView, CampaignView
from skaryna.newsroom.screens.listing import KeysFirst
from skaryna.newsroom.sentences import in_words, place_in_words, said

_MAY = permission_required("newsroom.change_finding")


class FindingFilters(WagtailFilterSet):
    """By state and kind; `article` comes from the article's form."""

    # A number and no menu: a menu would hold every article that there is.
    article = NumberFilter(field_name="article", widget=HiddenInput)

    class Meta:
        model = Finding
        fields = ("state", "kind", "article")


class FindingsView(IndexView):
    """The list: what waits stands first, and of that what nobody is sure of, then intruders', the house's own last."""

    model = Finding
    page_title = _("Quarantine")
    header_icon = "warning"
    index_url_name = "quarantine:index"
    index_results_url_name = "quarantine:results"
    edit_url_name = "quarantine:finding"
    filterset_class = FindingFilters
    paginate_by = 30
    paginator_class = KeysFirst
    # The words themselves sort so: held, kept out, released; unsure, intruder, house backwards. One index has it all.
    default_ordering = ("state", "-kind", "pk")
    is_searchable = False
    columns = (
        TitleColumn(
            "text",
            label=_("What was taken out"),
            accessor=lambda finding: excerpt(finding.text or finding.markup) or "…",
            get_url=lambda finding: reverse("quarantine:finding", args=[finding.pk]),
        ),
        Column("kind", label=_("Whose"), accessor="get_kind_display"),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("article", label=_("Article")),
    )

    def get_base_queryset(self) -> QuerySet:
        return Finding.objects.select_related("article", "source")

    @property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_t("Campaigns"), reverse("quarantine:campaigns"), icon_name="group")]

    def get_list_buttons(self, instance: Finding) -> list[Any]:  # noqa: ARG002 - Wagtail's
        return []


class FindingView(View):
    """One finding, as text that can do nothing."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        finding = get_object_or_404(Finding.objects.select_related("article", "source", "decided_by"), pk=pk)
        context = {
            "finding": finding,
            "text": inert(finding.text),
            "markup": inert(finding.markup) if finding.markup.strip() != finding.text.strip() else "",
            "links": [inert(link) for link in finding.links],
            "source": inert(finding.source.name),
            "reason": in_words(finding.reason),
            "place": inert(place_in_words(finding.place)),
            "header_title": _t("Quarantine"),
        }
        return render(request, "newsroom/finding.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        finding = get_object_or_404(Finding, pk=pk)
        try:
            if request.POST.get("decision") == "release":
                article = releasing.release(finding, user=request.user)
                messages.success(
                    request,
                    _t("It stands in the draft of “%(article)s” again. Nothing is published yet.")
                    % {"article": article},
                    buttons=[messages.button(_edit_url(article), _t("Edit the article"))],
                )
            else:
                releasing.keep_out(finding, user=request.user)
                messages.success(request, _t("It stays out."))
        except SkarynaError as error:
            messages.error(request, said(error))
            return redirect("quarantine:finding", pk)
        return redirect("quarantine:index")


def _edit_url(article: Any) -> str:
    return reverse(article.snippet_viewset.get_url_name("edit"), args=[article.pk])


class QuarantineViewSet(ViewSet):
    """Everything about findings."""

    icon = "warning"
    menu_label = _("Quarantine")
    menu_name = "quarantine"
    menu_order = 150
    url_prefix = "quarantine"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", _MAY(FindingsView.as_view()), name="index"),
            path("results/", _MAY(FindingsView.as_view(results_only=True)), name="results"),
            path("campaigns/", _MAY(CampaignsView.as_view()), name="campaigns"),
            path("campaigns/<int:key>/", _MAY(CampaignView.as_view()), name="campaign"),
            path("<int:pk>/", _MAY(FindingView.as_view()), name="finding"),
        ]
