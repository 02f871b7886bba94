"""Readers' comments: archived with the article, never public, without anybody's address."""

import html
import re

from skaryna.rescue.exports.parsing import Field
from skaryna.rescue.exports.post import COMMENTS, UNSHOWN_COMMENTS, Aside
from skaryna.rescue.exports.secrets import Refused
from skaryna.rescue.wordlist import listed

MAX_JUDGED = 200
"""Comments with links are judged one by one; a post with more is one that spam drowned."""
_TAG = re.compile(r"<!\[CDATA\[|\]\]>|<(?!/[^a-zA-Z])[^<>]{0,4000}>")
"""Of a heart (`</3`) the words that follow it are no tag's."""
_KNOWN = listed(
    "comment_id comment_author comment_author_email comment_author_url comment_author_IP comment_date comment_date_gmt"
    " comment_content comment_approved comment_type comment_parent comment_user_id commentmeta"
)
_NETWORK = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?:[0-9a-f]{1,4}:){4}", re.IGNORECASE)
_LINK = re.compile(r"""<a\b[^<>]{0,2000}?\shref=["']?([^"'<>\s]{1,2000})""", re.IGNORECASE)


def asides(root: Field, refused: Refused) -> list[Aside]:
    """Return the comments of a record: those that readers saw, and the others."""
    shown: list[str] = []
    unshown: list[str] = []
    judged: list[Aside] = []
    links: list[str] = []
    for each in root.all("comment"):
        _refuse(each, refused)
        line = _line(each)
        found = tuple(html.unescape(link) for link in _LINK.findall(each.get("comment_content")))
        if each.get("comment_approved").strip() != "1":
            unshown.append(line)
            links.extend(found)
        elif found and len(judged) < MAX_JUDGED:
            judged.append(Aside(line, COMMENTS, "in the comments", links=found, is_foreign=True))
        else:
            shown.append(line)
    made = [Aside("\n\n".join(shown), COMMENTS, "in the comments")] if shown else []
    if unshown:
        made.append(Aside("\n\n".join(unshown), UNSHOWN_COMMENTS, "in the comments", links=tuple(links)))
    return made + judged


def _refuse(each: Field, refused: Refused) -> None:
    if each.get("comment_author_email").strip():
        refused.note("e-mail addresses of commenters")
    if each.get("comment_author_IP").strip():
        refused.note("network addresses of commenters")
    if each.get("comment_author_url").strip():
        refused.note("sites of commenters")
    count = len(each.all("commentmeta"))
    if count:
        refused.note("settings of comments", count)


def _line(each: Field) -> str:
    name = html.unescape(each.get("comment_author")).strip()
    said = " ".join(html.unescape(_TAG.sub(" ", each.get("comment_content"))).split())
    when = (each.get("comment_date_gmt") or each.get("comment_date")).strip()
    kind = each.get("comment_type").strip()
    if loose := _others(each):
        said = " ".join(filter(None, (said, loose)))
    head = ", ".join(filter(None, (name, when, kind if kind not in {"", "comment"} else "")))
    return f"{head}: {said}" if head else said


def _others(each: Field) -> str:
    """Return what a damaged comment says in fields that nobody knows; names of known ones may be addresses."""
    texts = [one.text for one in each.inner if one.name not in _KNOWN and not one.inner]
    words = _TAG.sub(" ", " ".join([each.text, *texts])).split()
    return " ".join(word for word in words if "@" not in word and "://" not in word and not _NETWORK.search(word))


def plain(root: Field) -> list[str]:
    """Return all comments as lines, for the record."""
    return [_line(each) for each in root.all("comment")]
