"""Forgetting an account: nothing says any more what it wrote, approved or did. For somebody who is in danger.

What was written stays; who wrote it goes. Every table that points to an account is found by asking the tables, so
that one that is added later is not overlooked.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.models import LockableMixin, ModelLogEntry, Revision

from skaryna.newsroom import accounts, events, rechaining, recording, waiting
from skaryna.newsroom.models import Account, Invitation, JournalRow
from skaryna.newsroom.traces import Forgotten, Trace

CHUNK = 200


def look(account: Any) -> Forgotten:
    """Say what forgetting would take away; nothing is changed."""
    found = [Trace(name, rows.count(), is_deleted=gone) for name, rows, _field, gone in _pointing(account)]
    found.append(Trace("log: what happened to the account", _about(account).count(), is_deleted=True))
    found.append(Trace("versions: locked by the account", sum(1 for _ in _revisions(account)), is_deleted=False))
    found.append(
        Trace("waiting for a second account: saved by the account", len(waiting.of_account(account)), is_deleted=False)
    )
    named = JournalRow.objects.filter(approved_by=account.username).count()
    return Forgotten(tuple(trace for trace in found if trace.count), journal_rows=named)


def forget(account: Any) -> Forgotten:
    """Take every trace of an account away, and the account.

    Raises:
        ValueRefusedError: Nobody would be left to administer the newsroom.
        TrustError: The journal is not as the newsroom wrote it; nothing was changed.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # What is deleted is overwritten too, so that it cannot be read from the disk afterwards.
            cursor.execute("pragma secure_delete = on")
    said = look(account)
    name = account.username
    with accounts.keeping_an_administrator():
        chains = rechaining.rename(name)
        recording.forget(name, rechaining.FORGOTTEN)
        waiting.forget(account)
        _unlock(account)
        # A link that lets an account in is worth nothing without it.
        Invitation.objects.filter(account=account).delete()
        _about(account).delete()
        for revision, fields in list(_revisions(account)):
            revision.content.update(dict.fromkeys(fields))
            revision.save(update_fields=["content"])
        for _name, rows, field, gone in _pointing(account):
            if gone:
                rows.delete()
            else:
                rows.update(**{field.name: None})
        account.delete()
        events.note("forgotten", None, how=accounts.COMMAND_LINE)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma wal_checkpoint(truncate)")
    return Forgotten(said.traces, journal_rows=said.journal_rows, chains=chains)


def _pointing(account: Any) -> Iterator[tuple[str, Any, Any, bool]]:
    """Yield (name, rows, field, whether rows go) for every column of every table that points to accounts.

    Where a row can do without an account it stays; where it cannot (a login, a role, a device) it goes.
    """
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if not isinstance(field, models.ForeignKey) or field.remote_field.model is not Account:
                continue
            rows = model._base_manager.filter(**{field.attname: account.pk})
            yield f"{model._meta.verbose_name_plural}: {field.verbose_name}", rows, field, not field.null


def _about(account: Any) -> Any:
    kind = ContentType.objects.get_for_model(Account)
    return ModelLogEntry.objects.filter(content_type=kind, object_id=str(account.pk))


def _unlock(account: Any) -> None:
    for model in apps.get_models():
        if issubclass(model, LockableMixin) and not model._meta.abstract:
            rows = model._base_manager.filter(locked_by=account)
            rows.update(locked=False, locked_at=None, locked_by=None)


def _revisions(account: Any) -> Iterator[tuple[Any, list[str]]]:
    """Yield every version whose text, kept as JSON, names the account, and in which fields."""
    for model in apps.get_models():
        fields = [
            field.name
            for field in model._meta.local_fields
            if isinstance(field, models.ForeignKey) and field.remote_field.model is Account
        ]
        if not fields or not hasattr(model, "latest_revision"):
            continue
        kind = ContentType.objects.get_for_model(model)
        for field in fields:
            rows = Revision.objects.filter(content_type=kind, **{f"content__{field}": account.pk})
            for revision in rows.iterator(chunk_size=CHUNK):
                yield revision, [field]
