"""Where on a page the article is: the smallest element that holds what the voter took for the article.

The voter is trafilatura, a well-kept extractor; the page's own marks (<article>, class names) are the second voice.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode
from trafilatura import extract

MIN_WORDS = 20
MIN_CHARS = 120
MIN_SHARE = 0.85
MAX_STEPS = 100
_NEVER = frozenset({"script", "style", "p", "li", "table", "ul", "ol", "blockquote"})
_UNITS = "p,h2,h3,h4,li,blockquote,td,figcaption,pre,dd"
_MARKED = "[itemprop=articleBody],.entry-content,.post-content,.article-body,.article-content,.article__body,.story-body,.td-post-content,article,main,[role=main]"
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|related|recommend\w*|sidebar|comments?|respond|nav|navigation|menu|breadcrumbs?|footer|widget|"
    r"newsletter|subscribe|subscription|promo|advert\w*|ads?|banner|sponsor\w*|tags?|tag-links|post-tags|author-(?:box|bio|info|description)|about-author|"
    r"byline|post-meta|entry-meta|article-meta|meta|post-navigation|pagination|popup|modal|cookie|print|donate|donation|support-us|views?|counter|"
    r"read-?more|more-(?:stories|from)|most-read|trending|outbrain|taboola|skip-link|screen-reader-text|sr-only|edit-link|jp-relatedposts|sharedaddy)(?=$|[\s_-])",
    re.IGNORECASE,
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "form", "aside", "button", "dialog", "noscript", "time"})
_NOT_FURNITURE = frozenset({"article", "main", "body", "html", "p", "table", "figure", "blockquote", "h1", "h2", "h3"})


def is_furniture(node: LexborNode) -> bool:
    """Whether an element inside the article's container is the house's: share buttons, tags, author box."""
    if node.tag in _FURNITURE_TAGS:
        return not (node.tag == "aside" and "source" in (node.attributes.get("class") or ""))
    if node.tag in _NOT_FURNITURE:
        return bool(
            node.tag == "p"
            and re.search(
                r"(?:^|\s)(?:byline|post-meta|entry-meta|tags|views)(?:$|\s)", node.attributes.get("class") or ""
            )
        )
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return bool(_FURNITURE.search(names)) and len(node.text()) < 3_000


@dataclass(frozen=True, slots=True)
class Selection:
    """The element that holds the article, and what the voter took for the article (runs of four words)."""

    node: LexborNode
    voted: frozenset[str]

    def has_vote(self, text: str) -> bool:
        """Whether the voter took a text for part of the article; texts too short to tell count as yes."""
        pieces = _pieces(text)
        return not self.voted or not pieces or len(pieces & self.voted) >= 0.3 * len(pieces)


def article_in(tree: LexborHTMLParser) -> Selection | None:
    """Return where the article is, None where the page has none."""
    body = tree.body
    if body is None:
        return None
    voted = _voted(tree.html or "")
    best = _smallest_with(body, voted) if len(voted) >= MIN_WORDS else None
    marked = _marked(tree, voted)
    chosen = best if marked is None or (best is not None and _prose(marked) > 1.6 * _prose(best)) else marked
    if chosen is None:
        chosen = body
    if chosen is None or len(chosen.text()) < MIN_CHARS:
        return None
    return Selection(chosen, frozenset(voted))


def _voted(html: str) -> set[str]:
    """Return folded texts of what the voter takes for the article, piece by piece."""
    try:
        text = extract(html, include_comments=False, include_tables=True, favor_recall=False, deduplicate=False)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return set()
    words: set[str] = set()
    for line in (text or "").split("\n"):
        words.update(_pieces(line))
    return words


def _pieces(text: str) -> set[str]:
    """Return overlapping runs of four words: what survives differences in space and markup."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[at : at + 4]) for at in range(max(0, len(words) - 3))}


def _smallest_with(body: LexborNode, voted: set[str]) -> LexborNode | None:
    """Walk down from the body as long as one child holds nearly all of what was voted for."""
    total = len(voted & _pieces(body.text(separator=" ")))
    if total < 0.5 * len(voted):
        return None
    node = body
    for _ in range(MAX_STEPS):
        # The child with the most text first: it is nearly always the right one.
        children = sorted(
            (child for child in node.iter() if child.tag not in _NEVER), key=lambda each: -len(each.text())
        )
        inner = next(
            (each for each in children[:3] if len(voted & _pieces(each.text(separator=" "))) >= MIN_SHARE * total), None
        )
        if inner is None:
            return node
        node = inner
    return node


def _marked(tree: LexborHTMLParser, voted: set[str]) -> LexborNode | None:
    """Return the element that the page itself marks as the article, if it holds what was voted for."""
    found = [node for node in tree.css(_MARKED) if _prose(node) >= MIN_WORDS]
    if not found:
        return None
    if not voted:
        return max(found, key=_prose)
    holds = [node for node in found if len(voted & _pieces(node.text(separator=" "))) >= MIN_SHARE * len(voted)]
    return min(holds, key=lambda node: len(node.text())) if holds else None


def _prose(node: LexborNode) -> int:
    """Count the words of a node that are not links, buttons or code."""
    words = len(node.text(separator=" ").split())
    for inner in node.css("a,script,style,noscript,button,select,nav,footer,form"):
        if (
            inner.tag != "a"
            or inner.parent is None
            or inner.parent.tag not in {"script", "style", "nav", "footer", "form"}
        ):
            words -= len(inner.text(separator=" ").split())
    return max(0, words)
