"""A copy at a web address."""

import urllib.parse

from skaryna.outside.http import Door, Patience


class WebCopy:
    """Asks for files below an address. Nothing can be listed there."""

    def __init__(self, address: str, *, patience: Patience | None = None) -> None:
        """Tidy the address: no query, no file at its end, a slash.

        Raises:
            UnreachableError: It is no address.
        """
        self.where = tidied(address)
        self._door = Door(self.where, patience=patience)

    def get(self, path: str, max_bytes: int) -> bytes:
        """Return a file's bytes; `Door.get` says what can go wrong."""
        return self._door.get(path, max_bytes)


def tidied(address: str) -> str:
    """Return an address as pins know it: lower-case host, no default port, a slash at its end."""
    parts = urllib.parse.urlsplit(address.strip())
    path = parts.path
    if path.endswith((".html", ".htm")):
        path = path.rpartition("/")[0]
    host = parts.netloc.lower()
    default = {"http": ":80", "https": ":443"}.get(parts.scheme.lower(), "")
    host = host.removesuffix(default) if default else host
    return f"{parts.scheme.lower()}://{host}{path.rstrip('/')}/"
