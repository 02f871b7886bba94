"""The search backend of all lists and choosers: Wagtail keeps the index, `newsroom.search` asks it."""

import sys
from typing import Any

from django.db import connection
from wagtail.search.backends import database

from skaryna.newsroom import search


class _Direct:
    """Questions in an editor's words are asked directly; everything else is Wagtail's."""

    def search(
        self, query: Any, model_or_queryset: Any, *more: Any, order_by_relevance: bool = True, **options: Any
    ) -> Any:
        if not isinstance(query, str):
            return super().search(query, model_or_queryset, *more, order_by_relevance=order_by_relevance, **options)  # type: ignore[misc]
        rows: Any = model_or_queryset
        if isinstance(rows, type):
            rows = rows._default_manager.all()  # type: ignore[attr-defined]
        return search.search(rows, query, ordered=not order_by_relevance)

    autocomplete = search


class _Unweighed:
    """Keeps the index without weighing titles by their average length: Wagtail reads all of it for that, each time."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Do nothing: `newsroom.search` does not use the weights."""


def _once(theirs: Any) -> Any:
    """Return what prepares a row for the index, reading each field once: Wagtail's reads a text three times."""

    class Indexer(theirs):
        def prepare_field(self, obj: Any, field: Any) -> Any:
            kept: dict[tuple[int, int], Any] = self.__dict__.setdefault("_kept", {})
            key = (id(obj), id(field))
            if key not in kept:
                # The row and the field are held too: another one may not get their number.
                kept[key] = (obj, field, list(super().prepare_field(obj, field)))
            return iter(kept[key][2])

    return Indexer


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - Wagtail looks for this name
    """Return the backend for the database that this newsroom has."""
    theirs = type(database.SearchBackend(dict(params)))
    if connection.vendor == "sqlite" and theirs.__name__ != "SQLiteSearchBackend":
        # An SQLite without full-text search: Wagtail's plain comparison is all there is.
        return theirs(params)
    module: Any = sys.modules[theirs.index_class.__module__]
    if not hasattr(module, "_skaryna_once"):
        module.ObjectIndexer = _once(module.ObjectIndexer)
        module._skaryna_once = True
    index = type("Index", (_Unweighed, theirs.index_class), {})
    return type("SearchBackend", (_Direct, theirs), {"index_class": index})(params)
