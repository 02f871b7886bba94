"""`skaryna scan`."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from skaryna.cli import output
from skaryna.cli.reporting import DOMAINS, LANGUAGE, REPORT, Language, language_of, write_reports
from skaryna.errors import CANNOT, NO, SettingsError
from skaryna.model import Finding, Rescued

MAX_SHOWN = 40
MAX_PAGES = 2_000
_NAME = re.compile(r"(?!.*/\.)[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?$")

Step = Callable[[str, int, int], None]


def scan(
    context: typer.Context,
    places: Annotated[
        list[str],
        typer.Argument(metavar="WHERE…", help="Saved pages, folders, exports, web archives, or addresses of sites."),
    ],
    pages: Annotated[
        int, typer.Option("--pages", min=1, max=MAX_PAGES, help="Of a site, look at most at so many.")
    ] = 50,
    report: Annotated[Path | None, REPORT] = None,
    domains: Annotated[Path | None, DOMAINS] = None,
    language: Annotated[Language | None, LANGUAGE] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Look for what intruders put into anybody's pages: hidden links, link farms, disguised code.

    Needs no publication and changes nothing. A site is asked for its pages as a reader's browser, as a search engine,
    as a reader who comes from one, and as Skaryna, slowly and without cookies; what only some of them are given is
    compared. Only the host that you name is asked. Exit codes: 0 nothing found, 1 found, 2 nothing could be judged.
    """
    found: list[Rescued] = []
    with output.progress(quiet=as_json) as step:
        files = [Path(place) for place in places if not _is_address(place)]
        if files:
            found += _scanned_files(files, step)
        for place in places:
            if _is_address(place):
                found += _scanned_site(place, pages, step)
    spoken = language_of(language, context.obj)
    write_reports(found, places, report=report, domains=domains, language=spoken)
    if as_json:
        output.json(_report(found))
    else:
        _print(found)
    if any(finding.kind == "intruder" for each in found for finding in each.quarantine):
        return NO
    return CANNOT if not found or all(each.problem for each in found) else 0


def _is_address(place: str) -> bool:
    """Whether a person means a site: an address, or a name such as magazine.example that is no file here."""
    if "://" in place:
        return True
    is_name = bool(_NAME.match(place)) and not Path(place).exists()
    if is_name and "/" not in place and place.lower().endswith((".html", ".htm", ".txt", ".warc", ".gz", ".mhtml")):
        return False
    return is_name


def _scanned_files(paths: Sequence[Path], step: Step) -> list[Rescued]:
    from skaryna.rescue import scan_files
    from skaryna.rescue.spool import Spool

    with Spool() as spool:
        found = list(scan_files(paths, spool, progress=lambda done, of, _: step("pages", done, of)))
    if not found:
        raise SettingsError(
            f"There is no page in {', '.join(map(str, paths))}.",
            hint="Give saved pages, texts, exports or web archives.",
        )
    return found


def _scanned_site(place: str, pages: int, step: Step) -> list[Rescued]:
    from skaryna.rescue.crawl import Crawl, address_of
    from skaryna.rescue.scanning import scan_site
    from skaryna.rescue.spool import Spool

    crawl = Crawl(address_of(place), pages=pages)
    with Spool() as spool:
        found = list(scan_site(crawl, spool, progress=lambda done, of, _: step(place, done, of)))
    if crawl.refused:
        output.note(f"{crawl.refused:,} addresses were left out: the site's robots.txt asks for it.")
    return found


def _report(found: Sequence[Rescued]) -> dict[str, object]:
    """Return the object that `docs/scan.md` promises."""
    return {
        "pages": [
            {
                "source": each.source,
                "address": each.address,
                "copies": list(each.copies),
                "verdict": _verdict(each),
                "findings": [_said(finding) for finding in each.quarantine],
            }
            for each in found
        ],
        "problems": [{"source": each.source, "message": each.problem} for each in found if each.problem],
    }


def _said(finding: Finding) -> dict[str, object]:
    said: dict[str, object] = msgspec.to_builtins(finding)
    return {key: value for key, value in said.items() if key != "position"}


def _verdict(each: Rescued) -> str:
    kinds = {finding.kind for finding in each.quarantine}
    if "intruder" in kinds:
        return "found"
    return "unknown" if each.problem else "look" if kinds else "clean"


def _print(found: Sequence[Rescued]) -> None:
    from skaryna.rescue.report import story_of, words
    from skaryna.tongues import stood, tongue_of

    story, tongue = story_of(found), tongue_of("en")
    for each in found:
        if each.problem:
            output.line(f"{each.source}: {each.problem}", style="yellow")
    for number, campaign in enumerate((*story.sure, *story.open)[:MAX_SHOWN], start=1):
        style = "red" if campaign.sure else "yellow"
        output.line(f"{number}. {words.name(campaign, tongue)}", style=f"bold {style}")
        places = ", ".join(f"{stood(place, tongue)} ({count})" for place, count in campaign.places[:4])
        blocks = output.many(len(campaign.sightings), "block")
        output.line(f"   {blocks} on {output.many(len(campaign.pages), 'page')}: {places}")
        output.line(f"   {words.how_sure(campaign, tongue)}", style=style)
        if campaign.first_seen:
            output.line(f"   {words.since(campaign, tongue)}")
        first = campaign.sightings[0]
        output.line(f"   {first.page}: {first.finding.reason}")
        output.line(f"     {output.quoted(first.finding.text or first.finding.markup)}", style="dim")
    left = len(story.sure) + len(story.open) - MAX_SHOWN
    if left > 0:
        output.line(f"… and {left:,} more; --report and --json tell all.")
    output.line(words.headline(story, tongue), style="bold red" if story.sure else "")
