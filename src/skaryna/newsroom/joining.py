"""Joining articles that were written apart as translations of each other, and parting them again.

A group's name stands in links of other articles and in what readers have: both follow, in the same transaction. No
words change, and what differs from what was approved is refused: so nobody else has to agree.
"""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.models import Revision

from skaryna.errors import ValueRefusedError
from skaryna.model import encode
from skaryna.model.codec import digest
from skaryna.newsroom import approvals, four_eyes, handover, journal, models, translating

MAX_LINKING = 500
"""Articles whose links are rewritten in one go; more of them is no slip of two editors any more."""

_WITH_LINKS = ("body", "lead_caption", "bio", "appeal_text")


@transaction.atomic
def join(article: models.Article, original: models.Article) -> None:
    """Make `article` the translation of `original`; nothing of their words changes.

    Raises:
        ValueRefusedError: Both are in the same language, or one of them is joined already in a way that forbids it.
    """
    moving, staying = _members(article), _members(original)
    taken = {each.language for each in staying} & {each.language for each in moving}
    if article.group == original.group or taken:
        raise ValueRefusedError(
            _("“%(one)s” and “%(other)s” cannot be joined: there is an article in that language already.")
            % {"one": article.title, "other": original.title}
        )
    if not _is_linked(original.group) and _is_linked(article.group):
        # The group that others link to keeps its name.
        _move(staying, group=article.group, key=article.translation_key)
    else:
        _relink(article.group, original.group)
        _move(moving, group=original.group, key=original.translation_key)
    article.refresh_from_db()
    original.refresh_from_db()
    translating.settle(article, original)


@transaction.atomic
def part(article: models.Article) -> None:
    """Make an article stand alone; its former translations stay together."""
    others = [each for each in _members(article) if each.pk != article.pk]
    if not others:
        raise ValueRefusedError(_("“%(title)s” has no translations.") % {"title": article.title})
    key = uuid.uuid4()
    # Links lead to a group: it stays with what readers have.
    leaving = others if article.live and not any(each.live for each in others) else [article]
    if leaving is others:
        models.Translation.objects.filter(
            kind="article", key__in=[each.public_id for each in others], original_key=article.public_id
        ).delete()
        models.Translation.objects.filter(kind="article", key=article.public_id).delete()
    else:
        translating.forget(article)
    _move(leaving, group=key.hex, key=key)


def _members(article: models.Article) -> list[Any]:
    return list(
        models.Article.objects.filter(translation_key=article.translation_key).select_related("locale").order_by("pk")
    )


def _move(rows: list[Any], *, group: str, key: uuid.UUID) -> None:
    """Give rows another group; readers' copies are handed over again, drafts take it from the row."""
    for row in rows:
        if row.live:
            _check_approved(row)
        row.group, row.translation_key = group, key
        models.Article.objects.filter(pk=row.pk).update(group=group, translation_key=key)
        if row.live:
            with four_eyes.approved():
                approvals.approve(row)


def _is_linked(group: str) -> bool:
    return bool(_journalled(group).exists())


def _journalled(group: str) -> Any:
    return models.JournalRow.objects.filter(op="put", value__contains=f"article:{group}")


def _relink(old: str, new: str) -> None:
    """Let links to a group lead to another, in what readers have and in drafts. Reads the journal once."""
    linking = sorted(set(_journalled(old).values_list("kind", "key")))
    if len(linking) > MAX_LINKING:
        raise ValueRefusedError(
            _("More than %(count)s articles link to this one, so it cannot be joined to another.")
            % {"count": MAX_LINKING}
        )
    for kind, key in linking:
        model = translating.KINDS[kind]
        row = model.objects.filter(**{"language" if kind == "masthead" else "public_id": key}).first()
        if row is not None:
            _relink_row(row, old, new)
    drafts = models.Article.objects.filter(has_unpublished_changes=True).values("latest_revision_id")
    revisions = Revision.objects.annotate(said=Cast("content", TextField())).filter(pk__in=drafts, said__contains=old)
    for revision in revisions:
        _rewrite(revision, old, new)


def _check_approved(row: Any) -> None:
    """Refuse to hand over again what differs from what editors approved: somebody may have changed it behind them."""
    if journal.last(*handover.kind_and_key(row)) != ("put", digest(encode(handover.value_of(row)))):
        raise ValueRefusedError(
            _("“%(title)s” differs from what was approved. Look at it and publish it again first.") % {"title": row}
        )


def _relink_row(row: Any, old: str, new: str) -> None:
    if getattr(row, "live", True):
        _check_approved(row)
    for name in _WITH_LINKS:
        if hasattr(row, name):
            setattr(row, name, _renamed(getattr(row, name), old, new))
    with four_eyes.approved():
        row.save()
    if isinstance(row, models.Article):
        for correction in row.corrections.all():
            models.Correction.objects.filter(pk=correction.pk).update(text=_renamed(correction.text, old, new))
        for revision in Revision.objects.filter(pk__in={row.live_revision_id, row.latest_revision_id} - {None}):
            _rewrite(revision, old, new)
        row.refresh_from_db()
        if row.live:
            with four_eyes.approved():
                approvals.approve(row)


def _rewrite(revision: Revision, old: str, new: str) -> None:
    revision.content = _renamed(revision.content, old, new)
    revision.save(update_fields=["content"])


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return stored words with links to a group renamed; a body lies in a revision as JSON inside JSON."""
    if isinstance(value, StreamValue):
        return _renamed([dict(block) for block in value.raw_data], old, new)
    if isinstance(value, str):
        for quote in ('"', '\\"'):
            value = value.replace(f"id={quote}{old}{quote}", f"id={quote}{new}{quote}")
        return value
    if isinstance(value, dict):
        return {name: _renamed(each, old, new) for name, each in value.items()}
    return [_renamed(each, old, new) for each in value] if isinstance(value, list) else value
