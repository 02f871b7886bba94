"""`skaryna editions`: what readers had before, what differs, and the way back."""

import sys
from typing import Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO, PressError, SettingsError

app = typer.Typer(
    help="List the editions that are kept, compare two, go back to one, forget them.",
    invoke_without_command=True,
    no_args_is_help=False,
    rich_markup_mode=None,
)

_JSON = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
MAX_SHOWN = 40


@app.callback()
def editions(context: typer.Context, as_json: _JSON = False) -> None:
    """List the editions that are kept, newest first."""
    if context.invoked_subcommand:
        return
    from skaryna.outside.folder import open_folder
    from skaryna.press.run import known_editions

    known = known_editions(open_folder(context.obj))
    if as_json:
        output.json({"editions": known})
        return
    if not known:
        output.line("No edition is kept yet: `skaryna publish` prints one.")
    for each in known:
        again = f", the files of edition {each.back_to} once more" if each.back_to else ""
        signed = "" if each.sealed else ", NOT SIGNED"
        output.line(
            f"{each.number:>6}  {each.at[:10]} {each.at[11:16]} UTC  {each.files:,} files, {each.bytes / 1e6:,.1f} MB; "
            f"{each.made:,} new or changed, {each.removed:,} removed{again}{signed}"
        )


@app.command("diff")
def diff(
    context: typer.Context,
    older: Annotated[int, typer.Argument(help="The number of an edition.")],
    newer: Annotated[int, typer.Argument(help="The number of another one.")],
    as_json: _JSON = False,
) -> int:
    """Say which files differ between two editions. Exit codes: 0 none, 1 some, 2 one of them is not kept."""
    from skaryna.outside.folder import open_folder
    from skaryna.press.run import compared_editions

    folder = open_folder(context.obj)
    found = compared_editions(folder, older, newer)
    if as_json:
        output.json({"added": found.added, "changed": found.changed, "removed": found.removed})
    else:
        for word, paths in (("added", found.added), ("changed", found.changed), ("removed", found.removed)):
            for path in paths[:MAX_SHOWN]:
                output.line(f"{word:>8}  {path}")
            if len(paths) > MAX_SHOWN:
                output.line(f"{word:>8}  {len(paths) - MAX_SHOWN:,} more")
        if not (found.added or found.changed or found.removed):
            output.line("They are the same.")
    return NO if found.added or found.changed or found.removed else 0


@app.command("back")
def back(
    context: typer.Context,
    number: Annotated[int, typer.Argument(help="The number of the edition whose files readers are to have again.")],
    as_json: _JSON = False,
) -> int:
    """Give readers an earlier edition's files again, as a new, signed edition, at once.

    What editors approved since stays approved, and the next publish prints it again: mend it in the newsroom first.
    Exit codes: 0 they have them, 1 refused, 2 not possible, or that edition is not kept.
    """
    from skaryna.cli.sealing import sealer_of
    from skaryna.outside.folder import open_folder
    from skaryna.press.run import go_back

    folder = open_folder(context.obj)
    edition = go_back(folder, number, seal=sealer_of(folder))
    if as_json:
        output.json(edition)
    else:
        output.line(f"Readers have the files of edition {number} again, as edition {edition.number}.", style="bold")
        output.line("The next publish prints what is approved in the newsroom: mend it there first.")
    return 0


@app.command("forget")
def forget(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Forget all editions but the one that readers have, and delete the files that only they had.

    For an article that endangers somebody: withdraw it in the newsroom, publish, then forget. Copies that others
    made are out of reach.
    """
    from skaryna.outside.folder import open_folder
    from skaryna.press.run import forget_editions

    folder = open_folder(context.obj)
    if not yes and not sys.stdin.isatty():
        raise SettingsError("Nothing was forgotten: there is no terminal to ask.", hint="Say --yes if it is meant.")
    if not yes and not typer.confirm("Earlier editions cannot be brought back afterwards. Forget them?"):
        raise PressError("Nothing was forgotten.")
    count = forget_editions(folder)
    output.line(f"{count} earlier edition{'' if count == 1 else 's'} forgotten.")
    return 0
