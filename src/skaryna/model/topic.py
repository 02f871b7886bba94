"""What articles are about."""

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.names import check_id, check_language, check_slug


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic in one language, with a page and a feed of its own; `group` joins its translations."""

    id: str
    group: str
    language: str
    slug: str
    name: str
    description: str = ""

    def __post_init__(self) -> None:
        check_id(self.id, what="topic")
        check_id(self.group, what="topic")
        check_language(self.language, what=f"topic {self.name!r}")
        check_slug(self.slug, what=f"topic {self.name!r}")
        if not self.name.strip() or inline.has_invisible(self.name + self.description):
            raise ValueRefusedError("A topic has no name, or text with invisible characters.")
