"""Screens of editions: what each brought to readers, by whom, and what was to look at. Inside the newsroom only."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.viewsets.base import ViewSet

from skaryna.model.codec import decode
from skaryna.newsroom import editions, models, telling
from skaryna.newsroom.inert import inert
from skaryna.newsroom.leaving import Report
from skaryna.newsroom.models import Article, Leaving
from skaryna.newsroom.place import current
from skaryna.outside import ledger

_MAY = permission_required("newsroom.publish_article")
SHOWN_EDITIONS = 30
ROWS_A_PAGE = 30
MAX_NAMED = 6
WAITING = 0
"""Stands for the edition that is not printed yet."""


@dataclass(frozen=True, slots=True)
class Brought:
    """How much an edition brought, and whose doing it was."""

    rows: int = 0
    warned: int = 0
    by: tuple[str, ...] = ()


def count(all_printed: list[editions.Printed]) -> dict[int, Brought]:
    """Return what each edition brought, and what waits for the next one; one question to the database."""
    last = all_printed[0].last if all_printed else 0
    first, *more = [
        _summed(WAITING, last, None),
        *(_summed(each.number, each.after, each.last) for each in all_printed),
    ]
    sums: dict[int, Brought] = defaultdict(Brought)
    for row in sorted(first.union(*more, all=True), key=lambda row: (-row["rows"], row["approved_by"])):
        had = sums[row["edition"]]
        sums[row["edition"]] = Brought(
            had.rows + row["rows"], had.warned + row["warned_rows"], (*had.by, row["approved_by"])
        )
    return sums


def _summed(number: int, after: int, last: int | None) -> QuerySet:
    """A range of its own for each edition: an index answers it without looking into the rows."""
    rows = Leaving.objects.filter(seq__gt=after, **({"seq__lte": last} if last is not None else {}))
    return (
        rows.order_by()
        .values("approved_by")
        .annotate(
            edition=Value(number, output_field=IntegerField()),
            rows=Count("seq"),
            warned_rows=Count("seq", filter=Q(is_warned=True)),
        )
    )


class EditionsView(View):
    """The list, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        known = editions.printed(ledger.recent(current().outcomes))
        shown = known[:SHOWN_EDITIONS]
        brought = count(shown)
        context = {
            "editions": [(each, brought.get(each.number, Brought())) for each in shown],
            "more": len(known) - len(shown),
            "waiting": brought.get(WAITING),
            "max_named": MAX_NAMED,
            "header_title": _t("Editions"),
        }
        return render(request, "newsroom/editions/list.html", context)


class EditionView(View):
    """One edition: each row of the journal that it brought."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        known = editions.printed(ledger.recent(current().outcomes))
        rows = Leaving.objects.order_by("-is_warned", "-seq")
        edition = next((each for each in known if each.number == number), None)
        if number == WAITING:
            rows = rows.filter(seq__gt=known[0].last if known else 0)
        elif edition is None:
            raise Http404
        else:
            rows = rows.filter(seq__gt=edition.after, seq__lte=edition.last)
        page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("p"))
        context = {
            "edition": edition,
            "page": page,
            "rows": [(row, telling.told(report_of(row)), telling.kind(row.kind)) for row in page],
            "header_title": _t("Edition %(number)s") % {"number": number} if edition else _t("Not printed yet"),
        }
        return render(request, "newsroom/editions/edition.html", context)


class RowView(View):
    """One row: its whole report; "I have looked at it", "warn about these names again"."""

    def get(self, request: HttpRequest, seq: int) -> HttpResponse:
        row = get_object_or_404(Leaving, pk=seq)
        article = Article.objects.filter(public_id=row.key).first() if row.kind == "article" else None
        known = editions.printed(ledger.recent(current().outcomes))
        context = {
            "row": row,
            "reports": [telling.told(report_of(row))],
            "edition": next((each for each in known if each.after < row.seq <= each.last), None),
            "names": [inert(name) for name in self._names(row).values_list("name", flat=True)[:50]],
            "has_looked": row.looked_by.filter(pk=request.user.pk).exists(),
            "edit_url": reverse(Article.snippet_viewset.get_url_name("edit"), args=[article.pk]) if article else "",
            "history_url": reverse(Article.snippet_viewset.get_url_name("history"), args=[article.pk])
            if article
            else "",
            "header_title": _t("What it brought to readers"),
        }
        return render(request, "newsroom/editions/row.html", context)

    def post(self, request: HttpRequest, seq: int) -> HttpResponse:
        row = get_object_or_404(Leaving, pk=seq)
        if request.POST.get("decision") == "forget":
            self._names(row).delete()
            messages.success(request, _t("The next time that one of these names is to be published, you are asked."))
            return redirect("editions:row", seq)
        row.looked_by.add(request.user)
        messages.success(request, _t("Noted: you have looked at it. Your start page does not mention it any more."))
        return redirect("wagtailadmin_home")

    @staticmethod
    def _names(row: Leaving) -> QuerySet:
        return models.KnownName.objects.filter(seq=row.seq).order_by("kind", "name")


def report_of(row: Leaving) -> Report:
    """Return the report of a row as it was written down."""
    return decode(row.report, Report)


class EditionsViewSet(ViewSet):
    """Everything about editions."""

    icon = "history"
    menu_label = _("Editions")
    menu_name = "editions"
    menu_order = 145
    url_prefix = "editions"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", _MAY(EditionsView.as_view()), name="index"),
            path("<int:number>/", _MAY(EditionView.as_view()), name="edition"),
            path("row/<int:seq>/", _MAY(RowView.as_view()), name="row"),
        ]
