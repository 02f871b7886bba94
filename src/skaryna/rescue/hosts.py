"""Hosts and whose they are: the site's own, a network where everybody has a page, or somebody else's."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from skaryna.rescue.wordlist import listed

_SECOND_PARTS = listed("ac co com edu go gob gov gub mil ne net or org")
"""In a country's part of the network these are no names: `co.uk`, `com.ua`, `ne.jp`."""
# Networks and services where everybody has a page: a link there sells nothing by itself.
_EVERYBODYS = listed(
    "facebook.com twitter.com x.com t.co t.me telegram.me telegram.org instagram.com youtube.com youtu.be "
    "whatsapp.com wa.me linkedin.com pinterest.com reddit.com vk.com ok.ru tumblr.com google.com goo.gl apple.com "
    "spotify.com wordpress.org wordpress.com creativecommons.org addtoany.com mailchimp.com patreon.com viber.com "
    "threads.net bsky.app flickr.com wikipedia.org archive.org medium.com feedly.com soundcloud.com vimeo.com "
    "tiktok.com buymeacoffee.com paypal.com bit.ly disqus.com gravatar.com amazon.com flipboard.com "
    "livejournal.com bing.com yahoo.com duckduckgo.com yandex.ru baidu.com"
)
_PLAIN = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|\Z)")
"""Nearly all addresses are like this, and need no parser."""
_SPOKEN = re.compile(r"https?://([\w.-]{4,253})", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def host_of(href: str) -> str:
    """Return the host of an absolute address, in lower case without "www.", or ""."""
    if "//" not in href[:12]:
        return ""
    if (plain := _PLAIN.match(href)) is not None:
        return plain[1].removeprefix("www.")
    try:
        return (urlsplit(href.strip()).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""


@lru_cache(maxsize=20_000)
def domain_of(host: str) -> str:
    """Return the registrable part of a host, by the usual two-part endings."""
    parts = host.split(".")
    if parts[-1].isdigit() or ":" in host:  # An address in numbers has no name to shorten.
        return host
    count = 3 if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_PARTS else 2
    return ".".join(parts[-count:])


def name_of(domain: str) -> str:
    """Return the name in a domain, without its ending and without "the": `paper.example` and `thepaper.test` are one."""
    return domain.partition(".")[0].removeprefix("the")


def is_everybodys(host: str) -> bool:
    """Whether a host is a network or service where everybody has a page, or an office's: a link there sells nothing."""
    return domain_of(host) in _EVERYBODYS or host.endswith((".gov", ".edu"))


def hosts_spoken(text: str) -> tuple[str, ...]:
    """Return the sites whose addresses a text spells out, sorted."""
    found = {host.lower().strip(".").removeprefix("www.") for host in _SPOKEN.findall(text)}
    return tuple(sorted({domain_of(host) for host in found if "." in host and not is_everybodys(host)}))
