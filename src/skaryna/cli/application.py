"""The command line as typer sees it: what stands before every command."""

from pathlib import Path
from typing import Annotated

import typer

from skaryna import __version__

app = typer.Typer(
    name="skaryna",
    help="Make a magazine that survives: rescue what is left of it, edit it, publish it as files that anyone can keep.",
    epilog="One folder is the whole publication; every command finds it from where you are, or takes -C FOLDER.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"skaryna {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("-C", metavar="FOLDER", help="The publication folder, if you are not in it.")
    ] = None,
    version: Annotated[  # noqa: ARG001 - handled by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    context.obj = folder
