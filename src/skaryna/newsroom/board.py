"""What the newsroom is at: drafts, reviews, appointments, and what readers got this week.

Each column asks for a screenful and one row more, through an index; nothing is counted, whatever the archive's size.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from skaryna.newsroom import remarks
from skaryna.newsroom.models import Article, Happening

MOST = 25
WEEK = dt.timedelta(days=7)
_FIELDS = (
    "title", "live", "address", "has_unpublished_changes", "last_published_at", "locale__language_code",
    "latest_revision__object_str", "latest_revision__created_at", "latest_revision__user__username",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """An article on the board: who was at it last, since when it stands in its column, how many remarks are open."""

    article: Article
    who: str
    since: dt.datetime | None
    note: str = ""
    remarks: int = 0


@dataclass(slots=True)
class Column:
    """One column; `has_more` where not all of it is shown."""

    name: str
    cards: list[Card] = field(default_factory=list)
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The columns, and what the clock has to tell."""

    drafts: Column
    reviews: Column
    scheduled: Column
    published: Column
    happenings: tuple[Happening, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.drafts, self.reviews, self.scheduled, self.published


def board(language: str = "", *, now: dt.datetime | None = None) -> Board:
    """Return the board, of one language or of all."""
    now = now or timezone.now()
    states = _states(language)
    due = _due(language)
    found = Board(
        _drafts(language, {*states, *due}), _reviews(states), _scheduled(due), _published(language, now), told(language)
    )
    counts = remarks.open_counts(card.article.pk for column in found.columns for card in column.cards)
    for column in found.columns:
        column.cards = [_with(card, counts.get(card.article.pk, 0)) for card in column.cards]
    return found


def _with(card: Card, count: int) -> Card:
    return Card(card.article, card.who, card.since, card.note, count)


def _rows(language: str) -> QuerySet:
    rows = Article.objects.select_related("locale", "latest_revision__user").only(*_FIELDS)
    return rows.filter(locale__language_code=language) if language else rows


def _who(article: Article) -> str:
    revision = article.latest_revision
    return revision.user.get_username() if revision and revision.user else ""


def _column(name: str, cards: list[Card]) -> Column:
    return Column(name, cards[:MOST], len(cards) > MOST)


def _drafts(language: str, elsewhere: set[int]) -> Column:
    rows = _rows(language).filter(has_unpublished_changes=True).order_by("-latest_revision")
    cards = []
    # What is in review or scheduled has unpublished changes too; there is never much of it.
    for row in rows[: MOST + 1 + len(elsewhere)]:
        if row.pk not in elsewhere:
            note = "live" if row.live else "withdrawn" if row.address else ""
            cards.append(Card(row, _who(row), row.latest_revision.created_at if row.latest_revision else None, note))
    return _column("drafts", cards)


def _states(language: str) -> dict[int, WorkflowState]:
    """Return the active reviews by article, the longest waiting first."""
    content_type = ContentType.objects.get_for_model(Article)
    rows = (
        WorkflowState.objects.active()
        .filter(base_content_type=content_type)
        .select_related("current_task_state__task", "requested_by")
        .order_by("created_at")[:1_000]
    )
    states = {int(row.object_id): row for row in rows}
    if not language:
        return states
    here = set(Article.objects.filter(pk__in=states, locale__language_code=language).values_list("pk", flat=True))
    return {pk: state for pk, state in states.items() if pk in here}


def _reviews(states: dict[int, WorkflowState]) -> Column:
    wanted = list(states)[: MOST + 1]
    rows = _rows("").in_bulk(wanted)
    cards = []
    for pk in wanted:
        if pk not in rows:
            continue
        state = states[pk]
        note = "changes" if state.status == WorkflowState.STATUS_NEEDS_CHANGES else ""
        task = state.current_task_state
        who = state.requested_by.get_username() if state.requested_by else ""
        cards.append(Card(rows[pk], who, task.started_at if task else state.created_at, note))
    return _column("reviews", cards)


def _due(language: str) -> dict[int, dt.datetime]:
    content_type = ContentType.objects.get_for_model(Article)
    rows = Revision.objects.filter(base_content_type=content_type, approved_go_live_at__isnull=False)
    due = {
        int(pk): at
        for pk, at in rows.order_by("approved_go_live_at").values_list("object_id", "approved_go_live_at")[:1_000]
    }
    if not language:
        return due
    here = set(Article.objects.filter(pk__in=due, locale__language_code=language).values_list("pk", flat=True))
    return {pk: at for pk, at in due.items() if pk in here}


def _scheduled(due: dict[int, dt.datetime]) -> Column:
    wanted = list(due)[: MOST + 1]
    rows = _rows("").in_bulk(wanted)
    return _column("scheduled", [Card(rows[pk], _who(rows[pk]), due[pk]) for pk in wanted if pk in rows])


def _published(language: str, now: dt.datetime) -> Column:
    rows = _rows(language).filter(live=True, last_published_at__gte=now - WEEK).order_by("-last_published_at")
    return _column("published", [Card(row, _who(row), row.last_published_at) for row in rows[: MOST + 1]])


def told(language: str = "") -> tuple[Happening, ...]:
    """Return what the clock refused, and what it did too late, of the last week."""
    rows = Happening.objects.filter(at__gte=timezone.now() - WEEK).select_related("article")
    if language:
        rows = rows.filter(article__locale__language_code=language)
    found: list[Any] = [row for row in rows[:100] if row.kind == Happening.Kind.REFUSED or row.late]
    return tuple(found[:10])
