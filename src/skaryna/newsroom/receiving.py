"""Taking in what was rescued: each source becomes a draft and its findings, once."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from django.db import transaction

from skaryna.errors import SkarynaError
from skaryna.model.draft import Draft
from skaryna.model.finding import Rescued
from skaryna.newsroom import Receipt, drafts, four_eyes, models
from skaryna.newsroom.approvals import acting
from skaryna.newsroom.place import current
from skaryna.outside import files

_DIGEST = re.compile(r"[0-9a-f]{64}")


def receive(
    rescued: Iterable[Rescued], *, originals: Callable[[Rescued], bytes], accept: bool, by: str
) -> Iterator[Receipt]:
    """Take sources in one by one; see `skaryna.newsroom.receive`."""
    for each in rescued:
        if not _DIGEST.fullmatch(each.digest):
            yield Receipt(each.source, "problem", notes=_notes(each.problem or "The source could not be read."))
            continue
        with acting(by):
            receipt = _received(each, accept=accept)
        _keep(each, originals)
        yield receipt


def _received(rescued: Rescued, *, accept: bool) -> Receipt:
    with transaction.atomic():
        source, is_new_source = models.Source.objects.get_or_create(
            digest=rescued.digest, defaults={"name": rescued.source, "problem": rescued.problem}
        )
        if rescued.draft is None:
            if is_new_source:
                _hold(source, rescued)
            return Receipt(rescued.source, "problem", notes=_notes(rescued.problem or "There is no article in it."))
        source.fingerprint = fingerprint(rescued.draft)
        article = source.article or _same(source)
        is_known = article is not None
        notes = [] if source.article or not is_known else ["The same article came from another source before."]
        if article is None:
            article, notes = drafts.make(rescued.draft)
        if source.article is None:
            source.article, source.problem = article, ""
            _hold(source, rescued)
        source.save()
    wants = accept and not article.address
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


def _hold(source: models.Source, rescued: Rescued) -> None:
    """Store what was taken out; what was held of an earlier try on this source is replaced."""
    source.findings.filter(state=models.Finding.State.HELD).delete()
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
        )
        for each in rescued.quarantine
    )


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
    if path.exists() or not (data := originals(rescued)):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    files.write(path, data, mode=0o600)


def _notes(problem: str) -> tuple[str, ...]:
    return (problem,)
