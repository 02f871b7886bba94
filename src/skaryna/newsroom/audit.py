"""The log of who did what: asked, and written out as CSV or as lines of JSON."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _t
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from skaryna.newsroom import events
from skaryna.newsroom.accounts import COMMAND_LINE
from skaryna.newsroom.models import Account

CHUNK = 2_000
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")
"""What spreadsheets take for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `at` is ISO 8601 in UTC; `what` and `which` are the kind of thing and its name then."""

    at: str
    who: str
    kind: str
    said: str
    what: str
    which: str
    details: str


def entries() -> QuerySet:
    """Return all events, the newest first. Wagtail's log of pages is empty: we have none."""
    return ModelLogEntry.objects.order_by("-timestamp", "-id")


def of(rows: QuerySet, *, person: Any = None, kind: str = "") -> QuerySet:
    """Return the events that a person made or that concern the account, and those of one kind."""
    if person is not None:
        about = Q(content_type=ContentType.objects.get_for_model(Account), object_id=str(person.pk))
        rows = rows.filter(Q(user=person) | about)
    return rows.filter(action=kind) if kind else rows


def between(rows: QuerySet, *, since: dt.datetime | None = None, until: dt.datetime | None = None) -> QuerySet:
    """Return the events from `since` to before `until`."""
    if since is not None:
        rows = rows.filter(timestamp__gte=since)
    return rows.filter(timestamp__lt=until) if until is not None else rows


def lines(rows: QuerySet) -> Iterator[Line]:
    """Yield events as plain values; a query for each few thousand."""
    names = dict(Account.objects.values_list("pk", "username"))
    for row in rows.iterator(chunk_size=CHUNK):
        yield line(row, names)


def line(row: Any, names: dict[int, str]) -> Line:
    """Return an event as a plain value; `names` are the accounts' names."""
    return Line(
        at=row.timestamp.astimezone(dt.UTC).isoformat(timespec="seconds"),
        who=who(row, names),
        kind=row.action,
        said=str(row.message),
        what=kind_of_thing(row),
        which=row.label,
        details=str(row.comment),
    )


def who(row: Any, names: dict[int, str]) -> str:
    """Return who did it."""
    if row.user_id:
        return names.get(row.user_id, "") or _t("an account that is gone")
    if COMMAND_LINE in row.data.values():
        return _t("command line")
    return "—" if row.action in {"newsroom.login_failed", "newsroom.code_failed"} else _t("newsroom")


def kind_of_thing(row: Any) -> str:
    """Return what kind of thing it happened to."""
    # The manager keeps content types in memory; the row's own attribute would ask the database each time.
    model = ContentType.objects.get_for_id(row.content_type_id).model_class() if row.content_type_id else None
    return str(model._meta.verbose_name) if model else ""


def kinds() -> list[tuple[str, str]]:
    """Return (action, label) of all kinds of events, by label."""
    return sorted(((action, str(label)) for action, label in registry.get_choices()), key=lambda each: each[1])


def as_csv(found: Iterable[Line]) -> Iterator[str]:
    """Yield a table with a head. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    yield _row(field.name for field in fields(Line))
    for each in found:
        yield _row(safe_cell(value) for value in asdict(each).values())


def as_json_lines(found: Iterable[Line]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for each in found:
        yield json.dumps(asdict(each), ensure_ascii=False) + "\n"


FORMATS = {"csv": (as_csv, "text/csv; charset=utf-8"), "jsonl": (as_json_lines, "application/x-ndjson")}
"""Name of a format, what makes it, and what it is called on the wire."""


def safe_cell(value: str) -> str:
    """Return a cell's text that no spreadsheet runs."""
    return f"'{value}" if value.lstrip(" ").startswith(_DANGEROUS) or value.startswith(_DANGEROUS) else value


def _row(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(list(cells))
    return buffer.getvalue()


def note_export(by: Any = None, how: str = "") -> None:
    """Write down that the log itself was taken along."""
    events.note("exported", by, by=by, how=how)
