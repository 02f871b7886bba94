"""Which publication this process works on: given by `set_up`, or found through SKARYNA_FOLDER.

Django is set up once in a process, so a process has one publication. Workers of the server inherit the variable.
"""

import os

from skaryna.outside.folder import Folder, open_folder

VARIABLE = "SKARYNA_FOLDER"
_chosen: list[Folder] = []


def choose(folder: Folder) -> None:
    """Fix the publication of this process.

    Raises:
        RuntimeError: Another one was chosen before; a bug, since commands work on one folder.
    """
    if _chosen and _chosen[0].root != folder.root:
        raise RuntimeError(f"This process works on {_chosen[0].root} and cannot turn to {folder.root}.")
    if not _chosen:
        _chosen.append(folder)


def tell_children() -> None:
    """Let processes that this one starts find the publication."""
    os.environ[VARIABLE] = str(current().root)


def current() -> Folder:
    """Return the publication of this process."""
    if not _chosen:
        _chosen.append(open_folder())
    return _chosen[0]
