"""Commands that do not each wait until Python has read half of the programs, and for some also Django.

A process reads them once; each command is a child of it, made by `fork`, and from there on like any process: with its own
arguments, folder, environment, input, output and exit code. Whoever tests how a command starts starts it anew.
"""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

_PARENT = """
import importlib, json, os, sys, traceback
from pathlib import Path
place, root, *modules = sys.argv[1:]
for module in modules:
    importlib.import_module(module)
from skaryna import cli
if root:
    from skaryna import newsroom
    from skaryna.outside.folder import open_folder
    newsroom.set_up(open_folder(Path(root)))
for line in sys.stdin:
    child = os.fork()
    if not child:
        code = 0
        try:
            asked = json.loads(line)
            for number, (name, how) in enumerate((("in", "r"), ("out", "w"), ("err", "w"))):
                stream = open(os.path.join(place, name), how)
                os.dup2(stream.fileno(), number)
            sys.stdin, sys.stdout, sys.stderr = (open(n, how, closefd=False) for n, how in enumerate("rww"))
            os.environ.clear()
            os.environ.update(asked["environment"])
            os.chdir(asked["cwd"])
            sys.argv[:] = ["skaryna", *asked["arguments"]]
            cli.main()
        except SystemExit as ended:
            code = ended.code or 0
        except BaseException:
            traceback.print_exc()
            code = 70
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
# What commands of the rooms without Django read before they begin.
READ_BEFORE = (
    "skaryna.cli.commands", "skaryna.press", "skaryna.rescue", "skaryna.seal", "skaryna.guard", "skaryna.export",
    "pydantic", "trafilatura", "py3langid", "PIL.Image", "bs4", "psycopg",
)  # fmt: skip


class Forks:
    """Runs `skaryna`; `root` is the one publication whose Django is read too."""

    def __init__(self, root: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="skaryna-commands-")
        self._place = Path(self._folder.name)
        self._root = root
        call = [sys.executable, "-c", _PARENT, str(self._place), str(root or ""), *READ_BEFORE]
        self._parent = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(
        self,
        *arguments: str,
        cwd: Path | None = None,
        given: str = "",
        timeout_s: float = 120,
        environment: dict[str, str] | None = None,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command; by default with no setting from outside, and inside `root`."""
        if environment is None:
            environment = {key: value for key, value in os.environ.items() if not key.startswith("SKARYNA_")}
        (self._place / "in").write_text(given)
        asked = {"arguments": arguments, "cwd": str(cwd or self._root or Path.cwd()), "environment": environment}
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(json.dumps(asked) + "\n")
        self._parent.stdin.flush()
        if not select.select([self._parent.stdout], [], [], timeout_s)[0]:
            raise subprocess.TimeoutExpired(arguments, timeout_s)
        code = self._parent.stdout.readline()
        assert code, "the process that commands are made from is gone"
        said, problems = ((self._place / name).read_text() for name in ("out", "err"))
        return subprocess.CompletedProcess(arguments, int(code), said, problems)

    def close(self) -> None:
        """End the process."""
        self._parent.kill()
        self._parent.communicate()
        self._folder.cleanup()


def interruptible() -> None:
    """Let Ctrl-C reach a command also where the tests run in the background, whose processes are told to ignore it.

    For `preexec_fn`.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
