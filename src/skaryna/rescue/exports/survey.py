"""The first reading of an export: the words of the site, of which foreign ones are told. Bounded, however large it is."""

import html
import re
from collections.abc import Iterable

from skaryna.rescue.exports.sections import replaced, without_remarks
from skaryna.rescue.site import Facts, Site, site_of

MAX_SURVEYED_CHARS = 24_000_000
"""Words of about 5,000 articles: enough to know what a site writes about, and a bound for memory."""
MAX_POST_CHARS = 60_000
_SILENT = re.compile(r"<(script|style)\b[^<>]*>", re.IGNORECASE)
_END = re.compile(r"</(?:p|div|h[1-6]|li|blockquote|td|figcaption)>|<br\s*/?>|\n\s*\n", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,4000}>")


class Survey:
    """Gathers what posts say until there is enough; in the order of the export, so that it is always the same."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self.hosts: set[str] = set(hosts)
        self.tags: set[str] = set()
        self._facts: list[Facts] = []
        self._chars = 0

    @property
    def is_full(self) -> bool:
        """Whether enough is known of the site's words."""
        return self._chars >= MAX_SURVEYED_CHARS

    def add(self, markup: str) -> None:
        """Look at one post's text."""
        if self.is_full:
            return
        passages = passages_of(markup[:MAX_POST_CHARS])
        self._chars += sum(map(len, passages))
        self._facts.append(Facts(passages=passages))

    def site(self) -> Site:
        """Return what the posts have in common. No passage counts as furniture: an export has none."""
        joined = site_of([*self._facts, Facts(tags=frozenset(self.tags), hosts=frozenset(self.hosts))])
        return Site(
            vocabulary=joined.vocabulary,
            commonest=joined.commonest,
            tags=joined.tags,
            hosts=joined.hosts,
            pages=joined.pages,
        )


def passages_of(markup: str) -> tuple[str, ...]:
    """Return the passages of a text, fast and roughly: good enough to count words."""
    bare = without_remarks(markup) if "<!--" in markup else markup
    bare = replaced(bare, _SILENT, lambda found: rf"</{found[1].lower()}\s*>", lambda *_: " ")
    parts = (" ".join(html.unescape(_TAG.sub(" ", part)).split()) for part in _END.split(bare) if part)
    return tuple(part for part in parts if part)
