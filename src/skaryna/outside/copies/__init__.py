"""Copies of an edition: a folder, an archive, a web address. Whoever gives the bytes is trusted in nothing.

One module a kind. All they promise is a bound on what they read; what the bytes are worth is the seal's to say.
"""

from pathlib import Path
from typing import Protocol

from skaryna.errors import UnreachableError
from skaryna.outside.http import Patience


class Copy(Protocol):
    """`where` is how people name it: an absolute path, or an address that ends in a slash."""

    where: str

    def get(self, path: str, max_bytes: int) -> bytes:
        """Return a file's bytes.

        Raises:
            MissingError, TooLargeError, ElsewhereError, UnreachableError: As they say.
        """


def open_copy(where: str, *, patience: Patience | None = None) -> Copy:
    """Return the copy that a path or an address names.

    Raises:
        UnreachableError: There is none, or it is no archive that can be read.
    """
    from skaryna.outside.copies.archive import Archive
    from skaryna.outside.copies.folder import FolderCopy
    from skaryna.outside.copies.web import WebCopy

    if where.lower().startswith(("http://", "https://")):
        return WebCopy(where, patience=patience)
    path = Path(where).expanduser().absolute()
    if path.is_dir():
        return FolderCopy(path)
    if path.is_file():
        return Archive(path)
    raise UnreachableError(f"{where} is no folder, archive or web address.", hint="Check the path.")
