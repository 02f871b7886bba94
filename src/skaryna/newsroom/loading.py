"""Plain values become published rows: for the demo, and for whoever brings a publication along."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from django.db import transaction
from wagtail.models import Locale

from skaryna.errors import ValueRefusedError
from skaryna.model import Article, Figure, Front, Masthead, Page, Person, Topic, Withdrawal, encode
from skaryna.model.codec import digest
from skaryna.model.journal import Value
from skaryna.newsroom import approvals, blocks_in, four_eyes, handover, journal, library, models
from skaryna.newsroom.place import current
from skaryna.newsroom.richtext import rich_of

Pictures: TypeAlias = Callable[..., models.NewsImage]
_ORDER: tuple[type, ...] = (Masthead, Topic, Person, Page, Article, Withdrawal, Front)
_GROUPS = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/skaryna/skaryna#groups")


def load(values: Sequence[Value], *, media: Path, by: str) -> None:
    """Take values in, one transaction each; authors and topics before the articles that name them."""
    pictures: Pictures = partial(library.take, media=media)
    with approvals.acting(by), four_eyes.waived():
        for value in sorted(values, key=lambda each: _ORDER.index(type(each))):
            with transaction.atomic():
                taken(value, pictures)


def known(value: Value) -> Any:
    """Return the row that has a value's identity already, None where there is none; untouched mastheads are none."""
    if isinstance(value, Masthead):
        row = models.Masthead.objects.filter(language=value.language).first()
        texts = (row.tagline, row.description, row.contact, row.licence, row.appeal_title) if row else ()
        return row if any(texts) else None
    if isinstance(value, Front):
        return models.Front.objects.filter(language=value.language).first()
    kinds: dict[type, Any] = {
        Topic: models.Topic, Person: models.Person, Page: models.StandingPage, Article: models.Article,
        Withdrawal: models.Withdrawal,
    }  # fmt: skip
    return kinds[type(value)].objects.filter(public_id=value.id).first()


def taken(value: Value, pictures: Pictures, *, publish: bool = True) -> Any:
    """Take one value in, inside of the caller's transaction; return its article, where it is one.

    Args:
        value: What to take.
        pictures: Returns the library's picture for one of the value's.
        publish: Else an article becomes a draft, and its address is fixed when an editor publishes it.

    Raises:
        SkarynaError: It breaks a rule, names an unknown author or topic, or a picture is missing.
    """
    if isinstance(value, Withdrawal):
        _withdrawal(value)
    elif isinstance(value, Article):
        return _article(value, pictures, publish=publish)
    else:
        _save(filled(value, pictures))
    return None


def filled(value: Masthead | Topic | Person | Page | Front, pictures: Pictures) -> Any:
    """Return the row of a value without drafts, new or old, as the value says it; it is not saved yet."""
    row: Any
    match value:
        case Masthead():
            return _masthead(value)
        case Topic():
            row = _row(models.Topic, value)
            row.name, row.description, row.slug = value.name, value.description, value.slug
        case Person():
            row = _row(models.Person, value)
            row.name, row.slug, row.pseudonymous = value.name, value.slug, value.pseudonymous
            row.bio = rich_of(value.bio)
            row.portrait = pictures(value.portrait, title=value.name) if value.portrait else None
        case Page():
            row = _row(models.StandingPage, value)
            row.title, row.slug, row.role = value.title, value.slug, value.role
            row.in_menu, row.order = value.in_menu, value.order
            row.body = blocks_in.stored(value.body, lambda image: pictures(image).pk)
        case Front():
            _locale(value.language)
            row = models.Front.objects.filter(language=value.language).first() or models.Front(language=value.language)
            row.arrangement = encode(value).decode()
    return row


def _save(row: Any) -> None:
    """Save what differs from what readers have."""
    if not _stands(row):
        row.save()


def _stands(row: Any) -> bool:
    value = encode(handover.value_of(row))
    return bool(row.pk) and journal.last(*handover.kind_and_key(row)) == ("put", digest(value))


def _row(model: Any, value: Any) -> Any:
    """Return the row with a value's identity, new or old."""
    row = model.objects.filter(public_id=value.id).first()
    if row is None:
        row = model(public_id=value.id, group=value.group, translation_key=_translation_key(value.group))
    row.locale = _locale(value.language)
    return row


def _translation_key(group: str) -> uuid.UUID:
    try:
        return uuid.UUID(group)
    except ValueError:
        return uuid.uuid5(_GROUPS, group)


def _locale(language: str) -> Locale:
    if language not in current().publication.languages:
        raise ValueRefusedError(
            f"A value is in the language {language!r}, which is not one of this publication.",
            hint="Add it to languages in skaryna.toml first.",
        )
    locale: Locale = Locale.objects.get(language_code=language)
    return locale


def _masthead(value: Masthead) -> models.Masthead:
    _locale(value.language)
    row: models.Masthead = models.Masthead.objects.filter(language=value.language).first() or models.Masthead(
        language=value.language
    )
    row.title, row.tagline, row.description = value.title, value.tagline, value.description
    row.contact, row.licence = value.contact, value.licence
    appeal = value.appeal
    row.appeal_title, row.appeal_text, row.appeal_link_text = (
        (appeal.title, rich_of(appeal.text), appeal.link_text) if appeal else ("", "", "")
    )
    return row


def _article(value: Article, pictures: Pictures, *, publish: bool) -> models.Article:
    row = _row(models.Article, value)
    row.title, row.lead, row.address = value.title, value.lead, value.address if publish else ""
    row.slug = value.address.partition("/")[2]
    row.published_at, row.date_unknown = value.published_at, value.published_at is None
    row.updated_at, row.legacy_reads = value.updated_at, value.legacy_reads
    row.old_addresses = "\n".join(value.old_addresses)
    if value.claim:
        claim = value.claim
        row.claim, row.claim_by, row.claim_address = claim.claim, claim.by, claim.address
        row.claim_rating, row.claim_words = claim.rating, claim.words
        row.claim_day = dt.date.fromisoformat(claim.day) if claim.day else None
    row.body = blocks_in.stored(value.body, lambda image: pictures(image).pk)
    _lead(row, value.lead_figure, pictures)
    row.bylines = [
        models.ArticleByline(sort_order=place, role=each.role, person=_named(models.Person, each.person, row.locale))
        for place, each in enumerate(value.bylines)
    ]
    row.topic_links = [
        models.ArticleTopic(sort_order=place, topic=_named(models.Topic, group, row.locale))
        for place, group in enumerate(value.topics)
    ]
    row.corrections = [models.Correction(at=each.at, text=rich_of(each.text)) for each in value.corrections]
    if publish and _stands(row):
        return row
    if not row.pk:
        row.live = False
        row.has_unpublished_changes = not publish
    row.save()
    revision = row.save_revision(clean=False)
    if publish:
        revision.publish()
    return row


def _withdrawal(value: Withdrawal) -> None:
    """Take a notice in; of the article that it stands for nothing more is known than the notice says."""
    row = _row(models.Article, value)
    if not row.pk:
        row.title, row.address, row.live = value.title, value.address, False
        row.slug = value.address.partition("/")[2]
        row.save()
        row.save_revision(clean=False)
    elif row.live:
        row.unpublish()
    if not row.address:  # What is left of the article came before, as a draft: the notice stands where it was.
        row.address = value.address
        row.save(update_fields=["address"])
    notice = models.Withdrawal.objects.filter(article=row).first() or models.Withdrawal(
        article=row, public_id=row.public_id
    )
    # Who loads values has the word of a person for them.
    notice.at, notice.title, notice.text = value.at, value.title, rich_of(value.text)
    notice.known_title, notice.topics = value.title, list(value.topics)
    _save(notice)


def _lead(row: models.Article, figure: Figure | None, pictures: Pictures) -> None:
    image = pictures(figure.image) if figure and figure.image else None
    row.lead_image, row.lead_alt, row.lead_credit, row.lead_caption = (
        (image, figure.alt, figure.credit, rich_of(figure.caption)) if figure else (None, "", "", "")
    )


def _named(model: Any, group: str, locale: Locale) -> Any:
    """Return an author or topic of a group, best in the article's own language."""
    rows = list(model.objects.filter(group=group).order_by("pk"))
    if not rows:
        raise ValueRefusedError(f"An article names the {model._meta.verbose_name} {group!r}, which is not there.")
    return next((row for row in rows if row.locale_id == locale.pk), rows[0])
