"""Starts WordPress beside its own MariaDB, on loopback and a Unix socket alone; asks it through PHP's command line."""

import functools
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SCRIPTS = Path(__file__).parent
WORDPRESS = Path("/usr/share/wordpress")
LONGEST_START_S = 60
THEME = {
    "style.css": "/* Theme Name: plain */",
    "index.php": "<?php while ( have_posts() ) { the_post(); echo '<h1>', get_the_title(), '</h1>'; the_content(); }",
}


def importer() -> Path | None:
    """Return WordPress's importer. It is a plug-in that Debian does not pack: a variable may name where it lies."""
    named = os.environ.get("SKARYNA_TEST_WORDPRESS_IMPORTER")
    places = [Path(named)] if named else []
    places += [
        WORDPRESS / "wp-content/plugins/wordpress-importer",
        Path("/var/lib/wordpress/wp-content/plugins/wordpress-importer"),
    ]
    return next((file for place in places if (file := place / "wordpress-importer.php").is_file()), None)


def missing() -> str:
    """Say what this machine lacks for a WordPress of its own; "" if nothing."""
    absent = [name for name in ("php", "mariadbd", "mariadb-install-db") if _program(name) is None]
    if not (WORDPRESS / "wp-settings.php").is_file():
        absent.append("wordpress")
    return (
        f"not on this machine: {', '.join(absent)} (Debian's packages wordpress, php-mysql, mariadb-server)"
        if absent
        else ""
    )


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class WordPress:
    """A site that is running. `home` is its address; `old_port` serves the files of the site that it takes in."""

    def __init__(self, folder: Path, sock: Path, old_port: int) -> None:
        self.old_port = old_port
        self.port = _free_port()
        self.home = f"http://127.0.0.1:{self.port}"
        self.content = folder / "wp-content"
        (self.content / "themes/plain").mkdir(parents=True)
        (self.content / "uploads").mkdir()
        for name, text in THEME.items():
            (self.content / "themes/plain" / name).write_text(text)
        self._environment = {
            "PATH": os.environ["PATH"],
            "TEST_SOCKET": str(sock),
            "TEST_WORDPRESS": str(WORDPRESS),
            "TEST_CONTENT": str(self.content),
            "TEST_HOME": self.home,
            "TEST_OLD_PORT": str(old_port),
            "TEST_IMPORTER": str(importer() or ""),
        }

    def run(self, script: str, *arguments: str) -> str:
        """Run one of the scripts beside this file and return what it prints."""
        done = subprocess.run(
            ["php", "-d", "error_reporting=E_ALL & ~E_DEPRECATED", str(SCRIPTS / f"{script}.php"), *arguments],
            env=self._environment, capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}: {done.stderr} {done.stdout}"
        return done.stdout

    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("tell"))
        return found

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve the site to readers."""
        server = subprocess.Popen(
            ["php", "-S", f"127.0.0.1:{self.port}", str(SCRIPTS / "router.php")],
            env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(lambda: _answers(self.port))
            yield
        finally:
            server.kill()
            server.wait()

    def page(self, address: str) -> bytes:
        with urllib.request.urlopen(address, timeout=60) as answer:
            data: bytes = answer.read()
        return data


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(is_ready: Any) -> None:
    end = time.monotonic() + LONGEST_START_S
    while not is_ready():
        assert time.monotonic() < end, "it did not start"
        time.sleep(0.05)


@contextmanager
def database(folder: Path) -> Iterator[Path]:
    """Start a MariaDB that listens at a socket in a folder and nowhere else."""
    data, sock = folder / "data", folder / "socket"
    install, server = _program("mariadb-install-db"), _program("mariadbd")
    assert install
    assert server
    as_root = ["--user=root"] if os.geteuid() == 0 else []
    subprocess.run(
        [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db", *as_root],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    running = subprocess.Popen(
        [server, "--no-defaults", f"--datadir={data}", f"--socket={sock}", "--skip-networking", "--skip-grant-tables",
         "--innodb-flush-log-at-trx-commit=0", f"--pid-file={folder / 'pid'}", f"--init-file={_first(folder)}", *as_root],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(sock.exists)
        yield sock
    finally:
        running.terminate()
        running.wait(timeout=60)


def _first(folder: Path) -> Path:
    file = folder / "first.sql"
    file.write_text("CREATE DATABASE wordpress CHARACTER SET utf8mb4;\n")
    return file


@contextmanager
def old_site(folder: Path) -> Iterator[int]:
    """Serve the files of an export at the address of the site that was left, as its editor would; yield the port."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
