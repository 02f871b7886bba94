"""One browser's connection: what came in and is not answered yet, what goes out and is not sent yet."""

import os
import socket

from skaryna.serve.larder import Larder, Outgoing
from skaryna.serve.request import MAX_HEAD_BYTES, read

READ_BYTES = 8 << 10
SEND_BYTES = 1 << 20
"""At most so much of a large file at a time: then it is another's turn."""

HEAD_S = 30.0
"""A request must be whole so long after its first byte; bytes in between prolong nothing."""
IDLE_S = 75.0
SEND_S = 60.0
"""How long a browser may take nothing of its answer. The slowest telephone takes something."""
LEAVE_S = 3.0
MAX_UNREAD_BYTES = 1 << 20
"""How long, and of how many bytes, what a browser still sends is thrown away after the last answer: whoever hangs up on
unread bytes takes the answer back that is on its way."""


class Line:
    """`wants_to_send` says for what it waits; `until` is when it is given up."""

    __slots__ = (
        "_file", "_in", "_larder", "_left", "_offset", "_out", "_stays", "_unread", "socket", "until", "wants_to_send",
    )  # fmt: skip

    def __init__(self, connected: socket.socket, larder: Larder, now: float) -> None:
        self.socket = connected
        self._larder = larder
        self._in = b""
        self._out: list[memoryview | bytes] = []
        self._file = -1
        self._offset = self._left = 0
        self._stays = True
        self._unread = 0
        self.wants_to_send = False
        self.until = now + HEAD_S

    def receive(self, now: float) -> bool:
        """Take what came in and answer it; return whether the line still stands."""
        try:
            data = self.socket.recv(READ_BYTES)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not data:
            return False
        if not self._stays:
            self._unread += len(data)
            return self._unread < MAX_UNREAD_BYTES
        if not self._in:
            self.until = now + HEAD_S
        self._in += data
        return self._answer(now)

    def send(self, now: float) -> bool:
        """Go on sending; return whether the line still stands."""
        return self._flush(now) and (self.wants_to_send or self._answer(now))

    def _answer(self, now: float) -> bool:
        # One after another: who asks much and takes nothing fills its own buffer, and no more.
        while self._stays and not self.wants_to_send:
            end = self._in.find(b"\r\n\r\n", 0, MAX_HEAD_BYTES)
            if end < 0:
                if len(self._in) < MAX_HEAD_BYTES:
                    if not self._in:
                        self.until = now + IDLE_S
                    return True
                going = self._larder.refusal(431)
            else:
                request = read(self._in[:end])
                self._in = self._in[end + 4 :]
                going = self._larder.outgoing(request) if request else self._larder.refusal(400)
            if not self._begin(going, now):
                return False
        return self._stays or self.wants_to_send or self._take_leave(now)

    def _take_leave(self, now: float) -> bool:
        self._in = b""
        self.until = now + LEAVE_S
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            return False
        return True

    def _begin(self, going: Outgoing, now: float) -> bool:
        self._stays = going.stays
        if going.file:
            try:
                self._file = os.open(going.file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            except OSError:
                return False
            self._offset, self._left = 0, going.size
        self._out = list(going.parts)
        return self._flush(now)

    def _flush(self, now: float) -> bool:
        """Send what the system takes now; return whether the line still stands."""
        try:
            if self._out:
                sent = self.socket.sendmsg(self._out)
                if sent < sum(map(len, self._out)):
                    self._out = _rest(self._out, sent)
                    return self._wait(now)
                self._out.clear()
            if self._left:
                sent = os.sendfile(self.socket.fileno(), self._file, self._offset, min(self._left, SEND_BYTES))
                self._offset += sent
                self._left -= sent
                # A file that became shorter meanwhile: what was promised cannot be kept.
                return bool(sent) and (self._wait(now) if self._left else self._done())
        except BlockingIOError:
            return self._wait(now, took_some=False)
        except OSError:
            return False
        return self._done()

    def _wait(self, now: float, *, took_some: bool = True) -> bool:
        if took_some or not self.wants_to_send:
            self.until = now + SEND_S
        self.wants_to_send = True
        return True

    def _done(self) -> bool:
        self.wants_to_send = False
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        return True

    def close(self) -> None:
        """Hang up."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self.socket.close()


def _rest(parts: list[memoryview | bytes], sent: int) -> list[memoryview | bytes]:
    left: list[memoryview | bytes] = []
    for part in parts:
        if sent >= len(part):
            sent -= len(part)
        elif sent:
            left.append(memoryview(part)[sent:])
            sent = 0
        else:
            left.append(part)
    return left
