"""Starts Ghost with an SQLite of its own, on loopback alone; sets it up and asks it as its own screens do."""

import http.cookiejar
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LONGEST_START_S = 180
LONGEST_IMPORT_S = 180
LONGEST_ANSWER_S = 60
OLDEST_NODE = 22
OWNER = {
    "name": "The Owner",
    "email": "owner@example.invalid",
    "password": "a long word 1517 of nobody",
    "blogTitle": "The Ferry",
}
_BOUNDARY = "skaryna1517"


def named() -> Path | None:
    """Return where a Ghost lies: the folder with its index.js and node_modules. No distribution packs it."""
    place = os.environ.get("SKARYNA_TEST_GHOST")
    return Path(place) if place else None


def node() -> str | None:
    """Return the program that runs it."""
    return os.environ.get("SKARYNA_TEST_GHOST_NODE") or shutil.which("node")


def missing() -> str:
    """Say what this machine lacks for a Ghost of its own; "" if nothing."""
    place, program = named(), node()
    if place is None:
        return "no Ghost is named in SKARYNA_TEST_GHOST (the folder with its index.js and node_modules)"
    if not (place / "index.js").is_file() or not (place / "node_modules").is_dir():
        return f"no Ghost with its node_modules is in {place}, which SKARYNA_TEST_GHOST names"
    if program is None:
        return f"not on this machine: node {OLDEST_NODE} or newer"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if int(said.lstrip("v").partition(".")[0] or 0) < OLDEST_NODE:
        return f"Ghost wants node {OLDEST_NODE}; this is {said}. Name a newer one in SKARYNA_TEST_GHOST_NODE"
    return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Ghost:
    """A site that is running. `home` is its address, without a slash at the end."""

    def __init__(self, folder: Path, port: int) -> None:
        self.home = f"http://localhost:{port}"
        self.content = folder / "content"
        self._folder = folder
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def ask(self, method: str, path: str, data: bytes | None = None, kind: str = "application/json") -> bytes:
        """Ask its API for editors."""
        request = urllib.request.Request(f"{self.home}/ghost/api/admin/{path}", data=data, method=method)
        request.add_header("Origin", self.home)
        request.add_header("Content-Type", kind)
        try:
            with self._open.open(request, timeout=LONGEST_ANSWER_S) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from error

    def table(self, name: str) -> list[dict[str, Any]]:
        """Return rows of a table, as an export of its own has them."""
        rows: list[dict[str, Any]] = json.loads(self.exported())["db"][0]["data"][name]
        return rows

    def exported(self) -> bytes:
        """Return what its editor gets from "Export your content"."""
        return self.ask("GET", "db/")

    def take(self, folder: Path, *, packed: bool = True) -> None:
        """Import a folder as its editor would: as one zip file, or its pictures by hand and the export alone.

        Returns when Ghost says that it is done.
        """
        if packed:
            name, kind, data = "import.zip", "application/zip", self._zip(folder)
        else:
            shutil.copytree(folder / "content/images", self.content / "images", dirs_exist_ok=True)
            name, kind, data = "ghost.json", "application/json", (folder / "ghost.json").read_bytes()
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="importfile"; filename="{name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        body = head.encode() + data + f"\r\n--{_BOUNDARY}--\r\n".encode()
        before = self.log().count("site-content-import")
        self.ask("POST", "db/", body, f"multipart/form-data; boundary={_BOUNDARY}")
        end = time.monotonic() + LONGEST_IMPORT_S
        while True:
            said = self.log().split("site-content-import")[before + 1 :]
            if any(part.lstrip().startswith(("completed", "failed", "error")) for part in said):
                break
            assert time.monotonic() < end, f"the import did not end: {self.log()[-4000:]}"
            time.sleep(0.2)
        assert any(part.lstrip().startswith("completed") for part in said), self.log()[-6000:]

    def _zip(self, folder: Path) -> bytes:
        packed = self._folder / "import.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder).as_posix())
        return packed.read_bytes()

    def log(self) -> str:
        return (self._folder / "log").read_text(errors="replace")

    def page(self, path: str) -> str:
        """Return a page as its readers get it."""
        with self._open.open(self.home + path, timeout=LONGEST_ANSWER_S) as answer:
            return str(answer.read().decode())


@contextmanager
def running(folder: Path) -> Iterator[Ghost]:
    """Start a new site in an empty folder, set up and without the articles that it greets with."""
    place, program = named(), node()
    assert place
    assert program
    port = _free_port()
    site = Ghost(folder, port)
    for name in ("data", "images", "media", "files", "logs", "settings", "public", "adapters"):
        (site.content / name).mkdir(parents=True)
    shutil.copytree(place / "content/themes", site.content / "themes")
    settings = {
        "url": site.home,
        "server__host": "127.0.0.1",
        "server__port": str(port),
        "database__client": "sqlite3",
        "database__connection__filename": str(folder / "ghost.db"),
        "paths__contentPath": str(site.content),
        "mail__transport": "stub",
        "logging__transports": '["stdout"]',
        "security__staffDeviceVerification": "false",
        # It asks nobody: no update, no picture of an address, no ping.
        "privacy__useTinfoil": "true",
    }
    with (folder / "log").open("wb") as log:
        # It takes the folder where it starts for its own.
        server = subprocess.Popen(
            [program, "index.js"], cwd=place, stdout=log, stderr=log,
            env={"PATH": os.environ["PATH"], "NODE_ENV": "production", "HOME": str(folder), **settings},
        )  # fmt: skip
    try:
        _wait(site, server)
        site.ask("POST", "authentication/setup/", json.dumps({"setup": [OWNER]}).encode())
        login = {"username": OWNER["email"], "password": OWNER["password"]}
        site.ask("POST", "session/", json.dumps(login).encode())
        site.ask("DELETE", "db/")
        yield site
    finally:
        server.terminate()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(site: Ghost, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + LONGEST_START_S
    while True:
        assert server.poll() is None, f"Ghost ended: {site.log()[-4000:]}"
        assert time.monotonic() < end, f"Ghost did not start: {site.log()[-4000:]}"
        try:
            with urllib.request.urlopen(f"{site.home}/ghost/api/admin/site/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.3)
