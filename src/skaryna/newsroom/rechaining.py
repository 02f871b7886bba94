"""Taking an account's name out of the journal, whose rows are chained: the chain is made anew from there on.

Only a row that the newsroom wrote is written again. Whoever lacks keys/ cannot do it, and the press refuses a journal
that was changed without this: it is told by the command, which wires both.
"""

from django.db import connection, transaction

from skaryna.errors import TrustError
from skaryna.model.journal import START, TABLE, Entry, chain, check_chain
from skaryna.newsroom import journal
from skaryna.newsroom.models import JournalRow
from skaryna.newsroom.place import current
from skaryna.outside import journal as reading

FORGOTTEN = "forgotten"
"""What stands in place of the name."""
CHUNK = 2_000


def rename(name: str) -> dict[str, str]:
    """Put `FORGOTTEN` in place of a name in every row; return old authenticator -> new one, of each row that changed.

    One pass over the rows after the first that has the name: 100,000 rows take some seconds.

    Raises:
        TrustError: A row was not written by the newsroom, or the press has seen another journal; nothing is changed.
    """
    secret = current().journal_key()
    changed: dict[str, str] = {}
    with transaction.atomic():
        journal.hold()
        first = JournalRow.objects.filter(approved_by=name).order_by("seq").values_list("seq", flat=True).first()
        if first is None:
            return changed
        _check_seen()
        before = JournalRow.objects.filter(seq__lt=first).order_by("-seq").values_list("chain", flat=True).first()
        old = new = before or START
        rows: list[tuple[str, str, int]] = []
        for row in JournalRow.objects.filter(seq__gte=first).order_by("seq").defer("value").iterator(chunk_size=CHUNK):
            check_chain(secret, old, _entry(row, row.approved_by, row.chain))
            by = FORGOTTEN if row.approved_by == name else row.approved_by
            old, new = row.chain, chain(secret, new, _entry(row, by, ""))
            changed[old] = new
            rows.append((by, new, row.seq))
        with connection.cursor() as cursor:
            cursor.executemany(f"update {TABLE} set approved_by = %s, chain = %s where seq = %s", rows)  # noqa: S608 - ours
    return changed


def tell_keys(changed: dict[str, str]) -> None:
    """Note beside the secrets that the row which the press saw last has another authenticator now."""
    keys = current().keys
    seen = reading.seen(keys)
    if seen is not None and seen[1] in changed:
        reading.remember(keys, seen[0], changed[seen[1]])


def _check_seen() -> None:
    """Refuse to vouch for a journal that is another one than the press printed."""
    seen = reading.seen(current().keys)
    if seen is None or not seen[0]:
        return
    stands = JournalRow.objects.filter(seq=seen[0]).values_list("chain", flat=True).first()
    if stands != seen[1]:
        raise TrustError(
            f"The journal no longer has row {seen[0]} as it was when it was last printed.",
            hint="Nothing was changed. Look who had access to the database before anything else.",
        )


def _entry(row: JournalRow, by: str, authenticator: str) -> Entry:
    return Entry(
        seq=row.seq, kind=row.kind, key=row.key, op=row.op, value=None, digest=row.digest, approved_by=by, at=row.at,
        chain=authenticator,
    )  # fmt: skip
