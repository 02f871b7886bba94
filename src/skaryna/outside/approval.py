"""Keeping the record of what editors approved: `keys/approved.json`."""

import datetime as dt
from pathlib import Path

import msgspec

from skaryna.errors import TrustError, ValueRefusedError
from skaryna.model import approved
from skaryna.model.approved import Approved
from skaryna.model.codec import decode
from skaryna.model.settings import FILE_NAME
from skaryna.outside import files
from skaryna.outside.folder import MAX_SETTINGS_BYTES, Folder

MAX_RECORD_BYTES = 8 << 20


def record_of(folder: Folder) -> Approved:
    """Return what was approved.

    Raises:
        TrustError: Nothing was approved yet, or the record was changed.
    """
    path = _path(folder)
    try:
        if path.stat().st_size > MAX_RECORD_BYTES:
            raise TrustError(f"{path} is larger than such a record can be.")
        record = decode(path.read_bytes(), Approved)
    except FileNotFoundError as error:
        raise TrustError(
            "Nobody has approved this publication's settings and theme yet, so nothing is printed.",
            hint="Look at them and run `skaryna approve`.",
        ) from error
    except ValueRefusedError as error:
        raise TrustError(
            f"The record of what was approved ({path}) is damaged.",
            hint="Restore keys/ from a backup, or look at settings and theme and run `skaryna approve`.",
        ) from error
    except OSError as error:
        raise files.explained(error, path) from error
    approved.check(folder.journal_key(), record)
    return record


def keep(folder: Folder, record: Approved) -> None:
    """Write a record, authenticated.

    Raises:
        FolderError: It cannot be written.
    """
    made = approved.authenticated(folder.journal_key(), record)
    files.write(_path(folder), msgspec.json.encode(made, order="sorted") + b"\n", mode=0o600)


def state_of(folder: Folder) -> int:
    """Return a number that changes when something is approved; 0 before that."""
    try:
        return _path(folder).stat().st_mtime_ns
    except OSError:
        return 0


def settings_text(folder: Folder) -> str:
    """Return the text of `skaryna.toml` as it is now; "" where it cannot be read."""
    try:
        with (folder.root / FILE_NAME).open("rb") as file:
            return file.read(MAX_SETTINGS_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def file_time(path: Path) -> str:
    """Return when the system says that a file was written, UTC, to the minute; "" where it is gone."""
    try:
        moment = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    except (OSError, OverflowError, ValueError):
        return ""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _path(folder: Folder) -> Path:
    return folder.keys / "approved.json"
