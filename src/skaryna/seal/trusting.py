"""Whether to trust a copy: from what is pinned, or named by a fingerprint, or seen for the first time."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Literal

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Targets

from skaryna.errors import CopyError, MissingError, SealError, TrustError, UnsealedError
from skaryna.model.trust import prefix_of, words_of
from skaryna.outside.copies import Copy
from skaryna.seal.client import MAX_ROOTS, Sealed, examine
from skaryna.seal.fetcher import MAX_BYTES
from skaryna.seal.manifest import METADATA
from skaryna.seal.pins import Pinned, Pins, address_key, newest_of

Standing = Literal["current", "expired", "outdated"]


@dataclass(frozen=True, slots=True)
class Trusted:
    """A copy that signatures speak for.

    Attributes:
        sealed: What they say.
        standing: current; expired (authentic, not confirmed lately); outdated (authentic, a newer edition is known).
        first_use: Nothing was pinned before: the root that the copy itself brought was taken.
        newest_edition: The newest that was seen anywhere.
        hides_roots: The copy lacks roots that are known already.
    """

    sealed: Sealed
    standing: Standing
    first_use: bool
    newest_edition: int
    hides_roots: bool

    @property
    def fingerprint(self) -> str:
        """The eight words of the newest root of the copy."""
        return " ".join(words_of(self.sealed.root_sha256))


def trust(copy: Copy, pins: Pins, *, now: dt.datetime, fingerprint: str = "", known: Pinned | None = None) -> Trusted:
    """Examine a copy under the root that this machine has pinned for it, and remember what is new.

    Args:
        copy: The copy.
        pins: What is remembered.
        now: Today.
        fingerprint: Eight words or hex digits: start from the root that they name, whatever was pinned.
        known: The publication that the copy must be of, whatever it says of itself; None where it may be any.

    Raises:
        SealError: The signatures do not hold, or are another publication's.
        UnsealedError: There are none.
        ValueRefusedError: The fingerprint is none.
        CopyError: The copy cannot be read.
    """
    if fingerprint:
        root = _named(copy, prefix_of(fingerprint), fingerprint)
        sealed = examine(copy, root)
        known = _holding(root, pins.at(copy.where), pins.at(address_key(sealed.about.address)))
    else:
        known = known or pins.at(copy.where)
        sealed = _under(copy, known) if known else examine(copy, _first_root(copy))
        if known is None:
            known = pins.at(address_key(sealed.about.address))
            sealed = _under(copy, known) if known else sealed
    _check_forks(copy, sealed, known)
    pins.pin(sealed, copy.where, known=known, now=now, by_fingerprint=bool(fingerprint))
    newest = newest_of(known.seen, sealed) if known else None
    outdated = newest is not None and newest.targets_version > sealed.versions[2]
    return Trusted(
        sealed=sealed,
        standing="outdated" if outdated else "expired" if sealed.is_expired(now) else "current",
        first_use=known is None and not fingerprint,
        newest_edition=max(newest.edition, sealed.about.edition) if newest else sealed.about.edition,
        hides_roots=known is not None and sealed.root_version < max(known.roots),
    )


def _first_root(copy: Copy) -> bytes:
    try:
        return copy.get(f"{METADATA}1.root.json", MAX_BYTES["root"])
    except MissingError as error:
        raise UnsealedError(
            f"{copy.where} has no signatures: nobody can say who made it.",
            path=error.path,
            hint="Check the address. An edition has a folder metadata/; in a publication's folder it is edition/.",
        ) from error


def _named(copy: Copy, prefix: str, text: str) -> bytes:
    """Return the copy's root that a fingerprint names."""
    for version in range(1, MAX_ROOTS + 1):
        try:
            root = copy.get(f"{METADATA}{version}.root.json", MAX_BYTES["root"])
        except MissingError:
            if version == 1:
                return _first_root(copy)
            break
        if hashlib.sha256(root).hexdigest().startswith(prefix):
            return root
    raise SealError(
        f"{copy.where} is not signed under the fingerprint “{text}”: it is not what you look for, or was altered.",
        path=METADATA,
        hint="Compare the eight words with what the publication prints elsewhere.",
    )


def _holding(root: bytes, *candidates: Pinned | None) -> Pinned | None:
    """Return the publication that has this root among its own."""
    return next((each for each in candidates if each and root in each.roots.values()), None)


def _under(copy: Copy, known: Pinned) -> Sealed:
    """Examine a copy under the newest root that is pinned; tell apart what is old and what is foreign."""
    try:
        return examine(copy, known.newest)
    except CopyError:
        raise
    except UnsealedError as error:
        raise UnsealedError(
            f"{copy.where} has no signatures any more; {known.name} was signed here or elsewhere when it was pinned on "
            f"{known.since:%Y-%m-%d}.", path=error.path, hint=error.hint,
        ) from error  # fmt: skip
    except SealError as error:
        first = error
    for version in sorted(known.roots, reverse=True)[1:]:
        try:
            sealed = examine(copy, known.roots[version])
        except TrustError:
            continue
        if _still_stands(sealed, known.newest):
            return sealed
        raise SealError(
            f"{copy.where} is signed with keys that {known.name} has withdrawn since: nobody can say whether its "
            "editors made it, or somebody who stole a key.",
            path=first.path,
            hint="Use a newer copy.",
        ) from first
    try:
        sealed = examine(copy, _first_root(copy))
    except (TrustError, CopyError):
        raise first from None
    raise _impostor(copy.where, sealed, known, first) from first


def _impostor(where: str, sealed: Sealed, known: Pinned, first: SealError) -> SealError:
    here, pinned = (words_of(each) for each in (sealed.root_sha256, hashlib.sha256(known.newest).hexdigest()))
    return SealError(
        f"ALARM: {where} says that it is {sealed.about.name} ({sealed.about.address}), and is signed with other keys "
        f"({' '.join(here)}) than those that were pinned on {known.since:%Y-%m-%d} from {known.where} "
        f"({' '.join(pinned)}).",
        path=first.path,
        hint="Somebody is passing as the publication, here or there. Compare the eight words with what it prints "
        "elsewhere, and name the right ones with --fingerprint.",
    )


def _still_stands(sealed: Sealed, newest: bytes) -> bool:
    """Whether the edition's own signature holds under the newest root: then only helpers' keys were replaced."""
    path = f"{METADATA}{sealed.versions[2]}.targets.json"
    try:
        targets = Metadata[Targets].from_bytes(sealed.metadata[path])
        root = Metadata[Root].from_bytes(newest).signed
        root.verify_delegate("targets", targets.signed_bytes, targets.signatures)
    except (RepositoryError, KeyError, ValueError):
        return False
    return True


def _check_forks(copy: Copy, sealed: Sealed, known: Pinned | None) -> None:
    """Refuse a second root of one version, and a second edition of one number."""
    if known is None:
        return
    for version, data in sealed.roots.items():
        if known.roots.get(version, data) != data:
            raise SealError(
                f"ALARM: {copy.where} has another root {version} than the one that was seen before. Two holders' keys, "
                "or more, are in wrong hands.",
                path=f"{METADATA}{version}.root.json",
                hint="Ask the publication, by another way than its site.",
            )
    seen = known.seen
    same_number = sealed.versions[2] == seen.targets_version or sealed.about.edition == seen.edition
    if same_number and sealed.about.index != seen.index:
        raise SealError(
            f"ALARM: {copy.where} has another edition {sealed.about.edition} than the one that was seen before, and "
            "both are signed: different readers are shown different things.",
            path=f"{METADATA}{sealed.versions[2]}.targets.json",
            hint="Keep both copies, and ask the publication by another way than its site.",
        )
