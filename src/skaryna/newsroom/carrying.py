"""Taking in exact values of another Skaryna publication: with their identities, addresses and translations.

What is there already is left as it is: an export never overwrites what editors have.
"""

import contextlib
from collections.abc import Callable
from typing import Any

from django.db import transaction

from skaryna.errors import SkarynaError, SourceError
from skaryna.model import Article, Image, Masthead, Page, Person, Topic
from skaryna.model.codec import decode
from skaryna.model.finding import Rescued
from skaryna.model.journal import KINDS, Value
from skaryna.newsroom import Receipt, approvals, library, loading, models
from skaryna.newsroom.place import current

ONLY_ACCEPTED = "Pages and mastheads are with readers as soon as they are there: they come in with --accept only."


def receive(rescued: Rescued, *, accept: bool, pictures: Callable[[Image], bytes] | None) -> Receipt:
    """Take the values of one source in; an article becomes a draft, or is published with `accept`."""
    notes: list[str] = []
    article: models.Article | None = None
    statuses: list[str] = []
    for carried in rescued.carried:
        value: Value = decode(carried.value, KINDS[carried.kind])
        try:
            with transaction.atomic():
                status, row = _taken(value, accept=accept, pictures=pictures)
        except SkarynaError as error:
            notes.append(f"{error.message} {error.hint}".strip())
            statuses.append("problem")
            continue
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
    if isinstance(value, (Page, Masthead)) and not accept:
        return "left", None

    def find(image: Image, *, title: str = "") -> models.NewsImage:
        known = library.known(image)
        if known is not None:
            return known
        if pictures is None:
            raise SourceError(f"The picture {image.name} is not among what was given.")
        return library.taken(image, pictures(image), title=title or image.name)

    _check_free(value)
    if isinstance(value, (Person, Topic)):
        # Without --accept nobody has looked at them: readers see them with the first article that names them.
        with contextlib.nullcontext() if accept else approvals.unseen():
            loading.taken(value, find)
        return "kept", None
    made = loading.taken(value, find, publish=accept)
    return ("published" if accept else "draft"), made


def _check_free(value: Value) -> None:
    if not isinstance(value, Article):
        return
    rows = models.Article.objects.filter(locale__language_code=value.language, address=value.address)
    if rows.exclude(public_id=value.id).exists():
        raise SourceError(f"Another article is at {value.address} already.", hint="Change its address, then try again.")


def _note_source(rescued: Rescued, article: models.Article | None) -> None:
    models.Source.objects.update_or_create(
        digest=rescued.digest, defaults={"name": rescued.source, "article": article, "problem": rescued.problem}
    )
