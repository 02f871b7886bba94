"""Files in, `Rescued` out: the thin shell around the room. Bad input is one sentence, and the rest goes on."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from skaryna.errors import SkarynaError, SourceError
from skaryna.model import Rescued
from skaryna.rescue import decode
from skaryna.rescue.sources import html, text
from skaryna.rescue.vocabulary import Site

SUFFIXES = frozenset({".txt", ".html", ".htm", ".xhtml"})
_PAGE_STARTS = ("<!doctype html", "<html", "<?xml", "<head", "<body", "<article", "<div")


def sources(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files that are named, and in folders every .txt and .html, sorted; each once."""
    seen: set[Path] = set()
    for path in paths:
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
        for each in found:
            real = each.resolve()
            if real not in seen and not (path.is_dir() and (each.is_symlink() or not each.is_file())):
                seen.add(real)
                yield each


def rescue(paths: Sequence[Path], *, progress: Callable[[int, int, str], None] | None = None) -> Iterator[Rescued]:
    """Rescue each source; two passes, so that each is read knowing the words and menus of all.

    Yields:
        One value a source, in order. Bad input has a `problem` and no draft; nothing is raised for it.
    """
    files = list(sources(paths))
    if not files:
        yield from (Rescued(source=str(path), problem="There is no .txt or .html file in it.") for path in paths)
        return
    site = Site()
    for path in files:
        try:
            content = _content(path)
        except SourceError:
            continue
        _door(path, content).learn(content, site)
    for done, path in enumerate(files, start=1):
        yield _one(path, site)
        if progress:
            progress(done, len(files), str(path))


def _one(path: Path, site: Site) -> Rescued:
    digest = ""
    try:
        data = _bytes(path)
        digest = hashlib.sha256(data).hexdigest()
        content = decode.text_of(data)
        draft, findings = _door(path, content).read(content, site)
    except SkarynaError as error:
        said = error.message.rstrip(".")
        return Rescued(source=str(path), digest=digest, problem=f"{said[:1].upper()}{said[1:]}.")
    return Rescued(source=str(path), digest=digest, draft=draft, quarantine=findings)


class _Text:
    @staticmethod
    def learn(content: str, site: Site) -> None:
        site.add(text.blocks_in(content))

    read = staticmethod(text.read)


class _Html:
    @staticmethod
    def learn(content: str, site: Site) -> None:
        blocks, tags, hosts = html.learnt(content)
        site.add(blocks, tags=tags, hosts=hosts)

    read = staticmethod(html.read)


def _door(path: Path, content: str) -> type[_Text] | type[_Html]:
    """Choose by what a file is rather than by what it is called."""
    start = content.lstrip()[:200].lower()
    is_page = start.startswith(_PAGE_STARTS) or (path.suffix.lower() != ".txt" and "<p" in content)
    return _Html if is_page else _Text


def _content(path: Path) -> str:
    return decode.text_of(_bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir() or not path.exists():
            raise SourceError("it does not exist" if not path.exists() else "it is a folder")
        if path.stat().st_size > decode.MAX_SOURCE_BYTES:
            raise SourceError(
                f"it has {path.stat().st_size / 1e6:,.0f} MB; a page has at most {decode.MAX_SOURCE_BYTES >> 20} MB"
            )
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror or error}") from error
