"""One process's share of the browsers: whoever is ready is served, nobody waits for the slow."""

import contextlib
import errno
import heapq
import os
import resource
import selectors
import socket
import time
from collections.abc import Callable

from skaryna.serve import request
from skaryna.serve.larder import Larder
from skaryna.serve.line import Line

MAX_LINES = 20_000
"""At once in one process, if the system allows so many files to be open."""
_OTHER_FILES = 100
_ACCEPTED_AT_ONCE = 64
_TICK_S = 0.5
SWEEP_S = 1.0


def allowed_lines() -> int:
    """Ask the system for as many open files as it gives; return how many browsers may be connected."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MAX_LINES + _OTHER_FILES
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if most > soft:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
    return max(10, min(MAX_LINES, soft - _OTHER_FILES))


class Loop:
    """Serves a listening socket until it is told to end."""

    def __init__(self, listening: socket.socket, larder: Larder, *, max_lines: int = MAX_LINES) -> None:
        listening.setblocking(False)
        self._listening = listening
        self._larder = larder
        self._max_lines = max_lines
        self._lines: set[Line] = set()
        self._selector = selectors.DefaultSelector()
        self._selector.register(listening, selectors.EVENT_READ, None)

    def run(self, goes_on: Callable[[], bool]) -> None:
        """Serve; `goes_on` is asked at least every second."""
        swept = time.monotonic()
        while True:
            ready = self._selector.select(_TICK_S)
            now = time.monotonic()
            self._larder.look()
            for key, _ in ready:
                line: Line | None = key.data
                if line is None:
                    self._accept(now)
                    continue
                waited = line.wants_to_send
                if not (line.send(now) if waited else line.receive(now)):
                    self._end(line)
                elif line.wants_to_send is not waited:
                    self._selector.modify(
                        line.socket, selectors.EVENT_WRITE if line.wants_to_send else selectors.EVENT_READ, line
                    )
            if now - swept >= SWEEP_S:
                swept = now
                request.forget()
                for each in [each for each in self._lines if each.until < now]:
                    self._end(each)
                if not goes_on():
                    break
        for each in list(self._lines):
            self._end(each)
        self._selector.close()

    def _accept(self, now: float) -> None:
        for _ in range(_ACCEPTED_AT_ONCE):
            try:
                connected, _ = self._listening.accept()
            except OSError as error:
                # Nobody waits any more, or hung up already, or the system has no file left.
                if error.errno in {errno.EMFILE, errno.ENFILE}:
                    self._make_room()
                return
            if len(self._lines) >= self._max_lines:
                self._make_room()
            connected.setblocking(False)
            line = Line(connected, self._larder, now)
            self._lines.add(line)
            self._selector.register(connected, selectors.EVENT_READ, line)

    def _make_room(self) -> None:
        """Give those up who would be given up first anyway, for who has just come."""
        some = len(self._lines) // 100 + 1
        for each in heapq.nsmallest(some, self._lines, key=lambda line: line.until):
            self._end(each)

    def _end(self, line: Line) -> None:
        self._lines.discard(line)
        with contextlib.suppress(KeyError, ValueError, OSError):
            self._selector.unregister(line.socket)
        line.close()


def parent_lives(parent: int) -> bool:
    """Whether the process that started this one is still there."""
    return os.getppid() == parent
