"""Broken exports: what is bad is repaired or told, and nothing else is lost. Items found are items told."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.rescue import rescue
from skaryna.rescue.exports.parsing import is_whole, parsed
from skaryna.rescue.exports.records import records
from skaryna.rescue.exports.repair import repaired
from tests.conftest import SHARED
from tests.rescue.exports.making import BODY, FOOT, HEAD, articles, cdata, export, item, notes, one, told, told_bytes

RUSSIAN = "Паром снова пересёк реку в понедельник, и никто не пришёл ответить людям."


@pytest.mark.parametrize(
    "bad", [b"\x00", b"\x01", b"\x0b", b"\x0c", b"\x18", b"\x1d", b"\xef\xbf\xbe", b"&#1;", b"&#xD800;"]
)
def test_a_character_that_no_xml_may_hold_costs_itself_and_nothing_else(tmp_path: Path, bad: bytes) -> None:
    data = export(item(1), item(2, title="Second")).encode().replace(b"waited", b"wai" + bad + b"ted", 1)
    found = told_bytes(tmp_path, data)
    first, second = articles(found)
    assert first.draft is not None
    assert re.sub(r"\s+", "", first.draft.text) == re.sub(r"\s+", "", BODY)
    assert second.draft is not None
    assert "1 places had bytes" in notes(found)
    assert f"at byte {data.index(b'wai' + bad) + 3 if not bad.startswith(b'&') else data.index(b'<item>'):,}" in notes(
        found
    )


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_a_run_in_an_old_russian_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    data = export(item(body="@@\n\nІ гэта было ў Мінску.")).encode().replace(b"@@", RUSSIAN.encode(encoding))
    found = told_bytes(tmp_path, data)
    assert RUSSIAN in one(found).draft.text  # type: ignore[union-attr]
    assert "І гэта было ў Мінску." in one(found).draft.text  # type: ignore[union-attr]
    assert encoding in notes(found)


def test_western_quotes_and_letters_among_utf_8_are_read(tmp_path: Path) -> None:
    data = export(item(body="He said @@ at the café, and nobody asked why.")).encode()
    data = data.replace(b"@@", "“enough”".encode("cp1252")).replace("café".encode(), "café".encode("cp1252"))
    assert "He said “enough” at the café, and" in one(told_bytes(tmp_path, data)).draft.text  # type: ignore[union-attr]


def test_sections_that_end_too_early_or_are_told_in_parts_are_whole(tmp_path: Path) -> None:
    nested = "A sample: <![CDATA[ words ]]> and more words after it."
    broken = item(1, "@@").replace("<![CDATA[@@]]>", f"<![CDATA[{nested}]]>")
    parts = item(2, "@@", title="Parts").replace(
        "<![CDATA[@@]]>", "<![CDATA[First words ]]><![CDATA[and last words.]]>"
    )
    escaped = item(3, "@@", title="Escaped").replace("<![CDATA[@@]]>", "&lt;p&gt;Fish &amp;amp; chips&lt;/p&gt;")
    bare = item(4, "@@", title="Bare").replace("<![CDATA[@@]]>", "<p>Fish &amp; <em>chips</em></p>")
    split = item(5, "He wrote ]]> and went.", title="Split")
    loose = item(6, title="Fish & chips").replace(cdata("Fish & chips"), "Fish & chips &nbsp; &lol1;")
    found = articles(told(tmp_path, broken, parts, escaped, bare, split, loose))
    texts = [each.draft.text for each in found if each.draft]
    assert texts[1:5] == ["First words and last words.", "Fish & chips", "Fish & chips", "He wrote ]]> and went."]
    assert "and more words after it." in texts[0]
    assert "words" in texts[0]
    assert found[5].draft is not None
    assert found[5].draft.title.split() == ["Fish", "&", "chips", "&lol1;"]


def test_a_section_that_never_ends_takes_no_other_post_with_it(tmp_path: Path) -> None:
    data = export(item(1, "One @@"), item(2, title="Second"), item(3, title="Third")).replace(
        "One @@]]>", "One, whose end is lost"
    )
    found = told_bytes(tmp_path, data.encode())
    assert [each.draft.title for each in articles(found) if each.draft] == ["The ferry is back", "Second", "Third"]
    assert "3 records found, 3 told" in notes(found)


def test_a_post_about_feeds_is_one_post(tmp_path: Path) -> None:
    sample = "Write this:\n\n<pre>&lt;/item&gt;</pre>\n\n</item>\n<item>\n<title>Not a post</title> and go on."
    found = told(tmp_path, item(1, sample), item(2, title="Second"))
    assert len(articles(found)) == 2
    assert "2 records found, 2 told" in notes(found)


def test_a_file_that_ends_in_the_middle_gives_all_whole_posts_and_the_torn_one(tmp_path: Path) -> None:
    whole = export(item(1, title="One"), item(2, title="Two"))
    at = whole.index("waited", whole.index("Two"))
    found = told_bytes(tmp_path, whole[:at].encode())
    first, torn = articles(found)
    assert first.draft is not None
    assert torn.draft is not None
    assert torn.draft.title == "Two"
    assert "People on both banks" in torn.draft.text
    assert any("ends in the middle" in mark for mark in torn.draft.marks)
    # It says no more whether it was public: then it was not.
    assert torn.draft.held


def test_a_file_whose_beginning_is_lost_is_still_an_export(tmp_path: Path) -> None:
    found = told_bytes(tmp_path, (item(1) + item(2, title="Two") + FOOT).encode())
    assert len(articles(found)) == 2


def test_a_document_type_brings_nothing_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret words")
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
        f'<!ENTITY file SYSTEM "file://{tmp_path}/secret">]>'
    )
    text = HEAD.replace('<?xml version="1.0" encoding="UTF-8" ?>', bomb) + item(1, "@@") + FOOT
    data = text.replace("<![CDATA[@@]]>", f"{BODY} &b;&b;&file;").encode()
    found = told_bytes(tmp_path, data)
    said = one(found).draft.text  # type: ignore[union-attr]
    assert "secret words" not in said
    assert "aaaaaaaaaa" not in said
    assert "&file;" in said


def test_words_between_records_are_told(tmp_path: Path) -> None:
    data = (HEAD + "Stray words stand here." + item(1) + FOOT).encode()
    found = told_bytes(tmp_path, data)
    assert any("Stray words stand here." in finding.text for each in found for finding in each.quarantine)


FAULTS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from([b"\x01", b"\xff", b"\x0c", b"<", b"]]>", b"&", b"\xd0", b"<![CDATA[", b"</item>", b""]),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FAULTS, st.integers(0, 10_000))
def test_no_fault_breaks_the_reader_and_every_byte_is_in_a_record(
    tmp_path: Path, faults: list[tuple[int, bytes]], cut: int
) -> None:
    data = export(item(1), item(2, title="Two", body=RUSSIAN), item(3, title="Three"))[: 10_000 - cut].encode()
    for at, bad in faults:
        data = data[:at] + bad + data[at:]
    path = tmp_path / "export.xml"
    path.write_bytes(data)
    with path.open("rb") as stream:
        cut_up = list(records(stream, is_whole))
    assert b"".join(record.data for record in cut_up) == data
    found = list(rescue([path]))
    told_count = next(
        (int(m[1]) for note in notes(found).split("\n") if (m := re.match(r"(\d+) records found, (\d+) told", note))), 0
    )
    assert (
        told_count == sum(record.name == "item" for record in cut_up)
        or not found
        or "problem" in str(found[-1].problem)
    )
    assert list(rescue([path])) == found


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_parser_of_a_record(data: bytes) -> None:
    text, _ = repaired(b"<item>" + data + b"</item>")
    parsed(text)
    parsed(text, is_torn=True)


@pytest.mark.parametrize(
    "bad",
    [
        b"<![CDATA[" * 50_000,
        b"]]>" * 100_000,
        b"<item>" * 20_000,
        b"<wp:a>" * 50_000,
        b"<!--" * 50_000,
        b"<item " * 50_000,
        b"&#1;" * 100_000,
        b"\xff" * 300_000,
    ],
)
@pytest.mark.timeout(60)
def test_hostile_shapes_come_to_an_end(tmp_path: Path, bad: bytes) -> None:
    told_bytes(tmp_path, HEAD.encode() + item(1).encode() + bad)


PUBLIC = SHARED / "data" / "wxr"


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public test data is not on this machine")
@pytest.mark.parametrize("path", sorted(PUBLIC.glob("*.xml")) if PUBLIC.is_dir() else [], ids=lambda path: path.name)
def test_in_public_exports_items_found_are_items_told(path: Path) -> None:
    raw = len(re.findall(rb"<item[\s>]", path.read_bytes()))
    found = list(rescue([path]))
    assert f"{raw:,} records found, {raw:,} told" in notes(found)
    assert not any("differ" in each.problem or "report" in each.problem for each in found)


def test_a_record_whose_password_or_state_is_damaged_is_held_back(tmp_path: Path) -> None:
    damaged = item(1, password="sesame").replace("<wp:post_password>", "<wp:post_pass\x01w>")
    nameless = item(2, title="Two", status="private").replace("</wp:status>", "</wp:stat")
    found = articles(told(tmp_path, damaged, nameless))
    assert len(found) == 2
    for each in found:
        assert each.draft is not None
        assert each.draft.held


def test_a_packed_export_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    import gzip
    import random
    import zipfile

    dice = random.Random(1)
    posts = [item(n, title=f"Story {n}", body=" ".join(str(dice.random()) for _ in range(2_000))) for n in range(30)]
    packed = gzip.compress(export(*posts).encode())
    found = told_bytes(tmp_path, packed[: len(packed) // 2], "export.xml.gz")
    assert 5 < len(articles(found)) < 30
    assert "breaks off" in notes(found)
    broken = bytearray(packed)
    broken[len(packed) // 2 :] = bytes(len(packed) - len(packed) // 2)
    assert "breaks off" in notes(told_bytes(tmp_path, bytes(broken), "export.xml.gz"))
    path = tmp_path / "site.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.xml", export(*posts))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 2_000] = bytes(2_000)
    path.write_bytes(bytes(data))
    assert "breaks off" in notes(list(rescue([path])))
    path.write_bytes(bytes(data[: len(data) // 2]))
    assert articles(list(rescue([path]))) == []
