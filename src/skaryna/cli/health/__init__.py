"""What `skaryna doctor` looks at: one module a part of the house, each a function that yields what it found."""

from collections.abc import Callable, Iterator

from skaryna.cli.health import backups, database, edition, keys, machine, programs, settings
from skaryna.cli.health.found import Found, Seen
from skaryna.errors import SkarynaError

_LOOKS: tuple[tuple[str, Callable[[Seen], Iterator[Found]]], ...] = (
    ("permissions", machine.permissions),
    ("disk", machine.disk),
    ("memory", machine.memory),
    ("clock", machine.clock),
    ("programs", programs.versions),
    ("settings", settings.dangers),
    ("mail", settings.mail),
    ("ports", machine.ports),
    ("leftovers", machine.leftovers),
    ("database", database.state),
    ("journal", database.journal_stands),
    ("approval", edition.approval),
    ("four eyes", edition.waiting),
    ("edition", edition.printed),
    ("keys", keys.signing),
    ("dates", keys.dates),
    ("backup", backups.last),
)


def examined(seen: Seen) -> Iterator[Found]:
    """Yield what was found, part by part; a part that cannot be looked at is itself something wrong."""
    for part, look in _LOOKS:
        said = False
        try:
            for found in look(seen):
                said = True
                yield Found(part, found.state, found.said, found.todo)
        except SkarynaError as error:
            yield Found(part, "wrong", error.message, error.hint)
        else:
            if not said:
                yield Found(part, "good", "")
