"""A copy of a page: where it came from, when it was made, and how to get its bytes."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

MAX_ADDRESS_CHARS = 2_000
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|yclid|mc_[ce]id)=", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index\.(?:html?|php)|default\.aspx?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of one page.

    Attributes:
        source: The name under which people know it.
        name: Its file name; only the ending is looked at.
        read: Returns its bytes; raises `SourceError` where they cannot be had.
        address: Where the page was, "" where nothing says so.
        made: When the copy was made, None where nothing says so.
        charset: In which encoding the server said it is.
    """

    source: str
    name: str
    read: Callable[[], bytes]
    address: str = ""
    made: dt.datetime | None = None
    charset: str = ""

    def __post_init__(self) -> None:
        if self.address and not _is_address(self.address):
            # A broken archive has such; its name keeps it, and nobody reads a host in it.
            object.__setattr__(self, "address", "")


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        _ = (parts.hostname, parts.port)
    except ValueError:
        return False
    return True


def page_key(address: str) -> str:
    """Return what tells a page from others: its address without scheme, "www.", tracking, index file and fragment."""
    try:
        parts = urlsplit(address.strip()[:MAX_ADDRESS_CHARS])
        host = (parts.hostname or "").lower().removeprefix("www.")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return address.strip()[:MAX_ADDRESS_CHARS]
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    path = _INDEX.sub("/", parts.path).rstrip("/")
    return f"{host}{port}{path}{'?' + query if query else ''}"
