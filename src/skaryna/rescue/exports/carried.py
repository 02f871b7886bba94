"""Exact values in an export of Skaryna's own: judged as all else is, and taken where the text beside them says the same.

Whoever changes the text of an export, or the value, changes one of two; then the text is what was judged, and the
value is left out and named.
"""

import html
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal
from urllib.parse import unquote

import msgspec

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model import inline, markup
from skaryna.model.article import Article
from skaryna.model.codec import decode, encode
from skaryna.model.finding import Carried, Rescued
from skaryna.model.front import Front
from skaryna.model.journal import KINDS
from skaryna.model.page import Page
from skaryna.model.person import Person
from skaryna.model.publication import Masthead
from skaryna.model.topic import Topic
from skaryna.model.withdrawal import Withdrawal
from skaryna.rescue.exports.post import A_NOTICE, A_PAGE, Post
from skaryna.rescue.judge import judge
from skaryna.rescue.passage import Link, Surroundings, folded, passage
from skaryna.rescue.tree import parse, text_of
from skaryna.rescue.units import links_in

MAX_VALUE_CHARS = 16 << 20
OURS = "article:"
"""How links inside of a publication begin, as long as they are in it."""
MAX_BESIDE = 200_000
DIFFERS = "The export carries an exact copy of this article too, but it does not say the same; the text was taken."
SUSPECT = "The export carries an exact copy of this article too, with what may be an intruder's; the text was taken."


def exact(found: Rescued, post: Post, judged: Callable[[Post], Rescued]) -> Rescued:
    """Return a rescued post with the exact value that its export carried, if nothing speaks against it.

    The value itself is judged, as any text from outside is, and not only the text beside it.
    """
    if post.carried is None or found.problem:
        return found
    value = _value(post.carried)
    if not isinstance(value, (Article, Page, Withdrawal)) or not _says_the_same(value, post):
        return _differing(found, DIFFERS)
    whole = judged(replace(post, markup=markup.text_html(value), title=html.escape(value.title, quote=False)))
    if any(finding.kind == "intruder" for finding in (*found.quarantine, *whole.quarantine)):
        return _differing(found, SUSPECT)
    text = encode(value).decode()
    # An empty article gives no draft that could say so: what kept it from readers must be with the value itself.
    is_held = post.carried.draft or post.held not in {"", A_PAGE, A_NOTICE}
    taken = Carried(kind=post.carried.kind, value=text, draft=is_held)
    # A notice is no article, whatever it says; who was held back besides stays held back.
    draft = None if isinstance(value, Withdrawal) and post.held == A_NOTICE else found.draft
    return msgspec.structs.replace(
        found, draft=draft, notes=(), carried=(taken,), quarantine=(), original=text.encode()
    )


def carried_kind(kind: str, said: str) -> Literal["article", "page", "withdrawal"]:
    """Return what the value is that a post carries: `kind` is the other system's, `said` what our export wrote."""
    if said == "withdrawal":
        return "withdrawal"
    return "page" if kind == "page" else "article"


def _says_the_same(value: Article | Page | Withdrawal, post: Post) -> bool:
    """Whether title, lead, words and links beside a value are still its own: editors may have changed them meanwhile."""
    own = markup.text_html(value)
    if _words(own) != _words(post.carried_markup):
        return False
    if not _is_alike(post.title, value.title):
        return False
    if post.lead.strip() and isinstance(value, Article) and not _is_alike(post.lead, value.lead):
        return False
    # Links inside of the publication have become addresses, or are gone: there are as many at most.
    ours, theirs = _leads(own), _leads(post.carried_markup)
    inner = sum(count for address, count in ours.items() if address.startswith(OURS))
    outer = Counter({address: count for address, count in ours.items() if not address.startswith(OURS)})
    return not outer - theirs and (theirs - outer).total() <= inner


def _is_alike(said: str, plain: str) -> bool:
    """Whether a title or lead is still the same; some systems have text there, some HTML."""
    return folded(plain) in {folded(said), folded(html.unescape(said)), _words(said)}


def _leads(text: str) -> Counter[str]:
    try:
        links = links_in([parse(text).root])
    except SourceError:
        return Counter()
    return Counter(unquote(link.href.strip()) for link in links)


def _words(text: str) -> str:
    """Return letters and digits of a text in HTML."""
    try:
        return folded(text_of([parse(text).root]))
    except SourceError:
        return folded(text)


def _differing(found: Rescued, said: str) -> Rescued:
    if found.draft is None:
        return found
    draft = msgspec.structs.replace(found.draft, marks=(*found.draft.marks, said))
    return msgspec.structs.replace(found, draft=draft)


def beside(texts: Iterable[str]) -> tuple[Carried, ...]:
    """Return the values of an export that are no posts: authors, topics, mastheads, home pages; what is none is left out."""
    made = []
    for text in list(dict.fromkeys(texts))[:MAX_BESIDE]:
        try:
            each = msgspec.json.decode(text, type=Carried)
        except (msgspec.DecodeError, msgspec.ValidationError, RecursionError, UnicodeError):
            continue
        value = _value(each)
        # A home page has no words of its own: only which article, topic or language stands where.
        if isinstance(value, Front) or (isinstance(value, (Person, Topic, Masthead)) and not _is_foreign(value)):
            made.append(Carried(kind=each.kind, value=encode(value).decode(), draft=each.draft))
    return tuple(dict.fromkeys(made))


def _is_foreign(value: Person | Topic | Masthead) -> bool:
    """Whether what is said of an author, a topic, the publication is an intruder's; it is judged as any text is."""
    match value:
        case Person():
            said = value.bio
        case Topic():
            said = html.escape(value.description, quote=False)
        case Masthead():
            parts = (value.tagline, value.description, value.appeal.title if value.appeal else "")
            said = html.escape(" ".join(parts), quote=False) + (f" {value.appeal.text}" if value.appeal else "")
    links = [Link(href, inline.text_of(said), is_off_site=True) for href in inline.links_of(said)]
    verdict = judge(passage(inline.text_of(said), links=links), Surroundings())
    return verdict is not None and verdict.kind == "intruder"


def _value(carried: Carried) -> object:
    """Return a carried value, checked by every rule of the model; None for what is none."""
    if len(carried.value) > MAX_VALUE_CHARS:
        return None
    try:
        return decode(carried.value, KINDS[carried.kind])
    except ValueRefusedError:
        return None
