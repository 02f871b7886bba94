"""What rescue took out of a source, and why: nothing is dropped in silence."""

import datetime as dt
from typing import Literal

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model.draft import Draft
from skaryna.model.tally import Tally

Kind = Literal["intruder", "house", "unsure"]
"""intruder: what someone else put in. house: the site's own navigation, appeals, widgets, counters. unsure: neither
is certain; an editor decides."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was taken out.

    Attributes:
        kind: Whose it is.
        reason: Why, in words for an editor.
        signals: Names of the tricks or rules that spoke, sorted by weight.
        text: Exactly what stood there, as text; hostile, never to be shown as markup.
        markup: The same as HTML source, where the source was HTML; equally hostile.
        links: Where its links lead.
        place: Where it stood, in words ("line 84", "after </html>", "in paragraph 3").
        position: The index in the draft's body before which it stood; where a release puts it back.
        hosts: Other sites that its links lead to, sorted; networks where everybody has a page are none.
        first_seen: When the oldest copy that has it was made; None where copies do not say.
        last_absent: When the newest copy before that one was made, which has it not; None where there is none.
        last_seen: When the newest copy that has it was made.
        gone_by: When the oldest copy after that one was made, which has it no more; None where there is none.
    """

    kind: Kind
    reason: str
    text: str
    signals: tuple[str, ...] = ()
    markup: str = ""
    links: tuple[str, ...] = ()
    place: str = ""
    position: int = 0
    hosts: tuple[str, ...] = ()
    first_seen: dt.datetime | None = None
    last_absent: dt.datetime | None = None
    last_seen: dt.datetime | None = None
    gone_by: dt.datetime | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueRefusedError("A finding gives no reason.")


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """A value of Skaryna's own, exactly, as an export of it carried it; `value` is canonical JSON.

    `draft`: readers did not have it there, and must not get it here by themselves.
    """

    kind: Literal["article", "person", "topic", "page", "masthead", "withdrawal", "front"]
    value: str
    draft: bool = False


class Rescued(msgspec.Struct, frozen=True, kw_only=True):
    """One source, told apart: at most one article, and everything else.

    Attributes:
        source: The name under which the user gave it.
        digest: The SHA-256 (hex) of its bytes, by which a second rescue knows it again.
        draft: The article, if there is one.
        quarantine: What is not in it.
        problem: A sentence, where there is no article.
        tally: How much of the source went where; None where it was not counted.
        address: Where the page was, if a copy or the page itself says so.
        copies: When copies of it were made, oldest first; empty where nothing says when.
        original: What is kept as evidence, where the source is a part of a larger file; without anybody's secrets.
        carried: Values of another Skaryna publication that are in it, exactly.
        notes: Sentences about the source as a whole: what was counted, repaired, refused.
    """

    source: str
    digest: str = ""
    draft: Draft | None = None
    quarantine: tuple[Finding, ...] = ()
    problem: str = ""
    tally: Tally | None = None
    address: str = ""
    copies: tuple[dt.datetime, ...] = ()
    original: bytes = b""
    carried: tuple[Carried, ...] = ()
    notes: tuple[str, ...] = ()
