"""Printing an edition: the thin shell around intake, plan, pages and edition.

The folder is brought from what the journal says to what readers get; safe to interrupt and run again at any point.
The store is filled first, the readers' tree appears at once, `press.sqlite3` is told afterwards: after a crash the
next run finds out by digest what is done already.
"""

import time
from collections.abc import Callable, Container
from concurrent.futures import ThreadPoolExecutor

import msgspec

from skaryna.errors import PressError
from skaryna.model import Image, digest
from skaryna.outside import files
from skaryna.outside.folder import Folder
from skaryna.outside.ledger import Outcome
from skaryna.press import edition, pictures
from skaryna.press.approval import Standing, standing
from skaryna.press.catalogue import Catalogue
from skaryna.press.intake import take_in
from skaryna.press.pages import made
from skaryna.press.plan import recipes
from skaryna.press.proof import Outputs, Seal, listed, proved
from skaryna.press.shelf import Shelf

Progress = Callable[[str, int, int], None]
"""Called with a stage ("pages", "pictures"), how many are done and how many there are."""

EDITION_FILE = ".skaryna/edition.json"
PICTURE_THREADS = 2


class Printed(Outcome, frozen=True, kw_only=True):
    """What a run of the press did; `fingerprint` is the SHA-256 of the sorted list of files."""

    fingerprint: str


def print_edition(folder: Folder, *, seal: Seal | None = None, progress: Progress = lambda *_: None) -> Printed:
    """Print the next edition from what editors approved, and have it signed.

    Args:
        folder: The publication.
        seal: Who signs; None prints an edition that is not signed, and says so on its pages.
        progress: Told how far it is.

    Raises:
        WaitingError: More people must sign; readers keep the edition they have.
        BusyError: Another press prints in this folder.
        PressError: A dead link, a picture with metadata, two pages at one address; readers keep the edition they have.
        TrustError: The journal was cut or rewritten; nobody approved the settings and the theme.
        DatabaseError, FolderError: Something cannot be read or written.
    """
    with files.lock(folder.print_lock, doing="printing an edition"):
        edition.recover(folder.edition)
        approved = standing(folder)
        shelf = Shelf(folder.press_database, folder.journal_key())
        try:
            return _print(approved, shelf, seal, progress)
        finally:
            shelf.close()


def _print(approved: Standing, shelf: Shelf, seal: Seal | None, progress: Progress) -> Printed:
    started = time.perf_counter()
    folder = approved.folder
    intake = take_in(folder, shelf)
    read = time.perf_counter()
    store = edition.Store(folder.store, shelf.blobs())
    before, since = shelf.printed()
    catalogue = Catalogue(folder.publication, shelf, seal.trust() if seal else None, theme=approved.theme)
    outputs = _rendered(folder, catalogue, before, store, progress)
    rendered = time.perf_counter()
    number = _number(folder, before, outputs)
    fingerprint = _fingerprint(outputs)
    _finish(folder, store, outputs, number, fingerprint)
    written = time.perf_counter()
    proof: dict[str, str] = {}
    index = ""
    if seal:
        todo = listed(outputs, before, edition=number, since=since)
        proof, index = proved(todo, store, seal)
    sealed = time.perf_counter()
    # The other tree may lag behind even where nothing is new (a first run after a crash), so this always looks.
    edition.appear(folder.edition, {path: key for path, (key, _) in outputs.items()} | proof, store)
    with shelf.transaction():
        shelf.set_printed(outputs, index)
        shelf.add_blobs(store.fresh)
    ended = time.perf_counter()
    changed = sum(before.get(path) != output for path, output in outputs.items())
    return Printed(
        edition=number,
        seq=intake.seq,
        total=len(outputs),
        made=changed,
        kept=len(outputs) - changed,
        removed=len(before.keys() - outputs.keys()),
        bytes_written=store.bytes_written,
        seconds={
            "read": round(read - started, 4),
            "render": round(rendered - read, 4),
            "write": round(ended - sealed + written - rendered, 4),
            "seal": round(sealed - written, 4),
            "total": round(ended - started, 4),
        },
        fingerprint=fingerprint,
        warnings=(*approved.warnings, *intake.warnings),
        sealed=seal is not None,
    )


def _rendered(
    folder: Folder, catalogue: Catalogue, before: Outputs, store: edition.Store, progress: Progress
) -> dict[str, tuple[str, int]]:
    """Make every output and put it into the store; refuse dead links before anything reaches a reader."""
    todo = list(recipes(catalogue))
    outputs: dict[str, tuple[str, int]] = {}
    links: dict[str, str] = {}
    images: dict[str, Image] = {}
    for done, recipe in enumerate(todo, start=1):
        page = made(recipe, catalogue)
        for path, data in page.files.items():
            _add(outputs, path, data, store)
        for path, whose in page.links.items():
            links.setdefault(path, whose)
        images.update(page.images)
        progress("pages", done, len(todo))
    for path, data in catalogue.theme.assets.items():
        _add(outputs, path, data, store)
    outputs |= _pictures(folder, images, _Remembered(before, store), progress)
    _check_links(links, outputs)
    _check_folders(outputs)
    return outputs


def _add(outputs: dict[str, tuple[str, int]], path: str, data: bytes, store: edition.Store) -> None:
    if path in outputs:
        if outputs[path][0] == digest(data):
            return
        raise PressError(
            f"Two pages want the address {path}.",
            hint="Two of articles, pages, topics and authors share a slug, or an old address is in use: change one.",
        )
    outputs[path] = (store.put(data), len(data))


def _pictures(
    folder: Folder, images: dict[str, Image], memory: "_Remembered", progress: Progress
) -> dict[str, tuple[str, int]]:
    """Make what is missing of every picture that a page shows; encoding is the dearest work, so it is done once."""
    wanted = []
    for key, image in sorted(images.items()):
        widths = pictures.FACE_WIDTHS_PX if key.endswith(f":{pictures.FACE_WIDTHS_PX[0]}") else pictures.WIDTHS_PX
        wanted += [(image, rendition) for rendition in pictures.renditions(image, widths)]
    # The original is looked into again only when something has to be made of it: its digest is in every name.
    missing = [(image, each) for image, each in wanted if not memory.knows(each)]
    originals = {image.digest: pictures.original(folder.media, image) for image, _ in missing}
    with ThreadPoolExecutor(PICTURE_THREADS) as pool:
        encoded = pool.map(lambda pair: pictures.make(originals[pair[0].digest], pair[1]), missing)
        for done, ((_, each), data) in enumerate(zip(missing, encoded, strict=True), start=1):
            memory.keep(each, data)
            progress("pictures", done, len(missing))
    return {each.path: memory.output(each) for _, each in wanted}


class _Remembered:
    """Renditions that an earlier edition made, found again by path: the name holds the original's digest."""

    def __init__(self, before: Outputs, store: edition.Store) -> None:
        self._known = dict(before)
        self._store = store

    def knows(self, wanted: pictures.Rendition) -> bool:
        return wanted.path in self._known and self._store.has(self._known[wanted.path][0])

    def keep(self, wanted: pictures.Rendition, data: bytes) -> None:
        self._known[wanted.path] = (self._store.put(data), len(data))

    def output(self, wanted: pictures.Rendition) -> tuple[str, int]:
        return self._known[wanted.path]


def _check_links(links: dict[str, str], outputs: Container[str]) -> None:
    dead = sorted((whose, path) for path, whose in links.items() if path not in outputs)
    if dead:
        more = f" ({len(dead) - 1} more like it)" if len(dead) > 1 else ""
        raise PressError(
            f"{dead[0][0]} leads to {dead[0][1]}, which is not in this edition{more}.",
            hint="Readers keep the edition they have. Mend the link in the newsroom and publish again.",
        )


def _check_folders(outputs: Outputs) -> None:
    """Refuse a folder that would take the place of a file: no disk can hold both."""
    for path in outputs:
        at = path.find("/")
        while at > 0:
            if path[:at] in outputs:
                raise PressError(
                    f"{path} needs a folder where the file {path[:at]} lies.",
                    hint="An old address ends in the name of a file of ours: take it out in the newsroom.",
                )
            at = path.find("/", at + 1)


def _fingerprint(outputs: Outputs) -> str:
    listing = "".join(f"{key}  {path}\n" for path, (key, _) in sorted(outputs.items()))
    return digest(listing.encode())


def _number(folder: Folder, before: Outputs, outputs: Outputs) -> int:
    """Return the edition's number: the one that readers have already, where nothing is new."""
    number = _last_number(folder)
    same = {path: output for path, output in before.items() if path != EDITION_FILE} == outputs
    return number if number and same else number + 1


def _last_number(folder: Folder) -> int:
    """The number of the edition on disk: it says so itself, for press.sqlite3 may be lost."""
    try:
        said = msgspec.json.decode((folder.edition / EDITION_FILE).read_bytes(), type=dict[str, object])
        number = said.get("edition", 0)
    except (OSError, msgspec.DecodeError):
        return 0
    return number if isinstance(number, int) and number > 0 else 0


def _finish(
    folder: Folder, store: edition.Store, outputs: dict[str, tuple[str, int]], number: int, fingerprint: str
) -> None:
    """Add what the edition says of itself."""
    said = {
        "publication": folder.publication.name,
        "edition": number,
        "files": len(outputs),
        "fingerprint": fingerprint,
    }
    _add(outputs, EDITION_FILE, msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n", store)
