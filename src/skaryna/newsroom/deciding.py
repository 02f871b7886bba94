"""Decisions on many findings at once, kept and replayed: who has decided once is not asked again by the next rescue."""

import hashlib
import re
from collections.abc import Iterable

from skaryna.errors import SkarynaError
from skaryna.model import finding as values
from skaryna.newsroom import releasing
from skaryna.newsroom.models import Account, Finding, Source

MAX_AT_ONCE = 300
"""Each release writes a revision; more would keep a browser waiting for minutes. The rest waits for the next press."""


def identity(finding: values.Finding) -> str:
    """Return what tells a finding's words and links from others, in whatever source they stand."""
    words = re.sub(r"\s+", " ", finding.text or finding.markup).strip().casefold()
    told = "\n".join((finding.kind, words, *sorted(finding.links)))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def keep_out(findings: Iterable[Finding], *, user: Account) -> tuple[int, list[str]]:
    """Keep out all that wait; return how many, and why some were refused."""
    return _each([each for each in findings if each.state == Finding.State.HELD], "keep", user)


def release(findings: Iterable[Finding], *, user: Account) -> tuple[int, list[str]]:
    """Put back all that are out, last places first, so that those before them stay where they were."""
    out = [each for each in findings if each.state != Finding.State.RELEASED and each.article_id]
    out.sort(key=lambda each: (each.article_id, -each.position, -each.pk))
    return _each(out, "release", user)


def undo(findings: Iterable[Finding], *, user: Account) -> tuple[int, list[str]]:
    """Let all that were decided wait again."""
    return _each([each for each in findings if each.state != Finding.State.HELD], "undo", user)


def _each(findings: list[Finding], what: str, user: Account) -> tuple[int, list[str]]:
    done = 0
    refused: list[str] = []
    verbs = {"keep": releasing.keep_out, "release": releasing.release, "undo": releasing.undo}
    for finding in findings[:MAX_AT_ONCE]:
        try:
            verbs[what](finding, user=user)
            done += 1
        except SkarynaError as error:
            refused.append(error.message)
    return done, list(dict.fromkeys(refused))


def replay(source: Source) -> None:
    """Decide on a source's waiting findings as a person decided on the same before; the newest decision counts."""
    waiting = list(source.findings.filter(state=Finding.State.HELD).exclude(identity=""))
    known: dict[str, Finding] = {}
    decided = Finding.objects.filter(identity__in={each.identity for each in waiting}, decided_by__isnull=False)
    for earlier in decided.exclude(state=Finding.State.HELD).select_related("decided_by").order_by("decided_at"):
        known[earlier.identity] = earlier
    for finding in sorted(waiting, key=lambda each: (-each.position, -each.pk)):
        earlier = known.get(finding.identity)
        if earlier is None:
            continue
        try:
            verb = releasing.release if earlier.state == Finding.State.RELEASED else releasing.keep_out
            verb(finding, user=earlier.decided_by)
        except SkarynaError:
            continue  # It waits for a person, as it would have without the earlier decision.
