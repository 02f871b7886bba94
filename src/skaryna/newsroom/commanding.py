"""What the command line does with accounts; whoever can run it holds the folder anyway."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, QuerySet

from skaryna.errors import SettingsError
from skaryna.model.blocks import Archived
from skaryna.newsroom import (
    Cited,
    accounts,
    approvals,
    audit,
    citing,
    copying,
    events,
    factors,
    forgetting,
    four_eyes,
    invitations,
    marking,
    rechaining,
    sessions,
)
from skaryna.newsroom.accounts import COMMAND_LINE
from skaryna.newsroom.models import CitedSource
from skaryna.newsroom.traces import Forgotten


def reset(*, name: str, password: str, drop_second_factor: bool) -> int:
    """See `newsroom.reset_user`."""
    account = accounts.find(name)
    ended = sessions.end(account)
    accounts.set_password(account, password, how=COMMAND_LINE)
    if drop_second_factor and factors.drop_all(account):
        accounts.note_dropped(account, how=COMMAND_LINE)
    return ended


def invite(*, role: str, hours: int | None) -> str:
    """See `newsroom.invite_user`."""
    _invitation, token = invitations.make(role=role, hours=hours, how=COMMAND_LINE)
    return invitations.address(invitations.base_address(), token)


def admit(*, name: str, admitted: bool) -> int:
    """See `newsroom.admit_user`."""
    account = accounts.find(name)
    if not admitted:
        return accounts.disable(account, how=COMMAND_LINE)
    accounts.enable(account, how=COMMAND_LINE)
    return 0


def forget(*, name: str, dry_run: bool) -> Forgotten:
    """See `newsroom.forget_user`."""
    account = accounts.find(name)
    if dry_run:
        return forgetting.look(account)
    done = forgetting.forget(account)
    rechaining.tell_keys(dict(done.chains))
    return done


def export(*, form: str, person: str, kind: str, days: tuple[dt.date | None, dt.date | None]) -> Iterator[str]:
    """See `newsroom.export_log`."""
    if form not in audit.FORMATS:
        raise SettingsError(f"There is no form {form!r}.", hint=f"Forms: {', '.join(audit.FORMATS)}.")
    known = {action for action, _label in audit.kinds()}
    if kind and kind not in known:
        raise SettingsError(f"There is no kind of event {kind!r}.", hint=f"Kinds: {', '.join(sorted(known))}.")
    rows = audit.of(audit.entries(), person=accounts.find(person) if person else None, kind=kind)
    since, until = days
    rows = audit.between(rows, since=_midnight(since), until=_midnight(until + dt.timedelta(days=1) if until else None))
    audit.note_export(how=COMMAND_LINE)
    make, _called = audit.FORMATS[form]
    return make(audit.lines(rows))


def cited() -> list[Cited]:
    """See `newsroom.cited`."""
    marking.look_at_all()
    rows = CitedSource.objects.annotate(number=Count("citations"), gone=Exists(_dead())).order_by("-gone", "address")
    return [
        Cited(
            address=row.address,
            state=row.state or "unknown",
            said=row.said,
            checked=row.checked_at.isoformat(timespec="seconds") if row.checked_at else "",
            is_dead=row.gone,
            has_copy=bool(row.copy),
            articles=row.number,
        )
        for row in rows
    ]


def _dead() -> QuerySet:
    return CitedSource.objects.filter(citing.DEAD, pk=OuterRef("pk"))


def attach(*, address: str, copy: Archived, offered: bool) -> int:
    """See `newsroom.attach_copy`."""
    source = CitedSource.objects.filter(address=address).first()
    if source is None:
        raise SettingsError(
            f"No article cites {address[:300]}.", hint="`skaryna sources` lists what is cited, letter by letter."
        )
    with approvals.acting(COMMAND_LINE), four_eyes.waived():
        copying.attach(source, copy)
        events.note("source_copied", source, how=COMMAND_LINE)
        if offered != source.is_offered:
            copying.decide(source, is_dead=source.is_dead, is_offered=offered)
    return len(citing.users_of(source))


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
