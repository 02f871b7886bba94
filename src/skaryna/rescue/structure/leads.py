"""The lead: a teaser that is told again, or a standfirst. It is kept once."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from skaryna.rescue.speech import MORE

MAX_LEAD_CHARS = 1_200
MIN_TEASER_WORDS = 4
MIN_SAME_CHARS = 25
MAX_MORE_CHARS = 60

# The look-behind and the possessive marks keep it linear on "......": one attempt for each run of stops.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'»”’)\]]*+(?:\s++|$)")
_FOLD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Cut:
    """A paragraph of which the lead tells the beginning again: `told` is that, `rest` what only it says."""

    index: int
    told: str
    rest: str


def teaser_of(text: str) -> str:
    """Return a teaser without its "More…", or "" where the line is no teaser."""
    head, tail = text[:-MAX_MORE_CHARS], text[-MAX_MORE_CHARS:]
    bare = head + MORE.sub("", tail)
    return bare.strip() if bare != text and len(bare.split()) >= MIN_TEASER_WORDS else ""


def sentences(text: str) -> list[str]:
    """Cut a text after its sentences, without loss: joined again they are the text."""
    ends = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(ends) if end > start]


def is_whole(text: str) -> bool:
    """Whether a text ends as a sentence ends."""
    return re.search(r"[.!?…][\"'»”’)\]]*$", text.strip()) is not None and not text.strip().endswith(("...", "…"))


def repeats(lead: str, paragraphs: Sequence[str]) -> list[Cut]:
    """Find where the first paragraphs tell the lead again.

    Args:
        lead: The teaser, at most `MAX_LEAD_CHARS`.
        paragraphs: The body's first paragraphs, in order.

    Returns:
        A cut for each paragraph that begins with the next sentences of the lead; empty where the body starts
        otherwise. Cost is linear in the lead.
    """
    left = fold(lead)
    cuts: list[Cut] = []
    for index, paragraph in enumerate(paragraphs):
        if (len(left) < MIN_SAME_CHARS and not cuts) or not left:
            break
        told = ""
        rest_of_lead = left
        pieces = sentences(paragraph)
        for at, sentence in enumerate(pieces):
            said = fold(sentence)
            if said and rest_of_lead.startswith(said):
                rest_of_lead = rest_of_lead[len(said) :]
                told = "".join(pieces[: at + 1])
            else:
                break
        if not told:
            break
        cuts.append(Cut(index, told.strip(), paragraph[len(told) :].strip()))
        left = rest_of_lead
        if cuts[-1].rest:
            break
    return cuts if sum(len(fold(cut.told)) for cut in cuts) >= MIN_SAME_CHARS else []


def fold(text: str) -> str:
    """Return a text's letters and digits only, in lower case, to compare what two places say."""
    return _FOLD.sub("", text).lower()
