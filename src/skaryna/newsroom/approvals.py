"""What editors do becomes journal rows: publish, withdraw, and every change of what readers see beside articles."""

import contextlib
import contextvars
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context
from wagtail.signals import published, task_approved, task_rejected, unpublished

from skaryna.errors import ValueRefusedError

_acting: contextvars.ContextVar[str] = contextvars.ContextVar("acting", default="")
_unseen: contextvars.ContextVar[bool] = contextvars.ContextVar("unseen", default=False)
_covering: contextvars.ContextVar[Any] = contextvars.ContextVar("covering", default=None)
UNKNOWN = "newsroom"


@contextlib.contextmanager
def acting(name: str) -> Iterator[None]:
    """Say who approves what happens inside the block, where no editor is logged in: "rescue", "demo"."""
    token = _acting.set(name)
    try:
        yield
    finally:
        _acting.reset(token)


@contextlib.contextmanager
def unseen() -> Iterator[None]:
    """Let rows be made that no editor has seen: they are handed over with the first article that names them."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


@contextlib.contextmanager
def covering(before: Any) -> Iterator[None]:
    """Say that a picture, which readers have as `before`, gets parts of it covered inside the block.

    That takes something away from readers, maybe somebody's face: it waits for nobody.
    """
    token = _covering.set(before)
    try:
        yield
    finally:
        _covering.reset(token)


def account() -> str:
    """Return who approves: the logged-in account, or who `acting` named."""
    user = get_active_log_context().user
    return _acting.get() or (user.get_username() if user is not None and user.is_authenticated else UNKNOWN)


def approve(row: Any) -> int | None:
    """Hand a row over; it raises what breaks a rule of the model, and the editor's save with it."""
    from skaryna.newsroom import handover, journal, recording

    kind, key = handover.kind_and_key(row)
    return journal.put(
        kind,
        key,
        handover.value_of(row),
        approved_by=account(),
        at=timezone.now(),
        raw=lambda: recording.raw_of(row),
    )


def withdraw(row: Any) -> int | None:
    """Say in the journal that readers no longer get a row."""
    from skaryna.newsroom import handover, journal

    kind, key = handover.kind_and_key(row)
    return journal.drop(kind, key, approved_by=account(), at=timezone.now())


def connect() -> None:
    """Listen to Django's and Wagtail's signals; called once, when Django is ready."""
    from skaryna.newsroom import models

    published.connect(_published, sender=models.Article)
    task_approved.connect(_step_approved)
    task_rejected.connect(_changes_asked)
    unpublished.connect(_gone, sender=models.Article)
    post_delete.connect(_gone, sender=models.Article)
    for kind in (models.Topic, models.Person, models.StandingPage, models.Masthead, models.Withdrawal, models.Front):
        post_save.connect(_saved, sender=kind)
        post_delete.connect(_gone, sender=kind)
    post_save.connect(_picture_saved, sender=models.NewsImage)
    pre_delete.connect(_picture_goes, sender=models.NewsImage)
    post_delete.connect(_picture_gone, sender=models.NewsImage)


def _published(instance: Any, **_more: Any) -> None:
    if not instance.live:
        return
    from skaryna.newsroom import models

    for notice in models.Withdrawal.objects.filter(article_id=instance.pk):
        notice.delete()
    for row in unknown_to_readers(instance):
        approve(row)
    approve(instance)


def unknown_to_readers(instance: Any) -> list[Any]:
    """Return the authors and topics of an article that readers have never seen: they come with it."""
    from skaryna.newsroom import handover, journal

    names = [*(link.person for link in instance.bylines.all()), *(link.topic for link in instance.topic_links.all())]
    return [row for row in dict.fromkeys(names) if journal.last(*handover.kind_and_key(row)) is None]


def _step_approved(instance: Any, user: Any = None, **_more: Any) -> None:
    """Whoever approves a step of the review agrees to the words that are there."""
    from skaryna.newsroom import four_eyes, models

    article = instance.workflow_state.content_object
    if user is not None and isinstance(article, models.Article) and article.latest_revision:
        four_eyes.agree(article, article.latest_revision, user)


def _changes_asked(instance: Any, user: Any = None, **_more: Any) -> None:
    """What a reviewer asks for stands among the remarks, where the author sees and answers it."""
    from skaryna.newsroom import models, remarks

    article = instance.workflow_state.content_object
    if isinstance(article, models.Article) and instance.comment.strip():
        remarks.add(article, text=instance.comment[: models.remark.MAX_CHARS], block="", by=user)


def _saved(instance: Any, raw: bool = False, update_fields: Any = None, **_more: Any) -> None:
    # Wagtail notes a page's latest revision by a save of that one field: nothing that readers see has changed.
    if not raw and not _unseen.get() and set(update_fields or ()) != {"latest_revision"}:
        approve(instance)


def _gone(instance: Any, **_more: Any) -> None:
    withdraw(instance)


def change_of_picture(picture: Any) -> contextlib.AbstractContextManager[None]:
    """Return what a picture's saving happens in: where it changes what articles show, who did and what it was before.

    Raises:
        ValueRefusedError: Two have to approve, and it would get another file while readers have it: the old file goes
            with it, and they would be left without.
    """
    from skaryna.newsroom import four_eyes, waiting
    from skaryna.newsroom.models.pictures import WORDS

    if not four_eyes.holds():
        return contextlib.nullcontext()
    has_new_file = _covering.get() is None and not getattr(picture.file, "_committed", True)
    if has_new_file:
        _check_unused(picture)
    before = type(picture)._default_manager.filter(pk=picture.pk).values(*WORDS).first() or {}
    if has_new_file or any(getattr(picture, name) != before[name] for name in before):
        waiting.touched("picture", str(picture.pk))
    return waiting.because(f"picture:{picture.pk}", before)


def _check_unused(picture: Any) -> None:
    from skaryna.newsroom import waiting

    # A change that waits may have taken it out of a row; readers have it until somebody agrees.
    shown = next(users_of(picture), None) or next(iter(waiting.having(picture.digest)), None)
    if shown is not None:
        raise ValueRefusedError(
            _("Readers have the picture “%(title)s”, so its file stays: “%(shown)s” shows it.")
            % {"title": picture.title, "shown": getattr(shown, "title", shown)},
            hint=_(
                "Upload another picture and put it in its place, which a second account approves. What must not be "
                "seen can be covered, and an article withdrawn, at once."
            ),
        )


def _picture_saved(instance: Any, created: bool = False, **_more: Any) -> None:
    """A picture's words or bytes changed: what shows it is handed over again, as it is live."""
    from skaryna.newsroom import four_eyes

    if created:
        return
    if _covering.get() is not None and four_eyes.holds():
        _hand_over_covered(instance, _covering.get())
    else:
        _hand_over(users_of(instance))


def _hand_over_covered(picture: Any, before: Any) -> None:
    """Cover a part in what readers have, and in what waits, and change nothing else of either."""
    from skaryna.newsroom import blocks_out, four_eyes, handover, journal, waiting
    from skaryna.newsroom.covering import exchanged

    after = blocks_out.picture(picture)
    shown = [(row, *handover.kind_and_key(row)) for row in users_of(picture)]
    names = {(kind, key) for _row, kind, key in shown}
    # A change that waits may have taken it out of a row; readers have it until somebody agrees.
    names |= {(waits.kind, waits.key) for waits in waiting.having(before.digest)}
    for kind, key in sorted(names):
        old = journal.standing(kind, key)
        waits = waiting.of(kind, key)
        is_ours = waits is not None and waiting.is_ours(waits)
        value = waiting.value_of(waits) if waits is not None and is_ours else None
        if old is not None:
            with four_eyes.approved():
                journal.put(kind, key, exchanged(old, before, after), approved_by=account(), at=timezone.now())
        if waits is not None and is_ours:
            waiting.again(waits, None if value is None else exchanged(value, before, after))
    # What readers do not know yet, such as the author of a draft, they get as it is then.
    _hand_over(row for row, kind, key in shown if journal.last(kind, key) or waiting.of(kind, key))


def _picture_goes(instance: Any, **_more: Any) -> None:
    from skaryna.newsroom import four_eyes

    if four_eyes.holds():
        _check_unused(instance)
    # After the deletion nothing knows any more who showed it.
    instance.shown_by = [(type(row), row.pk) for row in users_of(instance)]


def _picture_gone(instance: Any, **_more: Any) -> None:
    _hand_over(model._default_manager.get(pk=key) for model, key in instance.shown_by)


def _hand_over(rows: Iterable[Any]) -> None:
    for row in rows:
        approve(row)


def users_of(picture: Any) -> Iterator[Any]:
    """Yield everything that readers get and that shows a picture, as it is live."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ReferenceIndex

    from skaryna.newsroom import models

    found = ReferenceIndex.get_references_to(picture).values_list("base_content_type", "object_id")
    for content_type, key in sorted(set(found)):
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model in {models.Article, models.Person, models.StandingPage}:
            row = model._default_manager.filter(pk=key).first()
            if row is not None and getattr(row, "live", True):
                yield row
