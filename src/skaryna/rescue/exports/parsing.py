"""One record of an export as fields: parsed strictly; mended and parsed again; at last read field by field.

No document type, no entity of the file's own, no network: a record is parsed by itself, under prefixes that we declare.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from skaryna.rescue.exports.sections import Match, replaced

MAX_FIELDS = 50_000
_PREFIX = re.compile(r"[<\s/]([A-Za-z][\w.-]{0,30}):[A-Za-z_]")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:([a-zA-Z][a-zA-Z0-9]{1,30});)?")
_NAME = r"((?:[A-Za-z][\w.-]{0,30}:)?[A-Za-z][\w.-]{0,60})"
_FIELD = re.compile(rf"<{_NAME}((?:\s[^<>]{{0,2000}})?)>(\s*)<!\[CDATA\[")
_OPENING = re.compile(rf"<{_NAME}((?:\s[^<>]{{0,2000}})?)(?<!/)>")
_STARTS_SECTION = re.compile(r"\s*<!\[CDATA\[")
_ENDS_SECTION = re.compile(r"\]\]>(?!<!\[CDATA\[)")
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][\w.:-]{0,60})\s{0,9}=\s{0,9}(?:"([^"]{0,4000})"|'([^']{0,4000})')""")
_LOOSE_LESS = re.compile(r"<(?![A-Za-z/!?])")
_HOLDS_MARKUP = frozenset({"encoded", "description", "content", "summary", "comment_content"})
"""Fields whose HTML some exports write as elements, without escaping it."""
_OPEN_CONTAINERS = (
    "item",
    "entry",
    "postmeta",
    "comment",
    "commentmeta",
    "author",
    "category",
    "term",
    "tag",
    "termmeta",
)

_MAY_HOLD = _HOLDS_MARKUP | set(_OPEN_CONTAINERS)
"""All other fields have words and nothing else."""


@dataclass(slots=True)
class Field:
    """An element of a record: `name` without its prefix, `prefix`, text, attributes, elements inside."""

    prefix: str
    name: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)
    inner: list["Field"] = field(default_factory=list)

    def all(self, name: str) -> list["Field"]:
        return [each for each in self.inner if each.name == name]

    def get(self, name: str, prefix: str = "") -> str:
        """Return the text of the first element of a name, "" where there is none."""
        for each in self.inner:
            if each.name == name and (not prefix or each.prefix == prefix):
                return each.text
        return ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A record, and what had to be done to read it: "" where it was well-formed.

    `is_doubtful`: it was read field by field, and one of its fields may be missing.
    """

    root: Field
    mended: str = ""
    is_doubtful: bool = False


def parsed(text: str, *, is_torn: bool = False, is_headless: bool = False) -> Parsed:
    """Return a record's fields. Nothing breaks it: what is not well-formed is read as well as it can be."""
    if not is_torn and (root := _strict(text)) is not None:
        return Parsed(root, "its first mark was damaged", is_doubtful=True) if is_headless else Parsed(root)
    mended = mend(text)
    if not is_torn and (root := _strict(mended)) is not None:
        return Parsed(root, "it was not well-formed XML and was mended")
    said = "it ends in the middle" if is_torn else "it was not well-formed XML and was read field by field"
    return Parsed(_scanned(mended), said, is_doubtful=True)


def is_whole(data: bytes) -> bool:
    """Whether a record is well-formed as it stands."""
    return _strict(data.decode("utf-8", errors="replace")) is not None


def _strict(text: str) -> Field | None:
    names = dict.fromkeys(_PREFIX.findall(text))
    names.pop("xml", None)
    names.pop("xmlns", None)
    declared = "".join(f' xmlns:{name}="urn:{name}"' for name in names)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(f"<x{declared}>{text}</x>".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if not len(root):
        return None
    count = [0]
    return _field_of(root[0], count)


def _field_of(element: etree._Element, count: list[int], depth: int = 0) -> Field:
    count[0] += 1
    name = str(element.tag)
    local = name.rpartition("}")[2]
    made = Field(element.prefix or "", local, element.text or "", {_local(k): v for k, v in element.attrib.items()})
    loose = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or count[0] > MAX_FIELDS or depth > 8:
            loose.append("".join(child.itertext()) if isinstance(child.tag, str) else "")
        else:
            made.inner.append(_field_of(child, count, depth + 1))
        loose.append(child.tail or "")
    made.text = "".join(loose)
    if len(element) and local in _HOLDS_MARKUP:
        made.text = (element.text or "") + "".join(
            etree.tostring(child, encoding="unicode", method="html", with_tail=True) for child in element
        )
        made.inner = []
    return made


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def mend(text: str) -> str:
    """Return a record with the usual faults of exports mended: sections in sections, loose signs, unknown names."""
    text = replaced(text, _FIELD, lambda found: rf"\]\]>(\s*)</{re.escape(found[1])}\s*>", _section)
    parts: list[str] = []
    for outside, section in _sectioned(text):
        parts.append(_loose(outside))
        parts.append(section)
    return "".join(parts)


def _sectioned(text: str) -> Iterator[tuple[str, str]]:
    """Part a text into what stands outside of sections and the sections, marks included; the last may be open."""
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        end = text.find("]]>", start)
        end = len(text) if end < 0 else end + 3
        yield text[at:start], text[start:end]
        at = end
    yield text[at:], ""


def _section(found: Match, text: str, end: Match) -> str:
    """Write a field's section anew: up to the end of its element all is text, other sections in it too."""
    inner = text.replace("]]]]><![CDATA[>", "]]>")
    whole = found[0] + text + end[0]
    if "]]>" not in inner and "<![CDATA[" not in inner:
        return whole
    if not any(
        outside.strip() or "<![CDATA[" in section[9:] for outside, section in _sectioned(f"<![CDATA[{inner}]]>")
    ):
        return whole  # Several sections, one after the other: well-formed.
    safe = inner.replace("]]>", "]]]]><![CDATA[>")
    return f"{found[0]}{safe}{end[0]}"


def _loose(text: str) -> str:
    text = _ENTITY.sub(_named, text.replace("]]>", "]]&gt;"))
    return _LOOSE_LESS.sub("&lt;", text)


def _named(found: "re.Match[str]") -> str:
    if found[1]:
        character = html.unescape(found[0])
        return f"&amp;{found[1]};" if character == found[0] else "".join(f"&#{ord(c)};" for c in character)
    return "&amp;"


def _scanned(text: str) -> Field:
    """Read what no parser takes: each element that can be told, its text up to its end or the end of the record."""
    opened = re.match(r"\s*<((?:[\w.-]+:)?[\w.-]+)[^<>]*>", text)
    name = opened[1] if opened else "item"
    body = text[opened.end() :] if opened else text
    body = re.sub(rf"</{re.escape(name)}\s*>\s*\Z", "", body)
    prefix, _, local = name.rpartition(":")
    root = Field(prefix, local, "")
    loose: list[str] = []
    at = 0
    gone: set[str] = set()
    while len(root.inner) < MAX_FIELDS and (found := _OPENING.search(body, at)) is not None:
        loose.append(body[at : found.start()])
        end, at = _end_of(body, found, gone)
        root.inner.append(_scanned_field(found, body[found.end() : end]))
    loose.append(body[at:])
    root.text = _plain("".join(loose))
    return root


def _end_of(body: str, found: Match, gone: set[str]) -> tuple[int, int]:
    """Return where an element's text ends, and where to go on; one that never ends goes on to the end of the record."""
    closing = rf"</{re.escape(found[1])}\s*>"
    if _STARTS_SECTION.match(body, found.end()):
        closing = rf"(?<=\]\]>)\s*{closing}"
        if closing in gone:
            closing = rf"</{re.escape(found[1])}\s*>"
    if closing not in gone:
        end = re.compile(closing).search(body, found.end())
        if end is not None and not _swallows(body, found, end.start()):
            return end.start(), end.end()
        if end is None:
            gone.add(closing)
    if _STARTS_SECTION.match(body, found.end()):
        # One end is damaged, the section's or its own: whichever comes first is believed, so that it swallows no other field.
        closed = _ENDS_SECTION.search(body, found.end())
        last = closed.end() if closed else len(body)
        own = re.compile(rf"</{re.escape(found[1])}\s*>").search(body, found.end(), last)
        return (own.start(), own.end()) if own else (last, last)
    following = body.find("<", found.end())
    following = len(body) if following < 0 else following
    return following, following


def _swallows(body: str, found: Match, end: int) -> bool:
    """Whether an element whose own end is damaged would go on to the end of another one of its name."""
    if found[1].rpartition(":")[2] in _MAY_HOLD or _STARTS_SECTION.match(body, found.end()):
        return False
    return body.find("<", found.end(), end) >= 0


def _scanned_field(found: Match, text: str) -> Field:
    prefix, _, local = found[1].rpartition(":")
    attributes = {k.rpartition(":")[2]: html.unescape(a or b) for k, a, b in _ATTRIBUTE.findall(found[2])}
    if local in _OPEN_CONTAINERS and "<" in text and not _STARTS_SECTION.match(text):
        inner = _scanned(f"<{found[1]}>{text}</{found[1]}>")
        return Field(prefix, local, inner.text, attributes, inner.inner)
    return Field(prefix, local, _plain(text), attributes)


def _plain(text: str) -> str:
    """Return the text of a stretch of XML source: sections as they stand, entities resolved outside of them."""
    parts: list[str] = []
    for outside, section in _sectioned(text):
        parts.append(html.unescape(outside))
        parts.append(section[9:].removesuffix("]]>").removesuffix("]]") if section else "")
    return "".join(parts)
