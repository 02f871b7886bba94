"""`skaryna export`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO


class Form(StrEnum):
    """Forms that other systems read."""

    wxr = "wxr"
    ghost = "ghost"
    markdown = "markdown"
    jsonl = "jsonl"


def export(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")],
    to: Annotated[Form, typer.Option("--to", help="WordPress, Ghost, Markdown files, or one value a line.")],
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Articles that readers do not have too. Mind who gets the folder.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Write everything that readers have into FOLDER, with its pictures, for another system or another Skaryna.

    Articles, pages, authors, topics, mastheads, arranged home pages and copies of sources, as editors approved them; no
    account, no address of anybody, and no draft unless --drafts says so. `skaryna rescue FOLDER` takes it in again
    without loss. Exit codes: 0 done, 1 a file is missing or something is not what was approved, 2 not possible.
    """
    from skaryna.export import export as exported
    from skaryna.export.gathering import gathered, with_drafts
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    found = gathered(folder)
    if drafts:
        from skaryna.newsroom import unpublished

        found = with_drafts(found, lambda: unpublished(folder))
    done = exported(found, form=to.value, target=target, media=folder.media)
    if as_json:
        output.json(
            {
                "where": str(target),
                "form": to.value,
                "articles": done.articles,
                "values": done.values,
                "pictures": done.pictures,
                "copies": done.copies,
                "missing": done.missing,
            }
        )
    else:
        output.line(
            f"In {target}: {output.many(done.articles, 'article')}, {output.many(done.pictures, 'picture')}.",
            style="bold",
        )
        for name in done.missing:
            output.line(f"Not exported: the file {name} is missing, or not what was approved.", style="bold red")
    return NO if done.missing else 0
