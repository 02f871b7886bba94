"""Remarks on articles and on passages of them: made, answered, resolved. They stay in the house."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from skaryna.errors import ValueRefusedError
from skaryna.newsroom.models import Account, Article, Remark
from skaryna.newsroom.models.remark import EXCERPT_CHARS, MAX_CHARS
from skaryna.newsroom.richtext import plain_of

MAX_REMARKS = 500
"""On one article, answers among them."""

_BLOCK = re.compile(r"[0-9a-f-]{1,64}")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of the body: its identifier, its place from 1, and how it begins."""

    block: str
    place: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A remark with its answers; `passage` is None for the whole article, `is_gone` where the block is no more."""

    remark: Remark
    answers: tuple[Remark, ...]
    passage: Passage | None
    is_gone: bool


def passages(article: Article) -> list[Passage]:
    """Return the blocks of an article's newest text, in order."""
    draft = article.get_latest_revision_as_object()
    return [
        Passage(str(block.get("id") or ""), place, _excerpt(block.get("value")))
        for place, block in enumerate(draft.body.raw_data, start=1)
    ]


def _excerpt(value: Any) -> str:
    words = " ".join(" ".join(_texts(value)).split())
    return words if len(words) <= EXCERPT_CHARS else words[:EXCERPT_CHARS].rstrip() + "…"


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield plain_of(value) if "<" in value else value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key != "level":
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def threads(article: Article, known: Iterable[Passage]) -> list[Thread]:
    """Return an article's remarks: open ones first, in the order of the text; then the resolved, newest first."""
    places = {passage.block: passage for passage in known}
    rows = list(article.remarks.select_related("by", "resolved_by"))
    answers: dict[int, list[Remark]] = {}
    for row in rows:
        if row.parent_id:
            answers.setdefault(row.parent_id, []).append(row)
    found = [
        Thread(row, tuple(answers.get(row.pk, ())), places.get(row.block), bool(row.block) and row.block not in places)
        for row in rows
        if not row.parent_id
    ]
    waiting = [each for each in found if each.remark.resolved_at is None]
    done = [each for each in found if each.remark.resolved_at is not None]
    waiting.sort(key=lambda each: (each.passage.place if each.passage else 0, each.remark.at, each.remark.pk))
    done.sort(key=lambda each: (each.remark.resolved_at, each.remark.pk), reverse=True)
    return [*waiting, *done]


@transaction.atomic
def add(article: Article, *, text: str, block: str, by: Account | None) -> Remark:
    """Make a remark on an article, or on the block of its body with that identifier.

    Raises:
        ValueRefusedError: It is empty or too long, or there are too many.
    """
    if block and not _BLOCK.fullmatch(block):
        raise ValueRefusedError(_("There is no such passage."))
    excerpt = next((each.excerpt for each in passages(article) if each.block == block), "") if block else ""
    return _made(article, text, by, block=block, excerpt=excerpt)


@transaction.atomic
def answer(remark: Remark, *, text: str, by: Account) -> Remark:
    """Answer a remark; one that was resolved is open again.

    Raises:
        ValueRefusedError: The answer is empty or too long, or there are too many.
    """
    made = _made(remark.article, text, by, parent=remark)
    reopen(remark)
    return made


def _made(article: Article, text: str, by: Account | None, **more: Any) -> Remark:
    text = text.replace("\x00", "").strip()
    if not text:
        raise ValueRefusedError(_("Write something first."))
    if len(text) > MAX_CHARS:
        raise ValueRefusedError(
            _("A remark may have %(most)s characters; this one has %(count)s.")
            % {"most": MAX_CHARS, "count": len(text)}
        )
    if article.remarks.count() >= MAX_REMARKS:
        raise ValueRefusedError(_("There are %(most)s remarks on this article already.") % {"most": MAX_REMARKS})
    return Remark.objects.create(article=article, text=text, by=by, **more)


def resolve(remark: Remark, *, by: Account) -> None:
    """Say that a remark is dealt with."""
    Remark.objects.filter(pk=remark.pk, resolved_at=None).update(resolved_at=timezone.now(), resolved_by=by)


def reopen(remark: Remark) -> None:
    """Say that a remark is not dealt with after all."""
    Remark.objects.filter(pk=remark.pk).update(resolved_at=None, resolved_by=None)


def open_counts(articles: Iterable[int]) -> dict[int, int]:
    """Return how many open remarks articles have; one query, and nothing for those that have none."""
    rows = Remark.objects.filter(article__in=list(articles), resolved_at__isnull=True, parent__isnull=True)
    return dict(rows.order_by().values_list("article").annotate(count=Count("pk")))
