"""`skaryna newsroom`."""

import typer

from skaryna.cli import output


def newsroom(context: typer.Context) -> None:
    """Start the editors' back office at the address in skaryna.toml, until Ctrl+C."""
    from skaryna.newsroom import serve
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    output.note(f"Newsroom: {folder.settings.newsroom.url}  (Ctrl+C ends it)")
    serve(folder, address=folder.settings.newsroom)
