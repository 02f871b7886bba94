"""Starting the newsroom's server."""

import sys
from collections.abc import Callable

from skaryna.errors import FolderError
from skaryna.model.settings import Address
from skaryna.newsroom import upgrading
from skaryna.outside.folder import Folder
from skaryna.outside.listening import listen
from skaryna.outside.ports import check_free

THREADS = 4
"""Publish waits for the press in its thread; SQLite has one writer anyway."""
BACKLOG = 128


def serve(folder: Folder, *, address: Address, ready: Callable[[], None]) -> None:
    """Serve the back office until the process is told to end; `ready` is called when nothing speaks against it.

    Raises:
        FolderError: The folder has no newsroom.
        BusyError: The address is taken.
        DatabaseError: The database is of a newer version, damaged, or out of reach.
    """
    if not folder.settings.database and not folder.newsroom_database.is_file():
        raise FolderError(f"{folder.newsroom_database} is missing.", hint="Restore it from a backup of this folder.")
    check_free(address, what="newsroom")
    _bring_up_to_date(folder)
    ready()
    listen("skaryna.newsroom.wsgi:application", address, interface="wsgi", blocking_threads=THREADS, backlog=BACKLOG)


def _bring_up_to_date(folder: Folder) -> None:
    """Do here, where it can be told, what an upgrade needs; the server's worker would only show a traceback."""
    if not upgrading.is_due(folder):
        return
    from skaryna.newsroom import set_up

    set_up(folder)
    from django.db import connections

    from skaryna.newsroom import database

    said = database.upgrade(folder)
    # The worker is a fork of this process: it must not speak through our connection.
    connections.close_all()
    if said:
        sys.stderr.write(f"{said}\n")
