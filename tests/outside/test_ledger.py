"""What the press did is told to the newsroom, and nothing is told before it happened."""

from pathlib import Path

from skaryna.outside import ledger
from skaryna.outside.ledger import Outcome


def test_the_newest_outcome_is_told(tmp_path: Path) -> None:
    place = tmp_path / "press.sqlite3"
    assert ledger.latest(place) is None
    ledger.record(place, Outcome(edition=1, seq=4, at="2026-01-01T00:00:00+00:00", made=3))
    ledger.record(place, Outcome(edition=1, seq=5, at="2026-01-01T00:00:01+00:00", problem="A link is dead."))
    assert ledger.latest(place) == Outcome(edition=1, seq=5, at="2026-01-01T00:00:01+00:00", problem="A link is dead.")


def test_waiting_ends_with_the_row_or_with_the_time(tmp_path: Path) -> None:
    place = tmp_path / "press.sqlite3"
    ledger.record(place, Outcome(edition=2, seq=7, at="2026-01-01T00:00:00+00:00"))
    found = ledger.wait_for(place, 7, timeout_s=0)
    assert found is not None
    assert found.edition == 2
    assert ledger.wait_for(place, 8, timeout_s=0) is None
