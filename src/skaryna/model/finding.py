"""What rescue took out of a source, and why: nothing is dropped in silence."""

from typing import Literal

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model.draft import Draft

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
    """

    kind: Kind
    reason: str
    text: str
    signals: tuple[str, ...] = ()
    markup: str = ""
    links: tuple[str, ...] = ()
    place: str = ""
    position: int = 0

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueRefusedError("A finding gives no reason.")


class Rescued(msgspec.Struct, frozen=True, kw_only=True):
    """One source, told apart: at most one article, and everything else.

    `source` is the name under which the user gave it; `digest` the SHA-256 (hex) of its bytes, by which a second
    rescue knows it again; `problem` a sentence, where there is no article.
    """

    source: str
    digest: str = ""
    draft: Draft | None = None
    quarantine: tuple[Finding, ...] = ()
    problem: str = ""
