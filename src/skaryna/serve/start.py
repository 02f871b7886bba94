"""Starting the readers' server: one process a core, all at one address."""

import os
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

from skaryna.errors import BusyError, FolderError
from skaryna.model.settings import Address
from skaryna.outside.folder import Folder
from skaryna.outside.ports import check_free
from skaryna.serve.larder import MAX_KEPT_BYTES, Larder
from skaryna.serve.loop import Loop, allowed_lines, parent_lives

MAX_PROCESSES = 4
BACKLOG = 4_096
RESTART_S = 1.0


def serve(folder: Folder, address: Address, say: Callable[[str], None] = lambda _: None) -> None:
    """Serve the folder's edition until the process is told to end; `say` is told what an administrator should know.

    Raises:
        FolderError: Nothing has been published yet.
        BusyError: The address is taken.
    """
    if not folder.edition.is_dir() or not any(folder.edition.iterdir()):
        raise FolderError(f"In {folder.edition} there is no edition yet.", hint="Run `skaryna publish` first.")
    check_free(address, what="readers")
    count = min(MAX_PROCESSES, os.cpu_count() or 1) if hasattr(socket, "SO_REUSEPORT") else 1
    # Each process listens for itself, and the system shares browsers out among them.
    listening = [_listen(address) for _ in range(count)]
    # Not before: an address that another program has would lead there.
    say(f"Readers' site: {address.url}  (Ctrl+C ends it)")
    most = allowed_lines()

    def work(number: int, parent: int) -> None:
        larder = Larder(folder.edition, max_bytes=MAX_KEPT_BYTES // count)
        Loop(listening[number], larder, max_lines=most).run(lambda: parent_lives(parent))

    _Family(count, work, say).live()


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "SO_REUSEPORT"):
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        made.bind((address.host, address.port))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise BusyError(
            f"The address {address} cannot be used: {error.strerror}.",
            hint="Stop the program that uses it, or set another address in [readers] of skaryna.toml.",
        ) from error
    return made


class _Family:
    """Processes that do the same; one that dies is started again, and all end together."""

    def __init__(self, count: int, work: Callable[[int, int], None], say: Callable[[str], None]) -> None:
        self._count = count
        self._work = work
        self._say = say
        self._children: dict[int, int] = {}
        self._ends = False

    def live(self) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._told)
        for number in range(self._count):
            self._start(number)
        while self._children:
            gone, how = os.wait()
            number = self._children.pop(gone, -1)
            if not self._ends and number >= 0:
                self._say(f"A process of the readers' server ended by itself ({how}) and is started again.")
                time.sleep(RESTART_S)
                self._start(number)

    def _start(self, number: int) -> None:
        if self._ends:
            return
        parent = os.getpid()
        child = os.fork()
        if child:
            self._children[child] = number
            if self._ends:
                os.kill(child, signal.SIGTERM)
            return
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            # Ctrl+C reaches the whole family; the parent tells the children.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            self._work(number, parent)
            code = 0
        finally:
            os._exit(code)

    def _told(self, _signal: int, _frame: FrameType | None) -> None:
        self._ends = True
        for child in list(self._children):
            os.kill(child, signal.SIGTERM)
