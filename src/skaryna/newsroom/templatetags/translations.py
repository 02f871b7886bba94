"""An original's words beside its translation: shown, and nothing in them can be clicked or edited."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from skaryna.model import Block, Figure, Heading
from skaryna.newsroom.sentences import in_words
from skaryna.newsroom.templatetags.newsroom import block_html

register = template.Library()
register.filter(in_words)
_LINK = re.compile(r'<a href="([^"]*)">')


@register.simple_tag
def original_html(block: Block) -> SafeString:
    """Return a block as HTML that leads nowhere; a heading is none of this page's."""
    if isinstance(block, Heading):
        return format_html('<p class="newsroom-original-heading">{}</p>', block.text)
    if isinstance(block, Figure) and block.alt:
        return format_html('{}<p class="newsroom-original-alt">{}</p>', _inert(block), block.alt)
    return _inert(block)


def _inert(block: Block) -> SafeString:
    inert = _LINK.sub(r'<u title="\1">', block_html(block)).replace("</a>", "</u>")
    return mark_safe(inert)  # noqa: S308 - of `block_html`, which escapes; its links have become underlined words
