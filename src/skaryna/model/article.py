"""The article: what editors approved, as plain values."""

import datetime as dt

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import blocks, inline
from skaryna.model.blocks import Block, Figure
from skaryna.model.names import check_address, check_id, check_language, check_time

MAX_BLOCKS = 5_000
MAX_CLAIM_CHARS = 500
MAX_RATING = 5


class Byline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who wrote it. `person` is the author's `group`; `role` says how, where it is not "by" ("photographs")."""

    person: str
    role: str = ""

    def __post_init__(self) -> None:
        check_id(self.person, what="byline")
        if inline.has_invisible(self.role):
            raise ValueRefusedError("A byline has invisible characters.")


class Correction(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was wrong, and when that was said. `text` is inline HTML."""

    at: dt.datetime
    text: str

    def __post_init__(self) -> None:
        check_time(self.at, what="correction")
        inline.check(self.text, where="correction")
        if not inline.text_of(self.text).strip():
            raise ValueRefusedError("A correction is empty.")


class ClaimReview(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A claim that an article checks, and what its editors found: `rating` from 1 (false) to 5 (true), and in words.

    `day` is when it was made, as YYYY-MM-DD, "" where nobody knows.
    """

    claim: str
    rating: int
    words: str
    by: str = ""
    address: str = ""
    day: str = ""

    def __post_init__(self) -> None:
        for text in (self.claim, self.words, self.by):
            if inline.has_invisible(text) or "\n" in text or len(text) > MAX_CLAIM_CHARS:
                raise ValueRefusedError("A claim is too long, or has line breaks or invisible characters.")
        if not self.claim.strip() or not self.words.strip() or not 1 <= self.rating <= MAX_RATING:
            raise ValueRefusedError("A claim has no words or no verdict.")
        if self.address and not inline.is_safe_address(self.address):
            raise ValueRefusedError(f"A claim has an address that is not allowed: {self.address[:80]!r}.")
        if self.day:
            try:
                dt.date.fromisoformat(self.day)
            except ValueError as error:
                raise ValueRefusedError(f"A claim has a day that is none: {self.day[:20]!r}.") from error


class Headline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One article in one language, without its body: all of it that other pages may show.

    Attributes:
        id: Of this row; `group` joins the translations of one article.
        address: `year/slug`, fixed at first publication; `undated/slug` where the day is not known.
        lead: The teaser, plain text; in lists and, once, on top of the article.
        topics: Topic groups, in the editors' order.
        published_at: When readers first had it (UTC), or None where nobody knows any more.
        legacy_reads: What the counter of an earlier site said.
        old_addresses: Paths at which earlier sites had it, such as `/2019/03/09/title/`.
    """

    id: str
    group: str
    language: str
    address: str
    title: str
    lead: str = ""
    bylines: tuple[Byline, ...] = ()
    topics: tuple[str, ...] = ()
    lead_figure: Figure | None = None
    published_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    corrections: tuple[Correction, ...] = ()
    legacy_reads: int | None = None
    old_addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_id(self.id, what="article")
        check_id(self.group, what="article")
        titled = f"article {self.title[:60]!r}"
        check_language(self.language, what=titled)
        check_address(self.address, what=titled)
        if not self.title.strip() or inline.has_invisible(self.title) or "\n" in self.title:
            raise ValueRefusedError(f"The article {self.address} has no title, or one with invisible characters.")
        if inline.has_invisible(self.lead):
            raise ValueRefusedError(f"The lead of {self.address} has invisible characters.")
        for topic in self.topics:
            check_id(topic, what="topic")
        named = f"article {self.address}"
        check_time(self.published_at, what=named)
        check_time(self.updated_at, what=named)
        if self.legacy_reads is not None and self.legacy_reads < 0:
            raise ValueRefusedError(f"The article {self.address} has {self.legacy_reads} reads.")
        for address in self.old_addresses:
            check_old_address(address)

    @property
    def changed_at(self) -> str:
        """When the article last changed for readers, corrections among it, ISO 8601; "" where no day is known."""
        if self.published_at and not self.updated_at and not self.corrections:
            # Nearly all articles, and every page asks three times.
            return self.published_at.isoformat()
        known = [moment for moment in (self.published_at, self.updated_at) if moment]
        known += [each.at for each in self.corrections]
        return max(known).isoformat() if known else ""


class Article(Headline, frozen=True, kw_only=True, gc=False):
    """One article in one language."""

    body: tuple[Block, ...] = ()
    claim: ClaimReview | msgspec.UnsetType = msgspec.UNSET
    """Left out of the bytes where there is none."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.body) > MAX_BLOCKS:
            raise ValueRefusedError(
                f"The article {self.address} has {len(self.body):,} blocks; at most {MAX_BLOCKS:,}."
            )

    @property
    def text(self) -> str:
        """The words of the body, block by block, as plain text."""
        return blocks.text_of_all(self.body)

    @property
    def links(self) -> tuple[str, ...]:
        """Every address that the body leads to, in order."""
        return blocks.links_of_all(self.body)


def check_old_address(address: str) -> None:
    """Refuse an old address that is not a plain path of the former site."""
    if (
        not address.startswith("/")
        or address.startswith("//")
        or len(address) > 500
        or any(ord(c) <= 32 or c in "\\<>\"'`{}" for c in address)
        or ".." in address.split("/")
    ):
        raise ValueRefusedError(
            f"The old address {address[:100]!r} is not a path.",
            hint="Write it as /2019/03/09/title/ , without the domain.",
        )
