"""The newsroom's one workflow: contributors submit, editors approve or ask for changes, then readers get it."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowContentType, WorkflowTask

from skaryna.errors import ApprovalError
from skaryna.newsroom import given
from skaryna.newsroom.models import Article, Review

_WAGTAILS = "Moderators approval"
"""Wagtail makes a workflow for its pages, which a newsroom does not have."""


def workflow() -> Workflow | None:
    """Return the workflow of articles."""
    content_type = ContentType.objects.get_for_model(Article)
    found = WorkflowContentType.objects.filter(content_type=content_type).select_related("workflow").first()
    return found.workflow if found else None


@transaction.atomic
def ensure() -> None:
    """Make the workflow where there is none: one step, for all articles, by any editor."""
    Workflow.objects.filter(name=_WAGTAILS, workflow_content_types=None).delete()
    GroupApprovalTask.objects.filter(name=_WAGTAILS, workflow_tasks=None).delete()
    if workflow() is not None:
        return
    made = Workflow.objects.create(name=given.REVIEW)
    WorkflowContentType.objects.create(content_type=ContentType.objects.get_for_model(Article), workflow=made)
    Review(name=given.STEP).save()


def steps() -> list[Review]:
    """Return the steps in use, in order."""
    made = workflow()
    if made is None:
        return []
    rows = WorkflowTask.objects.filter(workflow=made, task__active=True).order_by("sort_order")
    found = Review.objects.filter(pk__in=rows.values("task_id")).select_related("topic").in_bulk()
    return [found[pk] for pk in rows.values_list("task_id", flat=True) if pk in found]


@transaction.atomic
def remove(step: Review) -> None:
    """Take a step out of use; what it decided stays in the history.

    Raises:
        ApprovalError: An article waits for it, or it is the last one.
    """
    waiting = TaskState.objects.filter(task=step, status=TaskState.STATUS_IN_PROGRESS).count()
    if waiting:
        # Wagtail would let them go on to the next step, and where there is none, to readers.
        raise ApprovalError(
            f"{waiting} article(s) wait for the step “{step.name}”.",
            hint="Decide on them first; the board shows them under “In review”.",
        )
    if not [each for each in steps() if each.pk != step.pk]:
        raise ApprovalError(
            f"“{step.name}” is the last step.", hint="Make another one first: contributors could submit to nobody."
        )
    # The topic may be deleted some day; a step that is out of use must not stand in the way.
    Review.objects.filter(pk=step.pk).update(active=False, topic=None)
