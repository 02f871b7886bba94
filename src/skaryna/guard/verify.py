"""Checking one copy, file by file."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from skaryna.errors import CopyError, SealError, TrustError, UnreachableError, UnsealedError
from skaryna.guard.compare import Files, compare
from skaryna.guard.crawl import crawl
from skaryna.guard.looking import Found, Task, is_text, listing_of, look
from skaryna.guard.proofs import proofs
from skaryna.guard.report import Report, Verdict
from skaryna.guard.showing import Originals, reader, shown
from skaryna.outside.copies import Copy
from skaryna.seal.client import Sealed, index_of, shard
from skaryna.seal.manifest import METADATA, SUMS, shard_of
from skaryna.seal.mirrors import own_hosts
from skaryna.seal.pins import Pins, address_key
from skaryna.seal.trusting import Trusted, trust

_LARGEST_PROOF = 5_000_000
_MAX_SAID = 3


@dataclass(frozen=True, slots=True)
class Check:
    """How to check.

    Attributes:
        pins: What this machine remembers.
        now: Today.
        step: Told how far it is: stage, done, of.
        fingerprint: Eight words to start from, or "".
        quick: Do not read files of a folder that have not changed since the last check of it.
        originals: Where to find what altered files said.
    """

    pins: Pins
    now: dt.datetime
    step: Callable[[str, int, int], None] = lambda *_: None
    fingerprint: str = ""
    quick: bool = False
    originals: Originals = lambda *_: None


@dataclass(frozen=True, slots=True)
class _List:
    """The signed list; `lost` are numbers of shards that are missing or altered."""

    files: dict[str, str]
    shards: tuple[str, ...]
    lost: frozenset[int]
    problems: tuple[str, ...]


def verify(copy: Copy, check: Check) -> Report:
    """Check a copy whole. What is wrong with it is in the report and not raised.

    Raises:
        ValueRefusedError: The fingerprint is none.
        FolderError: The state folder cannot be written.
    """
    try:
        trusted = trust(copy, check.pins, now=check.now, fingerprint=check.fingerprint)
    except (UnsealedError, CopyError) as error:
        return Report(copy.where, "unknown", problems=(error.message,), hint=error.hint)
    except SealError as error:
        files = Files(0, altered=(error.path,)) if error.path.endswith(".json") else Files(0)
        return Report(copy.where, "altered", files=files, problems=(error.message,), hint=error.hint)
    try:
        return _checked(copy, trusted, check)
    except CopyError as error:
        return _report(copy, trusted, "unknown", Files(0), [error.message, error.hint])
    except TrustError as error:
        return _report(copy, trusted, "altered", Files(0), [error.message, error.hint])


def _checked(copy: Copy, trusted: Trusted, check: Check) -> Report:
    sealed = trusted.sealed
    signed = _list(copy, sealed, check)
    listing = listing_of(copy)
    known = check.pins.at(copy.where) or check.pins.at(address_key(sealed.about.address))
    account = proofs(
        copy,
        sealed,
        known_roots=known.roots if known else {},
        shards=signed.shards,
        names=[path for path, kind in listing if kind == "file" and path.startswith((METADATA, SUMS))],
    )
    task = Task(
        {**signed.files, **account.required},
        have=_have(sealed, signed),
        max_bytes=max(sealed.about.max_bytes, _LARGEST_PROOF),
        index=sealed.about.index,
        state=check.pins.state,
        quick=check.quick,
    )
    found = look(copy, listing, task, step=check.step)
    compared = compare(task.wanted, found.digests, allowed=account.allowed)
    files = _apart(compared, found.unreached, signed.lost, sealed.about.bits)
    problems = [*signed.problems, *found.problems]
    if not found.can_list:
        crawled = crawl(copy, found.bodies, task.wanted.keys(), address=sealed.about.address, step=check.step)
        files = dataclasses.replace(files, added=tuple(sorted(crawled.added)))
        found.bodies.update(crawled.added)
        if crawled.answers_everything:
            problems.append("The host answers for any name, so that added pages cannot be looked for.")
    hosts = own_hosts(copy, sealed)
    differences = shown(
        files, reader(copy, found.bodies), task.wanted, originals=check.originals, own_hosts=hosts
    )  # fmt: skip
    report = _report(copy, trusted, _verdict(trusted, files, found, signed), files, problems)
    return dataclasses.replace(report, differences=differences)


def _list(copy: Copy, sealed: Sealed, check: Check) -> _List:
    """Read the signed list; a shard that is missing or altered leaves its files unproven."""
    names = index_of(copy, sealed)
    files: dict[str, str] = {}
    lost, problems = set(), []
    for number, name in enumerate(names):
        try:
            files.update(shard(copy, name, number=number, bits=sealed.about.bits))
        except UnreachableError:
            raise
        except (CopyError, TrustError) as error:
            lost.add(number)
            problems.append(error.message)
        check.step("reading the signed list", number + 1, len(names))
    return _List(files, names, frozenset(lost), tuple(problems[:_MAX_SAID]))


def _have(sealed: Sealed, signed: _List) -> dict[str, str]:
    """Return path -> SHA-256 of what came from this copy already, and need not be fetched twice."""
    have = {path: hashlib.sha256(data).hexdigest() for path, data in sealed.metadata.items()}
    good = [name for number, name in enumerate(signed.shards) if number not in signed.lost]
    return have | {SUMS + name: name for name in (sealed.about.index, *good)}


def _apart(files: Files, unreached: AbstractSet[str], lost: frozenset[int], bits: int) -> Files:
    """Take out what nobody can say: files that could not be had, and what may be listed in a lost shard."""
    if not lost and not unreached:
        return files
    perhaps = {
        path
        for path in files.added
        if not path.startswith((METADATA, SUMS)) and is_text(path) and shard_of(path, bits) in lost
    }
    return Files(
        files.intact,
        files.altered,
        tuple(path for path in files.added if path not in perhaps),
        tuple(path for path in files.missing if path not in unreached),
        tuple(sorted(perhaps | unreached)),
    )


def _verdict(trusted: Trusted, files: Files, found: Found, signed: _List) -> Verdict:
    if files.altered or files.added or files.missing or signed.lost or found.is_trap:
        return "altered"
    if found.unreached:
        return "unknown"
    return "intact" if trusted.standing == "current" else trusted.standing


def _report(copy: Copy, trusted: Trusted, verdict: Verdict, files: Files, problems: list[str]) -> Report:
    sealed = trusted.sealed
    said = [problem for problem in problems if problem]
    if trusted.standing == "outdated":
        said.append(f"It misses edition {trusted.newest_edition}, which this machine has seen.")
    if trusted.standing == "expired":
        said.append(f"Authentic, not confirmed since {sealed.confirmed:%Y-%m-%d}.")
    if trusted.hides_roots:
        said.append("It lacks newer keys of the publication that this machine has seen.")
    return Report(
        where=copy.where,
        verdict=verdict,
        edition=sealed.about.edition,
        as_of=sealed.confirmed,
        files=files,
        problems=tuple(said),
        name=sealed.about.name,
        address=sealed.about.address,
        fingerprint=trusted.fingerprint,
        first_use=trusted.first_use,
        newest_edition=trusted.newest_edition,
        index=sealed.about.index,
        targets_version=sealed.versions[2],
    )
