"""Substack exports: `posts.csv` and one HTML file a post. Lists of subscribers lie beside; they are not opened."""

import csv
import html
import io
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from skaryna.errors import SourceError
from skaryna.rescue.exports.boxes import Box
from skaryna.rescue.exports.items import Other
from skaryna.rescue.exports.listed import Listed
from skaryna.rescue.exports.pages import inner, parsed, words
from skaryna.rescue.exports.post import A_PAGE, Aside, Post
from skaryna.rescue.exports.secrets import Refused
from skaryna.rescue.passage import Verdict
from skaryna.rescue.structure import dates

MAX_LIST_BYTES = 64 << 20
APPEAL = Verdict("house", "Substack's buttons and boxes that ask readers to subscribe, share or comment.", ("appeal",))
_SECRET = re.compile(r"(?:^|/)(?:email_list|subscribers?|.*opens|.*delivers)[^/]*\.csv$")
_BUTTONS = (
    ".button-wrapper, .subscription-widget-wrap, .subscription-widget-wrap-editor, .subscribe-widget, .share-dialog"
)


def boxed(box: Box, name: str) -> Listed | None:
    """Return a Substack export, if a folder or archive is one."""
    found = next(
        (each for each in box.names() if re.search(r"(?:^|/)posts\.csv$", each) and each.count("/") <= 1), None
    )
    if found is None:
        return None
    rows = _rows(box, found)
    if not rows or "post_id" not in rows[0]:
        return None
    root = found.removesuffix("posts.csv")
    return Listed("a Substack export", name, lambda refused, _: _posts(box, name, root, refused))


def _rows(box: Box, name: str) -> list[dict[str, str]]:
    try:
        text = box.read(name, max_bytes=MAX_LIST_BYTES).decode("utf-8-sig", errors="replace").replace("\x00", "")
        return [
            {key or "": value or "" for key, value in row.items() if isinstance(value, str)}
            for row in csv.DictReader(io.StringIO(text))
        ]
    except (SourceError, csv.Error):
        return []


def _posts(box: Box, name: str, root: str, refused: Refused) -> Iterator[Post | Other]:
    files: dict[str, str] = {}
    for each in box.names():
        if _SECRET.search(each):
            refused.note("lists of subscribers and of what they opened")
        elif each.startswith(f"{root}posts/") and each.endswith(".html"):
            files[each.rpartition("/")[2].removesuffix(".html")] = each
    for row in _rows(box, f"{root}posts.csv"):
        file = files.pop(row.get("post_id", ""), "")
        page = parsed(box, file) if file else None
        yield _post(row, page, f"{name}: {row.get('post_id', '?')}")
    for each in sorted(files.values()):
        page = parsed(box, each)
        yield Other(
            f"{name}/{each}", "text without its line in posts.csv", words(page.body) if page is not None else ""
        )


def _post(row: dict[str, str], page: LexborHTMLParser | None, source: str) -> Post:
    number, _, slug = row.get("post_id", "").partition(".")
    asides = []
    if page is not None:
        for node in page.css(_BUTTONS):
            if said := words(node):
                links = tuple((each.attributes.get("href") or "") for each in node.css("a[href]"))
                asides.append(Aside(said, APPEAL, "in the text", links=links))
            node.decompose()
    sound = row.get("podcast_url", "")
    body = inner(page.body) if page is not None else ""
    if sound.startswith("http"):
        body += f'\n<audio src="{html.escape(sound)}"></audio>'
    is_public = row.get("is_published", "").strip().lower() == "true"
    return Post(
        origin=f"substack {number}",
        source=source,
        title=row.get("title", ""),
        markup=body,
        lead=row.get("subtitle", ""),
        slug=slug,
        published_at=dates.moment_of(row.get("post_date", "")) if is_public else None,
        old_addresses=(f"/p/{slug}",) if slug and is_public else (),
        held=_held(row, is_public=is_public),
        asides=tuple(asides),
        record=(page.html or "").encode("utf-8", "replace") if page is not None else b"",
        revision=row.get("post_date", ""),
        problem="" if page is not None else "posts.csv names it, but its text is not in the export.",
    )


def _held(row: dict[str, str], *, is_public: bool) -> str:
    reasons = []
    if not is_public:
        reasons.append("it was not published on the former site")
    if row.get("audience", "everyone") not in {"everyone", ""}:
        reasons.append("it was for subscribers alone on the former site")
    if row.get("type") == "page":
        reasons.append(A_PAGE)
    return "; ".join(reasons)
