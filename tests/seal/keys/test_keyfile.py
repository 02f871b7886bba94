"""Private keys on disk."""

import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.errors import FolderError, SettingsError, SkarynaError, TrustError
from skaryna.seal.keys import keyfile
from skaryna.seal.keys.changes import init, lock, make_holder, read_public
from skaryna.seal.keys.keyfile import Sealing
from skaryna.seal.keys.passphrase import Passphrases, check_strength
from skaryna.seal.keys.ring import Keyring, opened_with
from tests.seal.publishing import NOW

GOOD = "river stone lamp seven"


def test_a_locked_key_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    kept = keyfile.new("ann", Sealing(GOOD))
    keyfile.write(tmp_path / "ann.key", kept)
    again = keyfile.read(tmp_path / "ann.key")
    assert keyfile.unlocked(again, Sealing(GOOD)).sign(b"x")
    for wrong in (Sealing("river stone lamp eight"), None):
        with pytest.raises(TrustError, match="does not open the key ann"):
            keyfile.unlocked(again, wrong)
    assert GOOD not in (tmp_path / "ann.key").read_text()


def test_key_files_are_for_their_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "ann.key"
    keyfile.write(path, keyfile.new("ann", None))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(FolderError, match="never overwritten"):
        keyfile.write(path, keyfile.new("ann", None))
    assert path.read_bytes() == before


@pytest.mark.parametrize("field", ["name", "public", "secret"])
def test_a_changed_key_file_is_refused(field: str, tmp_path: Path) -> None:
    kept = keyfile.new("ann", Sealing(GOOD))
    other = keyfile.new("bo", Sealing(GOOD))
    changed = msgspec.structs.replace(kept, **{field: getattr(other, field)})
    with pytest.raises(TrustError):
        keyfile.unlocked(changed, Sealing(GOOD))


def test_a_key_file_that_asks_for_all_memory_is_refused(tmp_path: Path) -> None:
    kept = keyfile.new("ann", Sealing(GOOD))
    assert kept.protection is not None
    greedy = msgspec.structs.replace(kept, protection=msgspec.structs.replace(kept.protection, n=1 << 30))
    path = tmp_path / "ann.key"
    path.write_bytes(msgspec.json.encode(greedy))
    with pytest.raises(TrustError, match="no key of ours"):
        keyfile.read(path)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_a_key_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.key"
    path.write_bytes(data)
    with pytest.raises(SkarynaError):
        keyfile.read(path)


def test_the_passphrase_comes_from_file_or_environment_and_a_person_is_asked_once(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text(f"{GOOD}\n")
    assert Passphrases(None, {"SKARYNA_PASSPHRASE_FILE": str(file)}).known("k") == GOOD
    assert Passphrases(None, {"SKARYNA_PASSPHRASE": GOOD}).known("k") == GOOD
    asked: list[str] = []
    person = Passphrases(lambda what: asked.append(what) or GOOD, {})
    assert [person.known("one"), person.known("two")] == [GOOD, GOOD]
    assert asked == ["Passphrase of the key one"]
    with pytest.raises(SettingsError, match="no terminal to ask"):
        Passphrases(None, {}).known("k")
    with pytest.raises(SettingsError, match="cannot be read"):
        Passphrases(None, {"SKARYNA_PASSPHRASE_FILE": str(tmp_path / "none")}).known("k")


def test_a_person_s_own_key_may_have_another_passphrase(tmp_path: Path) -> None:
    mine, hers = keyfile.new("ann", Sealing(GOOD)), keyfile.new("bo", Sealing("seven lamps stone river"))
    answers = iter([GOOD, "seven lamps stone river"])
    person = Passphrases(lambda _: next(answers), {})
    for kept in (mine, hers):
        assert opened_with(kept, person).public_key == kept.key
    with pytest.raises(TrustError, match="does not open the key bo"):
        opened_with(hers, Passphrases(None, {"SKARYNA_PASSPHRASE": GOOD}))


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(SettingsError, match="at least 10"):
        check_strength("short")


def test_keys_in_clear_are_named_and_can_be_locked_later(tmp_path: Path) -> None:
    ring = Keyring(tmp_path, Passphrases(None, {}))
    init(ring, "ann", "", now=NOW)
    assert len(ring.in_clear()) == 4
    lock(ring, GOOD)
    locked = Keyring(tmp_path, Passphrases(None, {"SKARYNA_PASSPHRASE": GOOD}))
    assert locked.in_clear() == []
    assert len(locked.role_signers("targets")) == 1
    wrong = Keyring(tmp_path, Passphrases(None, {"SKARYNA_PASSPHRASE": "not this one at all"}))
    with pytest.raises(TrustError, match="does not open"):
        wrong.role_signers("targets")


def test_keys_are_made_once(tmp_path: Path) -> None:
    ring = Keyring(tmp_path, Passphrases(None, {}))
    init(ring, "ann", "", now=NOW)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(FolderError, match="has keys already"):
        init(ring, "ann", "", now=NOW)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_public_half_is_one_line_and_checked(tmp_path: Path) -> None:
    _, public = make_holder("bo", "", tmp_path)
    assert read_public(public)[0] == "bo"
    for text in ("", "bo", "bo 00", "bo " + "g" * 64, "Bo!! " + "0" * 64, "bo " + "0" * 64 + " more"):
        public.write_text(text)
        with pytest.raises(TrustError):
            read_public(public)
