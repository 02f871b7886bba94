"""One record of an export as fields: parsed strictly; mended and parsed again; at last read field by field.

No document type, no entity of the file's own, no network: a record is parsed by itself, under prefixes that we declare.
"""

import html
import re
from dataclasses import dataclass, field

from lxml import etree

MAX_FIELDS = 50_000
_PREFIX = re.compile(r"[<\s/]([A-Za-z][\w.-]{0,30}):[A-Za-z_]")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:([a-zA-Z][a-zA-Z0-9]{1,30});)?")
_SECTION = re.compile(r"<!\[CDATA\[.*?\]\]>", re.DOTALL)
_FIELD = re.compile(
    r"<((?:[A-Za-z][\w.-]{0,30}:)?[A-Za-z][\w.-]{0,60})((?:\s[^<>]{0,2000})?)>(\s*)<!\[CDATA\[(.*?)\]\]>(\s*)</\1\s{0,9}>",
    re.DOTALL,
)
_ANY_FIELD = re.compile(
    r"<((?:[A-Za-z][\w.-]{0,30}:)?[A-Za-z][\w.-]{0,60})((?:\s[^<>]{0,2000})?)>"
    r"(\s*<!\[CDATA\[.*?\]\]>\s*(?=</\1\s{0,9}>|\Z)|(?:(?!<\1[\s>]).)*?)(?:</\1\s{0,9}>|\Z)",
    re.DOTALL,
)
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
    """A record, and what had to be done to read it: "" where it was well-formed."""

    root: Field
    mended: str = ""


def parsed(text: str, *, is_torn: bool = False) -> Parsed:
    """Return a record's fields. Nothing breaks it: what is not well-formed is read as well as it can be."""
    if not is_torn and (root := _strict(text)) is not None:
        return Parsed(root)
    mended = mend(text)
    if not is_torn and (root := _strict(mended)) is not None:
        return Parsed(root, "it was not well-formed XML and was mended")
    return Parsed(
        _scanned(mended),
        "it ends in the middle" if is_torn else "it was not well-formed XML and was read field by field",
    )


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
    text = _FIELD.sub(_section, text)
    parts: list[str] = []
    at = 0
    for found in _SECTION.finditer(text):
        parts.append(_loose(text[at : found.start()]))
        parts.append(found[0])
        at = found.end()
    rest = text[at:]
    cut = rest.find("<![CDATA[")
    if cut >= 0:  # A section that never ends: what it holds until the next element of the export is its text.
        parts.append(_loose(rest[:cut]))
        parts.append(rest[cut:])
    else:
        parts.append(_loose(rest))
    return "".join(parts)


def _section(found: "re.Match[str]") -> str:
    """Write a field's section anew: up to the end of its element all is text, other sections in it too."""
    inner = found[4].replace("]]]]><![CDATA[>", "]]>")
    if "]]>" not in inner and "<![CDATA[" not in inner:
        return found[0]
    if re.fullmatch(r"(?:(?!\]\]>).)*(?:\]\]>\s*<!\[CDATA\[(?:(?!\]\]>).)*)+", inner, re.DOTALL):
        return found[0]  # Several sections, one after the other: well-formed.
    safe = inner.replace("]]>", "]]]]><![CDATA[>")
    return f"<{found[1]}{found[2]}>{found[3]}<![CDATA[{safe}]]>{found[5]}</{found[1]}>"


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
    for found in _ANY_FIELD.finditer(body):
        if len(root.inner) >= MAX_FIELDS:
            break
        loose.append(body[at : found.start()])
        at = found.end()
        root.inner.append(_scanned_field(found))
    loose.append(body[at:])
    root.text = _plain("".join(loose))
    return root


def _scanned_field(found: "re.Match[str]") -> Field:
    prefix, _, local = found[1].rpartition(":")
    attributes = {k.rpartition(":")[2]: html.unescape(a or b) for k, a, b in _ATTRIBUTE.findall(found[2])}
    if local in _OPEN_CONTAINERS and "<" in found[3] and "<![CDATA[" not in found[3].lstrip()[:9]:
        inner = _scanned(f"<{found[1]}>{found[3]}</{found[1]}>")
        return Field(prefix, local, inner.text, attributes, inner.inner)
    return Field(prefix, local, _plain(found[3]), attributes)


def _plain(text: str) -> str:
    """Return the text of a stretch of XML source: sections as they stand, entities resolved outside of them."""
    parts: list[str] = []
    at = 0
    for found in _SECTION.finditer(text):
        parts.append(html.unescape(text[at : found.start()]))
        parts.append(found[0][9:-3])
        at = found.end()
    rest = text[at:]
    cut = rest.find("<![CDATA[")
    if cut >= 0:
        parts.append(html.unescape(rest[:cut]) + rest[cut + 9 :].removesuffix("]]>").removesuffix("]]"))
    else:
        parts.append(html.unescape(rest))
    return "".join(parts)
