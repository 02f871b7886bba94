"""The command line: parses, calls, prints; decides nothing.

One command a module. Results go to standard output, progress and errors to standard error; with `--json` one object
says what people see. Rooms are imported inside the commands, so that `skaryna publish` never waits for Django.
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from skaryna import __version__
from skaryna.cli import output
from skaryna.errors import CANNOT, SkarynaError

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


def main() -> None:
    """Run the command line; every expected failure ends as one sentence and an exit code."""
    from skaryna.cli import commands

    commands.register(app)
    try:
        code: Any = app(standalone_mode=False)
    except SkarynaError as error:
        output.failure(error)
        sys.exit(error.exit_code)
    except typer.Exit as ended:
        sys.exit(ended.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        output.note("Stopped. Run the same command again to go on.")
        sys.exit(130)
    except Exception as error:
        # typer's own usage errors; anything else is a bug and must be seen whole.
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):
            output.usage(error.format_message(), getattr(error, "ctx", None))
            sys.exit(CANNOT)
        raise
    sys.exit(code if isinstance(code, int) else 0)
