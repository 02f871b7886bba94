"""`skaryna newsroom`."""

import typer

from skaryna.cli import output


def newsroom(context: typer.Context) -> None:
    """Start the editors' back office at the address in skaryna.toml, until Ctrl+C."""
    from skaryna.newsroom import serve
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    address = folder.settings.newsroom
    serve(folder, address=address, ready=lambda: output.note(f"Newsroom: {address.url}  (Ctrl+C ends it)"))
