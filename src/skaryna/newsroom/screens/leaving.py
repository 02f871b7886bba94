"""The stop before readers get something: "What readers will get", and the two answers to it."""

import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Revision, TaskState

from skaryna.errors import SkarynaError
from skaryna.newsroom import printed, stopping, telling
from skaryna.newsroom.models import Article
from skaryna.newsroom.screens.refusing import sentence
from skaryna.newsroom.screens.together import noted

_INTENT = "leaving"
"""Where the session keeps what an editor was about to do when the stop came."""
MAX_COMMENT_CHARS = 2_000
_OURS = {stopping.FIELD, "csrfmiddlewaretoken"}


def answer(request: HttpRequest, stop: stopping.UnconfirmedError) -> HttpResponse:
    """Answer a request that was stopped: with the report, or the way to it."""
    if stop.revision is not None:
        request.session[_INTENT] = {"revision": stop.revision.pk, **_approval(request)}
        url = reverse("leaving:article", args=[stop.revision.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)
    if not request.accepts("text/html") or request.headers.get("x-requested-with") == "XMLHttpRequest":
        said = _("Save it with the button: there is something to look at before readers get it.")
        return JsonResponse({"success": False, "error_code": "leaving", "error_message": said}, status=400)
    fields = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    context = {
        **_context(request, stop.reports, stop.digest),
        "fields": fields,
        "action": request.get_full_path(),
        "has_files": bool(request.FILES),
    }
    return render(request, "newsroom/leaving/again.html", context)


def _approval(request: HttpRequest) -> dict[str, Any]:
    """Return which task of a workflow was being approved, and the remark with it; nothing where it was a Publish."""
    given = request.resolver_match.kwargs if request.resolver_match else {}
    if given.get("action_name") == "approve":
        return {
            "task_state": given.get("task_state_id"),
            "comment": request.POST.get("comment", "")[:MAX_COMMENT_CHARS],
        }
    if request.POST.get("action-workflow-action") and request.POST.get("workflow-action-name") == "approve":
        try:
            extra = json.loads(request.POST.get("workflow-action-extra-data") or "{}")
        except ValueError:
            extra = {}
        comment = str(extra.get("comment", "")) if isinstance(extra, dict) else ""
        return {"task_state": None, "comment": comment[:MAX_COMMENT_CHARS]}
    return {}


def _context(request: HttpRequest, reports: Any, digest: str) -> dict[str, Any]:
    # The article stands last in what leaves with it; readers of the report want it first.
    said = [telling.told(each) for each in reversed(reports)]
    return {
        "reports": said,
        "to_look_at": sum(each.to_look_at for each in reports),
        "field": stopping.FIELD,
        "token": stopping.token(request.user, digest),
        "header_title": _("What readers will get"),
    }


class ArticleLeavingView(View):
    """What publishing a revision brings to readers; Publish, or back to the draft."""

    def dispatch(self, request: HttpRequest, *args: Any, revision: int, **options: Any) -> HttpResponse:
        ours = ContentType.objects.get_for_model(Article)
        self.revision = get_object_or_404(Revision, pk=revision, base_content_type=ours)
        self.object = get_object_or_404(Article, pk=self.revision.object_id)
        self.approving = self._approving()
        if not (self.approving or request.user.has_perm("newsroom.publish_article")):
            raise PermissionDenied
        if self.revision.pk != self.object.latest_revision_id:
            messages.warning(request, _("The text was changed since. This is what readers would get now."))
            return redirect("leaving:article", self.object.latest_revision_id)
        response: HttpResponse = super().dispatch(request, *args, **options)
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            reports, digest = stopping.reports_of(self.revision)
        except SkarynaError as error:
            return self._back(sentence(error))
        go_live_at = self.revision.as_object().go_live_at
        context = {**_context(request, reports, digest), "edit_url": self._edit_url(), "go_live_at": go_live_at}
        return render(request, "newsroom/leaving/article.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        lock = self.object.get_lock()
        if lock and lock.for_user(request.user):
            return self._back(_("It is locked by somebody else."))
        try:
            self._publish()
        except stopping.UnconfirmedError:
            messages.warning(request, _("Look once more: it is not what you were shown, or that was too long ago."))
            return redirect("leaving:article", self.revision.pk)
        except SkarynaError as error:
            reason = f"{sentence(error)} {noted(self, error)}".strip()
            return self._back(_("Not published: %(reason)s") % {"reason": reason})
        request.session.pop(_INTENT, None)
        say_published(request, Article.objects.get(pk=self.object.pk))
        return redirect(Article.snippet_viewset.get_url_name("list"))

    def _publish(self) -> None:
        user = self.request.user
        # Also where nothing is odd any more: a version that saves itself changes under the page that showed it.
        reports, digest = stopping.reports_of(self.revision)
        if not stopping.is_shown(digest):
            raise stopping.UnconfirmedError(reports, digest, self.revision)
        if self.approving:
            state, comment = self.approving
            state.task.specific.on_action(state, user, "approve", comment=comment)
        else:
            self.revision.publish(user=user, skip_permission_checks=True)

    def _approving(self) -> tuple[TaskState, str] | None:
        """Return the task that this account was approving when the stop came, if it still may."""
        meant = self.request.session.get(_INTENT) or {}
        if meant.get("revision") != self.revision.pk or "task_state" not in meant:
            return None
        state = self.object.current_workflow_task_state
        if state is None or meant["task_state"] not in {None, state.pk}:
            return None
        actions = {name for name, *_rest in state.task.specific.get_actions(self.object, self.request.user)}
        return (state.specific, str(meant.get("comment", ""))) if "approve" in actions else None

    def _edit_url(self) -> str:
        return reverse(Article.snippet_viewset.get_url_name("edit"), args=[self.object.pk])

    def _back(self, reason: str) -> HttpResponse:
        messages.error(self.request, reason)
        return redirect(self._edit_url())


def say_published(request: HttpRequest, article: Article) -> None:
    """Say what became of an article that was let out: waiting for its time, or printed, and what it brought."""
    edit = messages.button(
        reverse(Article.snippet_viewset.get_url_name("edit"), args=[article.pk]), _("Edit the article")
    )
    scheduled = article.scheduled_revision
    if scheduled is not None:
        said = _("“%(article)s” waits for its time: %(time)s.")
        time = f"{timezone.localtime(scheduled.approved_go_live_at):%Y-%m-%d %H:%M %Z}"
        messages.success(request, said % {"article": article, "time": time}, buttons=[edit])
        return
    if not article.live:
        messages.success(request, _("Approved: “%(article)s”.") % {"article": article}, buttons=[edit])
        return
    told = printed.told(article)
    say = messages.success if told.is_good else messages.warning
    read = [messages.button(told.url, _("Read it"), new_window=True)] if told.url else []
    published = _("“%(article)s” is published.") % {"article": article}
    say(request, f"{published} {printed.brought(article)} {told.sentence}", buttons=[*read, edit])


class LeavingViewSet(ViewSet):
    """The stop's own pages."""

    icon = "view"
    url_prefix = "leaving"

    def get_urlpatterns(self) -> list[Any]:
        return [path("article/<int:revision>/", ArticleLeavingView.as_view(), name="article")]
