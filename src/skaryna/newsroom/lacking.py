"""Which translations are behind, and which articles a language lacks; no row's words are read for it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, OuterRef
from wagtail.models import Locale

from skaryna.newsroom import models, search, translating

PER_PAGE = 30
MAX_PAGE = 1_000
MAX_FOUND = 12


def page_number(asked: str) -> int:
    """Return a page's number of what an address says; the first where it says nonsense."""
    return min(int(asked), MAX_PAGE) if asked.isdecimal() and asked.isascii() and len(asked) < 8 and int(asked) else 1


def behind(language: str, page: int) -> tuple[list[Any], bool]:
    """Return a page of the rows in a language whose original changed since, newest first; and whether more follow."""
    records = models.Translation.objects.filter(language=language, is_behind=True).defer("base").order_by("kind", "-pk")
    start = (page - 1) * PER_PAGE
    wanted = list(records[start : start + PER_PAGE + 1])
    rows: dict[tuple[str, str], Any] = {}
    for kind in {record.kind for record in wanted}:
        keys = [record.key for record in wanted if record.kind == kind]
        rows |= {(kind, key): row for key, row in _rows(kind, keys)}
    found = [rows[each.kind, each.key] for each in wanted[:PER_PAGE] if (each.kind, each.key) in rows]
    return found, len(wanted) > PER_PAGE


def behind_counts() -> dict[str, int]:
    """Return how many translations are behind, by language."""
    counts = models.Translation.objects.filter(is_behind=True).order_by().values_list("language")
    return dict(counts.annotate(Count("pk")))


def lacking(language: str, page: int, *, drafts: bool) -> tuple[list[Any], bool]:
    """Return a page of articles that do not exist in a language, newest first; and whether more follow.

    One article stands for all of its translations: the newest of those that readers have; for `drafts`, the newest of
    those that no reader has in any language.
    """
    # Walked along the index `article_in_languages`, so the articles themselves are read for one page alone.
    siblings = models.Article.objects.order_by().filter(translation_key=OuterRef("translation_key"))
    locale = Locale.objects.get(language_code=language)
    rows = (
        # Not `live=True`: Django writes that as a bare column, for which SQLite uses no index.
        models.Article.objects.filter(live__in=[not drafts])
        .exclude(Exists(siblings.filter(locale=locale)))
        .exclude(Exists(siblings.filter(live=not drafts, pk__gt=OuterRef("pk"))))
    )
    if drafts:
        rows = rows.exclude(Exists(siblings.filter(live=True)))
    start = (page - 1) * PER_PAGE
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[start : start + PER_PAGE + 1])
    made = models.Article.objects.defer("body").select_related("locale").in_bulk(keys[:PER_PAGE])
    return [made[key] for key in keys[:PER_PAGE] if key in made], len(keys) > PER_PAGE


def found(words: str, taken: Collection[str]) -> list[Any]:
    """Return articles in other languages than `taken` that the words find."""
    rows = models.Article.objects.exclude(locale__language_code__in=taken).select_related("locale").order_by("-pk")
    return list(search.search(rows, words, ordered=False)[:MAX_FOUND])


def _rows(kind: str, keys: list[str]) -> list[tuple[str, Any]]:
    model = translating.KINDS[kind]
    if kind == "masthead":
        return [(row.language, row) for row in model.objects.filter(language__in=keys)]
    rows = model.objects.filter(public_id__in=keys).select_related("locale")
    return [(row.public_id, row) for row in (rows.defer("body") if hasattr(model, "body") else rows)]
