"""Pages that are not news: About, Support, Contact."""

from typing import Literal

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.blocks import Block
from skaryna.model.names import check_id, check_language, check_slug


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A standing page in one language. Support appeals lead to the page whose role is "support"."""

    id: str
    group: str
    language: str
    slug: str
    title: str
    body: tuple[Block, ...] = ()
    role: Literal["", "about", "support"] = ""
    in_menu: bool = True
    order: int = 0

    def __post_init__(self) -> None:
        check_id(self.id, what="page")
        check_id(self.group, what="page")
        check_language(self.language, what=f"page {self.title!r}")
        check_slug(self.slug, what=f"page {self.title!r}")
        if not self.title.strip() or inline.has_invisible(self.title):
            raise ValueRefusedError("A page has no title, or one with invisible characters.")
