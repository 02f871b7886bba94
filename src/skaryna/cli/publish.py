"""`skaryna publish`."""

from typing import Annotated

import typer

from skaryna.cli import publishing


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
    return publishing.publish(publishing.Asked(context.obj, as_json=as_json, explain=explain, everything=everything))
