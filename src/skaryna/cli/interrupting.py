"""Ctrl+C before any command has begun to listen for it: a sentence and its exit code, where Python shows a traceback.

Nothing may be imported here but what Python has loaded by itself: of what stands before this, only Python can tell.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

INTERRUPTED = 130
STOPPED = "Stopped. Run the same command again to go on."


def _hook(kind: type[BaseException], error: BaseException, course: "TracebackType | None") -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, course)
        return
    sys.stderr.write(f"{STOPPED}\n")
    sys.stderr.flush()
    # Python would end itself by the signal once more; nothing was begun that has to be ended.
    os._exit(INTERRUPTED)


sys.excepthook = _hook
