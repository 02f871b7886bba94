"""What posts of one export refer to by number or name: pictures, blocks to be used again, people, terms.

Filled in the first reading of the file, asked in the second. Values are kept packed: there may be 200,000 of them.
"""

from dataclasses import dataclass, field

import msgspec

from skaryna.rescue.exports.post import Picture

MAX_KEPT = 300_000
MAX_BLOCK_CHARS = 200_000


@dataclass(slots=True)
class Person:
    """Who writes: the name that readers saw, and what was said of them."""

    name: str
    bio: str = ""


@dataclass(slots=True)
class Library:
    """Everything by its number. `base` is the address of the former site, `version` of the export's form."""

    base: str = ""
    title: str = ""
    language: str = ""
    version: str = ""
    hosts: set[str] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    guests: dict[str, Person] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    _pictures: dict[str, bytes] = field(default_factory=dict)
    _attached: dict[str, list[str]] = field(default_factory=dict)
    _addresses: dict[int, str] = field(default_factory=dict)

    def keep_picture(self, number: str, picture: Picture, *, parent: str = "") -> None:
        if len(self._pictures) >= MAX_KEPT:
            return
        self._pictures[number] = msgspec.msgpack.encode((picture.address, picture.alt, picture.caption, picture.credit))
        if parent not in {"", "0"}:
            self._attached.setdefault(parent, []).append(number)
        self._addresses.setdefault(_key(picture.address), number)

    def picture(self, number: str) -> Picture | None:
        packed = self._pictures.get(number.strip())
        return Picture(*msgspec.msgpack.decode(packed)) if packed is not None else None

    def picture_at(self, address: str) -> Picture | None:
        """Return what the export says of the picture at an address."""
        number = self._addresses.get(_key(address))
        return self.picture(number) if number else None

    def attached_to(self, number: str) -> list[str]:
        """Return the numbers of the pictures that were uploaded with a post."""
        return self._attached.get(number, [])

    def keep_block(self, number: str, markup: str) -> None:
        if len(self.blocks) < 5_000 and len(markup) <= MAX_BLOCK_CHARS:
            self.blocks[number] = markup

    def person(self, name: str) -> Person | None:
        return self.people.get(name) or self.guests.get(name) or self.guests.get(name.removeprefix("cap-"))


def _key(address: str) -> int:
    """Return a number for an address: the addresses of 200,000 pictures would be a burden."""
    bare = address.partition("//")[2].partition("?")[0].lower() or address.lower()
    return hash(bare)
