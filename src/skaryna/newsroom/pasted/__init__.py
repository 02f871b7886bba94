"""What somebody pastes from Word, Google Docs, LibreOffice or a web page becomes blocks of ours. Pure.

`events` walks the clipboard's HTML and says what is meant, whatever program wrote it; `gathering` makes blocks of that.
Headings, lists, links, emphasis, tables, quotations and footnotes stay; fonts, colours, scripts and everything else go.
Every visible word stays, in order.
"""

from collections.abc import Callable
from dataclasses import dataclass

from skaryna.errors import ValueRefusedError
from skaryna.model import Block
from skaryna.newsroom.pasted.events import events
from skaryna.newsroom.pasted.gathering import Gathering
from skaryna.newsroom.pasted.shape import checked

MAX_CHARS = 8_000_000
"""Word writes all of its styles before a sentence of text."""
MAX_BLOCKS = 2_000

__all__ = ["MAX_BLOCKS", "MAX_CHARS", "Pasted", "pasted"]


@dataclass(frozen=True, slots=True)
class Pasted:
    """The blocks, and how many pictures were left out: they have to be uploaded."""

    blocks: tuple[Block, ...]
    pictures: int = 0


def pasted(markup: str, *, own: Callable[[str], str] = str) -> Pasted:
    """Turn the clipboard's HTML into blocks.

    Args:
        markup: What the browser handed over; hostile.
        own: Returns the `article:` address of a link to our own site, any other address as it is.

    Raises:
        ValueRefusedError: It is too long for one paste, or no text.
    """
    if len(markup) > MAX_CHARS:
        raise ValueRefusedError("This is too much for one paste.", hint="Paste it in parts.")
    gathering = Gathering(own)
    for event in events(checked(markup)):
        gathering.take(event)
    blocks = gathering.finish()
    if len(blocks) > MAX_BLOCKS:
        raise ValueRefusedError(
            f"This makes {len(blocks):,} blocks; at most {MAX_BLOCKS:,} go into one paste.", hint="Paste it in parts."
        )
    return Pasted(blocks, gathering.pictures)
