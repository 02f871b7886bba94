"""Taking in what was rescued: each source becomes a draft and its findings, once."""

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from django.db import transaction

from skaryna.errors import SkarynaError
from skaryna.model.blocks import Image
from skaryna.model.draft import Draft
from skaryna.model.finding import Rescued
from skaryna.newsroom import Receipt, carrying, deciding, drafts, four_eyes, indexing, models
from skaryna.newsroom.approvals import acting
from skaryna.newsroom.place import current
from skaryna.outside import files

_DIGEST = re.compile(r"[0-9a-f]{64}")


AT_ONCE = 40
BYTES_AT_ONCE = 32 << 20
SECONDS_AT_ONCE = 2.0
"""So many sources are one transaction at most; after a crash these are taken in again."""

Pictures = Callable[[Image], bytes] | None
Copies = Callable[[str, str], bytes] | None
_HELD_BACK = "It stays a draft: {}. Publish it in the newsroom if it is meant for readers."


def receive(  # noqa: PLR0913 - what comes in, and how
    rescued: Iterable[Rescued],
    *,
    originals: Callable[[Rescued], bytes],
    accept: bool,
    by: str,
    pictures: Pictures = None,
    copies: Copies = None,
) -> Iterator[Receipt]:
    """Take sources in, some dozens in one transaction; see `skaryna.newsroom.receive`."""
    for some in _batches(rescued):
        receipts: list[Receipt] = []
        names = drafts.Names()
        with acting(by), indexing.together():
            for each in some:
                if not _DIGEST.fullmatch(each.digest):
                    problem = each.problem or "The source could not be read."
                    receipts.append(Receipt(each.source, "problem", notes=_notes(problem)))
                elif each.carried:
                    receipts.append(carrying.receive(each, accept=accept, pictures=pictures, copies=copies))
                else:
                    receipts.append(_received(each, names, accept=accept, pictures=pictures))
        for each, receipt in zip(some, receipts, strict=True):
            if _DIGEST.fullmatch(each.digest):
                _keep(each, originals)
            yield receipt


def _batches(rescued: Iterable[Rescued]) -> Iterator[list[Rescued]]:
    """Yield sources in batches: they are made before the transaction begins, so that nobody waits for its lock long."""
    some: list[Rescued] = []
    held, began = 0, time.monotonic()
    for each in rescued:
        some.append(each)
        held += len(each.original)
        if len(some) >= AT_ONCE or held > BYTES_AT_ONCE or time.monotonic() - began > SECONDS_AT_ONCE:
            yield some
            some, held, began = [], 0, time.monotonic()
    if some:
        yield some


def _received(rescued: Rescued, names: drafts.Names, *, accept: bool, pictures: Pictures) -> Receipt:
    with transaction.atomic():
        source, is_new_source = models.Source.objects.get_or_create(
            digest=rescued.digest, defaults={"name": rescued.source, "problem": rescued.problem}
        )
        if rescued.draft is None:
            if is_new_source:
                _hold(source, rescued, is_new=True)
            if not rescued.problem:
                return Receipt(rescued.source, "kept")
            return Receipt(rescued.source, "problem", notes=_notes(rescued.problem))
        before, source.fingerprint = source.fingerprint, fingerprint(rescued.draft)
        article = source.article or _same(source)
        is_known = article is not None
        notes = [] if source.article or not is_known else ["The same article came from another source before."]
        if article is None:
            article, notes = drafts.make(rescued.draft, pictures, names)
        elif before and before != source.fingerprint and source.article is not None:
            # What editors have is never overwritten; which version was taken in stays noted.
            source.fingerprint = before
            notes = [*notes, "This export has another version of it; what stands in the newsroom was left as it is."]
        if source.article is None:
            source.article, source.problem = article, ""
            _hold(source, rescued, is_new=is_new_source)
        source.save()
    wants = accept and not article.address
    if wants and rescued.draft.held:
        # Whoever wrote it kept it from readers: only a person may decide otherwise.
        wants = False
        notes = [*notes, _HELD_BACK.format(rescued.draft.held)]
    foreign = rescued.draft.language
    if wants and foreign and foreign not in current().publication.languages:
        # Readers of one language are not shown a page of another as theirs.
        wants = False
        notes = [*notes, f"It stays a draft: “{foreign}” is not among the languages in skaryna.toml."]
    refused = _publish(article) if wants else []
    return Receipt(
        rescued.source,
        _status(is_known=is_known, is_published=wants and not refused),
        article=article.public_id,
        slug=article.slug,
        address=article.address,
        notes=(*notes, *refused),
    )


def _status(*, is_known: bool, is_published: bool) -> Literal["draft", "published", "already there"]:
    if is_published:
        return "published"
    return "already there" if is_known else "draft"


def _same(source: models.Source) -> models.Article | None:
    """Return the article of another source with the same title and words."""
    other = (
        models.Source.objects.filter(fingerprint=source.fingerprint, article__isnull=False)
        .exclude(pk=source.pk)
        .select_related("article")
        .first()
    )
    return other.article if other else None


def fingerprint(draft: Draft) -> str:
    """Return a digest of an article's words, the same for copies that differ in space or case."""
    words = " ".join(f"{draft.title} {draft.text}".casefold().split())
    return hashlib.sha256(words.encode()).hexdigest()


def _hold(source: models.Source, rescued: Rescued, *, is_new: bool) -> None:
    """Store what was taken out; what was held of an earlier try on this source is replaced."""
    if not is_new:
        source.findings.filter(state=models.Finding.State.HELD).delete()
    if not rescued.quarantine:
        return
    models.Finding.objects.bulk_create(
        models.Finding(
            source=source,
            article=source.article,
            kind=each.kind,
            reason=each.reason,
            signals=list(each.signals),
            text=_storable(each.text),
            markup=_storable(each.markup),
            links=[_storable(link) for link in each.links],
            place=each.place,
            position=max(0, each.position),
            hosts=[_storable(host) for host in each.hosts],
            first_seen=each.first_seen,
            last_absent=each.last_absent,
            identity=deciding.identity(each),
        )
        for each in rescued.quarantine
    )
    deciding.replay(source)


def _storable(text: str) -> str:
    """PostgreSQL takes no NUL; the original's bytes are kept beside."""
    return text.replace("\x00", "\ufffd")


def _publish(article: models.Article) -> list[str]:
    """Publish a draft; return why not, where a rule of the model refuses it: it stays a draft then."""
    try:
        # Whoever runs rescue with --accept says so for all of it; there is no second account at a command line.
        with transaction.atomic(), four_eyes.waived():
            article.get_latest_revision().publish()
    except SkarynaError as error:
        return [f"Not published: {error.message} {error.hint}".strip()]
    article.refresh_from_db()
    return []


def _keep(rescued: Rescued, originals: Callable[[Rescued], bytes]) -> None:
    """Keep the source's bytes as evidence, readable by nobody but us."""
    path = current().quarantine / rescued.digest / "original"
    if path.exists() or not (data := rescued.original or originals(rescued)):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write(path, data, mode=0o600)


def _notes(problem: str) -> tuple[str, ...]:
    return (problem,)
