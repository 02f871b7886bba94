"""Ghost's cards: what stands in a text and is no text. Both of Ghost's forms have them, under nearly the same names."""

import html
from collections.abc import Callable
from typing import Any

from skaryna.rescue.exports.markdown import html_of

MAX_TEXT_CHARS = 2_000_000


def card(name: str, said: dict[str, Any]) -> str | None:
    """Return a card as HTML; None for one that nobody here knows."""
    made = _CARDS.get(name.removeprefix("card-"))
    return None if made is None else made(said)


def text_in(said: dict[str, Any], *names: str) -> str:
    """Return the first of these settings that is a text."""
    return next((value for name in names if isinstance(value := said.get(name), str) and value.strip()), "")


def _image(said: dict[str, Any]) -> str:
    caption = text_in(said, "caption")
    inner = f'<img src="{html.escape(text_in(said, "src"))}" alt="{html.escape(text_in(said, "alt", "altText"))}">'
    if href := text_in(said, "href"):
        inner = f'<a href="{html.escape(href)}">{inner}</a>'
    return f"<figure>{inner}{_caption(caption)}</figure>"


def _gallery(said: dict[str, Any]) -> str:
    images = said.get("images")
    parts = (
        [_image({**each, "caption": ""}) for each in images if isinstance(each, dict)]
        if isinstance(images, list)
        else []
    )
    caption = text_in(said, "caption")
    return "".join(parts) + (f"<p>{caption}</p>" if caption else "")


def _caption(caption: str) -> str:
    return f"<figcaption>{caption}</figcaption>" if caption else ""


def _html(said: dict[str, Any]) -> str:
    return text_in(said, "html")[:MAX_TEXT_CHARS]


def _markdown(said: dict[str, Any]) -> str:
    return html_of(text_in(said, "markdown")[:MAX_TEXT_CHARS])


def _code(said: dict[str, Any]) -> str:
    caption = text_in(said, "caption")
    return f"<pre>\n{html.escape(text_in(said, 'code'), quote=False)}</pre>" + (f"<p>{caption}</p>" if caption else "")


def _embed(said: dict[str, Any]) -> str:
    address = text_in(said, "url")
    caption = text_in(said, "caption")
    frame = f'<oembed url="{html.escape(address)}"></oembed>' if address else text_in(said, "html")
    return frame + (f"<p>{caption}</p>" if caption else "")


def _bookmark(said: dict[str, Any]) -> str:
    found = said.get("metadata")
    metadata: dict[str, Any] = found if isinstance(found, dict) else {}
    address = text_in(said, "url") or text_in(metadata, "url")
    title = text_in(metadata, "title") or text_in(said, "title") or address
    rest = [text_in(metadata, name) for name in ("description", "author", "publisher")]
    words = html.escape(". ".join(filter(None, rest)), quote=False)
    caption = text_in(said, "caption")
    card = f'<p><a href="{html.escape(address)}">{html.escape(title, quote=False)}</a> {words}</p>'
    return card + (f"<p>{caption}</p>" if caption else "")


def _sound(tag: str) -> Callable[[dict[str, Any]], str]:
    def made(said: dict[str, Any]) -> str:
        address, words = text_in(said, "src", "fileSrc"), text_in(said, "caption", "title", "fileTitle")
        return f'<{tag} src="{html.escape(address)}"></{tag}>' + (f"<p>{words}</p>" if words else "")

    return made


def _file(said: dict[str, Any]) -> str:
    address = html.escape(text_in(said, "src"))
    title = html.escape(text_in(said, "fileTitle", "fileName") or text_in(said, "src"), quote=False)
    return f'<p><a href="{address}">{title}</a> {html.escape(text_in(said, "fileCaption"), quote=False)}</p>'


def _callout(said: dict[str, Any]) -> str:
    words = " ".join(filter(None, (text_in(said, "calloutEmoji"), text_in(said, "calloutText"))))
    return f"<div>{words}</div>"


def _toggle(said: dict[str, Any]) -> str:
    return f"<h3>{text_in(said, 'heading')}</h3><div>{text_in(said, 'content')}</div>"


def _button(said: dict[str, Any]) -> str:
    words = html.escape(text_in(said, "buttonText"), quote=False)
    return f'<p><a href="{html.escape(text_in(said, "buttonUrl"))}">{words}</a></p>'


def _header(said: dict[str, Any]) -> str:
    return f"<h2>{text_in(said, 'header')}</h2><p>{text_in(said, 'subheader')}</p>"


def _product(said: dict[str, Any]) -> str:
    title, words = text_in(said, "productTitle"), text_in(said, "productDescription")
    return f"<h3>{title}</h3><div>{words}</div>"


def _nothing(_: dict[str, Any]) -> str:
    return ""


_CARDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "image": _image,
    "gallery": _gallery,
    "html": _html,
    "markdown": _markdown,
    "code": _code,
    "codeblock": _code,
    "embed": _embed,
    "bookmark": _bookmark,
    "video": _sound("video"),
    "audio": _sound("audio"),
    "file": _file,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "header": _header,
    "product": _product,
    "email": _html,
    "email-cta": _html,
    "hr": _nothing,
    "horizontalrule": _nothing,
    "paywall": _nothing,
}
