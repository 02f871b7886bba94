"""The start page, an editor's desk: what is odd, what is to do, what waits, what readers have."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.ui.components import Component

from skaryna.newsroom import desk, differences, editions, marking, telling, waiting
from skaryna.newsroom.inert import inert
from skaryna.newsroom.models import Article, Finding, Leaving, Masthead, Mistake, StandingPage
from skaryna.newsroom.place import current
from skaryna.newsroom.screens import board
from skaryna.newsroom.screens import waiting as screen_of_waiting
from skaryna.newsroom.screens.editions import report_of
from skaryna.newsroom.screens.mistakes import kinds
from skaryna.newsroom.sentences import in_words
from skaryna.outside import files, ledger

MAX_DIFFERENCES = 5
MAX_WARNED = 5
MAX_SENTENCES = 4
MAX_KINDS = 6
LOOKED_THROUGH = 50
COUNTED_EVERY_S = 30


class _Panel(Component):
    """A panel that knows the request; `column` says where on the desk it lies: top, main or side."""

    order = 0
    column = "main"

    def __init__(self, request: Any) -> None:
        self.request = request

    @property
    def may_publish(self) -> bool:
        return bool(self.request.user.has_perm("newsroom.publish_article"))


class AlarmPanel(_Panel):
    """What somebody may have done who should not: rows that nobody approved, publications with something odd."""

    name = "alarm"
    column = "top"
    template_name = "newsroom/home/alarm.html"
    order = 5

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        if not self.may_publish:
            return {}
        found = differences.known()
        sentences = found.sentences if found else ()
        user = self.request.user
        asked = list(desk.warned_by_others(user, Leaving.How.CONFIRMED, Leaving.How.SCHEDULED)[: MAX_WARNED + 1])
        return {
            "differences": [inert(in_words(each)) for each in sentences[:MAX_DIFFERENCES]],
            "more": max(0, len(sentences) - MAX_DIFFERENCES),
            "warned": [self._told(row) for row in asked[:MAX_WARNED]],
            "more_warned": len(asked) > MAX_WARNED,
            "unasked": desk.warned_by_others(user, Leaving.How.UNASKED).order_by().count(),
            "days": desk.WARNED_DAYS,
        }

    @staticmethod
    def _told(row: Leaving) -> dict[str, Any]:
        return {
            "row": row,
            "title": inert(row.title) or row.key,
            "who": row.confirmed_by or row.approved_by,
            "sentences": telling.brief(report_of(row), MAX_SENTENCES),
        }


class FirstPanel(_Panel):
    """What to do first, as long as readers have nothing."""

    name = "first"
    column = "top"
    template_name = "newsroom/home/first.html"
    order = 10

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        if Article.objects.filter(live=True).exists() and ledger.latest(current().outcomes):
            return {}
        user = self.request.user
        masthead = Masthead.objects.order_by("pk").first()
        return {
            "is_shown": True,
            "masthead_url": reverse("masthead:edit", args=[masthead.pk])
            if masthead and user.has_perm("newsroom.change_masthead")
            else "",
            "has_masthead": bool(masthead and masthead.tagline),
            "page_url": reverse(StandingPage.snippet_viewset.get_url_name("add"))
            if user.has_perm("newsroom.add_standingpage")
            else "",
            "has_page": StandingPage.objects.filter(role="about").exists(),
            "write_url": reverse(Article.snippet_viewset.get_url_name("add"))
            if user.has_perm("newsroom.add_article")
            else "",
            "has_article": not desk.is_empty(),
            "has_published": Article.objects.filter(live=True).exists(),
            "may_publish": self.may_publish,
            "is_running": files.is_locked(current().press_lock),
            "has_edition": ledger.latest(current().outcomes) is not None,
        }


class SecondingPanel(_Panel):
    """What colleagues saved, and readers get when a second account agrees."""

    name = "seconding"
    template_name = "newsroom/home/seconding.html"
    order = 12

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        if not self.may_publish:
            return {}
        rows = waiting.all_of(light=True)
        return {
            "lines": screen_of_waiting.lines(self.request.user, rows[: screen_of_waiting.MAX_ON_DESK]),
            "more": max(0, len(rows) - screen_of_waiting.MAX_ON_DESK),
        }


class _Flowing(_Panel):
    """A panel of what is on its way; both of them share the answers."""

    def __init__(self, request: Any, heaps: "_Heaps") -> None:
        super().__init__(request)
        self.heaps = heaps


class _Heaps:
    """What is on its way, asked once."""

    def __init__(self, request: Any) -> None:
        self.user = request.user

    @cached_property
    def back(self) -> desk.Heap:
        return desk.sent_back(self.user)

    @cached_property
    def review(self) -> desk.Heap:
        return desk.in_review(self.user)

    @cached_property
    def scheduled(self) -> desk.Heap:
        return desk.scheduled()


class ToDoPanel(_Flowing):
    """What this person has begun, and what came back."""

    name = "to-do"
    template_name = "newsroom/home/to_do.html"
    order = 20

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        user, heaps = self.request.user, self.heaps
        flowing = (*heaps.back.lines, *heaps.review.lines, *heaps.scheduled.lines)
        return {
            "back": heaps.back,
            "mine": desk.my_drafts(user),
            "others": desk.other_drafts(user, but=flowing),
            "list_url": reverse(Article.snippet_viewset.get_url_name("list")),
        }


class ReviewPanel(_Flowing):
    """What waits for somebody's word, and what happens by itself."""

    name = "review"
    template_name = "newsroom/home/review.html"
    order = 30

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        return {"review": self.heaps.review, "scheduled": self.heaps.scheduled}


class EditionPanel(_Panel):
    """What readers have, and where. Nobody is asked over the network."""

    name = "edition"
    column = "side"
    template_name = "newsroom/home/edition.html"
    order = 20

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        folder = current()
        outcomes = ledger.recent(folder.outcomes, LOOKED_THROUGH)
        known = editions.printed(outcomes)
        last = known[0].last if known else 0
        return {
            "edition": known[0] if known else None,
            "outcome": outcomes[0] if outcomes else None,
            "waiting": Leaving.objects.filter(seq__gt=last).count() if self.may_publish and known else 0,
            "is_running": files.is_locked(folder.press_lock),
            "is_here": folder.edition.is_dir() and any(folder.edition.iterdir()),
            "readers_url": folder.settings.readers.url,
            "mirrors": folder.publication.mirrors,
            "may_publish": self.may_publish,
        }


class QuarantinePanel(_Panel):
    """What rescue took out and nobody has decided on."""

    name = "waiting"
    column = "side"
    template_name = "newsroom/home/waiting.html"
    order = 30

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        if not self.request.user.has_perm("newsroom.change_finding"):
            return {}
        held = Finding.objects.filter(state=Finding.State.HELD).values_list("kind")
        numbers = dict(held.annotate(number=Count("pk")).order_by())
        return {
            "held": sum(numbers.values()),
            "intruders": numbers.get(Finding.Kind.INTRUDER, 0),
            "quarantine_url": reverse("quarantine:index") + "?state=held",
        }


class MistakesPanel(_Panel):
    """Mistakes in what readers have."""

    name = "mistakes"
    column = "side"
    template_name = "newsroom/home/mistakes.html"
    order = 40

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        found = cache.get_or_set("newsroom-mistakes", lambda: kinds(is_live=True), COUNTED_EVERY_S)
        return {
            "kinds": [(name, capfirst(label), number) for name, label, number in found[:MAX_KINDS]],
            "total": sum(number for _name, _label, number in found),
            "unchecked": cache.get_or_set("newsroom-unchecked", marking.unchecked, COUNTED_EVERY_S),
            "kind_of_link": Mistake.Kind.DEAD_LINK,
        }


def panels(request: Any) -> list[Component]:
    """Return the desk's panels."""
    heaps = _Heaps(request)
    return [
        AlarmPanel(request),
        FirstPanel(request),
        SecondingPanel(request),
        board.TogetherPanel(request),
        ToDoPanel(request, heaps),
        ReviewPanel(request, heaps),
        EditionPanel(request),
        QuarantinePanel(request),
        MistakesPanel(request),
    ]
