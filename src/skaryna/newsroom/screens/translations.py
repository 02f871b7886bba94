"""Screens of translations: one article in its languages, what is behind, and what a language lacks."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log
from wagtail.models import Locale

from skaryna.errors import SkarynaError
from skaryna.newsroom import joining, lacking, models, translating
from skaryna.newsroom.screens.beside import THEN, direction, edit_url, languages
from skaryna.newsroom.screens.refusing import sentence

_MAY = permission_required("newsroom.change_article")
_MAX_FOUND = 12
JOINED, PARTED, SETTLED = "newsroom.translation_joined", "newsroom.translation_parted", "newsroom.translation_settled"


class TranslationsView(View):
    """The list for one language: translations that are behind, or articles that lack one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        codes = list(Locale.objects.values_list("language_code", flat=True))
        language = request.GET.get("language", "")
        if language not in codes:
            spoken = get_language() or ""
            language = spoken if spoken in codes else codes[-1]
        show = "lacking" if request.GET.get("show") == "lacking" else "behind"
        drafts = bool(request.GET.get("drafts"))
        page = lacking.page_number(request.GET.get("p", ""))
        rows, more = (
            lacking.lacking(language, page, drafts=drafts) if show == "lacking" else lacking.behind(language, page)
        )
        behind = lacking.behind_counts()
        context = {
            "header_title": _t("Translations"),
            "languages": [{**direction(code), "count": behind.get(code, 0)} for code in codes],
            "language": direction(language),
            "show": show,
            "drafts": drafts,
            "rows": [
                {"row": row, "url": edit_url(row), "language": direction(row.language), "kind": row._meta.verbose_name}
                for row in rows
            ],
            "then": f"translate:{language}",
            "page": page,
            "more": more,
        }
        return render(request, "newsroom/translations/list.html", context)


class ArticleTranslationsView(View):
    """One article: its languages, and joining it with articles that were written apart."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = _article(pk)
        others = translating.siblings(article)
        may_join = request.user.has_perm("newsroom.publish_article")
        words = request.GET.get("q", "").strip()[:200]
        taken = {article.language, *(each.language for each in others)}
        context = {
            "header_title": _t("Translations"),
            "article": article,
            "language": direction(article.language),
            "edit_url": edit_url(article),
            "languages": languages(article, others, request.user),
            "may_join": may_join,
            "is_joined": bool(others),
            "words": words,
            "found": [
                {"row": row, "language": direction(row.language)}
                for row in (lacking.found(words, taken)[:_MAX_FOUND] if may_join and words else ())
            ],
        }
        return render(request, "newsroom/translations/article.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = _article(pk)
        try:
            return self._decide(request, article)
        except SkarynaError as error:
            messages.error(request, sentence(error))
            return redirect("translations:article", pk)

    def _decide(self, request: HttpRequest, article: models.Article) -> HttpResponse:
        decision = request.POST.get(THEN, "")
        # The other decisions of `act` change a draft: they pass through the editor, which knows about locks.
        if decision.startswith("translate:") and (answer := act(request, article, decision)):
            return answer
        if not request.user.has_perm("newsroom.publish_article"):
            raise PermissionDenied
        if decision == "part":
            joining.part(article)
            log(article, PARTED, user=request.user)
            messages.success(request, _t("“%(title)s” stands alone now.") % {"title": article.title})
            return redirect("translations:article", article.pk)
        relation, _colon, other_pk = decision.partition(":")
        if relation not in {"original", "translation"} or not other_pk.isdecimal():
            raise PermissionDenied
        other = _article(int(other_pk))
        joining.join(*((article, other) if relation == "original" else (other, article)))
        log(article, JOINED, user=request.user, data={"other": other.title})
        messages.success(request, _t("Joined. Readers can change from one language to the other."))
        return redirect("translations:article", article.pk)


def _article(pk: int) -> models.Article:
    article: models.Article = get_object_or_404(models.Article.objects.select_related("locale"), pk=pk)
    return article


def act(request: HttpRequest, row: Any, decision: str) -> HttpResponse | None:
    """Do what a button of the editor says after the form was saved: begin, bring in a block, mark as up to date.

    Raises:
        PermissionDenied: The account may not do that.
        SkarynaError: It cannot be done.
    """
    what, _colon, value = decision.partition(":")
    if what not in {"translate", "settle", "bring"}:
        return None
    if what == "translate":
        if not isinstance(row, models.Article) or not request.user.has_perm("newsroom.add_article"):
            raise PermissionDenied
        draft = translating.start(row, value, user=request.user)
        messages.success(request, _t("The draft has the original's words. Overwrite them; nothing is published yet."))
        return redirect(edit_url(draft))
    if not request.user.has_perm(f"newsroom.change_{row._meta.model_name}"):
        raise PermissionDenied
    others = translating.siblings(row)
    wanted = request.POST.get("newsroom-original", "")
    original = next((each for each in others if str(each.pk) == wanted), None)
    if original is None:
        raise PermissionDenied
    if what == "settle":
        translating.settle_as_seen(row, original, seen=value)
        log(row, SETTLED, user=request.user)
        messages.success(request, _t("Marked as up to date with the original."))
    else:
        block, _colon, after = value.partition(":")
        translating.bring(row, original, block, after=after, user=request.user)
        messages.success(request, _t("The new block stands in the draft, in the original's words."))
    return redirect(edit_url(row))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Say what the history calls these decisions."""
    actions.register_action(JOINED, _("Join translations"), _("Joined with another article as its translation"))
    actions.register_action(PARTED, _("Part translations"), _("Parted from its translations"))
    actions.register_action(SETTLED, _("Mark as up to date"), _("Marked as up to date with the original"))


@hooks.register("after_edit_snippet")
def after_edit(request: HttpRequest, row: Any) -> HttpResponse | None:
    """Let the editor's buttons for translations work once the form is saved."""
    decision = request.POST.get(THEN, "")
    if not decision or type(row) not in translating.KINDS.values():
        return None
    try:
        return act(request, row, decision)
    except SkarynaError as error:
        messages.error(request, sentence(error))
        return redirect(edit_url(row))


@hooks.register("register_snippet_listing_buttons")
def listing_button(row: Any, user: Any, *_next: Any) -> Any:
    """Lead from the list of articles to an article's languages; no query for each row."""
    if isinstance(row, models.Article) and user.has_perm("newsroom.change_article"):
        from wagtail.admin.ui.menus import MenuItem as RowItem

        yield RowItem(_("Translations"), reverse("translations:article", args=[row.pk]), icon_name="globe", priority=40)


class _TranslationsItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("newsroom.change_article")) and len(_languages()) > 1


def _languages() -> tuple[str, ...]:
    from skaryna.newsroom.place import current

    return tuple(current().publication.languages)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return _TranslationsItem(
        _("Translations"), reverse("translations:index"), name="translations", icon_name="globe", order=105
    )


class TranslationsViewSet(ViewSet):
    """Everything about translations."""

    icon = "globe"
    menu_label = _("Translations")
    menu_name = "translations"
    url_prefix = "translations"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", _MAY(TranslationsView.as_view()), name="index"),
            path("article/<int:pk>/", _MAY(ArticleTranslationsView.as_view()), name="article"),
        ]
