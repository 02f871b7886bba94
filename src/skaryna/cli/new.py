"""`skaryna new`."""

import datetime as dt
import os
import shlex
import shutil
from pathlib import Path
from typing import Annotated

import typer

from skaryna.cli import output
from skaryna.errors import FolderError, SettingsError, ValueRefusedError
from skaryna.model.publication import Publication


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet, or is empty.")],
    name: Annotated[str, typer.Option("--name", help="What the publication is called.")],
    url: Annotated[str, typer.Option("--url", help="The address that readers type, such as https://magazine.example")],
    languages: Annotated[
        list[str] | None,
        typer.Option("--language", "-l", help="en, be, ru, uk or pl; the first is the main one. May be repeated."),
    ] = None,
) -> None:
    """Make the folder of a new publication.

    Everything is in it: settings, articles, pictures, keys, what readers get. Copy it and you have copied the
    publication. Exit codes: 0 made, 2 not possible (nothing was changed).
    """
    from skaryna.cli import keys_told
    from skaryna.cli.passphrase import passphrase_for_new
    from skaryna.outside.folder import create, finish
    from skaryna.press.approval import approve
    from skaryna.seal.keys.changes import init
    from skaryna.seal.keys.ring import Keyring

    try:
        publication = Publication(name=name, url=url, languages=tuple(languages or ["en"]))
    except ValueRefusedError as error:
        raise SettingsError(error.message, hint=error.hint) from error
    passphrase = passphrase_for_new()
    now = dt.datetime.now(dt.UTC)
    root = folder.expanduser().absolute()
    existed = root.exists()
    made = create(root, publication)
    try:
        from skaryna.newsroom import create as create_newsroom

        output.note("Making the newsroom's database (the first time on a computer this takes some seconds) …")
        create_newsroom(made)
        keys = init(Keyring(made.keys), "first-holder", passphrase, now=now)
        finish(made)
        # What `new` writes is what the person who runs it asked for; from here on a change is shown before it counts.
        approve(made, at=now)
    except BaseException:
        _take_back(root, existed=existed)
        raise
    output.line(f"Made {name} in {root}.")
    keys_told.first_keys(made, keys)
    output.line("Next:")
    output.line(f"  cd {shlex.quote(str(root))}")
    output.line("  skaryna user add NAME     the first person who may write; you choose the password")
    output.line("  skaryna rescue SOURCE     articles from saved pages or texts, if you have any")
    output.line("  skaryna run               the newsroom, the press and the readers' site, until you press Ctrl+C")


def _take_back(root: Path, *, existed: bool) -> None:
    """Leave no half-made publication; the folder was empty when we came."""
    for child in root.iterdir():
        shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()
    if not existed:
        try:
            root.rmdir()
        except OSError as error:
            raise FolderError(f"{root} could not be removed: {os.strerror(error.errno or 0)}.") from error
