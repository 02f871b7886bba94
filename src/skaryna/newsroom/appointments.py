"""Appointments are made when an editor publishes for later, and checked when the clock keeps them.

Else whoever can write the database could have the clock approve what no editor ever saw.
"""

import datetime as dt
import json
from typing import Any

from wagtail.models import Revision

from skaryna.errors import TrustError
from skaryna.model.codec import digest
from skaryna.newsroom import authentic
from skaryna.newsroom.models import Appointment


def make(article: Any, revision: Revision, *, names: str) -> None:
    """Note when an article goes to readers, and when it ends, as Wagtail just took it from a revision.

    Args:
        article: It was just published, or scheduled.
        revision: Its words.
        names: The accounts that approved it, for the journal.
    """
    row = type(article).objects.only("public_id", "live", "expire_at").get(pk=article.pk)
    begins = Revision.objects.filter(pk=revision.pk).values_list("approved_go_live_at", flat=True).get()
    _keep(row, Appointment.BEGIN, begins, _content(revision.pk), names)
    if begins is None:
        _keep(row, Appointment.END, row.expire_at if row.live else None, "", names)


def _keep(article: Any, kind: str, at: dt.datetime | None, content: str, names: str) -> None:
    if at is None:
        Appointment.objects.filter(article=article, kind=kind).delete()
        return
    mark = authentic.mark("appointment", kind, article.public_id, _utc(at), content, names)
    Appointment.objects.update_or_create(article=article, kind=kind, defaults={"at": at, "names": names, "mark": mark})


def check(article: Any, kind: str, at: dt.datetime, revision: int | None = None) -> str:
    """Return who approved what is due.

    Raises:
        TrustError: The newsroom made no such appointment, or the words are others than those that were approved.
    """
    row = Appointment.objects.filter(article_id=article.pk, kind=kind).first()
    content = _content(revision) if revision else ""
    if row is None or not authentic.is_ours(
        row.mark, "appointment", kind, article.public_id, _utc(at), content, row.names
    ):
        raise TrustError(
            "This appointment, or the words that it is for, was not made in the newsroom: the database was changed "
            "behind your back.",
            hint="Look who had access to it; read the article, and publish it again if it is right.",
        )
    return row.names


def _content(revision: int) -> str:
    """Return the digest of a revision as it lies in the database."""
    content = Revision.objects.filter(pk=revision).values_list("content", flat=True).get()
    return f"{revision} {digest(json.dumps(content, sort_keys=True).encode())}"


def _utc(time: dt.datetime) -> str:
    return time.astimezone(dt.UTC).isoformat()
