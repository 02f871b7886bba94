"""Files in, `Rescued` out: the thin shell of this room. Bad input is one sentence, and the rest goes on."""

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from skaryna.errors import SourceError
from skaryna.model.campaign import is_suspect
from skaryna.model.codec import digest
from skaryna.model.finding import Rescued
from skaryna.outside import sources as copied
from skaryna.rescue import archives, mhtml, plaintext, savedpage
from skaryna.rescue.choosing import chosen
from skaryna.rescue.copies import Copy
from skaryna.rescue.decode import Decoded, check_size, decode
from skaryna.rescue.exports.boxes import FolderBox
from skaryna.rescue.exports.forms import divided
from skaryna.rescue.exports.media import Media, Within
from skaryna.rescue.exports.reading import told as told_posts
from skaryna.rescue.exports.webarchive import WebArchiveBox
from skaryna.rescue.kinds import is_page
from skaryna.rescue.scanning import facts_of, grouped, scan, text_of, texts_of, thinned
from skaryna.rescue.site import Site, site_of
from skaryna.rescue.spool import Spool
from skaryna.rescue.told import Told
from skaryna.rescue.undisturbed import undisturbed

SUFFIXES = frozenset({".txt", ".html", ".htm", ".xhtml"})
DOCUMENTS = frozenset({".doc", ".docx", ".odt", ".rtf", ".pdf", ".epub", ".sql"})
"""Texts that rescue does not read."""

MAX_FILES = 500_000
MAX_NAMED = 5
WORDPRESS = "export.xml"
_COPY = re.compile(r"[0-9a-f]{64}(?:\.[a-z]{3,5}){1,2}")
"""A copy of a source beside our own export for WordPress: it belongs to an article, and is none."""

Progress = Callable[[int, int, str], None]


def sources(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are named, and in folders every text and page, sorted; each once.

    A path that does not exist is yielded too: `rescue` reports it. Links to folders are not followed, so that a
    folder that leads to itself ends.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _files(path) if path.is_dir() else (path,):
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


def _files(folder: Path) -> Iterator[Path]:
    count = 0
    for place, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        is_ours = Path(place).name == copied.FOLDER and (Path(place).parent / WORDPRESS).is_file()
        for name in sorted(names):
            if is_ours and _COPY.fullmatch(name):
                continue
            if Path(name).suffix.lower() in SUFFIXES | mhtml.SUFFIXES or archives.is_named_so(name):
                count += 1
                if count > MAX_FILES:
                    return
                yield Path(place) / name


def rescue(paths: Sequence[Path], *, media: Media | None = None, progress: Progress | None = None) -> Iterator[Rescued]:
    """Rescue each source; two passes, so that each is read knowing the words and menus of all.

    Args:
        paths: Exports, pages, texts, folders of them.
        media: Where pictures of the former site are; what is given is looked through for pictures too.
        progress: Called with how many sources are done, of how many, and the name; of how many is 0 where an export
            does not say.

    Yields:
        One value for each post of an export, what there is to say of the export, then one value for each other
        source, in order. Bad input has a `problem` and no draft; nothing is raised for it.
    """
    media = media or Media()
    exports, given, strange = divided(list(paths), media)
    files = list(sources(given))
    _look_for_pictures(given if not exports else (), files, media)
    for export in exports:
        for done, each in enumerate(told_posts(export, media), start=1):
            yield each
            if progress:
                progress(done, 0, each.source)
    for path in given:
        if path.is_dir() and not exports and not any(path in file.parents for file in files):
            yield Rescued(source=str(path), problem="There is no .txt or .html file in this folder.")
    yield from _passed_over(given, {*strange} - {*files})
    with Spool() as spool:
        pages = grouped(copies(files, spool))
        site = site_of(facts_of(text_of(copy)) for page in pages for copy in thinned(page))
        for done, page in enumerate(pages, start=1):
            found = chosen(texts_of(page), site, lambda source: Within(media, source))
            # What is a part of a larger file cannot be found again by its name.
            yield msgspec.structs.replace(found, original=spool.get(found.digest))
            if progress:
                progress(done, len(pages), found.source)


def _passed_over(given: Iterable[Path], strange: set[Path]) -> Iterator[Rescued]:
    """Tell which texts of a folder nobody read: whoever gave it may think that all of it came in."""
    for folder in filter(Path.is_dir, given):
        found = sorted({*(each for each in strange if folder in each.parents), *_documents(folder)})
        if found:
            named = ", ".join(str(each.relative_to(folder)) for each in found[:MAX_NAMED])
            more = f" and {len(found) - MAX_NAMED:,} more" if len(found) > MAX_NAMED else ""
            note = f"Not read, for rescue knows no such form, or the file is damaged: {named}{more}."
            yield Rescued(source=str(folder), digest=digest(f"passed\0{folder}\0{note}".encode()), notes=(note,))


def _documents(folder: Path) -> Iterator[Path]:
    for place, _folders, names in os.walk(folder, followlinks=False):
        yield from (Path(place) / name for name in names if Path(name).suffix.lower() in DOCUMENTS)


def scan_files(paths: Sequence[Path], spool: Spool, *, progress: Progress | None = None) -> Iterator[Rescued]:
    """Look for intruders in files: each post of an export, each page of everything else; see `scanning.scan`."""
    exports, given, _strange = divided(list(paths), Media())
    for export in exports:
        for done, each in enumerate(told_posts(export, Media()), start=1):
            suspects = tuple(finding for finding in each.quarantine if is_suspect(finding))
            if each.draft is not None or suspects or each.problem:
                yield msgspec.structs.replace(each, draft=None, original=b"", quarantine=suspects)
            if progress:
                progress(done, 0, each.source)
    yield from scan(copies(given, spool), progress=progress)


def _look_for_pictures(given: Iterable[Path], files: Iterable[Path], media: Media) -> None:
    """Let pictures in the given folders and web archives be found; what cannot be looked into has none."""
    for folder in given:
        if folder.is_dir():
            media.add(FolderBox(folder))
    for path in files:
        if path.suffix.lower() not in SUFFIXES | mhtml.SUFFIXES and path.is_file() and archives.is_archive(path):
            with contextlib.suppress(SourceError):
                media.add(WebArchiveBox(path))
        elif path.suffix.lower() in mhtml.SUFFIXES:
            with contextlib.suppress(SourceError):
                media.add(WebArchiveBox(path, mhtml.pictures_in(_bytes(path))))


@undisturbed
def rescue_text(data: bytes, name: str, site: Site | None = None) -> Told:
    """Rescue one source from its bytes: the pure core of this room.

    Args:
        data: The whole source.
        name: Its file name; only the ending is looked at.
        site: What is known of the site; by default this one page.

    Raises:
        SourceError: It cannot be read at all.
    """
    decoded = decode(data)
    room = savedpage if is_page(decoded.text, name) else plaintext
    return _noted(room.told(decoded.text, site or site_of([room.facts_of(decoded.text)])), decoded)


def copies(paths: Iterable[Path], spool: Spool) -> Iterator[Copy]:
    """Yield what is in files, folders and web archives as copies of pages.

    Args:
        paths: What a person named.
        spool: Where pages of archives lie until they are read.
    """
    for path in sources(paths):
        if path.suffix.lower() in mhtml.SUFFIXES:
            yield mhtml.copy_in(path, partial(_bytes, path), spool)
        elif path.suffix.lower() not in SUFFIXES and path.is_file() and archives.is_archive(path):
            yield from archives.copies_in(path, spool)
        else:
            yield Copy(source=str(path), name=path.name, read=partial(_bytes, path))


def _noted(told: Told, decoded: Decoded) -> Told:
    """Say in the draft's marks what had to be repaired in the bytes."""
    if told.draft is None or not decoded.note:
        return told
    draft = msgspec.structs.replace(told.draft, marks=(*told.draft.marks, decoded.note))
    return replace(told, draft=draft)


def _bytes(path: Path) -> bytes:
    """Read a file, after its size was checked: a gigabyte is refused before it is in memory."""
    try:
        if not path.exists():
            raise SourceError("It does not exist." if not path.is_symlink() else "The link leads nowhere.")
        if not path.is_file():
            raise SourceError("It is no file." if not path.is_dir() else "It is a folder.")
        check_size(path.stat().st_size)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise SourceError(f"It cannot be read: {getattr(error, 'strerror', None) or error}.") from error
