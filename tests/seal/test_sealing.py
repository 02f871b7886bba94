"""An edition is sealed: a stock client proves its list, coreutils prove the rest."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from skaryna.errors import PressError, TrustError
from skaryna.seal import manifest
from skaryna.seal.manifest import SUMS
from tests.seal.publishing import NOW, Publication, Reader

PAGES: dict[str, str | None] = {f"2026/page-{n}.html": f"page {n}" for n in range(40)}


@pytest.fixture
def ferry(tmp_path: Path) -> Publication:
    return Publication(tmp_path / "ferry")


def sums_hold(edition: Path, index: str) -> bool:
    """Whether coreutils agree: every shard that the index names lists files that are as listed."""
    listed = "".join((edition / SUMS / name).read_text() for name in (edition / SUMS / index).read_text().split())
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet"], input=listed, text=True, cwd=edition, check=False
    )
    return checked.returncode == 0


def test_a_stock_client_proves_the_list_and_coreutils_the_files(ferry: Publication, tmp_path: Path) -> None:
    ferry.publish(PAGES)
    about = Reader(tmp_path / "reader", ferry.edition).look()
    assert (about.edition, about.files, about.address) == (1, 40, "https://ferry.example")
    assert sums_hold(ferry.edition, about.index)
    (ferry.edition / "2026/page-7.html").write_text("page 8")
    assert not sums_hold(ferry.edition, about.index)


def test_a_change_makes_only_the_shards_that_it_touches(ferry: Publication, tmp_path: Path) -> None:
    ferry.publish(PAGES)
    reader = Reader(tmp_path / "reader", ferry.edition)
    reader.look()
    before = set(ferry.store)
    ferry.publish({"2026/page-3.html": "mended", "2026/page-4.html": None, "2026/new.html": "new"})
    shards = {manifest.shard_of(f"2026/{name}.html", 4) for name in ("page-3", "page-4", "new")}
    fresh = {key for key in set(ferry.store) - before if len(key) == 64}
    assert len(fresh) == len(shards) + 1
    about = reader.look()
    assert (about.edition, about.files) == (2, 40)
    assert sums_hold(ferry.edition, about.index)


def test_changing_a_list_gives_the_bytes_of_listing_all_anew(ferry: Publication) -> None:
    ferry.publish(PAGES)
    proof = ferry.publish({"2026/page-3.html": "mended", "new.html": "new", "2026/page-9.html": None})
    whole = manifest.build(_digests(ferry))
    assert proof.index == whole.digest


def test_a_store_that_was_cleared_costs_time_and_nothing_else(ferry: Publication) -> None:
    ferry.publish(PAGES)
    ferry.store.clear()
    proof = ferry.publish({"2026/page-3.html": "mended"})
    assert proof.index == manifest.build(_digests(ferry)).digest
    assert sums_hold(ferry.edition, proof.index)


def test_an_unchanged_edition_keeps_its_signatures(ferry: Publication) -> None:
    ferry.publish(PAGES)
    before = {path: path.read_bytes() for path in ferry.edition.rglob("*") if path.is_file()}
    ferry.number = 0
    ferry.publish({})
    assert {path: path.read_bytes() for path in ferry.edition.rglob("*") if path.is_file()} == before


def test_lists_of_the_two_editions_before_stay_for_clients_in_the_middle(ferry: Publication) -> None:
    indexes = [ferry.publish({**PAGES, "front.html": str(n)}).index for n in range(5)]
    kept = [index for index in indexes if (ferry.edition / SUMS / index).exists()]
    assert kept == indexes[-3:]
    assert (ferry.edition / "metadata/1.targets.json").exists()


def test_the_timestamp_is_renewed_daily_and_nothing_else(ferry: Publication, tmp_path: Path) -> None:
    ferry.publish(PAGES)
    assert ferry.renew() == set()
    ferry.now = NOW + dt.timedelta(days=1)
    assert ferry.renew() == {"timestamp.json"}
    signed = ferry.timestamp().signed
    assert signed.expires == NOW + dt.timedelta(days=8)
    assert signed.unrecognized_fields["x-skaryna-confirmed"] == ferry.now.isoformat().replace("+00:00", "Z")
    assert Reader(tmp_path / "reader", ferry.edition).look().edition == 1


def test_snapshot_and_targets_are_renewed_before_they_end(ferry: Publication) -> None:
    ferry.publish(PAGES)
    ferry.now = NOW + dt.timedelta(days=45)
    assert ferry.renew() == {"2.snapshot.json", "timestamp.json"}
    ferry.now = NOW + dt.timedelta(days=65)
    assert ferry.renew() == {"2.targets.json", "3.snapshot.json", "timestamp.json"}


def test_what_was_signed_is_never_read_back_from_the_edition(ferry: Publication, tmp_path: Path) -> None:
    ferry.publish(PAGES)
    reader = Reader(tmp_path / "reader", ferry.edition)
    for path in (ferry.edition / "metadata").iterdir():
        path.write_text("an intruder's")
    (ferry.edition / "metadata/9.targets.json").write_text("an intruder's")
    ferry.publish({"front.html": "news"})
    assert not (ferry.edition / "metadata/9.targets.json").exists()
    assert reader.look().edition == 2


def test_paths_that_cannot_be_listed_are_refused_by_name(ferry: Publication) -> None:
    for path in ("a\\b.html", "a\nb.html", "../up.html", "a//b.html", "e\u0301.html", "\u202egnp.html"):
        with pytest.raises(PressError, match="cannot be the name of a file"):
            ferry.publish({path: "x"})
        del ferry.files[path]
    with pytest.raises(PressError, match="differ only in capital letters"):
        ferry.publish({"About.html": "x", "about.html": "y"})


def test_without_its_key_nothing_is_signed(ferry: Publication) -> None:
    (ferry.keys / "snapshot.key").unlink()
    with pytest.raises(TrustError, match="No key on this machine may sign the snapshot"):
        ferry.publish(PAGES)


def test_an_address_in_another_alphabet_is_listed_and_proved(ferry: Publication, tmp_path: Path) -> None:
    ferry.publish({**PAGES, "старонка/index.html": "x"})
    assert sums_hold(ferry.edition, Reader(tmp_path / "reader", ferry.edition).look().index)


def _digests(ferry: Publication) -> dict[str, str]:
    from hashlib import sha256

    return {path: sha256(data).hexdigest() for path, data in ferry.files.items()}
