"""Screens of mistakes: a list by kind and language, each with the way to the place in the editor."""

from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from skaryna.newsroom import marking
from skaryna.newsroom.inert import excerpt
from skaryna.newsroom.models import Article, CitedSource, Mistake
from skaryna.newsroom.models.sources import key_of
from skaryna.newsroom.place import current
from skaryna.newsroom.proofreading import MAX_TITLE_CHARS

ROWS_A_PAGE = 50
_TABS = {
    Mistake.Kind.NO_TOPIC: "#tab-authors_topics_picture",
    Mistake.Kind.NO_ALT: "#tab-authors_topics_picture",
    Mistake.Kind.NO_CREDIT: "#tab-authors_topics_picture",
}
"""Where the field is, if it is not in the text."""


def place_of(mistake: Mistake) -> str:
    """Return the address of the editor at the place that has the mistake."""
    url = reverse(Article.snippet_viewset.get_url_name("edit"), args=[mistake.article_id])
    return f"{url}#block-{mistake.block}-section" if mistake.block else f"{url}{_TABS.get(mistake.kind, '')}"


def kinds(*, is_live: bool, language: str = "") -> list[tuple[str, str, int]]:
    """Return (kind, its name, how many), most first."""
    # `in`: Django writes a bare column for "is true", for which SQLite takes no index.
    rows = Mistake.objects.filter(is_live__in=(is_live,))
    if language:
        rows = rows.filter(language=language)
    counted = rows.values_list("kind").annotate(number=Count("pk")).order_by("-number", "kind")
    return [(kind, str(Mistake.Kind(kind).label), number) for kind, number in counted]


def details(rows: list[Mistake]) -> list[str]:
    """Say of each mistake what it is about."""
    groups = [row.detail for row in rows if row.kind == Mistake.Kind.DEAD_LINK]
    found = Article.objects.filter(group__in=groups).values_list("group", "title", "address")
    titles = {group: (title, address) for group, title, address in found}
    gone = [key_of(row.detail) for row in rows if row.kind == Mistake.Kind.DEAD_SOURCE]
    with_copy = CitedSource.objects.filter(key__in=gone).exclude(copy="")
    copied = set(with_copy.values_list("address", flat=True)) if gone else set()
    return [
        _source(row.detail, copied) if row.kind == Mistake.Kind.DEAD_SOURCE else _detail(row, titles) for row in rows
    ]


def _sources(rows: list[Mistake]) -> dict[str, str]:
    """Return the screens of dead sources, by address."""
    keys = [key_of(row.detail) for row in rows if row.kind == Mistake.Kind.DEAD_SOURCE]
    found = CitedSource.objects.filter(key__in=keys).values_list("address", "pk") if keys else ()
    return {address: reverse("sources:one", args=[key]) for address, key in found}


def _source(address: str, copied: set[str]) -> str:
    said = _t("%(address)s; there is a copy") if address in copied else _t("%(address)s; there is no copy")
    return said % {"address": excerpt(address)}


def _detail(row: Mistake, titles: dict[str, tuple[str, str]]) -> str:
    if row.kind == Mistake.Kind.LONG_TITLE:
        return ngettext("%(n)s character of %(most)s", "%(n)s characters of %(most)s", int(row.detail or 0)) % {
            "n": row.detail,
            "most": MAX_TITLE_CHARS,
        }
    if row.kind != Mistake.Kind.DEAD_LINK:
        return excerpt(row.detail)
    if row.detail not in titles:
        return _t("to an article that is not there any more")
    title, address = titles[row.detail]
    said = _t("to “%(title)s”, which was withdrawn") if address else _t("to “%(title)s”, which is a draft")
    return said % {"title": excerpt(title, 80)}


class _Counted(Paginator):
    """A paginator that is told how many there are."""

    count = 0

    def __init__(self, rows: QuerySet, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def _name_articles(rows: list[Mistake]) -> None:
    """Fetch the articles of one page; joined into the list, SQLite would sort all of them."""
    articles = Article.objects.select_related("latest_revision").defer("body", "latest_revision__content")
    found = articles.in_bulk({row.article_id for row in rows})
    for row in rows:
        row.article = found[row.article_id]


class MistakesView(View):
    """The list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        languages = current().publication.languages
        language = asked if (asked := request.GET.get("language", "")) in languages else ""
        kind = asked if (asked := request.GET.get("kind", "")) in Mistake.Kind.values else ""
        is_live = request.GET.get("drafts") != "1"
        rows = Mistake.objects.filter(is_live__in=(is_live,))
        rows = rows.filter(**{name: value for name, value in (("kind", kind), ("language", language)) if value})
        counted = kinds(is_live=is_live, language=language)
        number = sum(n for name, _label, n in counted if kind in {"", name})
        # The order that an index has already; newest first in both cases.
        order = ("-article_id", "pk") if kind and language else ("-pk",)
        page = _Counted(rows.order_by(*order), ROWS_A_PAGE, number).get_page(request.GET.get("p"))
        shown = list(page)
        _name_articles(shown)
        sources = _sources(shown) if request.user.has_perm("newsroom.publish_article") else {}
        context = {
            "rows": [
                (row, place_of(row), said, sources.get(row.detail))
                for row, said in zip(shown, details(shown), strict=True)
            ],
            "page": page,
            "kinds": [(name, capfirst(label), n) for name, label, n in counted],
            "kind": kind,
            "language": language,
            "languages": languages,
            "drafts": not is_live,
            "unchecked": marking.unchecked(),
            "looking": cache.get(marking.PROGRESS),
            "may_look": request.user.has_perm("newsroom.publish_article"),
            "header_title": _t("Mistakes"),
        }
        return render(request, "newsroom/mistakes.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("newsroom.publish_article"):
            messages.error(request, _t("Only editors let all articles be looked at again."))
            return redirect("mistakes:index")
        if request.POST.get("all") == "1":
            marking.forget_checks()
        if marking.start():
            messages.success(request, _t("The articles are being looked at; reload this page to see how far it is."))
        else:
            messages.info(request, _t("They are being looked at already."))
        return redirect("mistakes:index")


class MistakesViewSet(ViewSet):
    """Everything about mistakes."""

    icon = "clipboard-list"
    menu_label = _("Mistakes")
    menu_name = "mistakes"
    menu_order = 147
    url_prefix = "mistakes"

    def get_urlpatterns(self) -> list[Any]:
        return [path("", MistakesView.as_view(), name="index")]
