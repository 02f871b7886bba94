"""trafilatura, asked for its opinion: which words of a page are the article. Its quick rules first.

trafilatura compares its own choice with those of two other extractors. That costs it twice its time, and changes
something only where its own choice is small; so it is asked for that only there.
"""

import re
from functools import lru_cache

from lxml import etree
from lxml import html as lxml_html
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from skaryna.rescue.structure import prose
from skaryna.rescue.tree import Child, markup_of
from skaryna.rescue.wordlist import listed

MAX_VOTED_CHARS = 3_000_000
MIN_VOTED_WORDS = 40
ENOUGH_WORDS = 100
ENOUGH_SHARE = 0.3
"""Of the page's sentences, in the voter's quick choice: then no other opinion would be twice as long."""

_DROPPED = frozenset({"script", "style", "noscript", "template", "-comment", "svg", "iframe"})
_QUICKLY_DROPPED = _DROPPED | listed(
    "applet area aside audio blink button canvas datalist dialog embed fencedframe fieldset footer frame frameset input"
    " label legend link map marquee menu menuitem nav noindex object optgroup option output param picture progress rp"
    " rt rtc select source textarea time track use video"
)
"""What trafilatura takes out of a page before it looks at it; markup that it never sees costs nothing."""
_LOOKED_AT = listed(
    "aria-hidden class colspan data-component data-lp-replacement-content href id itemprop lang rend role style"
)
"""The attributes that its rules name."""
_STUMBLES = (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, SyntaxError)
"""A voter that stumbles over hostile markup abstains; the page's own structure decides."""

# lxml asks a Python function for the class of each element that is looked at; one class does for all of them.
_PARSER = lxml_html.HTMLParser(
    encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True
)
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement))
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_NO_SIGNS = re.compile(rb"\xef\xbf[\xbe\xbf]")
"""U+FFFE and U+FFFF: no XML may hold them."""


def vote(children: list[Child], *, sentences: int) -> list[str]:
    """Return the paragraphs that trafilatura takes for the article; empty where it abstains.

    Args:
        children: What the voter may see.
        sentences: How many words the page's sentences have.
    """
    quick = _opinion(children, _QUICKLY_DROPPED, precise=True, quick=True)
    if (words := prose.size(quick)) >= ENOUGH_WORDS and words >= ENOUGH_SHARE * sentences:
        return quick.split("\n")
    for precise in (True, False):
        text = _opinion(children, _DROPPED, precise=precise, quick=False)
        if prose.size(text) >= MIN_VOTED_WORDS:
            return text.split("\n")
    return []


def _opinion(children: list[Child], dropped: frozenset[str], *, precise: bool, quick: bool) -> str:
    markup = markup_of(children, drop=dropped, attributes=_LOOKED_AT if quick else None)
    if not markup or len(markup) > MAX_VOTED_CHARS:
        return ""
    page = f"<html><body>{markup}</body></html>".encode("utf-8", "ignore").translate(None, _CONTROLS)
    try:
        tree = lxml_html.document_fromstring(_NO_SIGNS.sub(b"", page), parser=_PARSER)
        found = bare_extraction(tree, options=_options(precise, quick))
    except (*_STUMBLES, etree.LxmlError):
        return ""
    return str(getattr(found, "text", None) or "")


@lru_cache(maxsize=4)
def _options(precise: bool, quick: bool) -> Extractor:
    return Extractor(output_format="python", fast=quick, precision=precise, comments=False)
