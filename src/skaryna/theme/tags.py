"""What programs read in <head>: search engines, networks, readers of feeds. Pure.

No part of a theme's looks, and on every page: it does not pass through a template, which takes ten times as long.
"""

from html import escape

import msgspec

from skaryna.theme.views import Head, Html


def of(head: Head) -> Html:
    """Return the elements of one page's head, one on a line."""
    title, canonical, description = escape(head.title), escape(head.canonical), escape(head.description)
    lines = [f'<meta name="description" content="{description}">'] if description else []
    if head.no_index:
        lines.append('<meta name="robots" content="noindex">')
    else:
        lines.append(f'<link rel="canonical" href="{canonical}">')
    lines += [
        f'<link rel="alternate" hreflang="{language}" href="{escape(address)}">'
        for language, address in (*head.alternates, *(("x-default", address) for _, address in head.alternates[:1]))
    ]
    lines += [
        f'<link rel="alternate" type="{feed.type}" title="{escape(feed.title)}" href="{escape(feed.url)}">'
        for feed in head.feeds
    ]
    lines += [
        f'<meta property="og:type" content="{head.kind}">',
        f'<meta property="og:title" content="{title}">',
        f'<meta property="og:url" content="{canonical}">',
    ]
    if description:
        lines.append(f'<meta property="og:description" content="{description}">')
    if head.image:
        lines.append(f'<meta property="og:image" content="{escape(head.image)}">')
        lines.append('<meta name="twitter:card" content="summary_large_image">')
    if head.published:
        lines.append(f'<meta property="article:published_time" content="{head.published}">')
    if head.modified:
        lines.append(f'<meta property="article:modified_time" content="{head.modified}">')
    if head.json_ld is not None:
        lines.append(f'<script type="application/ld+json">{data_block(head.json_ld)}</script>')
    return Html("\n".join(lines))


def data_block(value: dict[str, object]) -> str:
    """Return JSON that may stand inside <script type="application/ld+json">: no `<` survives in it."""
    text = msgspec.json.encode(value).decode()
    for character in "<>&\u2028\u2029":
        if character in text:
            text = text.replace(character, f"\\u{ord(character):04x}")
    return text
