"""Words between us and a Chromium, through two pipes (Chrome DevTools Protocol): no port is opened for it."""

import contextlib
import fcntl
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from skaryna.errors import SourceError

_LOGGED = re.compile(r"^\[[^\]]*\]\s*")
MAX_MESSAGE_BYTES = 128 << 20
_SHIM = "import os,sys;os.dup2(int(sys.argv[1]),3);os.dup2(int(sys.argv[2]),4);os.execv(sys.argv[3],sys.argv[3:])"
_QUIET = (
    "--headless", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
    "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability", "--disable-breakpad",
    "--disable-client-side-phishing-detection", "--metrics-recording-only", "--mute-audio", "--hide-scrollbars",
    "--deny-permission-prompts", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-features=OptimizationHints,MediaRouter,Translate,InterestFeedContentSuggestions,DnsOverHttps",
)  # fmt: skip

Json = dict[str, Any]


class Browser:
    """A running Chromium; `events` are what it said unasked."""

    def __init__(self, process: subprocess.Popen[bytes], reading: int, writing: int, deadline: float) -> None:
        self._process, self._reading, self._writing = process, reading, writing
        self._deadline = deadline
        self._buffer = bytearray()
        self._number = 0
        self.events: list[Json] = []
        self.session = ""

    def call(self, method: str, **parameters: object) -> Json:
        """Have something done; return what came of it.

        Raises:
            SourceError: It will not, or takes too long.
        """
        self._number += 1
        said: Json = {"id": self._number, "method": method, "params": parameters}
        if self.session:
            said["sessionId"] = self.session
        data = memoryview(msgspec.json.encode(said) + b"\0")
        with contextlib.suppress(BrokenPipeError):
            while data:
                data = data[os.write(self._writing, data) :]
        while True:
            found = self._next(self._deadline)
            if found is None:
                raise SourceError("The page took too long; no copy was taken.", hint="Try again later.")
            if found.get("id") == self._number:
                if "error" in found:
                    raise RefusedError(str(found["error"].get("message", ""))[:200])
                result: Json = found.get("result", {})
                return result
            self.events.append(found)

    def wait(self, until: Callable[[list[Json]], bool], seconds: float) -> bool:
        """Listen until what was said fits, or for so long."""
        end = min(time.monotonic() + seconds, self._deadline)
        while not until(self.events):
            found = self._next(end)
            if found is None:
                return False
            self.events.append(found)
        return True

    def _next(self, end: float) -> Json | None:
        while True:
            at = self._buffer.find(b"\0")
            if at >= 0:
                message = bytes(self._buffer[:at])
                del self._buffer[: at + 1]
                found: Json = msgspec.json.decode(message)
                return found
            left = end - time.monotonic()
            if left <= 0 or not select.select([self._reading], [], [], left)[0]:
                return None
            piece = os.read(self._reading, 1 << 20)
            if not piece or len(self._buffer) > MAX_MESSAGE_BYTES:
                raise SourceError(
                    f"The browser ended by itself.{_last_words(self._process)}",
                    hint="It does not run as the user root. Look whether it starts on this machine at all.",
                )
            self._buffer += piece


class RefusedError(SourceError):
    """The browser would not do what it was asked."""


@contextlib.contextmanager
def started(program: str, *, proxy: str, total_s: float, flags: Sequence[str] = ()) -> Iterator[Browser]:
    """Run a browser that knows nothing and leaves nothing, while the block runs.

    Args:
        program: Its path.
        proxy: Through which all of its requests go, those to this machine too.
        total_s: After so long it is ended.
        flags: More of the program's own options.

    Raises:
        SourceError: It cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="skaryna-browser-", ignore_cleanup_errors=True) as home:
        theirs_in, ours_out = _pipe()
        ours_in, theirs_out = _pipe()
        options = [*_QUIET, f"--user-data-dir={home}", f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>"]
        call = [sys.executable, "-I", "-S", "-c", _SHIM, str(theirs_in), str(theirs_out)]
        process = subprocess.Popen(
            [*call, program, *options, *flags, "about:blank"], pass_fds=(theirs_in, theirs_out), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": home, "TMPDIR": home, "LANG": "C.UTF-8"},
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield Browser(process, ours_in, ours_out, time.monotonic() + total_s)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if process.stderr:
                process.stderr.close()
            os.close(ours_in)
            os.close(ours_out)


def _pipe() -> tuple[int, int]:
    """Return a pipe whose ends are not 3 and 4, where the browser expects its own."""
    ends = os.pipe()
    high = tuple(fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, 10) for each in ends)
    for each in ends:
        os.close(each)
    return high[0], high[1]


def _last_words(process: subprocess.Popen[bytes]) -> str:
    if process.stderr is None or not select.select([process.stderr], [], [], 1.0)[0]:
        return ""
    lines = os.read(process.stderr.fileno(), 4096).decode("utf-8", "replace").strip().splitlines()
    return f" It said: {_LOGGED.sub('', lines[-1])[:200]}" if lines else ""
