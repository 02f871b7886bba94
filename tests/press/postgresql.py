"""A PostgreSQL server of a test's own, on loopback, in a folder that is gone afterwards."""

import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from skaryna.model.journal import COLUMNS, TABLE
from skaryna.outside.folder import open_folder
from tests.press.publication import Newsroom


def _programs() -> Path:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).parent)
    if not found:
        pytest.skip("PostgreSQL's initdb is not on this machine")
    return found[0]


@contextlib.contextmanager
def server(root: Path) -> Iterator[str]:
    """Run a server; give the address of its empty database."""
    programs = _programs()
    user = getpass.getuser()
    more: dict[str, Any] = {}
    if os.geteuid() == 0:
        with contextlib.suppress(KeyError):
            user = more["user"] = pwd.getpwnam("postgres").pw_name
        if not more:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        for above in (root, *list(root.parents)[:3]):
            with contextlib.suppress(PermissionError):
                above.chmod(0o755)
    place = root / "postgresql"
    place.mkdir()
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
        [programs / "initdb", "-D", place / "data", "-A", "trust", "-U", "test", "--no-sync"], check=True, **quiet
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    subprocess.run(
        [programs / "pg_ctl", "-D", place / "data", "-o", options, "-w", "-l", place / "log", "start"],
        check=True,
        **quiet,
    )
    try:
        yield f"postgresql://test@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([programs / "pg_ctl", "-D", place / "data", "-m", "immediate", "stop"], check=False, **quiet)


class FarNewsroom(Newsroom):
    """A newsroom whose journal lies in PostgreSQL."""

    def __init__(self, root: Path, address: str) -> None:
        self._address = ""
        super().__init__(root)
        self._address = address
        settings = root / "skaryna.toml"
        settings.write_text(settings.read_text().replace("[readers]", f'database = "{address}"\n[readers]'))
        self.folder = open_folder(root)
        types = {"seq": "bigint primary key"}
        columns = ", ".join(f"{name} {types.get(name, 'text')}" for name in COLUMNS)
        self.execute(f"create table {TABLE}({columns})")

    def execute(self, sql: str, *parameters: Any) -> None:
        if not self._address:
            super().execute(sql, *parameters)
            return
        with psycopg.connect(self._address) as connection:
            connection.execute(sql.replace("?", "%s"), parameters)
