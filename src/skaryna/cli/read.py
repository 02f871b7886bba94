"""`skaryna read`."""

import hashlib
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skaryna.cli import output
from skaryna.cli.verify import checked_words
from skaryna.errors import NO, UnreachableError

if TYPE_CHECKING:
    from skaryna.serve.reader import Reader


def read(
    places: Annotated[
        list[str],
        typer.Argument(metavar="WHERE...", help="Web addresses, folders or archives of the same publication."),
    ],
    port: Annotated[int, typer.Option("--port", help="On 127.0.0.1; any free one by default.", min=0, max=65535)] = 0,
    fingerprint: Annotated[
        str | None,
        typer.Option("--fingerprint", help="The publication's eight words, from print or a friend: start from them."),
    ] = None,
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FOLDER", help="Where pinned keys and pages are remembered.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Keep verified pages on this disk, for reading offline.")
    ] = True,
) -> int:
    """Read a publication in your browser, every byte verified, from whichever copy has it, until Ctrl+C.

    Copies that are dead, slow, outdated or altered are passed over; the publication's own mirrors are asked as well.
    Exit codes: 0 ended by you, 1 the copies are altered or signed by others, 2 none can be reached.
    """
    from skaryna.seal.pins import Pins, state_folder
    from skaryna.serve.local import LocalServer
    from skaryna.serve.reader import Reader
    from skaryna.serve.shelf import Proof, Shelf

    words = checked_words(fingerprint)
    folder = state or state_folder(os.environ)
    reader = Reader(places, Pins(folder), Shelf(folder / "read" / "pages" if keep else None), fingerprint=words)
    if keep:
        name = hashlib.sha256(" ".join(places).encode("utf-8", "replace")).hexdigest()[:32]
        reader.keep(Proof(folder / "read" / name))
    reader.refresh()
    if reader.edition is None:
        for mirror in reader.mirrors[: len(places)]:
            output.line(mirror.problem, style="bold red")
        if any(mirror.is_unsound for mirror in reader.mirrors[: len(places)]):
            return NO
        raise UnreachableError("No copy proves an edition.", hint="Name another copy, or try again later.")
    server = LocalServer(reader, port)
    _say(reader, server.url, named=len(places))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.serve_forever(poll_interval=0.2)
    except KeyboardInterrupt:
        output.note("Ended.")
    finally:
        server.server_close()
    return 0


def _say(reader: "Reader", url: str, *, named: int) -> None:
    trusted = reader.edition
    assert trusted is not None  # noqa: S101 - the caller looks
    about = trusted.sealed.about
    output.line(f"{about.name}, edition {about.edition}: {url}  (Ctrl+C ends it)", style="bold")
    output.line(f"signed under: {trusted.fingerprint}")
    if trusted.first_use:
        output.line(
            "First use: these keys were not known here before, and are pinned from now on. Compare the eight words "
            "with what the publication prints elsewhere.",
            style="yellow",
        )
    if trusted.standing == "expired":
        output.line(f"Authentic, not confirmed since {trusted.sealed.confirmed:%Y-%m-%d}.", style="yellow")
    for mirror in reader.mirrors[:named]:
        if mirror.problem:
            output.line(f"passed over: {mirror.problem}", style="yellow")
