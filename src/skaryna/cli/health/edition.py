"""What readers have: is it what was approved, is it signed, is it the newest?"""

import datetime as dt
from collections.abc import Iterator

from skaryna.cli.health.found import Found, Seen, good, remark, wrong
from skaryna.newsroom import upgrading
from skaryna.outside import files, journal, ledger
from skaryna.outside.approval import record_of
from skaryna.press.approval import compared
from skaryna.theme import own

MAX_WAIT = dt.timedelta(days=3)


def approval(seen: Seen) -> Iterator[Found]:
    found = compared(seen.folder, record_of(seen.folder))
    if found:
        names = ", ".join(own.shown(each.path) for each in found[:4])
        yield wrong(f"Settings or theme differ from what was approved: {names}.", "Look at it: `skaryna approve`.")


def waiting(seen: Seen) -> Iterator[Found]:
    """Nothing waits for a second account so long that it may have been overlooked."""
    if not seen.folder.settings.four_eyes or upgrading.is_due(seen.folder):
        return
    with journal.Reader(seen.folder.database) as reader:
        count, oldest = reader.waiting()
    if not count:
        yield good("Nothing waits for a second account.")
        return
    since = dt.datetime.fromisoformat(oldest)
    age = seen.now - (since if since.tzinfo else since.replace(tzinfo=dt.UTC))
    said = f"What waits for a second account: {count}, the oldest for {max(0, age.days)} days."
    yield wrong(said, "Look at “What waits” in the newsroom.") if age > MAX_WAIT else good(said)


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
