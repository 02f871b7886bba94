"""A PostgreSQL server of a test's own, on loopback, in a folder that is gone afterwards."""

import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOM_BYTES = 4 << 30


def _programs() -> Path:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).parent)
    if not found:
        pytest.skip("PostgreSQL's initdb is not on this machine")
    return found[0]


def _roomy() -> Path | None:
    """Return the memory file system, None where there is none or where others need what is left of it."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_BYTES:
        return memory
    return None


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Run a server; give the address of its empty database.

    It lies outside of pytest's folder, which every other pytest on this machine closes to all users but its own; in
    memory where there is room, for every test gets a fresh copy of a database: 460 ms on a disk, 64 in memory.
    """
    with tempfile.TemporaryDirectory(prefix="skaryna-postgresql-", dir=_roomy()) as name:
        yield from _running(Path(name))


def _running(place: Path) -> Iterator[str]:
    programs = _programs()
    user = getpass.getuser()
    more: dict[str, Any] = {}
    if os.geteuid() == 0:
        with contextlib.suppress(KeyError):
            user = more["user"] = pwd.getpwnam("postgres").pw_name
        if not more:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    if more:
        shutil.chown(place, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "cwd": place,
        **more,
    }
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            place / "data",
            "-A",
            "trust",
            "-U",
            "test",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        check=True,
        **quiet,
    )
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c full_page_writes=off"
    )
    subprocess.run(
        [programs / "pg_ctl", "-D", place / "data", "-o", options, "-w", "-l", place / "log", "start"],
        check=True,
        **quiet,
    )
    try:
        yield f"postgresql://test@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([programs / "pg_ctl", "-D", place / "data", "-m", "immediate", "stop"], check=False, **quiet)


class Server:
    """A running server: gives addresses of databases, and puts one back to what another is.

    Where several processes use one server, each calls its databases by the same names and has others.
    """

    def __init__(self, address: str, *, mine: str = "") -> None:
        self._address = address
        self._mine = f"_{mine}" if mine else ""

    def address(self, name: str) -> str:
        return self._address.rsplit("/", 1)[0] + f"/{name}{self._mine}"

    def execute(self, sql: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(sql)

    def empty(self, name: str) -> str:
        """Make an empty database; return its address."""
        self.execute(f"create database {name}{self._mine}")
        return self.address(name)

    def copy(self, name: str, of: str) -> str:
        """Make a database anew as a copy of another one; whoever was connected is thrown out. Return its address."""
        self._copy(name + self._mine, of + self._mine)
        return self.address(name)

    def made_once(self, name: str, make: Callable[[str], None]) -> None:
        """Make a database that takes long to make, in one process for all that share this server; in others copy it.

        `make` fills an empty database of that name; nobody may be connected to it afterwards.
        """
        original = f"shared_{name}"
        with psycopg.connect(self._address, autocommit=True) as connection:
            # The others wait here; the lock goes with the connection.
            connection.execute("select pg_advisory_lock(1)")
            if connection.execute("select 1 from pg_database where datname = %s", [original]).fetchone():
                self._copy(name + self._mine, original)
                return
            make(self.empty(name))
            self._copy(original, name + self._mine)

    def _copy(self, name: str, of: str) -> None:
        self.execute(f"drop database if exists {name} with (force)")
        self.execute(f"create database {name} template {of} strategy file_copy")
