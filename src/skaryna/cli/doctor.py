"""`skaryna doctor`."""

import datetime as dt
from typing import Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO

_STYLES = {"good": "green", "remark": "", "wrong": "bold red"}


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Look at everything that this publication needs, and say in words what is wrong.

    Changes nothing and asks no other host.
    Exit codes: 0 nothing is wrong, 1 something is, 2 it cannot be looked at.
    """
    from skaryna.cli.health import examined
    from skaryna.cli.health.found import Seen
    from skaryna.outside.folder import open_folder

    found = list(examined(Seen(open_folder(context.obj), dt.datetime.now(dt.UTC))))
    problems = [each for each in found if each.state == "wrong"]
    if as_json:
        output.json(
            {
                "good": not problems,
                "found": [
                    {"part": each.part, "state": each.state, "said": each.said, "todo": each.todo} for each in found
                ],
            }
        )
        return NO if problems else 0
    width = max(len(each.part) for each in found)
    for each in found:
        output.line(f"{each.state:6}  {each.part:{width}}  {each.said or 'as it should be'}", style=_STYLES[each.state])
        if each.todo:
            output.line(f"{'':8}{'':{width}}  → {each.todo}")
    said = (
        f"{len(problems)} thing{'s are' if len(problems) != 1 else ' is'} wrong." if problems else "Nothing is wrong."
    )
    output.line(said, style="bold red" if problems else "bold green")
    return NO if problems else 0
