"""Links that are not what they seem, tell on readers, or are too many."""

import re
import urllib.parse
from collections import Counter
from collections.abc import Iterable, Iterator

from skaryna.newsroom.leaving import hosts
from skaryna.newsroom.leaving.pieces import Link, Piece
from skaryna.newsroom.leaving.report import Warned, excerpt

FARM_LINKS = 5
"""So many links in one block …"""
FARM_LINKED_SHARE = 0.6
"""… that take so much of its words are no sentence."""
FARM_SAME_HOST = 8
FARM_TOTAL = 25
FARM_WORDS_A_LINK = 15
WORDLESS_BLOCKS = frozenset({"source", "embed"})

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|igsh(?:id)?|mc_[ce]id|_hs(?:enc|mi)|"
    r"mkt_tok|vero_id|oly_(?:enc|anon)_id|wt\.mc_id|ref_src|s_kwcid|aff(?:_?id|iliate)?|partner_?id|clickid|"
    r"subid\d?|pk_\w+|mtm_\w+",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"(?:access_|auth_?|api_?|id_|refresh_|csrf_?)?token|pass(?:word|wd)?|pwd|secret|api_?key|sess(?:ion)?_?id|"
    r"phpsessid|jsessionid|sid|auth|signature|x-amz-(?:signature|credential)|code_verifier|otp|invite",
    re.IGNORECASE,
)


def warned(pieces: Iterable[Piece]) -> Iterator[Warned]:
    """Yield what is odd about links, block by block, then about all of them together."""
    outward: list[str] = []
    words = 0
    for piece in pieces:
        words += len(piece.text.split())
        for link in piece.links:
            if host := hosts.host_of(link.address):
                outward.append(host)
                yield from _of(link, host, piece)
        yield from _farm(piece)
    counted = Counter(outward)
    if outward and counted.most_common(1)[0][1] >= FARM_SAME_HOST:
        host, times = counted.most_common(1)[0]
        yield Warned(kind="link farm", subject=host, times=times)
    if len(outward) >= FARM_TOTAL and words < FARM_WORDS_A_LINK * len(outward):
        yield Warned(kind="link farm", subject="*", times=len(outward))


def _of(link: Link, host: str, piece: Piece) -> Iterator[Warned]:
    shown = excerpt(link.text)
    parts = _split(link.address)
    if parts and "@" in parts.netloc:
        yield piece.warned("credentials", host, also=link.address, excerpt=shown)
    asked = urllib.parse.parse_qsl(f"{parts.query}&{parts.fragment}", max_num_fields=None) if parts else []
    tracking = [key for key, _ in asked if _TRACKING.fullmatch(key)]
    secret = [key for key, value in asked if _SECRET.fullmatch(key) and value]
    if secret:
        yield piece.warned("credentials", secret[0], also=link.address, excerpt=shown)
    if tracking:
        yield piece.warned("tracking", ", ".join(tracking[:5]), also=link.address, excerpt=shown)
    others = [named for named in hosts.named_in(link.text) if not hosts.belongs_to(named, host)]
    if others:
        yield piece.warned("other domain", others[0], also=link.address, excerpt=shown)
    if not any(c.isalnum() for c in link.text) and piece.where not in WORDLESS_BLOCKS:
        around = excerpt(piece.text)
        yield piece.warned("wordless link", host, also=link.address, excerpt=around)


def _farm(piece: Piece) -> Iterator[Warned]:
    links = [link for link in piece.links if hosts.host_of(link.address)]
    linked = sum(len(link.text) for link in links)
    if len(links) >= FARM_LINKS and linked >= FARM_LINKED_SHARE * max(1, len(piece.text)):
        host = hosts.host_of(links[0].address)
        yield piece.warned("link farm", host, times=len(links), excerpt=excerpt(piece.text))


def _split(address: str) -> urllib.parse.SplitResult | None:
    try:
        return urllib.parse.urlsplit(address)
    except ValueError:
        return None
