"""Text that looks like a program: it can do nothing on readers' pages, but nobody writes it by accident."""

import re
from collections.abc import Iterable, Iterator

from skaryna.newsroom.leaving.pieces import Piece
from skaryna.newsroom.leaving.report import Warned, excerpt

MIN_BASE64_CHARS = 120
_SCRIPT = re.compile(
    r"<\s{0,9}/?\s{0,9}script\b|(?:java|vb|live)script\s{0,9}:|\bdata\s{0,9}:\s{0,9}[\w.+-]{1,40}/[\w.+-]{1,60}[;,]|"
    r"\bon(?:error|load|unload|click|dblclick|mouse\w{2,6}|pointer\w{2,7}|focus\w{0,3}|blur|key\w{2,6}|submit|toggle|"
    r"animation\w{3,9}|transition\w{3,9}|begin|end|message|hashchange|pageshow|wheel|drag\w{0,5}|drop|copy|paste)"
    r"\s{0,9}=\s{0,9}[\"'\w(]|"
    r"\b(?:eval|atob|unescape|setTimeout|importScripts)\s{0,9}\(|\bdocument\s{0,3}\.\s{0,3}(?:write|cookie|location)|"
    r"\bString\s{0,3}\.\s{0,3}fromCharCode|\.innerHTML\b|<\?php|<%\s|\{\{[^{}]{1,80}\}\}|\{%[^{}]{1,80}%\}|\$\{[^{}]{1,80}\}",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<(?:[a-z][a-z0-9-]{0,20}(?=[\s/>])|/[a-z][a-z0-9-]{0,20}\s{0,9}>|!--|!doctype)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{2,7}|#x[0-9a-f]{2,6}|[a-z]{2,8});", re.IGNORECASE)
_BASE64 = re.compile(rf"[A-Za-z0-9+/_-]{{{MIN_BASE64_CHARS},}}={{0,2}}")
_CODES = re.compile(r"(?:%[0-9a-fA-F]{2}){20,}|(?:\\x[0-9a-fA-F]{2}){10,}|(?:\\u[0-9a-fA-F]{4}){8,}")


def warned(pieces: Iterable[Piece]) -> Iterator[Warned]:
    """Yield the first of each kind in each piece."""
    for piece in pieces:
        yield from of_text(piece.text, piece)
        for link in piece.links:
            if encoded := _encoded(link.address):
                yield piece.warned("encoded", encoded[:60], also=link.address)


def of_text(text: str, piece: Piece) -> Iterator[Warned]:
    """Yield what looks like a program or markup in a text of a piece."""
    if found := _SCRIPT.search(text):
        yield piece.warned("script", found[0][:60], excerpt=excerpt(text, found.start(), len(found[0])))
    elif found := _MARKUP.search(text) or _ENTITY.search(text):
        yield piece.warned("markup", found[0][:60], excerpt=excerpt(text, found.start(), len(found[0])))
    if encoded := _encoded(text):
        yield piece.warned("encoded", encoded[:60], excerpt=excerpt(encoded))


def _encoded(text: str) -> str:
    """Return a long run of letters and digits without a word in it, or of codes; "" where there is none."""
    for match in _BASE64.finditer(text):
        run = match[0]
        if any(c.isdigit() for c in run) and any(c.isupper() for c in run) and any(c.islower() for c in run):
            return run
    codes = _CODES.search(text)
    return codes[0] if codes else ""
