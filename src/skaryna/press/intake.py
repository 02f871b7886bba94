"""Taking in what editors approved: journal rows, checked one by one, become values on the shelf.

A row that the newsroom did not write is named and ends the intake; a value that differs from what was approved is
named and skipped, and the last approved version stays.
"""

from dataclasses import dataclass

from skaryna.errors import TrustError, ValueRefusedError
from skaryna.model.journal import check_chain, value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from skaryna.press.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: up to which row; sentences on what was refused."""

    seq: int
    warnings: tuple[str, ...] = ()


def take_in(folder: Folder, shelf: Shelf) -> Intake:
    """Bring the shelf up to the journal's end.

    Raises:
        DatabaseError: The newsroom's database cannot be read.
        TrustError: The journal was cut or rewritten before the row that the shelf has reached.
    """
    secret = folder.journal_key()
    _check_ground(folder, shelf)
    warnings = list(filter(None, shelf.meta("warnings").split("\n")))
    is_new = False
    with shelf.transaction():
        seq, chain = shelf.seq, shelf.chain
        for entry in journal.entries(folder.database, after=seq):
            try:
                check_chain(secret, chain, entry)
            except TrustError as error:
                return Intake(seq, (*_saved(shelf, warnings, seq, chain, is_new), error.message))
            seq, chain, is_new = entry.seq, entry.chain, True
            # An older problem of this value is over when it is approved again.
            mark = f"{entry.kind} {entry.key}: "
            warnings = [warning for warning in warnings if not warning.startswith(mark)]
            try:
                value = value_of(entry)
            except (TrustError, ValueRefusedError) as error:
                warnings.append(f"{mark}{error.message}")
                continue
            if value is None:
                shelf.drop(entry.kind, entry.key)
            else:
                shelf.put(value, seq=entry.seq)
        _saved(shelf, warnings, seq, chain, is_new)
    return Intake(seq, tuple(warnings))


def _saved(shelf: Shelf, warnings: list[str], seq: int, chain: str, is_new: bool) -> list[str]:
    if is_new:
        shelf.rank()
    shelf.set_meta(seq=str(seq), chain=chain, warnings="\n".join(w.replace("\n", " ") for w in warnings))
    return warnings


def _check_ground(folder: Folder, shelf: Shelf) -> None:
    """The row that the shelf stands on must still be there, with the same chain."""
    if not shelf.seq:
        return
    entry = next(iter(journal.entries(folder.database, after=shelf.seq - 1)), None)
    if entry is None or entry.seq != shelf.seq or entry.chain != shelf.chain:
        raise TrustError(
            f"The newsroom's journal no longer has row {shelf.seq} as it was when it was last printed.",
            hint="If you restored an older newsroom on purpose, delete press.sqlite3 and publish again; "
            "else look who had access to the database.",
        )
