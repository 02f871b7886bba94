"""`skaryna approve`."""

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO, SettingsError, TrustError

if TYPE_CHECKING:
    from skaryna.model.approved import Approved, Difference
    from skaryna.outside.folder import Folder

MAX_SHOWN_FILES = 12


def approve(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Approve without being asked.")] = False,
    restore: Annotated[bool, typer.Option("--restore", help="Put back on the disk what was approved.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Look at what differs from the approved settings and theme, and approve it.

    The press prints what skaryna.toml says to readers (name, address, languages, mirrors, colours), and the theme,
    only as they were approved here. A theme of the publication's own is tried out on every kind of page first.
    Exit codes: 0 nothing differs, or it is approved (or put back) now; 1 it is not; 2 not possible.
    """
    from skaryna.outside.folder import open_folder

    if yes and restore:
        raise SettingsError("--yes approves what is on the disk, --restore takes it back.", hint="Choose one of them.")
    folder = open_folder(context.obj)
    record, problem = _record(folder)
    found = _differences(folder, record)
    is_due = record is None or bool(found)
    if not as_json:
        _show(folder, record, found, problem)
    done = is_due and _decided(folder, record, found, yes=yes, restore=restore, quiet=as_json)
    if as_json:
        output.json(
            {
                "approved_at": record.at if record else "",
                "problem": problem.message if problem else "",
                "differences": [{"path": each.path, "said": each.said} for each in found],
                "done": ("restored" if restore else "approved") if done else "",
            }
        )
    return 0 if done or not is_due else NO


def _record(folder: "Folder") -> "tuple[Approved | None, TrustError | None]":
    from skaryna.outside.approval import record_of

    try:
        return record_of(folder), None
    except TrustError as error:
        return None, error


def _differences(folder: "Folder", record: "Approved | None") -> "tuple[Difference, ...]":
    from skaryna.press.approval import compared

    return compared(folder, record) if record else ()


def _show(
    folder: "Folder", record: "Approved | None", found: "tuple[Difference, ...]", problem: TrustError | None
) -> None:
    from skaryna.model.approved import changed_lines
    from skaryna.press.approval import when
    from skaryna.theme import own

    if problem is not None:
        output.line(problem.message, style="bold red")
        publication = folder.publication
        for name in ("name", "url"):
            output.line(f"  {name}: {getattr(publication, name)}")
        output.line(f"  languages: {', '.join(publication.languages)}")
        output.line(f"  mirrors: {', '.join(publication.mirrors) or 'none'}")
        output.line(f"  leave_to: {publication.leave_to or 'off'}")
        output.line("  theme: as it lies on this machine")
    if record is not None:
        said = "These differ from" if found else "Nothing differs from"
        output.line(f"{said} what was approved on {when(record.at)} (Skaryna {record.version}).")
    for each in found[:MAX_SHOWN_FILES]:
        output.line(f"{own.shown(each.path)}: {each.said}", style="bold")
        for line in changed_lines(each):
            output.line(f"  {line}")
    if len(found) > MAX_SHOWN_FILES:
        output.line(f"… and {len(found) - MAX_SHOWN_FILES} more files.")


def _decided(
    folder: "Folder",
    record: "Approved | None",
    found: "tuple[Difference, ...]",
    *,
    yes: bool,
    restore: bool,
    quiet: bool,
) -> bool:
    """Do what the person wants; return whether anything was done."""
    from skaryna.press import approval

    if restore:
        if record is None:
            raise SettingsError("There is nothing approved that could be put back.", hint="Look, then approve.")
        approval.restore(folder, record, found)
        if not quiet:
            output.line("What was approved is back on the disk. Look who could write these files.")
        return True
    asked = sys.stdin.isatty() and not quiet
    if not yes and not (asked and typer.confirm("Is this what readers shall get?", default=False)):
        if not quiet:
            output.line("Not approved: readers get what was approved before. `skaryna approve --yes` approves it.")
        return False
    made = approval.approve(folder, at=dt.datetime.now(dt.UTC))
    if quiet:
        return True
    output.line("Approved: the next edition is printed with it.")
    if record and (record.publication.name, record.publication.url) != (made.publication.name, made.publication.url):
        output.line("A press that runs signs under the old name or address until you start it again.")
    return True
