"""What every answer says beside its bytes, from our server and from the reader's worker alike: types and policies."""

import base64
import hashlib
import json
import re

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".xml": "application/xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".map": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
}

STYLES = ".skaryna/styles.json"
"""Which styles stand in an edition's pages: a list of what a policy says of each (`sha256-…`)."""

_STYLE_SOURCE = re.compile(r"sha256-[A-Za-z0-9+/]{43}=")
MAX_STYLES = 8
MAX_STYLES_BYTES = 1_000

SECURITY_HEADERS = (
    # Nothing written into a page runs, nothing loads from elsewhere, nothing is sent: an injected script or form is
    # dead on arrival. The one script and the one worker are files of the edition (reader.js, worker.js), so 'self'
    # stands for them; mirrors are asked by the worker alone, under a policy of its own. connect-src gives a page no
    # more than img-src does: requests to this host, whose answers are public. Checkers look for robots.txt by it; no
    # page of ours uses it, and a test in the browser holds them to that.
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "browsing-topics=(), camera=(), geolocation=(), microphone=()"),
    # A mirror's bytes may be fetched by whoever checks them.
    ("access-control-allow-origin", "*"),
)


def style_source(style: str) -> str:
    """Return how a Content-Security-Policy names a style that stands in a page (CSP 3, 2.3.1)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def with_styles(listed: bytes) -> tuple[tuple[str, str], ...]:
    """Return the security headers for an edition whose pages carry the styles of its `STYLES`, and no others.

    An edition without that list has its style in a file.
    """
    try:
        said = json.loads(listed)
    except (ValueError, RecursionError):
        said = None
    listed_ones = said if isinstance(said, list) else []
    styles = [each for each in listed_ones if isinstance(each, str) and _STYLE_SOURCE.fullmatch(each)]
    if not styles:
        return SECURITY_HEADERS
    allowed = " ".join(f"'{each}'" for each in styles[:MAX_STYLES])
    return tuple((name, value.replace("style-src 'self'", f"style-src {allowed}")) for name, value in SECURITY_HEADERS)


def verified(policy: str) -> str:
    """Return a policy for pages whose every byte was verified: the style that stands in them was signed with them."""
    return policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")


WORKER = "worker.js"
"""The verifying service worker, at the edition's root."""

WORKER_HEADERS = tuple(
    # A worker's policy comes with its own script. It runs nothing else and asks the mirrors, which are other sites.
    (name, "default-src 'none'; connect-src *" if name == "content-security-policy" else value)
    for name, value in SECURITY_HEADERS
)
