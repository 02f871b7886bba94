"""Is a cited page still there? One address, a few small questions, and nobody else is asked than the host it names."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from skaryna.errors import UnreachableError
from skaryna.outside.asking import Reply, Way, ask
from skaryna.outside.dialling import NowhereError

State = Literal["alive", "moved", "gone", "nowhere", "silent", "broken", "refused", "distrusted", "private"]

MAX_STEPS = 5
_GONE = frozenset({404, 410, 451})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LIKE_A_BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a link; `said` is a status, or the place that readers are sent to."""

    state: State
    said: str = ""


def check(address: str, way: Way) -> Told:
    """Ask with HEAD, and with GET where that tells nothing: some hosts answer HEAD with mistakes."""
    try:
        told = _followed("HEAD", address, way)
        return told if told.state == "alive" else _followed("GET", address, way)
    except NowhereError:
        return Told("nowhere")
    except UnreachableError as error:
        return Told(_unreachable(error.message))


def _followed(method: str, address: str, way: Way) -> Told:
    """Ask, following the host's own signposts as long as they lead to itself; another host is not asked."""
    start = urlsplit(address)
    for _ in range(MAX_STEPS):
        reply = ask(method, address, way, headers=_LIKE_A_BROWSER, max_bytes=1)
        if reply.status not in _REDIRECTS or not reply.location:
            return _judged(reply)
        try:
            address = urljoin(address, reply.location)
            there = urlsplit(address)
            same = _site(there.hostname) == _site(start.hostname) and there.scheme in {"http", "https"}
        except ValueError:
            return Told("broken", str(reply.status))
        if not same:
            return Told("moved", address[:300])
        if start.path.strip("/") and not there.path.strip("/") and not there.query:
            # Where a page is gone, many hosts send readers to their front page and call that an answer.
            return Told("moved", address[:300])
    return Told("broken", str(reply.status))


def _judged(reply: Reply) -> Told:
    status = reply.status
    if 200 <= status < 300:
        return Told("alive")
    if status in _GONE:
        return Told("gone", str(status))
    if status in {401, 403, 405, 406, 407, 429}:
        return Told("refused", str(status))
    return Told("broken", str(status))


def _site(host: str | None) -> str:
    return (host or "").lower().rstrip(".").removeprefix("www.")


def _unreachable(said: str) -> State:
    if "private network" in said or "no address of the web" in said:
        return "private"
    return "distrusted" if "certificate" in said else "silent"
