"""What was saved and waits for a second account: kept when the journal would take it, and read again.

With four eyes, authors, topics, pages, mastheads, home pages, and what pictures and copies of sources change in
articles are not appended to the journal when they are saved. Readers keep what they have until another account agrees
(`newsroom.agreeing`). Taking an article away waits for nobody.
"""

import contextlib
import contextvars
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from skaryna.model.codec import decode, encode
from skaryna.model.journal import KINDS, Kind, Op, Value, digest_of
from skaryna.newsroom import authentic, four_eyes, handover, recording
from skaryna.newsroom.models import JournalRow, StandingPage, Touch, Waiting

_BY_ITSELF = "withdrawal"
"""Notices wait in a way of their own: the plain one goes at once, its words when somebody confirms them."""


@dataclass(slots=True)
class Kept:
    """What a request left waiting: told to whoever sent it, once it is sure."""

    rows: list[Waiting] = field(default_factory=list)


_account: contextvars.ContextVar[Any] = contextvars.ContextVar("account", default=None)
_kept: contextvars.ContextVar[Kept | None] = contextvars.ContextVar("kept", default=None)
_because: contextvars.ContextVar[tuple[str, Mapping[str, Any]] | None] = contextvars.ContextVar("because", default=None)


@contextlib.contextmanager
def by(account: Any) -> Iterator[Kept]:
    """Say whose request is being answered; collects what it leaves waiting."""
    kept = Kept()
    tokens = _account.set(account), _kept.set(kept)
    try:
        yield kept
    finally:
        _account.reset(tokens[0])
        _kept.reset(tokens[1])


@contextlib.contextmanager
def because(cause: str, before: Mapping[str, Any]) -> Iterator[None]:
    """Say what changes articles inside the block, and what it was like before, so that it can be taken back."""
    token = _because.set((cause, before))
    try:
        yield
    finally:
        _because.reset(token)


def saver() -> Any:
    """Return the account that acts, None where a script or the clock does."""
    for account in (_account.get(), get_active_log_context().user):
        if account is not None and account.is_authenticated:
            return account
    return None


def must(kind: Kind) -> bool:
    """Whether a change of this kind has to wait now."""
    return kind != _BY_ITSELF and four_eyes.holds()


def keep(kind: Kind, key: str, op: Op, text: str | None) -> None:
    """Keep a change until a second account agrees; what waited of the same thing is replaced, its authors stay.

    Saving the same once more makes nobody its author.
    """
    digest = digest_of(op, text)
    stands = _newest(kind, key)
    row = Waiting.objects.select_for_update().filter(kind=kind, key=key).first()
    if row is not None and (row.op, row.digest, row.base) == (op, digest, stands) and is_ours(row):
        _add_cause(row)
        _tell(row)
        return
    account = saver()
    row = row or Waiting(kind=kind, key=key)
    said = recording.report(kind, key, _value(kind, op, text))
    row.op, row.value, row.digest, row.base = op, text, digest, stands
    row.savers = sorted({*hands(row), *([account.pk] if account else []), *_lenders(kind, key)})
    row.at = timezone.now().replace(microsecond=0)
    row.title, row.language = said.title[:500] or row.title, said.language[:10]
    row.seconded_by, row.seconded = None, ""
    row.mark = _mark(row)
    row.save()
    _add_cause(row)
    _tell(row)


def _lenders(kind: Kind, key: str) -> set[int]:
    page = StandingPage.objects.filter(public_id=key).first() if kind == "page" else None
    return four_eyes.lenders_of_page(page) if page is not None else set()


def _tell(row: Waiting) -> None:
    kept = _kept.get()
    if kept is not None:
        # A form that is refused after this takes it back.
        transaction.on_commit(lambda: kept.rows.append(row))


def _add_cause(row: Waiting) -> None:
    because = _because.get()
    if because is not None and because[0] not in causes(row):
        row.before = {**causes(row), because[0]: dict(because[1])}
        row.save(update_fields=["before"])


def over(kind: str, key: str) -> None:
    """Readers have something newer, or the row says again what they have: nothing waits any more."""
    if four_eyes.is_on():
        Waiting.objects.filter(kind=kind, key=key).delete()


def again(row: Waiting, value: Value | None) -> None:
    """Let a change wait beside a new state of what readers have, by the same accounts; a cover shows in both."""
    Waiting.objects.filter(kind=row.kind, key=row.key).delete()
    row.pk = None
    row.value, row.base = encode(value).decode() if value is not None else None, _newest(row.kind, row.key)
    row.digest = digest_of("drop" if value is None else "put", row.value)
    row.mark = _mark(row)
    row.save(force_insert=True)


def of(kind: str, key: str) -> Waiting | None:
    """Return what waits of one thing, be it ours or not; None where nothing does, or where it is over."""
    row: Waiting | None = Waiting.objects.filter(kind=kind, key=key).first()
    return row if row is not None and row.base == _newest(kind, key) else None


def name_of(row: Any) -> tuple[Kind, str]:
    """Return under which name the journal knows a row."""
    return handover.kind_and_key(row)


def all_of(*, light: bool = False) -> list[Waiting]:
    """Return everything that waits, the oldest first: one question to the database, two if something does.

    Args:
        light: Leave the values where they are; whoever lists what waits needs none.
    """
    rows = list(Waiting.objects.defer("value").order_by("at", "pk") if light else Waiting.objects.order_by("at", "pk"))
    if not rows:
        return []
    known = JournalRow.objects.filter(kind__in={row.kind for row in rows}, key__in={row.key for row in rows})
    found = known.order_by().values_list("kind", "key").annotate(Max("seq"))
    newest = {(kind, key): seq for kind, key, seq in found}
    return [row for row in rows if row.base == newest.get((row.kind, row.key), 0)]


def having(word: str) -> list[Waiting]:
    """Return what waits and has a word such as a picture's digest, or takes the place of what has it."""
    rows = all_of()
    bases = JournalRow.objects.filter(seq__in=[row.base for row in rows], value__contains=word)
    found = set(bases.values_list("seq", flat=True)) if rows else set()
    return [row for row in rows if row.base in found or word in (row.value or "")]


def has(word: str) -> bool:
    """Whether a word is in what waits, in what readers have until then, or comes back when it is taken back."""
    return bool(having(word)) or any(word in json.dumps(row.before) for row in all_of())


def together(row: Waiting) -> list[Waiting]:
    """Return a row and those that wait for the same cause, such as the credit of one picture."""
    shared = causes(row).keys()
    return [each for each in all_of(light=True) if each.pk == row.pk or shared & causes(each).keys()]


def value_of(row: Waiting) -> Value | None:
    """Return the value that waits; None for a removal."""
    return _value(row.kind, row.op, row.value)


def _value(kind: str, op: str, text: str | None) -> Value | None:
    return decode(text, KINDS[kind]) if op == "put" and text else None


def hands(row: Waiting) -> list[int]:
    """Return the accounts that had a hand in it, by number; nothing that is none."""
    return [each for each in row.savers if type(each) is int] if isinstance(row.savers, list) else []


def causes(row: Waiting) -> dict[str, dict[str, Any]]:
    """Return what changed it, such as a picture, and what that was like before; nothing that is no note of ours."""
    found = row.before if isinstance(row.before, dict) else {}
    return {cause: before for cause, before in found.items() if isinstance(before, dict)}


def is_ours(row: Waiting) -> bool:
    """Whether the newsroom wrote a row, as it is."""
    return digest_of("put" if row.op == "put" else "drop", row.value) == row.digest and authentic.is_ours(
        row.mark, *_fields(row)
    )


def _mark(row: Waiting) -> str:
    return authentic.mark(*_fields(row))


def _fields(row: Waiting) -> tuple[str, ...]:
    savers = ",".join(str(number) for number in hands(row))
    at = row.at.astimezone(dt.UTC).isoformat(timespec="seconds")
    return ("waiting", row.kind, row.key, row.op, row.digest, str(row.base), savers, at)


def _newest(kind: str, key: str) -> int:
    row = JournalRow.objects.filter(kind=kind, key=key).order_by("-seq").values_list("seq", flat=True).first()
    return int(row or 0)


# With an article


def second(row: Waiting, account: Any) -> None:
    """Note that an account lets a new author or topic come with an article at its time."""
    row.seconded_by, row.seconded = account, authentic.mark(*_second_fields(row, account.pk))
    row.save(update_fields=["seconded_by", "seconded"])


def is_seconded(row: Waiting) -> bool:
    """Whether somebody who did not write it let exactly this value come with an article."""
    account = row.seconded_by
    return (
        account is not None
        and account.is_active
        and account.pk not in hands(row)
        and authentic.is_ours(row.seconded, *_second_fields(row, account.pk))
    )


def _second_fields(row: Waiting, number: int) -> tuple[str, ...]:
    return ("seconded", row.kind, row.key, row.digest, str(number))


# What articles borrow


def touched(kind: str, key: str) -> None:
    """Note that the acting account changed a picture's words, or the copy of a source."""
    account = saver() if four_eyes.is_on() else None
    if account is not None:
        Touch.objects.update_or_create(kind=kind, key=key, account_id=account.pk, defaults={"at": timezone.now()})


# Accounts that are forgotten


def names(row: Waiting) -> Iterable[Any]:
    """Return the accounts that had a hand in it and are still known."""
    from skaryna.newsroom.models import Account

    return Account.objects.filter(pk__in=hands(row)).order_by("pk")


def of_account(account: Any) -> list[Waiting]:
    """Return what waits and says that an account had a hand in it."""
    return [row for row in Waiting.objects.order_by("pk") if account.pk in hands(row)]


def forget(account: Any) -> None:
    """Take an account out of what waits. What the newsroom did not write stays as it is but for the number."""
    for row in of_account(account):
        was_ours = is_ours(row)
        row.savers = [number for number in hands(row) if number != account.pk]
        if was_ours:
            row.mark = _mark(row)
        row.save(update_fields=["savers", "mark"])
