"""What a browser asks: the head of an HTTP/1.1 request, read strictly. Pure."""

import re
from functools import lru_cache

import msgspec

from skaryna.serve.compress import choose

MAX_HEAD_BYTES = 16 << 10
MAX_TARGET_CHARS = 8_000
MAX_KNOWN_BYTES = 1_000
MAX_KNOWN = 4_000
"""Heads that browsers send again and again are remembered as what they ask: so many, none larger."""

_LINE = re.compile(rb"([A-Z]{1,20}) ([!-~]{1,%d}) HTTP/1\.([01])\Z" % MAX_TARGET_CHARS)
_FIELD = re.compile(
    rb"\r\n(accept-encoding|if-none-match|connection|content-length|transfer-encoding)[ \t]*:[ \t]*([^\r\n]*)",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"https?://[^/?]*", re.IGNORECASE)


class Request(msgspec.Struct, frozen=True, gc=False):
    """`target` is the path as written, without its query; `coding` br, gzip or ""; `stays`: whether more may follow."""

    method: str
    target: str
    coding: str = ""
    if_none_match: str = ""
    stays: bool = True


def read(head: bytes) -> Request | None:
    """Return what the head of a request asks (all before its empty line), or None where it is no request."""
    return _known(head) if len(head) <= MAX_KNOWN_BYTES else _read(head)


def _read(head: bytes) -> Request | None:
    line, _, _ = head.partition(b"\r\n")
    found = _LINE.match(line)
    if found is None or b"\0" in head or head.count(b"\n") != head.count(b"\r\n"):
        return None
    method, target, minor = found.groups()
    coding, match, stays = b"", "", minor == b"1"
    for name, value in _FIELD.findall(head, len(line)):
        match name.lower():
            case b"accept-encoding":
                coding += b"," + value
            case b"if-none-match":
                match = value.decode("latin-1")
            case b"connection":
                stays = stays and b"close" not in value.lower()
            case _:
                # Nobody needs to send a body to read. Where it would end is not looked for: nothing that follows on
                # this line is taken for a request.
                stays = stays and name.lower() == b"content-length" and value.strip() == b"0"
    return Request(method.decode(), _path(target), _coding(coding), match, stays)


_known = lru_cache(MAX_KNOWN)(_read)


def forget() -> None:
    """Forget all heads: they say what somebody reads, and with what. Nobody's stays in memory longer than is useful."""
    _known.cache_clear()


@lru_cache(1_000)
def _coding(named: bytes) -> str:
    return choose(named.decode("latin-1"))


def _path(target: bytes) -> str:
    text = target.decode("ascii").partition("?")[0].partition("#")[0]
    # A proxy may ask by whole addresses.
    return text if text.startswith("/") else _ABSOLUTE.sub("", text, count=1) or "/"
