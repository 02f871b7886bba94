"""The twins of Belarusian pages and feeds in Łacinka: where they lie, and how what machines read of them leads there.

A twin is made with what it is a twin of, by the same recipe and of the same facts, so it is never older; a publication
without Łacinka pays nothing for it. The letters of pages are turned by `theme.twins`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from skaryna.model import Publication
from skaryna.model.lacinka import latin
from skaryna.press import addresses
from skaryna.theme import twins

TAG = "be-Latn"
"""What machines call the language (BCP 47)."""

_ADDRESSED = frozenset({"url", "@id", "item"})
"""What has an address in it, of all that schema.org objects of ours say."""

_HREF = re.compile(r'(?<=href=")[^"]*')


def is_doubled(publication: Publication, language: str) -> bool:
    """Whether what is in a language is printed in Łacinka too."""
    return publication.lacinka and language == "be"


def path_of(publication: Publication, path: str) -> str:
    """Return where the twin of a Belarusian file lies."""
    return twins.path_of(path, addresses.folder(publication, "be"))


def folders(publication: Publication) -> tuple[str, ...]:
    """Return the folder of Belarusian, "" for the main language, and then those of the others."""
    others = [addresses.folder(publication, each) for each in publication.languages if each != "be"]
    return (addresses.folder(publication, "be"), *filter(None, others))


@lru_cache(maxsize=10_000)
def address_of(publication: Publication, address: str) -> str:
    """Return the absolute address of a page's twin; what is no Belarusian page of ours stays as it is."""
    own, root = folders(publication), f"{publication.root}/"
    path = address.removeprefix(root)
    if path == own[0]:
        return addresses.absolute(publication, path_of(publication, f"{path}index.html"))
    is_ours = address.startswith(root) and path.startswith(own[0]) and path.partition("#")[0].endswith(".html")
    if not is_ours or path.startswith((*own[1:], f"{twins.LANGUAGE}/")) or addresses.COPY in path:
        return address
    return f"{root}{path_of(publication, path)}"


def markup(publication: Publication, html: str) -> str:
    """Return markup with absolute addresses in Łacinka; what is marked as another language stays."""
    return twins.lettered(_HREF.sub(lambda found: address_of(publication, found[0]), html))


def said(publication: Publication, found: Mapping[str, object]) -> dict[str, object]:
    """Return what a schema.org object of a Belarusian page says on its twin."""
    # Parts of it may be text already, which other pages say too.
    return _object(publication, msgspec.json.decode(msgspec.json.encode(found)))


def _object(publication: Publication, found: dict[str, object]) -> dict[str, object]:
    # Whoever publishes it is one and the same, in either alphabet.
    is_publisher = found.get("@type") == "NewsMediaOrganization"
    return {key: _value(publication, "" if is_publisher else key, value) for key, value in found.items()}


def _value(publication: Publication, key: str, value: object) -> object:
    if isinstance(value, dict):
        return _object(publication, value)
    if isinstance(value, list):
        return [_value(publication, key, each) for each in value]
    if not isinstance(value, str):
        return value
    if key == "inLanguage":
        return TAG
    return address_of(publication, value) if key in _ADDRESSED else latin(value)
