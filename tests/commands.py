"""Commands of one publication, each a process of its own, that do not each wait 1.5 s until Python has read Django.

A process starts Django on the publication; each command is a child of it, made by `fork`, and from there on like any:
its own arguments, folder, input, output and exit code. Whoever tests how a command starts starts it anew.
"""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

_PARENT = """
import json, os, sys, traceback
from pathlib import Path
from skaryna import cli, newsroom
from skaryna.cli import commands
from skaryna.outside.folder import open_folder
root, place = map(Path, sys.argv[1:])
newsroom.set_up(open_folder(root))
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            for number, (name, how) in enumerate((("in", "r"), ("out", "w"), ("err", "w"))):
                stream = open(place / name, how)
                os.dup2(stream.fileno(), number)
            sys.stdin, sys.stdout, sys.stderr = (open(n, how, closefd=False) for n, how in enumerate("rww"))
            os.chdir(root)
            sys.argv[:] = ["skaryna", *json.loads(line)]
            code = 0
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


class Run(Protocol):
    """Runs `skaryna` with these arguments inside the publication."""

    def __call__(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]": ...


@contextlib.contextmanager
def commands_of(root: Path, place: Path) -> Iterator[Run]:
    """Lend what runs commands; `place` is an empty folder for what they are given and what they say."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SKARYNA_")}
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(root), str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as parent:
        assert parent.stdin
        assert parent.stdout
        to, back = parent.stdin, parent.stdout

        def run(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
            (place / "in").write_text(given)
            to.write(json.dumps(arguments) + "\n")
            to.flush()
            code = back.readline()
            assert code, "the process that has Django is gone"
            return subprocess.CompletedProcess(
                arguments, int(code), (place / "out").read_text(), (place / "err").read_text()
            )

        yield run
        to.close()
