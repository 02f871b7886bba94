"""`skaryna sources`: what articles cite, whether it is still there, and copies of it."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skaryna.cli import output
from skaryna.errors import NO, SettingsError, SkarynaError

if TYPE_CHECKING:
    from skaryna.model.blocks import Archived, Image
    from skaryna.outside.folder import Folder

app = typer.Typer(
    help="List what articles cite, check whether it is still there, take copies of it.",
    invoke_without_command=True,
    no_args_is_help=False,
    rich_markup_mode=None,
)

_JSON = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
_ADDRESS = Annotated[str, typer.Option("--address", metavar="ADDRESS", help="Of the page, as the article cites it.")]
_PICTURE = Annotated[Path | None, typer.Option("--picture", metavar="FILE", help="How the page looked: PNG or JPEG.")]
_OFFER = Annotated[bool, typer.Option("--offer", help="Readers may download the file that the copy is made of.")]
CPU_S = 90
MEMORY_BYTES = 3 << 30


@app.callback()
def sources(context: typer.Context, as_json: _JSON = False) -> None:
    """List every address that articles cite as a source, the dead ones first."""
    if context.invoked_subcommand:
        return
    from skaryna.newsroom import cited
    from skaryna.outside.folder import open_folder

    found = cited(open_folder(context.obj))
    if as_json:
        output.json({"sources": found})
        return
    if not found:
        output.line("No article cites a source yet.")
    for each in found:
        words = ["DEAD" if each.is_dead else each.state, each.said, "with a copy" if each.has_copy else "no copy"]
        line = f"{each.address}  ({', '.join(filter(None, words))}; {each.articles:,} articles)"
        output.line(line, style="red" if each.is_dead else "")


@app.command()
def check(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also what was checked within the last day.")] = False,
    as_json: _JSON = False,
) -> int:
    """Ask the hosts of cited pages whether the pages are there.

    They see this machine's address, or that of the proxy that is set. Nobody else is asked; one question after the
    other. After an interrupt, run it again. Exit codes: 0 nothing is dead, 1 something is, 2 not possible.
    """
    from skaryna.newsroom import check_sources, cited
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    output.note(_seen(folder))
    with output.progress(quiet=as_json) as step:
        done = check_sources(folder, again=everything, step=lambda at, of, _: step("links", at, of))
    if done.is_cut_off:
        raise SkarynaError(
            "No host answers at all: this machine, or its proxy, seems to be cut off. Nothing was noted.",
            hint="Look at the connection and run it again.",
        )
    dead = [each for each in cited(folder) if each.is_dead]
    if as_json:
        output.json({"asked": done.asked, "dead": dead})
    else:
        output.line(f"{done.asked:,} asked; {len(dead):,} of all that is cited lead nowhere any more.")
        for each in dead:
            said = f" {each.said}" if each.said else ""
            output.line(
                f"{each.address}: {each.state}{said}{'; there is a copy' if each.has_copy else ''}", style="red"
            )
    return NO if dead else 0


@app.command()
def add(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A web archive (WARC, WACZ), or a saved page (MHTML, HTML).")],
    address: _ADDRESS,
    picture: _PICTURE = None,
    offer: _OFFER = False,
) -> None:
    """Attach the copy of a page that somebody saved to the sources that cite it. Nothing is asked of anybody."""
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    _attached(folder, address, _read(folder, file, address, picture), offered=offer)


@app.command()
def archive(
    context: typer.Context,
    addresses: Annotated[list[str] | None, typer.Argument(metavar="ADDRESS…", help="As articles cite them.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Whatever is cited and has no copy yet.")] = False,
    offer: _OFFER = False,
) -> int:
    """Have a browser on this machine take copies of cited pages, and attach them.

    Their servers see this machine's address, or that of the proxy that is set; the pages' scripts run in the browser.
    Exit codes: 0 all were taken, 1 some were not, 2 not possible.
    """
    from skaryna.newsroom import cited
    from skaryna.outside.folder import open_folder

    folder = open_folder(context.obj)
    known = {each.address: each for each in cited(folder)}
    wanted = list(addresses or [])
    if everything:
        wanted += [each.address for each in known.values() if not each.has_copy and not each.is_dead]
    if not wanted:
        raise SettingsError("There is nothing to take.", hint="Name addresses, or say --all.")
    if missing := [each for each in wanted if each not in known]:
        raise SettingsError(f"No article cites {missing[0]}.", hint="`skaryna sources` lists what is cited.")
    _browser(folder)
    output.note(_seen(folder))
    failed = 0
    for each in dict.fromkeys(wanted):
        try:
            _attached(folder, each, _take(folder, each), offered=offer)
        except SkarynaError as error:
            failed += 1
            output.line(f"{each}: {error.message}", style="red")
    return NO if failed else 0


@app.command(hidden=True)
def read(context: typer.Context, file: Path, address: _ADDRESS, picture: _PICTURE = None) -> None:
    """Read a copy and keep its parts; print what it is. The newsroom calls this for each upload."""
    from skaryna.model import encode
    from skaryna.outside.folder import open_folder

    _be_bounded()
    typer.echo(encode(_read(open_folder(context.obj), file, address, picture)))


@app.command(hidden=True)
def take(context: typer.Context, address: str) -> None:
    """Have the browser take a copy and keep its parts; print what it is. The newsroom calls this."""
    from skaryna.model import encode
    from skaryna.outside.folder import open_folder

    typer.echo(encode(_take(open_folder(context.obj), address)))


def _seen(folder: "Folder") -> str:
    from skaryna.outside.dialling import proxy_of

    proxy = proxy_of(folder.settings.sources.proxy)
    whose = f"the address of the proxy {proxy}" if proxy else "THE ADDRESS OF THIS MACHINE"
    return f"The servers of these pages see {whose}."


def _attached(folder: "Folder", address: str, copy: "Archived", *, offered: bool) -> None:
    from skaryna.newsroom import attach_copy

    count = attach_copy(folder, address=address, copy=copy, offered=offered)
    output.line(f"{address}: there is a copy now; {count:,} published articles and pages show it.")


def _read(folder: "Folder", file: Path, address: str, picture: Path | None) -> "Archived":
    from skaryna.model.blocks import Archived, Original
    from skaryna.outside import sources as kept
    from skaryna.rescue.copied import copied

    data, shot = _bytes(file), _bytes(picture) if picture else b""
    found = copied(file, address)
    if len(data) > kept.MAX_ORIGINAL_BYTES:
        raise SettingsError(
            f"{file} has more than {kept.MAX_ORIGINAL_BYTES >> 20} MB.", hint="Save this one page alone."
        )
    original = Original(digest=kept.put(folder.media, data, found.suffix), suffix=found.suffix, size=len(data))
    more: dict[str, Any] = {"picture": _pictured(folder, shot)} if picture else {}
    return Archived(
        digest=kept.put_text(folder.media, found.text), address=found.address, taken_at=found.made, original=original,
        **more,
    )  # fmt: skip


def _bytes(path: Path) -> bytes:
    from skaryna.outside.files import explained

    try:
        return path.read_bytes()
    except OSError as error:
        raise explained(error, path) from error


def _take(folder: "Folder", address: str) -> "Archived":
    from skaryna.model.blocks import Archived, Original
    from skaryna.outside import sources as kept
    from skaryna.outside.asking import Way
    from skaryna.outside.capturing import capture
    from skaryna.outside.dialling import proxy_of
    from skaryna.rescue.copied import words_of

    settings = folder.settings.sources
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    found = capture(address, program=_browser(folder), way=Way(proxy=proxy_of(settings.proxy)), now=now)
    text = words_of(found.html, address)
    return Archived(
        digest=kept.put_text(folder.media, text),
        address=address,
        taken_at=now,
        picture=_pictured(folder, found.picture),
        original=Original(digest=kept.put(folder.media, found.warc, "warc.gz"), suffix="warc.gz", size=len(found.warc)),
    )


def _browser(folder: "Folder") -> str:
    """Return the program that takes copies."""
    program = folder.settings.sources.browser
    if not program:
        raise SettingsError(
            "No browser is set that could take copies.", hint="Set browser in [sources] of skaryna.toml."
        )
    return program


def _pictured(folder: "Folder", data: bytes) -> "Image":
    """Keep a picture of a page, made anew from its pixels alone."""
    from skaryna.model.blocks import Image
    from skaryna.outside import pictures
    from skaryna.outside import sources as kept

    clean = pictures.clean(data, name="picture of the page")
    key = kept.put(folder.media, clean.data, clean.suffix[1:])
    name = f"{kept.FOLDER}/{key}{clean.suffix}"
    return Image(digest=key, name=name, width=clean.width, height=clean.height, type=clean.type)


def _be_bounded() -> None:
    """A file that makes its reader busy for ever, or fat, ends this process and nothing else."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
