"""Telling others that there is a new edition, where the settings name them: a WebSub hub, IndexNow. Never in its way.

What is to be told lies in `pings.json` until it was; a failure is said once, tried again later and at last given up. It
goes its own way beside the press: an edition appears whether anybody listens or not.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode, urlsplit

import msgspec

from skaryna.errors import PressError, SkarynaError, UnreachableError
from skaryna.model import Publication
from skaryna.outside import files
from skaryna.outside.asking import Way, ask
from skaryna.outside.folder import Folder
from skaryna.press import addresses
from skaryna.press.feeds import FORMS
from skaryna.press.standards import indexnow_key

MAX_ADDRESSES = 1_000
"""Of one edition; after a change of everything the home pages are told, and sitemap and feeds have the rest."""
MAX_FEEDS = 50
WAITS_S = (60.0, 600.0, 3_600.0, 21_600.0)
"""After a failure; after the last one it is given up."""
MAX_FILE_BYTES = 4 << 20
FILE_NAME = "pings.json"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json; charset=utf-8"}
_FEEDS = tuple(f".{form.suffix}" for form in FORMS)


class Ping(msgspec.Struct, frozen=True, kw_only=True):
    """A message: to whom, at which address, which words; how often it failed, and not before when to try again."""

    to: Literal["websub", "indexnow"]
    address: str
    body: str
    failures: int = 0
    not_before: float = 0.0


def pings(publication: Publication, changed: Iterable[str]) -> list[Ping]:
    """Return what is to be told of an edition.

    Args:
        publication: Whose settings say whom to tell.
        changed: Paths that came, changed or went.
    """
    paths = sorted(changed)
    found = []
    feeds = [path for path in paths if _is_feed(path)][:MAX_FEEDS]
    if publication.websub_hub and feeds:
        told = [("hub.mode", "publish"), *(("hub.url", addresses.absolute(publication, path)) for path in feeds)]
        found.append(Ping(to="websub", address=publication.websub_hub, body=urlencode(told)))
    pages = [path for path in paths if _is_page(path)]
    if publication.indexnow and pages:
        if len(pages) > MAX_ADDRESSES:
            pages = [addresses.home(publication, language) for language in publication.languages]
        key = indexnow_key(publication)
        said = {
            "host": urlsplit(publication.root).netloc,
            "key": key,
            "keyLocation": addresses.absolute(publication, f"{key}.txt"),
            "urlList": [addresses.absolute(publication, path) for path in pages],
        }
        found.append(Ping(to="indexnow", address=publication.indexnow, body=msgspec.json.encode(said).decode()))
    return found


def _is_page(path: str) -> bool:
    """Whether it is a page for search engines: they are asked to leave the page of missing addresses and copies out."""
    return path.endswith(".html") and path.rpartition("/")[2] != "404.html" and addresses.COPY not in path


def _is_feed(path: str) -> bool:
    return path.endswith(_FEEDS) and not path.startswith(("sitemap", ".skaryna/", "metadata/"))


def send(ping: Ping, way: Way) -> None:
    """Tell one.

    Raises:
        UnreachableError: It does not answer, or is busy; later it may.
        PressError: It will not hear it.
    """
    headers = _FORM if ping.to == "websub" else _JSON
    reply = ask("POST", ping.address, way, headers=headers, body=ping.body.encode(), max_bytes=200)
    if 200 <= reply.status < 300:
        return
    host = urlsplit(ping.address).hostname
    if reply.status == 429 or reply.status >= 500:
        raise UnreachableError(f"{host} answers {reply.status}.")
    raise PressError(
        f"{host} will not hear of the new edition: it answers {reply.status}.",
        hint=f"Look whether {'websub_hub' if ping.to == 'websub' else 'indexnow'} in skaryna.toml is right.",
    )


Say = Callable[[SkarynaError], None]


@dataclass(slots=True)
class Pinger:
    """A thread that tells what waits; the file outlives it."""

    folder: Folder
    say: Say
    way: Way
    clock: Callable[[], float] = time.time
    _waiting: list[Ping] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _more: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin with what was not told the last time."""
        self._waiting = _read(self._path)
        threading.Thread(target=self._live, name="pings", daemon=True).start()

    def tell(self, publication: Publication, changed: Iterable[str]) -> None:
        """Have an edition told; return at once. What is newer takes the place of what waits for the same ear."""
        fresh = pings(publication, changed)
        if not fresh:
            return
        with self._lock:
            self._waiting = [*self._waiting, *fresh][-MAX_FEEDS:]
            self._keep()
        self._more.set()

    def stop(self) -> None:
        """End; what waits is told by the next press."""
        self._over.set()
        self._more.set()

    def _live(self) -> None:
        while not self._over.is_set():
            left = self.once()
            self._more.wait(left)
            self._more.clear()

    def once(self) -> float | None:
        """Tell all that is due; return in how many seconds the next one is, None where none waits."""
        for ping in list(self._waiting):
            if self._over.is_set() or ping.not_before > self.clock():
                continue
            again = self._tried(ping)
            with self._lock:
                self._waiting = [each for each in self._waiting if each is not ping] + ([again] if again else [])
                self._keep()
        due = min((each.not_before for each in self._waiting), default=None)
        return None if due is None else max(0.1, due - self.clock())

    def _tried(self, ping: Ping) -> Ping | None:
        """Tell one; return it where it is to be tried again."""
        try:
            send(ping, self.way)
        except PressError as error:
            self.say(error)
        except SkarynaError as error:
            if ping.failures >= len(WAITS_S):
                self.say(PressError(f"Given up telling of an edition: {error.message}", hint=error.hint))
                return None
            if ping.failures == 0:
                self.say(UnreachableError(f"{error.message} The edition is out; telling of it is tried again later."))
            wait = WAITS_S[ping.failures]
            return msgspec.structs.replace(ping, failures=ping.failures + 1, not_before=self.clock() + wait)
        return None

    @property
    def _path(self) -> Path:
        return self.folder.root / FILE_NAME

    def _keep(self) -> None:
        with contextlib.suppress(SkarynaError):
            files.write_quickly(self._path, msgspec.json.encode(self._waiting), mode=0o600)


def _read(path: Path) -> list[Ping]:
    """Return what waits; a file that is damaged or somebody's joke has nothing to tell."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return []
        return msgspec.json.decode(path.read_bytes(), type=list[Ping])
    except (OSError, msgspec.DecodeError):
        return []
