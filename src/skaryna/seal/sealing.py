"""Sealing an edition: from the digests of its files to the proof that lies beside them.

The record of what was signed is written before readers see the edition, so that a crash in between costs a version
number and nothing else. Cost: proportional to what changed.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec
from tuf.api.metadata import Metadata, Root, Targets

from skaryna.errors import TrustError, WaitingError
from skaryna.model import Trust
from skaryna.seal import metadata
from skaryna.seal.keys import ceremony
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.listing import Files, Proof, Read, kept_sums, listing_of, sums_of
from skaryna.seal.metadata import About
from skaryna.seal.roles import Role, expiry, is_due
from skaryna.seal.signed import Record, Signed

KEPT_SUMS = 3
"""Editions whose lists stay: a reader's client in the middle of one finds its parts."""

WAITING = "edition"
MAX_NAMED_PAGES = 20


class Sealer:
    """Signs editions of one publication with the keys of this machine."""

    def __init__(self, ring: Keyring, *, name: str, address: str, now: Callable[[], dt.datetime]) -> None:
        self.ring = ring
        self._name = name
        self._address = address
        self._now = now
        self._signed = Signed(ring.metadata)

    def trust(self) -> Trust:
        """Return the root that readers pin."""
        return self.ring.trust()

    def unlock(self) -> None:
        """Open every key now, so that a passphrase is asked for at the start and not at night.

        Raises:
            TrustError, SettingsError: It is wrong, or there is nobody to ask.
        """
        for role in ("targets", "snapshot", "timestamp"):
            self.ring.role_signers(role)

    def seal(self, listed: Files, beside: dict[str, bytes], read: Read) -> Proof:
        """Sign an edition; an unchanged one keeps its signatures as long as they are good.

        Args:
            listed: The edition's files.
            beside: path -> bytes of listed files that clients ask for by name (the mirrors, the readers' worker).
            read: The store.

        Raises:
            WaitingError: More people must sign.
            TrustError: A key is missing or its passphrase wrong.
            PressError: A path cannot stand in a manifest.
        """
        record = self._signed.record()
        listing = listing_of(listed, record, read)
        about = About(
            edition=listed.edition, index=listing.digest, bits=listing.bits, files=len(listed.digests),
            bytes=listed.bytes, max_bytes=listed.max_bytes, name=self._name, address=self._address,
        )  # fmt: skip
        round_ = _Round(self.ring, self._signed, self.ring.root(), record, self._now())
        wanted = metadata.targets_of(about, listing.index, beside, version=record.targets + 1, now=round_.now)
        record = round_.finish(round_.targets(wanted, about, changes=listed.changes), about)
        new = {**self._signed.files(), **sums_of(listing)}
        return Proof(new, tuple(sorted(kept_sums(record, listing, read) - new.keys())), listing.digest)

    def renew(self) -> Proof | None:
        """Sign again what is due, without a new edition; None where no edition was signed under this root.

        Returns:
            All metadata, in the order in which it is to be delivered, for the edition with that index.

        Raises:
            TrustError: A key is missing or its passphrase wrong.
        """
        record, root = self._signed.record(), self.ring.root()
        round_ = _Round(self.ring, self._signed, root, record, self._now())
        targets = self._signed.targets(record.targets, root)
        if record.about is None or targets is None:
            return None
        if is_due("targets", targets.signed.expires, round_.now):
            again = Targets(
                version=record.targets + 1,
                expires=expiry("targets", round_.now),
                targets=targets.signed.targets,
            )
            targets = round_.targets(again, record.about)
        round_.finish(targets, record.about)
        return Proof(self._signed.files(), (), record.about.index)


class _Round(msgspec.Struct, frozen=True):
    """One round of signing: under which root, after which record, when."""

    ring: Keyring
    signed: Signed
    root: Root
    record: Record
    now: dt.datetime

    def targets(
        self, wanted: Targets, about: About, *, changes: Mapping[str, str | None] = MappingProxyType({})
    ) -> Metadata[Targets]:
        """Return signed targets: the last ones where they say the same, else new ones as soon as all have signed."""
        last = self.signed.targets(self.record.targets, self.root)
        if last and last.signed.targets == wanted.targets and not is_due("targets", last.signed.expires, self.now):
            return last
        made = Metadata(wanted)
        waiting = self.ring.pending(WAITING)
        if waiting is not None:
            # Others have signed their date, so it stays.
            earlier = waiting.targets
            if (earlier.signed.targets, earlier.signed.version) == (wanted.targets, wanted.version):
                made = earlier
        more = self._sign(made, "targets")
        if more:
            self._wait(made, about, changes, more)
        self.ring.drop_pending(WAITING)
        return made

    def _wait(self, made: Metadata[Targets], about: About, changes: Mapping[str, str | None], more: int) -> None:
        names = self.ring.names()
        path = self.ring.keep_pending(
            WAITING,
            ceremony.of_edition(
                made,
                names={keyid: names.get(keyid, keyid[:8]) for keyid in self.root.roles["targets"].keyids},
                about=[
                    f"Edition {about.edition} of {about.name}: {about.files} files, {about.bytes:,} bytes.",
                    *_pages(changes),
                ],
            ),
        )
        ask = (
            f"Send {path} to another editor, who runs `skaryna keys sign FILE --key KEY`; run "
            "`skaryna keys sign FILE` here with what comes back, and publish again."
        )
        lost = (
            "No key here may sign editions: bring its key file into keys/ (a backup has none that lay in clear), "
            "or make a new one with `skaryna keys rotate`."
        )
        raise WaitingError(
            f"Edition {about.edition} needs {more} more signature{'s' if more > 1 else ''}; "
            "readers keep the edition they have.",
            hint=ask if made.signatures else f"{lost} Where an editor elsewhere has one: {ask}",
        )

    def finish(self, targets: Metadata[Targets], about: About) -> Record:
        """Sign snapshot and timestamp where they must be, write everything down and return the new record."""
        record, now = self.record, self.now
        last = self.signed.snapshot(record.snapshot, self.root)
        newer = targets.signed.version != record.targets
        if last is None or newer or is_due("snapshot", last.signed.expires, now):
            snapshot = Metadata(metadata.snapshot_of(targets, version=record.snapshot + 1, now=now))
            self._must_sign(snapshot, "snapshot")
        else:
            snapshot = last
        timestamp = self.signed.timestamp(self.root)
        if timestamp is None or snapshot is not last or is_due("timestamp", timestamp.signed.expires, now):
            timestamp = Metadata(metadata.timestamp_of(snapshot, version=record.timestamp + 1, now=now))
            self._must_sign(timestamp, "timestamp")
        following = Record(
            targets=targets.signed.version,
            snapshot=snapshot.signed.version,
            timestamp=timestamp.signed.version,
            about=about,
            sums=tuple(dict.fromkeys((about.index, *record.sums)))[:KEPT_SUMS],
        )
        self.signed.keep(following, targets, snapshot, timestamp)
        return following

    def _must_sign(self, made: Metadata, role: Role) -> None:  # type: ignore[type-arg]
        if self._sign(made, role):
            raise TrustError(
                f"No key on this machine may sign the {role}.",
                hint="Bring its key file into keys/, or make a new one with `skaryna keys rotate`.",
            )

    def _sign(self, made: Metadata, role: Role) -> int:  # type: ignore[type-arg]
        metadata.signed(made, self.ring.signers(self.root.roles[role].keyids))
        return ceremony.missing(self.root, role, made)


def _pages(changes: Mapping[str, str | None]) -> list[str]:
    """Say which pages differ from the edition before, so that a second editor knows what to look at."""
    said = []
    for words, is_gone in (("New or changed", False), ("Gone", True)):
        pages = sorted(path for path, key in changes.items() if path.endswith(".html") and (key is None) == is_gone)
        more = f" and {len(pages) - MAX_NAMED_PAGES:,} more" if len(pages) > MAX_NAMED_PAGES else ""
        if pages:
            said.append(f"{words}: {', '.join(pages[:MAX_NAMED_PAGES])}{more}.")
    return said
