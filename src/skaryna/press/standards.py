"""Small files that standards ask for: whom to tell of a hole (security.txt), and proof for IndexNow."""

import datetime as dt
import hashlib

from skaryna.model import Publication
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made

SECURITY = ".well-known/security.txt"
QUARTERS_AHEAD = 3


def expiry_after(now: dt.datetime) -> str:
    """Return until when security.txt is good: the first day of the quarter that is six to nine months ahead.

    It follows from the quarter alone, so that two presses print the same bytes, and every quarter prints it anew.
    """
    quarter = (now.month - 1) // 3 + QUARTERS_AHEAD
    return (
        dt.datetime(now.year + quarter // 4, quarter % 4 * 3 + 1, 1, tzinfo=dt.UTC).isoformat().replace("+00:00", "Z")
    )


def security(_: Recipe, catalogue: Catalogue) -> Made:
    """Make security.txt (RFC 9116)."""
    publication = catalogue.publication
    fields = [("Contact", contact) for contact in publication.security]
    fields.append(("Expires", catalogue.expiry))
    fields += [("Encryption", publication.security_key)] if publication.security_key else []
    fields += [("Policy", publication.security_policy)] if publication.security_policy else []
    fields.append(("Preferred-Languages", ", ".join(publication.languages)))
    fields.append(("Canonical", addresses.absolute(publication, SECURITY)))
    return Made({SECURITY: "".join(f"{name}: {value}\n" for name, value in fields).encode()})


def indexnow_key(publication: Publication) -> str:
    """Return the key by which IndexNow knows the site. It is no secret: that the file lies on the site is the proof."""
    return hashlib.sha256(f"skaryna indexnow {publication.root}".encode()).hexdigest()[:32]


def indexnow(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the file that proves to IndexNow that whoever tells it of news owns the site."""
    key = indexnow_key(catalogue.publication)
    return Made({f"{key}.txt": key.encode()})
