"""Copies of sources: taken from a file or by a browser, attached to an address, handed over with all that cites it.

A stranger's file is read in a process of its own (`skaryna sources read`), with bounds on its time and memory: what it
may do to a reader of files, it does not do to the newsroom.
"""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from skaryna.errors import SkarynaError, SourceError
from skaryna.model import Article, Page, Source
from skaryna.model.blocks import Archived
from skaryna.model.codec import decode, encode
from skaryna.model.journal import Value
from skaryna.newsroom import approvals, citing, waiting
from skaryna.newsroom.models import CitedSource, Touch
from skaryna.newsroom.models.sources import DECIDED, key_of
from skaryna.newsroom.place import current
from skaryna.outside import sources

READ_TIMEOUT_S = 120.0
BROWSER_TIMEOUT_S = 150.0


def copies_of(addresses: Iterable[str]) -> Mapping[str, tuple[Archived | None, bool]]:
    """Return, of those addresses that have something to tell, the copy as readers get it, and whether it is dead."""
    keys = [key_of(address) for address in addresses]
    rows = CitedSource.objects.filter(key__in=keys).exclude(copy="", is_dead=False) if keys else ()
    return {row.address: (_as_readers_get_it(row), row.is_dead) for row in rows}


def _as_readers_get_it(row: CitedSource) -> Archived | None:
    copy = row.archived
    if copy is None or row.is_offered:
        return copy
    return msgspec.structs.replace(copy, original=msgspec.UNSET)


def read(path: Path, address: str, picture: Path | None = None) -> Archived:
    """Take a copy out of a file that somebody uploaded; keep it in `media/`.

    Raises:
        SourceError: It is no copy of that page.
    """
    more = ["--picture", str(picture)] if picture else []
    return _told(["read", str(path), "--address", address, *more], READ_TIMEOUT_S)


def take(address: str) -> Archived:
    """Have the browser of this machine take a copy; keep it in `media/`.

    Raises:
        SourceError: There is none, or the page cannot be had.
    """
    return _told(["take", address], BROWSER_TIMEOUT_S)


def _told(arguments: Sequence[str], timeout_s: float) -> Archived:
    call = [sys.executable, "-m", "skaryna", "-C", str(current().root), "sources", *arguments]
    try:
        done = subprocess.run(call, capture_output=True, timeout=timeout_s, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired as error:
        raise SourceError(_("It took too long; no copy was kept.")) from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SourceError(lines[0] if lines else _("The copy could not be read."), hint=" ".join(lines[1:2]))
    return decode(done.stdout, Archived)


def uploaded(upload: Iterable[bytes], address: str, picture: Iterable[bytes] | None = None) -> Archived:
    """Take a copy out of what came through a form; it lies in a private folder meanwhile."""
    with tempfile.TemporaryDirectory(prefix="skaryna-upload-") as folder:
        path, shot = Path(folder) / "upload", Path(folder) / "picture"
        _write(path, upload)
        if picture is not None:
            _write(shot, picture)
        return read(path, address, shot if picture is not None else None)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    came = 0
    with path.open("wb") as file:
        for chunk in chunks:
            came += len(chunk)
            if came > sources.MAX_ORIGINAL_BYTES:
                raise SourceError(
                    _("The file has more than %(n)s MB.") % {"n": sources.MAX_ORIGINAL_BYTES >> 20},
                    hint=_("Save this one page alone."),
                )
            file.write(chunk)


@transaction.atomic
def attach(source: CitedSource, copy: Archived) -> None:
    """Give an address its copy, in the place of an earlier one; articles that readers have get it at once.

    Raises:
        SkarynaError: An article cannot be handed over; nothing was changed.
    """
    before = source.archived
    with _changing(source):
        source.copy = encode(copy).decode()
        source.save(update_fields=["copy"])
        hand_over(source)
    if before is not None and before != copy:
        transaction.on_commit(lambda: _drop(before, keep=copy))


@transaction.atomic
def detach(source: CitedSource) -> None:
    """Take the copy of an address away, its files too."""
    before = source.archived
    with _changing(source):
        source.copy, source.is_offered = "", False
        source.save(update_fields=["copy", "is_offered"])
        hand_over(source)
    if before is not None:
        transaction.on_commit(lambda: _drop(before))


@transaction.atomic
def decide(source: CitedSource, *, is_dead: bool, is_offered: bool) -> None:
    """Say whether the link is dead, and whether readers may have the file that the copy was made of."""
    with _changing(source):
        source.is_dead, source.is_offered = is_dead, is_offered and bool(source.copy)
        source.save(update_fields=["is_dead", "is_offered"])
        hand_over(source)
    look_again([source])


def _changing(source: CitedSource) -> contextlib.AbstractContextManager[None]:
    """Return what a change of a source happens in: who changed it, and what it was like before."""
    waiting.touched(Touch.SOURCE, source.key)
    return waiting.because(f"source:{source.pk}", {name: getattr(source, name) for name in DECIDED})


def hand_over(source: CitedSource) -> None:
    """Hand over again everything that readers have and that cites an address."""
    for row in citing.users_of(source):
        approvals.approve(row)


def look_again(found: Iterable[CitedSource]) -> None:
    """Have the mistakes of all articles that cite these found anew."""
    from skaryna.newsroom import marking
    from skaryna.newsroom.models import Citation

    keys = Citation.objects.filter(source__in=list(found)).order_by("article_id").values_list("article_id", flat=True)
    marking.look_at_all_of(list(dict.fromkeys(keys)))


def known(text: object) -> Archived | None:
    """Return a copy as it was noted before a change; None where there was none, or where the note is damaged."""
    try:
        return decode(text, Archived) if isinstance(text, str) and text else None
    except SkarynaError:
        return None


def let_go(copy: Archived | None) -> None:
    """Delete the files of a copy that was given up, once that is sure, where nothing else has them."""
    if copy is not None:
        transaction.on_commit(partial(_drop, copy))


def tidy(value: Value | None) -> None:
    """Let go of all copies that a value has."""
    if isinstance(value, Article | Page):
        for block in value.body:
            if isinstance(block, Source) and block.archived:
                let_go(block.archived)


def _drop(copy: Archived, *, keep: Archived | None = None) -> None:
    """Delete a copy's files where no other address has the same ones, nor anything that readers have, or that waits."""
    mine = Q()
    for key, _suffix in copy.files:
        mine |= Q(copy__contains=key)
    others = [row.archived for row in CitedSource.objects.filter(mine)]
    kept = {name for each in (*others, keep) if each is not None for name in each.files}
    media = current().media
    for key, suffix in set(copy.files) - kept:
        if not waiting.has(key):
            with contextlib.suppress(SkarynaError, OSError):
                sources.drop(media, key, suffix)
