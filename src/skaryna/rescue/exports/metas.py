"""Custom fields of a WordPress post: those that say something of it are taken, secrets refused, the rest is told."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from skaryna.rescue.exports.parsing import Field
from skaryna.rescue.exports.post import SETTINGS, Aside
from skaryna.rescue.exports.secrets import Refused, is_secret, without_emails

_VIEWS = re.compile(
    r"_?(?:[a-z]{1,12}_)?(?:post|page|entry|article)?_?(?:views?|hits|reads)(?:[_-]?(?:count|counter|total|all))?",
    re.IGNORECASE,
)
_CREDITS = (
    "_media_credit",
    "media_credit",
    "_credit_text",
    "photo_credit",
    "photographer_name",
    "_wp_attachment_credit",
    "credit",
)
_TAKEN = frozenset(
    {
        "_thumbnail_id",
        "footnotes",
        "enclosure",
        "_wp_old_slug",
        "_wp_attachment_image_alt",
        "_skaryna_value",
        "_skaryna_kind",
        "_skaryna_beside",
        "_skaryna_undated",
        *_CREDITS,
    }
)
_NOISE = re.compile(
    r"_edit_lock|_edit_last|_pingme|_encloseme|_wp_attachment_metadata|_wp_page_template|_oembed_|_wp_trash_meta_|_wp_desired_post_slug"
    r"|_menu_item_(?:type|menu_item_parent|object_id|object|target|classes|xfn)|_wp_attached_file|_wp_old_date"
)
"""Numbers and stamps of the system itself: no word in them was ever a person's."""
_PARTS = frozenset({"meta_key", "meta_value", "postmeta"})
MAX_INSIDE = 50
_CODE = re.compile(r"<script|<iframe|base64_decode|eval\s*\(|document\.write", re.IGNORECASE)


def pairs(root: Field) -> list[tuple[str, str]]:
    """Return the custom fields of a record, in order."""
    found = []
    for each in _fields(root):
        keys, values = ([one.text for one in each.all(name)] for name in ("meta_key", "meta_value"))
        found += [(key.strip(), value) for key, value in zip_longest(keys, values, fillvalue="")]
    return found


def _fields(root: Field, depth: int = 0) -> Iterator[Field]:
    """Yield the custom fields of a record; one whose end is damaged has the next inside."""
    for each in root.all("postmeta"):
        yield each
        if depth < MAX_INSIDE:
            yield from _fields(each, depth + 1)


def views(said: dict[str, str]) -> int | None:
    """Return what the former site's counter said: the largest, where plug-ins kept several."""
    found = [
        int(value)
        for key, value in said.items()
        if _VIEWS.fullmatch(key) and value.strip().isdecimal() and len(value) <= 10
    ]
    return max(found, default=None)


def credit_in(said: dict[str, str]) -> str:
    """Return who is named for a picture."""
    return next((said[key].strip() for key in _CREDITS if said.get(key, "").strip()), "")


def kept(root: Field, refused: Refused, *, everything: bool = False) -> list[tuple[str, str]]:
    """Return the fields that are told, secrets left out; with `everything`, also those that became a part of the post."""
    told = []
    for key, value in pairs(root):
        if is_secret(key, value):
            refused.note(f"custom fields with keys or addresses ({key[:40]})")
        elif everything or (
            (key not in _TAKEN or _is_no_number(key, value))
            and not _NOISE.match(key)
            and (value.strip() or "<" in key)  # A damaged name holds its value.
        ):
            told.append((key, without_emails(value, refused, "e-mail addresses in custom fields")))
    return told


def _is_no_number(key: str, value: str) -> bool:
    """A damaged export has words where a number should be."""
    return key == "_thumbnail_id" and not value.strip().isdecimal()


def asides(root: Field, refused: Refused) -> list[Aside]:
    """Return what the custom fields say that has no place in an article; code among them is judged."""
    plain: list[str] = []
    found: list[Aside] = []
    for key, value in kept(root, refused):
        line = f"{key}: {value}"
        if _CODE.search(value):
            found.append(
                Aside(line, SETTINGS, "in custom fields", markup=value[:50_000], is_foreign=True, script=value)
            )
        else:
            plain.append(line)
    for each in _fields(root):  # A damaged one has its words in fields that nobody knows.
        lost = [one.text for one in each.inner if one.name not in _PARTS and one.text.strip()]
        lost += [each.text] if each.text.strip() else []
        if lost and not is_secret(each.get("meta_key"), " ".join(lost)):
            plain.append(without_emails(" ".join(lost).strip(), refused, "e-mail addresses in custom fields"))
    if plain:
        found.insert(0, Aside("\n".join(plain), SETTINGS, "in custom fields"))
    return found
