"""What an authenticator's app shows (RFC 6238), without the program under test."""

import base64
import hmac
import struct
import time

STEP_S = 30
ENOUGH_S = 8
"""So long a slow computer may take from making a code to asking for it."""


def code(secret: str, *, steps: int = 0) -> str:
    """Return the code of now, or of some steps of thirty seconds from now.

    One of the step before is refused as soon as the next begins, so that little time before that is waited for.
    """
    left = STEP_S - time.time() % STEP_S
    if steps < 0 and left < ENOUGH_S:
        time.sleep(left)
    counter = struct.pack(">Q", int(time.time()) // STEP_S + steps)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
