"""Medium exports: a folder or archive with `posts/`, one page a post, and pages about the account, which stay out."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from skaryna.model import inline
from skaryna.model.draft import DraftByline, DraftTopic
from skaryna.rescue.exports.boxes import Box
from skaryna.rescue.exports.items import Other
from skaryna.rescue.exports.listed import Listed
from skaryna.rescue.exports.pages import attribute, inner, parsed, words
from skaryna.rescue.exports.post import EXCERPT, Aside, Post
from skaryna.rescue.exports.secrets import Refused
from skaryna.rescue.passage import folded
from skaryna.rescue.structure import dates

MAX_LOOKED_AT = 20
_POST = re.compile(r"(?:^|.*/)posts/[^/]+\.html$")
_ACCOUNT = re.compile(r"(?:^|.*/)(profile|sessions|ips|blocks|bookmarks|claps|highlights|interests|lists|partner-program|pubs-following"
                      r"|topics-following|twitter|users-following|sus|applications-allowed)/[^/]+\.html$")  # fmt: skip


def boxed(box: Box, name: str) -> Listed | None:
    """Return a Medium export, if a folder or archive is one."""
    posts = [each for each in box.names() if _POST.match(each)]
    for each in posts[:MAX_LOOKED_AT]:
        page = parsed(box, each)
        if page is not None and page.css_first("article.h-entry [data-field=body]") is not None:
            return Listed("a Medium export", name, lambda refused, _: _posts(box, name, posts, refused))
    return None


def _posts(box: Box, name: str, posts: list[str], refused: Refused) -> Iterator[Post | Other]:
    for each in box.names():
        if found := _ACCOUNT.match(each):
            refused.note(f"pages about the account ({found[1]})")
    for each in posts:
        page = parsed(box, each)
        article = page.css_first("article.h-entry") if page is not None else None
        if page is None or article is None:
            yield Other(f"{name}/{each}", "page without a post", words(page.body) if page is not None else "")
        else:
            yield _post(page, f"{name}/{each}", each)


def _post(page: LexborHTMLParser, source: str, file: str) -> Post:
    title = words(page.css_first(".p-name"))
    lead = words(page.css_first("[data-field=subtitle]"))
    body = page.css_first("[data-field=body]")
    canonical = attribute(page.css_first("a.p-canonical"), "href")
    stamp = attribute(page.css_first("time.dt-published"), "datetime")
    asides = _repeated(page, title, lead)
    said = words(body)
    number = re.search(r"([0-9a-f]{8,16})(?:\.html)?$", canonical.partition("?")[0] or file)
    held = "" if stamp else "it was a draft on the former site"
    if stamp and folded(said).startswith(folded(title.rstrip("…"))) and len(said) < 2 * len(title) and not lead:
        held = "it was a response to somebody's article"
    return Post(
        origin=f"medium {number[1] if number else canonical or file}",
        source=source,
        title=_escaped(title),
        markup=inner(body),
        lead=_escaped(lead),
        slug=re.sub(r"-[0-9a-f]{8,16}$", "", canonical.rpartition("/")[2].partition("?")[0]),
        address=canonical if canonical.startswith("http") else "",
        topics=tuple(DraftTopic(name=name) for each in page.css("a.p-tag") if (name := inline.plain(words(each)))),
        bylines=tuple(DraftByline(name=name) for each in page.css("a.p-author") if (name := inline.plain(words(each)))),
        published_at=dates.moment_of(stamp) if stamp else None,
        # The path of Medium is not the former site's own, and leads nowhere here.
        held=held,
        asides=tuple(asides),
        record=(page.html or "").encode("utf-8", "replace"),
        revision=stamp,
    )


def _repeated(page: LexborHTMLParser, title: str, lead: str) -> list[Aside]:
    """Take title and subtitle out of the text: Medium tells them there once more."""
    found = []
    for selector, told in ((".graf--title", title), (".graf--subtitle", lead), ("h3.graf--leading", title)):
        node = page.css_first(f"[data-field=body] {selector}")
        if node is not None and told and folded(words(node)) == folded(told):
            found.append(Aside(words(node), EXCERPT, "in the text"))
            node.decompose()
    return found


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
