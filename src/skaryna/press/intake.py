"""Taking in what editors approved: journal rows, checked one by one, become values on the shelf.

The whole journal is walked each time, and what lies on the shelf is compared with it: a value that was changed in the
newsroom's database or in `press.sqlite3`, before it was printed or after, is named and not printed, and the last
approved version stays. A row that the newsroom did not write is named and ends the intake.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from skaryna.errors import SkarynaError, TrustError, ValueRefusedError
from skaryna.model.approved import first_difference_of_values
from skaryna.model.journal import START, Entry, check_chain, value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from skaryna.press.shelf import Shelf

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: up to which row; sentences on what was refused."""

    seq: int
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Walk:
    """The journal without its values: the newest row of each key, the approved ones before it, and the first."""

    seq: int = 0
    chain: str = START
    problem: str = ""
    newest: dict[Key, Entry] = field(default_factory=dict)
    earlier: dict[Key, list[Entry]] = field(default_factory=dict)
    first: dict[Key, int] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        key = (entry.kind, entry.key)
        if entry.op == "drop":
            self.earlier.pop(key, None)
            self.first.pop(key, None)
        elif key in self.first:
            self.earlier.setdefault(key, []).append(self.newest[key])
        else:
            self.first[key] = entry.seq
        self.newest[key] = entry
        self.seq, self.chain = entry.seq, entry.chain


def take_in(folder: Folder, shelf: Shelf) -> Intake:
    """Bring the shelf up to the journal's end.

    Cost: linear in the journal; a digest a row, and a value is read only where the shelf has another.

    Raises:
        DatabaseError: The newsroom's database cannot be read.
        TrustError: The journal was cut or rewritten before the row that the press has seen.
    """
    seen = journal.seen(folder.keys)
    walk = _walked(folder, seen[0] if seen else 0)
    if seen and (walk.seq < seen[0] or not _is_ground(folder, *seen)):
        raise TrustError(
            f"The newsroom's journal no longer has row {seen[0]} as it was when it was last printed.",
            hint="If you restored an older newsroom on purpose, delete keys/journal.seen and publish again; "
            "else look who had access to the database.",
        )
    with shelf.transaction():
        warnings = tuple(_bring_up_to_date(folder, shelf, walk))
        shelf.derive()
    journal.remember(folder.keys, walk.seq, walk.chain)
    return Intake(walk.seq, (*warnings, walk.problem) if walk.problem else warnings)


def _walked(folder: Folder, seen: int) -> _Walk:
    secret = folder.journal_key()
    walk = _Walk()
    for entry in journal.entries(folder.database, values=False):
        try:
            check_chain(secret, walk.chain, entry)
        except TrustError as error:
            if entry.seq <= seen:
                raise
            walk.problem = error.message
            break
        walk.add(entry)
    return walk


def _is_ground(folder: Folder, seq: int, chain: str) -> bool:
    entry = next(journal.entries(folder.database, after=seq - 1, values=False), None)
    return entry is not None and (entry.seq, entry.chain) == (seq, chain)


def _bring_up_to_date(folder: Folder, shelf: Shelf, walk: _Walk) -> Iterator[str]:
    lying = shelf.sound()
    wanted = {key for key, entry in walk.newest.items() if entry.op == "put"}
    for key in sorted(lying.keys() - wanted):
        shelf.drop(*key)
    for entry in journal.entries(folder.database, before=walk.seq + 1):
        key = (entry.kind, entry.key)
        if entry.op == "drop" or entry.seq != walk.newest[key].seq:
            continue
        is_there = lying.get(key) == entry.digest
        try:
            value = value_of(entry, is_known=is_there)
            if value is not None:
                shelf.put(value, seq=walk.first[key])
        except (TrustError, ValueRefusedError) as error:
            yield f"{entry.kind} {entry.key}: {_told(error, entry, shelf, is_there=is_there)}"
            if not is_there:
                _fall_back(folder, shelf, walk, key, lying.get(key, ""))


def _told(error: SkarynaError, entry: Entry, shelf: Shelf, *, is_there: bool) -> str:
    """Say what differs, where the approved value is known."""
    if is_there and isinstance(error, TrustError) and entry.value is not None:
        said = first_difference_of_values(shelf.text(entry.kind, entry.key), entry.value)
        return f"{error.message.rstrip('.')}: {said}. The approved version is printed."
    return error.message


def _fall_back(folder: Folder, shelf: Shelf, walk: _Walk, key: Key, lying: str) -> None:
    """Keep, or bring back, the last approved version before the newest; without one nothing is printed."""
    for row in reversed(walk.earlier.get(key, [])):
        if row.digest == lying:
            return
        entry = next(journal.entries(folder.database, after=row.seq - 1), None)
        try:
            value = value_of(entry) if entry and entry.value is not None else None
        except (TrustError, ValueRefusedError):
            continue
        if value is not None:
            shelf.put(value, seq=walk.first[key])
            return
    shelf.drop(*key)
