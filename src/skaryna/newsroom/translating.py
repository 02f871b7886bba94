"""Translating: a copy to be overwritten, what it was made from, and whether the original has changed since."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail.models.copying import _copy as copied

from skaryna.errors import ValueRefusedError
from skaryna.newsroom import handover, models
from skaryna.newsroom.place import current
from skaryna.newsroom.wording import Change, Wording, changes, digest, packed, unpacked
from skaryna.newsroom.wordings import wording_of

KINDS: dict[str, Any] = {
    "article": models.Article,
    "person": models.Person,
    "topic": models.Topic,
    "page": models.StandingPage,
    "masthead": models.Masthead,
}
"""What is translated, by the journal's names."""


def standing(row: Any) -> Any:
    """Return a row as translators follow it: what readers have; of what they never had, the newest draft."""
    return row if not isinstance(row, models.Article) or row.live else row.get_latest_revision_as_object()


def siblings(row: Any) -> list[Any]:
    """Return the same thing in the other languages, in the order of the publication's languages."""
    if isinstance(row, models.Masthead):
        found = list(models.Masthead.objects.exclude(language=row.language))
    else:
        found = list(
            type(row)
            ._default_manager.filter(translation_key=row.translation_key)
            .exclude(pk=row.pk)
            .select_related("locale")
        )
    order = {language: place for place, language in enumerate(current().publication.languages)}
    return sorted(found, key=lambda each: order.get(each.language, len(order)))


def record_of(row: Any) -> models.Translation | None:
    """Return what is noted of a row as a translation."""
    kind, key = handover.kind_and_key(row)
    found: models.Translation | None = models.Translation.objects.filter(kind=kind, key=key).first()
    return found


def original_of(row: Any, others: list[Any], record: models.Translation | None) -> Any:
    """Return the row that a translation follows, or None.

    Where nothing is noted, the one in the main language counts as the original of the others.
    """
    if record:
        return next((each for each in others if handover.kind_and_key(each)[1] == record.original_key), None)
    main = current().publication.main
    return next((each for each in others if each.language == main), None) if row.language != main else None


@transaction.atomic
def start(article: models.Article, language: str, *, user: Any) -> models.Article:
    """Make a draft in another language: pictures, sources and structure come along, and the words to overwrite.

    Raises:
        ValueRefusedError: It exists in that language already, or the publication does not have the language.
    """
    locale = Locale.objects.filter(language_code=language).first()
    if locale is None or language == article.language:
        raise ValueRefusedError(_("This article cannot be translated into “%(language)s”.") % {"language": language})
    # Two people who begin at once wait for each other here, and the second learns of the first.
    models.Article.objects.select_for_update().get(pk=article.pk)
    if article.has_translation(locale):
        raise ValueRefusedError(
            _("“%(title)s” exists in this language already. Open it instead.") % {"title": article.title}
        )
    original = standing(article)
    draft, _children = copied(
        original, exclude_fields=[*original.default_exclude_fields_in_copy, *original.exclude_fields_in_copy]
    )
    draft.locale, draft.has_unpublished_changes = locale, True
    draft.corrections = []
    draft.bylines = [
        models.ArticleByline(sort_order=place, role=each.role, person=_in(each.person, locale))
        for place, each in enumerate(original.bylines.all())
    ]
    draft.topic_links = [
        models.ArticleTopic(sort_order=place, topic=_in(each.topic, locale))
        for place, each in enumerate(original.topic_links.all())
    ]
    draft.save()
    draft.save_revision(user=user, clean=False, log_action="wagtail.create")
    settle(draft, article)
    made: models.Article = draft
    return made


def _in(row: Any, locale: Locale) -> Any:
    """Return an author or topic in a language, or as it is where nobody has translated it."""
    return row if row.locale_id == locale.pk else (row.get_translation_or_none(locale) or row)


def settle(row: Any, original: Any) -> None:
    """Note that a row is up to date with its original as that stands now."""
    kind, key = handover.kind_and_key(row)
    wording = wording_of(standing(original))
    models.Translation.objects.update_or_create(
        kind=kind,
        key=key,
        defaults={
            "language": row.language,
            "original_key": handover.kind_and_key(original)[1],
            "base": packed(wording),
            "base_digest": digest(wording),
            "is_behind": False,
        },
    )


def settle_as_seen(row: Any, original: Any, *, seen: str) -> None:
    """Note that a row is up to date, unless the original changed while the translator was reading.

    Raises:
        ValueRefusedError: It changed.
    """
    if digest(wording_of(standing(original))) != seen:
        raise ValueRefusedError(
            _("The original was changed again in the meantime. Look at what changed, then mark it once more.")
        )
    settle(row, original)


def follow(row: Any) -> None:
    """See whether the translations of a row that was changed are behind now. One query where it has none."""
    kind, key = handover.kind_and_key(row)
    records = models.Translation.objects.filter(kind=kind, original_key=key).defer("base")
    if not records:
        return
    now = digest(wording_of(standing(row)))
    records.exclude(base_digest=now).update(is_behind=True)
    records.filter(base_digest=now).update(is_behind=False)


def forget(row: Any) -> None:
    """Take out what is noted of a row that was deleted."""
    kind, key = handover.kind_and_key(row)
    models.Translation.objects.filter(kind=kind, key=key).delete()
    models.Translation.objects.filter(kind=kind, original_key=key).delete()


def since(record: models.Translation | None, now: Wording) -> tuple[Change, ...]:
    """Return what changed in the original since its translation was last up to date."""
    return changes(unpacked(record.base), now) if record else ()


@transaction.atomic
def bring(article: models.Article, original: models.Article, block_id: str, *, after: str, user: Any) -> None:
    """Put a block of the original into the translation's draft, after one of its own, with its words to overwrite.

    Raises:
        ValueRefusedError: The original has no such block any more, or the draft has it already.
    """
    raw = next((dict(each) for each in standing(original).body.raw_data if str(each.get("id")) == block_id), None)
    draft: Any = article.get_latest_revision_as_object()
    body = [dict(block) for block in draft.body.raw_data]
    places = {str(block.get("id")): place for place, block in enumerate(body)}
    if raw is None or block_id in places:
        raise ValueRefusedError(_("There is no such block to take over. Load the page again."))
    place = places[after] + 1 if after in places else 0
    body[place:place] = [raw]
    draft.body = body
    if not draft.live:
        draft.save()
    draft.save_revision(user=user, clean=False, log_action=True)
