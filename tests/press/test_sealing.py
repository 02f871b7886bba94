"""The press has its editions signed; who signs is handed in."""

import datetime as dt
import subprocess
import threading
import time
from pathlib import Path

import pytest

from skaryna.errors import SkarynaError, WaitingError
from skaryna.model import Trust
from skaryna.press.proof import renewed
from skaryna.press.resident import follow
from skaryna.press.run import Printed
from skaryna.seal.keys.changes import init
from skaryna.seal.keys.passphrase import Passphrases
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.listing import Files, Proof, Read
from skaryna.seal.manifest import SUMS
from skaryna.seal.sealing import Sealer
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.seal.publishing import NOW, Reader


class Clock:
    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def seal(newsroom: Newsroom, clock: Clock) -> Sealer:
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2))
    ring = Keyring(newsroom.folder.keys, Passphrases(None, {}))
    init(ring, "ann", "", now=clock.now)
    return Sealer(ring, name="The Ferry", address="https://ferry.example", now=clock)


def unproved(edition: Path, index: str) -> set[str]:
    """Return what the list of an edition does not prove, as a stranger finds it: with coreutils alone."""
    shards = (edition / SUMS / index).read_text().split()
    listing = "".join((edition / SUMS / name).read_text() for name in shards)
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "--strict"],
        input=listing,
        text=True,
        cwd=edition,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    there = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()}
    listed = {line[66:] for line in listing.splitlines()}
    return {path for path in there - listed if not path.startswith(("metadata/", SUMS))}


def test_every_file_of_a_sealed_edition_is_proved(newsroom: Newsroom, seal: Sealer, tmp_path: Path) -> None:
    printed = newsroom.print(seal)
    assert printed.sealed
    about = Reader(tmp_path / "reader", newsroom.folder.edition).look()
    assert (about.edition, about.name, about.files) == (1, "The Ferry", printed.total)
    assert unproved(newsroom.folder.edition, about.index) == set()


def test_a_second_edition_is_proved_from_what_changed(newsroom: Newsroom, seal: Sealer, tmp_path: Path) -> None:
    newsroom.print(seal)
    reader = Reader(tmp_path / "reader", newsroom.folder.edition)
    reader.look()
    newsroom.put(article(3))
    newsroom.drop("article", "a1")
    newsroom.print(seal)
    about = reader.look()
    assert about.edition == 2
    assert unproved(newsroom.folder.edition, about.index) == set()


def test_lost_lists_and_a_lost_press_database_are_made_again(newsroom: Newsroom, seal: Sealer, tmp_path: Path) -> None:
    newsroom.print(seal)
    reader = Reader(tmp_path / "reader", newsroom.folder.edition)
    first = reader.look()
    for path in newsroom.folder.edition.glob(".skaryna/sums/*"):
        (newsroom.folder.store / path.name[:2] / path.name).unlink()
    newsroom.put(article(3))
    newsroom.print(seal)
    assert unproved(newsroom.folder.edition, reader.look().index) == set()
    newsroom.folder.press_database.unlink()
    newsroom.print(seal)
    assert unproved(newsroom.folder.edition, reader.look().index) == set()
    assert reader.look().edition > first.edition


def test_printing_again_without_a_change_signs_nothing(newsroom: Newsroom, seal: Sealer) -> None:
    newsroom.print(seal)
    before = newsroom.files()
    assert newsroom.print(seal).bytes_written == 0
    assert newsroom.files() == before


def test_an_edition_that_waits_for_a_second_signature_changes_nothing_for_readers(
    newsroom: Newsroom, seal: Sealer
) -> None:
    class FourEyes:
        def trust(self) -> Trust:
            return seal.trust()

        def seal(self, listed: Files, beside: dict[str, bytes], read: Read) -> Proof:
            raise WaitingError("Edition 2 needs 1 more signature.")

        def renew(self) -> None:
            return None

    newsroom.print(seal)
    before = newsroom.files()
    newsroom.put(article(3))
    with pytest.raises(WaitingError):
        newsroom.print(FourEyes())
    assert newsroom.files() == before
    # The next time it is signed from what readers have, not from what waited.
    newsroom.print(seal)


def test_an_unsigned_edition_carries_no_old_proof(newsroom: Newsroom, seal: Sealer) -> None:
    newsroom.print(seal)
    assert not newsroom.print().sealed
    assert not any(path.startswith(("metadata/", SUMS)) for path in newsroom.files())
    newsroom.print(seal)
    assert "metadata/timestamp.json" in newsroom.files()


def test_the_date_is_renewed_in_place_and_the_next_edition_goes_on_from_there(
    newsroom: Newsroom, seal: Sealer, clock: Clock, tmp_path: Path
) -> None:
    newsroom.print(seal)
    reader = Reader(tmp_path / "reader", newsroom.folder.edition)
    reader.look()
    assert not renewed(newsroom.folder, seal)
    clock.now += dt.timedelta(days=1, minutes=1)
    assert renewed(newsroom.folder, seal)
    reader.look()
    newsroom.put(article(3))
    newsroom.print(seal)
    assert reader.look().edition == 2


def test_a_renewal_mends_signatures_that_an_intruder_altered(newsroom: Newsroom, seal: Sealer, tmp_path: Path) -> None:
    newsroom.print(seal)
    before = newsroom.files()
    (newsroom.folder.edition / "metadata/timestamp.json").unlink()
    (newsroom.folder.edition / "metadata/1.targets.json").unlink()
    assert renewed(newsroom.folder, seal)
    assert newsroom.files() == before


class Crashing:
    """Signs, and the power goes out before anything is printed."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self.trust, self.renew = sealer.trust, sealer.renew

    def seal(self, listed: Files, beside: dict[str, bytes], read: Read) -> Proof:
        self._sealer.seal(listed, beside, read)
        raise SystemExit("the power went out")


def test_after_a_crash_between_signing_and_printing_readers_keep_a_whole_edition(
    newsroom: Newsroom, seal: Sealer, clock: Clock, tmp_path: Path
) -> None:
    newsroom.print(seal)
    before = newsroom.files()
    newsroom.put(article(3))

    with pytest.raises(SystemExit):
        newsroom.print(Crashing(seal))
    clock.now += dt.timedelta(days=2)
    assert not renewed(newsroom.folder, seal)
    assert newsroom.files() == before
    newsroom.print(seal)
    about = Reader(tmp_path / "reader", newsroom.folder.edition).look()
    assert unproved(newsroom.folder.edition, about.index) == set()


def test_nothing_is_renewed_where_nothing_is_signed(newsroom: Newsroom, seal: Sealer) -> None:
    newsroom.put(MASTHEAD)
    assert not renewed(newsroom.folder, seal)
    newsroom.print()
    assert not renewed(newsroom.folder, seal)


def test_the_resident_press_renews_the_date_without_a_person(newsroom: Newsroom, seal: Sealer, clock: Clock) -> None:
    stop = threading.Event()
    said: list[Printed | SkarynaError] = []
    following = threading.Thread(
        target=follow,
        args=(newsroom.folder,),
        kwargs={"stop": stop, "say": said.append, "seal": seal, "renew_every_s": 0.0},
    )
    following.start()
    timestamp = newsroom.folder.edition / "metadata/timestamp.json"

    def until(condition: str, version: int) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if timestamp.is_file() and f'"version":{version},"x-skaryna' in timestamp.read_text():
                return
            time.sleep(0.02)
        raise AssertionError(condition)

    try:
        until("a first edition", 1)
        clock.now += dt.timedelta(days=1, minutes=1)
        until("a new date", 2)
    finally:
        stop.set()
        following.join(20)
    assert [each.edition for each in said if isinstance(each, Printed)] == [1]


def test_no_private_key_is_in_the_edition(newsroom: Newsroom, seal: Sealer) -> None:
    newsroom.print(seal)
    secrets = [path.read_bytes() for path in newsroom.folder.keys.glob("*.key")]
    for data in newsroom.files().values():
        assert not any(secret.split(b'"secret": "')[-1][:64] in data for secret in secrets if b'"secret"' in secret)
    assert newsroom.folder.keys.stat().st_mode & 0o077 == 0
