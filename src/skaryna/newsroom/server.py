"""Starting the newsroom's server."""

from skaryna.errors import FolderError
from skaryna.model.settings import Address
from skaryna.outside.folder import Folder
from skaryna.outside.listening import listen
from skaryna.outside.ports import check_free

THREADS = 4
"""Publish waits for the press in its thread; SQLite has one writer anyway."""
BACKLOG = 128


def serve(folder: Folder, *, address: Address) -> None:
    """Serve the back office until the process is told to end.

    Raises:
        FolderError: The folder has no newsroom.
        BusyError: The address is taken.
    """
    if not folder.settings.database and not folder.newsroom_database.is_file():
        raise FolderError(f"{folder.newsroom_database} is missing.", hint="Restore it from a backup of this folder.")
    check_free(address, what="newsroom")
    listen("skaryna.newsroom.wsgi:application", address, interface="wsgi", blocking_threads=THREADS, backlog=BACKLOG)
