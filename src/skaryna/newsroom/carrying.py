"""Exact values of a Skaryna publication, coming in with their identities, addresses, translations; drafts going out.

What is there already is left as it is: an export never overwrites what editors have.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from skaryna.errors import SkarynaError, SourceError
from skaryna.model import Article, Figure, Front, Image, Masthead, Page, Person, Topic, Withdrawal
from skaryna.model.codec import decode
from skaryna.model.finding import Rescued
from skaryna.model.journal import KINDS, Value
from skaryna.newsroom import Receipt, approvals, copies_in, four_eyes, handover, journal, library, loading, models
from skaryna.newsroom.copies_in import Copies
from skaryna.newsroom.place import current

A_PAGE = "it was a page of the former site, not an article"
ROWS_AT_ONCE = 200
ONLY_ACCEPTED = (
    "Pages, mastheads, home pages and notices of withdrawals are with readers as soon as they are there: "
    "they come in with --accept only."
)


def receive(
    rescued: Rescued, *, accept: bool, pictures: Callable[[Image], bytes] | None, copies: Copies | None = None
) -> Receipt:
    """Take the values of one source in; an article becomes a draft, or is published with `accept`."""
    notes: list[str] = []
    held = rescued.draft.held if rescued.draft is not None else ""
    if accept and held not in {"", A_PAGE}:
        # It was a draft there, or somebody made it private where it went meanwhile.
        accept = False
        notes.append(f"It stays a draft: {held}. Publish it in the newsroom if it is meant for readers.")
    article: models.Article | None = None
    statuses: list[str] = []
    for carried in rescued.carried:
        value: Value = decode(carried.value, KINDS[carried.kind])
        try:
            with transaction.atomic(), four_eyes.waived():
                is_accepted = accept and not carried.draft
                said = _copied(value, copies, accept=is_accepted)
                status, row = _taken(value, accept=is_accepted, pictures=pictures)
        except SkarynaError as error:
            notes.append(f"{error.message} {error.hint}".strip())
            statuses.append("problem")
            continue
        notes += said
        statuses.append(status)
        article = row or article
        if status == "left" and ONLY_ACCEPTED not in notes:
            notes.append(ONLY_ACCEPTED)
    _note_source(rescued, article)
    return Receipt(
        rescued.source,
        _status(statuses, is_article=article is not None),
        article=article.public_id if article else "",
        slug=article.slug if article else "",
        address=article.address if article else "",
        notes=tuple(notes),
    )


def _status(statuses: list[str], *, is_article: bool) -> Any:
    if "problem" in statuses:
        return "problem"
    return statuses[0] if is_article else "kept"


def _copied(value: Value, copies: Copies | None, *, accept: bool) -> list[str]:
    """Take in the copies of what a new article or page cites: before it, for it is handed over with them."""
    if not isinstance(value, (Article, Page)) or value.language not in current().publication.languages:
        return []
    row = loading.known(value)
    if row is not None and (isinstance(value, Page) or row.address or not accept):
        return []
    return copies_in.take(value, copies, accept=accept) if accept or isinstance(value, Article) else []


def _taken(
    value: Value, *, accept: bool, pictures: Callable[[Image], bytes] | None
) -> tuple[str, models.Article | None]:
    row = loading.known(value)
    if row is not None and not isinstance(value, Article):
        return "already there", None
    if row is not None:
        if accept and not row.address:
            row.get_latest_revision().publish()
            row.refresh_from_db()
            return "published", row
        return "already there", row
    if value.language not in current().publication.languages:
        raise SourceError(f"It is in “{value.language}”, which is not among the languages in skaryna.toml.")
    if isinstance(value, (Page, Masthead, Withdrawal, Front)) and not accept:
        return "left", None

    terms = {figure.image.digest: figure.terms for figure in _figures(value) if figure.image is not None}

    def find(image: Image, *, title: str = "") -> models.NewsImage:
        known = library.known(image)
        if known is not None:
            return known
        if pictures is None:
            raise SourceError(f"The picture {image.name} is not among what was given.")
        return library.taken(image, pictures(image), title=title or image.name, licence=terms.get(image.digest))

    _check_free(value)
    if isinstance(value, (Withdrawal, Front)):
        loading.taken(value, find)
        return "kept", None
    if isinstance(value, (Person, Topic)):
        # Without --accept nobody has looked at them: readers see them with the first article that names them.
        with contextlib.nullcontext() if accept else approvals.unseen():
            loading.taken(value, find)
        return "kept", None
    made = loading.taken(value, find, publish=accept)
    return ("published" if accept else "draft"), made


def _figures(value: Value) -> Iterator[Figure]:
    if isinstance(value, Article) and value.lead_figure is not None:
        yield value.lead_figure
    for block in value.body if isinstance(value, (Article, Page)) else ():
        if isinstance(block, Figure):
            yield block


def _check_free(value: Value) -> None:
    if not isinstance(value, (Article, Withdrawal)):
        return
    rows = models.Article.objects.filter(locale__language_code=value.language, address=value.address)
    if rows.exclude(public_id=value.id).exists():
        raise SourceError(f"Another article is at {value.address} already.", hint="Change its address, then try again.")


def _note_source(rescued: Rescued, article: models.Article | None) -> None:
    models.Source.objects.update_or_create(
        digest=rescued.digest, defaults={"name": rescued.source, "article": article, "problem": rescued.problem}
    )


def unpublished() -> Iterator[Value]:
    """Yield authors, topics and drafts that readers do not have; a draft that breaks a rule of the model is left out.

    A draft has no address yet: it gets the one that publishing today would give it.
    """
    for kind in (models.Topic, models.Person):
        for row in kind.objects.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
            if journal.last(*handover.kind_and_key(row)) is None:
                yield handover.value_of(row)
    for row in models.Article.objects.filter(live=False).order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        draft = row.get_latest_revision_as_object()
        draft.address = row.address or draft.free_address()
        with contextlib.suppress(SkarynaError):
            yield handover.article(draft)
