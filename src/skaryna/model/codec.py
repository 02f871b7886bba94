"""Values to bytes and back, and the digest of a value: the same value has the same bytes on every machine."""

import hashlib
from typing import TypeVar

import msgspec

from skaryna.errors import ValueRefusedError

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder(order="sorted")


def encode(value: object) -> bytes:
    """Return canonical JSON (UTF-8, keys sorted, no spaces, defaults written out)."""
    return _ENCODER.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """Read a value back; every rule of the model is checked again.

    Raises:
        ValueRefusedError: The bytes are no such value.
    """
    try:
        return msgspec.json.decode(data, type=kind, strict=True)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueRefusedError(f"This is no {kind.__name__.lower()}: {error}.") from error


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
