"""WordPress's blocks: HTML between remarks that carry their settings. The HTML is taken, the settings are told.

Classic text and blocks stand in one text often: what is outside of blocks gets its paragraphs by the classic rule.
"""

import html
import re
from dataclasses import dataclass, field

import msgspec

from skaryna.rescue.exports import shortcodes
from skaryna.rescue.exports.classic import paragraphed
from skaryna.rescue.exports.library import Library
from skaryna.rescue.exports.post import MADE_BY_SYSTEM, REMARKS, Aside
from skaryna.rescue.exports.sections import remarks, replaced
from skaryna.rescue.exports.shortcodes import Told

_BLOCK = re.compile(
    r"\s+(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+(?:(?P<settings>\{.*\})\s+)?(?P<void>/)?",
    re.DOTALL,
)
_EMBEDDED = re.compile(r"<div class=\"wp-block-embed__wrapper\">", re.IGNORECASE)
_TITLED = ("content", "text", "title", "caption", "label", "summary", "url", "citation", "alt")
MAX_REUSE = 3
MAX_MARKED = 12


@dataclass(slots=True)
class Prepared:
    """A text as HTML, and what was in it that is no text."""

    markup: str = ""
    asides: list[Aside] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Text:
    """One text while it is prepared."""

    library: Library
    number: str
    told: Told = field(default_factory=Told)
    made: Prepared = field(default_factory=Prepared)

    def converted(self, text: str) -> str:
        return shortcodes.converted(text, self.library, number=self.number, told=self.told)

    def classic(self, text: str) -> str:
        return paragraphed(_unmarked(self.converted(text), self.made))


def prepared(text: str, library: Library, *, number: str = "", notes: str = "") -> Prepared:
    """Return a WordPress text as HTML.

    Args:
        text: As the export has it: classic, blocks, or both.
        library: What it may refer to.
        number: The post's own.
        notes: The footnotes that newer versions keep beside the text, as JSON.
    """
    working = _Text(library, number)
    told, made = working.told, working.made
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _blocks(text, working) if "<!-- wp:" in text else working.classic(text)
    made.markup = text + _notes(told.notes, notes, made)
    if told.unknown:
        names = ", ".join(f"[{name}]" for name in list(told.unknown)[:MAX_MARKED])
        made.marks.append(
            f"Shortcodes of the former site that nobody here knows stand in the text as they were: {names}. "
            "Take them out, or put what they showed."
        )
    if told.lost:
        made.asides.append(Aside("\n".join(told.lost), MADE_BY_SYSTEM, "in a gallery"))
        made.marks.append(f"Pictures of a gallery that the export has not: {len(told.lost):,}.")
    return made


def _blocks(text: str, working: _Text, depth: int = 0) -> str:
    parts: list[str] = []
    open_names: list[str] = []
    at = 0
    for start, end, said in remarks(text):
        found = _BLOCK.fullmatch(said)
        if found is None:
            continue
        parts.append(_between(text[at:start], open_names, working))
        at = end
        name = found["name"].removeprefix("core/")
        if found["end"]:
            if name in open_names:
                while open_names.pop() != name:
                    pass
        elif found["void"]:
            parts.append(_void(name, found["settings"] or "", working, depth))
        else:
            open_names.append(name)
    parts.append(_between(text[at:], open_names, working))
    return "".join(parts)


def _between(text: str, open_names: list[str], working: _Text) -> str:
    if not text.strip():
        return text
    inside = open_names[-1] if open_names else ""
    if not inside or inside in {"freeform", "shortcode"}:
        return f"\n{working.classic(text)}\n"
    if "embed" in inside:
        text = replaced(text, _EMBEDDED, lambda _: "</div>", lambda _, inner, __: shortcodes.player(inner.strip()))
    text = _unmarked(text, working.made)
    return working.converted(text) if "[" in text else text


def _unmarked(text: str, made: Prepared) -> str:
    bare, told = remarks_told(text)
    made.asides.extend(told)
    return bare


def remarks_told(text: str) -> tuple[str, list[Aside]]:
    """Take remarks out of a text and tell them; those with links stay for the judge, who looks into them."""
    told: list[Aside] = []
    parts: list[str] = []
    at = 0
    for start, end, inner in remarks(text):
        said = inner.strip()
        parts.append(text[at:start])
        at = end
        if "<a" in said.lower():
            parts.append(text[start:end])
            continue
        is_mark = said.startswith(("more", "nextpage", "noteaser"))
        found = _BLOCK.fullmatch(inner)
        if found is not None and not found["settings"]:
            continue  # The mark of a block, with no word in it.
        if said and not is_mark:
            told.append(Aside(said, REMARKS, "in a remark"))
        elif len(said.split()) > 1:
            told.append(Aside(said.removeprefix("more").strip(), REMARKS, "at the “more” line"))
        parts.append("\n\n" if is_mark else "")
    parts.append(text[at:])
    return "".join(parts), told


def _void(name: str, settings: str, working: _Text, depth: int) -> str:
    """Return what a block without HTML of its own stands for: text used again, or something that the system made."""
    said = _read(settings)
    if name == "block" and depth < MAX_REUSE:
        inner = working.library.blocks.get(str(said.get("ref", "")))
        if inner is not None:
            return _blocks(inner, working, depth + 1)
    if name in {"more", "nextpage", "separator", "spacer", "footnotes"}:
        return "\n"
    if name == "gallery":
        return working.converted(f'[gallery ids="{said.get("ids", "")}"]')
    words = " ".join(str(said[key]) for key in _TITLED if isinstance(said.get(key), str))
    working.made.asides.append(Aside(f"{name} {settings}".strip(), MADE_BY_SYSTEM, "in the text", script=settings))
    if words:
        working.made.marks.append(
            f"A part of the page ({name}) was made by the former site's system: “{html.unescape(words)[:200]}”"
        )
    return "\n"


def _read(settings: str) -> dict[str, object]:
    try:
        value = msgspec.json.decode(settings) if settings else {}
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return {}
    return value if isinstance(value, dict) else {}


def _notes(found: list[str], kept: str, made: Prepared) -> str:
    notes = list(found)
    try:
        listed = msgspec.json.decode(kept) if kept.strip() else []
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        listed = []
        made.asides.append(Aside(kept, REMARKS, "in the footnotes"))
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, dict) and isinstance(each.get("content"), str) and each["content"].strip():
            notes.append(each["content"])
    if not notes:
        return ""
    return "\n<ol>" + "".join(f"<li>{note}</li>" for note in notes) + "</ol>\n"
