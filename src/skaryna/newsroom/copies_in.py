"""Copies of sources that an export brings along: put beside the pictures, and given to the addresses that they are of.

They are from outside as all else in an export: each file must be what the value says, a text without links, a picture
with nothing but pixels. A copy that is here already stays; one that is lost is named, and the article comes without it.
"""

from collections.abc import Callable

from skaryna.errors import SkarynaError, SourceError
from skaryna.model import Article, Image, Page, Source
from skaryna.model.archived import MAX_TEXT_BYTES, ArchivedText
from skaryna.model.blocks import Archived
from skaryna.model.codec import decode, encode
from skaryna.newsroom import citing, copying
from skaryna.newsroom.place import current
from skaryna.outside import pictures, sources

Copies = Callable[[str, str], bytes]
"""Returns the bytes of a file of a copy, by digest and suffix."""


def take(value: Article | Page, copies: Copies | None, *, accept: bool) -> list[str]:
    """Take in the copies of what a value cites, inside of the caller's transaction; return what there is to say.

    Args:
        value: What is about to be taken in.
        copies: Returns their files; None where the export brings none.
        accept: Else nothing that readers have may change: an address that they see already keeps what it has.
    """
    notes = []
    for block in value.body:
        if not isinstance(block, Source) or not block.address or (block.copy is None and not block.dead):
            continue
        row = citing.of(block.address)
        if row.copy or (not accept and citing.users_of(row)):
            continue
        if block.dead and not row.is_dead:
            row.is_dead = True
            row.save(update_fields=["is_dead"])
        if block.copy is None:
            continue
        try:
            _put(block.copy, copies)
        except SkarynaError as error:
            notes.append(f"The source “{block.title[:80]}” came without its copy. {error.message}")
            continue
        row.is_offered = bool(block.copy.original)
        row.save(update_fields=["is_offered"])
        copying.attach(row, block.copy)
    return notes


def _put(copy: Archived, copies: Copies | None) -> None:
    """Keep the files of a copy, each looked at first.

    Raises:
        SkarynaError: One is missing, or is not what it should be.
    """
    if copies is None:
        raise SourceError("Its files are not among what was given.")
    found = []
    for key, suffix in copy.files:
        if not suffix.replace(".", "").isalnum():
            raise SourceError("A file of it has a name that is none.")
        found.append((copies(key, suffix), suffix))
    (text, _), *_more = found
    if len(text) > MAX_TEXT_BYTES or encode(decode(text, ArchivedText)) != text:
        raise SourceError("Its text is not as Skaryna writes one.")
    if copy.picture:
        _check(copy.picture, found[-1][0])
    for data, suffix in found:
        sources.put(current().media, data, suffix)


def _check(picture: Image, data: bytes) -> None:
    suffix = picture.name.rpartition(".")[2]
    size = (picture.width, picture.height, picture.type)
    if picture.name != f"{sources.FOLDER}/{picture.digest}.{suffix}" or pictures.size(data, name=picture.name) != size:
        raise SourceError("Its picture is not the one that it names.")
    if pictures.traces(data, name=picture.name):
        raise SourceError("Its picture says where or with what it was taken.")
