"""Pictures of a page that are among what was given: in the folder beside it, or in the archive that it came from."""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from skaryna.model.blocks import Block, Figure, Image
from skaryna.rescue.blocks import absolute
from skaryna.rescue.tree import Node, descendants
from skaryna.rescue.units import Unit

_NAMES = ("src", "data-src", "data-lazy-src", "data-original")


class Finder(Protocol):
    """Whoever knows the pictures."""

    def find(self, address: str) -> Image | None:
        """Return the picture that an address names, if it is here."""


def addresses(unit: Unit) -> Iterator[str]:
    """Yield where the pictures of a unit were, one address each, as it stands."""
    for node in unit.nodes:
        if not isinstance(node, Node):
            continue
        for each in descendants(node):
            said = (each.attributes.get(name, "") for name in _NAMES) if each.tag == "img" else ()
            address = next((text for text in said if text and not text.startswith("data:")), "")
            if address:
                yield address


def found(address: str, base: str, finder: Finder | None) -> Image | None:
    """Return the picture at an address, told from `base` where it is relative; None where nobody has it."""
    if finder is None:
        return None
    whole = absolute(address, base)
    # What a saved page has beside it, it calls as it did; where it says that it was elsewhere, that comes first.
    return (finder.find(whole) if whole else None) or (finder.find(address) if whole != address else None)


def illustrated(blocks: tuple[Block, ...], unit: Unit, base: str, finder: Finder | None) -> tuple[Block, ...]:
    """Return the blocks of a unit, its figure with the picture; pictures between words follow them."""
    if finder is None or not unit.pictures:
        return blocks
    images = [image for each in addresses(unit) if (image := found(each, base, finder))]
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure) and block.image is None and images:
            made.append(msgspec.structs.replace(block, image=images.pop(0)))
        else:
            made.append(block)
    return (*made, *(Figure(image=image) for image in images))
