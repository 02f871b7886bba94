"""What the editor's screen says and does where several people work on one article."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.action_menu import (
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
)
from wagtail.snippets.views.snippets import WorkflowActionView

from skaryna.errors import ApprovalError, SkarynaError
from skaryna.newsroom import four_eyes, remarks
from skaryna.newsroom.models import Article, Withdrawal
from skaryna.newsroom.screens.refusing import sentence
from skaryna.newsroom.screens.remarks import RemarksSidePanel

CORRECTION = "#correction"
"""Opens the editor where a correction is written; `beside.js` knows it."""


def noted(view: Any, error: SkarynaError) -> str:
    """Note that whoever pressed Publish agrees to the words, where only the second pair of eyes is missing."""
    if not isinstance(error, ApprovalError) or view.object is None:
        return ""
    article = Article.objects.select_related("latest_revision").get(pk=view.object.pk)
    if article.latest_revision is None:
        return ""
    four_eyes.agree(article, article.latest_revision, view.request.user)
    return _t("That you approve these words is noted.")


def note_on_rows(rows: Any) -> None:
    """Note on the articles of one page of a list what is open about them: three queries, however many there are."""
    keys = [str(row.pk) for row in rows]
    counts = remarks.open_counts(int(key) for key in keys)
    mine = {"base_content_type": ContentType.objects.get_for_model(Article), "object_id__in": keys}
    reviewed = set(WorkflowState.objects.active().filter(**mine).values_list("object_id", flat=True))
    due = Revision.objects.filter(approved_go_live_at__isnull=False, **mine)
    scheduled = set(due.values_list("object_id", flat=True))
    for row in rows:
        row.open_remarks = counts.get(row.pk, 0)
        key = str(row.pk)
        row.stands = _("scheduled") if key in scheduled else _("in review") if key in reviewed else ""


class Together:
    """Mixed into the editor's view: remarks beside it, refusals of an approval in words, the ways to what is rare."""

    def workflow_action_action(self) -> HttpResponse | None:
        """Approve or ask for changes; a refusal leaves the draft, and the review where it was."""
        try:
            with transaction.atomic():
                return super().workflow_action_action()  # type: ignore[misc]
        except SkarynaError as error:
            reason = f"{sentence(error)} {noted(self, error)}".strip()
            messages.error(self.request, _t("Not published: %(reason)s") % {"reason": reason})  # type: ignore[attr-defined]
            return redirect(self.get_edit_url())  # type: ignore[attr-defined]

    def get_success_message(self, instance: Any = None) -> str:
        """Say to whom an article went back; Wagtail says that it was changed."""
        if self.action == "workflow-action" and self.workflow_action == "reject":  # type: ignore[attr-defined]
            state = self.object.current_workflow_state  # type: ignore[attr-defined]
            who = state.requested_by if state else None
            return _t("“%(title)s” went back to %(name)s with your words.") % {"title": self.object, "name": who or "?"}  # type: ignore[attr-defined]
        return str(super().get_success_message(instance))  # type: ignore[misc]

    def get_side_panels(self) -> MediaContainer:
        panels = super().get_side_panels()  # type: ignore[misc]
        # Wagtail fills the screen of a new article with panels of this one, and has a place for its own alone.
        if self.expects_json_response or self.hydrate_create_view:  # type: ignore[attr-defined]
            return panels
        beside = RemarksSidePanel(self.object, self.request)  # type: ignore[attr-defined]
        return MediaContainer([*panels, beside])

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**options)  # type: ignore[misc]
        if not self.expects_json_response:  # type: ignore[attr-defined]
            self._say_that_a_notice_stands()
        return context

    def _say_that_a_notice_stands(self) -> None:
        request, pk = self.request, self.object.pk  # type: ignore[attr-defined]
        notice = Withdrawal.objects.filter(article_id=pk).first() if request.method == "GET" else None
        if notice is not None:
            messages.info(
                request,
                _t("Withdrawn on %(day)s; readers find a notice at its address.") % {"day": f"{notice.at:%Y-%m-%d}"},
                buttons=[messages.button(_withdraw_url(pk), _t("The notice"))],
            )

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons = list(super().header_more_buttons)  # type: ignore[misc]
        article = self.object  # type: ignore[attr-defined]
        may_publish = self.request.user.has_perm("newsroom.publish_article")  # type: ignore[attr-defined]
        if article.live and may_publish:
            url = reverse(article.snippet_viewset.get_url_name("edit"), args=[article.pk])
            buttons.append(
                Button(_("Add a correction"), url=f"{url}{CORRECTION}", icon_name="warning", priority=60,
                       attrs={"data-newsroom-correction": ""})
            )  # fmt: skip
            buttons.append(Button(_("Withdraw"), url=_withdraw_url(article.pk), icon_name="download", priority=70))
        return buttons


def _withdraw_url(pk: int) -> str:
    return reverse(Article.snippet_viewset.get_url_name("unpublish"), args=[pk])


class Revert(RevisionsRevertMixin):
    """An earlier version in the editor: it says what readers have, and what they would get."""

    def get_warning_message(self) -> SafeString:
        said = super().get_warning_message()
        live = Article.objects.prefetch_related("corrections").get(pk=self.object.pk)
        if not live.live:
            return format_html(
                "{} {}", said, _t("Readers do not have this article; publishing it gives them this text.")
            )
        sentences = [
            _t("Nothing changes for readers until you publish: then they get this text again."),
            *self._corrections_that_go(live),
        ]
        return format_html("{} {}", said, " ".join(sentences))

    def _corrections_that_go(self, live: Article) -> list[str]:
        kept = {each.text for each in self.object.corrections.all()}
        count = sum(each.text not in kept for each in live.corrections.all())
        if not count:
            return []
        return [
            ngettext(
                "%(count)s correction that readers have now is not in it and would be gone; write it down again.",
                "%(count)s corrections that readers have now are not in it and would be gone; write them down again.",
                count,
            )
            % {"count": count}
        ]


class ReviewActionView(WorkflowActionView):
    """Approving from a list, without the editor; a refusal is told there."""

    def post(self, request: Any, *arguments: Any, **options: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().post(request, *arguments, **options)
        except SkarynaError as error:
            reason = f"{sentence(error)} {noted(self, error)}".strip()
            messages.error(request, _t("Not published: %(reason)s") % {"reason": reason})
            return redirect(self.redirect_url)


class _Submit(SubmitForModerationMenuItem):
    """Says what happens, not what the workflow is called."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        instance = parent_context.get("instance")
        state = instance.current_workflow_state if instance else None
        again = state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES
        return {**context, "label": _("Submit again") if again else _("Submit for review")}


def in_plain_words(items: list[Any], context: dict[str, Any]) -> None:
    """Name the actions below the editor as a newsroom does."""
    if context.get("model") is not Article:
        return
    names = {UnpublishMenuItem: _("Withdraw"), CancelWorkflowMenuItem: _("Take it out of review"),
             RestartWorkflowMenuItem: _("Begin the review anew")}  # fmt: skip
    for place, item in enumerate(items):
        if type(item) is SubmitForModerationMenuItem:
            items[place] = _Submit(item.order)
        elif type(item) in names:
            named = type(item)(item.order)
            named.label = names[type(item)]
            items[place] = named
