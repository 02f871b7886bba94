"""A newsroom whose journal lies in PostgreSQL."""

from pathlib import Path
from typing import Any

import psycopg

from skaryna.model.journal import COLUMNS, TABLE
from skaryna.outside.folder import open_folder
from tests.press.publication import Newsroom


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
