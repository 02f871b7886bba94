"""Folders of Markdown files: Hugo, Jekyll, Pelican, and Skaryna's own export of that form."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import msgspec

from skaryna.errors import SourceError
from skaryna.model import inline
from skaryna.model.draft import DraftByline, DraftTopic
from skaryna.model.finding import Carried
from skaryna.rescue.decode import decode
from skaryna.rescue.exports import frontmatter, skaryna
from skaryna.rescue.exports.boxes import Box
from skaryna.rescue.exports.items import Other, moment_of_mail
from skaryna.rescue.exports.listed import Listed
from skaryna.rescue.exports.markdown import html_of
from skaryna.rescue.exports.post import A_NOTICE, A_PAGE, SETTINGS, Aside, Picture, Post
from skaryna.rescue.exports.secrets import Refused, is_email, is_secret
from skaryna.rescue.structure import dates

MAX_FILE_BYTES = 8 << 20
MAX_FILES = 200_000
MAX_LOOKED_AT = 40
_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_HOUSE = re.compile(
    r"(?:^|/)(?:readme|license|changelog|contributing|code_of_conduct|_index)\.\w+$|(?:^|/)(?:node_modules|themes|vendor|\.git|archetypes|_site|public)/",
    re.IGNORECASE,
)
_JEKYLL = re.compile(r"(?:^|/)(\d{4}-\d{1,2}-\d{1,2})-([^/]+)\.\w+$")
_CONSUMED = frozenset(
    [
        "title",
        "date",
        "lastmod",
        "slug",
        "lang",
        "language",
        "authors",
        "author",
        "tags",
        "categories",
        "category",
        "topics",
        "keywords",
        "image",
        "image_alt",
        "image_caption",
        "image_credit",
        "cover",
        "featured_image",
        "feature_image",
        "thumbnail",
        "header",
        "banner",
        "views",
        "aliases",
        "alias",
        "redirect_from",
        "permalink",
        "url",
        "description",
        "summary",
        "excerpt",
        "subtitle",
        "lead",
        "draft",
        "published",
        "status",
        "modified",
        "updated",
        "layout",
        "weight",
        "type",
    ]
)


def boxed(box: Box, name: str) -> Listed | None:
    """Return a folder of Markdown files with front matter, if this is one."""
    files: list[str] = []
    others = 0
    for each in box.names():
        if each.lower().endswith(_SUFFIXES) and not _HOUSE.search(each):
            files.append(each)
        elif each.lower().endswith((".html", ".htm", ".txt")) and not re.search(
            r"(?:^|/)(?:_layouts|_includes|layouts|templates|themes|static|public|_site)/", each
        ):
            others += 1
        if len(files) >= MAX_FILES:
            break
    with_head = sum(_read(box, each) is not None for each in files[:MAX_LOOKED_AT])
    if not with_head or others > len(files):
        return None
    return Listed(
        "a folder of Markdown files", name, lambda refused, carried: _posts(box, name, files, refused, carried)
    )


def _read(box: Box, name: str) -> tuple[dict[str, Any], str] | None:
    try:
        return frontmatter.parted(decode(box.read(name, max_bytes=MAX_FILE_BYTES)).text)
    except SourceError:
        return None


def _posts(box: Box, name: str, files: list[str], refused: Refused, carried: list[str]) -> Iterator[Post | Other]:
    exact = skaryna.values_by_file(box, carried)
    for each in files:
        found = _read(box, each)
        if found is not None:
            yield _post(*found, each, f"{name}/{each}", refused, exact(each))
            continue
        try:
            text = decode(box.read(each, max_bytes=MAX_FILE_BYTES)).text
        except SourceError as error:
            text = error.message
        yield Other(f"{name}/{each}", "text without front matter", text)


def _post(  # noqa: PLR0913, PLR0917 - a file and what is known of it
    head: dict[str, Any], text: str, file: str, source: str, refused: Refused, value: Carried | None
) -> Post:
    unknown: list[str] = []
    markup = html_of(text, unknown)
    marks = []
    if unknown:
        names = ", ".join(dict.fromkeys(f"“{each[:40]}”" for each in unknown[:12]))
        marks.append(f"Shortcodes of the former site that nobody here knows stand in the text as they were: {names}.")
    jekyll = _JEKYLL.search(file)
    held = _held(head, file)
    if value is not None and value.kind == "withdrawal" and head.get("draft") is True:
        held = A_NOTICE  # As we wrote it.
    stamp = _first(head, "date") or (jekyll[1] if jekyll else "")
    slug = _first(head, "slug") or (jekyll[2] if jekyll else PurePosixPath(file).stem)
    if slug == "index":
        slug = PurePosixPath(file).parent.name
    address = _first(head, "permalink", "url")
    paths = [each for each in (address, *_texts(head, "aliases", "alias", "redirect_from")) if each.startswith("/")]
    return Post(
        origin=f"markdown {file}",
        source=source,
        title=_escaped(_first(head, "title")),
        markup=markup,
        lead=_escaped(_first(head, "description", "summary", "excerpt", "subtitle", "lead")),
        slug=slug,
        language=_first(head, "lang", "language") or _language_in(file),
        address=address if address.startswith("http") else "",
        topics=_topics(head),
        bylines=_bylines(head, marks),
        picture=_picture(head),
        published_at=None if "draft" in held else _moment(stamp),
        reads=int(views) if (views := _first(head, "views")).isdecimal() and len(views) < 11 else None,
        old_addresses=tuple(paths),
        held=held,
        asides=_asides(head, refused),
        marks=tuple(marks),
        record=text.encode("utf-8", "replace"),
        revision=_first(head, "lastmod", "modified", "updated") or stamp,
        carried=value,
        carried_markup=markup,
    )


def _first(head: dict[str, Any], *names: str) -> str:
    return next((value.strip() for name in names if isinstance(value := head.get(name), str) and value.strip()), "")


def _texts(head: dict[str, Any], *names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        value = head.get(name)
        if isinstance(value, str):
            found += [value] if name not in {"tags", "keywords", "categories"} else re.split(r",\s*|\s{2,}", value)
        elif isinstance(value, list):
            found += [
                each if isinstance(each, str) else str(each.get("name") or each.get("title") or "")
                for each in value
                if isinstance(each, (str, dict))
            ]
        elif isinstance(value, dict) and isinstance(value.get("name"), str):
            found.append(value["name"])
    return [each.strip() for each in found if each.strip()]


def _topics(head: dict[str, Any]) -> tuple[DraftTopic, ...]:
    found = {
        inline.plain(name).casefold(): DraftTopic(name=inline.plain(name)[:200])
        for name in _texts(head, "categories", "category", "topics", "tags", "keywords")
    }
    return tuple(topic for key, topic in found.items() if key)


def _bylines(head: dict[str, Any], marks: list[str]) -> tuple[DraftByline, ...]:
    names = [inline.plain(re.sub(r"<[^<>]*@[^<>]*>", "", name)) for name in _texts(head, "authors", "author")]
    if any(is_email(name) for name in names):
        marks.append("The file names an e-mail address as its author, and no name that readers saw.")
    return tuple(DraftByline(name=name) for name in dict.fromkeys(names) if name and not is_email(name))


def _picture(head: dict[str, Any]) -> Picture | None:
    for name in ("image", "featured_image", "feature_image", "cover", "thumbnail", "header", "banner"):
        value = head.get(name)
        said = value if isinstance(value, dict) else {}
        address = (
            value
            if isinstance(value, str)
            else next(
                (said[key] for key in ("image", "src", "path", "url", "teaser") if isinstance(said.get(key), str)), ""
            )
        )
        if address.strip():
            alt = _first(head, "image_alt") or str(said.get("alt") or "")
            caption = _first(head, "image_caption") or _escaped(str(said.get("caption") or ""))
            return Picture(address.strip(), alt, caption, _first(head, "image_credit") or str(said.get("credit") or ""))
    return None


def _moment(stamp: str) -> Any:
    padded = re.sub(r"^(\d{4})-(\d{1,2})-(\d{1,2})\b", lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}", stamp)
    padded = re.sub(r"(\d) ([+-]\d{4})$", r"\1\2", padded)
    return dates.moment_of(padded) or dates.day_in(stamp) or moment_of_mail(stamp)


def _held(head: dict[str, Any], file: str) -> str:
    status = _first(head, "status").lower()
    reasons = []
    if (
        head.get("draft") is True
        or head.get("published") is False
        or status in {"draft", "hidden", "private", "pending"}
        or re.search(r"(?:^|/)_?drafts/", file)
    ):
        reasons.append("it was a draft on the former site")
    if _first(head, "type") == "page" or _first(head, "layout") == "page" or re.search(r"(?:^|/)pages/", file):
        reasons.append(A_PAGE)
    return "; ".join(reasons)


def _asides(head: dict[str, Any], refused: Refused) -> tuple[Aside, ...]:
    said = []
    for name, value in sorted(head.items()):
        text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        if name in _CONSUMED or not text.strip():
            continue
        if is_secret(name, text):
            refused.note(f"settings with keys or addresses ({name[:40]})")
        else:
            said.append(f"{name}: {text}")
    return (
        (Aside("\n".join(said), SETTINGS, "in the front matter", is_foreign=True, script="\n".join(said)),)
        if said
        else ()
    )


def _language_in(file: str) -> str:
    found = re.search(r"(?:^|/)(?:content/)?(en|be|ru|uk|pl)/|\.(en|be|ru|uk|pl)\.\w+$", file)
    return (found[1] or found[2]) if found else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
