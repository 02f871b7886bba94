"""The edition's proof: what changed goes to whoever signs, and what comes back goes into the store."""

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from skaryna.model import Trust
from skaryna.outside import files
from skaryna.outside.folder import Folder
from skaryna.press.store import Store
from skaryna.seal.listing import Files, Proof, Read
from skaryna.seal.manifest import METADATA, SUMS

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


def proved(listed: Files, beside: dict[str, bytes], store: Store, seal: Seal) -> tuple[dict[str, str], str]:
    """Have an edition signed and put its proof into the store.

    Args:
        listed: The edition's files.
        beside: path -> bytes of those that clients ask for by name.
        store: Where all of them lie.
        seal: Who signs.

    Returns:
        Path -> SHA-256 of the proof's files, and the SHA-256 of the index.

    Raises:
        WaitingError, TrustError, PressError: As `Sealer.seal`.
    """
    proof = seal.seal(listed, beside, store.read)
    # Whether they are whole, `press.again` looks at, as at all files that stay.
    if not all(store.is_there(_name(path)) for path in proof.kept):
        # A list was lost from the store: all are made again.
        proof = seal.seal(replace(listed, since=""), beside, store.read)
    kept = {path: _name(path) for path in proof.kept if store.is_there(_name(path))}
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
