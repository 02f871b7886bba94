"""What is said of one copy. Values."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from skaryna.errors import CANNOT, NO
from skaryna.guard.compare import Files
from skaryna.guard.differences import Difference

Verdict = Literal["intact", "altered", "outdated", "expired", "unknown"]


@dataclass(frozen=True, slots=True)
class Report:
    """One copy.

    Attributes:
        where: The copy.
        verdict: intact; altered (also: files added or missing, signatures that do not hold); outdated (authentic, a
            newer edition was seen); expired (authentic, not confirmed since `as_of`); unknown (nothing can be said).
        edition: Its number; None where no signature holds.
        as_of: When it was last confirmed to be the newest.
        files: What became of them.
        problems: Sentences; the first is why.
        hint: What to do.
        name: The publication's.
        address: The publication's own, as signed.
        fingerprint: Eight words of the newest root.
        first_use: Nothing was pinned before.
        newest_edition: The newest that this machine has seen anywhere.
        index: The SHA-256 that stands for the edition.
        targets_version: Of the signed file that names it.
        differences: Of altered and added files.
    """

    where: str
    verdict: Verdict
    edition: int | None = None
    as_of: dt.datetime | None = None
    files: Files = field(default_factory=lambda: Files(0))
    problems: tuple[str, ...] = ()
    hint: str = ""
    name: str = ""
    address: str = ""
    fingerprint: str = ""
    first_use: bool = False
    newest_edition: int | None = None
    index: str = ""
    targets_version: int = 0
    differences: tuple[Difference, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 for an intact copy alone: an outdated or expired one is not what a reader asks for."""
        return {"intact": 0, "unknown": CANNOT}.get(self.verdict, NO)


def forks(reports: list[Report]) -> list[str]:
    """Return an alarm for every two copies that show different editions under one number."""
    alarms = []
    for number, one in enumerate(reports):
        for other in reports[number + 1 :]:
            if not one.index or not other.index or one.index == other.index or one.address != other.address:
                continue
            if one.edition == other.edition or one.targets_version == other.targets_version:
                alarms.append(
                    f"ALARM: {one.where} and {other.where} show different editions {one.edition}, both signed: "
                    "different readers are shown different things. Keep both copies, and ask the publication by "
                    "another way."
                )
    return alarms
