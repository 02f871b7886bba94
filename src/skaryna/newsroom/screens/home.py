"""The start page: what waits, what readers have, and the button that matters."""

from typing import Any

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from wagtail.admin.ui.components import Component

from skaryna.newsroom.inert import inert
from skaryna.newsroom.models import Article, Finding
from skaryna.newsroom.place import current
from skaryna.newsroom.reconciling import reconcile
from skaryna.newsroom.sentences import in_words
from skaryna.outside import files, ledger

MAX_DRAFTS = 8
MAX_DIFFERENCES = 5
CHECKED_EVERY_S = 60
_DIFFERENCES = "newsroom-differences"


class _Panel(Component):
    """A panel that knows the request."""

    order = 0

    def __init__(self, request: Any) -> None:
        self.request = request


class WritePanel(_Panel):
    """The drafts, and the way to a new one."""

    name = "write"
    template_name = "newsroom/home/write.html"
    order = 10

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        drafts = (
            Article.objects.filter(Q(has_unpublished_changes=True) | Q(live=False, address=""))
            .select_related("locale", "latest_revision")
            .order_by("-latest_revision__created_at", "-pk")
        )
        viewset = Article.snippet_viewset
        user = self.request.user
        return {
            "may_write": user.has_perm("newsroom.add_article"),
            "add_url": reverse(viewset.get_url_name("add")),
            "list_url": reverse(viewset.get_url_name("list")),
            "drafts": [(row, reverse(viewset.get_url_name("edit"), args=[row.pk])) for row in drafts[:MAX_DRAFTS]],
            "count": drafts.count(),
        }


class EditionPanel(_Panel):
    """What the press did last."""

    name = "edition"
    template_name = "newsroom/home/edition.html"
    order = 20

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        folder = current()
        return {
            "outcome": ledger.latest(folder.outcomes),
            "is_running": files.is_locked(folder.press_lock),
            "readers_url": folder.settings.readers.url,
        }


class WaitingPanel(_Panel):
    """What an editor has to look at: the quarantine, and rows that nobody approved."""

    name = "waiting"
    template_name = "newsroom/home/waiting.html"
    order = 30

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 - Wagtail's
        if not self.request.user.has_perm("newsroom.publish_article"):
            return {}
        held = Finding.objects.filter(state=Finding.State.HELD)
        differences = cache.get_or_set(_DIFFERENCES, reconcile, CHECKED_EVERY_S)
        return {
            "held": held.count(),
            "intruders": held.filter(kind=Finding.Kind.INTRUDER).count(),
            "quarantine_url": reverse("quarantine:index") + "?state=held",
            "differences": [inert(in_words(each)) for each in differences[:MAX_DIFFERENCES]],
            "more": max(0, len(differences) - MAX_DIFFERENCES),
        }
