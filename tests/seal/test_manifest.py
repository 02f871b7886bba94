"""Laws of the list: what is built is read back, what changes is as if built anew, and nothing else is taken for a list."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.errors import PressError, TrustError
from skaryna.seal import manifest
from skaryna.seal.manifest import Manifest, build, is_good_path, parse_index, parse_shard, rebuilt, shard_of, touched

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
names = st.from_regex(r"[a-z0-9\u0430-\u044f][a-z0-9 ._\u0430-\u044f-]{0,12}[a-z0-9\u0430-\u044f]", fullmatch=True)
paths = st.lists(names, min_size=1, max_size=3).map("/".join).filter(is_good_path)
listings = st.dictionaries(paths, digests, max_size=40)


def read_back(made: Manifest) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, name in enumerate(parse_index(made.index, made.digest, bits=made.bits)):
        found |= parse_shard(made.shards[number], name, number=number, bits=made.bits)
    return found


@given(listings)
def test_what_is_built_is_read_back(files: dict[str, str]) -> None:
    assert read_back(build(files)) == files


@given(listings)
def test_the_order_of_files_does_not_matter(files: dict[str, str]) -> None:
    assert build(dict(reversed(files.items()))) == build(files)


@given(listings, st.dictionaries(paths, st.none() | digests, max_size=8))
def test_changing_a_list_is_building_it_anew(files: dict[str, str], changes: dict[str, str | None]) -> None:
    before = build(files)
    shards = {number: before.shards[number] for number in touched(changes, before.bits)}
    after = {path: digest for path, digest in {**files, **changes}.items() if digest}
    whole, quick = build(after), rebuilt(before.names, shards, changes)
    assert quick.index == whole.index
    for number, data in enumerate(quick.shards):
        assert not data or data == whole.shards[number]


@given(listings, st.integers(0, 255), st.data())
def test_a_list_altered_anywhere_is_refused(files: dict[str, str], byte: int, data: st.DataObject) -> None:
    made = build(files)
    number = data.draw(st.integers(0, len(made.shards) - 1))
    for honest, read in (
        (made.index, lambda raw: parse_index(raw, made.digest, bits=made.bits)),
        (made.shards[number], lambda raw: parse_shard(raw, made.names[number], number=number, bits=made.bits)),
    ):
        at = data.draw(st.integers(0, len(honest)))
        altered = honest[:at] + bytes([byte]) + honest[at + data.draw(st.integers(0, 1)) :]
        if altered != honest:
            with pytest.raises(TrustError):
                read(altered)


@settings(max_examples=300)
@given(
    st.binary(max_size=300) | st.from_regex(rb"([0-9a-f]{64}  [a-z./\\]{1,9}\n){0,4}", fullmatch=True),
    st.integers(0, 15),
)
def test_signed_nonsense_is_refused_or_is_a_list(data: bytes, number: int) -> None:
    """Whoever signs by mistake must not get readers to open `..` either."""
    try:
        found = parse_shard(data, sha256(data).hexdigest(), number=number, bits=4)
    except TrustError:
        return
    assert all(is_good_path(path) and shard_of(path, 4) == number for path in found)
    assert b"".join(f"{digest}  {path}\n".encode() for path, digest in found.items()) == data


@given(st.binary(max_size=200), st.integers(-2, 20))
def test_a_signed_index_of_another_form_is_refused(data: bytes, bits: int) -> None:
    with pytest.raises(TrustError):
        parse_index(data, sha256(data).hexdigest(), bits=bits)


@given(st.text(max_size=30))
def test_a_good_path_stays_inside_and_has_one_spelling(path: str) -> None:
    if is_good_path(path):
        assert not path.startswith("/")
        assert not {"", ".", ".."} & set(path.split("/"))
        assert "\\" not in path
        assert path.isprintable()


@pytest.mark.parametrize(
    "path",
    ["", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "a\nb", "a\0b", "a\x7fb", "\u202egpj.html",
     "e\u0301.html", "a\u200bb", "\ud800", "\ue000", "x" * 1001, "\u0430" * 501],
)  # fmt: skip
def test_a_bad_path_is_refused(path: str) -> None:
    assert not is_good_path(path)
    with pytest.raises(PressError):
        build({path: "0" * 64})


def test_the_number_of_shards_grows_with_the_edition() -> None:
    assert [manifest.bits_for(count) for count in (0, 1_000, 10_000, 100_000, 1_000_000)] == [4, 4, 6, 8, 10]
    assert all(0 <= shard_of(path, 10) < 1024 for path in ("a", "b/c.html", "\u0430"))
