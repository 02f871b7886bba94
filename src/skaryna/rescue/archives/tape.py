"""A stream with a look ahead: lines, blocks, and the place where something begins. Memory holds one block."""

from collections.abc import Iterator

MAX_LINE_BYTES = 1 << 16
LOOK_BYTES = 1 << 18


class Tape:
    """Reads forward only; what was looked at can be given back."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = bytearray()
        self.is_over = False

    def _fill(self, size: int) -> None:
        while len(self._held) < size and not self.is_over:
            piece = next(self._chunks, b"")
            if not piece:
                self.is_over = True
            self._held += piece

    def peek(self, size: int) -> bytes:
        """Return the next bytes and leave them; fewer at the end."""
        self._fill(size)
        return bytes(self._held[:size])

    def take(self, size: int) -> bytes:
        """Return the next bytes; fewer at the end."""
        self._fill(size)
        data = bytes(self._held[:size])
        del self._held[:size]
        return data

    def skip(self, size: int) -> int:
        """Pass over bytes without holding them; return how many there were."""
        left = size
        while left > 0:
            piece = self.take(min(left, LOOK_BYTES))
            if not piece:
                break
            left -= len(piece)
        return size - left

    def give_back(self, data: bytes) -> None:
        """Put bytes before what comes next."""
        self._held[:0] = data

    def line(self) -> bytes:
        """Return the next line with its end; one that is too long is cut into several."""
        size = 256
        while True:
            self._fill(size)
            at = self._held.find(b"\n", 0, MAX_LINE_BYTES)
            if at >= 0:
                return self.take(at + 1)
            if self.is_over or len(self._held) >= MAX_LINE_BYTES:
                return self.take(MAX_LINE_BYTES)
            size = min(MAX_LINE_BYTES, 2 * max(size, len(self._held)))

    def past(self, *marks: bytes) -> int:
        """Pass over bytes until one of the marks comes next, or to the end; return how many were passed over."""
        passed = 0
        longest = max(map(len, marks))
        while True:
            self._fill(LOOK_BYTES)
            found = [at for mark in marks if (at := self._held.find(mark)) >= 0]
            if found:
                del self._held[: min(found)]
                return passed + min(found)
            drop = len(self._held) if self.is_over else max(0, len(self._held) - longest)
            del self._held[:drop]
            passed += drop
            if self.is_over:
                return passed
