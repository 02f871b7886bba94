"""The detector alone: what speaks against somebody on anyone's pages. No publication and no article is needed."""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from skaryna.errors import SkarynaError
from skaryna.model.finding import Finding, Rescued
from skaryna.rescue import plaintext, savedpage
from skaryna.rescue.cloaking import compared
from skaryna.rescue.copies import Copy, page_key
from skaryna.rescue.crawl import Crawl, Got, Visit
from skaryna.rescue.decode import decode
from skaryna.rescue.history import Version, dated
from skaryna.rescue.hosts import domain_of, host_of
from skaryna.rescue.kinds import is_page
from skaryna.rescue.savedpage.scanning import suspected
from skaryna.rescue.site import Facts, Site, site_of
from skaryna.rescue.spool import Spool

Progress = Callable[[int, int, str], None]
MAX_HELD_CHARS = 100_000_000
MAX_COPIES = 200
"""Of one page; more are thinned out evenly, the oldest and the newest stay."""


@dataclass(frozen=True, slots=True)
class Text:
    """A copy's text, or why there is none; `note` says what had to be repaired in its bytes."""

    copy: Copy
    text: str = ""
    digest: str = ""
    problem: str = ""
    note: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return is_page(self.text, self.copy.name)


def scan(copies: Iterable[Copy], *, progress: Progress | None = None) -> Iterator[Rescued]:
    """Judge pages, each knowing the words of all, and each copy of a page knowing the older ones.

    Args:
        copies: All copies; each is read twice, so that memory holds one page at a time.
        progress: Called with done, of, name.

    Yields:
        One value for each page, in the order of its first copy; its draft is None.
    """
    pages = grouped(copies)
    site = site_of(facts_of(text_of(copy)) for page in pages for copy in page)
    for done, page in enumerate(pages, start=1):
        yield scanned(texts_of(page), site)
        if progress:
            progress(done, len(pages), page[-1].source)


def grouped(copies: Iterable[Copy]) -> list[list[Copy]]:
    """Return the copies of each page, oldest first; copies without a date stand first, as they came."""
    pages: dict[str, list[Copy]] = {}
    for copy in copies:
        pages.setdefault(page_key(copy.address) if copy.address and copy.made else copy.source, []).append(copy)
    for page in pages.values():
        page.sort(key=lambda copy: copy.made.timestamp() if copy.made else float("-inf"))
    return list(pages.values())


def thinned(page: Sequence[Copy]) -> list[Copy]:
    """Return at most `MAX_COPIES` copies, spread evenly."""
    if len(page) <= MAX_COPIES:
        return list(page)
    last = len(page) - 1
    return [page[at * last // (MAX_COPIES - 1)] for at in range(MAX_COPIES)]


def text_of(copy: Copy) -> Text:
    """Read a copy; bad input is a sentence."""
    try:
        data = copy.read()
        decoded = decode(data, charset=copy.charset)
        return Text(copy, decoded.text, hashlib.sha256(data).hexdigest(), note=decoded.note)
    except SkarynaError as error:
        return Text(copy, problem=error.message)


def texts_of(page: Sequence[Copy]) -> list[Text]:
    """Read the copies of a page, oldest first; the newest ones alone, where all would not fit into memory."""
    texts: list[Text] = []
    held = 0
    for copy in reversed(thinned(page)):
        text = text_of(copy)
        held += len(text.text)
        if texts and held > MAX_HELD_CHARS:
            break
        texts.append(text)
    return texts[::-1]


def facts_of(text: Text) -> Facts:
    """Return what a copy tells of the whole site."""
    if text.problem:
        return Facts()
    try:
        facts = savedpage.facts_of(text.text) if text.is_page else plaintext.facts_of(text.text)
    except SkarynaError:
        return Facts()
    return replace(facts, hosts=facts.hosts | own_hosts(text.copy.address))


def own_hosts(address: str) -> frozenset[str]:
    """Return the site that an address is on, which is no other site to its own pages."""
    host = host_of(address)
    return frozenset({domain_of(host)} if host else ())


def scanned(texts: Sequence[Text], site: Site) -> Rescued:
    """Judge one page by its copies, oldest first: what the newest one has, and what only earlier ones had."""
    newest = texts[-1]
    good = [each for each in texts if not each.problem]
    if not good:
        return Rescued(source=newest.copy.source, problem=newest.problem, address=newest.copy.address)
    try:
        findings = judged(good, site)
    except SkarynaError as error:
        return Rescued(source=newest.copy.source, problem=error.message, address=newest.copy.address)
    return Rescued(
        source=newest.copy.source,
        digest=good[-1].digest,
        quarantine=findings,
        address=newest.copy.address or address_of(good[-1]),
        copies=tuple(sorted(each.copy.made for each in good if each.copy.made)),
    )


def address_of(text: Text) -> str:
    """Return where a page says that it is."""
    return savedpage.opened(text.text).meta.address if text.is_page else ""


def judged(texts: Sequence[Text], site: Site) -> tuple[Finding, ...]:
    """Return what speaks against somebody in any copy, each once, the newest copy's first, dated by the copies."""
    versions = [Version(each.copy.made, contents_of(each)) for each in texts]
    oldest = versions[0].contents if len(texts) > 1 and versions[0].made else None
    found: dict[tuple[str, ...], Finding] = {}
    seen: set[str] = set()
    for at in range(len(texts) - 1, -1, -1):
        text = texts[at]
        if text.digest in seen:
            continue
        seen.add(text.digest)
        for finding in findings_of(text, site, others_of(at, oldest)):
            key = (*finding.hosts, finding.text if not finding.hosts else "", finding.kind)
            if key not in found:
                past = at < len(texts) - 1 and text.copy.made
                place = f"{finding.place}, in the copy of {text.copy.made:%Y-%m-%d}" if past else finding.place
                found[key] = dated(msgspec.structs.replace(finding, place=place), versions)
    return tuple(found.values())


def others_of(at: int, oldest: frozenset[str] | None) -> savedpage.Others:
    """Return what a copy is compared with: the oldest one, which is nearest to what editors published."""
    return savedpage.Others(older=oldest if at else None)


def contents_of(text: Text) -> frozenset[str]:
    """Return what a copy has, to compare others with."""
    return savedpage.contents_of(text.text) if text.is_page else frozenset(plaintext.contents_of(text.text))


def findings_of(text: Text, site: Site, others: savedpage.Others) -> tuple[Finding, ...]:
    """Return what speaks against somebody in one copy."""
    if text.is_page:
        return suspected(savedpage.read(text.text, site, others, address=text.copy.address))
    told = plaintext.told(text.text, site)
    return tuple(finding for finding in told.findings if finding.kind == "intruder")


def scan_site(crawl: Crawl, spool: Spool, *, progress: Progress | None = None) -> Iterator[Rescued]:
    """Judge the pages of one host, as several visitors get them.

    Args:
        crawl: Where to go; it asks the host while this runs.
        spool: Where pages lie until all are there.
        progress: Called with done, of, address; `of` is a bound.

    Raises:
        SourceError, CopyError: The host does not give its first page.
    """
    kept: list[tuple[str, dict[str, Got]]] = []
    facts: list[Facts] = []
    for visit in crawl.visits():
        light = {name: _light(got, spool) for name, got in visit.got.items()}
        kept.append((visit.address, light))
        seen = next((got.text for got in visit.got.values() if got.text), "")
        with contextlib.suppress(SkarynaError):
            facts.append(savedpage.facts_of(seen) if seen else Facts())
        if progress:
            progress(len(kept), crawl.pages, visit.address)
    facts.append(Facts(hosts=own_hosts(crawl.start)))
    site = site_of(facts)
    for address, light in kept:
        try:
            yield compared(Visit(address, {name: _whole(got, spool) for name, got in light.items()}), site)
        except SkarynaError as error:
            yield Rescued(source=address, address=address, problem=error.message)


def _light(got: Got, spool: Spool) -> Got:
    """Put a page's text aside; its digest stands in its place."""
    return replace(got, text=spool.put(got.text.encode("utf-8", "surrogatepass")) if got.text else "", data=b"")


def _whole(got: Got, spool: Spool) -> Got:
    return replace(got, text=spool.get(got.text).decode("utf-8", "surrogatepass")) if got.text else got
