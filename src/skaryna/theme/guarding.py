"""A page that a publication's own templates made is looked at once more: it loads and runs nothing of anybody else's.

What a template will say cannot be decided by reading it, since it may put words together; its page can be read.
"""

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"<([a-z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_SCHEME = re.compile(r"\s*(?:([a-z][a-z0-9+.-]*):|[/\\]{2})", re.IGNORECASE)
_FORBIDDEN = frozenset({"iframe", "frame", "object", "embed", "applet", "base", "style", "portal", "fencedframe"})
_ORDERS = frozenset({"style", "srcdoc", "ping", "http-equiv", "formaction", "manifest"})
_LOADS = frozenset({"src", "srcset", "imagesrcset", "poster", "data", "background", "action", "href", "xlink:href"})
_NAMES = frozenset({"canonical", "alternate", "license", "author", "me"})
"""What a link element may say of elsewhere: it names an address and loads nothing."""

_FETCHED = frozenset({"stylesheet", "preload", "prefetch", "preconnect", "dns-prefetch", "icon", "modulepreload"})

_LEADS = frozenset({"http", "https", "mailto", "tel", "sms", "xmpp", "tg", "magnet"})


def problem(page: str) -> str:
    """Say what a page does that no page of an edition may do; "" where it is good."""
    for match in _TAG.finditer(page):
        name = match[1].lower()
        if name in _FORBIDDEN:
            return f"it has a {name} element"
        for said in _problems(name, dict(_attributes(match[2]))):
            return said
    return ""


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(text):
        yield match[1].lower(), html.unescape((match[2] or "").strip("\"'")).strip()


def _problems(name: str, attributes: dict[str, str]) -> Iterator[str]:
    for key, value in attributes.items():
        if key.startswith("on") or key in _ORDERS:
            yield f"an element has the attribute {key}"
        if key in _LOADS and not _is_good(name, key, value, attributes.get("rel", "")):
            yield f"a {name} element leads or loads from elsewhere ({value[:80]})"
    if name == "script" and attributes.get("type") != "application/ld+json" and not attributes.get("src"):
        yield "it has a script inside"


def _is_good(name: str, key: str, value: str, rel: str) -> bool:
    parts = value.split(",") if "srcset" in key else [value]
    schemes = [match[1] for part in parts if (match := _SCHEME.match(part))]
    if not schemes:
        return True
    if name in {"a", "area"} and key == "href":
        return all(scheme is not None and scheme.lower() in _LEADS for scheme in schemes)
    if name == "link" and (said := set(rel.lower().split())) & _NAMES:
        return not said & _FETCHED
    # Previews have their pictures inside them.
    return key in {"src", "srcset"} and name in {"img", "source"} and value.lower().startswith("data:image/")
