"""Marks that only the newsroom can make: with the journal's key, which is not in the database.

The clock and a second pair of eyes act on rows of the database. Whoever can write there, but does not have the key,
must not be able to publish by them.
"""

import hmac

from skaryna.newsroom.place import current


def mark(*fields: str) -> str:
    """Return the authenticator of some fields (HMAC-SHA-256, hex; RFC 2104).

    Fields are joined with their lengths, so that no two different ones make the same message. The first says what it
    is for; no row of the journal begins like that.
    """
    message = b"".join(b"%d:%b," % (len(raw), raw) for raw in (field.encode() for field in ("newsroom", *fields)))
    return hmac.digest(current().journal_key(), message, "sha256").hex()


def is_ours(given: str, *fields: str) -> bool:
    """Whether the newsroom made a mark for these fields."""
    return hmac.compare_digest(given, mark(*fields))
