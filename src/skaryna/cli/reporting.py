"""`--report FILE` and `--domains FILE`: what happened to a site, for an editor and for whoever cleans the server."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer

from skaryna.cli import output
from skaryna.errors import FolderError
from skaryna.model import Rescued

REPORT: Any = typer.Option(
    "--report",
    metavar="FILE.html",
    help="Write what happened to the site, for an editor: one file that can do nothing.",
)
DOMAINS: Any = typer.Option(
    "--domains", metavar="FILE.csv", help="Write the domains that intruders lead to, for whoever cleans the server."
)


def write_reports(
    found: Iterable[Rescued], sources: Sequence[str], *, report: Path | None, domains: Path | None
) -> None:
    """Write what was asked for.

    Raises:
        FolderError: A file cannot be written.
    """
    if report is None and domains is None:
        return
    from skaryna.rescue.report import domains_csv, report_html, story_of

    story = story_of(found)
    if report is not None:
        title = ", ".join(sources[:3]) + (f" and {len(sources) - 3} more" if len(sources) > 3 else "")
        _write(report, report_html(story, title=title).encode("utf-8", "replace"))
    if domains is not None:
        _write(domains, domains_csv(story).encode("utf-8-sig", "replace"))


def _write(path: Path, data: bytes) -> None:
    from skaryna.outside import files

    try:
        files.write(path, data, mode=0o600)
    except OSError as error:
        raise FolderError(f"{path} cannot be written: {error.strerror or error}.") from error
    output.note(f"Written: {path}")
