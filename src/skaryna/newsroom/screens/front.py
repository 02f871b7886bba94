"""The screen where an editor arranges the home page of a language, by hand or by keyboard, with no script needed."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from skaryna.errors import SkarynaError
from skaryna.model import Front, Section
from skaryna.model.front import MAX_BESIDE, MAX_IN_SECTION, MAX_SECTIONS
from skaryna.newsroom import arranging, models, preview, printed, waiting
from skaryna.newsroom.place import current
from skaryna.newsroom.screens.beside import direction
from skaryna.newsroom.screens.refusing import sentence
from skaryna.newsroom.screens.waiting import say_on_form

_GONE = _("An article that readers do not have (any more)")
_KINDS = {
    "briefs": _("In brief: titles and days alone"),
    "rescued": _("Rescued from the archive, without a day"),
}


class _Arranging(View):
    """What both views share: who may, which language."""

    def dispatch(self, request: HttpRequest, *args: Any, **options: Any) -> Any:
        if not request.user.has_perm("newsroom.publish_article"):
            raise PermissionDenied
        languages = current().publication.languages
        asked = request.GET.get("language", "")
        self.language = asked if asked in languages else languages[0]
        return super().dispatch(request, *args, **options)

    @property
    def url(self) -> str:
        return f"{reverse('front:index')}?language={self.language}"


class FrontView(_Arranging):
    """The form. Every step but the last two is kept in the form alone."""

    def get(self, request: HttpRequest) -> HttpResponse:
        say_on_form(request, models.Front.objects.filter(language=self.language).first())
        found = arranging.standing(self.language)
        return self._form(request, found or arranging.suggested(self.language), is_arranged=found is not None)

    def post(self, request: HttpRequest) -> HttpResponse:
        is_arranged = arranging.standing(self.language) is not None
        if "let-go" in request.POST:
            arranging.let_go(self.language)
            return self._done(_t("The home page arranges itself again."))
        shown = arranging.suggested(self.language)
        try:
            shown = arranging.said(self.language, request.POST)
            if "step" not in request.POST:
                arranging.arrange(shown)
                return self._done(_t("The home page is arranged."))
            shown = arranging.stepped(shown, request.POST["step"], request.POST)
        except SkarynaError as error:
            messages.error(request, sentence(error))
        return self._form(request, shown, is_arranged=is_arranged, is_changed=True)

    def _done(self, said: str) -> HttpResponse:
        if waiting.of("front", self.language) is not None:
            # Which is told by `middleware.Refusals`.
            return redirect(self.url)
        told = printed.told()
        say = messages.success if told.is_good else messages.warning
        say(self.request, f"{said} {told.sentence}")
        return redirect(self.url)

    def _form(self, request: HttpRequest, front: Front, *, is_arranged: bool, is_changed: bool = False) -> HttpResponse:
        offers = arranging.offers(front)
        names = [(each.kind, each.key) for each in front.sections]
        free = [(value, label) for value, label in _choices(offers) if tuple(value.split(":", 1)) not in names]
        context = {
            "front": front,
            "articles": list(offers.articles.items()),
            "lead_is_gone": bool(front.lead) and front.lead not in offers.articles,
            "pinned": [(each, offers.articles.get(each, _GONE)) for each in front.pinned],
            "sections": [(f"{each.kind}:{each.key}", each.count, _label(each, offers)) for each in front.sections],
            "free_articles": [pair for pair in offers.articles.items() if pair[0] not in {front.lead, *front.pinned}],
            "free_sections": free,
            "counts": range(1, MAX_IN_SECTION + 1),
            "besides": range(MAX_BESIDE + 1),
            "has_room": len(front.sections) < MAX_SECTIONS,
            "language": self.language,
            "languages": [direction(each) for each in current().publication.languages],
            "is_arranged": is_arranged,
            "is_changed": is_changed,
            "url": self.url,
            "preview_url": f"{reverse('front:preview')}?language={self.language}",
            "header_title": _t("Home page"),
        }
        return render(request, "newsroom/front.html", context)


def _choices(offers: arranging.Offers) -> list[tuple[str, Any]]:
    return [
        *((f"topic:{group}", name) for group, name in offers.topics.items()),
        *(
            (f"language:{each}", _t("Newest in %(language)s") % {"language": direction(each)["name"]})
            for each in offers.languages
        ),
        *((f"{kind}:", label) for kind, label in _KINDS.items()),
    ]


def _label(section: Section, offers: arranging.Offers) -> Any:
    match section.kind:
        case "topic":
            return offers.topics.get(section.key, _t("A topic that has no article in this language"))
        case "language":
            return _t("Newest in %(language)s") % {"language": direction(section.key)["name"]}
    return _KINDS[section.kind]


@method_decorator(xframe_options_sameorigin, name="dispatch")
class FrontPreviewView(_Arranging):
    """The press's own page: of what stands, or of what a form says; nothing is kept."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        front = arranging.standing(self.language) or arranging.suggested(self.language)
        return preview.answer_value(lambda: front)

    def post(self, request: HttpRequest) -> HttpResponse:
        return preview.answer_value(lambda: arranging.said(self.language, request.POST))


class FrontViewSet(ViewSet):
    """Everything about the home page."""

    icon = "home"
    menu_label = _("Home page")
    menu_name = "front"
    url_prefix = "home-page"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", FrontView.as_view(), name="index"),
            path("preview/", FrontPreviewView.as_view(), name="preview"),
        ]
