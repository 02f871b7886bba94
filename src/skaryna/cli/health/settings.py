"""What `skaryna.toml` says that is dangerous."""

import ipaddress
import urllib.parse
from collections.abc import Iterator

from skaryna.cli.health.found import Found, Seen, good, wrong


def dangers(seen: Seen) -> Iterator[Found]:
    settings = seen.folder.settings
    if not _is_here(settings.newsroom.host) and not settings.hosts:
        yield wrong(
            f"The newsroom listens on {settings.newsroom}, where passwords travel readable for whoever is on the way.",
            'Write address = "127.0.0.1:8001" under [newsroom], and a reverse proxy before it (docs/hosting.md).',
        )
    for host in settings.hosts:
        if host == "*" or host.startswith("."):
            yield wrong(
                f"[newsroom] hosts has {host!r}: any name leads into the newsroom.", "Write the names that editors use."
            )
    url = urllib.parse.urlsplit(seen.folder.publication.url)
    if url.scheme == "http" and not (url.hostname or "").endswith(".onion") and not _is_here(url.hostname or ""):
        yield wrong(
            f"The publication's address is {seen.folder.publication.url}: whoever is on the way sees who reads what.",
            "Serve it with TLS, and write https:// in [publication] url.",
        )
    database = urllib.parse.urlsplit(settings.database)
    if settings.database and not _is_here(database.hostname or "localhost") and "sslmode" not in database.query:
        yield wrong(
            f"The database on {database.hostname} may be reached without encryption.",
            "Add ?sslmode=verify-full at the end of its address.",
        )


def _is_here(host: str) -> bool:
    if host in {"localhost", ""} or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def mail(seen: Seen) -> Iterator[Found]:  # noqa: ARG001 - a look like the others
    yield good("Nothing is ever mailed, so there is nothing to check.")
