"""How running text is compared between two versions: where a link leads is part of what it says.

Wagtail compares words alone, so that a link turned elsewhere would not show.
"""

import re
from typing import Any

from django.utils.html import escape
from wagtail.admin.compare import BlockComparison, diff_text
from wagtail.blocks import RichTextBlock

from skaryna.model import inline
from skaryna.newsroom.richtext import paragraphs

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


class WordsComparison(BlockComparison):
    """Words, and behind a link's words its address."""

    def htmlvalue(self, val: Any) -> str:
        return str(escape(told(val.source)))

    def htmldiff(self) -> str:
        return str(diff_text(told(self.val_a.source), told(self.val_b.source)).to_html())


class WordsBlock(RichTextBlock):
    """Wagtail's, but for how versions of it are compared."""

    def get_comparison_class(self) -> type[BlockComparison]:
        return WordsComparison

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """Stay an ordinary block in migrations, so that they need no code of ours."""
        _path, arguments, options = super().deconstruct()
        return "wagtail.blocks.RichTextBlock", arguments, options


def told(rich: str) -> str:
    """Return stored rich text as plain text in which links say where they lead."""
    parts = (_LINK.sub(r"\2 [\1]", part) for part in paragraphs(rich))
    return "\n".join(inline.text_of(part) for part in parts)
