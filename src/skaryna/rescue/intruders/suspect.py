"""What a trick looks at, and what it may say."""

from dataclasses import dataclass, field
from typing import Literal

from skaryna.rescue.vocabulary import Page


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a block; `outside` means that it leads to another site."""

    address: str
    words: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Suspect:
    """A block on trial.

    Attributes:
        text: Its words, as a reader program would get them.
        page: The words around it.
        links: Its links.
        markup: Its HTML, "" for plain text.
        hidden: How it was hidden from readers, in words; "" where it was visible.
        place: top, body, end (after the article), tail (after </html>) or comment.
        script_of_page: The page's writing: Latin, Cyrillic or "".
    """

    text: str
    page: Page
    links: tuple[Link, ...] = ()
    markup: str = ""
    hidden: str = ""
    place: Literal["top", "body", "end", "tail", "comment"] = "body"
    script_of_page: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One class of evidence: its name, why in words for an editor, and how heavily it weighs (1 speaks, 2 proves)."""

    name: str
    reason: str
    weight: int = 1
    words: tuple[str, ...] = field(default=())
