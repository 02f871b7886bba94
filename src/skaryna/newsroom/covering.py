"""Covering a part of a picture for good: the old file and every copy of it in the newsroom go."""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import transaction

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model import Image
from skaryna.model.codec import decode, encode
from skaryna.model.journal import Value
from skaryna.newsroom import approvals, blocks_out
from skaryna.newsroom.models import NewsImage
from skaryna.newsroom.pictures import CleanedFile
from skaryna.outside.covering import Region, covered

MAX_REGIONS_CHARS = 20_000


def regions_of(text: str) -> list[Region]:
    """Read what the screen sends: `[{"left": 1, "top": 2, "width": 30, "height": 40, "how": "black"}]`.

    Raises:
        ValueRefusedError: It is something else.
    """
    refused = ValueRefusedError("Nothing was chosen to cover.", hint="Draw a rectangle over each part, then try again.")
    if len(text) > MAX_REGIONS_CHARS:
        raise refused
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError) as error:
        raise refused from error
    if not isinstance(found, list) or not found:
        raise refused
    return [_region(each) for each in found]


def _region(found: Any) -> Region:
    names = ("left", "top", "width", "height")
    if not isinstance(found, dict) or not all(type(found.get(name)) is int for name in names):
        raise ValueRefusedError("A part to cover has no place.", hint="Open the screen again.")
    left, top, width, height = (found[name] for name in names)
    return Region(left=left, top=top, width=width, height=height, how=found.get("how"))  # type: ignore[arg-type]


def cover(key: int, regions: Sequence[Region], *, digest: str) -> NewsImage:
    """Cover parts of a picture; what shows it is handed to readers again, in the same transaction.

    Args:
        key: The picture's number.
        regions: What to cover.
        digest: Of the file that the editor saw.

    Raises:
        SourceError: The file is missing or damaged.
        ValueRefusedError: A part lies outside, or the picture was changed meanwhile.
    """
    with transaction.atomic():
        row: NewsImage = NewsImage.objects.select_for_update().get(pk=key)
        if row.digest != digest:
            raise ValueRefusedError(
                "The picture was changed by somebody else meanwhile; nothing was covered.", hint="Look at it again."
            )
        storage, old = row.file.storage, row.file.name
        try:
            with row.file.open() as file:
                data = file.read()
        except OSError as error:
            raise SourceError(
                f"The file of the picture “{row.title}” is not there.", hint="Upload it again."
            ) from error
        before = blocks_out.picture(row)
        row.file = CleanedFile(covered(data, regions, name=row.title), old).unnamed()
        with approvals.covering(before):
            row.save()
        for rendition in row.renditions.all():
            # Wagtail takes the file away with its row.
            rendition.delete()
        # Only once the new one is safe: after a crash before, the old one still has its row.
        transaction.on_commit(lambda: storage.delete(old))
    return row


def exchanged(value: Value, before: Image, after: Image) -> Value:
    """Return a value that shows `after` wherever it showed `before`, and is the same in all else."""
    changed: dict[str, Any] = {"digest": after.digest, "name": after.name, "type": after.type}
    changed |= {"width": after.width, "height": after.height}

    def walk(part: Any) -> Any:
        if isinstance(part, dict):
            walked = {name: walk(each) for name, each in part.items()}
            is_it = (part.get("digest"), part.get("name")) == (before.digest, before.name)
            return walked | changed if is_it else walked
        return [walk(each) for each in part] if isinstance(part, list) else part

    return decode(msgspec.json.encode(walk(msgspec.json.decode(encode(value)))), type(value))


def shown_by(picture: NewsImage) -> list[Any]:
    """Return what readers have that shows a picture."""
    return list(approvals.users_of(picture))


def twins(picture: NewsImage) -> list[NewsImage]:
    """Return other pictures of the library with the same bytes: covering one leaves them as they are."""
    return list(NewsImage.objects.filter(digest=picture.digest).exclude(pk=picture.pk).order_by("pk")[:20])
