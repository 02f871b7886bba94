"""Deciding on what rescue took out: back into the draft, or kept out. Neither publishes anything."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skaryna.errors import ValueRefusedError
from skaryna.newsroom.models import Account, Article, Finding
from skaryna.newsroom.richtext import paragraphs, rich_of, rich_of_text


@transaction.atomic
def release(finding: Finding, *, user: Account) -> Article:
    """Put a finding back into its article's draft, at its place, as cleaned paragraphs.

    Raises:
        ValueRefusedError: Its article is gone, or nothing of it is left after cleaning.
    """
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.article is None:
        raise ValueRefusedError(_("The article of this passage is gone; there is nothing to put it back into."))
    blocks = _paragraphs(finding)
    if not blocks:
        raise ValueRefusedError(_("Nothing of this passage is left after cleaning, so there is nothing to put back."))
    if finding.state != Finding.State.RELEASED:
        _insert(finding.article, finding.position, blocks, user)
        finding.put_back = blocks
        _decide(finding, Finding.State.RELEASED, user)
    return finding.article


@transaction.atomic
def undo(finding: Finding, *, user: Account) -> None:
    """Let a finding wait again; what a release has put into the draft is taken out, unless an editor has changed it.

    Raises:
        ValueRefusedError: The paragraphs that were put back are not in the draft as they were.
    """
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.state == Finding.State.RELEASED:
        _take_out(finding, user)
    finding.put_back = []
    _decide(finding, Finding.State.HELD, user)


@transaction.atomic
def keep_out(finding: Finding, *, user: Account) -> None:
    """Say that a finding stays out; it stays in the quarantine as evidence."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.state == Finding.State.RELEASED:
        raise ValueRefusedError(_("It was put back already; take it out of the article instead."))
    _decide(finding, Finding.State.KEPT_OUT, user)


def _take_out(finding: Finding, user: Account) -> None:
    put = {block["id"]: block["value"] for block in finding.put_back}
    draft: Any = finding.article.get_latest_revision_as_object() if finding.article else None
    body = [dict(block) for block in draft.body.raw_data] if draft else []
    same = {block["id"] for block in body if block.get("id") in put and block.get("value") == put[block["id"]]}
    if not put or same != set(put):
        raise ValueRefusedError("An editor has changed what was put back; take it out of the article by hand.")
    draft.body = [block for block in body if block["id"] not in same]
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, clean=False, log_action=True)


def _decide(finding: Finding, state: Any, user: Account | None) -> None:
    finding.state, finding.decided_by, finding.decided_at = state, user, timezone.now()
    finding.save(update_fields=["state", "decided_by", "decided_at", "put_back"])


def _paragraphs(finding: Finding) -> list[dict[str, Any]]:
    if finding.markup.strip():
        rich = [rich_of(part) for part in paragraphs(finding.markup)]
    else:
        rich = [rich_of_text(part) for part in finding.text.split("\n\n")]
    return [
        {"type": "paragraph", "value": part, "id": str(uuid.uuid4())} for part in rich if part != "<p></p>" and part
    ]


def _insert(article: Article, position: int, blocks: list[dict[str, Any]], user: Account) -> None:
    """Readers see nothing of it before someone publishes: what is live is not touched."""
    draft: Any = article.get_latest_revision_as_object()
    body = [dict(block) for block in draft.body.raw_data]
    # Of what was put back before this, some may stand before it; an editor looks at it anyway.
    body[position:position] = blocks
    draft.body = body
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, clean=False, log_action=True)
