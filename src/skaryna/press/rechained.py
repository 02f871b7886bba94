"""The journal was chained anew by its owner: the press goes on from the row where it was."""

from collections.abc import Mapping

from skaryna.outside.folder import Folder
from skaryna.press import database as press_database
from skaryna.press.taking import taken_in


def follow(folder: Folder, chains: Mapping[str, str]) -> None:
    """Note the new authenticator of the last row that was taken in.

    Args:
        folder: The publication; whoever calls holds the lock of its press.
        chains: Old authenticator -> new one. A row that is not among them stays what it was.
    """
    if not chains or not folder.press_database.is_file():
        return
    database = press_database.opened(folder.press_database, folder.keys)
    row, chain = taken_in(database)
    if chain in chains:
        with database.transaction():
            database.set_meta(taken=f"{row} {chains[chain]}")
    press_database.finish(database, folder.keys)
