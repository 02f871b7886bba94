"""People whose names stand over articles."""

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.blocks import Image
from skaryna.model.names import check_id, check_language, check_slug


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An author as readers may know them, in one language.

    `group` joins the rows of one person over languages. `name` is the byline; a pseudonymous author has no other
    name anywhere in the system. `bio` is inline HTML.
    """

    id: str
    group: str
    language: str
    slug: str
    name: str
    pseudonymous: bool = False
    bio: str = ""
    portrait: Image | None = None

    def __post_init__(self) -> None:
        check_id(self.id, what="author")
        check_id(self.group, what="author")
        check_language(self.language, what=f"author {self.name!r}")
        check_slug(self.slug, what=f"author {self.name!r}")
        if not self.name.strip() or inline.has_invisible(self.name):
            raise ValueRefusedError("An author has no name, or one with invisible characters.")
        inline.check(self.bio, where=f"bio of {self.name}")
