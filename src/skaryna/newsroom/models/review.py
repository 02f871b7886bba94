"""Who reviews what, on Wagtail's workflow: a step chooses by itself which articles go through it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import LockableMixin, Task, TaskState, WorkflowState, WorkflowTask

PUBLISH = "newsroom.publish_article"
ADMINISTER = "newsroom.change_account"


class Review(Task):
    """One step: for a language, for a topic, for both, or for all articles that no other step is for.

    So five people write down "Belarusian: Jan; courts: Ann; the others: any editor", and no article waits for two
    desks that do not know of each other, or for none.
    """

    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("Only articles in this language. Empty: all languages.")
    )
    topic = models.ForeignKey(
        "newsroom.Topic", verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text=_("Only articles about this topic, in any language. Empty: all topics."),
    )  # fmt: skip
    reviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("who reviews"), blank=True, related_name="+",
        help_text=_("Nobody chosen: any editor. An administrator may always step in."),
    )  # fmt: skip

    admin_form_fields = [*Task.admin_form_fields, "language", "topic", "reviewers"]  # noqa: RUF012 - Wagtail's protocol

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")

    def save(self, *arguments: Any, **options: Any) -> None:
        """Save the step; a new one joins the newsroom's workflow."""
        with transaction.atomic():
            super().save(*arguments, **options)
            from skaryna.newsroom import reviewing

            if (workflow := reviewing.workflow()) and not workflow.workflow_tasks.filter(task=self).exists():
                last = workflow.workflow_tasks.aggregate(last=models.Max("sort_order"))["last"]
                WorkflowTask.objects.create(workflow=workflow, task=self, sort_order=-1 if last is None else last + 1)

    @property
    def is_general(self) -> bool:
        """Whether it is for the articles that no other step is for."""
        return not self.language and self.topic_id is None

    def names(self, article: Any) -> bool:
        """Whether it was made for articles like this one: its language, or one of its topics."""
        if self.is_general or self.language not in {"", article.language}:
            return False
        if self.topic is None:
            return True
        return any(link.topic.group == self.topic.group for link in article.topic_links.all())

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin the step, or pass it by where other steps are for this article."""
        article = workflow_state.content_object.get_latest_revision_as_object()
        steps = [task.specific for task in workflow_state.workflow.tasks.filter(active=True)]
        if isinstance(article, LockableMixin) and article.locked_by_id and not self.may_review(article.locked_by):
            type(article).objects.filter(pk=article.pk).update(locked=False, locked_by=None, locked_at=None)
        state: TaskState = super().start(workflow_state, user=user)
        if self.pk not in {step.pk for step in steps_for(article, steps)}:
            state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
            state.save(update_fields=["status", "finished_at"])
        return state

    def may_review(self, user: Any) -> bool:
        """Whether an account may approve at this step: it can publish, and is one of the chosen, if any can."""
        if not user.is_active or not user.has_perm(PUBLISH):
            return False
        if user.has_perm(ADMINISTER):
            return True
        chosen = {account.pk for account in self.reviewers.all() if account.is_active}
        return not chosen or user.pk in chosen

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:  # noqa: ARG002 - Wagtail's
        return self.may_review(user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:  # noqa: ARG002 - Wagtail's
        return not self.may_review(user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:  # noqa: ARG002 - Wagtail's
        return self.may_review(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:  # noqa: ARG002 - Wagtail's
        if not self.may_review(user):
            return []
        return [("reject", _("Ask for changes"), True), ("approve", _("Approve"), False)]

    def get_task_states_user_can_moderate(self, user: Any, **_options: Any) -> Any:
        if not self.may_review(user):
            return TaskState.objects.none()
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> str:
        return str(_("An editor reads the article and approves it or asks for changes"))


def steps_for(article: Any, steps: Iterable[Any]) -> list[Any]:
    """Return the steps that an article goes through: those that name it, else the general ones, else the last.

    Never none: an article that no step was for would be published by whoever submitted it.
    """
    steps = list(steps)
    named = [step for step in steps if isinstance(step, Review) and step.names(article)]
    general = [step for step in steps if not isinstance(step, Review) or step.is_general]
    return named or general or steps[-1:]
