"""A second account agrees to what waits, and readers get it; or somebody takes it back, and the row says again what
readers have.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from skaryna.errors import ApprovalError, SkarynaError, TrustError, ValueRefusedError
from skaryna.model import Article, Withdrawal
from skaryna.model.journal import Kind, Value
from skaryna.newsroom import copying, four_eyes, journal, library, loading, models, recording, stopping, waiting
from skaryna.newsroom.models import Waiting
from skaryna.newsroom.models.shared import Named
from skaryna.newsroom.place import current

_PUBLISH = "newsroom.publish_article"
_SAVES = {
    "person": "newsroom.change_person",
    "topic": "newsroom.change_topic",
    "page": "newsroom.change_standingpage",
    "masthead": "newsroom.change_masthead",
}
"""Who may save a kind. Home pages, pictures and copies in articles: whoever publishes articles."""
_ROWS: dict[str, Any] = {
    "person": models.Person,
    "topic": models.Topic,
    "page": models.StandingPage,
    "article": models.Article,
}


def may_agree(account: Any, row: Waiting) -> bool:
    """Whether an account may agree to a kind. An editor may agree to a masthead that only administrators write."""
    return bool(account.is_active and account.has_perm(_PUBLISH if row.kind == "masthead" else _needed(row)))


def may_take_back(account: Any, row: Waiting) -> bool:
    """Whether an account could have saved it."""
    return bool(account.is_active and account.has_perm(_needed(row)))


def _needed(row: Waiting) -> str:
    return _SAVES.get(row.kind, _PUBLISH)


def wrote(account: Any, row: Waiting) -> bool:
    """Whether an account had a hand in it, where that matters."""
    return four_eyes.is_on() and account.pk in waiting.hands(row)


def row_of(row: Waiting) -> Any:
    """Return the newsroom's row of what waits; None for one that was deleted."""
    if row.kind in {"masthead", "front"}:
        kind: Any = models.Masthead if row.kind == "masthead" else models.Front
        return kind.objects.filter(language=row.key).first()
    return _ROWS[row.kind].objects.filter(public_id=row.key).first() if row.kind in _ROWS else None


def said(rows: Iterable[Waiting]) -> list[tuple[Kind, str, Value | None, tuple[str, ...]]]:
    """Return what would reach readers: kind, key, value, and the texts as they were typed."""
    found = []
    for row in rows:
        typed = row_of(row) if row.op == "put" else None
        found.append((row.kind, row.key, waiting.value_of(row), recording.raw_of(typed) if typed else ()))
    return found


@transaction.atomic
def agree(rows: Sequence[Waiting], account: Any) -> None:
    """Give readers what waits.

    Raises:
        ApprovalError: The account wrote some of it, or may not publish this kind.
        TrustError: The newsroom did not write the row as it is.
        ValueRefusedError: It was changed, taken back or overtaken since it was shown.
    """
    journal.hold()
    for shown in rows:
        row = Waiting.objects.select_for_update().filter(pk=shown.pk).first()
        if row is None or (row.digest, row.mark) != (shown.digest, shown.mark) or waiting.of(row.kind, row.key) is None:
            raise ValueRefusedError(
                _("What waits is not what you were shown: it was changed, or somebody else decided."),
                hint=_("Look at it once more."),
            )
        check(row)
        if wrote(account, row):
            raise ApprovalError(
                _("You had a hand in “%(title)s”, so somebody else has to agree.") % {"title": row.title},
                hint=_("If all of you had, take it back, and let one of you write it anew."),
            )
        if not may_agree(account, row):
            raise ApprovalError(_("You may not publish this, so you cannot agree to it either."))
        _release(row, account)


def _check_address(row: Waiting, value: Value | None) -> None:
    """Refuse an address that readers still know as another one's: the press would find two pages at one place."""
    wanted = (getattr(value, "slug", ""), getattr(value, "language", ""))
    for other in waiting.all_of(light=True):
        if wanted[0] and other.kind == row.kind and other.key != row.key:
            old, _is_blind = recording.standing(other.kind, other.key)
            if wanted == (getattr(old, "slug", ""), getattr(old, "language", "")):
                raise ValueRefusedError(
                    _("Readers still find “%(title)s” at this address; agree to its own change first.")
                    % {"title": other.title}
                )


def check(row: Waiting) -> None:
    """Refuse what the newsroom did not write.

    Raises:
        TrustError: It was changed in the database.
    """
    if not waiting.is_ours(row):
        raise TrustError(
            _("What waits as “%(title)s” was changed in the database, and not in the newsroom.") % {"title": row.title},
            hint=_("Take it back, and look who had access to the database."),
        )


def _release(row: Waiting, account: Any) -> None:
    by = four_eyes.named([account, *(each for each in waiting.names(row) if each.pk != account.pk)])
    old, _is_blind = recording.standing(row.kind, row.key)
    [(kind, key, value, raw)] = said([row])
    _check_address(row, value)
    now = timezone.now()
    with four_eyes.approved(), stopping.looked_at_by(account):
        if value is None:
            journal.drop(kind, key, approved_by=by, at=now)
        else:
            journal.put(kind, key, value, approved_by=by, at=now, raw=lambda: raw)
    Waiting.objects.filter(pk=row.pk).delete()
    # A copy of a source that nobody can want back any more goes with its files.
    copying.tidy(old)
    for before in waiting.causes(row).values():
        copying.let_go(copying.known(before.get("copy")))


@transaction.atomic
def take_back(row: Waiting, account: Any) -> None:
    """Let the row say again what readers have; what they never had is deleted.

    Raises:
        ApprovalError: The account could not have saved it.
        ValueRefusedError: It cannot be as it was: something names it, or a picture of it is gone.
    """
    if not may_take_back(account, row):
        raise ApprovalError(_("You may not change this, so you cannot take it back either."))
    value = waiting.value_of(row) if waiting.is_ours(row) else None
    for cause, before in waiting.causes(row).items():
        _restore(cause, before)
    if not waiting.causes(row):
        _undo(row, account)
    left = waiting.of(row.kind, row.key)
    if left is not None and (left.pk, left.digest) == (row.pk, row.digest):
        if waiting.is_ours(left):
            # Else the next to save it would be its only author, and whoever wrote it could agree.
            raise ValueRefusedError(
                _("“%(title)s” could not be put back to what readers have; write it anew.") % {"title": row.title}
            )
        left.delete()
    copying.tidy(value)


def _restore(cause: str, before: dict[str, Any]) -> None:
    """Give a picture its words back, or a source its copy; whatever shows them is compared with readers' again."""
    name, _colon, number = cause.partition(":")
    if name == "picture":
        picture = models.NewsImage.objects.filter(pk=number).first()
        if picture is not None:
            _set(picture, before, models.pictures.WORDS)
            picture.save()
    elif name == "source":
        source = models.CitedSource.objects.filter(pk=number).first()
        if source is not None:
            copying.let_go(source.archived)
            _set(source, before, models.sources.DECIDED)
            source.save(update_fields=models.sources.DECIDED)
            copying.hand_over(source)


def _set(row: Any, before: dict[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if name in before and isinstance(before[name], str | int | bool | None):
            setattr(row, name, before[name])


def _undo(row: Waiting, account: Any) -> None:
    try:
        old = journal.standing(row.kind, row.key)
    except SkarynaError as error:
        raise ValueRefusedError(
            _("What readers have now cannot be read in the newsroom any more; write it anew."), hint=error.message
        ) from error
    if old is None:
        _delete(row)
        return
    if isinstance(old, Article | Withdrawal):
        # An article waits for what it borrows alone: without a cause there is nothing to put back.
        return
    restored = loading.filled(old, _pictures())
    if isinstance(restored, Named) and restored.is_taken(restored.slug):
        raise ValueRefusedError(_("Another one has this word already."))
    restored.save()
    if isinstance(restored, models.StandingPage):
        restored.save_revision(user=account, clean=False)


def _delete(row: Waiting) -> None:
    found = row_of(row)
    try:
        if found is not None:
            found.delete()
    except ProtectedError as error:
        raise ValueRefusedError(
            _("“%(title)s” is new, so taking it back deletes it; but an article names it.") % {"title": row.title},
            hint=_("Take it out of the article first."),
        ) from error


def _pictures() -> Callable[..., models.NewsImage]:
    def find(image: Any, *, title: str = "") -> models.NewsImage:
        return library.take(image, media=current().media, title=title)

    return find
