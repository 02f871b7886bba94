"""`skaryna verify`."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO, CopyError, SettingsError, SkarynaError, ValueRefusedError

if TYPE_CHECKING:
    from skaryna.guard import Report
    from skaryna.guard.showing import Originals
    from skaryna.outside.copies import Copy
    from skaryna.seal.pins import Pins

MAX_NAMED = 50
"""So many paths of each kind are named on a terminal; `--json` names all."""

_STYLES = {"intact": "bold green", "altered": "bold red", "unknown": "bold yellow"}


def verify(
    context: typer.Context,
    places: Annotated[
        list[str], typer.Argument(metavar="WHERE...", help="Folders, web addresses, tar or zip archives.")
    ],
    fingerprint: Annotated[
        str | None,
        typer.Option("--fingerprint", help="The publication's eight words, from print or a friend: start from them."),
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Alarm where two copies show different editions of one number.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Skip local files whose size, times and inode are as at the last check.")
    ] = False,
    mirrors: Annotated[
        bool, typer.Option("--mirrors", help="Ask the publication's mirrors what altered pages said. They see it.")
    ] = False,
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FOLDER", help="Where pinned keys are remembered.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Check copies of an edition, file by file: intact, altered, added, missing; current, outdated, expired.

    The first check of a publication pins its keys, and says so; later ones hold it to them. Safe to interrupt: run
    it again. Exit codes: 0 intact and current, 1 not (altered, files added or missing, outdated, expired), 2 nothing
    can be said (unreachable, no signatures).
    """
    from skaryna.guard import forks
    from skaryna.seal.pins import Pins, state_folder

    words = checked_words(fingerprint)
    pins = Pins(state or state_folder(os.environ))
    with output.progress(quiet=as_json) as step:
        copies = _opened(places)
        reports = _reports(copies, pins, _stores(context.obj), step, words, quick=quick, mirrors=mirrors)
    alarms = forks(reports) if compare else []
    if as_json:
        said = [_object(report) for report in reports]
        output.json({"copies": said, "alarms": alarms} if compare or len(said) > 1 else said[0])
    else:
        for report in reports:
            _print(report)
        for alarm in alarms:
            output.line(alarm, style="bold red")
    codes = {NO} if alarms else {report.exit_code for report in reports}
    # What is wrong somewhere weighs more than what cannot be reached.
    return NO if NO in codes else max(codes)


def checked_words(fingerprint: str | None) -> str:
    """Return the words that were typed, "" where none were asked for; nothing is said of a copy before they are right.

    Given and empty is none, too: a script whose variable is empty must not pin what it was to check.

    Raises:
        SettingsError: They are no fingerprint.
    """
    from skaryna.model.trust import prefix_of

    if fingerprint is None:
        return ""
    try:
        prefix_of(fingerprint)
    except ValueRefusedError as error:
        raise SettingsError(error.message, hint=error.hint) from error
    return fingerprint


def _opened(places: list[str]) -> "list[Copy | tuple[str, CopyError]]":
    """Open what can be opened; the rest becomes a report of its own."""
    from skaryna.outside.copies import open_copy

    found: list[Copy | tuple[str, CopyError]] = []
    for place in places:
        try:
            found.append(open_copy(place))
        except CopyError as error:
            found.append((place, error))
    return found


def _reports(
    copies: "list[Copy | tuple[str, CopyError]]",
    pins: "Pins",
    stores: list[Path],
    step: Callable[[str, int, int], None],
    fingerprint: str,
    *,
    quick: bool,
    mirrors: bool,
) -> "list[Report]":
    from skaryna.guard import Check, Report, originals_from
    from skaryna.guard import verify as check_copy

    good = [copy for copy in copies if not isinstance(copy, tuple)]
    reports = []
    for copy in copies:
        if isinstance(copy, tuple):
            where, error = copy
            reports.append(Report(where, "unknown", problems=(error.message,), hint=error.hint))
            continue
        others = [each for each in good if each is not copy]
        known = originals_from(others, stores)
        check = Check(
            pins,
            now=dt.datetime.now(dt.UTC),
            step=step,
            fingerprint=fingerprint,
            quick=quick,
            originals=_Mirrors(copy, pins, known) if mirrors else known,
        )
        reports.append(check_copy(copy, check))
    return reports


class _Mirrors:
    """Originals from the publication's mirrors, which are asked when the first one is needed."""

    def __init__(self, copy: "Copy", pins: "Pins", known: "Originals") -> None:
        self._copy = copy
        self._pins = pins
        self._known = known
        self._find: Callable[[str, str], bytes | None] | None = None

    def __call__(self, path: str, digest: str) -> bytes | None:
        from skaryna.guard import originals_from
        from skaryna.outside.copies import open_copy
        from skaryna.seal.mirrors import mirrors_of
        from skaryna.seal.trusting import trust

        if (data := self._known(path, digest)) is not None:
            return data
        if self._find is None:
            copies = []
            with contextlib.suppress(SkarynaError):
                trusted = trust(self._copy, self._pins, now=dt.datetime.now(dt.UTC))
                for address in mirrors_of(self._copy, trusted.sealed):
                    if address != self._copy.where:
                        with contextlib.suppress(CopyError):
                            copies.append(open_copy(address))
            self._find = originals_from(copies)
        return self._find(path, digest)


def _stores(start: Path | None) -> list[Path]:
    """Return the store of the publication that we are in, if we are in one: it has every original."""
    from skaryna.outside.folder import find

    with contextlib.suppress(SkarynaError):
        return [find(start) / "store"]
    return []


def _object(report: "Report") -> dict[str, object]:
    files = report.files
    return {
        "where": report.where,
        "verdict": report.verdict,
        "edition": report.edition,
        "as_of": report.as_of,
        "files": {
            "intact": files.intact,
            "altered": _named(files.altered),
            "added": _named(files.added),
            "missing": files.missing,
            "unproven": _named(files.unproven),
        },
        "name": report.name,
        "address": report.address,
        "fingerprint": report.fingerprint,
        "first_use": report.first_use,
        "newest_edition": report.newest_edition,
        "index": report.index,
        "problems": [*report.problems, *([report.hint] if report.hint else [])],
        "differences": [
            {"path": _readable(d.path), "signed": d.signed, "found": d.found, "links": d.links, "note": d.note}
            for d in report.differences
        ],
    }


def _readable(path: str) -> str:
    """Return a name as text, even where a folder has one that is no text."""
    return path.encode("utf-8", "backslashreplace").decode()


def _named(paths: tuple[str, ...]) -> list[str]:
    return [_readable(path) for path in paths]


def _print(report: "Report") -> None:
    output.line(f"{report.where}: {report.verdict}", style=_STYLES.get(report.verdict, "bold yellow"))
    if report.edition is not None:
        output.line(
            f"  {report.name}, {report.address}: edition {report.edition}, confirmed {report.as_of:%Y-%m-%d %H:%M}"
        )
        output.line(f"  signed under: {report.fingerprint}")
    if report.first_use:
        output.line(
            "  First use: these keys were not known here before, and are pinned from now on. Compare the eight words "
            "with what the publication prints elsewhere.",
            style="yellow",
        )
    for problem in report.problems:
        output.line(f"  {problem}", style="yellow")
    if report.hint:
        output.line(f"  {report.hint}")
    files = report.files
    if report.edition is not None:
        output.line(
            f"  {files.intact:,} files intact, {len(files.altered):,} altered, {len(files.added):,} added, "
            f"{len(files.missing):,} missing" + (f", {len(files.unproven):,} unproven" if files.unproven else "")
        )
    for kind, paths in (("altered", files.altered), ("added", files.added), ("missing", files.missing)):
        for path in paths[:MAX_NAMED]:
            output.line(f"  {kind}: {_readable(path)}", style="red")
            _print_difference(report, path)
        if len(paths) > MAX_NAMED:
            output.line(f"  … {len(paths) - MAX_NAMED:,} more {kind}; --json names all.", style="red")


def _print_difference(report: "Report", path: str) -> None:
    for each in report.differences:
        if each.path != path:
            continue
        for line in each.signed:
            output.line(f"    - {output.quoted(line)}", style="green")
        for line in each.found:
            output.line(f"    + {output.quoted(line)}", style="red")
        for link in each.links:
            output.line(f"    leads to: {output.quoted(link)}", style="red")
        if each.note:
            output.line(f"    {each.note}", style="dim")
