"""The log for administrators: who did what, when; by person, kind and time; and the way out as a file."""

from typing import Any

import django_filters
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import ModelLogEntry

from skaryna.newsroom import audit
from skaryna.newsroom.models import Account

_ADMINISTRATORS = permission_required("newsroom.change_account")
PAGE = 50


class LogFilters(WagtailFilterSet):
    """By person, kind and time."""

    person = django_filters.ModelChoiceFilter(
        label=_("Person"), queryset=Account.objects.order_by("username"), method="by_person"
    )
    action = django_filters.ChoiceFilter(label=_("Kind"), choices=audit.kinds)
    timestamp = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    def by_person(self, rows: Any, _name: str, person: Any) -> Any:
        return audit.of(rows, person=person)

    class Meta:
        model = ModelLogEntry
        fields = ()


class _Cell(Column):
    """A cell of an event, as plain text."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, accessor=lambda row: getattr(row.told, name), **options)


class _Events(WagtailPaginator):
    """Pages of what an editor calls events."""

    verbose_name = _("event")
    verbose_name_plural = _("events")


class LogView(IndexView):
    """The list."""

    model = ModelLogEntry
    paginator_class = _Events
    permission_policy = None  # nobody has rights on the log's rows; the address asks for an administrator
    page_title = _("Log")
    header_icon = "history"
    results_template_name = "newsroom/people/log_results.html"
    verbose_name_plural = _("events")
    index_url_name = "log:index"
    index_results_url_name = "log:results"
    filterset_class = LogFilters
    paginate_by = PAGE
    is_searchable = False
    default_ordering = ("-timestamp", "-id")
    add_url_name = None

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            Column("timestamp", label=_("When"), accessor=lambda row: row.told.at.replace("T", " ")[:16]),
            _Cell("who", label=_("Who")),
            _Cell("said", label=_("What")),
            Column("which", label=_("To what"), accessor=lambda row: f"{row.told.which} ({row.told.what})"),
            _Cell("details", label=_("Details")),
        ]

    def get_base_queryset(self) -> Any:
        return audit.entries()

    def get_context_data(self, *arguments: Any, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(*arguments, **more)
        names = dict(Account.objects.values_list("pk", "username"))
        for row in context["object_list"]:
            row.told = audit.line(row, names)
        query = self.request.GET.copy()
        query.pop("p", None)
        return {**context, "query": query.urlencode()}

    def get_list_buttons(self, instance: Any) -> list[Any]:  # noqa: ARG002 - Wagtail's
        return []


class ExportView(View):
    """What the filters leave, as a file. That it was taken along stands in the log."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, form: str) -> StreamingHttpResponse:
        make, kind = audit.FORMATS[form]
        filters = LogFilters(request.GET, queryset=audit.entries(), request=request)
        rows = filters.qs
        audit.note_export(request.user)
        answer = StreamingHttpResponse(make(audit.lines(rows)), content_type=kind)
        day = timezone.now().date().isoformat()
        answer["Content-Disposition"] = f'attachment; filename="log-{day}.{form}"'
        return answer


class LogViewSet(ViewSet):
    """Everything about the log."""

    icon = "history"
    menu_label = _("Log")
    menu_name = "log"
    url_prefix = "log"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", _ADMINISTRATORS(LogView.as_view()), name="index"),
            path("results/", _ADMINISTRATORS(LogView.as_view(results_only=True)), name="results"),
            path("export/csv/", _ADMINISTRATORS(ExportView.as_view()), {"form": "csv"}, name="csv"),
            path("export/jsonl/", _ADMINISTRATORS(ExportView.as_view()), {"form": "jsonl"}, name="jsonl"),
        ]
