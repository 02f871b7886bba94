"""What leaves the house, in an editor's words: reports say codes, this says sentences. Hostile text is made inert."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext, pgettext_lazy

from skaryna.newsroom.inert import inert
from skaryna.newsroom.leaving import Change, Part, Report, Warned

_WHERE = {
    "title": pgettext_lazy("where", "title"),
    "lead": pgettext_lazy("where", "lead"),
    "byline role": pgettext_lazy("where", "author's role"),
    "picture on top": pgettext_lazy("where", "picture on top"),
    "correction": pgettext_lazy("where", "correction"),
    "claim": pgettext_lazy("where", "claim that is checked"),
    "name": pgettext_lazy("where", "name"),
    "bio": pgettext_lazy("where", "about the author"),
    "portrait": pgettext_lazy("where", "portrait"),
    "description": pgettext_lazy("where", "description"),
    "tagline": pgettext_lazy("where", "tagline"),
    "contact": pgettext_lazy("where", "contact"),
    "licence": pgettext_lazy("where", "terms for whoever copies"),
    "appeal title": pgettext_lazy("where", "title of the appeal"),
    "appeal text": pgettext_lazy("where", "text of the appeal"),
    "appeal link": pgettext_lazy("where", "link of the appeal"),
    "paragraph": pgettext_lazy("where", "paragraph"),
    "heading": pgettext_lazy("where", "heading"),
    "figure": pgettext_lazy("where", "picture"),
    "quotation": pgettext_lazy("where", "quotation"),
    "list": pgettext_lazy("where", "list"),
    "table": pgettext_lazy("where", "table"),
    "source": pgettext_lazy("where", "source"),
    "embed": pgettext_lazy("where", "link card"),
    "code": pgettext_lazy("where", "fixed text"),
    "authors": pgettext_lazy("where", "authors"),
    "topics": pgettext_lazy("where", "topics"),
    "address": pgettext_lazy("where", "address"),
    "first published": pgettext_lazy("where", "first published"),
    "updated": pgettext_lazy("where", "updated"),
    "old addresses": pgettext_lazy("where", "old addresses"),
    "earlier reads": pgettext_lazy("where", "reads on an earlier site"),
    "page role": pgettext_lazy("where", "role of the page"),
    "place in the menu": pgettext_lazy("where", "place in the menu"),
    "pen name": pgettext_lazy("where", "a pen name"),
    "lead story": pgettext_lazy("where", "the story on top"),
    "stories beside": pgettext_lazy("where", "stories beside it"),
    "number of stories": pgettext_lazy("where", "number of stories"),
    "sections": pgettext_lazy("where", "sections"),
}
_KINDS = {
    "article": pgettext_lazy("kind of page", "article"),
    "person": pgettext_lazy("kind of page", "author"),
    "topic": pgettext_lazy("kind of page", "topic"),
    "page": pgettext_lazy("kind of page", "page"),
    "masthead": pgettext_lazy("kind of page", "masthead"),
    "withdrawal": pgettext_lazy("kind of page", "notice"),
    "front": pgettext_lazy("kind of page", "home page"),
}
_SENTENCES = {
    "new domain": gettext_noop("A link or a name of a site that this publication never had before: %(subject)s"),
    "lookalike domain": gettext_noop("%(subject)s looks like %(also)s, which you know, and is another site."),
    "mixed letters": gettext_noop("The name %(subject)s has letters that are not what they seem: %(also)s"),
    "punycode": gettext_noop("The address of %(subject)s is spelled in code: %(also)s"),
    "script": gettext_noop("This looks like a program: %(subject)s"),
    "markup": gettext_noop("This looks like HTML, which readers would see as it stands: %(subject)s"),
    "encoded": gettext_noop("A long run of letters and digits that is no word: %(subject)s"),
    "hidden character": gettext_noop("A character that nobody sees: %(subject)s"),
    "taken out": gettext_noop("The draft has a character that nobody sees; it is left out for readers: %(subject)s"),
    "credentials": gettext_noop("A link that carries somebody's password or key (%(subject)s): %(also)s"),
    "tracking": gettext_noop("A link that tells on the reader who follows it (%(subject)s): %(also)s"),
    "other domain": gettext_noop("The words of a link name %(subject)s, but it leads to %(also)s"),
    "wordless link": gettext_noop("A link that readers cannot see, since it has no words: %(also)s"),
    "link farm": gettext_noop("So many links that it looks like advertising: %(subject)s"),
    "new mail": gettext_noop("An e-mail address that this publication never gave before: %(subject)s"),
    "new phone": gettext_noop("A telephone number that this publication never gave before: %(subject)s"),
    "new account": gettext_noop("An account for money that this publication never gave before: %(subject)s"),
    "too long": gettext_noop("The text is so long that only its first %(subject)s characters were looked at."),
}  # fmt: skip
_ADVICE = {
    "new domain": gettext_noop("Do you know this site, and should readers go there?"),
    "lookalike domain": gettext_noop("Somebody may want readers to take it for the other."),
    "mixed letters": gettext_noop("Somebody may want readers to take it for another."),
    "credentials": gettext_noop("Take it out of the address."),
    "tracking": gettext_noop("Cut the address before this part; it nearly always works without."),
    "new mail": gettext_noop("Is its owner safe when readers know it?"),
    "new phone": gettext_noop("Is its owner safe when readers know it?"),
    "new account": gettext_noop("Is it yours? Compare it with the one on paper."),
    "taken out": gettext_noop("Pasted text often has some. Where did this text come from?"),
}
_ORDER = list(_SENTENCES)
MAX_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class ToldWarning:
    """A warning to read: what, where, what to ask oneself, and the words around it. Still to be escaped."""

    kind: str
    sentence: str
    where: str
    advice: str
    excerpt: str
    address: str


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change to read."""

    op: str
    label: str
    parts: tuple[Part, ...]
    gone_links: tuple[str, ...]
    new_links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldReport:
    """A report to read."""

    heading: str
    title: str
    language: str
    summary: str
    warnings: tuple[ToldWarning, ...]
    more_warned: int
    changes: tuple[ToldChange, ...]
    more_changes: int
    is_blind: bool


def told(report: Report) -> ToldReport:
    """Say a report in words."""
    return ToldReport(
        heading=kind(report.kind),
        title=inert(report.title),
        language=report.language,
        summary=summary(report),
        warnings=tuple(_warning(each) for each in sorted(report.warned, key=lambda each: _ORDER.index(each.kind))),
        more_warned=report.more_warned,
        changes=tuple(_change(each) for each in report.changes),
        more_changes=report.more_changes,
        is_blind=report.is_blind,
    )


def kind(name: str) -> str:
    """Say which kind of page."""
    return str(capfirst(_KINDS.get(name, name)))


def summary(report: Report) -> str:
    """Say in one sentence how much is new to readers."""
    counts = report.counts
    if report.op == "withdrawn":
        return _("Readers no longer get it.")
    if report.op == "same":
        return _("Nothing changes for readers.")
    if report.op == "new":
        words = ngettext("%(n)s word", "%(n)s words", counts.words) % {"n": counts.words}
        links = ngettext("%(n)s link to other sites", "%(n)s links to other sites", counts.links) % {"n": counts.links}
        return _("New to readers: %(words)s, %(links)s.") % {"words": words, "links": links}
    said = [
        ngettext("%(n)s thing changed", "%(n)s things changed", counts.changed) % {"n": counts.changed},
        ngettext("%(n)s added", "%(n)s added", counts.added) % {"n": counts.added},
        ngettext("%(n)s taken out", "%(n)s taken out", counts.removed) % {"n": counts.removed},
        ngettext("%(n)s moved", "%(n)s moved", counts.moved) % {"n": counts.moved},
    ]
    numbers = (counts.changed, counts.added, counts.removed, counts.moved)
    parts = ", ".join(text for text, n in zip(said, numbers, strict=True) if n)
    names = list(dict.fromkeys(str(_WHERE.get(each.where, each.where)) for each in report.changes))
    if 0 < len(names) <= 4 and not report.more_changes:
        return _("For readers: %(parts)s (%(places)s).") % {"parts": parts, "places": ", ".join(names)}
    return _("For readers: %(parts)s.") % {"parts": parts}


def warning(each: Warned) -> str:
    """Say one warning as a sentence; it still has to be escaped."""
    said = _(_SENTENCES[each.kind]) % {"subject": inert(each.subject) or "…", "also": inert(each.also)}
    if each.times < 2:
        return said
    # A call on a line of its own: words inside an f-string's braces are not found for translation.
    often = ngettext("%(n)s time", "%(n)s times", each.times) % {"n": each.times}
    return f"{said} ({often})"


def brief(report: Report, most: int) -> list[str]:
    """Say the warnings in a few sentences: those of one kind that differ in one name are said together."""
    by_kind: dict[str, list[Warned]] = {}
    for each in sorted(report.warned, key=lambda each: _ORDER.index(each.kind)):
        by_kind.setdefault(each.kind, []).append(each)
    said = []
    for name, alike in by_kind.items():
        if "%(also)s" in _SENTENCES[name]:
            said.append(warning(alike[0]))
        else:
            subjects = list(dict.fromkeys(inert(each.subject) or "…" for each in alike))
            shown = ", ".join(subjects[:MAX_TOGETHER]) + (" …" if len(subjects) > MAX_TOGETHER else "")
            said.append(_(_SENTENCES[name]) % {"subject": shown})
    return said[:most]


def where(name: str, number: int) -> str:
    """Say where in a text."""
    if not name:
        return ""
    place = str(_WHERE.get(name, name))
    return pgettext("block of a text", "%(where)s, block %(n)s") % {"where": place, "n": number} if number else place


def _warning(each: Warned) -> ToldWarning:
    names_address = "%(also)s" in _SENTENCES[each.kind]
    return ToldWarning(
        kind=each.kind,
        sentence=warning(each),
        where=str(capfirst(where(each.where, each.number))),
        advice=_(_ADVICE[each.kind]) if each.kind in _ADVICE else "",
        excerpt=inert(each.excerpt),
        address="" if names_address else inert(each.also),
    )


def _change(change: Change) -> ToldChange:
    words = {
        "added": _("Added: %(where)s"),
        "removed": _("Taken out: %(where)s"),
        "changed": _("Changed: %(where)s"),
        "moved": _("Moved: %(where)s"),
    }
    return ToldChange(
        op=change.op,
        label=words[change.op] % {"where": where(change.where, change.number)},
        parts=tuple(Part(part.op, inert(part.text)) for part in change.parts),
        gone_links=tuple(inert(each) for each in change.gone_links),
        new_links=tuple(inert(each) for each in change.new_links),
    )
