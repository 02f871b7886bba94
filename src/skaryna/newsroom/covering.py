"""Covering a part of a picture for good: the old file and every copy of it in the newsroom go."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.newsroom import approvals
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
        row.file = CleanedFile(covered(data, regions, name=row.title), old).unnamed()
        row.save()
        for rendition in row.renditions.all():
            # Wagtail takes the file away with its row.
            rendition.delete()
        # Only once the new one is safe: after a crash before, the old one still has its row.
        transaction.on_commit(lambda: storage.delete(old))
    return row


def shown_by(picture: NewsImage) -> list[Any]:
    """Return what readers have that shows a picture."""
    return list(approvals.users_of(picture))


def twins(picture: NewsImage) -> list[NewsImage]:
    """Return other pictures of the library with the same bytes: covering one leaves them as they are."""
    return list(NewsImage.objects.filter(digest=picture.digest).exclude(pk=picture.pk).order_by("pk")[:20])
