"""What lies on an editor's desk: each question is one or two queries that an index answers, in any archive."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from skaryna.newsroom.models import Article, Leaving

MAX_SHOWN = 6
MAX_ASKED = 200
"""Of the newest revisions of an account so many are looked through for drafts that are still drafts."""
WARNED_DAYS = 7
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One article on the desk: what it is called now, the way to it, and whatever its heap says of it."""

    key: int
    title: str
    url: str
    language: str
    is_live: bool
    when: dt.datetime | None = None
    who: str = ""
    what: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Heap:
    """Some lines, and whether there are more."""

    lines: tuple[Line, ...]
    more: bool = False


def _articles() -> QuerySet:
    return Article.objects.select_related("locale", "latest_revision", "latest_revision__user").defer(
        "body", "latest_revision__content"
    )


def _ours() -> Any:
    return ContentType.objects.get_for_model(Article)


def _line(article: Article, **more: Any) -> Line:
    revision = article.latest_revision
    return Line(
        key=article.pk,
        title=(revision.object_str if revision else "") or article.title,
        url=reverse(Article.snippet_viewset.get_url_name("edit"), args=[article.pk]),
        language=article.language,
        is_live=article.live,
        **{"when": revision.created_at if revision else None, **more},
    )


def _heap(lines: Iterable[Line]) -> Heap:
    found = tuple(lines)
    return Heap(found[:MAX_SHOWN], more=len(found) > MAX_SHOWN)


def my_drafts(account: Any) -> Heap:
    """Return what this account wrote last and readers do not have."""
    # Neither the kind nor the time is asked for here: SQLite would take the index of those, which is all revisions.
    mine = list(Revision.objects.filter(user=account).order_by("-pk").values_list("pk", flat=True)[:MAX_ASKED])
    rows = _drafts().filter(latest_revision__in=mine).order_by("-latest_revision__created_at")
    return _heap(_line(row) for row in rows[: MAX_SHOWN + 1])


def other_drafts(account: Any, *, but: Iterable[Line] = ()) -> Heap:
    """Return the newest drafts of everybody else, rescued ones among them, without those that lie elsewhere."""
    elsewhere = {line.key for line in but}
    newest = _drafts().order_by("-latest_revision")[: MAX_SHOWN * 5]
    others = [
        row
        for row in newest
        if row.latest_revision and row.latest_revision.user_id != account.pk and row.pk not in elsewhere
    ]
    return _heap(
        _line(row, who=row.latest_revision.user.get_username() if row.latest_revision.user else "") for row in others
    )


def _drafts() -> QuerySet:
    # What was withdrawn has "unpublished changes" too; it is not on anybody's desk.
    return _articles().filter(Q(live=True) | Q(address=""), has_unpublished_changes=True)


def sent_back(account: Any) -> Heap:
    """Return what this account handed in and somebody asked to change."""
    states = (
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_NEEDS_CHANGES, base_content_type=_ours(), requested_by=account
        )
        .select_related("current_task_state", "current_task_state__finished_by")
        .order_by("-pk")[: MAX_SHOWN + 1]
    )
    return _heap(_of_states(states, lambda state: {"what": _comment(state), "who": _finisher(state)}))


def in_review(account: Any) -> Heap:
    """Return what waits for somebody's word, oldest first; `is_mine` where this account may give it."""
    states = (
        WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=_ours())
        .select_related("current_task_state", "current_task_state__task", "requested_by")
        .order_by("current_task_state__started_at")[: MAX_SHOWN + 1]
    )
    states = list(states)
    mine = set()
    if states:
        asked = TaskState.objects.reviewable_by(account)
        mine = set(asked.filter(pk__in=[s.current_task_state_id for s in states]).values_list("pk", flat=True))
    return _heap(
        _of_states(
            states,
            lambda state: {
                "what": state.current_task_state.task.name if state.current_task_state else "",
                "who": state.requested_by.get_username() if state.requested_by else "",
                "when": state.current_task_state.started_at if state.current_task_state else state.created_at,
                "is_mine": state.current_task_state_id in mine,
            },
        )
    )


def _of_states(states: Iterable[Any], more: Any) -> Iterable[Line]:
    states = list(states)
    rows = {str(row.pk): row for row in _articles().filter(pk__in=[int(state.object_id) for state in states])}
    return [_line(rows[state.object_id], **more(state)) for state in states if state.object_id in rows]


def _comment(state: Any) -> str:
    return str(state.current_task_state.comment) if state.current_task_state else ""


def _finisher(state: Any) -> str:
    by = state.current_task_state.finished_by if state.current_task_state else None
    return str(by.get_username()) if by else ""


def scheduled() -> Heap:
    """Return what is published or withdrawn by itself, soonest first; `what` is "publish" or "withdraw"."""
    # A range, and no kind: so that SQLite takes the index of the times. Nothing but articles is ever scheduled.
    coming = Revision.objects.filter(approved_go_live_at__gt=_LONG_AGO).order_by("approved_go_live_at")
    times = dict(coming.values_list("object_id", "approved_go_live_at")[: MAX_SHOWN + 1])
    rows = {str(row.pk): row for row in _articles().filter(pk__in=[int(key) for key in times])}
    lines = [_line(rows[key], when=when, what="publish") for key, when in times.items() if key in rows]
    ending = _articles().filter(expire_at__isnull=False, live=True).order_by("expire_at")[: MAX_SHOWN + 1]
    lines += [_line(row, when=row.expire_at, what="withdraw") for row in ending]
    return _heap(sorted(lines, key=lambda line: line.when or timezone.now()))


def warned_by_others(account: Any, *ways: Any) -> QuerySet:
    """Return what others let out in one of these ways in the last days, with something to look at, newest first."""
    name = account.get_username()
    since = timezone.now() - dt.timedelta(days=WARNED_DAYS)
    return (
        Leaving.objects.filter(is_warned__in=(True,), how__in=ways, at__gte=since)
        .exclude(Q(confirmed_by=name) | Q(confirmed_by="", approved_by=name))
        .exclude(looked_by=account)
        .order_by("-at")
    )


def is_empty() -> bool:
    """Whether nothing was ever written here."""
    return not Article.objects.only("pk").exists()
