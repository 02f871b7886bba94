"""Nothing is published by its own author alone, where `four_eyes = true` stands in skaryna.toml.

Articles: asked in `Article.publish`, the one door to readers: the editor's screen, the review, the clock and any script
go through it. Who wrote is every account that changed the words since readers last got the article; who approves is the
account that publishes, and every account that agreed to exactly these words. Everything else has no drafts: where it
would reach the journal it waits (`newsroom.waiting`).
"""

import contextlib
import contextvars
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from skaryna.errors import ApprovalError, SkarynaError
from skaryna.model.codec import digest, encode
from skaryna.newsroom import authentic, models
from skaryna.newsroom.place import current

MAX_REVISIONS = 100
"""Older ones since the last publication are not compared: whoever saved one counts as having written."""

MAX_NAMED_CHARS = 320
_NOWHERE = "undated/x"
_NO_WORDS = frozenset(
    {
        "pk", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision",
        "latest_revision", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by",
    }
)  # fmt: skip
"""What Wagtail keeps with a revision and readers never get."""

_MARKS = re.compile(r"""\"id\": \"[0-9a-f-]*\"|'pk': (?:None|\d+)|data-block-key=\\*"[^"\\]*\\*\"""")
"""Identifiers that saving a form may write anew."""

_GROUPS = re.compile(r'"group":"[^"]*"|article:[^"\\\s<>]*')
"""What joining and parting change in a value."""

MAX_PUTS = 200
"""So many rows of one article are looked at for when its words last reached readers; then the oldest of them counts."""

PICTURES_BEFORE = dt.timedelta(days=7)
"""Of an article that readers never had, changes of its pictures count that are not older than its draft and this."""

_waived: contextvars.ContextVar[str] = contextvars.ContextVar("waived", default="")
_approved: contextvars.ContextVar[bool] = contextvars.ContextVar("approved", default=False)
_PERSON, _CLOCK = "person", "clock"


@contextlib.contextmanager
def waived() -> Iterator[None]:
    """Publish without a second pair of eyes inside the block: what the command line takes in on a person's word."""
    token = _waived.set(_PERSON)
    try:
        yield
    finally:
        _waived.reset(token)


@contextlib.contextmanager
def waived_by_the_clock() -> Iterator[None]:
    """Keep an appointment inside the block: who had to approve the article did so when it was made."""
    token = _waived.set(_CLOCK)
    try:
        yield
    finally:
        _waived.reset(token)


@contextlib.contextmanager
def approved() -> Iterator[None]:
    """Let values pass inside the block that two have approved, or that bring nobody's new words."""
    token = _approved.set(True)
    try:
        yield
    finally:
        _approved.reset(token)


def holds() -> bool:
    """Whether what comes to the journal now has to wait for a second account."""
    return is_on() and not _waived.get() and not _approved.get()


def is_on() -> bool:
    """Whether the rule holds in this newsroom."""
    return current().settings.four_eyes


def words_of(article: Any, revision: Revision) -> str:
    """Return the digest of what readers would get of a revision, wherever it may lie.

    Two revisions with the same words have the same digest, also where the editor's form wrote the markup anew.
    """
    row = article.with_content_json(revision.content)
    beneath = _beneath(row)
    row.address = row.address or _NOWHERE
    # The form knows minutes alone: who opens and saves it writes nothing.
    row.published_at, row.updated_at = _minute(row.published_at), _minute(row.updated_at)
    corrections = list(row.corrections.all())
    for each in corrections:
        each.at = _minute(each.at)
    row.corrections = corrections
    from skaryna.newsroom import handover

    try:
        return digest(encode(handover.article(row)) + beneath)
    except SkarynaError:
        # It breaks a rule and cannot be published as it is; who wrote it still counts.
        content = {key: value for key, value in revision.content.items() if key not in _NO_WORDS}
        return digest(encode({key: _MARKS.sub("", str(value)) for key, value in content.items()}))


def _beneath(row: Any) -> bytes:
    """Return words that readers do not get as the article is now, but may once somebody else has changed it.

    Else one account lays them under a colleague's draft and counts as nobody who wrote: a word for its address, a
    credit for when there is a picture, a claim for when there is a verdict.
    """
    names = [] if row.address else ["slug"]
    if row.lead_image_id is None:
        names += ["lead_alt", "lead_credit"]
    if not row.claim.strip() or not row.claim_rating:
        names += ["claim", "claim_by", "claim_address", "claim_words"]
    found = {name: text for name in names if (text := str(getattr(row, name)).strip())}
    return encode(found) if found else b""


def _minute(time: dt.datetime | None) -> dt.datetime | None:
    return time.replace(second=0, microsecond=0) if time else None


def writers(article: Any, revision: Revision) -> set[int]:
    """Return the accounts that changed the words between what readers have and a revision.

    Rows without an account come from rescue or from `load`: no colleague wrote them.
    """
    base = article.live_revision if article.live and article.live_revision_id else None
    if base is not None and base.pk >= revision.pk:
        base = None
    rows = article.revisions.filter(pk__lte=revision.pk)
    if base is not None:
        rows = rows.filter(pk__gt=base.pk)
    newest = list(rows.order_by("-pk").only("pk", "user_id", "content", "created_at", "object_id")[:MAX_REVISIONS])[
        ::-1
    ]
    found: set[int | None] = set(_lenders(article, revision))
    before = words_of(article, base) if base is not None else ""
    if len(newest) == MAX_REVISIONS:
        found |= set(rows.filter(pk__lt=newest[0].pk).values_list("user_id", flat=True).distinct())
        before = ""
    for row in newest:
        words = words_of(article, row)
        if words != before:
            found.add(row.user_id)
        before = words
    return {account for account in found if account is not None}


def _lenders(article: Any, revision: Revision) -> set[int]:
    """Return the accounts that changed what the article borrows since readers last got it."""
    from skaryna.newsroom import waiting

    waits = waiting.of("article", article.public_id)
    found = set(waiting.hands(waits)) if waits is not None else set()
    row = article.with_content_json(revision.content)
    first = article.revisions.aggregate(first=Min("created_at"))["first"]
    since = _last_put("article", article.public_id) or (first or timezone.now()) - PICTURES_BEFORE
    return found | lenders(row.body, since, picture=row.lead_image_id)


def lenders_of_page(page: Any) -> set[int]:
    """Return the accounts that changed what a standing page borrows since readers last got it."""
    return lenders(page.body, _last_put("page", page.public_id) or timezone.now() - PICTURES_BEFORE)


def lenders(body: Any, since: dt.datetime, *, picture: int | None = None) -> set[int]:
    """Return the accounts that changed words of its pictures, or copies of its sources, since some time."""
    from skaryna.newsroom.models.sources import key_of

    blocks = [dict(block) for block in body.raw_data]
    pictures = {str(block["value"].get("image")) for block in blocks if block["type"] == "figure"} | {str(picture)}
    sources = {key_of((block["value"].get("address") or "").strip()) for block in blocks if block["type"] == "source"}
    hands = models.Touch.objects.filter(
        Q(kind=models.Touch.PICTURE, key__in=pictures) | Q(kind=models.Touch.SOURCE, key__in=sources), at__gte=since
    )
    return set(hands.values_list("account_id", flat=True))


def _last_put(kind: str, key: str) -> dt.datetime | None:
    """Return when readers last got words of it.

    Joining and parting translations hands over the same words in another group, on the word of one account.
    """
    rows = models.JournalRow.objects.filter(kind=kind, key=key, op="put").order_by("-seq")
    found = list(rows.values_list("at", "value")[:MAX_PUTS])
    for (at, value), (_before, earlier) in itertools.pairwise(found):
        if not value or not earlier or _GROUPS.sub("", value) != _GROUPS.sub("", earlier):
            return dt.datetime.fromisoformat(at)
    return dt.datetime.fromisoformat(found[-1][0]) if found else None


def agree(article: Any, revision: Revision, account: Any) -> None:
    """Note that an account approves the words of a revision."""
    words = words_of(article, revision)
    mark = authentic.mark("agreement", article.public_id, account.get_username(), words)
    models.Agreement.objects.update_or_create(
        article_id=article.pk, account=account, words=words, defaults={"mark": mark}
    )


def agreed(article: Any, revision: Revision) -> list[Any]:
    """Return the accounts that approved exactly the words of a revision and may still come in, in order."""
    rows = models.Agreement.objects.filter(article_id=article.pk, account__is_active=True)
    rows = list(rows.select_related("account").order_by("at", "pk"))
    if not rows:
        return []
    words = words_of(article, revision)
    return [row.account for row in rows if row.words == words and _is_ours(article, row)]


def _is_ours(article: Any, row: models.Agreement) -> bool:
    return authentic.is_ours(row.mark, "agreement", article.public_id, row.account.get_username(), row.words)


def approvers(article: Any, revision: Revision, user: Any) -> str:
    """Return who approves a publication, for the journal; "" where whoever acts is known otherwise.

    Args:
        article: What is to be published.
        revision: Its words.
        user: The account that publishes; None where the clock or a script does.

    Raises:
        ApprovalError: The rule holds, and nobody but the author approves.
    """
    if _waived.get():
        return ""
    accounts = {account.pk: account for account in ([user] if user else []) + agreed(article, revision)}
    if not is_on():
        return named(list(accounts.values()))
    wrote = writers(article, revision)
    if not accounts or (len(accounts) == 1 and accounts.keys() <= wrote):
        raise ApprovalError(_reason(article, user), hint=_HINT)
    authors = models.Account.objects.filter(pk__in=wrote - accounts.keys()).order_by("pk")
    return named([*accounts.values(), *authors])


def check_company(revision: Revision, user: Any, *, is_ahead: bool) -> None:
    """Let authors and topics that only wait come with the article that names them, or refuse the article.

    They come where whoever publishes had no hand in them, and so is the second account; where the article goes to
    readers later, that is noted, and holds for exactly these words.

    Args:
        revision: The article's words.
        user: The account that publishes; None where the clock does.
        is_ahead: The article is scheduled now, and goes later.

    Raises:
        ApprovalError: One of them waits for somebody else.
    """
    if not is_on() or _waived.get() == _PERSON:
        return
    from skaryna.newsroom import approvals, handover, waiting

    for row in approvals.unknown_to_readers(revision.as_object()):
        waits = waiting.of(*handover.kind_and_key(row))
        if waits is None:
            # It came from rescue: no colleague wrote it.
            continue
        is_theirs = waiting.is_ours(waits) and digest(encode(handover.value_of(row))) == waits.digest
        if is_theirs and user is not None and user.pk not in waiting.hands(waits):
            if is_ahead:
                waiting.second(waits, user)
        elif not (is_theirs and waiting.is_seconded(waits)):
            raise ApprovalError(
                _("The article names “%(name)s”, whom readers do not know yet, and who waits for a second account.")
                % {"name": row},
                hint=_("Let somebody who did not write it agree first (“What waits” in the menu), then publish again."),
            )


_HINT = (
    "Ask a colleague to read it: it goes to readers when they publish it, or when they agree to these words (the "
    "speech bubble above the editor) and you publish it again."
)


def _reason(article: Any, user: Any) -> str:
    who = f"{user.get_username()} wrote part of “{article}”" if user else f"Nobody but its author approved “{article}”"
    return f"{who}; in this newsroom nothing is published by its own author alone."


def named(accounts: list[Any]) -> str:
    """Return names as the journal's row has them; whoever approves first, as many as find room."""
    said = ""
    for account in accounts:
        longer = f"{said}, {account.get_username()}" if said else account.get_username()
        if len(longer) > MAX_NAMED_CHARS:
            break
        said = longer
    return said
