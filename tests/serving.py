"""The readers' server as it really runs: its own process, on a free port of this machine."""

import contextlib
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.cli.test_commands import free_port


@contextlib.contextmanager
def served(root: Path) -> Iterator[str]:
    """Serve a publication's edition for as long as the block runs; yield its address."""
    port = free_port()
    settings = root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [sys.executable, "-m", "skaryna", "-C", str(root), "serve"], stderr=subprocess.PIPE
    ) as server:
        try:
            for _ in range(200):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(url, timeout=1).close()
                    break
                time.sleep(0.1)
            yield url
        finally:
            server.terminate()
