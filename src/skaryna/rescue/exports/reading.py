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
from skaryna.rescue.intruders import active
from skaryna.rescue.passage import Surroundings, passage

OTHERS_AT_ONCE = 400
MAX_OTHER_CHARS = 2_000_000
MAX_JUDGED_CHARS = 20_000


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
        found = values.exact(rescued(each, site, media), each, lambda post: rescued(post, site, media))
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
    findings = tuple(_finding(kind, "\n\n".join(texts)) for kind, texts in sorted(by_kind.items()))
    first, last = others[0].source, others[-1].source
    said = "\0".join(f"{each.source}\0{each.text}" for each in others)
    return Rescued(
        source=first if first == last else f"{first} to {last}",
        digest=hashlib.sha256(f"others\0{said}".encode("utf-8", "replace")).hexdigest(),
        quarantine=findings,
        notes=(),
    )


def _finding(kind: str, text: str) -> Finding:
    """Return the records of a kind as one finding; code among them is judged."""
    found = active.evidence(passage(text[:MAX_JUDGED_CHARS], script=text), Surroundings())
    if found is not None:
        reason, signals = f"{found.reason[:1].upper()}{found.reason[1:]}.", (found.name,)
        return Finding(kind="intruder", reason=reason, signals=signals, text=text, place="in the export")
    return Finding(
        kind="unsure" if kind in _UNSURE else "house",
        reason=_REASONS.get(kind, f"Records of the kind “{kind[:40]}”; the former site's system needed them."),
        signals=("no article", kind[:40]),
        text=text,
        place="in the export",
    )


_UNSURE = frozenset({"between", "too large", "code injection", "damaged line", "text without front matter", "page without a post",
                     "text without its line in posts.csv"})  # fmt: skip
_REASONS = {
    "attachment": "What the former site's media library said of its files.",
    "nav_menu_item": "The former site's menus.",
    "term": "What the former site said of its categories, tags and other terms.",
    "between": "Words between the records of the export, where none should be.",
    "too large": "A record that is larger than any article; only its beginning is kept here.",
    "wp_block": "Blocks that the former site used in several articles; their text stands in these.",
    "guest-author": "What the former site said of authors.",
    "code injection": "Code that the former site put into every page; nobody needs it here.",
    "damaged line": "A line of the export that is no value; it is kept as it stood.",
    "text without front matter": "A text that says neither its title nor its day; look whether it is an article.",
    "page without a post": "A page of the export in which there is no post.",
    "text without its line in posts.csv": "A text that the list of posts does not name.",
    "revision": "Earlier versions of articles.",
}
