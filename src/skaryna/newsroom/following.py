"""Translations follow their originals: whatever changes an original says at once who is behind."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import published


def connect() -> None:
    """Listen to Django's and Wagtail's signals; called once, when Django is ready."""
    from skaryna.newsroom import models

    published.connect(_published, sender=models.Article)
    post_save.connect(_drafted, sender=models.Article)
    post_delete.connect(_gone, sender=models.Article)
    for kind in (models.Topic, models.Person, models.StandingPage, models.Masthead):
        post_save.connect(_saved, sender=kind)
        post_delete.connect(_gone, sender=kind)


def _published(instance: Any, **_: Any) -> None:
    _saved(instance)


def _saved(instance: Any, raw: bool = False, **_: Any) -> None:
    from skaryna.newsroom import translating

    if not raw:
        translating.follow(instance)


def _drafted(instance: Any, **more: Any) -> None:
    """A draft that readers never had is followed as it grows: each of its revisions is noted on its row."""
    if not instance.live:
        _saved(instance, **more)


def _gone(instance: Any, **_: Any) -> None:
    from skaryna.newsroom import translating

    translating.forget(instance)
