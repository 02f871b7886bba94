"""Pages saved as one file (MHTML, “web archive, single file”): the page in it, its pictures, where and when it was saved."""

import datetime as dt
import email
import email.message
import email.policy
import email.utils
import urllib.parse
from collections.abc import Callable, Iterator
from email.errors import MessageError
from pathlib import Path

from skaryna.errors import SkarynaError, SourceError
from skaryna.rescue.archives.media import PICTURE_STARTS
from skaryna.rescue.copies import MAX_ADDRESS_CHARS, Copy
from skaryna.rescue.exports.webarchive import local_name
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


def pictures_in(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of a file, each by every name that its page may call it, and its bytes.

    What is damaged is passed over; whoever reads the page says so.
    """
    try:
        message = _parsed(data)
        home = _header(_page(message), "content-location")
    except SourceError:
        return
    for count, part in enumerate(message.walk()):
        if count > MAX_PARTS:
            return
        if part.is_multipart() or not (names := list(_names(part, home))):
            continue
        try:
            picture = _bytes(part)
        except SourceError:
            continue
        if part.get_content_maintype() == "image" or picture.startswith(PICTURE_STARTS):
            for name in names:
                yield name, picture


def _names(part: email.message.Message, home: str) -> Iterator[str]:
    """Yield what the page may call a part: its number, its address, and its place beside the page."""
    if number := _header(part, "content-id").strip("<>"):
        yield local_name(f"cid:{number}")
    place = _header(part, "content-location")
    if not place or len(place) > MAX_ADDRESS_CHARS:
        return
    try:
        whole = urllib.parse.urljoin(home, place)
    except ValueError:
        return
    if whole.startswith(("http://", "https://")):
        yield whole
        return
    yield local_name(place)
    folder = home.rpartition("/")[0]
    if folder and whole.startswith(f"{folder}/"):
        yield local_name(whole.removeprefix(f"{folder}/"))


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
