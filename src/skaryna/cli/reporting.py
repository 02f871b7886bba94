"""`--report FILE` and `--domains FILE`: what happened to a site, for an editor and for whoever cleans the server."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from skaryna.cli import output
from skaryna.errors import FolderError
from skaryna.model import Rescued

if TYPE_CHECKING:
    from skaryna.rescue.report import Inspected

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
        looked_at = [inspected(Path(each)) for each in sources if Path(each).exists()]
        title = ", ".join(sources[:3]) + (f" and {len(sources) - 3} more" if len(sources) > 3 else "")
        _write(report, report_html(story, title=title, inspected=looked_at).encode("utf-8", "replace"))
    if domains is not None:
        _write(domains, domains_csv(story).encode("utf-8-sig", "replace"))


def inspected(path: Path) -> "Inspected":
    """Return a source with its fingerprint. A folder's is that of its `sha256sum` list, sorted by names.

    Where it lies on this computer is left out: the report is sent on, and a path may have somebody's name.
    """
    from skaryna.rescue.report import Inspected

    if path.is_file():
        size, digest = _fingerprint(path)
        return Inspected(path.name, 1, size, digest)
    count = total = 0
    whole = hashlib.sha256()
    for file in sorted(path.rglob("*"), key=lambda each: each.relative_to(path).as_posix()):
        if file.is_file() and not file.is_symlink():
            size, digest = _fingerprint(file)
            count, total = count + 1, total + size
            whole.update(f"{digest}  {file.relative_to(path).as_posix()}\n".encode("utf-8", "surrogateescape"))
    return Inspected(path.resolve().name, count, total, whole.hexdigest())


def _fingerprint(path: Path) -> tuple[int, str]:
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return stream.tell(), digest
    except OSError as error:
        raise FolderError(f"{path} cannot be read again: {error.strerror or error}.") from error


def _write(path: Path, data: bytes) -> None:
    from skaryna.outside import files

    try:
        files.write(path, data, mode=0o600)
    except OSError as error:
        raise FolderError(f"{path} cannot be written: {error.strerror or error}.") from error
    output.note(f"Written: {path}")
