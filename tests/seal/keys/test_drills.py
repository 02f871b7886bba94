"""What can happen to people and keys, played through with a stock client: docs/keys.md, one drill a page."""

import datetime as dt
from pathlib import Path

import pytest
from tuf.api.exceptions import BadVersionNumberError, RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from skaryna.errors import SettingsError, SkarynaError, TrustError, WaitingError
from skaryna.seal import roles
from skaryna.seal.keys import changes
from skaryna.seal.keys.keyfile import public_key
from skaryna.seal.keys.ring import Keyring
from tests.seal.publishing import NOW, Publication, Reader

PAGES: dict[str, str | None] = {"index.html": "front", "2026/one.html": "one"}


@pytest.fixture
def ferry(tmp_path: Path) -> Publication:
    made = Publication(tmp_path / "ferry")
    made.publish(PAGES)
    return made


@pytest.fixture
def reader(tmp_path: Path, ferry: Publication) -> Reader:
    made = Reader(tmp_path / "reader", ferry.edition)
    made.look()
    return made


def holder(tmp_path: Path, name: str) -> tuple[Path, Path]:
    laptop = tmp_path / f"laptop-of-{name}"
    laptop.mkdir()
    return changes.make_holder(name, "", laptop)


def add(ferry: Publication, *public: Path, threshold: int, role: str = "root") -> changes.Proposed:
    people = [changes.read_public(path) for path in public]

    def change(root: Root) -> None:
        roles.add(root, role, [public_key(key) for _, key in people])  # type: ignore[arg-type]
        roles.set_threshold(root, role, threshold)  # type: ignore[arg-type]

    return changes.propose(
        ferry.ring, change, now=ferry.now, names={public_key(key).keyid: name for name, key in people}
    )


def carried(ferry: Publication, outcome: changes.Proposed, tmp_path: Path, *keys: Path) -> changes.Proposed:
    """Carry the file to each holder in turn and back."""
    assert outcome.waiting is not None
    travelling = tmp_path / "travelling.json"
    travelling.write_bytes(outcome.waiting.read_bytes())
    for key in keys:
        changes.sign_file(travelling, key, Keyring(key.parent))
    return changes.take_signatures(ferry.ring, changes.read_to_sign(travelling), now=ferry.now)


@pytest.fixture
def three(ferry: Publication, tmp_path: Path) -> dict[str, Path]:
    """Ann, Bo and Cy hold root, two of three must sign; Ann has taken hers away from the press's machine."""
    (bo, bo_public), (cy, cy_public) = holder(tmp_path, "bo"), holder(tmp_path, "cy")
    waiting = add(ferry, bo_public, cy_public, threshold=2)
    assert waiting.missing == 1
    assert carried(ferry, waiting, tmp_path, bo).waiting is None
    ann = tmp_path / "ann.key"
    ferry.own_key.rename(ann)
    ferry.publish({})
    return {"ann": ann, "bo": bo, "cy": cy}


def test_readers_follow_from_one_holder_to_two_of_three(
    ferry: Publication, reader: Reader, three: dict[str, Path], tmp_path: Path
) -> None:
    assert (ferry.edition / "metadata/2.root.json").exists()
    reader.look()
    assert Metadata[Root].from_file(str(reader.place / "root.json")).signed.roles["root"].threshold == 2


def test_one_holder_alone_changes_nothing(ferry: Publication, three: dict[str, Path], tmp_path: Path) -> None:
    waiting = changes.rotate(ferry.ring, roles.ONLINE, "", now=ferry.now)
    assert waiting.missing == 2
    still = carried(ferry, waiting, tmp_path, three["cy"], three["cy"])
    assert still.missing == 1
    assert ferry.ring.root().version == 2
    ferry.publish({"index.html": "the old keys still sign"})


def test_a_stolen_timestamp_key_and_the_recovery_from_fast_forward(
    ferry: Publication, reader: Reader, three: dict[str, Path], tmp_path: Path
) -> None:
    # The thief moves readers to a version that honest timestamps never reach.
    stolen = ferry.timestamp()
    stolen.signed.version = 2**31 - 1
    stolen.sign(ferry.signer("timestamp"))
    honest = (ferry.edition / "metadata/timestamp.json").read_bytes()
    (ferry.edition / "metadata/timestamp.json").write_bytes(stolen.to_bytes())
    reader.look()
    (ferry.edition / "metadata/timestamp.json").write_bytes(honest)
    with pytest.raises(BadVersionNumberError):
        reader.look()
    # The holders give the role another key: readers drop what the stolen one signed.
    outcome = changes.rotate(ferry.ring, ("snapshot", "timestamp"), "", now=ferry.now)
    assert carried(ferry, outcome, tmp_path, three["ann"], three["cy"]).waiting is None
    ferry.publish({"index.html": "after the theft"})
    assert reader.look().edition == ferry.number
    # What the thief signs from now on is refused.
    (ferry.edition / "metadata/timestamp.json").write_bytes(stolen.to_bytes())
    with pytest.raises(UnsignedMetadataError):
        reader.look()


def test_a_stolen_targets_key_publishes_nothing_without_the_press_and_is_rotated_out(
    ferry: Publication, reader: Reader, three: dict[str, Path], tmp_path: Path
) -> None:
    thief = ferry.signer("targets")
    forged = Metadata[Targets].from_file(str(ferry.edition / "metadata/2.targets.json"))
    forged.signed.version += 1
    forged.sign(thief)
    (ferry.edition / "metadata/3.targets.json").write_bytes(forged.to_bytes())
    assert reader.look().edition == 2  # the signed snapshot does not name it
    outcome = changes.rotate(ferry.ring, ("targets",), "", now=ferry.now)
    carried(ferry, outcome, tmp_path, three["bo"], three["cy"])
    ferry.publish({"index.html": "after"})
    assert reader.look().edition == ferry.number


def test_all_online_keys_stolen_and_replaced(
    ferry: Publication, reader: Reader, three: dict[str, Path], tmp_path: Path
) -> None:
    old = {role: ferry.signer(role) for role in roles.ONLINE}
    outcome = changes.rotate(ferry.ring, roles.ONLINE, "", now=ferry.now)
    assert carried(ferry, outcome, tmp_path, three["ann"], three["bo"]).waiting is None
    ferry.publish({"index.html": "after"})
    reader.look()
    assert sorted(path.name.split("-", 1)[1] for path in (ferry.keys / "retired").iterdir()) == [
        "snapshot.key", "targets.key", "timestamp.key",
    ]  # fmt: skip
    snapshot = Metadata[Snapshot].from_file(str(reader.place / "snapshot.json"))
    timestamp = Metadata[Timestamp].from_file(str(reader.place / "timestamp.json"))
    for forged, role in ((snapshot, "snapshot"), (timestamp, "timestamp")):
        forged.signed.version += 1
        forged.sign(old[role])
    (ferry.edition / "metadata/timestamp.json").write_bytes(timestamp.to_bytes())
    with pytest.raises(RepositoryError):
        reader.look()


def test_a_lost_holder_is_replaced_by_the_two_others(
    ferry: Publication, reader: Reader, three: dict[str, Path], tmp_path: Path
) -> None:
    three["cy"].unlink()
    _, dee_public = holder(tmp_path, "dee")
    changes.revoke(ferry.ring, "cy", now=ferry.now)
    outcome = add(ferry, dee_public, threshold=2)
    assert set(outcome.about) >= {
        f"dee ({public_key(changes.read_public(dee_public)[1]).keyid[:8]}) may sign for root from now on."
    }
    assert carried(ferry, outcome, tmp_path, three["ann"], three["bo"]).waiting is None
    ferry.publish({})
    reader.look()
    names = ferry.ring.names()
    assert sorted(names[each] for each in ferry.ring.root().roles["root"].keyids) == ["ann", "bo", "dee"]


def test_an_arrested_holder_can_sign_no_more_though_the_key_is_in_other_hands(
    ferry: Publication, reader: Reader, three: dict[str, Path], tmp_path: Path
) -> None:
    outcome = changes.revoke(ferry.ring, "bo", now=ferry.now)
    assert carried(ferry, outcome, tmp_path, three["ann"], three["cy"]).waiting is None
    ferry.publish({})
    reader.look()
    # Whoever has Bo's key now proposes a root; Bo's signature and one forged in Bo's name count for nothing.
    waiting = changes.rotate(ferry.ring, (), "", now=ferry.now)
    assert waiting.waiting is not None
    with pytest.raises(TrustError, match="not one of those that may sign"):
        changes.sign_file(waiting.waiting, three["bo"], Keyring(three["bo"].parent))


def test_four_eyes_an_edition_waits_for_the_second_editor(ferry: Publication, reader: Reader, tmp_path: Path) -> None:
    eve, eve_public = holder(tmp_path, "eve")
    assert add(ferry, eve_public, threshold=2, role="targets").waiting is None
    with pytest.raises(WaitingError, match="needs 1 more signature; readers keep the edition they have") as refused:
        ferry.publish({"index.html": "dangerous news"})
    assert reader.look().edition == 1
    file = ferry.keys / "to-sign/edition.to-sign.json"
    assert str(file) in refused.value.hint
    travelling = tmp_path / "travelling.json"
    travelling.write_bytes(file.read_bytes())
    assert changes.read_to_sign(travelling).about[1:] == ["New or changed: index.html."]
    changes.sign_file(travelling, eve, Keyring(eve.parent))
    assert not changes.take_signatures(ferry.ring, changes.read_to_sign(travelling), now=ferry.now).missing
    ferry.number -= 1
    ferry.publish({})
    assert reader.look().edition == ferry.number
    assert not file.exists()


def test_signatures_for_another_edition_do_not_count(ferry: Publication, tmp_path: Path) -> None:
    eve, eve_public = holder(tmp_path, "eve")
    add(ferry, eve_public, threshold=2, role="targets")
    with pytest.raises(WaitingError):
        ferry.publish({"index.html": "one"})
    travelling = tmp_path / "travelling.json"
    travelling.write_bytes((ferry.keys / "to-sign/edition.to-sign.json").read_bytes())
    changes.sign_file(travelling, eve, Keyring(eve.parent))
    with pytest.raises(WaitingError):
        ferry.publish({"index.html": "two"})
    with pytest.raises(TrustError, match="proposes something else"):
        changes.take_signatures(ferry.ring, changes.read_to_sign(travelling), now=ferry.now)


def test_a_root_that_ends_is_given_a_new_date(ferry: Publication, reader: Reader) -> None:
    ferry.now = NOW + dt.timedelta(days=100)
    changes.rotate(ferry.ring, (), "", now=ferry.now)
    ferry.publish({})
    assert ferry.ring.root().expires == ferry.now + dt.timedelta(days=180)
    assert reader.look().edition == ferry.number


def test_the_last_holder_cannot_be_revoked(ferry: Publication) -> None:
    with pytest.raises(SettingsError, match="Nobody would be left who may sign for root"):
        changes.revoke(ferry.ring, "ann", now=ferry.now)
    assert ferry.ring.root().version == 1


def test_no_name_of_a_person_enters_an_edition(ferry: Publication, three: dict[str, Path], tmp_path: Path) -> None:
    for path in (ferry.edition / "metadata").iterdir():
        text = path.read_text()
        assert not any(f'"{name}' in text for name in ("ann", "bo", "cy"))


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 100_000, b'{"skaryna": "to sign", "kind": "root"}', b"\xff", b"0" * 2_000_000]
)
def test_a_file_that_is_none_of_ours_is_refused_in_one_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    with pytest.raises(SkarynaError, match="This is no file to sign"):
        changes.read_to_sign(path)


def test_lost_version_numbers_are_recovered_by_new_online_keys(
    ferry: Publication, reader: Reader, three: dict[str, Path], tmp_path: Path
) -> None:
    ferry.publish({"index.html": "seen by readers"})
    reader.look()
    for path in (ferry.keys / "metadata").iterdir():
        if "root" not in path.name:
            path.unlink()
    ferry.publish({"index.html": "with numbers from the beginning"})
    with pytest.raises(BadVersionNumberError):
        reader.look()
    carried(
        ferry,
        changes.rotate(ferry.ring, ("snapshot", "timestamp"), "", now=ferry.now),
        tmp_path,
        three["bo"],
        three["cy"],
    )
    ferry.publish({})
    assert reader.look().edition == ferry.number
