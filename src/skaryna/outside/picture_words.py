"""What a picture's file says in words: credit, caption, description, licence. Read only to be offered to an editor.

Three carriers, of which a file may have any: IPTC (news agencies), XMP (picture programs), EXIF and text chunks. All of
it is a stranger's text: it is bounded, stripped of markup and of characters that nobody can see, and it is plain text.
Nothing else of the metadata leaves this module.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from PIL import ExifTags, IptcImagePlugin
from PIL import Image as Pillow

from skaryna.model import inline, licences
from skaryna.outside.pictures import READ, is_within_bounds

MAX_TITLE_CHARS = 200
MAX_CAPTION_CHARS = 1_000
MAX_CREDIT_CHARS = 400
MAX_XMP_BYTES = 512 << 10
MAX_XMP_DEPTH = 40
MAX_FIELD_BYTES = 32 << 10

_IPTC = {5: "title", 105: "headline", 120: "caption", 80: "by", 110: "credit", 115: "source", 116: "rights"}
_EXIF = {ExifTags.Base.ImageDescription: "caption", ExifTags.Base.Artist: "by", ExifTags.Base.Copyright: "rights"}
_CHUNKS = {"title": "title", "description": "caption", "author": "by", "copyright": "rights", "credit": "credit"}
# By local name: which prefix a program gives a namespace is its own affair.
_XMP = {
    "title": "title",
    "Headline": "headline",
    "description": "caption",
    "creator": "by",
    "Credit": "credit",
    "Source": "source",
    "rights": "rights",
    "AltTextAccessibility": "alt",
    "UsageTerms": "terms",
    "WebStatement": "address",
    "license": "address",
}
_Found = dict[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """Plain text, "" where the file says nothing; `licence` is a code of `model.licences` or "".

    `names` lists what was found, for telling the editor that it comes from the file.
    """

    title: str = ""
    caption: str = ""
    credit: str = ""
    alt: str = ""
    licence: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name in ("title", "caption", "credit", "alt", "licence") if getattr(self, name))


def words_of(data: bytes) -> Words:
    """Return what a file says of itself in words; nothing where it is no picture, or is damaged.

    Pixels are not decoded, but for PNG, whose text may stand behind them.
    """
    try:
        with Pillow.open(io.BytesIO(data), formats=READ) as picture:
            if not is_within_bounds(picture):
                return Words()
            if picture.format in {"PNG", "WEBP"}:
                picture.load()
            return _words(_first(_found(picture)))
    # Whatever a stranger's metadata does to its parsers, the picture itself may still be good: nothing is offered then.
    except (OSError, ValueError, SyntaxError, KeyError, IndexError, TypeError, AttributeError, EOFError,
            RecursionError, OverflowError, expat.ExpatError, Pillow.DecompressionBombError):  # fmt: skip
        return Words()


def _found(picture: Pillow.Image) -> Iterator[_Found]:
    """Yield what each carrier says, the most deliberate first."""
    packets = [picture.info.get(name) for name in ("xmp", "XML:com.adobe.xmp")]
    for packet in packets:
        if packet:
            yield _xmp(packet if isinstance(packet, bytes) else str(packet).encode())
    yield _iptc(picture)
    chunks = getattr(picture, "text", None) or {}
    yield {name: str(text) for key, text in chunks.items() if (name := _CHUNKS.get(str(key).lower()))}
    exif = picture.getexif()
    yield {name: str(exif[tag]) for tag, name in _EXIF.items() if tag in exif}


def _first(found: Iterator[_Found]) -> _Found:
    merged: _Found = {}
    for each in found:
        for name, text in each.items():
            if clean := _plain(text):
                merged.setdefault(name, clean)
    return merged


def _words(found: _Found) -> Words:
    makers: list[str] = []
    for name in ("by", "credit", "source", "rights"):
        text = found.get(name, "")
        # "Ann River", "Ann River / The Ferry" and "(c) Ann River" say one thing; the first is enough.
        if text and not any(
            text.casefold() in each.casefold() or each.casefold() in text.casefold() for each in makers
        ):
            makers.append(text)
    return Words(
        title=_cut(found.get("headline") or found.get("title", ""), MAX_TITLE_CHARS),
        caption=_cut(found.get("caption", ""), MAX_CAPTION_CHARS),
        credit=_cut(" / ".join(makers), MAX_CREDIT_CHARS),
        alt=_cut(found.get("alt", ""), MAX_CAPTION_CHARS),
        licence=licences.known_at(found.get("address", "")) or licences.known_at(found.get("terms", "")),
    )


def _plain(text: str) -> str:
    """Return a stranger's text as one line without markup."""
    text = text[:MAX_FIELD_BYTES]
    return inline.plain(inline.text_of(inline.clean(text)) if "<" in text else text)


def _cut(text: str, max_chars: int) -> str:
    return text if len(text) <= max_chars else f"{text[: max_chars - 1].rstrip()}…"


def _iptc(picture: Pillow.Image) -> _Found:
    fields = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]
    return {name: text for (record, number), raw in fields.items()
            if record == 2 and (name := _IPTC.get(number)) and (text := _decoded(raw))}  # fmt: skip


def _decoded(raw: bytes | list[bytes]) -> str:
    """IPTC says in a record of its own how it is written, which hardly any program fills in rightly."""
    parts = [each[:MAX_FIELD_BYTES] for each in (raw if isinstance(raw, list) else [raw])[:20]]
    texts = []
    for part in parts:
        try:
            texts.append(part.decode())
        except UnicodeDecodeError:
            texts.append(part.decode("cp1252", "replace"))
    return ", ".join(texts)


def _xmp(packet: bytes) -> _Found:
    """Read an XMP packet with a parser that knows no entities; a packet that declares any is not read at all."""
    if len(packet) > MAX_XMP_BYTES:
        return {}
    reader = _Packet()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    parser.StartDoctypeDeclHandler = reader.refuse
    # Programs pad packets with NUL and white space.
    parser.Parse(packet.strip(b"\0 \r\n\t"), True)
    return {name: ", ".join(texts) for name, texts in reader.found.items()}


class _Packet:
    """Collects the texts of the properties in `_XMP`, whether attributes, elements, or lists of alternatives."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.path: list[str] = []
        self.text = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.path) >= MAX_XMP_DEPTH:
            raise ValueError("nested too deep")
        self.path.append(_local(name))
        self.text = ""
        for key, value in attributes.items():
            if _local(key) == "resource":
                self._keep(value, within=True)
            elif wanted := _XMP.get(_local(key)):
                self._add(wanted, value)

    def characters(self, text: str) -> None:
        if len(self.text) < MAX_FIELD_BYTES:
            self.text += text

    def end(self, name: str) -> None:  # noqa: ARG002 - expat's
        self._keep(self.text, within=self.path[-1] == "li")
        self.text = ""
        self.path.pop()

    def refuse(self, *_: object) -> None:
        raise ValueError("declares a document type")

    def _keep(self, text: str, *, within: bool) -> None:
        for place in reversed(self.path[-3:] if within else self.path[-1:]):
            if wanted := _XMP.get(place):
                self._add(wanted, text)
                return

    def _add(self, name: str, text: str) -> None:
        texts = self.found.setdefault(name, [])
        text = text.strip()
        # A list of languages: the first is the default one. Several creators are all named.
        if text and text not in texts and (name == "by" or not texts) and len(texts) < 10:
            texts.append(text)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
