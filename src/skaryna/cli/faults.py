"""What no command expected: a sentence for whoever sits there, the whole of it in a file for whoever mends it."""

import os
import tempfile
import traceback
from pathlib import Path

from skaryna.errors import CANNOT, DatabaseError, SkarynaError

_OF_A_DATABASE = frozenset({"OperationalError", "DatabaseError"})
"""As sqlite3, psycopg and Django call them: none of these is loaded for the sake of a name."""


class FaultError(SkarynaError):
    """A mistake in Skaryna itself, or something that nobody thought of."""

    exit_code = CANNOT


def told(error: Exception) -> SkarynaError:
    """Return what to say of an exception that nobody caught.

    What the operating system or a database refused is said as such. Anything else is a fault: its course goes into
    a file of this user's alone (0600), since a terminal full of code helps nobody who has to put a magazine right.
    """
    if isinstance(error, OSError) and error.filename is not None:
        from skaryna.outside.files import explained

        return explained(error, Path(os.fsdecode(error.filename)))
    if isinstance(error, MemoryError):
        return FaultError("The memory of this computer is full.", hint="End other programs, then run it again.")
    first = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
    if _OF_A_DATABASE & {each.__name__ for each in type(error).__mro__}:
        return DatabaseError(
            f"The newsroom's database cannot be used: {first}.",
            hint="Wait a moment and run it again; `skaryna doctor` says what is wrong with it.",
        )
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = f" ({Path(last[0].filename).name}, line {last[0].lineno})" if last else ""
    return FaultError(
        f"This is a fault of Skaryna, not yours: {type(error).__name__}: {first}{where}.",
        hint=f"What was stored is still there.{_kept(error)}",
    )


def _kept(error: Exception) -> str:
    """Write down how it came to it; say where, and what to do with it."""
    try:
        descriptor, path = tempfile.mkstemp(prefix="skaryna-fault-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return ""
    return f" Send {path} to whoever looks after Skaryna; read it first, since it may name folders and titles."
