"""What a backup says of the newsroom's tables. Without Django, for whoever packs and unpacks."""

from dataclasses import dataclass

import msgspec


class Table(msgspec.Struct, frozen=True):
    """A table: its columns, and what kind of value each holds."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]


class Shape(msgspec.Struct, frozen=True):
    """What a database looked like: its migrations (app, name), and its tables."""

    migrations: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table, one JSON list a line."""

    table: str
    data: bytes
