"""New names: domains, e-mail addresses, telephones and accounts that the publication never had before.

An intruder lives from the first and the last; a source may die of the middle ones.
"""

import re
from collections.abc import Iterable, Iterator

from skaryna.newsroom.leaving import hosts
from skaryna.newsroom.leaving.pieces import Link, Piece
from skaryna.newsroom.leaving.report import MAX_NAME_CHARS, Known, Name, NameKind, Trick, Warned, excerpt

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
_PHONE = re.compile(r"(?<![\w+/.=-])(?:\+|00|8[ -]?\(?0)\d(?:[ ().–-]{0,3}\d){7,14}(?![\w])")
_DIGITS = range(9, 16)
_ACCOUNT = re.compile(
    r"(?<!\w)(?:bc1[a-z0-9]{25,60}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|"
    r"[48][1-9A-HJ-NP-Za-km-z]{94}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30})(?!\w)"
)
_KINDS: dict[NameKind, Trick] = {
    "host": "new domain",
    "mail": "new mail",
    "phone": "new phone",
    "account": "new account",
}


def names_of(piece: Piece) -> Iterator[tuple[Name, Link]]:
    """Yield every name in a piece, with the link or words that have it."""
    for (kind, name), link in _names(piece):
        yield (kind, name[:MAX_NAME_CHARS]), link


def _names(piece: Piece) -> Iterator[tuple[Name, Link]]:
    for link in piece.links:
        if link.address.lower().startswith("mailto:"):
            for mail in _MAIL.findall(link.address[7:]):
                yield ("mail", mail.casefold()), link
        elif host := hosts.host_of(link.address):
            yield ("host", host), link
    for host in hosts.named_in(piece.text):
        yield ("host", host), Link("", host)
    if "@" in piece.text:
        for mail in _MAIL.findall(piece.text):
            yield ("mail", mail.casefold()), Link("", mail)
    for match in _PHONE.finditer(piece.text):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) in _DIGITS:
            yield ("phone", digits), Link("", match[0])
    for match in _ACCOUNT.finditer(piece.text):
        if _is_account(account := match[0].replace(" ", "")):
            yield ("account", account), Link("", match[0])


def _is_account(text: str) -> bool:
    """A wallet by its shape, a bank's account by its check digits (ISO 13616)."""
    if not re.match(r"[A-Z]{2}\d{2}", text):
        return any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
    turned = text[4:] + text[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def warned(pieces: Iterable[Piece], known: Known, house: frozenset[str]) -> Iterator[Warned]:
    """Yield each name that is new, once, and what is odd about it."""
    first: dict[Name, tuple[Piece, Link]] = {}
    times: dict[Name, int] = {}
    for piece in pieces:
        for name, link in names_of(piece):
            first.setdefault(name, (piece, link))
            times[name] = times.get(name, 0) + 1
    twins = {**{hosts.skeleton(each): each for each in house}, **known.twins}
    for name, (piece, link) in first.items():
        kind, text = name
        if name in known.names or (kind == "host" and text in house):
            continue
        at = max(0, piece.text.find(link.text))
        around = excerpt(piece.text, at, len(link.text))
        yield piece.warned(_KINDS[kind], text, also=link.address, excerpt=around, times=times[name])
        if kind != "host":
            continue
        twin = twins.get(hosts.skeleton(text), "")
        if twin and not hosts.belongs_to(text, twin):
            yield piece.warned("lookalike domain", text, also=twin)
        if hosts.is_mixed(text):
            yield piece.warned("mixed letters", text, also=_spelled(text))
        elif hosts.is_punycode(link.address or link.text):
            yield piece.warned("punycode", text, also=link.address)


def _spelled(host: str) -> str:
    """Write out each letter that is not what it seems."""
    return "".join(c if c.isascii() else f"⟨U+{ord(c):04X}⟩" for c in host)
