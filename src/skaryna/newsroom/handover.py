"""Rows become plain values: the one way from the newsroom's tables to readers.

Everything is cleaned and checked once more here; what breaks a rule of the model raises `ValueRefusedError`, whose
sentence the editor reads. No account name and no draft is in reach of these functions.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import translation
from msgspec import UNSET, UnsetType

from skaryna.errors import ValueRefusedError
from skaryna.model import (
    Appeal,
    Article,
    Byline,
    Correction,
    Figure,
    Front,
    Image,
    Masthead,
    Page,
    Person,
    Topic,
    Withdrawal,
    decode,
    inline,
)
from skaryna.model.article import ClaimReview
from skaryna.model.journal import Kind, Value
from skaryna.newsroom import blocks_out, models
from skaryna.newsroom.richtext import inline_of


def value_of(row: Any) -> Value:
    """Return the value of a row of any kind that readers get."""
    match row:
        case models.Article():
            return article(row)
        case models.Person():
            return person(row)
        case models.Topic():
            return topic(row)
        case models.StandingPage():
            return page(row)
        case models.Masthead():
            return masthead(row)
        case models.Withdrawal():
            return withdrawal(row)
        case models.Front():
            return front(row)
    raise TypeError(f"{type(row).__name__} is not handed over")


def kind_and_key(row: Any) -> tuple[Kind, str]:
    """Return under which name the journal knows a row."""
    kinds: dict[type, Kind] = {
        models.Article: "article",
        models.Person: "person",
        models.Topic: "topic",
        models.StandingPage: "page",
        models.Masthead: "masthead",
        models.Withdrawal: "withdrawal",
        models.Front: "front",
    }
    return kinds[type(row)], row.language if isinstance(row, models.Masthead | models.Front) else row.public_id


def article(row: models.Article) -> Article:
    """Return a live article, or a revision of it, as readers get it.

    Raises:
        ValueRefusedError: A rule of the model is broken.
    """
    return Article(
        id=row.public_id,
        group=row.group,
        language=row.language,
        address=row.address,
        title=inline.plain(row.title),
        lead=inline.plain(row.lead),
        body=blocks_out.body(row.body),
        bylines=tuple(
            Byline(person=link.person.group, role=inline.plain(link.role)) for link in _ordered(row.bylines.all())
        ),
        topics=tuple(dict.fromkeys(link.topic.group for link in _ordered(row.topic_links.all()))),
        lead_figure=_lead_figure(row),
        published_at=_utc(row.published_at),
        updated_at=_utc(row.updated_at),
        corrections=tuple(
            Correction(at=_known(each.at), text=inline_of(each.text))
            for each in sorted(row.corrections.all(), key=lambda each: each.at)
        ),
        legacy_reads=row.legacy_reads,
        old_addresses=row.old_address_list,
        claim=_claim(row),
    )


def _claim(row: models.Article) -> ClaimReview | UnsetType:
    claim = inline.plain(row.claim)
    if not claim or not row.claim_rating:
        return UNSET
    return ClaimReview(
        claim=claim,
        rating=row.claim_rating,
        words=inline.plain(row.claim_words) or _in_language(row.get_claim_rating_display, row.language),
        by=inline.plain(row.claim_by),
        address=row.claim_address.strip(),
        day=row.claim_day.isoformat() if row.claim_day else "",
    )


def _in_language(words: Callable[[], Any], language: str) -> str:
    """Return words of ours as the article's readers read them, whatever the editor reads."""
    with translation.override(language):
        return str(words())


def _lead_figure(row: models.Article) -> Figure | None:
    caption = inline_of(row.lead_caption)
    if row.lead_image is None and not caption:
        return None
    return blocks_out.figure(row.lead_image, alt=row.lead_alt, caption=caption, credit=row.lead_credit)


def person(row: models.Person) -> Person:
    """Return an author; nothing but the public name exists."""
    return Person(
        id=row.public_id,
        group=row.group,
        language=row.language,
        slug=row.slug,
        name=inline.plain(row.name),
        pseudonymous=row.pseudonymous,
        bio=inline_of(row.bio),
        portrait=picture(row.portrait) if row.portrait else None,
    )


def topic(row: models.Topic) -> Topic:
    return Topic(
        id=row.public_id,
        group=row.group,
        language=row.language,
        slug=row.slug,
        name=inline.plain(row.name),
        description=inline.plain(row.description),
    )


def page(row: models.StandingPage) -> Page:
    return Page(
        id=row.public_id,
        group=row.group,
        language=row.language,
        slug=row.slug,
        title=inline.plain(row.title),
        body=blocks_out.body(row.body),
        role=row.role,
        in_menu=row.in_menu,
        order=row.order,
    )


def masthead(row: models.Masthead) -> Masthead:
    title, link_text = inline.plain(row.appeal_title), inline.plain(row.appeal_link_text)
    return Masthead(
        language=row.language,
        title=inline.plain(row.title),
        tagline=inline.plain(row.tagline),
        description=inline.plain(row.description),
        contact=inline.plain(row.contact),
        licence=inline.plain(row.licence),
        appeal=Appeal(title=title, text=inline_of(row.appeal_text), link_text=link_text)
        if title and link_text
        else None,
    )


def front(row: models.Front) -> Front:
    """Return an arrangement of a home page; what the row says of another language is none."""
    value = decode(row.arrangement, Front)
    if value.language != row.language:
        raise ValueRefusedError("The arrangement of a home page is that of another language.")
    return value


def withdrawal(row: models.Withdrawal) -> Withdrawal:
    """Return a notice. Words that still wait for a second pair of eyes stay in the house."""
    from skaryna.newsroom import withdrawing

    article, is_confirmed = row.article, withdrawing.is_confirmed(row)
    return Withdrawal(
        id=row.public_id,
        group=article.group,
        language=article.language,
        address=article.address,
        title=inline.plain(row.title if is_confirmed else row.known_title),
        at=_known(row.at),
        text=inline_of(row.text) if is_confirmed else "",
        topics=tuple(dict.fromkeys(row.topics)),
    )


def picture(row: models.NewsImage) -> Image:
    """Return a picture of the library as the model names it."""
    return blocks_out.picture(row)


def _ordered(rows: Any) -> list[Any]:
    return sorted(rows, key=lambda row: (row.sort_order or 0, row.pk or 0))


def _utc(time: dt.datetime | None) -> dt.datetime | None:
    return None if time is None else _known(time)


def _known(time: dt.datetime) -> dt.datetime:
    """Whole seconds, in UTC: the same moment has the same bytes everywhere."""
    return time.astimezone(dt.UTC).replace(microsecond=0)
