"""A rescued draft becomes an article that no reader has yet. What is unsure stays a mark for the editor."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from wagtail.models import Locale

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model import Figure, Image, inline
from skaryna.model.article import check_old_address
from skaryna.model.draft import Draft, DraftByline
from skaryna.model.names import MAX_SLUG_CHARS, slug_of
from skaryna.newsroom import approvals, blocks_in, library, models
from skaryna.newsroom.models.article import MAX_TITLE_CHARS
from skaryna.newsroom.place import current
from skaryna.newsroom.richtext import rich_of, rich_of_text

MAX_NAME_CHARS = 200


class Names:
    """Authors and topics by name: asked for once, and not once an article. For use within one transaction."""

    def __init__(self) -> None:
        self._keys: dict[tuple[Any, Any], dict[str, Any]] = {}

    def find(self, model: Any, name: str, locale: Locale) -> Any:
        """Return the row of that name, None for none; case is folded here, since SQLite folds ASCII alone."""
        known = self._keys.get((model, locale.pk))
        if known is None:
            rows = model.objects.filter(locale=locale).order_by("-pk").values_list("name", "pk")
            known = self._keys[model, locale.pk] = {each.casefold(): pk for each, pk in rows}
        pk = known.get(name.casefold())
        return None if pk is None else model.objects.get(pk=pk)

    def add(self, row: Any) -> None:
        self._keys[type(row), row.locale_id].setdefault(row.name.casefold(), row.pk)


def make(
    draft: Draft, pictures: Callable[[Image], bytes] | None = None, names: Names | None = None
) -> tuple[models.Article, list[str]]:
    """Make an article with one revision; return it, and notes on what did not fit.

    Pictures that the library has not are taken into it from what `pictures` returns, cleaned. Its authors and topics
    are made by name where they are not there; readers see them with the first article.
    """
    names = names or Names()
    marks = list(draft.marks)
    shown = {each.image: each for each in (draft.lead_figure, *draft.body) if isinstance(each, Figure)}

    def find(image: Image) -> int | None:
        return _find(image, marks, pictures, shown.get(image))

    if draft.held:
        marks.append(f"Not published by itself: {draft.held}.")
    locale = Locale.objects.get(language_code=_language(draft, marks))
    article = models.Article(
        locale=locale,
        body=blocks_in.stored(draft.body, find),
        live=False,
        has_unpublished_changes=True,
        title=_cut(inline.plain(draft.title), MAX_TITLE_CHARS, "title", marks),
        slug=slug_of(draft.slug or draft.title, language=locale.language_code)[:MAX_SLUG_CHARS],
        lead=inline.plain(draft.lead),
        published_at=draft.published_at,
        date_unknown=draft.published_at is None,
        updated_at=draft.updated_at,
        legacy_reads=draft.legacy_reads,
        old_addresses="\n".join(_addresses(draft, marks)),
    )
    if draft.lead_figure:
        _set_lead(article, draft.lead_figure, find)
    with approvals.unseen():
        article.bylines = [
            models.ArticleByline(sort_order=place, person=_person(each, locale, names))
            for place, each in enumerate(draft.bylines)
        ]
        article.topic_links = [
            models.ArticleTopic(sort_order=place, topic=_topic(each.name, locale, names))
            for place, each in enumerate(draft.topics)
            if each.sure
        ]
    marks += [f"“{each.name}” may be a topic; add it if it is one." for each in draft.topics if not each.sure]
    article.marks = list(dict.fromkeys(marks))
    article.save()
    article.save_revision(clean=False, log_action="wagtail.create")
    return article, [mark for mark in marks if mark not in draft.marks]


def _language(draft: Draft, marks: list[str]) -> str:
    publication = current().publication
    if draft.language in publication.languages:
        return draft.language
    marks.append(
        f"The text seems to be in “{draft.language}”, which is not a language of this publication; "
        f"it was put among the articles in “{publication.main}”."
        if draft.language
        else f"The language was not recognised; the article was put among those in “{publication.main}”."
    )
    return publication.main


def _cut(text: str, max_chars: int, what: str, marks: list[str]) -> str:
    if len(text) <= max_chars:
        return text
    marks.append(f"The {what} was cut: it had {len(text):,} characters.")
    return text[: max_chars - 1].rstrip() + "…"


def _addresses(draft: Draft, marks: list[str]) -> list[str]:
    good = []
    for address in draft.old_addresses:
        try:
            check_old_address(address)
        except ValueRefusedError as error:
            marks.append(error.message)
        else:
            good.append(address)
    return good


def _find(
    image: Image, marks: list[str], pictures: Callable[[Image], bytes] | None, figure: Figure | None
) -> int | None:
    """Return the library's number of a picture, taken into it where it is new and its bytes are at hand."""
    row = library.known(image)
    if row is not None:
        return int(row.pk)
    name = PurePath(image.name).name
    if pictures is None:
        marks.append(f"The picture {image.name} is not in the library; upload it if you have it.")
        return None
    try:
        return int(library.taken(image, pictures(image), title=PurePath(name).stem, words=figure).pk)
    except SourceError as error:
        marks.append(f"The picture {name} was not taken in. {error.message}")
        return None


def _set_lead(article: models.Article, figure: Figure, find: Callable[[Image], int | None]) -> None:
    if figure.image:
        article.lead_image_id = find(figure.image)
    article.lead_alt, article.lead_credit = figure.alt, figure.credit
    article.lead_caption = rich_of(figure.caption)


def _person(byline: DraftByline, locale: Locale, names: Names) -> models.Person:
    name = inline.plain(byline.name)[:MAX_NAME_CHARS]
    person: models.Person | None = names.find(models.Person, name, locale)
    if person is None:
        person = models.Person(locale=locale, name=name, bio=rich_of_text(byline.bio))
        person.save()
        names.add(person)
    return person


def _topic(name: str, locale: Locale, names: Names) -> models.Topic:
    name = inline.plain(name)[:MAX_NAME_CHARS]
    topic: models.Topic | None = names.find(models.Topic, name, locale)
    if topic is None:
        topic = models.Topic(locale=locale, name=name)
        topic.save()
        names.add(topic)
    return topic
