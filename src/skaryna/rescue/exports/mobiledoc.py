"""Mobiledoc, Ghost's text from version 1 to 4: sections, markers and cards as JSON, here as HTML."""

import html
from typing import Any

import msgspec

from skaryna.errors import SourceError
from skaryna.rescue.exports.cards import card, text_in

MAX_PARTS = 200_000
_SECTION_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote", "ul", "ol"})
_MARKUP_TAGS = frozenset({"a", "b", "strong", "i", "em", "s", "del", "code", "sub", "sup", "u"})


class _Reader:
    def __init__(self, value: dict[str, Any]) -> None:
        self._markups = _listed(value.get("markups"))
        self._atoms = _listed(value.get("atoms"))
        self._cards = _listed(value.get("cards"))
        self._count = 0
        self.unknown: list[str] = []

    def section(self, section: Any) -> str:
        parts = _listed(section)
        if len(parts) < 2:
            return ""
        match parts[0]:
            case 1:
                tag = str(parts[1]) if str(parts[1]) in _SECTION_TAGS else "p"
                tag = "blockquote" if tag in {"aside", "pull-quote"} else tag
                return f"<{tag}>{self._markers(parts[2] if len(parts) > 2 else [])}</{tag}>"
            case 2:
                return f'<figure><img src="{html.escape(str(parts[1]))}" alt=""></figure>'
            case 3:
                tag = "ol" if parts[1] == "ol" else "ul"
                points = "".join(
                    f"<li>{self._markers(each)}</li>" for each in _listed(parts[2] if len(parts) > 2 else [])
                )
                return f"<{tag}>{points}</{tag}>"
            case 10:
                return self._card(parts[1])
        return ""

    def _card(self, number: Any) -> str:
        found = _listed(self._cards[number]) if isinstance(number, int) and 0 <= number < len(self._cards) else []
        name, said = (found[0], found[1]) if len(found) > 1 else ("", {})
        made = card(str(name), said) if isinstance(said, dict) else None
        if made is None:
            self.unknown.append(f"{name} {msgspec.json.encode(said).decode()}")
            return ""
        return made

    def _markers(self, markers: Any) -> str:
        parts: list[str] = []
        opened: list[str] = []
        for marker in _listed(markers):
            self._count += 1
            if self._count > MAX_PARTS:
                raise SourceError("A text of the export has more parts than any that a person wrote.")
            kind, opens, closes, said = (*_listed(marker), None, None, None, None)[:4]
            for number in _listed(opens):
                tag, attributes = self._markup(number)
                opened.append(tag)
                parts.append(f"<{tag}{attributes}>" if tag else "")
            parts.append(html.escape(str(said or ""), quote=False) if kind == 0 else self._atom(said))
            for _ in range(min(closes, len(opened)) if isinstance(closes, int) else 0):
                tag = opened.pop()
                parts.append(f"</{tag}>" if tag else "")
        parts += [f"</{tag}>" for tag in reversed(opened) if tag]
        return "".join(parts)

    def _markup(self, number: Any) -> tuple[str, str]:
        found = _listed(self._markups[number]) if isinstance(number, int) and 0 <= number < len(self._markups) else []
        tag = str(found[0]).lower() if found else ""
        pairs = _listed(found[1]) if len(found) > 1 else []
        href = next((str(pairs[at + 1]) for at in range(0, len(pairs) - 1, 2) if pairs[at] == "href"), "")
        return (tag if tag in _MARKUP_TAGS else ""), (f' href="{html.escape(href)}"' if tag == "a" and href else "")

    def _atom(self, number: Any) -> str:
        found = _listed(self._atoms[number]) if isinstance(number, int) and 0 <= number < len(self._atoms) else []
        if found and found[0] == "soft-return":
            return "<br>"
        said = found[2] if len(found) > 2 and isinstance(found[2], dict) else {}
        return html.escape(str(found[1] if len(found) > 1 else "") or text_in(said, "text"), quote=False)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def html_of(source: str) -> tuple[str, list[str]]:
    """Return a text as HTML, and the cards that nobody here knows.

    Raises:
        SourceError: It is no Mobiledoc, or a trap.
    """
    try:
        value = msgspec.json.decode(source)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise SourceError("A text of the export is damaged.") from error
    if not isinstance(value, dict) or not isinstance(value.get("sections"), list):
        raise SourceError("A text of the export is not what it says.")
    reader = _Reader(value)
    return "\n".join(reader.section(each) for each in value["sections"]), reader.unknown
