"""The edition's proof: what changed goes to whoever signs, and what comes back goes into the store."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from skaryna.model import Trust
from skaryna.outside import files
from skaryna.outside.folder import Folder
from skaryna.press.edition import Store
from skaryna.seal.listing import Files, Proof, Read
from skaryna.seal.manifest import METADATA, SUMS

Outputs = Mapping[str, tuple[str, int]]
"""Path -> (SHA-256, size in bytes)."""

NAMED_BY_CLIENTS = (".skaryna/mirrors.json", ".skaryna/notices.json", "worker.js")
"""Files that readers' clients ask the signed metadata for by name, before they know any list."""


class Seal(Protocol):
    """Whoever signs: handed in by the command, for no room holds a key."""

    def trust(self) -> Trust:
        """Return the root that the edition's pages and worker name."""

    def seal(self, listed: Files, beside: dict[str, bytes], read: Read) -> Proof:
        """Return the files that prove an edition."""

    def renew(self) -> Proof | None:
        """Return the metadata, in the order of delivery, with what was due signed anew; None where there is none."""


def listed(outputs: Outputs, before: Outputs, *, edition: int, since: str) -> Files:
    """Return what is to be signed.

    Args:
        outputs: The edition's files.
        before: The files of the edition that was printed last.
        edition: The new one's number.
        since: The index that was signed for `before`; "" for none.
    """
    changes = {
        path: outputs[path][0] if path in outputs else None
        for path in {*outputs, *before}
        if outputs.get(path) != before.get(path)
    }
    sizes = [size for _, size in outputs.values()]
    digests = {path: key for path, (key, _) in outputs.items()}
    return Files(edition, digests, sum(sizes), max(sizes, default=0), changes, since)


def proved(files: Files, store: Store, seal: Seal) -> tuple[dict[str, str], str]:
    """Have an edition signed and put its proof into the store.

    Returns:
        Path -> SHA-256 of the proof's files, and the SHA-256 of the index.

    Raises:
        WaitingError, TrustError, PressError: As `Sealer.seal`.
    """

    def read(key: str) -> bytes:
        return store.path(key).read_bytes()

    beside = {path: read(files.digests[path]) for path in NAMED_BY_CLIENTS if path in files.digests}
    proof = seal.seal(files, beside, read)
    if not all(store.has(_name(path)) for path in proof.kept):
        # A list was lost from the store: all are made again.
        proof = seal.seal(replace(files, since=""), beside, read)
    kept = {path: _name(path) for path in proof.kept if store.has(_name(path))}
    return {path: store.put(data) for path, data in proof.new.items()} | kept, proof.index


def renewed(folder: Folder, seal: Seal) -> bool:
    """Give the edition that readers have a new date, if it is due; return whether it was.

    Raises:
        BusyError: An edition is being printed.
        TrustError, FolderError: It cannot be signed or written.
    """
    with files.lock(folder.print_lock, doing="giving the edition a new date"):
        if not (folder.edition / METADATA).is_dir():
            return False
        proof = seal.renew()
        # After a crash between signing and printing, the signed edition is not the one that readers have.
        if proof is None or not (folder.edition / SUMS / proof.index).is_file():
            return False
        stale = {path: data for path, data in proof.new.items() if not _has(folder.edition / path, data)}
        for path, data in stale.items():
            files.write(folder.edition / path, data)
        return bool(stale)


def _has(place: Path, data: bytes) -> bool:
    try:
        return place.read_bytes() == data
    except OSError:
        return False


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
