"""The home page of a language, as an editor arranged it. Where nobody did, the press follows its own rule."""

from typing import Literal

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model.names import check_id, check_language

SectionKind = Literal["topic", "language", "briefs", "rescued"]

MAX_BESIDE = 12
MAX_SECTIONS = 20
MAX_IN_SECTION = 9


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the home page below its first stories.

    Attributes:
        kind: The newest of a `topic`; of another `language`; `briefs`, titles and days alone; what was `rescued`,
            whose day nobody knows.
        key: The topic's group (of briefs too, or "" for all), or the language.
        count: At most so many articles.
    """

    kind: SectionKind
    key: str = ""
    count: int = 3

    def __post_init__(self) -> None:
        if self.kind == "language":
            check_language(self.key, what="section of the home page")
        elif self.kind == "topic" or (self.kind == "briefs" and self.key):
            check_id(self.key, what="section of the home page")
        elif self.key:
            raise ValueRefusedError("A section of the home page names what it cannot show.")
        if not 1 <= self.count <= MAX_IN_SECTION:
            raise ValueRefusedError(
                f"A section of the home page has {self.count} articles.",
                hint=f"Give it between 1 and {MAX_IN_SECTION}.",
            )


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """What stands where. An article that is pinned and no longer published falls out by itself.

    Attributes:
        lead: The article on top, by its `id`; "" for the newest.
        pinned: Articles beside it, before the newest ones, by their `id`, in order.
        beside: So many stand beside the first one, the pinned among them.
        sections: What stands below, in order.
    """

    language: str
    lead: str = ""
    pinned: tuple[str, ...] = ()
    beside: int = 6
    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        check_language(self.language, what="home page")
        articles = (*filter(None, (self.lead,)), *self.pinned)
        for each in articles:
            check_id(each, what="home page")
        if len(set(articles)) != len(articles):
            raise ValueRefusedError("The home page has an article twice.", hint="Leave it at one of its places.")
        if not 0 <= self.beside <= MAX_BESIDE or len(self.pinned) > MAX_BESIDE:
            raise ValueRefusedError(
                f"The home page has {max(self.beside, len(self.pinned))} stories beside the first one.",
                hint=f"At most {MAX_BESIDE} fit.",
            )
        if len(self.sections) > MAX_SECTIONS:
            raise ValueRefusedError(
                f"The home page has {len(self.sections)} sections.", hint=f"At most {MAX_SECTIONS} fit."
            )
        names = [(each.kind, each.key) for each in self.sections]
        if len(set(names)) != len(names):
            raise ValueRefusedError("The home page has a section twice.", hint="Leave it at one of its places.")
        if any(each.kind == "language" and each.key == self.language for each in self.sections):
            raise ValueRefusedError("The home page has its own language as a section.", hint="Take it out.")
