"""`--report FILE` and `--domains FILE`: what happened to a site, for an editor and for whoever cleans the server.

The report speaks the language that is asked for, else the main one of the publication whose folder it is in.
"""

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import typer

from skaryna.cli import output
from skaryna.errors import FolderError, SettingsError
from skaryna.model import Rescued

if TYPE_CHECKING:
    from skaryna.rescue.report import Inspected
    from skaryna.tongues import Tongue


class Language(StrEnum):
    """Those that a report can be written in."""

    EN = "en"
    BE = "be"
    RU = "ru"
    UK = "uk"
    PL = "pl"


MAX_NAMED = 3
REPORT: Any = typer.Option(
    "--report",
    metavar="FILE.html",
    help="Write what happened to the site, for an editor: one file that can do nothing.",
)
DOMAINS: Any = typer.Option(
    "--domains", metavar="FILE.csv", help="Write the domains that intruders lead to, for whoever cleans the server."
)
LANGUAGE: Any = typer.Option(
    "--language",
    help="Of the report. By default the main language of this publication, if it is one of these, else en.",
)


def write_reports(
    found: Iterable[Rescued],
    sources: Sequence[str],
    *,
    report: Path | None,
    domains: Path | None,
    language: str = "en",
) -> None:
    """Write what was asked for.

    Raises:
        FolderError: A file cannot be written.
    """
    if report is None and domains is None:
        return
    from skaryna.rescue.report import domains_csv, report_html, story_of
    from skaryna.tongues import tongue_of

    story = story_of(_without_folders(each, sources) for each in found)
    if report is not None:
        looked_at = [inspected(Path(each)) for each in sources if Path(each).exists()]
        title = _title(sources, tongue_of(language))
        page = report_html(story, title=title, inspected=looked_at, language=language)
        _write(report, page.encode("utf-8", "replace"))
    if domains is not None:
        _write(domains, domains_csv(story).encode("utf-8-sig", "replace"))


def language_of(asked: Language | None, folder: Path | None) -> str:
    """Return the language of a report: as asked, else as the publication speaks that it is written in, else English."""
    if asked is not None:
        return asked.value
    from skaryna.outside.folder import open_folder

    try:
        return open_folder(folder).publication.main
    except (FolderError, SettingsError):
        # Scanning needs no publication; whatever does will say what is wrong with this one.
        return "en"


def _title(sources: Sequence[str], tongue: "Tongue") -> str:
    """Name what was looked at, without where it lies on this computer: that may have somebody's name."""
    names = [_name(each) for each in sources]
    if len(names) <= MAX_NAMED:
        return ", ".join(names)
    rest = len(names) - MAX_NAMED
    shown = ", ".join(names[:MAX_NAMED])
    return tongue.many_in("sources", rest, "%(names)s and %(count)s more", "%(names)s and %(count)s more", names=shown)


def _name(source: str) -> str:
    """Return what a file or folder is called; an address stays as it is."""
    path = Path(source)
    return path.resolve().name or source if path.is_absolute() or path.exists() else source


def _without_folders(found: Rescued, sources: Sequence[str]) -> Rescued:
    """Name a source as it was given, but for the folders above it."""
    name = found.source
    for given in sources:
        if "/" in given and _name(given) != given:
            name = name.replace(given.rstrip("/"), _name(given))
    return msgspec.structs.replace(found, source=name)


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
