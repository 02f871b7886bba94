"""Where on a page the article is: the smallest element that holds what the voter took for the article.

The voter is trafilatura, a well-kept extractor; the page's own marks (<article>, class names) are the second voice.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode
from trafilatura import extract

from skaryna.model.inline import plain

MIN_WORDS = 30
MIN_SHARE = 0.85
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


def article_node(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element that holds the article, None where the page has none."""
    body = tree.body
    if body is None:
        return None
    voted = _voted(tree.html or "")
    best = _smallest_with(body, voted) if len(voted) >= MIN_WORDS else None
    marked = _marked(tree, voted)
    chosen = best if marked is None or best is None or _prose(best) < 0.8 * _prose(marked) else marked
    chosen = chosen or marked or best
    if chosen is None and _prose(body) >= MIN_WORDS:
        chosen = body
    return chosen if chosen is not None and _prose(chosen) >= MIN_WORDS else None


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
    node = body
    if len(voted & _pieces(body.text(separator=" "))) < 0.5 * len(voted):
        return None
    total = len(voted & _pieces(body.text(separator=" ")))
    for _ in range(200):
        for child in node.iter():
            if child.tag in {"script", "style"}:
                continue
            if len(voted & _pieces(child.text(separator=" "))) >= MIN_SHARE * total and child.tag not in {
                "p",
                "li",
                "table",
            }:
                node = child
                break
        else:
            return node
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
    """Count the words of a node's paragraphs that are not mostly links."""
    words = 0
    for unit in node.css("p,blockquote,li,pre,td"):
        text = plain(unit.text())
        linked = sum(len(plain(a.text())) for a in unit.css("a"))
        if linked <= 0.5 * len(text):
            words += len(text.split())
    return words or (len(plain(node.text()).split()) if node.css_first("p") is None and node.tag != "body" else 0)
