"""Which files of keys/ a backup carries."""

from pathlib import Path

from skaryna.errors import SkarynaError
from skaryna.seal.keys import keyfile
from skaryna.seal.keys.ring import OTHER_KEYS

_NOT_CARRIED = frozenset({"press.seen"})
"""Says which press.sqlite3 was ours; a restored folder makes a new one."""

_FOLDERS = ("metadata", "to-sign")


def carried(place: Path, *, with_keys: bool) -> tuple[list[Path], list[str]]:
    """Return the files to carry, and the names of private keys that stay out.

    Keys that sign editions are carried where a passphrase protects them; in clear, only where `with_keys` says so:
    whoever opens the backup could publish in the publication's name. Replaced keys (retired/) never are.
    """
    files = [path for path in sorted(place.iterdir()) if path.is_file() and path.name not in _NOT_CARRIED]
    files = [path for path in files if not path.name.startswith(".")]
    left_out = [path.name for path in files if not with_keys and _in_clear(path)]
    kept = [path for path in files if path.name not in left_out]
    for name in _FOLDERS:
        kept += [path for path in sorted((place / name).glob("*")) if path.is_file() and not path.name.startswith(".")]
    return kept, left_out


def _in_clear(path: Path) -> bool:
    if path.suffix != ".key" or path.name in OTHER_KEYS:
        return False
    try:
        return keyfile.read(path).protection is None
    except SkarynaError:
        # Damaged, or of a later version: nobody can say that it is protected.
        return True
