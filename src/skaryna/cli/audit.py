"""`skaryna audit`: who did what in the newsroom, and when."""

import datetime as dt
import sys
from typing import Annotated

import typer

from skaryna.errors import SettingsError

app = typer.Typer(help="Who did what in the newsroom, and when.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def audit() -> None:
    """Who did what in the newsroom, and when."""


@app.command()
def export(
    context: typer.Context,
    form: Annotated[str, typer.Option("--format", help="csv, or jsonl: one JSON object a line.")] = "csv",
    person: Annotated[str, typer.Option("--person", help="Only what this account did, or what happened to it.")] = "",
    kind: Annotated[str, typer.Option("--kind", help="Only one kind of event, such as newsroom.login.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="From this day on, such as 2026-11-01.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DAY", help="Up to this day.")] = "",
) -> None:
    """Print the log, newest first. That it was taken along stands in the log too."""
    from skaryna.newsroom import export_log
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    for line in export_log(folder, form=form, person=person, kind=kind, days=(_day(since), _day(until))):
        sys.stdout.write(line)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{text!r} is not a day.", hint="Write it as 2026-11-01.") from error
