"""Printing, with what became of it written into the ledger that the newsroom reads."""

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace

from skaryna.errors import SkarynaError
from skaryna.outside import journal, ledger
from skaryna.outside.folder import Folder
from skaryna.outside.ledger import Outcome
from skaryna.press.run import Printed, print_edition


def print_and_record(folder: Folder, *, print_one: Callable[[Folder], Printed] = print_edition) -> Printed:
    """Print an edition and write into the ledger what became of it, also where it failed.

    Raises:
        SkarynaError: As `print_edition`, after recording it.
    """
    try:
        printed = print_one(folder)
    except SkarynaError as error:
        last = ledger.latest(folder.outcomes)
        ledger.record(
            folder.outcomes,
            Outcome(
                edition=last.edition if last else 0,
                seq=_last_row(folder),
                at=_now(),
                problem=error.message,
                hint=error.hint,
            ),
        )
        raise
    ledger.record(folder.outcomes, replace(printed, at=_now(), explained={}, changed=()))
    return printed


def _last_row(folder: Folder) -> int:
    try:
        return journal.last(folder.database)
    except SkarynaError:
        return 0


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
