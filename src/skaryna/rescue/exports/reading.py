"""An export, whatever its form, told post by post: the words of the site first, then each post, then the account."""

import hashlib
from collections.abc import Iterator
from typing import Protocol

from skaryna.model.finding import Finding, Rescued
from skaryna.model.tally import Amount, Tally
from skaryna.rescue.exports import carried as values
from skaryna.rescue.exports.items import Other
from skaryna.rescue.exports.media import Media
from skaryna.rescue.exports.post import Post
from skaryna.rescue.exports.secrets import Refused
from skaryna.rescue.exports.survey import Survey
from skaryna.rescue.exports.telling import rescued

OTHERS_AT_ONCE = 400
MAX_OTHER_CHARS = 2_000_000


class Export(Protocol):
    """What each form of export can do."""

    form: str
    survey: Survey
    refused: Refused
    carried: list[str]

    def read_first(self) -> None:
        """Read everything once: who and what posts refer to, and the site's words."""

    def posts(self) -> Iterator[Post | Other]:
        """Yield every post and every record that is none."""

    def files(self) -> list[str]:
        """Return the names of its files."""

    def notes(self, name: str) -> tuple[str, ...]:
        """Say of a file what was counted, repaired and mended in it."""

    def problem(self, name: str) -> str:
        """Say where what was found and what was told do not agree."""


def told(export: Export, media: Media) -> Iterator[Rescued]:
    """Yield each post of an export, the records that are none in bundles, and at last what there is to say of each file."""
    export.read_first()
    site = export.survey.site()
    total = Tally()
    others: list[Other] = []
    if kin := values.beside(export.carried):
        # Before the articles that name them.
        digest = hashlib.sha256("\0".join(each.value for each in kin).encode()).hexdigest()
        yield Rescued(source=f"{export.files()[0]}: authors, topics, mastheads", digest=digest, carried=kin)
    for each in export.posts():
        if isinstance(each, Other):
            others.append(each)
            if len(others) >= OTHERS_AT_ONCE or sum(len(one.text) for one in others[-8:]) > MAX_OTHER_CHARS:
                yield _bundle(others)
                others = []
            continue
        found = values.exact(rescued(each, site, media), each)
        total += found.tally or Tally()
        yield found
    if others:
        yield _bundle(others)
    for at, name in enumerate(export.files()):
        notes = export.notes(name)
        if at == 0:
            notes = (f"This is {export.form}.", *notes, *export.refused.sentences(), account_of(total))
        yield Rescued(
            source=name,
            digest=hashlib.sha256(f"export\0{name}\0{notes}".encode("utf-8", "replace")).hexdigest(),
            problem=export.problem(name),
            notes=notes,
        )


def account_of(total: Tally) -> str:
    """Say the law of conservation in a sentence, for a whole export."""
    parts = []
    for name in ("content", "house", "duplicate", "quarantine", "residue"):
        amount: Amount = getattr(total, name)
        if said := _said(amount):
            parts.append(f"{name} {said}")
    return f"What came in: {_said(total.came) or 'nothing'}. Where it is: {'; '.join(parts) or 'nowhere'}."


def _said(amount: Amount) -> str:
    named = (
        ("words", amount.words),
        ("links", amount.links),
        ("pictures", amount.pictures),
        ("scripts", amount.scripts),
    )
    return ", ".join(f"{count:,} {name}" for name, count in named if count)


def _bundle(others: list[Other]) -> Rescued:
    """Return records that are no articles as findings, one for each kind."""
    by_kind: dict[str, list[str]] = {}
    for each in others:
        if each.text.strip() and not each.is_private:
            by_kind.setdefault(each.kind, []).append(each.text)
    findings = tuple(
        Finding(
            kind="unsure" if kind in {"between", "too large"} else "house",
            reason=_REASONS.get(kind, f"Records of the kind “{kind[:40]}”; the former site's system needed them."),
            signals=("no article", kind[:40]),
            text="\n\n".join(texts),
            place="in the export",
        )
        for kind, texts in sorted(by_kind.items())
    )
    first, last = others[0].source, others[-1].source
    said = "\0".join(f"{each.source}\0{each.text}" for each in others)
    return Rescued(
        source=first if first == last else f"{first} to {last}",
        digest=hashlib.sha256(f"others\0{said}".encode("utf-8", "replace")).hexdigest(),
        quarantine=findings,
        notes=(),
    )


_REASONS = {
    "attachment": "What the former site's media library said of its files.",
    "nav_menu_item": "The former site's menus.",
    "term": "What the former site said of its categories, tags and other terms.",
    "between": "Words between the records of the export, where none should be.",
    "too large": "A record that is larger than any article; only its beginning is kept here.",
    "wp_block": "Blocks that the former site used in several articles; their text stands in these.",
    "guest-author": "What the former site said of authors.",
    "revision": "Earlier versions of articles.",
}
