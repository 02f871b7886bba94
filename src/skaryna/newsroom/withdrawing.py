"""Taking an article from readers: with a notice in its place, or without a trace."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skaryna.errors import ValueRefusedError
from skaryna.model.codec import digest
from skaryna.newsroom import four_eyes
from skaryna.newsroom.models import Account, Article, Withdrawal


@transaction.atomic
def with_a_notice(article: Article, *, title: str, text: str, user: Account) -> Withdrawal:
    """Withdraw an article, or change the words of the notice that stands in its place.

    Where two have to approve, readers get the plain notice at once, and these words when a second account confirms
    them: a notice is a publication too.

    Raises:
        ValueRefusedError: Readers do not have the article and never had it.
    """
    row = Withdrawal.objects.filter(article=article).first()
    if row is None:
        if not article.live:
            raise ValueRefusedError(f"Readers do not have “{article}”, so there is nothing to withdraw.")
        topics = [link.topic.group for link in article.topic_links.order_by("sort_order", "pk").select_related("topic")]
        row = Withdrawal(article=article, at=timezone.now(), known_title=article.title, topics=topics)
        article.unpublish(user=user)
    elif article.live:
        raise ValueRefusedError(f"Readers have “{article}” again; withdraw it anew.")
    if (row.title, row.text) != (title, text):
        row.by, row.confirmed_by = user, None
    row.title, row.text = title, text
    row.save()
    return row


@transaction.atomic
def without_a_trace(article: Article, *, user: Account) -> None:
    """Take the article, and a notice in its place, from readers."""
    for row in Withdrawal.objects.filter(article=article):
        row.delete()
    article.unpublish(user=user)


def words_of(row: Withdrawal) -> str:
    """Return the digest of a notice's own words and of who wrote them: what somebody who confirms them was shown."""
    return digest(repr((row.by_id, row.title, row.text)).encode())


@transaction.atomic
def confirm(row: Withdrawal, *, user: Account, seen: str) -> None:
    """A second account approves the words of a notice.

    Args:
        row: The notice.
        user: Who confirms.
        seen: The digest of the words that were shown.

    Raises:
        ValueRefusedError: It is the one who wrote them, or they are others by now.
    """
    row = Withdrawal.objects.select_for_update().get(pk=row.pk)
    if seen != words_of(row):
        raise ValueRefusedError(
            _("These words were changed since you were shown them."), hint=_("Read them once more.")
        )
    if row.by_id == user.pk:
        raise ValueRefusedError(
            "You wrote these words, so somebody else has to confirm them.",
            hint="Until then readers see the plain notice.",
        )
    row.confirmed_by = user
    row.save()


def is_confirmed(row: Any) -> bool:
    """Whether readers get the editors' own words of a notice."""
    return not four_eyes.is_on() or row.confirmed_by_id is not None
