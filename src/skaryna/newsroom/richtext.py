"""Between Wagtail's stored rich text and the model's inline HTML. Pure.

Wagtail stores `<p data-block-key="…">` around `<b> <i> <a>`; the model has `strong em a` and no paragraphs inside.
"""

import html
import re

from skaryna.model import inline

INLINE = ["bold", "italic", "link", "article-link", "superscript", "subscript", "strikethrough", "code"]
"""Wagtail's names of the marks that may stand in running text."""

# Rich text may come from a paste, an import or a changed database: any block-level tag ends a paragraph.
_BLOCKS = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|blockquote|table|thead|tbody|tr|td|th|hr|section|article|figure|figcaption)\b[^>]*>",
    re.IGNORECASE,
)
_TO_WAGTAIL = {"strong": "b", "em": "i"}
_OUR_LINK = re.compile(r"""<a\b(?=[^>]*\blinktype=["']article["'])[^>]*\bid=["']([a-z0-9][a-z0-9_-]{0,63})["'][^>]*>""")


def paragraphs(rich: str) -> list[str]:
    """Return the paragraphs of stored rich text as clean inline HTML, empty ones left out."""
    # Wagtail stores links to our articles as it stores those to its pages.
    ours = _OUR_LINK.sub(r'<a href="article:\1">', rich or "")
    parts = (inline.clean(part) for part in _BLOCKS.split(ours))
    return [part for part in parts if inline.text_of(part).strip()]


def inline_of(rich: str) -> str:
    """Return stored rich text as one run of inline HTML, paragraphs parted by line breaks."""
    return "<br>".join(paragraphs(rich))


def plain_of(rich: str) -> str:
    """Return stored rich text as one line of plain text."""
    return inline.plain(inline.text_of(inline_of(rich)))


def rich_of(markup: str) -> str:
    """Return checked inline HTML as Wagtail stores it: one paragraph."""
    if not markup:
        return ""
    renamed = re.sub(r"<(/?)(strong|em)>", lambda m: f"<{m[1]}{_TO_WAGTAIL[m[2]]}>", markup)
    linked = re.sub(r'<a href="article:([^"]*)">', r'<a linktype="article" id="\1">', renamed)
    return f"<p>{linked.replace('<br>', '<br/>')}</p>"


def rich_of_text(text: str) -> str:
    """Return plain text of any origin as a paragraph of rich text."""
    return rich_of(html.escape(inline.plain(text), quote=False))
