"""What an authenticator's app shows (RFC 6238), without the program under test."""

import base64
import hmac
import struct
import time


def code(secret: str, *, steps: int = 0) -> str:
    """Return the code of now, or of some steps of thirty seconds from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
