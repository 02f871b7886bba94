"""Printing an edition: the thin shell around taking in, planning, making and issuing.

The folder is brought from what the journal says to what readers get; safe to interrupt and run again at any point.
"""

import contextlib
import datetime as dt
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from skaryna.errors import PressError
from skaryna.outside import files, program
from skaryna.outside.folder import Folder
from skaryna.outside.ledger import Outcome
from skaryna.press import again, checking, editions, planning, taking, trees
from skaryna.press import database as press_database
from skaryna.press.approval import Standing, standing
from skaryna.press.catalogue import Catalogue
from skaryna.press.database import Database
from skaryna.press.executors import Workers
from skaryna.press.issuing import Issuer
from skaryna.press.making import Maker, Progress
from skaryna.press.proof import Seal
from skaryna.press.shelf import Shelf
from skaryna.press.standards import expiry_after
from skaryna.press.store import Store


class Printed(Outcome, frozen=True, kw_only=True):
    """What a run of the press did.

    Attributes:
        fingerprint: The SHA-256 of the edition's index, which stands for all of it.
        rendered: How many recipes were made again; `made` counts the files that are new or differ.
        mended: How many files had been changed on the disk by somebody, and are whole again.
        explained: Path -> why it was made again, where that was asked for.
        changed: Paths that came, changed or went, where somebody is to be told of them.
    """

    fingerprint: str
    rendered: int = 0
    mended: int = 0
    explained: Mapping[str, str] = {}
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How to print: `explain` tells why each file was made; `everything` looks again at all that ever was taken in."""

    explain: bool = False
    everything: bool = False
    look: bool = True
    """Whether to look again at a part of what was taken in and laid out; a resident press does that when it is idle."""


def print_edition(
    folder: Folder,
    *,
    seal: Seal | None = None,
    progress: Progress = lambda *_: None,
    wish: Wish = Wish(),
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Printed:
    """Print the next edition from what editors approved, and have it signed.

    Args:
        folder: The publication.
        seal: Who signs; None prints an edition that is not signed, and says so on its pages.
        progress: Told how far it is.
        wish: How to print.
        now: The clock.

    Raises:
        WaitingError: More people must sign; readers keep the edition they have.
        BusyError: Another press prints in this folder.
        PressError: A dead link, a picture with metadata, two pages at one address; readers keep the edition they have.
        TrustError: The journal was cut or rewritten; nobody approved the settings and the theme.
        DatabaseError, FolderError: Something cannot be read or written.
    """
    with _reading(folder) as (database, lock):
        trees.recover(folder.edition)
        approved = standing(folder)
        with Workers(approved.folder.settings.press.executor, lock=lock) as workers:
            return _print(_Desk(approved, database, workers, seal, progress, wish), now)


def look_again(folder: Folder) -> again.Looked:
    """Look at the next stretch of what was printed, and undo what somebody did to readers' files.

    Raises:
        TrustError: The journal was rewritten before what was printed.
        BusyError: An edition is being printed.
    """
    with _reading(folder) as (database, _):
        return again.look(folder, database, Store(folder.store))


def is_held(folder: Folder, row: int) -> bool:
    """Whether somebody went back to an earlier edition, and no row came since: nothing is printed unasked then."""
    with _reading(folder) as (database, _):
        return database.meta("held") == str(row) and row > 0


def known_editions(folder: Folder) -> list[editions.Edition]:
    """Return the editions that are kept, newest first."""
    with _reading(folder) as (database, _):
        return editions.known(database)


def compared_editions(folder: Folder, older: int, newer: int) -> editions.Difference:
    """Return what differs between two editions.

    Raises:
        SettingsError: One of them is not kept.
    """
    with _reading(folder) as (database, _):
        return editions.compared(database, older, newer)


def forget_editions(folder: Folder) -> int:
    """Forget all editions but the one that readers have; return how many."""
    with _reading(folder) as (database, _), database.transaction():
        return editions.forget(database, Store(folder.store), keep_last=1)


@contextlib.contextmanager
def _reading(folder: Folder) -> Iterator[tuple[Database, int]]:
    """Lend the press's database while no edition is printed, and the descriptor of the lock that sees to that."""
    with files.lock(folder.print_lock, doing="printing an edition") as lock:
        database = press_database.opened(folder.press_database, folder.keys)
        try:
            yield database, lock
        except sqlite3.DatabaseError as error:
            raise press_database.damaged(folder.press_database, error) from error
        finally:
            press_database.finish(database, folder.keys)


def go_back(
    folder: Folder,
    number: int,
    *,
    seal: Seal | None = None,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> editions.Edition:
    """Give readers the files of an earlier edition once more, as a new edition; return it.

    What editors approved since stays approved: the next publish prints it again.

    Raises:
        SettingsError: That edition is not kept.
        PressError: It is the one that readers have.
    """
    with _reading(folder) as (database, _):
        approved = standing(folder)
        editions.known_one(database, number)
        if number == editions.known(database)[0].number:
            raise PressError(f"Edition {number} is the one that readers have.", hint="There is nothing to do.")
        with database.transaction():
            again.bring_back(database, number)
        kept = approved.folder.settings.press.editions
        issuer = Issuer(approved.folder, database, Store(folder.store), seal, kept, now(), back_to=number)
        issuer.prepare()
        issuer.sign()
        issuer.appear()
        database.set_meta(held=str(taking.taken_in(database)[0]))
        return editions.known(database)[0]


class _Desk(msgspec.Struct, frozen=True):
    """What one run works with."""

    approved: Standing
    database: Database
    workers: Workers
    seal: Seal | None
    progress: Progress
    wish: Wish


def _print(desk: _Desk, now: Callable[[], dt.datetime]) -> Printed:
    started = time.perf_counter()
    approved = desk.approved
    folder, database = approved.folder, desk.database
    store = Store(folder.store)
    again.undo_back(database)
    database.set_meta(held="")
    intake = taking.take_in(folder, database, desk.workers)
    looked = again.look(folder, database, store, everything=desk.wish.everything) if desk.wish.look else again.Looked()
    catalogue = Catalogue(
        folder.publication, Shelf(database), desk.seal.trust() if desk.seal else None, theme=approved.theme
    )
    moment = now()
    with database.transaction():
        planning.follow_plan(
            database, catalogue, is_whole=intake.is_whole, expiry=expiry_after(moment), program=program.identity()
        )
    press_database.note(folder.press_database, folder.keys)
    read = time.perf_counter()
    maker = Maker(approved, database, store, desk.workers, desk.seal, desk.progress, {} if desk.wish.explain else None)
    maker.make()
    # What they remember of pages is as large as what the lists of files need from here on.
    desk.workers.close()
    if maker.rendered > trees.FEW_LINKS:
        desk.workers.get_ready()
    rendered = time.perf_counter()
    kept = folder.settings.press.editions
    workers = desk.workers
    issuer = Issuer(folder, database, store, desk.seal, kept, moment, spread=workers.here, at_hand=workers.at_hand)
    issuer.prepare()
    checking.check(database, is_whole=not database.meta("weighed"))
    written = time.perf_counter()
    issuer.sign()
    sealed = time.perf_counter()
    issuer.appear()
    ended = time.perf_counter()
    made = len(issuer.changed) - issuer.removed
    return Printed(
        edition=issuer.number,
        seq=intake.seq,
        total=issuer.totals.files,
        made=made,
        kept=issuer.totals.files - made,
        removed=issuer.removed,
        bytes_written=store.bytes_written,
        seconds={
            "read": round(read - started, 4),
            "render": round(rendered - read, 4),
            "write": round(ended - sealed + written - rendered, 4),
            "seal": round(sealed - written, 4),
            "total": round(ended - started, 4),
        },
        fingerprint=issuer.fingerprint,
        warnings=(*approved.warnings, *taking.warnings_of(database)),
        sealed=desk.seal is not None,
        rendered=maker.rendered,
        mended=looked.mended,
        explained=maker.whys or {},
        changed=tuple(issuer.changed) if folder.publication.websub_hub or folder.publication.indexnow else (),
    )
