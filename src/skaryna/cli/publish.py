"""`skaryna publish`."""

from typing import Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO


def publish(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Print the next edition from everything that editors approved.

    Readers see the new edition at once or keep the one they have. Safe to interrupt and run again. Exit codes:
    0 printed, 1 refused (a dead link, a value changed behind the editors' back), 2 not possible.
    """
    from skaryna.outside.folder import open_folder
    from skaryna.press.resident import print_and_record
    from skaryna.press.run import print_edition

    folder = open_folder(context.obj)
    with output.progress(quiet=as_json) as step:
        printed = print_and_record(folder, print_one=lambda each: print_edition(each, progress=step))
    if as_json:
        output.json(
            {
                "edition": printed.edition,
                "pages": {
                    "total": printed.total,
                    "made": printed.made,
                    "kept": printed.kept,
                    "removed": printed.removed,
                },
                "bytes_written": printed.bytes_written,
                "seconds": printed.seconds,
                "fingerprint": printed.fingerprint,
                "warnings": printed.warnings,
            }
        )
    else:
        said = "is printed" if printed.made or printed.removed else "stays: nothing has changed since"
        output.line(f"Edition {printed.edition} {said}.", style="bold")
        output.line(
            f"{printed.total} files: {printed.made} new or changed, {printed.kept} as they were, "
            f"{printed.removed} removed; {printed.bytes_written / 1000:,.1f} kB written."
        )
        output.line(
            "Took {total:.2f} s (reading {read:.2f}, rendering {render:.2f}, writing {write:.2f}).".format(
                **printed.seconds
            )
        )
        output.line(f"Readers' files: {folder.edition}")
        for warning in printed.warnings:
            output.line(f"Not printed: {warning}", style="bold red")
    return NO if printed.warnings else 0
