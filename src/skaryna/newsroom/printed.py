"""What became of a Publish, in words: the editor reads it in the message after the click."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from skaryna.model.codec import decode
from skaryna.newsroom import telling
from skaryna.newsroom.leaving import Report
from skaryna.newsroom.models import Article, JournalRow, Leaving
from skaryna.newsroom.place import current
from skaryna.newsroom.sentences import in_words
from skaryna.outside import files, ledger
from skaryna.outside.ledger import Outcome

WAIT_S = 3.0


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence; whether it is good news; and where readers find the article, where they do."""

    sentence: str
    is_good: bool = True
    url: str = ""


def told(article: Article | None = None) -> Told:
    """Wait a little for the press and say what it did with the journal's last row."""
    folder = current()
    seq = JournalRow.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    if not files.is_locked(folder.press_lock):
        return Told(_("It will be in the next edition: run `skaryna publish` (no press is running)."))
    outcome = ledger.wait_for(folder.outcomes, seq, timeout_s=WAIT_S)
    if outcome is None:
        return Told(_("The press is still printing; the start page will say when it is done."))
    return _of(outcome, readers_url(article) if article else "")


def _of(outcome: Outcome, url: str) -> Told:
    if outcome.problem:
        return Told(
            _("The press did not print: %(problem)s %(hint)s")
            % {"problem": in_words(outcome.problem), "hint": in_words(outcome.hint)},
            is_good=False,
        )
    words = (
        _(
            "Printed and signed in edition %(edition)s: %(files)s new or changed, %(removed)s removed, "
            "in %(seconds).2g s."
        )
        if outcome.sealed
        else _(
            "Printed in edition %(edition)s: %(files)s new or changed, %(removed)s removed, in %(seconds).2g s, "
            "NOT SIGNED: run `skaryna keys init`."
        )
    )
    sentence = words % {
        "edition": outcome.edition,
        "files": outcome.made,
        "removed": outcome.removed,
        "seconds": outcome.seconds.get("total", 0.0),
    }
    return Told(" ".join((sentence, *outcome.warnings)), is_good=not outcome.warnings, url=url)


def brought(article: Article) -> str:
    """Say in a sentence what an article's last publication brought to readers."""
    row = Leaving.objects.filter(kind="article", key=article.public_id).order_by("-seq").first()
    return telling.summary(decode(row.report, Report)) if row else ""


def readers_url(article: Article) -> str:
    """Return where the readers' server of this machine shows an article; "" before its first publication."""
    folder = current()
    if not article.address:
        return ""
    language = "" if article.language == folder.publication.main else f"{article.language}/"
    return f"{folder.settings.readers.url}{language}{article.address}.html"
