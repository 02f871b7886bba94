"""How python-tuf's client reads from a copy, and what it was given."""

from collections.abc import Iterator

from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError
from tuf.ngclient.fetcher import FetcherInterface

from skaryna.errors import CopyError, MissingError, TooLargeError
from skaryna.outside.copies import Copy

MAX_BYTES = {"root": 512_000, "timestamp": 16_384, "snapshot": 2_000_000, "targets": 5_000_000}
"""Of a signed file, by role."""


class CopyFetcher(FetcherInterface):
    """Gives the client bytes of a copy.

    Attributes:
        given: path -> bytes of every file that was handed over.
        asked: The path that was asked for last.
        error: Why the last one could not be given, if it could not.
    """

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self.given: dict[str, bytes] = {}
        self.asked = ""
        self.error: CopyError | None = None

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.asked, self.error = url, None
        role = url.removesuffix(".json").rpartition("/")[2].rpartition(".")[2]
        try:
            data = self._copy.get(url, MAX_BYTES[role])
        except CopyError as error:
            self.error = error
            if isinstance(error, MissingError):
                raise DownloadHTTPError(str(error), 404) from error
            if isinstance(error, TooLargeError):
                raise DownloadLengthMismatchError(str(error)) from error
            raise DownloadError(str(error)) from error
        self.given[url] = data
        return iter((data,))
