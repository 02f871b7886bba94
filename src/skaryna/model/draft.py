"""What rescue makes of a source: an article as far as its remains tell. Nothing in it is invented."""

import datetime as dt

import msgspec

from skaryna.model.blocks import Block, Figure, links_of_all, text_of_all


class DraftTopic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic's name as found; not `sure` where its border in a line of tags was a guess."""

    name: str
    sure: bool = True


class DraftByline(msgspec.Struct, frozen=True, kw_only=True):
    """An author's name and what the page says of them, plain text."""

    name: str
    bio: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A rescued article before an editor has seen it; every unknown stays empty or None.

    `marks` tell the editor, in words, what is uncertain. `held` says, in words, why it must not be published by itself:
    it was private, a draft, behind a password. Empty where the former site showed it to everybody.
    """

    title: str
    slug: str
    body: tuple[Block, ...] = ()
    lead: str = ""
    language: str = ""
    topics: tuple[DraftTopic, ...] = ()
    bylines: tuple[DraftByline, ...] = ()
    lead_figure: Figure | None = None
    published_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    legacy_reads: int | None = None
    old_addresses: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    held: str = ""

    @property
    def text(self) -> str:
        """The words of the body, block by block, as plain text."""
        return text_of_all(self.body)

    @property
    def links(self) -> tuple[str, ...]:
        """Every address that the body leads to, in order."""
        return links_of_all(self.body)
