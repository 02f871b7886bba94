"""When the last backup was made."""

import datetime as dt
from collections.abc import Iterator

from skaryna.cli.health.found import Found, Seen, good, wrong
from skaryna.outside import keeping

MAX_AGE = dt.timedelta(days=8)


def last(seen: Seen) -> Iterator[Found]:
    path = seen.folder.root / keeping.LAST
    todo = "Run `skaryna backup FILE --recipient age1…`, and carry the file to another place."
    try:
        moment = dt.datetime.fromisoformat(path.read_text(encoding="ascii").strip())
        age = seen.now - moment
    except FileNotFoundError:
        yield wrong("No backup was made of this publication yet.", todo)
        return
    except (OSError, ValueError, TypeError):
        yield wrong("When the last backup was made cannot be read.", todo)
        return
    if age > MAX_AGE:
        yield wrong(f"The last backup is {age.days} days old.", todo)
    else:
        yield good(f"The last one was made on {moment:%Y-%m-%d %H:%M} UTC.")
