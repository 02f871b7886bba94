"""Pages saved as one file (MHTML, “web archive, single file”): the page in it, where it was, and when it was saved."""

import datetime as dt
import email
import email.message
import email.policy
import email.utils
from collections.abc import Callable
from email.errors import MessageError
from pathlib import Path

from skaryna.errors import SkarynaError, SourceError
from skaryna.rescue.copies import MAX_ADDRESS_CHARS, Copy
from skaryna.rescue.spool import Spool

SUFFIXES = frozenset({".mhtml", ".mht"})
MAX_PARTS = 5_000


def copy_in(path: Path, read: Callable[[], bytes], spool: Spool) -> Copy:
    """Return the page in a file; one that holds none is a copy that cannot be read, and says why."""
    try:
        message = _parsed(read())
        page = _page(message)
        data = _bytes(page)
        digest = spool.put(data)
    except SkarynaError as error:
        said = error.message

        def refuse() -> bytes:
            raise SourceError(said)

        return Copy(source=str(path), name=path.name, read=refuse)
    address = _header(page, "content-location") or _header(message, "snapshot-content-location")
    return Copy(
        source=str(path),
        name="page.html",
        read=lambda: spool.get(digest),
        address=address[:MAX_ADDRESS_CHARS] if address.startswith(("http://", "https://")) else "",
        made=_made(message),
        charset=page.get_content_charset() or "",
    )


def _parsed(data: bytes) -> email.message.Message:
    try:
        return email.message_from_bytes(data, policy=email.policy.compat32)
    except (MessageError, ValueError, TypeError, RecursionError, LookupError) as error:
        raise SourceError("It is no page saved as one file: its parts cannot be told.") from error


def _page(message: email.message.Message) -> email.message.Message:
    """Return the first part that is a page."""
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            break
        if part.get_content_type() in {"text/html", "application/xhtml+xml"} and not part.is_multipart():
            return part
    raise SourceError("There is no page in it.", hint="Save the page again, as HTML.")


def _bytes(part: email.message.Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AssertionError) as error:
        raise SourceError("The page in it is damaged.") from error
    if not isinstance(data, bytes) or not data.strip():
        raise SourceError("The page in it is empty.")
    return data


def _header(part: email.message.Message, name: str) -> str:
    return " ".join(str(part.get(name, "")).split())


def _made(message: email.message.Message) -> dt.datetime | None:
    """Return when it was saved, as the browser wrote it; None where it did not or wrote nonsense."""
    try:
        made = email.utils.parsedate_to_datetime(_header(message, "date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if made.tzinfo is None:
        made = made.replace(tzinfo=dt.UTC)
    try:
        return made.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
