"""`skaryna user`: people who may come into the newsroom."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from skaryna.cli import output
from skaryna.errors import SettingsError

app = typer.Typer(help="People who may come into the newsroom.", no_args_is_help=True, rich_markup_mode=None)

MAX_PASSWORD_FILE_BYTES = 4096


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The account's name. Readers never see it.")],
    role: Annotated[
        str, typer.Option("--role", help="contributor (writes), editor (publishes) or administrator.")
    ] = "administrator",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="Read the password from this file; - is standard input.")
    ] = None,
) -> None:
    """Add a person. The password is asked for, and never given as an argument."""
    from skaryna.newsroom import add_user
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    add_user(folder, name=name, role=role, password=_password(password_file))
    output.line(f"{name} may now log in as {role}: {folder.settings.newsroom.url}")


def _password(file: Path | None) -> str:
    if file is not None:
        try:
            text = sys.stdin.read(MAX_PASSWORD_FILE_BYTES) if str(file) == "-" else file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"The password file {file} cannot be read.", hint="Check its path.") from error
        return text.rstrip("\r\n")
    if not sys.stdin.isatty():
        raise SettingsError(
            "There is no terminal to ask for a password.", hint="Name a file with --password-file, or - to pipe it in."
        )
    return str(typer.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True))
