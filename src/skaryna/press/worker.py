"""A worker of the press: a process that does jobs until whoever asked closes the pipe.

It is a program of its own and no fork. SQLite forbids to carry an open database into one: it would take the locks of
the process above for its own, and read what that one is just writing. And what the press holds (connections, keys that
sign) is no worker's, but for the lock on the folder that it writes into.
"""

import contextlib
import gc
import os
import queue
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any


def main() -> None:
    """Work for whoever holds the other end of the pipe that the argument names; the first message is a `sys.path`."""
    pipe = Connection(int(sys.argv[1]))
    with contextlib.suppress(EOFError, OSError):
        sys.path += [each for each in pipe.recv() if each not in sys.path]
        _serve(pipe)


def _serve(pipe: Connection) -> None:
    # What is here stays, and what pages are made of holds no cycles, so it is seldom swept.
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    jobs: queue.SimpleQueue[Any] = queue.SimpleQueue()
    # Somebody always takes jobs in: who hands one out never waits for whoever is about to answer.
    threading.Thread(target=_listen, args=(pipe, jobs), daemon=True).start()
    while asked := jobs.get():
        work, job = asked
        try:
            told: tuple[Exception | None, Any] = (None, work(job))
        except Exception as error:  # raised again where it was asked for
            told = (error, None)
        pipe.send(told)


def _listen(pipe: Connection, jobs: "queue.SimpleQueue[Any]") -> None:
    """Take jobs in until the pipe is closed; then end at once, whatever is being done.

    Nobody would hear of it, and the next press may begin in the same folder. What is cut short is found by whoever puts
    the same bytes, or lays out the same tree, again.
    """
    try:
        while True:
            jobs.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)
    finally:
        jobs.put(None)


if __name__ == "__main__":
    main()
