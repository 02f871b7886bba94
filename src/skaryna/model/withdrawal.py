"""A notice that an article was withdrawn: what readers find where it was."""

import datetime as dt

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.names import check_address, check_id, check_language, check_time


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """It stands in the place of an article of the same `id`, `group`, `language` and `address`.

    A value of its own, so that nothing of the withdrawn article is left in any list, search or sitemap.

    Attributes:
        title: What the notice calls the article; the editors may choose other words than its title.
        at: When it was withdrawn (UTC).
        text: Why, in the editors' words, inline HTML; may be empty.
        topics: Topic groups whose feeds tell it.
    """

    id: str
    group: str
    language: str
    address: str
    title: str
    at: dt.datetime
    text: str = ""
    topics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_id(self.id, what="withdrawal")
        check_id(self.group, what="withdrawal")
        named = f"withdrawal of {self.address}"
        check_language(self.language, what=named)
        check_address(self.address, what=named)
        if not self.title.strip() or inline.has_invisible(self.title) or "\n" in self.title:
            raise ValueRefusedError(f"The {named} has no title, or one with invisible characters.")
        check_time(self.at, what=named)
        inline.check(self.text, where=named)
        for topic in self.topics:
            check_id(topic, what="topic")
