"""Web archives: every sane record is read, and of a broken file what is whole."""

import gzip
import random
import zipfile
import zlib
from pathlib import Path

import brotli
import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.errors import SourceError
from skaryna.rescue import rescue
from skaryna.rescue.archives import bodies, copies_in, is_archive
from skaryna.rescue.archives.records import Account, records
from skaryna.rescue.archives.tape import Tape
from skaryna.rescue.copies import Copy, page_key
from skaryna.rescue.spool import Spool
from tests.rescue.archives.making import ADDRESS, Archive, day
from tests.rescue.remains import CYRILLIC, PARAGRAPHS, page

SHARED = Path(__file__).parents[4] / "shared" / "data" / "warc"
SHARED = SHARED if SHARED.exists() else Path(__file__).parents[5] / "shared" / "data" / "warc"


def read(path: Path) -> tuple[list[tuple[str, object, bytes]], list[str]]:
    """Return the copies in an archive, and what was said of it."""
    good, said = [], []
    with Spool() as spool:
        for copy in copies_in(path, spool):
            try:
                good.append((copy.address, copy.made, copy.read()))
            except SourceError as error:
                said.append(error.message)
    return good, said


@pytest.mark.parametrize("packed", [True, False])
def test_every_copy_is_read_with_its_address_and_time(tmp_path: Path, packed: bool) -> None:
    made = Archive(packed=packed).add("<html>one", day(0)).add("<html>two", day(9), "http://bank.example/b")
    made.add(b"\x89PNG", day(1), kind="image/png").add("gone", day(2), status="404 Not Found")
    path = made.write(tmp_path / "site.warc")
    assert is_archive(path)
    assert read(path) == ([(ADDRESS, day(0), b"<html>one"), ("http://bank.example/b", day(9), b"<html>two")], [])


def test_a_copy_that_had_not_changed_is_one_more_copy(tmp_path: Path) -> None:
    first = Archive().add("<html>one", day(0))
    with gzip.open(first.write(tmp_path / "a.warc.gz")) as file:
        digest = next(line for line in file.read().decode().splitlines() if line.startswith("WARC-Payload-Digest"))
    first.again(digest.split(": ")[1], day(30), day(0))
    assert [each[1:] for each in read(first.write(tmp_path / "a.warc.gz"))[0]] == [
        (day(0), b"<html>one"),
        (day(30), b"<html>one"),
    ]


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        ((("Content-Encoding", "gzip"),), gzip.compress),
        ((("Content-Encoding", "deflate"),), zlib.compress),
        ((("Content-Encoding", "br"),), brotli.compress),
        ((("Content-Encoding", "gzip"),), lambda data: data),
        ((("Transfer-Encoding", "chunked"),), lambda data: b"4\r\n" + data[:4] + b"\r\n%x\r\n" % (len(data) - 4) + data[4:] + b"\r\n0\r\n\r\n"),
        ((("Transfer-Encoding", "chunked"),), lambda data: data),
        ((("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")), lambda data: b"%x\r\n" % len(gzip.compress(data)) + gzip.compress(data) + b"\r\n0\r\n\r\n"),
    ],
    ids=["gzip", "deflate", "brotli", "said to be gzip", "chunks", "said to be chunks", "chunks of gzip"],
)  # fmt: skip
def test_packed_bodies_are_unpacked_and_wrong_claims_believed_in_nothing(tmp_path: Path, headers: tuple, pack) -> None:  # type: ignore[no-untyped-def]
    data = f"<html>{PARAGRAPHS[0]}".encode()
    path = Archive().add(pack(data), day(0), headers=headers).write(tmp_path / "a.warc.gz")
    assert [each[2] for each in read(path)[0]] == [data]


def test_wrong_chunk_lengths_lose_no_word() -> None:
    body = bodies.body_of(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nfffff\r\nrest of it")
    assert body.data == b"abcdefffff\r\nrest of it"


def test_a_bomb_is_cut_at_the_size_of_a_page() -> None:
    packed = gzip.compress(b"a" * (200 << 20))
    body = bodies.body_of(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed)
    assert len(body.data) <= (32 << 20) + 1


def test_the_charset_is_the_header_s_then_the_page_s(tmp_path: Path) -> None:
    told = page(body="".join(f"<p>{each}</p>" for each in CYRILLIC)).replace('<meta charset="utf-8">', "")
    path = Archive().add(told.encode("cp1251", "replace"), day(0), kind="text/html; charset=windows-1251")
    (found,) = rescue([path.write(tmp_path / "a.warc.gz")])
    assert found.draft is not None
    assert CYRILLIC[0].split()[0] in found.draft.text


def test_a_box_of_archives_and_a_text_archive_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as box:
        box.writestr("archive/data.warc.gz", Archive().add("<html>one", day(0)).bytes)
        box.writestr("pages/pages.jsonl", "{}")
    assert [each[2] for each in read(tmp_path / "a.wacz")[0]] == [b"<html>one"]
    assert is_archive(tmp_path / "a.wacz")
    text = "\n\n".join(PARAGRAPHS)
    (found,) = rescue([Archive().text(f"A Title of Its Own\n\n{text}", day(3)).write(tmp_path / "b.warc.wet.gz")])
    assert found.draft is not None
    assert found.copies == (day(3),)


def test_the_form_before_warc_is_read(tmp_path: Path) -> None:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>one"
    head = b"filedesc://a.arc 127.0.0.1 20140101000000 text/plain 3\nxyz\n"
    line = b"http://bank.example/a b 127.0.0.1 20140216050221 text/html %d\n" % len(body)
    (tmp_path / "a.arc").write_bytes(head + b"\n" + line + body + b"\n")
    assert read(tmp_path / "a.arc") == (
        [("http://bank.example/a b", day(0).replace(2014, 2, 16, 5, 2, 21), b"<html>one")],
        [],
    )


def test_a_file_that_breaks_off_gives_what_is_whole_and_a_sentence(tmp_path: Path) -> None:
    made = Archive()
    for number in range(20):
        made.add(
            f"<html>{number} {random.Random(number).randbytes(400).hex()}", day(number), f"http://b.example/{number}"
        )
    # A file that ends where a record ends is whole, as far as anybody can tell.
    half = next(at for at in range(len(made.bytes) // 2, len(made.bytes)) if made.bytes[at : at + 2] != b"\x1f\x8b")
    for size in (len(made.bytes) - 30, half):
        (tmp_path / "a.warc.gz").write_bytes(made.bytes[:size])
        good, said = read(tmp_path / "a.warc.gz")
        assert len(good) >= 20 * size // len(made.bytes) - 1
        assert "breaks off" in said[0]
        assert "What is whole was read" in said[0]


def test_after_a_damaged_part_the_rest_is_read(tmp_path: Path) -> None:
    parts = [Archive().add(f"<html>{n}", day(n), f"http://b.example/{n}").bytes for n in range(5)]
    parts[2] = parts[2][:60] + b"\xff" * 40 + parts[2][100:]
    (tmp_path / "a.warc.gz").write_bytes(b"".join(parts))
    good, said = read(tmp_path / "a.warc.gz")
    assert {each[2] for each in good} >= {b"<html>0", b"<html>1", b"<html>3", b"<html>4"}
    assert "damaged" in said[0]


@pytest.mark.parametrize("length", ["3", "99999999", "-1", "x", ""])
def test_a_wrong_length_costs_at_most_its_own_record(tmp_path: Path, length: str) -> None:
    one = Archive(packed=False).add("<html>one", day(0), "http://b.example/1").bytes
    two = Archive(packed=False).add("<html>two", day(1), "http://b.example/2").bytes
    start = one.index(b"Content-Length: ") + 16
    wrong = one[:start] + length.encode() + one[one.index(b"\r\n", start) :]
    (tmp_path / "a.warc").write_bytes(wrong + two)
    assert b"<html>two" in [each[2] for each in read(tmp_path / "a.warc")[0]]


def test_what_holds_no_page_or_is_no_archive_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\nnonsense")
    (tmp_path / "b.warc.gz").write_bytes(b"\x1f\x8b\x08nonsense")
    (tmp_path / "c.warc").write_bytes(b"")
    Archive().add(b"\x89PNG", day(1), kind="image/png").write(tmp_path / "d.warc.gz")
    for found in rescue([tmp_path]):
        assert found.draft is None
        assert found.problem[-1] == "."
    assert len(list(rescue([tmp_path]))) == 4


def test_sane_records_are_those_that_another_reader_finds(tmp_path: Path) -> None:
    dice = random.Random(4)
    made = Archive()
    for number in range(60):
        made.add(dice.randbytes(dice.randint(1, 5_000)), day(number), f"http://b.example/{number}")
    ours = [(each.address, each.block) for each in records(Tape(iter([gzip.decompress(made.bytes)])), Account())]
    theirs = []
    for record in ArchiveIterator(made.write(tmp_path / "a.warc.gz").open("rb"), parse_http=False):
        if record.record_type == WarcRecordType.response:
            theirs.append((record.headers["WARC-Target-URI"], record.reader.read()))
    assert ours == theirs


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.integers(1, 40), st.booleans(), st.sampled_from([".warc", ".arc", ".wacz"]))
def test_no_fault_in_the_bytes_breaks_the_reader(
    tmp_path: Path, seed: int, faults: int, packed: bool, end: str
) -> None:
    dice = random.Random(seed)
    data = bytearray(Archive(packed=packed).add(page(), day(0)).add("<html>two", day(1)).bytes)
    for _ in range(faults):
        at = dice.randrange(len(data))
        match dice.randrange(4):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + dice.randrange(200)]
                data += b"x"
            case 2:
                data[at:at] = dice.randbytes(dice.randrange(50))
            case _:
                data[at:at] = dice.choice(
                    [b"WARC/1.0\r\n", b"Content-Length: 9999999999\r\n", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n"]
                )
    path = tmp_path / f"a{end}"
    path.write_bytes(bytes(data))
    found = list(rescue([path]))
    assert found
    assert [each.problem for each in found] == [each.problem for each in rescue([path])]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2_000))
def test_no_bytes_break_the_reader(tmp_path: Path, data: bytes) -> None:
    for start in (
        b"",
        b"WARC/1.0\r\n",
        b"filedesc://a 1 20140101000000 a 1\n",
        b"\x1f\x8b\x08",
        b"PK\x03\x04",
        b"\x28\xb5\x2f\xfd",
    ):
        (tmp_path / "a.warc").write_bytes(start + data)
        assert list(rescue([tmp_path / "a.warc"]))


@pytest.mark.skipif(not SHARED.exists(), reason="the public archives are not on this machine")
def test_all_public_archives_are_read_without_a_traceback() -> None:
    paths = sorted(SHARED.iterdir())
    assert all(is_archive(path) for path in paths)
    pages = {path.name: len(read(path)[0]) for path in paths}
    assert pages["example.warc.gz"] == pages["example-bad-non-chunked.warc.gz"] == 2
    assert pages["example.arc"] == pages["example-trunc.warc"] == pages["example-wrong-chunks.warc.gz"] == 1
    assert list(rescue(paths))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://www.b.example/a/", "https://b.example/a", True),
        ("https://b.example/a?utm_source=x&id=3", "https://b.example/a?id=3", True),
        ("https://b.example/a/index.html", "https://b.example/a/", True),
        ("https://b.example/a?id=3", "https://b.example/a?id=4", False),
        ("https://b.example/a", "https://c.example/a", False),
        ("http://[", "http://[", True),
    ],
)
def test_copies_of_one_page_are_known_by_their_address(one: str, other: str, same: bool) -> None:
    assert (page_key(one) == page_key(other)) == same
    assert Copy("a", "a", lambda: b"").made is None
