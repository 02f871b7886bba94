"""The signed list of addresses where the same edition lies."""

import hashlib
import urllib.parse

import msgspec

from skaryna.errors import CopyError
from skaryna.outside.copies import Copy
from skaryna.seal.client import Sealed

PATH = ".skaryna/mirrors.json"
MAX_BYTES = 64 << 10
MAX_MIRRORS = 20


def mirrors_of(copy: Copy, sealed: Sealed) -> list[str]:
    """Return the addresses; [] where the copy has no sound list of them."""
    try:
        data = copy.get(PATH, MAX_BYTES)
    except CopyError:
        return []
    return parse(data) if hashlib.sha256(data).hexdigest() == sealed.listed.get(PATH) else []


def parse(data: bytes) -> list[str]:
    """Return the addresses of a list that was signed; what is none is left out."""
    try:
        found = msgspec.json.decode(data, type=dict[str, list[str]]).get("mirrors", [])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    return [each for each in found if each.startswith(("http://", "https://"))][:MAX_MIRRORS]


def own_hosts(copy: Copy, sealed: Sealed) -> frozenset[str]:
    """Return the hosts of the publication, its mirrors and the copy itself."""
    found = set()
    for each in (sealed.about.address, copy.where, *mirrors_of(copy, sealed)):
        try:
            found.add(urllib.parse.urlsplit(each).hostname or "")
        except ValueError:
            continue
    return frozenset(found - {""})
