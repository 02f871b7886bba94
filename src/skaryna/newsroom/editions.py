"""Which rows of the journal each edition brought. Pure: told from what the press wrote down."""

from collections.abc import Sequence
from dataclasses import dataclass

from skaryna.outside.ledger import Outcome


@dataclass(frozen=True, slots=True)
class Printed:
    """One edition: the rows after `after`, up to `last`; `is_first` where nothing older is known. `at` is ISO 8601."""

    number: int
    at: str
    after: int
    last: int
    sealed: bool
    made: int
    removed: int
    is_first: bool = False


def printed(outcomes: Sequence[Outcome]) -> list[Printed]:
    """Return the editions, newest first.

    Args:
        outcomes: Newest first. A run that printed nothing (`problem`) brought nothing: its rows come with the next one.
    """
    editions: list[Printed] = []
    after = 0
    for outcome in reversed([each for each in outcomes if not each.problem]):
        before = editions[-1] if editions else None
        if before and before.number == outcome.edition:
            # Signed anew, or printed in two goes: it is the same edition.
            editions[-1] = Printed(
                before.number,
                before.at or outcome.at,
                before.after,
                max(before.last, outcome.seq),
                sealed=outcome.sealed,
                made=before.made + outcome.made,
                removed=before.removed + outcome.removed,
                is_first=before.is_first,
            )
        else:
            editions.append(
                Printed(
                    outcome.edition,
                    outcome.at,
                    after,
                    max(after, outcome.seq),
                    sealed=outcome.sealed,
                    made=outcome.made,
                    removed=outcome.removed,
                    is_first=before is None,
                )
            )
        after = editions[-1].last
    return editions[::-1]
