"""`skaryna rescue`."""

import contextlib
import hashlib
import itertools
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from skaryna.cli import output
from skaryna.cli.reporting import DOMAINS, LANGUAGE, REPORT, Language, language_of, write_reports
from skaryna.errors import NO, SkarynaError, SourceError
from skaryna.model import Figure, Heading, Rescued
from skaryna.model.campaign import is_suspect

if TYPE_CHECKING:
    from skaryna.rescue import Media

NOTHING = "No post and no page was found in what you named: is it the whole export?"


def rescue(
    context: typer.Context,
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE…", help="Exports, saved pages, texts; files, archives or folders."),
    ],
    accept: Annotated[bool, typer.Option("--accept", help="Publish what is found, not only draft it.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would be found; change nothing, need no publication.")
    ] = False,
    media: Annotated[
        list[Path] | None,
        typer.Option("--media", metavar="FOLDER", help="Pictures of the former site: a folder, zip, tar or WARC."),
    ] = None,
    report: Annotated[Path | None, REPORT] = None,
    domains: Annotated[Path | None, DOMAINS] = None,
    language: Annotated[Language | None, LANGUAGE] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Make articles out of exports, saved pages and texts, and keep out what intruders put in.

    Each post or page becomes a draft in the newsroom (with --accept: a published article, unless it was private, a
    draft or behind a password). Everything that is taken out stands in the quarantine with its place, reason and exact
    text, and can be put back there. Running it twice makes no duplicates; after an interrupt, run it again. Exit
    codes: 0 done, 1 a source gave no article, 2 not possible.
    """
    from skaryna.rescue import Media
    from skaryna.rescue import rescue as rescued

    if not any(os.path.lexists(path) for path in sources):
        raise SourceError(f"{sources[0]} does not exist.", hint="Check the path; quote it if there are spaces in it.")
    pictures = Media(media or ())
    with output.progress(quiet=as_json) as step:
        found = rescued(sources, media=pictures, progress=lambda done, of, _: step("sources", done, of))
        kept: list[Rescued] = []
        if report is not None or domains is not None:
            found = _remembered(found, kept)
        pairs = _unreceived(found) if dry_run else _received(context, found, pictures, accept=accept)
        code = _reported(pairs, dry_run=dry_run) if as_json else _printed(pairs, dry_run=dry_run)
    spoken = language_of(language, context.obj)
    write_reports(kept, [str(path) for path in sources], report=report, domains=domains, language=spoken)
    return code


def _remembered(found: Iterable[Rescued], kept: list[Rescued]) -> Iterator[Rescued]:
    """Keep of each source what a report tells, while it passes."""
    for each in found:
        suspects = tuple(finding for finding in each.quarantine if is_suspect(finding))
        kept.append(msgspec.structs.replace(each, draft=None, original=b"", carried=(), quarantine=suspects))
        yield each


Pairs = Iterator[tuple[Rescued, object]]
"""Each source as it is told, and what became of it. Never more than one is held: an export may have a million."""


def _unreceived(found: Iterable[Rescued]) -> Pairs:
    for each in found:
        yield each, None


def _received(context: typer.Context, found: Iterable[Rescued], pictures: "Media", *, accept: bool) -> Pairs:
    """Hand what was found to the newsroom, one by one."""
    from skaryna.newsroom import receive
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    passing: deque[Rescued] = deque()

    def noted() -> Iterator[Rescued]:
        for each in found:
            passing.append(each)
            yield each

    taken = receive(
        folder, noted(), originals=_original, accept=accept, by="rescue", pictures=pictures.read, copies=pictures.copy
    )
    for receipt in taken:
        yield passing.popleft(), receipt


def _breach(each: Rescued) -> str:
    """Say where the law of conservation does not hold; "" where everything has exactly one place."""
    return each.tally.unaccounted if each.tally else ""


def _original(rescued: Rescued) -> bytes:
    """Return a source's bytes again, as evidence for the quarantine; empty if it changed meanwhile."""
    try:
        data = Path(rescued.source).read_bytes()
    except OSError:
        return b""
    return data if hashlib.sha256(data).hexdigest() == rescued.digest else b""


def _status(receipt: object, *, dry_run: bool) -> str:
    return "found" if dry_run else str(getattr(receipt, "status", "problem"))


def _reported(pairs: Pairs, *, dry_run: bool) -> int:
    """Print the object that `docs/rescue.md` promises, as it comes: parts that stand further down wait in a file.

    Nothing is begun before the first source: what cannot be done at all is an error and no object with an empty list.
    What breaks off later ends the object in order, and says so in it.
    """
    failed = False
    broke: list[SkarynaError] = []
    first = list(itertools.islice(pairs, 1))
    with contextlib.ExitStack() as stack:
        lists = {name: stack.enter_context(output.Waiting()) for name in ("quarantine", "problems", "notes")}
        output.begin('{\n"articles": [')
        count = sources = 0
        for each, receipt in _whole(itertools.chain(first, pairs), broke):
            sources += each.draft is not None or bool(each.problem)
            failed |= bool(each.problem or _breach(each)) or getattr(receipt, "status", "") == "problem"
            for article in _articles(each, receipt, dry_run=dry_run):
                sys.stdout.write(",\n" if count else "\n")
                sys.stdout.write(output.indented(article))
                count += 1
            for finding in each.quarantine:
                told = msgspec.to_builtins(finding)
                lists["quarantine"].add({"source": each.source, **{k: v for k, v in told.items() if k != "position"}})
            if each.problem:
                lists["problems"].add({"source": each.source, "message": each.problem})
            for note in _notes(each, receipt):
                lists["notes"].add({"source": each.source, "message": note})
        if not sources and not broke:
            lists["problems"].add({"source": "", "message": NOTHING})
        sys.stdout.write("]")
        for name, waiting in lists.items():
            sys.stdout.write(f',\n"{name}": [')
            waiting.write(sys.stdout)
            sys.stdout.write("]")
        for error in broke:
            sys.stdout.write(f',\n"error": {output.indented(output.error_of(error))}')
        sys.stdout.write("\n}\n")
    for error in broke:
        raise error
    return NO if failed or not sources else 0


def _whole(pairs: Pairs, broke: list[SkarynaError]) -> Pairs:
    """Yield what there is; an expected failure ends it and is kept, so that what was begun can be ended in order."""
    try:
        yield from pairs
    except SkarynaError as error:
        broke.append(error)


def _notes(each: Rescued, receipt: object) -> tuple[str, ...]:
    """Return what else is to be said; the problem itself is said already."""
    return tuple(note for note in (*each.notes, *getattr(receipt, "notes", ())) if note != each.problem)


def _articles(each: Rescued, receipt: object, *, dry_run: bool) -> Iterator[dict[str, object]]:
    if each.draft is None:
        return
    draft = each.draft
    yield {
        "source": each.source,
        "status": _status(receipt, dry_run=dry_run),
        "slug": getattr(receipt, "slug", "") or draft.slug,
        "title": draft.title,
        "lead": draft.lead,
        "language": draft.language,
        "topics": [{"name": topic.name, "sure": topic.sure} for topic in draft.topics],
        "byline": [{"name": byline.name, "bio": byline.bio} for byline in draft.bylines],
        "headings": [block.text for block in draft.body if isinstance(block, Heading)],
        "figures": _figures(each),
        "links": list(draft.links),
        "published_at": draft.published_at,
        "legacy_reads": draft.legacy_reads,
        "old_addresses": list(draft.old_addresses),
        "held": draft.held,
        "text": draft.text,
        "marks": list(draft.marks),
        "tally": each.tally,
    }


def _figures(rescued: Rescued) -> list[dict[str, object]]:
    from skaryna.model.inline import text_of

    assert rescued.draft is not None  # noqa: S101 - called for drafts only
    lead = (rescued.draft.lead_figure,) if rescued.draft.lead_figure else ()
    figures = [block for block in (*lead, *rescued.draft.body) if isinstance(block, Figure)]
    return [
        {"caption": text_of(f.caption), "credit": f.credit, "image": f.image.name if f.image else None} for f in figures
    ]


def _printed(pairs: Pairs, *, dry_run: bool) -> int:
    sources = articles = intruders = without = 0
    failed = False
    for each, receipt in pairs:
        _print(each, receipt, dry_run=dry_run)
        is_source = each.draft is not None or bool(each.problem)
        sources += is_source
        articles += each.draft is not None
        intruders += sum(finding.kind == "intruder" for finding in each.quarantine)
        without += bool(each.problem)
        failed |= bool(each.problem or _breach(each)) or getattr(receipt, "status", "") == "problem"
    if not sources:
        output.line(NOTHING, style="red")
    output.line(
        f"{output.many(sources, 'source')}: {output.many(articles, 'article')}, "
        f"{output.many(intruders, 'block')} of intruders taken out, {without:,} without an article."
    )
    return NO if failed or not sources else 0


def _print(each: Rescued, receipt: object, *, dry_run: bool) -> None:
    output.line(each.source, style="bold")
    if each.problem:
        output.line(f"  no article: {each.problem}", style="red")
    if _breach(each):
        output.line(f"  not all of it is accounted for: {_breach(each)}. Please report this as a fault.", style="red")
    if each.draft:
        draft = each.draft
        output.line(f"  {_status(receipt, dry_run=dry_run)}: “{draft.title}”")
        names = ", ".join(byline.name for byline in draft.bylines) or "author unknown"
        date = f"{draft.published_at:%Y-%m-%d}" if draft.published_at else "date unknown"
        reads = f", {draft.legacy_reads:,} reads" if draft.legacy_reads is not None else ""
        output.line(f"  {names}; {date}; {len(draft.text.split()):,} words{reads}")
        if draft.held:
            output.line(f"  stays a draft: {draft.held}", style="yellow")
        for mark in draft.marks:
            output.line(f"  to check: {mark}", style="yellow")
    for note in _notes(each, receipt):
        output.line(f"  note: {note}", style="yellow")
    for finding in each.quarantine:
        style = {"intruder": "red", "unsure": "yellow"}.get(finding.kind, "dim")
        output.line(f"  taken out, {finding.kind} ({finding.place}): {finding.reason}", style=style)
        output.line(f"    {output.quoted(finding.text)}", style="dim")
