"""What browsers of readers make of metadata in an attacker's hands, of dates, and of keys that change."""

import datetime as dt
import json
from collections.abc import Callable

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root

from tests.reader.mirror import Mirror, Reply
from tests.reader.publication import Magazine, Reader, copy
from tests.seal import sealed

pytestmark = pytest.mark.browser

CABLE = "2026/cable.html"
NIGHT = "It was cut at night"
DAY = dt.timedelta(days=1)


def replaced(mirror: Mirror, **files: bytes) -> None:
    """Have a mirror say something else under names that end so (`_` for `.`)."""
    ends = {name.replace("_", "."): data for name, data in files.items()}
    mirror.spoil = lambda path, honest: next(
        (Reply(data, access_control_allow_origin="*") for end, data in ends.items() if path.endswith(end)), honest
    )


def test_an_outdated_mirror_loses_against_a_newer_one(magazine: Magazine, reader: Reader) -> None:
    old = magazine.folders[0].parent / "old"
    copy(magazine.folders[0], old)
    magazine.publish(" two")
    magazine.origin.folder = old
    reader.opens()
    assert "The Ferry two" in reader.opens()
    assert NIGHT in reader.opens(CABLE)


def test_an_old_edition_does_not_come_back(magazine: Magazine, reader: Reader) -> None:
    old = magazine.folders[0].parent / "old"
    copy(magazine.folders[0], old)
    magazine.publish(" two")
    assert "The Ferry two" in reader.opens()
    for mirror in magazine.mirrors:
        mirror.folder = old
    # The page of the second edition cannot be had any more: then none is shown.
    assert "cannot be shown" in reader.opens()
    assert NIGHT in reader.opens(CABLE)
    magazine.publish(" three")
    magazine.second.folder = magazine.folders[1]
    reader.opens()
    assert "The Ferry three" in reader.opens()


def test_an_edition_that_came_out_while_reading_is_followed_at_once(magazine: Magazine, reader: Reader) -> None:
    reader.opens(CABLE)
    magazine.key.publish(magazine.folders[0], {**magazine.pages(), "2026/bank.html": b"<main>Silt, then reeds</main>"})
    for mirror in magazine.mirrors:
        mirror.folder = magazine.folders[0]
    reader.page.wait_for_timeout(400)
    assert "Silt" in reader.opens("2026/bank.html", again=False)


def test_a_copy_past_its_date_is_shown_and_said_to_be_unconfirmed(
    magazine: Magazine, newcomer: Callable[[Magazine], Reader]
) -> None:
    magazine.at(magazine.key.now - 20 * DAY)
    magazine.publish()
    reader = newcomer(magazine)
    assert NIGHT in reader.opens(CABLE)
    line = reader.page.wait_for_selector(".seal")
    assert line is not None
    day = magazine.key.now
    assert line.inner_text() == (f"Authentic, not confirmed since {day.day} {day:%B %Y}: there may be a newer edition.")
    reader.opens("be/", again=False)
    assert "не пацверджана" in reader.page.wait_for_selector(".seal").inner_text()  # type: ignore[union-attr]


def test_a_frozen_copy_is_found_out_by_the_others(magazine: Magazine, newcomer: Callable[[Magazine], Reader]) -> None:
    now = magazine.key.now
    magazine.at(now - 20 * DAY)
    magazine.publish()
    old = magazine.folders[0].parent / "old"
    copy(magazine.folders[0], old)
    magazine.at(now)
    magazine.publish(" fresh")
    magazine.origin.folder = old
    reader = newcomer(magazine)
    reader.opens()
    assert "The Ferry fresh" in reader.opens()
    reader.page.wait_for_timeout(300)
    assert reader.page.query_selector(".seal") is None


def _stolen(magazine: Magazine) -> sealed.Publication:
    """A forger with keys of their own."""
    return sealed.Publication(address=magazine.key.address)


def _wrong_key(magazine: Magazine) -> dict[str, bytes]:
    forger = _stolen(magazine)
    forger.now = magazine.key.now
    folder = magazine.folders[0].parent / "forged"
    forger.versions = dict.fromkeys(forger.versions, 50)
    forger.publish(folder, {"index.html": b"<h1>INTRUDER</h1>"})
    return {"timestamp_json": (folder / "metadata/timestamp.json").read_bytes()}


def _cut_off(magazine: Magazine) -> dict[str, bytes]:
    return {"timestamp_json": (magazine.folders[0] / "metadata/timestamp.json").read_bytes()[:200]}


def _oversized(magazine: Magazine) -> dict[str, bytes]:
    whole = (magazine.folders[0] / "metadata/timestamp.json").read_bytes()
    return {"timestamp_json": whole + b" " * 20_000}


def _mixed(magazine: Magazine) -> dict[str, bytes]:
    """The timestamp and snapshot of this edition with the targets of another one of the same keys."""
    data = json.loads((magazine.folders[0] / "metadata/1.targets.json").read_bytes())
    return {"targets_json": json.dumps(data).encode()}


def _twice(magazine: Magazine) -> dict[str, bytes]:
    data = json.loads((magazine.folders[0] / "metadata/timestamp.json").read_bytes())
    data["signatures"] *= 2
    return {"timestamp_json": json.dumps(data).encode()}


def _shards_swapped(magazine: Magazine) -> dict[str, bytes]:
    sums = sorted((magazine.folders[0] / ".skaryna/sums").iterdir())
    return {one.name: other.read_bytes() for one, other in zip(sums, sums[1:] + sums[:1], strict=True)}


@pytest.mark.parametrize("attack", [_wrong_key, _cut_off, _oversized, _mixed, _twice, _shards_swapped])
def test_spoiled_metadata_is_refused_and_reading_goes_on(
    magazine: Magazine, reader: Reader, attack: Callable[[Magazine], dict[str, bytes]]
) -> None:
    magazine.publish(" two")
    replaced(magazine.origin, **attack(magazine))
    assert "The Ferry" in reader.opens()
    assert NIGHT in reader.opens(CABLE)
    assert "The Ferry two" in reader.opens()


@pytest.mark.parametrize("attack", [_wrong_key, _cut_off, _oversized, _mixed, _twice])
def test_where_all_metadata_is_spoiled_the_edition_stays_that_was_verified(
    magazine: Magazine, reader: Reader, attack: Callable[[Magazine], dict[str, bytes]]
) -> None:
    assert "The Ferry" in reader.opens()
    old = magazine.folders[0].parent / "old"
    copy(magazine.folders[0], old)
    magazine.publish(" two")
    for mirror in magazine.mirrors:
        replaced(mirror, **attack(magazine))
    assert "cannot be shown" in reader.opens()
    # What both editions have is read on from the list that was verified.
    assert NIGHT in reader.opens(CABLE)


def root_of(magazine: Magazine) -> Root:
    return Metadata[Root].from_bytes(magazine.key.roots[-1]).signed


@pytest.mark.parametrize("trick", ["one of two", "one signature twice", "one key under two names"])
def test_a_root_that_too_few_people_signed_is_refused(
    tmp_path, newcomer: Callable[[Magazine], Reader], trick: str
) -> None:  # type: ignore[no-untyped-def]
    magazine = Magazine(tmp_path, root_threshold=2, holders=3)
    reader = newcomer(magazine)
    holder = magazine.key.signers["root"][0]
    forged = root_of(magazine)
    forged.version += 1
    thief = CryptoSigner.generate_ed25519()
    for role in ("targets", "snapshot", "timestamp"):
        forged.roles[role].keyids = []
        forged.add_key(thief.public_key, role)
    metadata = json.loads(sealed.signed(forged, [holder]))
    if trick == "one signature twice":
        metadata["signatures"] *= 2
    if trick == "one key under two names":
        metadata["signatures"].append({**metadata["signatures"][0], "keyid": "0" * 64})
    for mirror in magazine.mirrors:
        replaced(mirror, **{"2_root_json": json.dumps(metadata).encode()})
    assert NIGHT in reader.opens(CABLE)
    magazine.publish(" two")
    magazine.second.spoil = None
    reader.opens()
    assert "The Ferry two" in reader.opens()
    magazine.stop()


def test_keys_that_changed_twice_in_between_are_followed(magazine: Magazine, reader: Reader) -> None:
    magazine.key.rotate("targets", "timestamp")
    magazine.key.rotate("root", "targets", "snapshot")
    magazine.publish(" with new keys")
    assert "The Ferry with new keys" in reader.opens()


def test_a_revoked_key_says_nothing_more(magazine: Magazine, reader: Reader) -> None:
    thief = magazine.key.signers["timestamp"]
    magazine.key.rotate("timestamp")
    magazine.publish(" two")
    assert "The Ferry two" in reader.opens()
    mine, magazine.key.signers["timestamp"] = magazine.key.signers["timestamp"], thief
    forged = magazine.folders[0].parent / "forged"
    magazine.key.timestamp(forged, version=99)
    magazine.key.signers["timestamp"] = mine
    magazine.key.versions["timestamp"] = 2
    for mirror in magazine.mirrors:
        replaced(mirror, timestamp_json=(forged / "metadata/timestamp.json").read_bytes())
    assert "The Ferry two" in reader.opens()
    for mirror in magazine.mirrors:
        mirror.spoil = None
    magazine.publish(" three")
    assert "The Ferry three" in reader.opens()


def test_a_stolen_timestamp_key_can_freeze_and_a_new_root_thaws(magazine: Magazine, reader: Reader) -> None:
    forward = magazine.folders[0].parent / "forward"
    magazine.key.timestamp(forward, version=2**31 - 1)
    for mirror in magazine.mirrors:
        replaced(mirror, timestamp_json=(forward / "metadata/timestamp.json").read_bytes())
    assert NIGHT in reader.opens(CABLE)
    for mirror in magazine.mirrors:
        mirror.spoil = None
    magazine.key.versions["timestamp"] = 4
    magazine.publish(" two")
    assert "The Ferry two" not in reader.opens()
    magazine.key.rotate("timestamp", "snapshot")
    magazine.publish(" three")
    assert "The Ferry three" in reader.opens()


def test_a_worker_of_another_publication_is_not_installed_and_readers_are_told(
    magazine: Magazine, reader: Reader
) -> None:
    forger = Magazine(magazine.folders[0].parent / "forger")
    forged = {"worker.js": forger.pages()["worker.js"], "1.root.json": forger.key.roots[0]}
    magazine.origin.spoil = lambda path, honest: next(
        (Reply(data, **honest.headers) for end, data in forged.items() if path.endswith(end)), honest
    )
    reader.opens(CABLE)
    reader.update_worker()
    assert NIGHT in reader.opens(CABLE)
    assert "other keys" in reader.page.wait_for_selector(".seal").inner_text()  # type: ignore[union-attr]
    forger.stop()


def test_a_newer_worker_of_the_same_publication_takes_over(magazine: Magazine, reader: Reader) -> None:
    magazine.key.rotate("timestamp")
    magazine.publish(" two")
    magazine.publish(" three")
    reader.opens()
    assert reader.update_worker() == "activated"
    assert "The Ferry three" in reader.opens()
    assert reader.page.query_selector(".seal") is None
    trusted = reader.page.evaluate("caches.keys()")
    assert len([name for name in trusted if " trust " in name]) == 1


def test_metadata_of_one_edition_over_pages_of_another_is_seen_through(magazine: Magazine, reader: Reader) -> None:
    old = magazine.folders[0].parent / "old"
    copy(magazine.folders[0], old)
    magazine.publish(" two")
    for path in (magazine.folders[0] / "metadata").iterdir():
        sealed.put(old, f"metadata/{path.name}", path.read_bytes())
    magazine.origin.folder = old
    assert "The Ferry two" in reader.opens()
    assert NIGHT in reader.opens(CABLE)


def test_a_mirror_that_other_sites_may_not_ask_is_passed_over(magazine: Magazine, reader: Reader) -> None:
    magazine.origin.spoil = lambda path, honest: Reply(b"", 403)
    magazine.second.spoil = lambda path, honest: Reply(honest.body, honest.status)
    assert NIGHT in reader.opens(CABLE)


def test_without_its_worker_at_the_origin_a_browser_goes_on_verifying(magazine: Magazine, reader: Reader) -> None:
    magazine.origin.spoil = lambda path, honest: (
        Reply(b"", 404) if path == "worker.js" else Reply(b"<h1>INTRUDER</h1>", content_type="text/html")
    )
    reader.update_worker()
    assert NIGHT in reader.opens(CABLE)


def test_what_the_browser_keeps_is_verified_when_it_is_used(magazine: Magazine, reader: Reader) -> None:
    reader.opens(CABLE)
    reader.page.evaluate(
        """async () => {
            for (const name of await caches.keys()) {
                if (name.includes(" trust ")) continue;
                const kept = await caches.open(name);
                for (const key of await kept.keys()) await kept.put(key, new Response("<h1>INTRUDER</h1>"));
            }
        }"""
    )
    assert NIGHT in reader.opens(CABLE)
    assert reader.status == 200
