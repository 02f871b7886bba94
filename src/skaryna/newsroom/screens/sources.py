"""Screens of sources: what articles cite, whether it is still there, and the copies that stand beside the links."""

from typing import Any

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from skaryna.errors import SkarynaError
from skaryna.model.blocks import Archived
from skaryna.newsroom import checking, citing, copying, events, four_eyes, marking
from skaryna.newsroom.inert import excerpt
from skaryna.newsroom.models import Article, CitedSource
from skaryna.newsroom.place import current
from skaryna.newsroom.screens.refusing import sentence
from skaryna.outside import sources
from skaryna.outside.dialling import proxy_of

ROWS_A_PAGE = 50
MAX_CITING = 50
EXCERPT_CHARS = 1_500
MAX_PICTURE_MB = 32
SHOWN = ("", "dead", "bare")


class CopyForm(forms.Form):
    """A copy that somebody saved."""

    file = forms.FileField(
        label=_("Web archive or saved page"),
        help_text=_(
            "WARC, WACZ, a page saved as one file (MHTML), or HTML; up to 64 MB. Only this page's words are shown."
        ),
    )
    picture = forms.FileField(
        label=_("How the page looked"), required=False, help_text=_("A screenshot, if you have one: PNG or JPEG.")
    )

    def clean_file(self) -> Any:
        """Refuse a giant before anybody reads it."""
        return _bounded(self.cleaned_data["file"], sources.MAX_ORIGINAL_BYTES >> 20)

    def clean_picture(self) -> Any:
        """The same for the picture."""
        picture = self.cleaned_data["picture"]
        return _bounded(picture, MAX_PICTURE_MB) if picture else None


def _bounded(upload: Any, most_mb: int) -> Any:
    if upload.size > most_mb << 20:
        raise forms.ValidationError(_t("The file has more than %(n)s MB.") % {"n": most_mb})
    return upload


def told(source: CitedSource) -> str:
    """Say in words what became of a link."""
    said = str(source.get_state_display())
    return f"{said}: {excerpt(source.said, 200)}" if source.said else said


def _rows(shown: str) -> QuerySet:
    rows = CitedSource.objects.exclude(citations=None, copy="")
    if shown == "dead":
        rows = rows.filter(citing.DEAD)
    if shown == "bare":
        rows = rows.filter(copy="")
    return rows.order_by("address").distinct()


def _may(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("newsroom.publish_article"))


class SourcesView(View):
    """The list, and the button that asks all hosts."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not _may(request):
            raise PermissionDenied
        from django.core.paginator import Paginator

        shown = asked if (asked := request.GET.get("show", "")) in SHOWN else ""
        page = Paginator(_rows(shown), ROWS_A_PAGE).get_page(request.GET.get("p"))
        rows = [(row, told(row), row.archived) for row in page]
        return render(
            request,
            "newsroom/sources.html",
            {
                "rows": rows,
                "page": page,
                "shown": shown,
                "unchecked": marking.unchecked(),
                "checking": cache.get(checking.PROGRESS),
                "is_cut_off": cache.get(checking.CUT_OFF_KEY),
                "proxy": proxy_of(current().settings.sources.proxy),
                "header_title": _t("Sources"),
            },
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if not _may(request):
            raise PermissionDenied
        if request.POST.get("stop") == "1":
            checking.stop()
            messages.success(request, _t("The check ends after the address that it asks now."))
        elif checking.start(again=request.POST.get("all") == "1"):
            events.note("links_checked", request.user, by=request.user)
            messages.success(request, _t("The links are being checked; reload this page to see how far it is."))
        else:
            messages.info(request, _t("They are being checked already."))
        return redirect("sources:index")


class SourceView(View):
    """One address: who cites it, its link, its copy."""

    def get(self, request: HttpRequest, key: int) -> HttpResponse:
        if not _may(request):
            raise PermissionDenied
        return self._shown(request, get_object_or_404(CitedSource, pk=key), CopyForm())

    def _shown(self, request: HttpRequest, source: CitedSource, form: CopyForm) -> HttpResponse:
        citing_it = Article.objects.filter(citations__source=source).defer("body").order_by("-pk")[:MAX_CITING]
        edit = Article.snippet_viewset.get_url_name("edit")
        copy = source.archived
        return render(
            request,
            "newsroom/source.html",
            {
                "source": source,
                "told": told(source),
                "articles": [(row.title, reverse(edit, args=[row.pk]), row.live) for row in citing_it],
                "copy": copy,
                "words": _words(copy),
                "form": form,
                "has_browser": bool(current().settings.sources.browser),
                "proxy": proxy_of(current().settings.sources.proxy),
                "header_title": _t("Source"),
            },
        )

    def post(self, request: HttpRequest, key: int) -> HttpResponse:
        if not _may(request):
            raise PermissionDenied
        source = get_object_or_404(CitedSource, pk=key)
        try:
            match request.POST.get("do"):
                case "upload":
                    form = CopyForm(request.POST, request.FILES)
                    if not form.is_valid():
                        return self._shown(request, source, form)
                    file, picture = form.cleaned_data["file"], form.cleaned_data["picture"]
                    shot = picture.chunks() if picture else None
                    _attach(request, source, copying.uploaded(file.chunks(), source.address, shot), how="upload")
                case "browser":
                    _attach(request, source, copying.take(source.address), how="browser")
                case "decide":
                    is_dead, is_offered = (request.POST.get(name) == "1" for name in ("dead", "offered"))
                    copying.decide(source, is_dead=is_dead, is_offered=is_offered)
                    said = ["dead link" * is_dead, "offered" * is_offered]
                    events.note("source_decided", source, by=request.user, said=said)
                    _say(request, _t("Saved; articles that readers have follow with the next edition."))
                case "remove":
                    copying.detach(source)
                    events.note("source_removed", source, by=request.user)
                    _say(request, _t("The copy was taken away, here and from readers."))
        except SkarynaError as error:
            messages.error(request, sentence(error))
        return redirect("sources:one", source.pk)


def _attach(request: HttpRequest, source: CitedSource, copy: Archived, *, how: str) -> None:
    copying.attach(source, copy)
    events.note("source_copied", source, by=request.user, how=how)
    count = len(citing.users_of(source))
    said = ngettext(
        "The copy is kept. %(n)s article that readers have shows it with the next edition.",
        "The copy is kept. %(n)s articles that readers have show it with the next edition.",
        count,
    )
    if count:
        _say(request, said % {"n": count})
    else:
        messages.success(request, _t("The copy is kept; readers get it with the article."))


def _say(request: HttpRequest, what_readers_get: str) -> None:
    """Where it waits for a second account, that is what is said instead (`middleware.Refusals`)."""
    messages.success(request, _t("Saved.") if four_eyes.is_on() else what_readers_get)


def _words(copy: Archived | None) -> str:
    """Return the beginning of what a copy says, or why it cannot be read."""
    if copy is None:
        return ""
    try:
        text = sources.text(current().media, copy.digest)
    except SkarynaError as error:
        return sentence(error)
    return excerpt(f"{text.title}\n\n{text.text}", EXCERPT_CHARS)


class SourcesItem(MenuItem):
    """Shown to who may publish."""

    def __init__(self) -> None:
        super().__init__(_("Sources"), reverse("sources:index"), name="sources", icon_name="link", order=148)

    def is_shown(self, request: HttpRequest) -> bool:
        return _may(request)


class SourcesViewSet(ViewSet):
    """Everything about sources."""

    icon = "link"
    menu_label = _("Sources")
    menu_name = "sources"
    url_prefix = "sources"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", SourcesView.as_view(), name="index"),
            path("<int:key>/", SourceView.as_view(), name="one"),
        ]
