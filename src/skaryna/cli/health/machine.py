"""The computer: permissions, disk, memory, clock, ports."""

import contextlib
import datetime as dt
import os
import re
import shutil
import stat
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from skaryna.cli.health.found import Found, Seen, good, remark, wrong
from skaryna.errors import BusyError, SkarynaError
from skaryna.model.settings import FILE_NAME, Address
from skaryna.outside import journal, ledger
from skaryna.outside.ports import check_free
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.signed import Signed

MAX_NAMED = 5
LEAST_FREE_BYTES, LEAST_FREE_SHARE = 500 << 20, 0.03
LEAST_FREE_FILES = 20_000
LEAST_MEMORY_BYTES = 300 << 20
CLOCK_SLACK = dt.timedelta(minutes=2)
OLD_LEFTOVER = dt.timedelta(days=1)


def permissions(seen: Seen) -> Iterator[Found]:
    """Private things are private; nobody else may write anywhere."""
    root = seen.folder.root
    private = [root / FILE_NAME, *root.glob("newsroom*.sqlite3*"), seen.folder.keys, seen.folder.quarantine]
    private += [path for path in seen.folder.keys.rglob("*") if not path.is_symlink()]
    private = [path for path in private if path.parent != seen.folder.keys / "metadata"]
    open_ones = [path for path in private if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_ones:
        names = ", ".join(path.relative_to(root).as_posix() for path in open_ones[:MAX_NAMED])
        more = f" and {len(open_ones) - MAX_NAMED} more" if len(open_ones) > MAX_NAMED else ""
        yield wrong(
            f"Other users of this computer may read {names}{more}.",
            f"Run: chmod -R go-rwx {' '.join(_roots(open_ones, root))}",
        )
    for path in (root, seen.folder.edition, seen.folder.media):
        if stat.S_IMODE(path.stat().st_mode) & 0o022:
            yield wrong(f"Other users of this computer may write in {path}.", f"Run: chmod go-w {path}")
    if root.stat().st_uid != os.geteuid():
        yield remark(f"{root} belongs to another user than you.", "Run Skaryna as the user whom the folder belongs to.")
    links = [path.name for path in (seen.folder.keys, seen.folder.media, seen.folder.edition) if path.is_symlink()]
    if links:
        yield wrong(f"{', '.join(links)} leads elsewhere (a symbolic link).", "Make it a folder of its own.")


def _roots(paths: list[Path], root: Path) -> list[str]:
    return sorted({path.relative_to(root).parts[0] for path in paths})


def disk(seen: Seen) -> Iterator[Found]:
    usage = shutil.disk_usage(seen.folder.root)
    said = f"{usage.free / 1e9:,.1f} GB of {usage.total / 1e9:,.0f} GB are free"
    if usage.free < LEAST_FREE_BYTES or usage.free < usage.total * LEAST_FREE_SHARE:
        yield wrong(f"The disk is nearly full: {said}.", "Free some space; a full disk stops editors and the press.")
    else:
        yield good(f"{said}.")
    inodes = os.statvfs(seen.folder.root)
    if inodes.f_files and inodes.f_favail < LEAST_FREE_FILES:
        yield wrong(
            f"The disk can hold only {inodes.f_favail:,} more files.", "Delete many small files, or move the folder."
        )


def memory(seen: Seen) -> Iterator[Found]:  # noqa: ARG001 - a look like the others
    with contextlib.suppress(OSError):
        found = re.search(r"^MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
        if found and int(found[1]) << 10 < LEAST_MEMORY_BYTES:
            yield wrong(
                f"Only {int(found[1]) / 1e3:,.0f} MB of memory are free.",
                "Newsroom and press need 300 MB; end other programs.",
            )


def clock(seen: Seen) -> Iterator[Found]:
    """Compare with what this publication itself wrote last; no other computer is asked."""
    for what, moment in _moments(seen):
        if moment - CLOCK_SLACK > seen.now:
            yield wrong(
                f"The clock says {_said(seen.now)}, but {what} is of {_said(moment)}.",
                "Set the clock; signatures made with a wrong one are too old, or not good yet.",
            )
            return


def _moments(seen: Seen) -> Iterator[tuple[str, dt.datetime]]:
    outcome = ledger.latest(seen.folder.outcomes)
    if outcome and outcome.at:
        yield "the last run of the press", _utc(outcome.at)
    with contextlib.suppress(SkarynaError), journal.Reader(seen.folder.database) as reader:
        last = next(reader.entries(after=reader.last() - 1, values="none"), None)
        if last:
            yield "the journal's last row", _utc(last.at)
    ring = Keyring(seen.folder.keys)
    with contextlib.suppress(SkarynaError):
        if ring.has_root and (timestamp := Signed(ring.metadata).timestamp(ring.root())):
            # A timestamp is signed for a week.
            yield "the last signature", timestamp.signed.expires.astimezone(dt.UTC) - dt.timedelta(days=7)


def _utc(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)


def _said(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def ports(seen: Seen) -> Iterator[Found]:
    settings = seen.folder.settings
    home = seen.folder.edition / "index.html"
    # Any server answers with some page: ours answers with that of this edition.
    ours = home.read_bytes() if home.is_file() else b"<html"
    for what, address, path, mark in (
        ("newsroom", settings.newsroom, "login/", b"csrfmiddlewaretoken"),
        ("readers", settings.readers, "", ours),
    ):
        try:
            check_free(address, what=what)
        except BusyError as error:
            if _answers(address, path, mark):
                yield good(
                    f"The {what}' server is running at {address}."
                    if what == "readers"
                    else f"The newsroom is running at {address}."
                )
            else:
                yield wrong(f"{error.message} Something else than ours answers there.", error.hint)


def _answers(address: Address, path: str, mark: bytes) -> bool:
    try:
        with urllib.request.urlopen(f"{address.url}{path}", timeout=3) as answer:  # noqa: S310 - our own address, http
            return mark in answer.read(1 << 18)
    except (OSError, ValueError):
        return False


def leftovers(seen: Seen) -> Iterator[Found]:
    """What a crash left: locks end with their process, so that none of them is ever stale; temporary files may stay."""
    root = seen.folder.root
    found = [*root.glob(".*.new"), *seen.folder.keys.glob(".*.new")]
    now = seen.now.timestamp()
    old = [path for path in found if now - path.lstat().st_mtime > OLD_LEFTOVER.total_seconds()]
    if old:
        names = ", ".join(path.relative_to(root).as_posix() for path in old[:MAX_NAMED])
        yield remark(f"An interrupted run left {names}.", "Delete it when nothing of Skaryna is running.")
    kept = sorted(root.glob("newsroom-before-*.sqlite3"))
    if kept:
        size = sum(path.stat().st_size for path in kept)
        yield remark(
            f"Kept from before an upgrade: {len(kept)} of the newsroom's database, {size / 1e6:,.0f} MB.",
            "Delete them once the new version has proved itself: drafts are in them.",
        )
