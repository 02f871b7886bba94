"""The local reader: gives out only bytes that are in the signed edition, from whichever copy has them."""

import concurrent.futures
import datetime as dt
import functools
import hashlib
import threading
import time
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from skaryna.errors import CopyError, SkarynaError, TrustError, UnreachableError
from skaryna.outside.copies.folder import FolderCopy
from skaryna.seal import mirrors as lists
from skaryna.seal.manifest import MAX_SHARD_BYTES, SUMS, parse_index, parse_shard, shard_of
from skaryna.seal.metadata import About
from skaryna.seal.pins import Pinned, Pins, address_key
from skaryna.seal.trusting import Trusted
from skaryna.serve.answer import clean
from skaryna.serve.mirrors import Mirror, Race, order
from skaryna.serve.shelf import Proof, Shelf

REFRESH_S = 60.0
"""Signed metadata is asked for at most so often."""
RETRY_S = 5.0
"""But so soon again where nothing was proved, or what was proved is gone."""
EXAMINE_S = 30.0
GRACE_S = 2.0
MAX_SHARDS_PARSED = 64

Now = Callable[[], dt.datetime]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the edition: its path, its verified bytes, and since when nobody has confirmed it (None: it is)."""

    path: str
    data: bytes
    unconfirmed_since: dt.date | None


class Absent(Exception):  # noqa: N818 - an answer, not a failure
    """The signed edition has no such file."""


@dataclass(frozen=True, slots=True)
class _Edition:
    """What is read from: the edition that was proved, and the SHA-256 of each of its shards."""

    trusted: Trusted
    shards: tuple[str, ...]

    @property
    def about(self) -> About:
        return self.trusted.sealed.about


class Reader:
    """Reads one publication from several copies.

    Attributes:
        mirrors: The copies: those that were named, then those that the editors signed.
        race: How they are asked.
        grace_s: How long to wait for others when one copy has proved an edition.
    """

    def __init__(
        self, places: Sequence[str], pins: Pins, shelf: Shelf, *, now: Now = _now, fingerprint: str = ""
    ) -> None:
        self.mirrors = [Mirror(place) for place in places]
        self.race = Race()
        self.grace_s = GRACE_S
        self._places = tuple(mirror.where for mirror in self.mirrors)
        self._pins = pins
        self._shelf = shelf
        self._now = now
        self._fingerprint = fingerprint
        self._edition: _Edition | None = None
        self._parsed: dict[str, dict[str, str]] = {}
        self._refreshed = -REFRESH_S
        self._refreshing = threading.Lock()
        self._proof: Proof | None = None

    @property
    def edition(self) -> Trusted | None:
        """The newest edition that any copy has proved."""
        return self._edition.trusted if self._edition else None

    def keep(self, proof: Proof) -> None:
        """Keep what proves the edition, and read from there when all else is gone."""
        self._proof = proof
        self.mirrors.append(Mirror(str(proof.folder), FolderCopy(proof.folder)))

    def refresh(self) -> None:
        """Examine the copies again and take up the newest edition; keep the old one where none proves any."""
        with self._refreshing:
            self._refreshed = time.monotonic()
            todo = list(self.mirrors)
            if self._known() is None and not self._fingerprint:
                # One after the other: where nothing is pinned, the first copy that was named is the one to believe.
                while todo and not self._examine(todo.pop(0)):
                    continue
            waiting = {self.race.submit(functools.partial(self._examine, mirror)) for mirror in todo}
            until = time.monotonic() + EXAMINE_S
            while waiting and time.monotonic() < until and not any(mirror.trusted for mirror in self.mirrors):
                _, waiting = concurrent.futures.wait(waiting, EXAMINE_S, concurrent.futures.FIRST_COMPLETED)
            # Others may prove a newer edition; whoever hangs is not waited for, and counts at the next time.
            concurrent.futures.wait(waiting, timeout=self.grace_s)
            self._take_up()

    def _examine(self, mirror: Mirror) -> bool:
        known = self._known()
        return mirror.examine(self._pins, now=self._now(), fingerprint="" if known else self._fingerprint, known=known)

    def _known(self) -> Pinned | None:
        """Return the publication that is read: every copy must be of it, whatever it says of itself."""
        if self._edition is not None:
            return self._pins.at(address_key(self._edition.about.address))
        if self._fingerprint:
            return None
        return next((known for place in self._places if (known := self._pins.at(place))), None)

    def _take_up(self) -> None:
        """Change to the newest edition whose index can be had."""
        proved = sorted((m for m in self.mirrors if m.trusted), key=lambda m: _rank(m.trusted), reverse=True)
        for mirror in proved:
            trusted = mirror.trusted
            if trusted is None or (self._edition is not None and _rank(trusted) < _rank(self._edition.trusted)):
                continue
            about = trusted.sealed.about
            try:
                index = self._by_digest(f"{SUMS}{about.index}", about.index, 65 << about.bits, about.index)
                edition = _Edition(trusted, parse_index(index, about.index, bits=about.bits))
            except SkarynaError as error:
                mirror.problem = error.message
                continue
            self._edition = edition
            self._add_mirrors(edition)
            if self._proof is not None:
                self._proof.keep(trusted.sealed, index)
            return

    def _add_mirrors(self, edition: _Edition) -> None:
        """Read also from the addresses that the editors signed."""
        try:
            found = lists.parse(self._page(edition, lists.PATH).data)
        except (Absent, SkarynaError):
            return
        here = {mirror.where for mirror in self.mirrors}
        self.mirrors += [Mirror(each) for each in found if each not in here]

    def find(self, target: str) -> Page | str:
        """Return what a request's path asks for, or the path to send the browser to.

        Raises:
            Absent: The edition has nothing there.
            UnreachableError: No copy has it as it was signed, or no edition is known.
            TrustError: A signed list breaks its form.
        """
        self._refresh_if_due()
        path = clean(target.split("?", 1)[0].split("#", 1)[0])
        if path is None:
            raise Absent(target)
        try:
            return self._found(path)
        except UnreachableError:
            # The copies may have a newer edition meanwhile, and this page of ours no more.
            if time.monotonic() - self._refreshed < RETRY_S:
                raise
            self.refresh()
            return self._found(path)

    def _found(self, path: str) -> Page | str:
        edition = self._now_read()
        names = [f"{path}index.html"] if not path or path.endswith("/") else [path, f"{path}.html"]
        for name in names:
            if self._digest(edition, name) is not None:
                return self._page(edition, name)
        if path and not path.endswith("/") and self._digest(edition, f"{path}/index.html") is not None:
            return f"/{urllib.parse.quote(path)}/"
        raise Absent(path)

    def missing_page(self, path: str) -> Page | None:
        """Return the edition's own page for what is absent, in the language of the folder that was asked for."""
        language = path.lstrip("/").split("/", 1)[0]
        for name in (f"{language}/404.html", "404.html"):
            try:
                return self._page(self._now_read(), name)
            except (Absent, SkarynaError):
                continue
        return None

    def _refresh_if_due(self) -> None:
        age = time.monotonic() - self._refreshed
        if self._edition is None and age >= RETRY_S:
            self.refresh()
        elif age >= REFRESH_S and not self._refreshing.locked():
            self._refreshed = time.monotonic()
            self.race.submit(self.refresh)

    def _now_read(self) -> _Edition:
        if self._edition is None:
            raise UnreachableError("No copy proves an edition.")
        return self._edition

    def _page(self, edition: _Edition, path: str) -> Page:
        digest = self._digest(edition, path)
        if digest is None:
            raise Absent(path)
        data = self._by_digest(path, digest, edition.about.max_bytes, edition.about.index)
        sealed = edition.trusted.sealed
        is_newest = edition.trusted.standing != "outdated" and not sealed.is_expired(self._now())
        return Page(path, data, None if is_newest else sealed.confirmed.date())

    def _digest(self, edition: _Edition, path: str) -> str | None:
        """Return the SHA-256 that was signed for a path; None where none was."""
        about = edition.about
        number = shard_of(path, about.bits)
        name = edition.shards[number]
        listed = self._parsed.get(name)
        if listed is None:
            data = self._by_digest(f"{SUMS}{name}", name, MAX_SHARD_BYTES, about.index)
            listed = parse_shard(data, name, number=number, bits=about.bits)
            if len(self._parsed) >= MAX_SHARDS_PARSED:
                self._parsed.clear()
            self._parsed[name] = listed
        return listed.get(path)

    def _by_digest(self, path: str, digest: str, max_bytes: int, index: str) -> bytes:
        """Return bytes that have a digest: kept ones, or the first right ones that a copy gives."""
        if (kept := self._shelf.get(digest)) is not None:
            return kept

        def ask(mirror: Mirror) -> bytes:
            data = mirror.copy.get(path, max_bytes)
            if hashlib.sha256(data).hexdigest() == digest:
                return data
            if mirror.trusted is not None and mirror.trusted.sealed.about.index == index:
                raise TrustError(f"{mirror.where} gives an altered {path}.")
            raise CopyError(f"{mirror.where} has another {path}.", path=path)

        data = self.race.run(order(self.mirrors, index), ask)
        self._shelf.put(digest, data)
        return data


def _rank(trusted: Trusted | None) -> tuple[int, int, float]:
    """Newer keys first, then newer editions, then what was confirmed last."""
    if trusted is None:
        return 0, 0, 0.0
    sealed = trusted.sealed
    return sealed.root_version, sealed.versions[2], sealed.confirmed.timestamp()
