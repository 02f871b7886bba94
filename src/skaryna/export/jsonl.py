"""One value a line: everything, exactly, for machines and for another Skaryna."""

from collections.abc import Iterator

import msgspec

from skaryna.export.gathering import Gathered
from skaryna.export.links import Write, carried_text, everything

VERSION = 1
NAME = "skaryna.jsonl"


def write(gathered: Gathered, put: Write) -> None:
    """Write the publication as one file."""
    put(NAME, _lines(gathered))


def _lines(gathered: Gathered) -> Iterator[bytes]:
    publication = gathered.publication
    head = {"skaryna": VERSION, "name": publication.name, "url": publication.url, "languages": publication.languages}
    yield msgspec.json.encode(head) + b"\n"
    for value in everything(gathered):
        yield carried_text(value, gathered).encode() + b"\n"
