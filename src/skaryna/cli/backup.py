"""`skaryna backup` and `skaryna restore`."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from skaryna.cli import output
from skaryna.errors import SettingsError

_IDENTITY = Annotated[
    Path | None, typer.Option("--identity", "-i", metavar="FILE", help="The file with the private key of age.")
]
_JSON = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
_STEP = "Passphrase of the backup (10 characters or more)"


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes; one that is there is replaced.")],
    recipient: Annotated[
        list[str] | None,
        typer.Option("--recipient", "-r", metavar="KEY", help="A public key (age1…), or a file of them. Repeatable."),
    ] = None,
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="Encrypt with a passphrase; from SKARYNA_PASSPHRASE_FILE, else asked.")
    ] = False,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Put signing keys in that no passphrase protects, too.")
    ] = False,
    make_key: Annotated[
        bool, typer.Option("--make-key", help="Make a pair of keys instead: FILE gets the private one.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Read a backup to its end instead, and say what is in it.")
    ] = False,
    identity: _IDENTITY = None,
    as_json: _JSON = False,
) -> int:
    """Copy the publication into one encrypted file while everything is running.

    In it: the newsroom's rows, pictures, quarantine, settings, and keys/ (signing keys where a passphrase protects
    them). Not in it: what `publish` makes again, and who is logged in. Exit codes: 0 made, or whole; 1 damaged; 2 not
    possible.
    """
    from skaryna.cli import backing
    from skaryna.outside import age
    from skaryna.outside.folder import open_folder

    file = file.expanduser().absolute()
    if make_key:
        secret = _new_passphrase("Passphrase of the private key (Enter alone for none)", must=passphrase)
        public = age.make_key(file, passphrase=secret)
        _say_key(file, public, is_protected=bool(secret), as_json=as_json)
        return 0
    if check:
        with output.progress(quiet=as_json) as step:
            told = backing.look(file, identity=identity, ask=_asked, step=step)
        _say(told, "Whole", as_json=as_json)
        return 0
    recipients = [key for each in recipient or () for key in _keys(each)]
    if bool(recipients) == passphrase:
        raise SettingsError(
            "For whom is the backup encrypted?"
            if not recipients
            else "--recipient and --passphrase exclude each other.",
            hint="Name a public key with --recipient age1…, or choose --passphrase. `--make-key FILE` makes a pair.",
        )
    folder = open_folder(context.obj)
    secret = _new_passphrase(_STEP, must=True) if passphrase else ""
    with output.progress(quiet=as_json) as step:
        told = backing.backup(folder, file, recipients=recipients, passphrase=secret, with_keys=with_keys, step=step)
    _say(told, "Made", as_json=as_json)
    if told.left_out and not as_json:
        output.line(
            f"Not in it, since no passphrase protects them: {', '.join(told.left_out)}. Keep your own copy of these, "
            "protect them with `skaryna keys passphrase`, or say --with-keys.",
            style="bold red",
        )
    return 0


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet, or is empty.")],
    identity: _IDENTITY = None,
    database: Annotated[
        str,
        typer.Option("--database", help="sqlite, or the postgresql:// address of an empty database; else as it was."),
    ] = "",
    as_json: _JSON = False,
) -> int:
    """Make a publication folder out of a backup: whole, or nothing at all; nothing that exists is overwritten.

    Everybody has to log in again. Exit codes: 0 restored, 1 the backup is damaged or altered, 2 not possible.
    """
    from skaryna.cli import backing

    if database and database != "sqlite" and not database.startswith(("postgresql://", "postgres://")):
        raise SettingsError(f"{database!r} is no database.", hint="Say sqlite, or a postgresql:// address.")
    chosen = None if not database else "" if database == "sqlite" else database
    root = folder.expanduser().absolute()
    with output.progress(quiet=as_json) as step:
        told = backing.restore(
            file.expanduser().absolute(), root, identity=identity, database=chosen, ask=_asked, step=step
        )
    _say(told, f"Restored into {root}", as_json=as_json)
    if as_json:
        return 0
    if told.words:
        output.line(f"Its root in eight words; compare them: {told.words}")
    if told.left_out:
        output.line(
            f"No keys were in the backup for: {', '.join(told.left_out)}. Put them back into keys/ from your copy, or "
            "make new ones: `skaryna keys rotate`.",
            style="bold red",
        )
    output.line("Next: `skaryna doctor`, then `skaryna publish`.")
    return 0


def _keys(text: str) -> list[str]:
    from skaryna.outside import age

    return [text] if text.startswith(age.PUBLIC) else age.recipients_in(Path(text).expanduser())


def _asked(what: str) -> str:
    from skaryna.seal.keys.passphrase import Passphrases

    given = Passphrases().given()
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise SettingsError(
            f"{what}: there is no terminal to ask for it.",
            hint="Name a file that holds it in $SKARYNA_PASSPHRASE_FILE.",
        )
    return str(typer.prompt(what, hide_input=True, err=True))


def _new_passphrase(what: str, *, must: bool) -> str:
    from skaryna.seal.keys.passphrase import Passphrases, check_strength

    given = Passphrases().given()
    if given is None:
        if not sys.stdin.isatty():
            if must:
                raise SettingsError(
                    "There is no terminal to ask for a passphrase.", hint="Name a file in $SKARYNA_PASSPHRASE_FILE."
                )
            return ""
        default = None if must else ""
        given = str(
            typer.prompt(what, hide_input=True, confirmation_prompt=True, default=default, show_default=False, err=True)
        )
    if given or must:
        check_strength(given)
    return given


def _say_key(file: Path, public: str, *, is_protected: bool, as_json: bool) -> None:
    if as_json:
        output.json({"file": str(file), "public": public, "protected": is_protected})
        return
    output.line(f"The private key lies in {file}. Carry it away: without it no backup can be opened, with it each can.")
    if not is_protected:
        output.line("No passphrase protects it.", style="bold red")
    output.line("The public key, for --recipient:")
    output.line(public, style="bold")


def _say(told: object, word: str, *, as_json: bool) -> None:
    from skaryna.cli.backing import Told

    assert isinstance(told, Told)  # noqa: S101 - a type, not a check
    if as_json:
        output.json(msgspec.structs.asdict(told))
        return
    output.line(f"{word}: {output.quoted(told.name)}, as of {told.made_at[:16].replace('T', ' ')} UTC.", style="bold")
    version = output.quoted(told.version)
    output.line(f"{told.rows:,} rows, {told.files:,} files; {told.bytes / 1e6:,.1f} MB encrypted (Skaryna {version}).")
