"""The programs: Python, and the libraries that this version of Skaryna was made for."""

import importlib.metadata
import platform
import re
from collections.abc import Iterator

from skaryna import __version__
from skaryna.cli.health.found import Found, Seen, good, wrong

_NEED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([^;]*)(;.*)?")
_AGAIN = "Run `make install` in the folder of Skaryna's source: it brings every library in the version that was tried."
_BOUND = re.compile(r"(>=|<)\s*([\d.]+)")


def versions(seen: Seen) -> Iterator[Found]:  # noqa: ARG001 - a look like the others
    django, wagtail = (importlib.metadata.version(name) for name in ("django", "wagtail"))
    yield good(f"Skaryna {__version__}, Python {platform.python_version()}, Django {django}, Wagtail {wagtail}.")
    try:
        needs = importlib.metadata.requires("skaryna") or []
    except importlib.metadata.PackageNotFoundError:
        yield wrong("Skaryna itself is not installed as a package.", _AGAIN)
        return
    for need in needs:
        parts = _NEED.fullmatch(need)
        if parts is None or "extra" in (parts[3] or ""):
            continue
        name, wanted = parts[1], parts[2].strip()
        try:
            have = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield wrong(f"The library {name} is missing.", _AGAIN)
            continue
        if not fits(have, wanted):
            yield wrong(f"The library {name} is {have}; this version needs {wanted}.", _AGAIN)


def fits(have: str, wanted: str) -> bool:
    """Whether a version is within bounds such as ">=2.5,<3"."""
    for sign, bound in _BOUND.findall(wanted):
        mine, limit = _numbers(have), _numbers(bound)
        length = max(len(mine), len(limit))
        padded = mine + (0,) * (length - len(mine)), limit + (0,) * (length - len(limit))
        if (sign == ">=" and padded[0] < padded[1]) or (sign == "<" and padded[0] >= padded[1]):
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.split("+", maxsplit=1)[0])[:4])
