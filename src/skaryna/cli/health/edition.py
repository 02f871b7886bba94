"""What readers have: is it what was approved, is it signed, is it the newest?"""

from collections.abc import Iterator

from skaryna.cli.health.found import Found, Seen, good, remark, wrong
from skaryna.outside import files, journal, ledger
from skaryna.outside.approval import record_of
from skaryna.press.approval import compared


def approval(seen: Seen) -> Iterator[Found]:
    found = compared(seen.folder, record_of(seen.folder))
    if found:
        names = ", ".join(each.path for each in found[:4])
        yield wrong(f"Settings or theme differ from what was approved: {names}.", "Look at it: `skaryna approve`.")


def printed(seen: Seen) -> Iterator[Found]:
    folder = seen.folder
    outcome = ledger.latest(folder.outcomes)
    if outcome is None or not any(folder.edition.iterdir()):
        yield wrong("No edition has been printed yet.", "Run `skaryna publish`, or `skaryna run`.")
        return
    is_running = files.is_locked(folder.press_lock)
    if outcome.problem:
        yield wrong(f"The press did not print: {outcome.problem}", outcome.hint)
    elif not outcome.sealed:
        yield wrong(f"Edition {outcome.edition} is not signed.", "Run `skaryna keys init`, then `skaryna publish`.")
    for warning in outcome.warnings:
        yield wrong(f"Not printed: {warning}", "Look at it in the newsroom and publish it again.")
    last = journal.last(folder.database)
    if last > outcome.seq:
        waiting = f"{last - outcome.seq} approvals wait to be printed."
        yield (
            remark(waiting, "")
            if is_running
            else wrong(waiting, "No press is running: `skaryna publish` or `skaryna run`.")
        )
    press = "is running" if is_running else "is not running"
    yield good(f"Edition {outcome.edition}, {outcome.total:,} files; the press {press}.")
