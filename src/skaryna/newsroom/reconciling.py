"""Do the rows still say what editors approved?

Rows and journal change in one transaction. Where they differ, someone changed the database behind the editors'
back, or restored half of it. Nothing is repaired in silence: that would approve what an intruder
wrote. A row whose change waits for a second account has to say what waits instead.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max
from django.utils import timezone

from skaryna.errors import SkarynaError
from skaryna.model import encode
from skaryna.model.codec import digest
from skaryna.newsroom import approvals, four_eyes, handover, journal, models, waiting
from skaryna.newsroom.models import JournalRow

_MODELS: tuple[Any, ...] = (
    models.Masthead, models.Topic, models.Person, models.StandingPage, models.Withdrawal, models.Front,
)  # fmt: skip
_JOINED: dict[Any, tuple[str, ...]] = {
    models.Topic: ("locale",),
    models.Person: ("locale", "portrait"),
    models.StandingPage: ("locale",),
    models.Withdrawal: ("article__locale", "confirmed_by"),
}


def reconcile(*, thorough: bool = False, approve: bool = False, by: str = "") -> tuple[str, ...]:
    """Compare live rows with the journal; see `skaryna.newsroom.reconcile`."""
    said = []
    with approvals.acting(by or "reconcile"), four_eyes.waived():
        for row, kind, key, sentence in _differences(thorough=thorough):
            said.append(sentence)
            if approve and row is not None:
                approvals.approve(row)
            elif approve and kind is not None:
                journal.drop(kind, key, approved_by=approvals.account(), at=timezone.now())
    return tuple(said)


def _differences(*, thorough: bool) -> Iterator[tuple[Any, Any, str, str]]:
    approved = _approved(with_articles=thorough)
    for waits in waiting.all_of():
        name = (waits.kind, waits.key)
        if not waiting.is_ours(waits):
            yield None, None, "", f"What waits as “{waits.title}” was not saved in the newsroom."
        elif waits.op == "drop":
            approved.pop(name, None)
        elif name in approved and (thorough or waits.kind != "article"):
            approved[name] = waits.digest
    seen: set[tuple[str, str]] = set()
    for model in _MODELS:
        for row in model._default_manager.select_related(*_JOINED.get(model, ())):
            kind, key = handover.kind_and_key(row)
            seen.add((kind, key))
            # Authors and topics of drafts are not handed over yet.
            if (kind, key) in approved and _digest(row) != approved[kind, key]:
                yield row, kind, key, f"The {row._meta.verbose_name} “{row}” differs from what was approved."
    live = models.Article.objects.filter(live=True)
    for pk, key, title in live.values_list("pk", "public_id", "title"):
        seen.add(("article", key))
        if ("article", key) not in approved:
            yield live.get(pk=pk), "article", key, f"The article “{title}” is live here, but nobody approved it."
        elif thorough and _digest(row := live.get(pk=pk)) != approved["article", key]:
            yield row, "article", key, f"The article “{title}” differs from what was approved."
    for gone, key in sorted(approved.keys() - seen):
        yield None, gone, key, f"The {gone} {key} was approved, and is no longer live here."


def _approved(*, with_articles: bool) -> dict[tuple[str, str], str]:
    """Return the digest of what stands, by kind and key; of articles "" where nobody asks.

    The digest lies behind the value in a row: of 100,000 long articles it costs seconds.
    """
    newest = JournalRow.objects.values("kind", "key").annotate(newest=Max("seq")).values("newest")
    rows = JournalRow.objects.filter(seq__in=newest, op="put")
    found = rows if with_articles else rows.exclude(kind="article")
    approved = {(kind, key): value for kind, key, value in found.values_list("kind", "key", "digest")}
    if not with_articles:
        approved.update((("article", key), "") for key in rows.filter(kind="article").values_list("key", flat=True))
    return approved


def _digest(row: Any) -> str:
    try:
        return digest(encode(handover.value_of(row)))
    except SkarynaError:
        return ""
