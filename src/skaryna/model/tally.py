"""The law of conservation in numbers: everything that comes in ends in exactly one place."""

from typing import Literal

import msgspec

Fate = Literal["content", "house", "duplicate", "quarantine", "residue"]
FATES: tuple[Fate, ...] = ("content", "house", "duplicate", "quarantine", "residue")


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a source: words, links, pictures, scripts.

    `signs` counts the characters that are no space. Words that touch are told as one or as two, characters never
    are: they are what the law is proved with.
    """

    words: int = 0
    links: int = 0
    pictures: int = 0
    scripts: int = 0
    signs: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            words=self.words + other.words,
            links=self.links + other.links,
            pictures=self.pictures + other.pictures,
            scripts=self.scripts + other.scripts,
            signs=self.signs + other.signs,
        )

    def __sub__(self, other: "Amount") -> "Amount":
        return Amount(
            words=self.words - other.words,
            links=self.links - other.links,
            pictures=self.pictures - other.pictures,
            scripts=self.scripts - other.scripts,
            signs=self.signs - other.signs,
        )


NOTHING = Amount()


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a source.

    Attributes:
        content: It stands in the draft.
        house: The former site's own: menus, widgets, counters, appeals, scripts.
        duplicate: Told twice; it stands in the draft once.
        quarantine: An intruder's.
        residue: None of these for certain; kept for an editor.
        came: What came in, counted on the source itself and not on its parts.
    """

    content: Amount = NOTHING
    house: Amount = NOTHING
    duplicate: Amount = NOTHING
    quarantine: Amount = NOTHING
    residue: Amount = NOTHING
    came: Amount = NOTHING

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            content=self.content + other.content,
            house=self.house + other.house,
            duplicate=self.duplicate + other.duplicate,
            quarantine=self.quarantine + other.quarantine,
            residue=self.residue + other.residue,
            came=self.came + other.came,
        )

    @property
    def told(self) -> Amount:
        """Everything that has a place."""
        return self.content + self.house + self.duplicate + self.quarantine + self.residue

    @property
    def lost(self) -> Amount:
        """What came in and has no place; less than nothing where it has two."""
        return self.came - self.told

    @property
    def unaccounted(self) -> str:
        """Say what came in and has no place, or has two; "" where the law holds."""
        lost = self.lost
        named = (
            ("characters", lost.signs),
            ("links", lost.links),
            ("pictures", lost.pictures),
            ("scripts", lost.scripts),
        )
        return ", ".join(f"{count:+,} {what}" for what, count in named if count)
