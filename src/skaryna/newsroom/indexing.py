"""Many rows at once: what is searched, and what refers to what, is brought up to date once for each, at the end.

Wagtail does both after each saving of a row and of each row that belongs to it: six times for a new article. An export
has thousands. So it is with the mistakes that are looked for in each. All happens in the caller's transaction: a crash
loses rows and indexes together.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_save
from modelsearch import signal_handlers
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_instance, get_indexed_models
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

_waiting = threading.local()
Later = Callable[[dict[Any, Any]], None]
_UID = "skaryna-indexing"


@contextmanager
def together() -> Iterator[None]:
    """Save rows within one transaction; at its end, index each of them once. Rows of other threads are not held up.

    Whatever is raised takes the transaction back, as anywhere.
    """
    if getattr(_waiting, "rows", None) is not None:
        yield
        return
    _take_over()
    with transaction.atomic():
        rows: dict[type[models.Model], dict[Any, Any]] = {}
        _waiting.rows, _waiting.later = rows, {}
        later: dict[Later, dict[Any, Any]] = _waiting.later
        try:
            with disable_reference_index_auto_update():
                yield
        finally:
            _waiting.rows = None
        for do, noted in later.items():
            do(noted)
        _index(rows)


def postponed(do: Later, key: Any, value: Any) -> bool:
    """Note something to be done at the end for all at once, the last value of each key; False if nothing is held up."""
    if getattr(_waiting, "rows", None) is None:
        return False
    _waiting.later.setdefault(do, {})[key] = value
    return True


def _take_over() -> None:
    """Stand between rows that are saved and Wagtail's handlers, once in a process."""
    searched = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in searched:
        if post_save.disconnect(signal_handlers.post_save_signal_handler, sender=model):
            post_save.connect(_searched_saved, sender=model, dispatch_uid=_UID)
    for model in ReferenceIndex.indexed_models:
        post_save.connect(_referring_saved, sender=model, dispatch_uid=f"{_UID}-references")


def _searched_saved(instance: Any, raw: bool = False, **more: Any) -> None:
    if getattr(_waiting, "rows", None) is None:
        signal_handlers.post_save_signal_handler(instance, raw=raw, **more)
    elif not raw:
        _note(instance)


def _referring_saved(instance: Any, raw: bool = False, **_: Any) -> None:
    if getattr(_waiting, "rows", None) is not None and not raw:
        _note(instance)


def _note(instance: Any) -> None:
    # The last one that was saved: it has what the row has.
    _waiting.rows.setdefault(type(instance), {})[instance.pk] = instance


def _index(rows: dict[type[models.Model], dict[Any, Any]]) -> None:
    searched = set(get_indexed_models())
    for model, found in rows.items():
        there = set(model._default_manager.filter(pk__in=list(found)).values_list("pk", flat=True))
        instances = [each for key, each in found.items() if key in there]
        if ReferenceIndex.is_indexed(model):
            for each in instances:
                ReferenceIndex.create_or_update_for_object(each)
        if model in searched:
            indexed = [each for one in instances if (each := get_indexed_instance(one, check_exists=False)) is not None]
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(model, indexed)
