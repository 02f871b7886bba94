"""What editors approved beside the journal: the settings, and the files of the theme.

One record holds both, whole, so that what differs later can be named and what was approved can still be printed. It
is authenticated with the journal's key, and lies beside it in `keys/`: who can write `skaryna.toml`, the database
and the theme, and not `keys/`, can neither change it nor put an older one in its place.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping

import msgspec

from skaryna.errors import SettingsError, TrustError
from skaryna.model.codec import encode
from skaryna.model.publication import Publication
from skaryna.model.settings import FILE_NAME, Settings, parse

_PURPOSE = b"skaryna approved 1\n"
"""Stands before what is authenticated: no row of the journal can pass for a record, nor a record for a row."""
MAX_SHOWN_CHARS = 120
_SETTINGS = Publication.__struct_fields__


class Approved(msgspec.Struct, frozen=True, kw_only=True):
    """The record.

    Attributes:
        at: When, ISO 8601, UTC.
        version: Of Skaryna, whose theme it was.
        settings: The text of `skaryna.toml`.
        theme: Path in the theme -> text.
        mac: HMAC-SHA-256 over all of it, hex.
    """

    at: str
    version: str
    settings: str
    theme: dict[str, str]
    mac: str = ""

    @property
    def said(self) -> Settings:
        """What the settings say."""
        return parse(self.settings, where=f"the approved {FILE_NAME}")

    @property
    def publication(self) -> Publication:
        """What the settings say of the publication."""
        return self.said.publication


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is not as approved.

    Attributes:
        path: `skaryna.toml`, or the path in the theme.
        said: What differs first, in words; safe to show.
        approved: Its approved text; None where it was not there.
        found: Its text now; None where it is gone.
    """

    path: str
    said: str
    approved: str | None
    found: str | None


def authenticated(secret: bytes, record: Approved) -> Approved:
    """Return the record with its authenticator."""
    return msgspec.structs.replace(record, mac=_mac(secret, record))


def check(secret: bytes, record: Approved) -> None:
    """Refuse a record that was not written with this key.

    Raises:
        TrustError: It was changed, or belongs to another publication.
    """
    if not hmac.compare_digest(_mac(secret, record).encode(), record.mac.encode()):
        raise TrustError(
            "The record of what was approved (keys/approved.json) was changed, or is another publication's.",
            hint="Look who had access to keys/; then look at settings and theme and run `skaryna approve`.",
        )


def _mac(secret: bytes, record: Approved) -> str:
    message = _PURPOSE + encode(msgspec.structs.replace(record, mac=""))
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def differences(record: Approved, settings: str, theme: Mapping[str, str]) -> tuple[Difference, ...]:
    """Return where settings and theme are not as approved: the settings first, then the theme's files by name.

    Remarks and settings that no reader sees (where to listen, the database) may be changed freely.
    """
    found = _said_of_settings(record.said, settings)
    first = [Difference(path=FILE_NAME, said=found, approved=record.settings, found=settings)] if found else []
    paths = sorted({*record.theme, *theme})
    return (
        *first,
        *(
            Difference(path=path, said=_said_of_file(approved, now), approved=approved, found=now)
            for path in paths
            if (approved := record.theme.get(path)) != (now := theme.get(path))
        ),
    )


def _said_of_settings(approved: Settings, text: str) -> str:
    try:
        now = parse(text, where=FILE_NAME)
    except SettingsError as error:
        return error.message.rstrip(".")
    pairs = [(name, getattr(now.publication, name), getattr(approved.publication, name)) for name in _SETTINGS]
    # Whoever names another cluster has its machines make the pages.
    pairs.append(("executor", now.press.executor, approved.press.executor))
    pairs += [(name, now.look.colour(name), approved.look.colour(name)) for name in approved.look.__struct_fields__]
    return "; ".join(f"{name} is {_words(is_)}, approved is {_words(was)}" for name, is_, was in pairs if is_ != was)


def _words(value: str | tuple[str, ...] | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"“{shown(value)}”" if isinstance(value, str) else shown(", ".join(value)) or "none"


def _said_of_file(approved: str | None, now: str | None) -> str:
    if approved is None:
        return "it was added"
    if now is None:
        return "it is gone"
    return first_difference(approved, now)


def first_difference(approved: str, now: str) -> str:
    """Say where two texts begin to differ: "line 3 is “…”, approved is “…”"."""
    ours, theirs = approved.splitlines(), now.splitlines()
    for number in range(max(len(ours), len(theirs))):
        was = ours[number] if number < len(ours) else None
        is_ = theirs[number] if number < len(theirs) else None
        if was != is_:
            said = "is gone" if is_ is None else f"is “{shown(is_.strip())}”"
            return f"line {number + 1} {said}, approved is {'nothing' if was is None else f'“{shown(was.strip())}”'}"
    return "the ends of its lines differ"


def first_difference_of_values(approved: str, now: str) -> str:
    """Say which field of a value differs first, and how; both are JSON, `now` perhaps not any more."""
    try:
        ours = msgspec.json.decode(approved, type=dict[str, msgspec.Raw])
        theirs = msgspec.json.decode(now, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return beside(approved, now)
    for name in sorted({*ours, *theirs}):
        was, is_ = (bytes(each.get(name, b"")).decode("utf-8", "replace") for each in (ours, theirs))
        if was != is_:
            return f"{shown(name)} {beside(was, is_)}"
    return "its spelling differs"


def beside(was: str, is_: str) -> str:
    """Quote both texts from just before the place where they part."""
    at = next((n for n, (a, b) in enumerate(zip(was, is_, strict=False)) if a != b), min(len(was), len(is_)))
    start = max(0, at - 30)
    return f"is “{shown(is_[start:])}”, approved is “{shown(was[start:])}”"


def changed_lines(difference: Difference, *, max_lines: int = 20) -> Iterator[str]:
    """Yield the lines that differ, as `diff -u` writes them, made inert; at most `max_lines`, then how many more."""
    import difflib  # wanted where something differs alone; every publish would wait for it

    before, now = (difference.approved or "").splitlines(), (difference.found or "").splitlines()
    found = [line for line in difflib.unified_diff(before, now, lineterm="", n=0) if line[:3] not in {"---", "+++"}]
    for line in found[:max_lines]:
        yield shown(line)
    if len(found) > max_lines:
        yield f"… {len(found) - max_lines:,} more lines"


def shown(text: str) -> str:
    """Return text that cannot drive a terminal or fool an eye, cut to a line."""
    plain = "".join(c if c.isprintable() else "�" for c in text.replace("\t", " "))
    return plain if len(plain) <= MAX_SHOWN_CHARS else f"{plain[:MAX_SHOWN_CHARS]}…"
