"""The stop before readers get something: nothing to look at passes, anything else waits until a person has seen it.

It stands where the journal is written, and once more where a revision is published or scheduled. Whatever comes over
the network has to pass it, whichever screen it came from. Commands (`rescue --accept`, loading) pass, and the record
says that nobody was asked.

A confirmation is a token that the server signed while it showed the report. It holds for one account, for exactly the
content that was shown and for what readers had then; it is worth nothing for any other.
"""

import contextlib
import contextvars
import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.core import signing
from django.utils.translation import gettext as _

from skaryna.errors import ValueRefusedError
from skaryna.model.codec import digest, encode
from skaryna.model.journal import Kind, Value
from skaryna.model.names import UNDATED
from skaryna.model.withdrawal import Withdrawal
from skaryna.newsroom import handover, models, recording
from skaryna.newsroom.leaving import Report

FIELD = "leaving-seen"
"""The form's field that carries the token."""
MAX_AGE_S = 60 * 60
_SALT = "skaryna.leaving"
_UNSETTLED = f"{UNDATED}/new"
_ANY_TIME = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_How: Any = models.Leaving.How


class UnconfirmedError(Exception):
    """Readers would get something that nobody has looked at. No failure: the answer is the page that shows it.

    Attributes:
        reports: What would leave the house.
        digest: Of exactly this content, beside what readers have.
        revision: The article's revision, where it is one.
    """

    def __init__(self, reports: Sequence[Report], content: str, revision: Any = None) -> None:
        super().__init__("not looked at yet")
        self.reports = tuple(reports)
        self.digest = content
        self.revision = revision


@dataclass(slots=True)
class _Asked:
    """A request: who sent it, and the token that came with it."""

    account: Any
    token: str


@dataclass(frozen=True, slots=True)
class Passed:
    """How something came past the stop, and who looked at it."""

    how: str
    by: str = ""


_asked: contextvars.ContextVar[_Asked | None] = contextvars.ContextVar("asked", default=None)
_passing: contextvars.ContextVar[Passed | None] = contextvars.ContextVar("passing", default=None)


@contextlib.contextmanager
def asking(account: Any, token: str) -> Iterator[None]:
    """Say that a request is being answered: from here on the stop asks."""
    held = _asked.set(_Asked(account, token))
    try:
        yield
    finally:
        _asked.reset(held)


@contextlib.contextmanager
def looked_at_by(account: Any) -> Iterator[None]:
    """Let values pass inside the block that an account was shown, and agreed to."""
    held = _passing.set(Passed(_How.CONFIRMED, account.get_username()))
    try:
        yield
    finally:
        _passing.reset(held)


def is_shown(content: str) -> bool:
    """Whether the request that is being answered brings the proof that its account was shown this content."""
    asked = _asked.get()
    return asked is not None and _is_seen(asked, content)


def token(account: Any, content: str) -> str:
    """Return what proves that this account was shown this content. Made by the page that shows it, nowhere else."""
    return signing.dumps({"account": account.pk, "digest": content}, salt=_SALT)


def let_out(kind: Kind, key: str, value: Value, said: Report) -> Passed:
    """Let a value pass on its way into the journal.

    Raises:
        UnconfirmedError: A person has to look at it first.
    """
    passing = _passing.get()
    if passing is not None:
        # The article's authors and topics come with it, and were shown with it.
        return passing if said.to_look_at else Passed(_How.QUIET)
    return _passed([said], digest_of([(kind, key, value)]))


@contextlib.contextmanager
def passage(revision: Any) -> Iterator[None]:
    """Let a revision of an article pass, to be published now or at its time; its journal rows pass with it.

    Raises:
        UnconfirmedError: A person has to look at it first.
        ValueRefusedError: It was scheduled, and is not what was looked at then; or a rule of the model is broken.
    """
    values = leaving_with(revision)
    said = [recording.report(kind, key, value, raw=raw) for kind, key, value, raw in values]
    # Of what waits, the article alone: its authors may be known to readers by then.
    content = digest(encode(values[-1][2]))
    if _asked.get() is None and revision.approved_go_live_at is not None:
        passed = _as_scheduled(revision, said, content)
    else:
        try:
            passed = _passed(said, digest_of([(kind, key, value) for kind, key, value, _raw in values]))
        except UnconfirmedError as stop:
            raise UnconfirmedError(stop.reports, stop.digest, revision) from None
    held = _passing.set(passed)
    try:
        yield
    finally:
        _passing.reset(held)
    if (asked := _asked.get()) is not None and revision.approved_go_live_at is not None:
        models.Confirmation.objects.update_or_create(
            revision=revision, defaults={"digest": content, "by": asked.account.get_username()}
        )


def leaving_with(revision: Any) -> list[tuple[Kind, str, Value, tuple[str, ...]]]:
    """Return the values that publishing a revision approves: authors and topics that are new to readers, the article.

    Raises:
        ValueRefusedError: A rule of the model is broken.
    """
    from skaryna.newsroom.approvals import unknown_to_readers

    row = revision.as_object()
    row.group = row.group or row.translation_key.hex
    row.address = row.address or _UNSETTLED
    rows = [*unknown_to_readers(row), row]
    return [(*handover.kind_and_key(each), handover.value_of(each), recording.raw_of(each)) for each in rows]


def reports_of(revision: Any) -> tuple[list[Report], str]:
    """Return what a revision brings, and the digest that a confirmation of it must have."""
    values = leaving_with(revision)
    said = [recording.report(kind, key, value, raw=raw) for kind, key, value, raw in values]
    return said, digest_of([(kind, key, value) for kind, key, value, _raw in values])


def _passed(said: Sequence[Report], content: str) -> Passed:
    asked = _asked.get()
    if not any(each.to_look_at for each in said):
        return Passed(_How.QUIET)
    if asked is None:
        return Passed(_How.UNASKED)
    if _is_seen(asked, content):
        return Passed(_How.CONFIRMED, asked.account.get_username())
    raise UnconfirmedError(said, content)


def _is_seen(asked: _Asked, content: str) -> bool:
    try:
        shown = signing.loads(asked.token, salt=_SALT, max_age=MAX_AGE_S) if asked.token else None
    except signing.BadSignature:
        return False
    return bool(shown == {"account": asked.account.pk, "digest": content})


def _as_scheduled(revision: Any, said: Sequence[Report], content: str) -> Passed:
    """At its time a revision is published only if it is what somebody looked at when it was scheduled."""
    seen = models.Confirmation.objects.filter(revision=revision).first()
    if seen is not None and seen.digest == content:
        return Passed(_How.SCHEDULED if any(each.to_look_at for each in said) else _How.QUIET, seen.by)
    if seen is None and not any(each.to_look_at for each in said):
        return Passed(_How.QUIET)
    raise ValueRefusedError(
        _("“%(title)s” was not published at its time: it is not what was looked at when it was scheduled.")
        % {"title": said[-1].title[:100]},
        hint=_("Open it, look at what readers will get, and publish or schedule it again."),
    )


def digest_of(values: Sequence[tuple[Kind, str, Value | None]]) -> str:
    """Return the digest of values, or of removals, beside what readers have of each: the content of one report."""
    made = hashlib.sha256()
    for kind, key, value in values:
        row = models.JournalRow.objects.filter(kind=kind, key=key).order_by("-seq").values_list("op", "digest").first()
        made.update(repr((kind, row)).encode())
        made.update(b"drop" if value is None else encode(_timeless(_nameless(value) if row is None else value)))
    return made.hexdigest()


def _timeless(value: Value) -> Value:
    """A notice says when it was made, which is another moment at each try."""
    return msgspec.structs.replace(value, at=_ANY_TIME) if isinstance(value, Withdrawal) else value


def _nameless(value: Value) -> Value:
    """A row that is not saved gets another identifier at each try."""
    fields = {name: "new" for name in ("id", "group") if hasattr(value, name)}
    nameless: Value = msgspec.structs.replace(value, **fields)
    return nameless
