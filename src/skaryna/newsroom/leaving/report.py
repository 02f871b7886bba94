"""The report: what changes for readers, and what an editor should look at before it does.

It says things in codes and never in sentences, so that each colleague reads it in a language of their own.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

Trick: TypeAlias = Literal[
    "new domain", "lookalike domain", "mixed letters", "punycode",
    "script", "markup", "encoded", "hidden character", "taken out",
    "credentials", "tracking", "other domain", "wordless link", "link farm",
    "new mail", "new phone", "new account", "too long",
]  # fmt: skip
"""What may be to look at. `taken out` stands in the draft and is not published."""

NameKind: TypeAlias = Literal["host", "mail", "phone", "account"]
Name: TypeAlias = tuple[NameKind, str]
"""Something that leads out of the publication: a domain, an e-mail address, a telephone, an account for money."""

MAX_EXCERPT_CHARS = 240
MAX_NAME_CHARS = 320


class Known(msgspec.Struct, frozen=True):
    """Of the names that a value has, those that the publication had before.

    `twins` says for a domain's skeleton which known domain looks the same (`hosts.skeleton`).
    """

    names: frozenset[Name] = frozenset()
    twins: Mapping[str, str] = {}


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at.

    Attributes:
        kind: Which trick.
        subject: The domain, word or address that it is about. Hostile text.
        also: A second name: which known domain it looks like, where a link leads. Hostile text.
        where: A field (`title`) or a kind of block (`paragraph`); `number` counts it from 1, where there are many.
        excerpt: The words around it. Hostile text.
        times: How often.
    """

    kind: Trick
    subject: str
    also: str = ""
    where: str = ""
    number: int = 0
    excerpt: str = ""
    times: int = 1


class Part(msgspec.Struct, frozen=True):
    """A run of words: the same before and after, gone, new; or left out, because nothing changed in between."""

    op: Literal["same", "gone", "new", "left out"]
    text: str


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One field or block that differs; `gone_links` and `new_links` are the addresses under its words."""

    op: Literal["added", "removed", "changed", "moved"]
    where: str
    number: int = 0
    parts: tuple[Part, ...] = ()
    gone_links: tuple[str, ...] = ()
    new_links: tuple[str, ...] = ()


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much changes: fields and blocks, and the words and outward links of what readers will have."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    moved: int = 0
    words: int = 0
    links: int = 0


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What one publication brings.

    Attributes:
        kind: Of the value, as the journal names it; with `key`, `title` and `language`.
        op: `new` to readers, `changed`, `withdrawn`, or `same`.
        changes: At most `difference.MAX_CHANGES`; `more_changes` counts those left out.
        warned: At most `judging.MAX_WARNED`; `more_warned` counts those left out.
        is_blind: Readers have an earlier text that is not kept any more, so nothing can be compared.
    """

    kind: str
    key: str
    title: str
    language: str
    op: Literal["new", "changed", "withdrawn", "same"]
    counts: Counts = Counts()
    changes: tuple[Change, ...] = ()
    more_changes: int = 0
    warned: tuple[Warned, ...] = ()
    more_warned: int = 0
    is_blind: bool = False

    @property
    def to_look_at(self) -> int:
        """How many warnings there are."""
        return len(self.warned) + self.more_warned


def excerpt(text: str, at: int = 0, length: int = 0) -> str:
    """Return the words around a place, on one line."""
    room = max(0, MAX_EXCERPT_CHARS - length) // 2
    start, end = max(0, at - room), min(len(text), at + length + room)
    flat = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{flat}{'…' if end < len(text) else ''}"[: MAX_EXCERPT_CHARS + 2]
