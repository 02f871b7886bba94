"""What a file says of itself in words is read for the editor; nothing hostile in it reaches a form."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from skaryna.model import inline
from skaryna.model.licences import COMMONS, known_at
from skaryna.outside.picture_words import MAX_CAPTION_CHARS, MAX_CREDIT_CHARS, Words, words_of

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:cc="http://creativecommons.org/ns#"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 photoshop:Headline="Crossing" photoshop:Credit="The Ferry" exif:GPSLatitude="53,54.0N">
 <dc:description><rdf:Alt><rdf:li xml:lang="x-default">The ferry crosses the Salka</rdf:li>
 <rdf:li xml:lang="uk">Пором</rdf:li></rdf:Alt></dc:description>
 <dc:creator><rdf:Seq><rdf:li>Ann River</rdf:li></rdf:Seq></dc:creator>
 <Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">A ferry in fog</rdf:li></rdf:Alt></Iptc4xmpCore:AltTextAccessibility>
 <cc:license rdf:resource="http://creativecommons.org/licenses/by-sa/4.0/"/>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def iptc(*fields: tuple[int, bytes]) -> bytes:
    """An APP13 segment as news agencies write it."""
    records = b"".join(b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in fields)
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records + b"\0" * (len(records) % 2)
    body = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def jpeg(segment: bytes = b"", *, shade: int = 90, **more: object) -> bytes:
    buffer = io.BytesIO()
    picture = Image.radial_gradient("L").resize((640, 480)).point(lambda value: min(255, value // 2 + shade))
    picture.convert("RGB").save(buffer, "JPEG", **more)  # type: ignore[arg-type]
    data = buffer.getvalue()
    return data[:2] + segment + data[2:]


def agency_photo(*, shade: int = 90) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCam"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 54.0, 8.0), 3: "E", 4: (27.0, 33.0, 59.0)})
    return jpeg(iptc((120, b"Another caption"), (25, b"keyword")), shade=shade, xmp=XMP.encode(), exif=exif.tobytes())


WHOLE = Words(
    title="Crossing", caption="The ferry crosses the Salka", credit="Ann River / The Ferry", alt="A ferry in fog",
    licence="cc-by-sa-4.0",
)  # fmt: skip


def test_xmp_speaks_before_iptc_and_nothing_of_the_camera_is_told() -> None:
    assert words_of(agency_photo()) == WHOLE


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_files_carry_the_same_words(kind: str) -> None:
    buffer, more = io.BytesIO(), {}
    if kind == "PNG":
        chunks = PngImagePlugin.PngInfo()
        chunks.add_itxt("XML:com.adobe.xmp", XMP)
        chunks.add_text("Comment", "made at home")
        more = {"pnginfo": chunks}
    else:
        more = {"xmp": XMP.encode()}
    Image.new("RGB", (40, 30)).save(buffer, kind, **more)  # type: ignore[arg-type]
    assert words_of(buffer.getvalue()) == WHOLE


def test_iptc_alone_is_read_in_utf8_and_in_what_old_programs_wrote() -> None:
    made = jpeg(iptc((105, "Пераправа".encode()), (120, b"\xc9cole by the bank"), (80, b"Ann"), (80, b"Bob"), (110, b"AFP"),
                     (116, b"(c) Ann")))  # fmt: skip
    assert words_of(made) == Words(title="Пераправа", caption="École by the bank", credit="Ann, Bob / AFP / (c) Ann")


def test_exif_and_text_chunks_speak_last() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x8298] = "From the camera", "(c) 2020 Ann"
    assert words_of(jpeg(exif=exif.tobytes())) == Words(caption="From the camera", credit="(c) 2020 Ann")


def test_markup_and_unseen_characters_in_iptc_become_plain_text() -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="x()">A <b>ferry</b>\u202e\u200b{{ 7*7 }}\x00\x07'.encode()
    found = words_of(jpeg(iptc((120, hostile), (80, b'"><b/onload=x()>Ann'))))
    assert found.caption == "A ferry{{ 7*7 }}"
    assert found.credit == '">Ann'


def test_what_is_far_too_long_is_cut() -> None:
    found = words_of(jpeg(iptc((120, b"long " * 6_000), (80, b"x" * 30_000))))
    assert len(found.caption) <= MAX_CAPTION_CHARS
    assert len(found.credit) <= MAX_CREDIT_CHARS


@pytest.mark.parametrize(
    "packet",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x:a xmlns:x="y"><description>&b;</description></x:a>',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><description>&f;</description>',
        "<a>" * 5_000 + "<description>deep</description>" + "</a>" * 5_000,
        "<description>not closed",
        "<description>" + "x" * 600_000 + "</description>",
    ],
    ids=["bomb", "file", "deep", "broken", "huge"],
)
def test_hostile_packets_offer_nothing(packet: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30)).save(buffer, "WEBP", xmp=packet.encode())
    assert words_of(buffer.getvalue()) == Words()


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_whatever_break_the_reader(noise: bytes) -> None:
    for data in (
        noise,
        jpeg(iptc((120, noise), (80, noise[::-1]))),
        jpeg(b"\xff\xed" + struct.pack(">H", len(noise) + 2) + noise),
    ):
        found = words_of(data)
        for name in found.names:
            assert not inline.has_invisible(getattr(found, name))


def test_every_licence_is_known_by_its_terms() -> None:
    for code, (_name, address) in COMMONS.items():
        assert known_at(address.replace("https", "http").rstrip("/")) == code
        assert known_at(f"{address}deed.en") == code
    assert known_at("https://evil.example/licenses/by/4.0/") == ""
