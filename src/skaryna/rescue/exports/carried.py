"""Exact values in an export of Skaryna's own: taken only where the text beside them still says the same.

Whoever changes the text of an export, or the value, changes one of two; then the text is what was judged, and the
value is left out and named.
"""

from collections.abc import Iterable

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import markup
from skaryna.model.article import Article
from skaryna.model.codec import decode, encode
from skaryna.model.finding import Carried, Rescued
from skaryna.model.journal import KINDS
from skaryna.model.page import Page
from skaryna.rescue.exports.post import Post

MAX_VALUE_CHARS = 16 << 20
MAX_BESIDE = 200_000
DIFFERS = "The export carries an exact copy of this article too, but it does not say the same; the text was taken."


def exact(found: Rescued, post: Post) -> Rescued:
    """Return a rescued post with the exact value that its export carried, if nothing speaks against it."""
    if post.carried is None or found.problem not in {"", "There is no text in it."}:
        return found
    value = _value(post.carried)
    is_clean = not any(finding.kind == "intruder" for finding in found.quarantine)
    if not isinstance(value, (Article, Page)) or not is_clean or markup.html_of(value.body) != post.carried_markup:
        return _differing(found)
    text = encode(value).decode()
    return msgspec.structs.replace(
        found, problem="", carried=(Carried(kind=post.carried.kind, value=text),), quarantine=(), original=text.encode()
    )


def _differing(found: Rescued) -> Rescued:
    if found.draft is None:
        return found
    draft = msgspec.structs.replace(found.draft, marks=(*found.draft.marks, DIFFERS))
    return msgspec.structs.replace(found, draft=draft)


def beside(texts: Iterable[str]) -> tuple[Carried, ...]:
    """Return the values of an export that are no posts: authors, topics, mastheads; what is none is left out."""
    made = []
    for text in list(texts)[:MAX_BESIDE]:
        try:
            each = msgspec.json.decode(text, type=Carried)
        except (msgspec.DecodeError, msgspec.ValidationError, RecursionError, UnicodeError):
            continue
        value = _value(each)
        if value is not None and each.kind in {"person", "topic", "masthead"}:
            made.append(Carried(kind=each.kind, value=encode(value).decode()))
    return tuple(dict.fromkeys(made))


def _value(carried: Carried) -> object:
    """Return a carried value, checked by every rule of the model; None for what is none."""
    if len(carried.value) > MAX_VALUE_CHARS:
        return None
    try:
        return decode(carried.value, KINDS[carried.kind])
    except ValueRefusedError:
        return None
