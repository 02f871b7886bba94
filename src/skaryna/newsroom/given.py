"""Names that the newsroom gave by itself, until somebody renames what has them: everybody reads them in their language.

The review and its first step are made with the newsroom, by no account and in no language. Stored is the English name;
here it becomes the reader's when a row is read, and the stored one again when it is written: Wagtail shows these names
on a dozen screens of its own, from the rows and from the log.
"""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_init, post_save, pre_save
from django.utils.translation import override, pgettext
from wagtail.models import ModelLogEntry, Task, Workflow

from skaryna.newsroom.models import Review

REVIEW, STEP = "Review", "An editor reads it"


def connect() -> None:
    """Listen to Django's signals; called once, when Django is ready."""
    # Wagtail reads a step as a bare task, too.
    for model, given in ((Task, STEP), (Review, STEP), (Workflow, REVIEW)):
        post_init.connect(_read, sender=model)
        pre_save.connect(_written, sender=model)
        # The message after a save names it again.
        post_save.connect(_read, sender=model)
        _GIVEN[model] = given
    post_init.connect(_log_read, sender=ModelLogEntry)
    pre_save.connect(_log_written, sender=ModelLogEntry)


_GIVEN: dict[type, str] = {}


def spoken(name: str) -> str:
    """Return a name in the language of whoever reads it; one that somebody gave is as they gave it."""
    if name == STEP:
        return pgettext("review step", "An editor reads it")
    return pgettext("way of a text", "Review") if name == REVIEW else name


def stored(name: str, given: str) -> str:
    """Return the name to be stored: what a form shows in one language and sends back unchanged renames nothing."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            if name == spoken(given):
                return given
    return name


def _read(sender: type, instance: Any, **_more: Any) -> None:
    # Not by the attribute: a row that was read without its name would ask the database for it.
    if instance.__dict__.get("name") == _GIVEN[sender]:
        instance.name = spoken(instance.name)


def _written(sender: type, instance: Any, raw: bool = False, **_more: Any) -> None:
    if not raw and "name" in instance.__dict__:
        instance.name = stored(instance.name, _GIVEN[sender])


def _titles(entry: Any) -> list[tuple[dict[str, Any], str]]:
    """Return where an entry of the log names the review and its steps."""
    data = entry.__dict__.get("data")
    if not str(entry.__dict__.get("action", "")).startswith("wagtail.workflow") or not isinstance(data, dict):
        return []
    review = data.get("workflow")
    if not isinstance(review, dict):
        return []
    steps = [review.get(name) for name in ("task", "next")]
    named = [(review, REVIEW), *((step, STEP) for step in steps if isinstance(step, dict))]
    return [(each, given) for each, given in named if isinstance(each.get("title"), str)]


def _log_read(instance: Any, **_more: Any) -> None:
    for each, given in _titles(instance):
        if each["title"] == given:
            each["title"] = spoken(given)


def _log_written(instance: Any, raw: bool = False, **_more: Any) -> None:
    if not raw:
        for each, given in _titles(instance):
            each["title"] = stored(each["title"], given)
