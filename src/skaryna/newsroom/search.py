"""Searching articles on SQLite.

Wagtail's own ranked query takes seconds among some thousand articles (more than 25 s among 10,000, measured); asked
directly, the same full-text index answers in tens of milliseconds, and folds the case of Cyrillic.
"""

import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When

MAX_FOUND = 300
MAX_WORDS = 12
_QUERY = """
    select entry.object_id
    from wagtailsearch_indexentry_fts as found join wagtailsearch_indexentry as entry on entry.id = found.rowid
    where wagtailsearch_indexentry_fts match %s and entry.content_type_id = %s
    order by bm25(wagtailsearch_indexentry_fts, 2.0, 1.0, 5.0) limit %s
"""


def applies() -> bool:
    """Whether the database is SQLite; PostgreSQL's backend needs no help."""
    return bool(connection.vendor == "sqlite")


def search(rows: QuerySet, words: str, *, ordered: bool) -> QuerySet:
    """Narrow `rows` to those with all `words`, the last one perhaps unfinished; at most `MAX_FOUND`.

    Args:
        rows: Rows of an indexed model.
        words: What the editor typed; anything but letters and digits parts words.
        ordered: Keep the order that `rows` has; else the best come first.
    """
    match = expression(words)
    if not match:
        return rows.none()
    content_type = ContentType.objects.get_for_model(rows.model)
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, [match, content_type.pk, MAX_FOUND])
        keys = [int(row[0]) for row in cursor.fetchall()]
    found = rows.filter(pk__in=keys)
    if ordered or not keys:
        return found
    places: list[Any] = [When(pk=key, then=Value(place)) for place, key in enumerate(keys)]
    return found.order_by(Case(*places, output_field=IntegerField()))


def expression(words: str) -> str:
    """Return an FTS5 expression: every word quoted, so that nothing typed is an operator; the last one a prefix."""
    found = re.findall(r"\w+", words)[:MAX_WORDS]
    return " ".join(f'"{word}"' for word in found) + "*" if found else ""
