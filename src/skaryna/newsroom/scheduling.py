"""What is due now goes to readers, or is taken down: one transaction each, whoever runs it and how often.

Nothing is assumed of who runs it. Each appointment is read again under lock inside its transaction, so two clocks
that run at once keep it once; the article, its journal row and the note about it come together or not at all.
"""

import datetime as dt
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Revision

from skaryna.errors import ApprovalError, SkarynaError
from skaryna.newsroom import appointments, approvals, four_eyes
from skaryna.newsroom.models import Appointment, Article, Happening

AT_ONCE = 100
KEPT_DAYS = 30
CLOCK = "clock"
"""Named in the journal where nobody is known who approved."""


def keep_appointments(now: dt.datetime | None = None) -> list[Happening]:
    """Publish and take down what is due; return what became of it.

    What breaks a rule stays a draft, and the note says why. What would be taken down again at once is not published.
    """
    now = now or timezone.now()
    found = [*_go_live(now), *_take_down(now)]
    if found:
        Happening.objects.filter(at__lt=now - dt.timedelta(days=KEPT_DAYS)).delete()
    return found


def _waiting() -> QuerySet:
    content_type = ContentType.objects.get_for_model(Article)
    return Revision.objects.filter(base_content_type=content_type, approved_go_live_at__isnull=False)


def _go_live(now: dt.datetime) -> Iterator[Happening]:
    due = _waiting().filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    for pk, when in list(due.values_list("pk", "approved_go_live_at")[:AT_ONCE]):
        try:
            with transaction.atomic():
                revision = _waiting().select_for_update().filter(pk=pk, approved_go_live_at__lte=now).first()
                # None: another clock was quicker, or an editor took it back.
                done = _publish(revision, when, now) if revision else None
        except (OperationalError, InterfaceError):
            raise  # the database is busy or away: nothing is wrong with the article
        except Exception as error:  # one article's fault must not keep all others from their readers
            done = _refused(pk, when, now, _sentence(error))
        if done is not None:
            yield done


def _publish(revision: Revision, due: dt.datetime, now: dt.datetime) -> Happening:
    article = Article.objects.select_for_update().get(pk=revision.object_id)
    ends = parse_datetime(revision.content.get("expire_at") or "")
    if ends is not None and ends <= now:
        raise ApprovalError(
            "The time for which it should have been with readers was over before the newsroom ran again.",
            hint="Set another time, or none, and publish it.",
        )
    names = appointments.check(article, Appointment.BEGIN, due, revision.pk)
    # Whoever had to approve did so when it was scheduled, and nothing of it has changed since.
    with approvals.acting(names or CLOCK), four_eyes.waived_by_the_clock():
        article.publish(revision, log_action="wagtail.publish.scheduled")
    return Happening.objects.create(article_id=article.pk, kind=Happening.Kind.PUBLISHED, due=due, at=now)


def _refused(pk: int, due: dt.datetime, now: dt.datetime, reason: str) -> Happening | None:
    """Leave a draft and say why; the appointment is over, so the clock does not try for ever."""
    with transaction.atomic():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
        revision = Revision.objects.filter(pk=pk).only("object_id").first()
        if revision is None or not Article.objects.filter(pk=revision.object_id).exists():
            return None  # it was deleted meanwhile
        return Happening.objects.create(
            article_id=int(revision.object_id), kind=Happening.Kind.REFUSED, due=due, at=now, reason=reason
        )


def _take_down(now: dt.datetime) -> Iterator[Happening]:
    due = Article.objects.filter(live=True, expire_at__lte=now).order_by("expire_at").values_list("pk", flat=True)
    for pk in list(due[:AT_ONCE]):
        with transaction.atomic(), approvals.acting(CLOCK):
            article = Article.objects.select_for_update().filter(pk=pk, live=True, expire_at__lte=now).first()
            if article is None:
                continue
            ends, kind, reason = article.expire_at, Happening.Kind.WITHDRAWN, ""
            try:
                appointments.check(article, Appointment.END, ends)
            except SkarynaError as error:
                Article.objects.filter(pk=pk).update(expire_at=None)
                kind, reason = Happening.Kind.REFUSED, _sentence(error)
            else:
                article.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            done = Happening.objects.create(article_id=pk, kind=kind, due=ends, at=now, reason=reason)
        yield done


def _sentence(error: Exception) -> str:
    if isinstance(error, SkarynaError):
        return f"{error.message} {error.hint}".strip()
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return "Something unexpected is in its text; open the article and publish it by hand to see what."
