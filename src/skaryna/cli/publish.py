"""`skaryna publish`."""

from typing import Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO


def publish(
    context: typer.Context,
    explain: Annotated[bool, typer.Option("--explain", help="Say of each page that is made again why it is.")] = False,
    everything: Annotated[
        bool, typer.Option("--everything", help="Look again at all that was ever taken in and laid out, not at a part.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Print the next edition from everything that editors approved, and sign it.

    Readers see the new edition at once or keep the one they have. Safe to interrupt and run again. Exit codes:
    0 printed, 1 refused (a dead link, something changed behind the editors' back, a signature missing), 2 not possible.
    """
    from skaryna.cli.sealing import UNSIGNED, sealer_of
    from skaryna.outside.folder import open_folder
    from skaryna.press.resident import print_and_record
    from skaryna.press.run import Wish, print_edition

    folder = open_folder(context.obj)
    seal = sealer_of(folder)
    wish = Wish(explain=explain, everything=everything)
    with output.progress(quiet=as_json) as step:
        printed = print_and_record(
            folder, print_one=lambda each: print_edition(each, seal=seal, progress=step, wish=wish)
        )
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
                "sealed": printed.sealed,
                "mended": printed.mended,
                "warnings": printed.warnings,
                **({"explained": printed.explained} if explain else {}),
            }
        )
    else:
        for path, why in sorted(printed.explained.items()):
            output.line(f"{path}: {why}")
        said = "is printed" if printed.made or printed.removed else "stays: nothing has changed since"
        output.line(f"Edition {printed.edition} {said}.", style="bold")
        output.line(
            f"{printed.total} files: {printed.made} new or changed, {printed.kept} as they were, "
            f"{printed.removed} removed; {printed.bytes_written / 1000:,.1f} kB written."
        )
        stages = (("reading", "read"), ("rendering", "render"), ("writing", "write"), ("sealing", "seal"))
        parts = ", ".join(f"{word} {printed.seconds[stage]:.2f}" for word, stage in stages)
        output.line(f"Took {printed.seconds['total']:.2f} s ({parts}).")
        output.line(f"Readers' files: {folder.edition}")
        if seal:
            output.line(f"Signed; its root in eight words: {' '.join(seal.trust().words)}")
        else:
            output.line(UNSIGNED, style="bold red")
        if printed.mended:
            files = "A file" if printed.mended == 1 else f"{printed.mended:,} files"
            output.line(f"{files} of the edition had been changed on the disk by somebody; mended.", style="bold red")
        for warning in printed.warnings:
            output.line(f"Not printed: {warning}", style="bold red")
    return NO if printed.warnings else 0
