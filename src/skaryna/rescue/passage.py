"""What is judged: a passage of a page, its surroundings, and the evidence that was found against it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from skaryna.model.finding import Kind
from skaryna.rescue.hosts import domain_of, host_of

WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")

NOSCRIPT = "only for browsers without scripts"

Strength = Literal["plain", "rule", "house"]
"""plain: nobody can ever see it. rule: a style rule or the page's own means hide it. house: a menu, a dialog, words
for screen readers: hidden until opened, and no sign of an intruder."""


class Link(NamedTuple):
    """An address as it stood, and the words that carried it. A page has a thousand of them: a tuple is made in no time."""

    href: str
    text: str
    is_off_site: bool = False


@dataclass(frozen=True, slots=True)
class Hiding:
    """How a passage is kept from readers' eyes."""

    how: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rest of the page, and of the site, is like.

    `vocabulary` counts on how many passages of the site each word stands (this page's included); `commonest` are its
    most frequent words; `about` the trades (see the lexicon) that the page itself writes about; `planted` on how many
    pages a block of links stands, or a site to which only such blocks lead. `older` is what older copies of the page
    have (sites led to, passages folded), `shown` what a reader's browser is given; None where no other copy is known.
    """

    language: str = ""
    script: str = ""
    vocabulary: Mapping[str, int] = field(default_factory=Counter)
    commonest: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    planted: Mapping[str, int] = field(default_factory=Counter)
    older: frozenset[str] | None = None
    shown: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a page that may be foreign to it.

    `links` are all its links; `hidden` is how it is hidden, or None; `is_after_end` says that it stands where no
    article has anything left to say: after `</html>`, or after the last counter, bio or copyright line; `hosts` are the
    other sites that it leads to; `place` says in words where it stands; `element` is the name of an element that leads
    elsewhere by itself (a frame, a refresh), and else empty.
    """

    text: str
    links: tuple[Link, ...] = ()
    hidden: Hiding | None = None
    is_after_end: bool = False
    script: str = ""
    words: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    place: str = ""
    element: str = ""

    @property
    def off_site(self) -> tuple[Link, ...]:
        """Links to other hosts."""
        return tuple(link for link in self.links if link.is_off_site)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One trick's word against a passage.

    `letter` is the class of evidence; classes count, not tricks: two lexicon hits are one class.
    """

    letter: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a passage is, and why, in words for an editor."""

    kind: Kind
    reason: str
    signals: tuple[str, ...] = ()


_MACHINE = re.compile(r"[{}=<>*_|\\]|\w\.\w|\w-\w+-\w")
MIN_MACHINE_SIGNS = 3


def is_machine(text: str) -> bool:
    """Whether a text is a template, code or a list of names for machines: no language, and nothing to sell."""
    return len(_MACHINE.findall(text[:5_000])) >= MIN_MACHINE_SIGNS


_UNFOLDED = re.compile(r"[\W_]+")
_ASCII_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum())
_ASCII_LOWER = bytes(range(256)).lower()


def folded(text: str) -> str:
    """Return letters and digits only, in lower case, for comparing places that should say the same."""
    if text.isascii():  # The same, ten times as fast.
        return text.encode().translate(_ASCII_LOWER, _ASCII_SIGNS).decode()
    return _UNFOLDED.sub("", text).lower()


def words_of(text: str) -> list[str]:
    """Return the words of a text as they stand, without digits and signs."""
    return list(_words(text))


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, ...]:
    """Each paragraph is asked for its words several times in a row, by whoever looks at it."""
    return tuple(WORD.findall(text))


def passage(  # noqa: PLR0913 - named, and all but the text have a default
    text: str,
    *,
    links: Iterable[Link] = (),
    hidden: Hiding | None = None,
    is_after_end: bool = False,
    script: str = "",
    place: str = "",
    element: str = "",
) -> Passage:
    """Make a passage; its words, and the sites that it leads to, are taken once."""
    links = tuple(links)
    return Passage(
        text=text,
        links=links,
        hidden=hidden,
        is_after_end=is_after_end,
        script=script,
        place=place,
        element=element,
        words=tuple(words_of(text)),
        hosts=tuple(sorted({domain_of(host_of(link.href)) for link in links if link.is_off_site})),
    )
