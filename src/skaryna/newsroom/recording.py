"""What a value brings to readers: asked before it is approved, written down with its row of the journal."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from skaryna.errors import SkarynaError
from skaryna.model import Article, Front
from skaryna.model.codec import decode, encode
from skaryna.model.journal import KINDS, Kind, Value
from skaryna.newsroom import models
from skaryna.newsroom.leaving import Known, Report, hosts, judge, names_in
from skaryna.newsroom.leaving.report import MAX_NAME_CHARS, Name, NameKind
from skaryna.newsroom.place import current

_ROWS_AT_ONCE = 300


def report(kind: Kind, key: str, value: Value | None, *, raw: tuple[str, ...] = ()) -> Report:
    """Compare a value, or its withdrawal, with what readers have: with the journal, never with the database's row."""
    old, is_blind = standing(kind, key)
    if value is None and old is None:
        return Report(kind=kind, key=key, title="", language="", op="withdrawn", is_blind=is_blind)
    known = Known() if value is None else known_of(names_in(value))
    return judge(old, value, known, house=house(), called=_called(old, value), raw=raw, is_blind=is_blind)


def standing(kind: Kind, key: str) -> tuple[Value | None, bool]:
    """Return the value that readers have, and whether they have one that is not kept any more."""
    row = models.JournalRow.objects.filter(kind=kind, key=key).order_by("-seq").values_list("op", "value").first()
    if row is None or row[0] == "drop":
        return None, False
    try:
        return (decode(row[1], KINDS[kind]), False) if row[1] else (None, True)
    except SkarynaError:
        # It was changed in the database, or an earlier version wrote it: there is nothing to compare with.
        return None, True


def known_of(names: Iterable[Name]) -> Known:
    """Return which of these names the publication had before, and which known domains look like them."""
    by_kind: dict[NameKind, list[str]] = {}
    for kind, name in names:
        by_kind.setdefault(kind, []).append(name)
    found: set[Name] = set()
    twins: dict[str, str] = {}
    for each, of_kind in by_kind.items():
        for some in _stretches(of_kind):
            known = models.KnownName.objects.filter(kind=each, name__in=some)
            found.update((each, name) for name in known.values_list("name", flat=True))
    for some in _stretches([hosts.skeleton(name) for name in by_kind.get("host", ())]):
        rows = models.KnownName.objects.filter(kind="host", twin__in=some)
        twins.update(rows.values_list("twin", "name"))
    return Known(frozenset(found), twins)


def house() -> frozenset[str]:
    """Return the publication's own hosts: its address and its mirrors."""
    publication = current().publication
    return frozenset(hosts.host_of(each) for each in (publication.url, *publication.mirrors))


def note(  # noqa: PLR0913 - a row has so many columns
    seq: int, said: Report, value: Value | None, *, approved_by: str, at: dt.datetime, how: str, confirmed_by: str = ""
) -> None:
    """Write down what a new row of the journal brings, and the names in it; in the caller's transaction."""
    models.Leaving.objects.create(
        seq=seq,
        kind=said.kind,
        key=said.key,
        title=said.title[:500],
        language=said.language,
        op=said.op,
        approved_by=approved_by,
        confirmed_by=confirmed_by,
        at=at,
        how=how,
        is_warned=bool(said.to_look_at),
        warned=said.to_look_at,
        report=encode(said).decode(),
    )
    if value is not None:
        learn(models.KnownName, names_in(value), seq=seq, at=at, kind=said.kind, key=said.key, approved_by=approved_by)


def learn(  # noqa: PLR0913 - a row has so many columns
    table: Any, names: Iterable[Name], *, seq: int, at: dt.datetime, kind: str, key: str, approved_by: str
) -> None:
    """Add names to those that the publication knows; whoever was first stays."""
    table.objects.bulk_create(
        [
            table(
                kind=each,
                name=name,
                twin=hosts.skeleton(name)[:MAX_NAME_CHARS] if each == "host" else "",
                seq=seq,
                at=at.isoformat(timespec="seconds"),
                first_kind=kind,
                first_key=key,
                approved_by=approved_by,
            )
            for each, name in sorted(names)
        ],
        ignore_conflicts=True,
    )


def learn_all(journal: Any, table: Any) -> None:
    """Learn the names of every value that was ever approved, from a journal that is older than this table."""
    rows = journal.objects.filter(op="put", value__isnull=False).order_by("seq")
    for row in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        try:
            names = names_in(decode(row.value, KINDS[row.kind]))
            at = dt.datetime.fromisoformat(row.at)
        except (SkarynaError, KeyError, ValueError):
            continue
        learn(table, names, seq=row.seq, at=at, kind=row.kind, key=row.key, approved_by=row.approved_by)


def forget(name: str, instead: str) -> int:
    """Put another word in place of an account's name in the whole record, for somebody who is in danger.

    The journal has its own copy of the name; whoever takes it out there does the same here.
    """
    columns = (
        (models.KnownName, "approved_by"),
        (models.Leaving, "approved_by"),
        (models.Leaving, "confirmed_by"),
        (models.Confirmation, "by"),
    )
    return sum(table.objects.filter(**{column: name}).update(**{column: instead}) for table, column in columns)


def raw_of(row: Any) -> tuple[str, ...]:
    """Return the texts of a row as they are stored, before the hand-over cleans them."""
    texts = [value for field in row._meta.concrete_fields if isinstance(value := getattr(row, field.attname), str)]
    body = getattr(row, "body", None)
    if body is not None:
        texts += _strings(list(body.raw_data))
    for name in ("bylines", "corrections"):
        if hasattr(row, name):
            texts += [getattr(each, "text", "") or getattr(each, "role", "") for each in getattr(row, name).all()]
    return tuple(texts)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _strings(each)]
    return [text for each in value for text in _strings(each)] if isinstance(value, list | tuple) else []


def _called(old: Value | None, new: Value | None) -> dict[str, str]:
    """Return the names of authors, topics and articles where they differ; nothing else shows them."""
    if isinstance(old, Front) and isinstance(new, Front):
        articles = {each for value in (old, new) for each in (value.lead, *value.pinned)}
        keys = {each.key for value in (old, new) for each in value.sections}
        return {
            **dict(models.Article.objects.filter(public_id__in=articles).values_list("public_id", "title")),
            **dict(models.Topic.objects.filter(group__in=keys).values_list("group", "name")),
        }
    if not isinstance(old, Article) or not isinstance(new, Article):
        return {}
    people = {each.person for value in (old, new) for each in value.bylines} if old.bylines != new.bylines else set()
    topics = {each for value in (old, new) for each in value.topics} if old.topics != new.topics else set()
    found: dict[str, str] = {}
    if people:
        found.update(models.Person.objects.filter(group__in=people).values_list("group", "name"))
    if topics:
        found.update(models.Topic.objects.filter(group__in=topics).values_list("group", "name"))
    return found


def _stretches(names: list[str]) -> Iterable[list[str]]:
    return (names[at : at + _ROWS_AT_ONCE] for at in range(0, len(names), _ROWS_AT_ONCE))
