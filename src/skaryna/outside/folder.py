"""The publication folder: one folder is the whole publication.

skaryna.toml         settings, explained line by line
newsroom.sqlite3     articles, authors, topics, users: private
media/               pictures, cleaned of metadata
quarantine/          originals of what was rescued, and what was taken out of them
keys/                0700; secrets of this machine
store/               the edition's files by SHA-256
press.sqlite3        what each output was made from; derivable
outcomes.sqlite3     what became of each edition, for the newsroom to tell
edition/             what readers get
"""

import os
from dataclasses import dataclass
from pathlib import Path

from skaryna.errors import FolderError
from skaryna.model.publication import Publication
from skaryna.model.settings import FILE_NAME, Settings, parse, text_of
from skaryna.outside import files

JOURNAL_KEY_BYTES = 32
MAX_SETTINGS_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Folder:
    """An opened publication folder: its place, its settings, and where each part lies."""

    root: Path
    settings: Settings

    @property
    def publication(self) -> Publication:
        return self.settings.publication

    @property
    def newsroom_database(self) -> Path:
        return self.root / "newsroom.sqlite3"

    @property
    def database(self) -> str:
        """Where the newsroom's rows are: a path of SQLite, or a postgresql:// address."""
        return self.settings.database or str(self.newsroom_database)

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def press_database(self) -> Path:
        return self.root / "press.sqlite3"

    @property
    def outcomes(self) -> Path:
        """What became of each run of the press; the newsroom reads it."""
        return self.root / "outcomes.sqlite3"

    @property
    def edition(self) -> Path:
        return self.root / "edition"

    @property
    def press_lock(self) -> Path:
        """Held by the resident press as long as it lives."""
        return self.root / ".press.lock"

    @property
    def print_lock(self) -> Path:
        """Held while an edition is printed."""
        return self.root / ".print.lock"

    def journal_key(self) -> bytes:
        """Return the secret that authenticates the journal.

        Raises:
            FolderError: It is missing.
        """
        return self._secret("journal.key")

    def newsroom_key(self) -> bytes:
        """Return the secret that signs the newsroom's sessions."""
        return self._secret("newsroom.key")

    def _secret(self, name: str) -> bytes:
        path = self.keys / name
        try:
            return bytes.fromhex(path.read_text(encoding="ascii").strip())
        except (OSError, ValueError) as error:
            raise FolderError(
                f"The key {path} is missing or damaged.", hint="Restore keys/ from a backup of this folder."
            ) from error


def find(start: Path | None = None) -> Path:
    """Find the publication folder as git finds a repository: here, or in a folder above.

    Args:
        start: Where to look; by default $SKARYNA_FOLDER, else the current folder.

    Raises:
        FolderError: There is none.
    """
    given = start or (Path(value) if (value := os.environ.get("SKARYNA_FOLDER")) else None)
    here = (given or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder.resolve()
    raise FolderError(
        f"There is no publication in {here}: neither it nor a folder above has a {FILE_NAME}.",
        hint="Go into your publication's folder, name it with -C, or make one with `skaryna new`.",
    )


def open_folder(start: Path | None = None) -> Folder:
    """Find and open a publication folder.

    Raises:
        FolderError: There is none, or it cannot be read.
        SettingsError: Its settings are wrong.
    """
    root = find(start)
    path = root / FILE_NAME
    try:
        if path.stat().st_size > MAX_SETTINGS_BYTES:
            raise FolderError(f"{path} is larger than a settings file can be.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise FolderError(f"{path} is not UTF-8 text.", hint="Save it again as UTF-8.") from error
    except OSError as error:
        raise files.explained(error, path) from error
    return Folder(root, parse(text, where=str(path)))


def create(root: Path, publication: Publication) -> Folder:
    """Make a new publication folder, without its newsroom database.

    `root` may exist if it is empty. `skaryna.toml` is written last, so that a folder that has it is complete.

    Raises:
        FolderError: It is not empty or cannot be written; nothing was changed.
    """
    root = root.absolute()
    made = not root.exists()
    try:
        if not made and (not root.is_dir() or any(root.iterdir())):
            raise FolderError(
                f"{root} is not an empty folder; nothing was changed.",
                hint="Name a folder that does not exist yet.",
            )
        root.mkdir(parents=True, exist_ok=True)
        for name, mode in (
            ("media", 0o755),
            ("quarantine", 0o700),
            ("keys", 0o700),
            ("store", 0o755),
            ("edition", 0o755),
        ):
            (root / name).mkdir(mode=mode)
            (root / name).chmod(mode)
    except OSError as error:
        raise files.explained(error, root) from error
    for name in ("journal.key", "newsroom.key"):
        files.write(root / "keys" / name, os.urandom(JOURNAL_KEY_BYTES).hex().encode() + b"\n", mode=0o600)
    return Folder(root, Settings(publication=publication))


def finish(folder: Folder) -> None:
    """Write `skaryna.toml`: from here on the folder is a publication."""
    files.write(folder.root / FILE_NAME, text_of(folder.publication).encode(), mode=0o600)
