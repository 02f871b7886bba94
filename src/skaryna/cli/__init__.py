"""The command line: parses, calls, prints; decides nothing.

One command a module. Results go to standard output, progress and errors to standard error; with `--json` one object
says what people see. Rooms are imported inside the commands, so that `skaryna publish` never waits for Django.
"""

import os
import sys

from skaryna.cli.interrupting import INTERRUPTED, STOPPED
from skaryna.errors import CANNOT, SkarynaError


def main() -> None:
    """Run the command line; every expected failure ends as one sentence and an exit code."""
    from skaryna.cli import output, publishing

    plainly = publishing.asked(sys.argv[1:])
    try:
        if plainly:
            publishing.leave(publishing.publish(plainly))
        code = _by_typer()
    except SkarynaError as error:
        output.failure(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        output.note(STOPPED)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read along has seen enough (`… | head`). The rest goes nowhere, also what is written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CANNOT)
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            # Python wraps it where a class is being made, which is what loading a command mostly is.
            output.note(STOPPED)
            sys.exit(INTERRUPTED)
        # typer's own usage errors; anything else is what nobody thought of.
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):
            output.usage(error.format_message(), getattr(error, "ctx", None))
            sys.exit(CANNOT)
        from skaryna.cli.faults import told

        said = told(error)
        output.failure(said)
        sys.exit(said.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


def _by_typer() -> object:
    import typer

    from skaryna.cli import commands
    from skaryna.cli.application import app

    commands.register(app)
    try:
        code = app(standalone_mode=False)
    except typer.Exit as ended:
        return ended.exit_code
    except typer.Abort as ended:
        raise KeyboardInterrupt from ended
    if code == INTERRUPTED:
        # So it tells of Ctrl+C, without a word for the person.
        raise KeyboardInterrupt
    return code
