"""`skaryna user`: people who may come into the newsroom."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO, SettingsError

if TYPE_CHECKING:
    from skaryna.newsroom.traces import Forgotten

app = typer.Typer(help="People who may come into the newsroom.", no_args_is_help=True, rich_markup_mode=None)

MAX_PASSWORD_FILE_BYTES = 4096
_NAME = Annotated[str, typer.Argument(metavar="NAME", help="The account's name. Readers never see it.")]
_ROLE = Annotated[str, typer.Option("--role", help="contributor (writes), editor (publishes) or administrator.")]
_PASSWORD_FILE = Annotated[
    Path | None, typer.Option("--password-file", help="Read the password from this file; - is standard input.")
]


@app.command()
def add(
    context: typer.Context, name: _NAME, role: _ROLE = "administrator", password_file: _PASSWORD_FILE = None
) -> None:
    """Add a person. The password is asked for, and never given as an argument."""
    from skaryna.newsroom import add_user
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    add_user(folder, name=name, role=role, password=_password(password_file))
    output.line(f"{name} may now log in as {role}: {folder.settings.newsroom.url}")


@app.command()
def invite(
    context: typer.Context,
    role: _ROLE = "contributor",
    hours: Annotated[int | None, typer.Option("--hours", min=1, max=720, help="How long the link works.")] = None,
) -> None:
    """Print a link by which one person makes an account, once. Hand it over by a way that you trust."""
    from skaryna.newsroom import invite_user
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    link = invite_user(folder, role=role, hours=hours)
    output.line(link)
    output.note(f"It works once, for {hours or folder.settings.access.invitation_hours} hours. Nothing keeps it.")


@app.command()
def reset(
    context: typer.Context,
    name: _NAME,
    password_file: _PASSWORD_FILE = None,
    drop_second_factor: Annotated[
        bool, typer.Option("--drop-second-factor", help="Take passkeys, app and recovery codes away too.")
    ] = False,
) -> None:
    """Give a person a new password. All sessions of the account end."""
    from skaryna.newsroom import reset_user
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    password = _password(password_file)
    ended = reset_user(folder, name=name, password=password, drop_second_factor=drop_second_factor)
    output.line(f"{name} has a new password. Sessions ended: {ended}.")
    if drop_second_factor:
        output.line("Its second factor is gone; the next login adds one.")


@app.command()
def disable(context: typer.Context, name: _NAME) -> None:
    """End a person's access and all sessions at once. What the account wrote stays."""
    from skaryna.newsroom import admit_user
    from skaryna.outside.folder import open_folder

    ended = admit_user(open_folder(context.obj), name=name, admitted=False)
    output.line(f"{name} cannot come in any more. Sessions ended: {ended}.")


@app.command()
def enable(context: typer.Context, name: _NAME) -> None:
    """Let a disabled account in again, with its old password and second factor."""
    from skaryna.newsroom import admit_user
    from skaryna.outside.folder import open_folder

    admit_user(open_folder(context.obj), name=name, admitted=True)
    output.line(f"{name} may come in again.")


@app.command()
def forget(
    context: typer.Context,
    name: _NAME,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Say what would go; change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Forget without being asked.")] = False,
) -> int:
    """Take an account away, and every trace of what it wrote, approved or did. For somebody who is in danger.

    What was written stays. Cannot be undone. Exit codes: 0 done, 1 refused or not wanted, 2 cannot.
    """
    from skaryna.newsroom import forget_user
    from skaryna.outside import files
    from skaryna.outside.folder import open_folder
    from skaryna.press import rechained

    folder = open_folder(context.obj)
    _tell(name, forget_user(folder, name=name, dry_run=True))
    if dry_run:
        output.line("Nothing was changed.")
        return 0
    if not yes and not (sys.stdin.isatty() and typer.confirm("Forget all of it?", default=False)):
        output.line("Nothing was changed. `skaryna user forget NAME --yes` forgets it.")
        return NO
    doing = "forgetting an account"
    with files.lock(folder.press_lock, doing=doing), files.lock(folder.print_lock, doing=doing):
        done = forget_user(folder, name=name, dry_run=False)
        rechained.follow(folder, done.chains)
    output.line("Forgotten. Backups and copies of this folder that were made before still know it: destroy them.")
    return 0


def _tell(name: str, found: "Forgotten") -> None:
    output.line(f"What knows {name}:")
    for trace in found.traces:
        output.line(f"  {trace.count:>7,}  {trace.name} ({'goes' if trace.is_deleted else 'stays, without the name'})")
    output.line(f"  {found.journal_rows:>7,}  journal: approved by (stays, without the name; the chain is made anew)")


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
