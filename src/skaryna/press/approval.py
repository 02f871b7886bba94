"""Settings and theme as editors approved them: what is printed, and what on the disk is not.

The newsroom's preview uses the disk's theme; readers get the approved one until a person looks and says
`skaryna approve`.
"""

import dataclasses
import datetime as dt
from pathlib import Path

import msgspec

from skaryna import __version__
from skaryna.errors import FolderError, SettingsError
from skaryna.model.approved import Approved, Difference, differences
from skaryna.model.codec import encode
from skaryna.model.look import Look
from skaryna.model.settings import FILE_NAME, Settings, parse
from skaryna.outside import approval, files
from skaryna.outside.folder import Folder
from skaryna.theme import Theme, own, shipped, shipped_files, trying
from skaryna.theme.files import place
from skaryna.theme.theme import LOOK

MAX_NAMED_FILES = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What was approved: the folder with the approved settings, the theme; sentences on what differs from them."""

    folder: Folder
    theme: Theme
    warnings: tuple[str, ...] = ()


def standing(folder: Folder) -> Standing:
    """Return what may be printed.

    Raises:
        TrustError: Nothing was approved yet, or the record of it was changed.
    """
    record = approval.record_of(folder)
    said = record.said
    try:
        warnings = _warnings(folder, record, compared(folder, record))
    except SettingsError as error:
        warnings = (f"{error.message} The approved theme is printed.",)
    theme = themed(record.theme, said)
    settings = msgspec.structs.replace(folder.settings, publication=said.publication, press=said.press)
    return Standing(dataclasses.replace(folder, settings=settings), theme, warnings)


def themed(files: dict[str, str], said: Settings) -> Theme:
    """Return a theme of these files, in the colours that the settings say."""
    look = {LOOK: encode(said.look).decode()} if said.look != Look() else {}
    return shipped() if not look and shipped().files == files else Theme({**files, **look})


def theme_on_disk(folder: Folder) -> dict[str, str]:
    """Return the theme's files as they are on the disk now: those of this Skaryna, and the publication's own.

    Raises:
        SettingsError: The publication's own theme has something that no theme has.
    """
    return {**shipped_files(), **own.own_files(folder.root)}


def compared(folder: Folder, record: Approved) -> tuple[Difference, ...]:
    """Return what on the disk differs from what was approved."""
    return differences(record, approval.settings_text(folder), theme_on_disk(folder))


def approve(folder: Folder, *, at: dt.datetime) -> Approved:
    """Approve the settings and the theme as they are on the disk now; return the record.

    Raises:
        SettingsError: `skaryna.toml` has a mistake, or the publication's own theme could harm readers.
        PressError: No page can be made with that theme; with file and line.
        FolderError: It cannot be written.
    """
    text = approval.settings_text(folder)
    said, files = parse(text), theme_on_disk(folder)
    if any(path.startswith(own.OWN) for path in files):
        trying.try_out({**files, **themed(files, said).files}, said.publication.languages)
    moment = at.astimezone(dt.UTC).isoformat(timespec="seconds")
    record = Approved(at=moment, version=__version__, settings=text, theme=files)
    approval.keep(folder, record)
    return record


def restore(folder: Folder, record: Approved, found: tuple[Difference, ...]) -> None:
    """Put what was approved back on the disk.

    Raises:
        FolderError: A file cannot be written, or the theme is that of another version.
    """
    theirs = [each for each in found if each.path != FILE_NAME and not each.path.startswith(own.OWN)]
    if theirs and record.version != __version__:
        raise FolderError(
            f"The approved theme is that of Skaryna {record.version}; this is {__version__}, whose theme is another.",
            hint="Look at the new theme and approve it, or install the version that you had. Nothing was changed.",
        )
    for each in found:
        path = _place_of(folder, each.path)
        if each.approved is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            files.write(path, each.approved.encode(), mode=0o600 if each.path == FILE_NAME else 0o644)


def _place_of(folder: Folder, path: str) -> Path:
    if path == FILE_NAME:
        return folder.root / FILE_NAME
    return folder.root / own.shown(path) if path.startswith(own.OWN) else place() / path


def when(iso: str) -> str:
    """Return a moment as sentences have it, to the minute."""
    return f"{iso[:10]} {iso[11:16]} UTC"


def _warnings(folder: Folder, record: Approved, found: tuple[Difference, ...]) -> tuple[str, ...]:
    settings = [each for each in found if each.path == FILE_NAME]
    ours = [each for each in found if each.path.startswith(own.OWN)]
    theme = [each for each in found if each.path != FILE_NAME and each not in ours]
    said = [_sentence(folder, record, each) for each in (*settings, *ours[:MAX_NAMED_FILES])]
    if theme and record.version != __version__:
        return (
            *said,
            f"Skaryna {__version__} brings another theme than the one of {record.version} that was approved on "
            f"{when(record.at)} ({len(theme)} files differ, {theme[0].path} first). The approved one is printed until "
            "you look at the new one with `skaryna approve`.",
        )
    said += [_sentence(folder, record, each) for each in theme[:MAX_NAMED_FILES]]
    if len(theme) > MAX_NAMED_FILES:
        said.append(f"{len(theme) - MAX_NAMED_FILES} more files of the theme differ from what was approved.")
    return tuple(said)


def _sentence(folder: Folder, record: Approved, each: Difference) -> str:
    path = _place_of(folder, each.path)
    name = (
        FILE_NAME
        if each.path == FILE_NAME
        else own.shown(each.path)
        if each.path.startswith(own.OWN)
        else f"the theme's {each.path}"
    )
    time = approval.file_time(path)
    since = f" (the file is of {time})" if time else ""
    return (
        f"{name}{since} differs from what was approved on {when(record.at)}: {each.said}. The approved version is "
        "printed; `skaryna approve` shows all that differs."
    )
