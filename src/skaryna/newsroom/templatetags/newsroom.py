"""What the newsroom's own templates need."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from skaryna.model import Block, Code, Embed, Figure, Heading, List, Paragraph, Quotation, Source, Table
from skaryna.newsroom.place import current

register = template.Library()


@register.simple_tag
def publication_name() -> str:
    """Return the publication's name; Wagtail knows only an address before the login."""
    return current().publication.name


@register.filter
def item(values: dict[str, object], key: str) -> object:
    """Return what a dictionary has under a key."""
    return values.get(key, "")


@register.filter
def opens_here_alone(link: str) -> bool:
    """Whether a link leads to this very computer, so that nobody else can open it."""
    return urlsplit(link).hostname in {"localhost", "127.0.0.1", "::1"}


@register.simple_tag
def edit_url(article: Any) -> str:
    """Return where an article is edited."""
    return reverse(article.snippet_viewset.get_url_name("edit"), args=[article.pk])


@register.filter
def commands(text: str) -> SafeString:
    """Return a sentence whose `commands` are marked as such."""
    parts = text.split("`")
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if at % 2 else part,) for at, part in enumerate(parts))
    )


@register.filter
def in_groups(text: str) -> str:
    """Return a code in groups of four, as one reads it aloud or copies it."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@register.simple_tag
def block_html(block: Block) -> SafeString:
    """Return a block as plain HTML; its inline HTML was checked when the block was made."""
    match block:
        case Paragraph():
            return format_html("<p>{}</p>", _safe(block.html))
        case Heading():
            return format_html("<h{}>{}</h{}>", block.level, block.text, block.level)
        case Figure():
            picture = format_html('<img src="/media/{}" alt="{}">', block.image.name, block.alt) if block.image else ""
            return format_html(
                "<figure>{}<figcaption>{} {}</figcaption></figure>", picture, _safe(block.caption), block.credit
            )
        case Quotation():
            return format_html("<blockquote>{}<p>{}</p></blockquote>", _safe(block.html), block.attribution)
        case List():
            points = format_html_join("", "<li>{}</li>", ((_safe(point),) for point in block.items))
            return format_html("<{0}>{1}</{0}>", "ol" if block.ordered else "ul", points)
        case Table():
            return _table(block)
        case Source():
            return format_html('<p class="small">* {} {} {}</p>', block.title, block.publisher, block.date)
        case Embed():
            return format_html('<p class="small">▸ {} ({})</p>', block.title, block.address)
        case Code():
            return format_html("<pre>{}</pre>", block.text)


def _table(block: Table) -> SafeString:
    head = format_html_join("", "<th>{}</th>", ((_safe(cell),) for cell in block.head))
    rows = format_html_join(
        "",
        "<tr>{}</tr>",
        ((format_html_join("", "<td>{}</td>", ((_safe(cell),) for cell in row)),) for row in block.rows),
    )
    return format_html("<table><caption>{}</caption><tr>{}</tr>{}</table>", block.caption, head, rows)


def _safe(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308 - inline HTML of the model: an unsafe block cannot exist
