"""Under which terms a picture may be shown: codes, the names that readers see, and where the terms stand."""

from typing import Final

RESERVED: Final = "reserved"
PUBLIC_DOMAIN: Final = "public-domain"

MAX_LICENCE_CHARS = 200

_DEEDS = "https://creativecommons.org"
COMMONS: Final[dict[str, tuple[str, str]]] = {
    "cc0": ("CC0", f"{_DEEDS}/publicdomain/zero/1.0/"),
    "cc-by-4.0": ("CC BY 4.0", f"{_DEEDS}/licenses/by/4.0/"),
    "cc-by-sa-4.0": ("CC BY-SA 4.0", f"{_DEEDS}/licenses/by-sa/4.0/"),
    "cc-by-nd-4.0": ("CC BY-ND 4.0", f"{_DEEDS}/licenses/by-nd/4.0/"),
    "cc-by-nc-4.0": ("CC BY-NC 4.0", f"{_DEEDS}/licenses/by-nc/4.0/"),
    "cc-by-nc-sa-4.0": ("CC BY-NC-SA 4.0", f"{_DEEDS}/licenses/by-nc-sa/4.0/"),
    "cc-by-nc-nd-4.0": ("CC BY-NC-ND 4.0", f"{_DEEDS}/licenses/by-nc-nd/4.0/"),
    "cc-by-3.0": ("CC BY 3.0", f"{_DEEDS}/licenses/by/3.0/"),
    "cc-by-sa-3.0": ("CC BY-SA 3.0", f"{_DEEDS}/licenses/by-sa/3.0/"),
    "cc-by-2.0": ("CC BY 2.0", f"{_DEEDS}/licenses/by/2.0/"),
    "cc-by-sa-2.0": ("CC BY-SA 2.0", f"{_DEEDS}/licenses/by-sa/2.0/"),
}
"""Licences with a name that is the same in every language, and the address of their terms."""


def known_at(address: str) -> str:
    """Return the code of the licence whose terms stand at an address; "" where it is none that we know."""
    wanted = address.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    for code, (_name, terms) in COMMONS.items():
        if wanted.rstrip("/").removesuffix("/deed.en") == terms.removeprefix("https://").rstrip("/"):
            return code
    return ""
