"""The journal: the one hand-over from newsroom to press.

A row says that an editor approved a value. It is authenticated with a key that is not in the database, and chained
to the row before, so that a row changed, added, reordered or taken out behind the editors' back is found and named.

    seq   kind      key      op    value            digest          approved_by  at     chain
    17    article   9f3c…    put   {"title": …}     sha256(value)   account      UTC    hmac(key, chain of 16 + row)

Older values may be compacted away (value is null); their digests stay, and so does the chain.
"""

import hmac
from typing import Literal, TypeAlias

import msgspec

from skaryna.errors import TrustError
from skaryna.model.article import Article
from skaryna.model.codec import decode, digest
from skaryna.model.front import Front
from skaryna.model.page import Page
from skaryna.model.person import Person
from skaryna.model.publication import Masthead
from skaryna.model.topic import Topic
from skaryna.model.withdrawal import Withdrawal

Kind: TypeAlias = Literal["article", "person", "topic", "page", "masthead", "withdrawal", "front"]
Op: TypeAlias = Literal["put", "drop"]
Value: TypeAlias = Article | Person | Topic | Page | Masthead | Withdrawal | Front

KINDS: dict[str, type[Value]] = {
    "article": Article,
    "person": Person,
    "topic": Topic,
    "page": Page,
    "masthead": Masthead,
    "withdrawal": Withdrawal,
    "front": Front,
}
START = "0" * 64
"""The chain before the first row."""

TABLE = "journal"
COLUMNS = ("seq", "kind", "key", "op", "value", "digest", "approved_by", "at", "chain")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One row. `at` is ISO 8601, UTC.

    `value` is canonical JSON, as text or, for whoever reads many, in UTF-8; None for a drop or where it was compacted.
    """

    seq: int
    kind: Kind
    key: str
    op: Op
    value: str | bytes | None
    digest: str
    approved_by: str
    at: str
    chain: str = ""

    @property
    def text(self) -> str:
        """The value as text; "" for none."""
        return self.value.decode() if isinstance(self.value, bytes) else self.value or ""


def chain(secret: bytes, previous: str, entry: Entry) -> str:
    """Return the authenticator of an entry that follows `previous` (HMAC-SHA-256, hex; RFC 2104).

    Fields are joined with their lengths, so that no two different entries make the same message.
    """
    fields = (
        previous,
        str(entry.seq),
        entry.kind,
        entry.key,
        entry.op,
        entry.digest,
        entry.approved_by,
        entry.at,
    )
    message = "".join([f"{len(field.encode())}:{field}," for field in fields]).encode()
    return hmac.digest(secret, message, "sha256").hex()


def digest_of(op: Op, value: str | bytes | None) -> str:
    """Return the digest that an entry with this value must carry; a drop has the digest of nothing."""
    if op == "drop" or value is None:
        return digest(b"")
    return digest(value.encode() if isinstance(value, str) else value)


def check_chain(secret: bytes, previous: str, entry: Entry) -> None:
    """Refuse an entry that the newsroom did not write after `previous`.

    Raises:
        TrustError: The row, or one before it, was changed, added, moved or taken out. Nothing after it counts.
    """
    if not hmac.compare_digest(chain(secret, previous, entry), entry.chain):
        raise TrustError(
            f"Row {entry.seq} of the journal ({entry.kind} {entry.key}, {entry.at}) was not written by the newsroom, "
            "or a row before it was changed or taken out.",
            hint="Nothing after it is printed. Look who had access to the database, then restore it from a backup.",
        )


def value_of(entry: Entry, *, is_known: bool = False) -> Value | None:
    """Return the approved value of an entry whose chain was checked; None for a drop.

    Where the value `is_known` already, it is only compared with its digest, and None is returned.

    Raises:
        TrustError: The value differs from what was approved, or was compacted away.
        ValueRefusedError: The value breaks a rule of the model.
    """
    if entry.op == "drop":
        return None
    if entry.value is None:
        raise TrustError(f"Row {entry.seq} of the journal ({entry.kind} {entry.key}) has lost its value.")
    if digest_of(entry.op, entry.value) != entry.digest:
        raise TrustError(
            f"The value in row {entry.seq} of the journal ({entry.kind} {entry.key}) differs from what was approved "
            f"on {entry.at}.",
            hint="It is not printed; publish it again in the newsroom, then look who had access to the database.",
        )
    return None if is_known else decode(entry.value, KINDS[entry.kind])
