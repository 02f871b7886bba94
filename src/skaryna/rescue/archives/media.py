"""Pictures in a web archive of any form: what the old site answered when it was asked for them."""

from collections.abc import Iterator
from pathlib import Path

from skaryna.rescue.archives.bodies import body_of, kind_of
from skaryna.rescue.archives.packing import Packed
from skaryna.rescue.archives.pages import streams
from skaryna.rescue.archives.records import Account, Record, records
from skaryna.rescue.archives.tape import Tape

PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"BM")


def pictures_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the address and bytes of every picture, in the order of the file; where it is broken, what is whole.

    What a broken archive has lost is said once, by whoever reads its pages.
    """
    try:
        for stream in streams(path, []):
            for record in records(Tape(Packed(stream).chunks()), Account()):
                if record.address and (data := _picture(record)):
                    yield record.address, data
    except OSError:
        return


def _picture(record: Record) -> bytes:
    """Return a record's picture, b"" where it holds none. A type that is missing or wrong is told by the first bytes."""
    if record.is_http:
        body = body_of(record.block)
        is_picture = body.kind.startswith("image/") or body.data.startswith(PICTURE_STARTS)
        return body.data if body.status in {200, 203} and is_picture else b""
    kind, _ = kind_of(record.headers.get("content-type", ""))
    is_picture = record.kind in {"resource", "arc"} and kind.startswith("image/")
    return record.block if is_picture else b""
