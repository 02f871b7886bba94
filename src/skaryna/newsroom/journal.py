"""Writing the journal: the only place that adds rows to it."""

import datetime as dt
from collections.abc import Callable

from django.db import connection, transaction

from skaryna.model.codec import digest, encode
from skaryna.model.journal import START, Entry, Kind, Op, Value, chain, check_chain, digest_of, value_of
from skaryna.newsroom import models, recording, stopping, waiting
from skaryna.newsroom.models import JournalRow
from skaryna.newsroom.place import current

_LOCK_NUMBER = 0x534B4152
"""Names the journal among PostgreSQL's advisory locks."""


def append(  # noqa: PLR0913 - a row has so many columns
    kind: Kind, key: str, op: Op, value: str | None, *, approved_by: str, at: dt.datetime
) -> int:
    """Add a row, chained to the one before; it comes or goes with the caller's transaction.

    Returns:
        The row's number. Numbers rise in the order of commits: on SQLite every transaction is the only writer, on
        PostgreSQL a lock is held until it ends.
    """
    with transaction.atomic():
        hold()
        before = JournalRow.objects.order_by("-seq").values_list("chain", flat=True).first() or START
        row = JournalRow(
            kind=kind,
            key=key,
            op=op,
            value=value,
            digest=digest_of(op, value),
            approved_by=approved_by,
            at=at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        )
        row.save(force_insert=True)
        entry = Entry(
            seq=row.seq, kind=kind, key=key, op=op, value=value, digest=row.digest, approved_by=approved_by, at=row.at
        )
        row.chain = chain(current().journal_key(), before, entry)
        row.save(update_fields=["chain"])
        return int(row.seq)


def put(  # noqa: PLR0913 - a row has so many columns
    kind: Kind,
    key: str,
    value: Value,
    *,
    approved_by: str,
    at: dt.datetime,
    raw: Callable[[], tuple[str, ...]] = tuple,
) -> int | None:
    """Add an approved value, unless it is the one that stands; return the row's number.

    What it brings to readers is written down with it, in the same transaction. Where two have to approve and one does,
    it waits instead, and None is returned.

    Raises:
        UnconfirmedError: An editor has to look at it first (`newsroom.stopping`).
    """
    text = encode(value).decode()
    with transaction.atomic():
        hold()
        if last(kind, key) == ("put", digest(text.encode())):
            waiting.over(kind, key)
            return None
        if waiting.must(kind):
            # Whoever agrees is shown it; whoever saved it wrote it.
            waiting.keep(kind, key, "put", text)
            return None
        said = recording.report(kind, key, value, raw=raw())
        passed = stopping.let_out(kind, key, value, said)
        seq = append(kind, key, "put", text, approved_by=approved_by, at=at)
        recording.note(seq, said, value, approved_by=approved_by, at=at, how=passed.how, confirmed_by=passed.by)
        waiting.over(kind, key)
        return seq


def drop(kind: Kind, key: str, *, approved_by: str, at: dt.datetime) -> int | None:
    """Withdraw a value, unless none stands; return the row's number.

    Where two have to approve it waits too, but for an article: one that endangers somebody must go at once.
    """
    with transaction.atomic():
        hold()
        stands = last(kind, key)
        if stands is None or stands[0] == "drop":
            waiting.over(kind, key)
            return None
        if kind != "article" and waiting.must(kind):
            waiting.keep(kind, key, "drop", None)
            return None
        said = recording.report(kind, key, None)
        seq = append(kind, key, "drop", None, approved_by=approved_by, at=at)
        recording.note(seq, said, None, approved_by=approved_by, at=at, how=str(models.Leaving.How.QUIET))
        waiting.over(kind, key)
        return seq


def last(kind: Kind, key: str) -> tuple[str, str] | None:
    """Return (op, digest) of a key's newest row."""
    row = JournalRow.objects.filter(kind=kind, key=key).order_by("-seq").values_list("op", "digest").first()
    return (str(row[0]), str(row[1])) if row else None


def standing(kind: Kind, key: str) -> Value | None:
    """Return the value that readers have of a key, as it was approved; None for none.

    Raises:
        TrustError: The row is not as the newsroom wrote it: whoever changed it must not have it approved once more.
        ValueRefusedError: An earlier version wrote it, and it breaks a rule of this one.
    """
    row = JournalRow.objects.filter(kind=kind, key=key).order_by("-seq").first()
    if row is None or row.op == "drop":
        return None
    before = JournalRow.objects.filter(seq__lt=row.seq).order_by("-seq").values_list("chain", flat=True).first()
    entry = Entry(
        seq=row.seq, kind=kind, key=key, op="put", value=row.value, digest=row.digest, approved_by=row.approved_by,
        at=row.at, chain=row.chain,
    )  # fmt: skip
    check_chain(current().journal_key(), before or START, entry)
    return value_of(entry)


def hold() -> None:
    """Keep every other writer of the journal out until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])
