"""`skaryna serve`."""

import typer

from skaryna.cli import output


def serve(context: typer.Context) -> None:
    """Show the edition to readers at the address in skaryna.toml, until Ctrl+C.

    Keeps nothing about anyone: no cookies, no addresses, no log. Exit code 2 if the address is taken or there is no
    edition yet.
    """
    from skaryna.outside.folder import open_folder
    from skaryna.serve import serve as start

    folder = open_folder(context.obj)
    start(folder, folder.settings.readers, output.note)
