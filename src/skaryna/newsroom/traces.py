"""What forgetting an account takes away, as plain values for the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of one kind that point to the account; `is_deleted` where they go, else only the pointer goes."""

    name: str
    count: int
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class Forgotten:
    """All of it. `journal_rows` named the account; `chains` says which authenticators of the journal became which."""

    traces: tuple[Trace, ...]
    journal_rows: int
    chains: Mapping[str, str] = field(default_factory=dict)
