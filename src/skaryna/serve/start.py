"""Starting the readers' server."""

import os

from skaryna.errors import FolderError
from skaryna.model.settings import Address
from skaryna.outside.folder import Folder
from skaryna.outside.listening import listen
from skaryna.outside.ports import check_free
from skaryna.serve.app import EDITION_VARIABLE

BACKPRESSURE = 512


def serve(folder: Folder, address: Address) -> None:
    """Serve the folder's edition until the process is told to end.

    Raises:
        FolderError: Nothing has been published yet.
        BusyError: The address is taken.
    """
    if not any(folder.edition.iterdir()):
        raise FolderError(f"{folder.edition} is empty: there is no edition yet.", hint="Run `skaryna publish` first.")
    check_free(address, what="readers")
    os.environ[EDITION_VARIABLE] = str(folder.edition)
    listen("skaryna.serve.app:app", address, interface="rsgi", backpressure=BACKPRESSURE)
