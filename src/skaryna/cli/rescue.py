"""`skaryna rescue`."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from skaryna.cli import output
from skaryna.cli.reporting import DOMAINS, REPORT, write_reports
from skaryna.errors import NO
from skaryna.model import Figure, Heading, Rescued


def rescue(
    context: typer.Context,
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…", help="Files or folders: .txt and .html.")],
    accept: Annotated[bool, typer.Option("--accept", help="Publish what is found, not only draft it.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Show what would be found; change nothing, need no publication.")
    ] = False,
    report: Annotated[Path | None, REPORT] = None,
    domains: Annotated[Path | None, DOMAINS] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Make articles out of saved pages and texts, and keep out what intruders put in.

    Each source becomes a draft in the newsroom (with --accept: a published article). Everything that is taken out
    stands in the quarantine with its place, reason and exact text, and can be put back there. Running it twice makes
    no duplicates. Exit codes: 0 done, 1 a source gave no article, 2 not possible.
    """
    from skaryna.rescue import rescue as rescued

    with output.progress(quiet=as_json) as step:
        found = list(rescued(sources, progress=lambda done, of, _: step("sources", done, of)))
    states = {} if dry_run else _received(context, found, accept=accept)
    write_reports(found, [str(path) for path in sources], report=report, domains=domains)
    if as_json:
        output.json(_report(found, states, dry_run=dry_run))
    else:
        _print(found, states, dry_run=dry_run)
    return NO if any(each.problem for each in found) else 0


def _received(context: typer.Context, found: Iterable[Rescued], *, accept: bool) -> dict[str, object]:
    """Hand what was found to the newsroom; return what became of each source."""
    from skaryna.newsroom import receive
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    receipts = receive(folder, found, originals=_original, accept=accept, by="rescue")
    return {receipt.source: receipt for receipt in receipts}


def _original(rescued: Rescued) -> bytes:
    """Return a source's bytes again, as evidence for the quarantine; empty if it changed meanwhile."""
    try:
        data = Path(rescued.source).read_bytes()
    except OSError:
        return b""
    return data if hashlib.sha256(data).hexdigest() == rescued.digest else b""


def _status(source: str, states: dict[str, object], *, dry_run: bool) -> str:
    return "found" if dry_run else str(getattr(states.get(source), "status", "problem"))


def _report(found: list[Rescued], states: dict[str, object], *, dry_run: bool) -> dict[str, object]:
    """Return the object that `docs/rescue.md` promises."""
    articles, quarantine, problems = [], [], []
    for each in found:
        if each.problem:
            problems.append({"source": each.source, "message": each.problem})
        quarantine += [
            {"source": each.source, **{k: v for k, v in msgspec.to_builtins(finding).items() if k != "position"}}
            for finding in each.quarantine
        ]
        if each.draft is None:
            continue
        draft = each.draft
        articles.append(
            {
                "source": each.source,
                "status": _status(each.source, states, dry_run=dry_run),
                "slug": getattr(states.get(each.source), "slug", "") or draft.slug,
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
                "text": draft.text,
                "marks": list(draft.marks),
            }
        )
    return {"articles": articles, "quarantine": quarantine, "problems": problems}


def _figures(rescued: Rescued) -> list[dict[str, object]]:
    from skaryna.model.inline import text_of

    assert rescued.draft is not None  # noqa: S101 - called for drafts only
    lead = (rescued.draft.lead_figure,) if rescued.draft.lead_figure else ()
    figures = [block for block in (*lead, *rescued.draft.body) if isinstance(block, Figure)]
    return [
        {"caption": text_of(f.caption), "credit": f.credit, "image": f.image.name if f.image else None} for f in figures
    ]


def _print(found: list[Rescued], states: dict[str, object], *, dry_run: bool) -> None:
    for each in found:
        output.line(each.source, style="bold")
        if each.problem:
            output.line(f"  no article: {each.problem}", style="red")
        if each.draft:
            draft = each.draft
            output.line(f"  {_status(each.source, states, dry_run=dry_run)}: “{draft.title}”")
            names = ", ".join(byline.name for byline in draft.bylines) or "author unknown"
            date = f"{draft.published_at:%Y-%m-%d}" if draft.published_at else "date unknown"
            reads = f", {draft.legacy_reads:,} reads" if draft.legacy_reads is not None else ""
            output.line(f"  {names}; {date}; {len(draft.text.split()):,} words{reads}")
            for mark in draft.marks:
                output.line(f"  to check: {mark}", style="yellow")
        for note in getattr(states.get(each.source), "notes", ()):
            output.line(f"  note: {note}", style="yellow")
        for finding in each.quarantine:
            style = {"intruder": "red", "unsure": "yellow"}.get(finding.kind, "dim")
            output.line(f"  taken out, {finding.kind} ({finding.place}): {finding.reason}", style=style)
            output.line(f"    {output.quoted(finding.text)}", style="dim")
    articles = sum(each.draft is not None for each in found)
    intruders = sum(finding.kind == "intruder" for each in found for finding in each.quarantine)
    output.line(
        f"{len(found)} sources: {articles} articles, {intruders} intruders' blocks taken out, "
        f"{sum(bool(each.problem) for each in found)} without an article."
    )
