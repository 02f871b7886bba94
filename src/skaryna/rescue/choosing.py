"""Which copy of a page becomes the article: the newest in which nothing is an intruder's. Pure but for reading."""

from collections.abc import Callable, Sequence

import msgspec

from skaryna.errors import SkarynaError
from skaryna.model.finding import Finding, Rescued
from skaryna.rescue import plaintext, savedpage
from skaryna.rescue.history import Version, dated
from skaryna.rescue.savedpage.pictures import Finder
from skaryna.rescue.scanning import Text, contents_of, judged, others_of
from skaryna.rescue.site import Site
from skaryna.rescue.told import Told

BEST = 3


def chosen(texts: Sequence[Text], site: Site, pictures: Callable[[str], Finder] | None = None) -> Rescued:
    """Rescue a page from its copies.

    Args:
        texts: Its copies, oldest first; those that could not be read are passed over.
        site: What is known of the whole site.
        pictures: Returns who knows pictures of the former site, as the file of a name calls them.

    Returns:
        The article of the newest clean copy, else of the newest one that has an article; what is not in it; and what
        intruders had put into the others, with since when.
    """
    good = [each for each in texts if not each.problem]
    if not good:
        last = texts[-1]
        return Rescued(source=last.copy.source, problem=last.problem, address=last.copy.address)
    versions = [Version(each.copy.made, _contents(each)) for each in good]
    oldest = versions[0].contents if len(good) > 1 and versions[0].made else None
    at, told = _best(good, site, oldest, pictures)
    return _named(good, at, told, _others(good, told, site), versions)


def _contents(text: Text) -> frozenset[str]:
    try:
        return contents_of(text)
    except SkarynaError:
        return frozenset()


def _best(
    good: Sequence[Text], site: Site, oldest: frozenset[str] | None, pictures: Callable[[str], Finder] | None
) -> tuple[int, Told]:
    """Return the place of the copy that is taken, and what it tells."""
    best: tuple[int, Told] | None = None
    seen: set[str] = set()
    problem = Told()
    for at in range(len(good) - 1, -1, -1):
        if good[at].digest in seen:
            continue
        seen.add(good[at].digest)
        try:
            told = _told(good[at], site, others_of(at, oldest), pictures)
        except SkarynaError as error:
            problem = problem if problem.problem else Told(problem=error.message)
            continue
        if best is None or _worth(told) > _worth(best[1]):
            best = (at, told)
        if _worth(told) == BEST:
            break
    return best or (len(good) - 1, problem)


def _worth(told: Told) -> int:
    """Rank a copy: none, a few words (a page that was lost says no more), an article that was cleaned, a clean one."""
    if told.draft is None:
        return 0
    if told.draft.held:
        return 1
    return 2 if any(finding.kind == "intruder" for finding in told.findings) else BEST


def _told(text: Text, site: Site, others: savedpage.Others, pictures: Callable[[str], Finder] | None) -> Told:
    if text.is_page:
        finder = pictures(text.copy.source) if pictures else None
        return savedpage.told(text.text, site, others, address=text.copy.address, pictures=finder)
    return plaintext.told(text.text, site)


def _others(good: Sequence[Text], told: Told, site: Site) -> list[Finding]:
    """Return what intruders had put into any copy and what the chosen one has not."""
    if len(good) < 2:
        return []
    known = {(*finding.hosts, finding.text) for finding in told.findings}
    try:
        found = judged(good, site)
    except SkarynaError:
        return []
    return [each for each in found if each.kind == "intruder" and (*each.hosts, each.text) not in known]


def _named(
    good: Sequence[Text], at: int, told: Told, others: Sequence[Finding], versions: Sequence[Version]
) -> Rescued:
    text = good[at]
    findings = told.findings
    if len(good) > 1:
        findings = tuple(dated(each, versions) if each.kind == "intruder" else each for each in findings)
    draft = told.draft
    if draft is not None and text.note:
        draft = msgspec.structs.replace(draft, marks=(*draft.marks, text.note))
    if draft is not None and len(good) > 1 and text.copy.made:
        marks = (
            f"It was taken from the copy of {text.copy.made:%Y-%m-%d}, one of {len(good)}.{_why(good, at, others)}",
        )
        draft = msgspec.structs.replace(draft, marks=(*draft.marks, *marks))
    return Rescued(
        source=text.copy.source,
        digest=text.digest,
        draft=draft,
        quarantine=(*findings, *others),
        problem=told.problem,
        tally=told.tally,
        address=told.address or text.copy.address,
        copies=tuple(sorted(each.copy.made for each in good if each.copy.made)),
    )


def _why(good: Sequence[Text], at: int, others: Sequence[Finding]) -> str:
    if at == len(good) - 1 or not others:
        return ""
    return " Newer copies have what an intruder put in."
