"""Ghost exports, of versions 1 to 6 and of its migration tools: tables of rows as JSON.

A post says its text up to three times: Lexical or Mobiledoc, and the HTML made of it. The source is trusted before
what was made; words that only the HTML has are a finding, for that is how a text is changed behind its editor.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from skaryna.errors import SourceError
from skaryna.model import inline
from skaryna.model.draft import DraftByline, DraftTopic
from skaryna.model.finding import Carried
from skaryna.rescue.exports import lexical, mobiledoc
from skaryna.rescue.exports.boxes import Box
from skaryna.rescue.exports.careful import BROKEN
from skaryna.rescue.exports.carried import carried_kind
from skaryna.rescue.exports.items import Other
from skaryna.rescue.exports.listed import Listed
from skaryna.rescue.exports.post import (
    A_NOTICE,
    A_PAGE,
    INJECTION,
    MADE_BY_SYSTEM,
    OTHER_FIELDS,
    OTHER_VERSION,
    SETTINGS,
    Aside,
    Picture,
    Post,
)
from skaryna.rescue.exports.secrets import Refused, is_email
from skaryna.rescue.exports.survey import passages_of
from skaryna.rescue.passage import folded
from skaryna.rescue.structure import dates

MAX_EXPORT_BYTES = 512 << 20
MAX_POSTS = 500_000
MAX_FILES = 50
Row = dict[str, Any]
_READ_TABLES = frozenset(
    {"posts", "posts_meta", "posts_authors", "posts_tags", "tags", "users", "settings", "skaryna_values"}
)
_SECRET_TABLES = re.compile(
    r"member|subscri|stripe|offer|api_key|integration|webhook|session|token|invite|permission|role|email|brute|benefit|comment"
    r"|newsletter|donation|payment|recommendation|mention|outbox|automated"
)
_OURS = "__GHOST_URL__"
FREE = "frontmatter"
MAX_TITLE_CHARS = 255
"""Ghost takes no longer ones: our export cuts them there."""
_HELD = {
    "draft": "it was a draft on the former site",
    "scheduled": "it was to be published later on the former site",
    "sent": "it was sent to subscribers by e-mail alone",
}
_PROSE = 4


def recognised(path: Path, head: bytes) -> Listed | None:
    """Return a Ghost export, if a file begins like one."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not _looks_like(head):
        return None
    return Listed(
        "a Ghost export", str(path), lambda refused, carried: _posts(_file(path), str(path), refused, carried)
    )


def boxed(box: Box, name: str) -> Listed | None:
    """Return a Ghost export in a folder or an archive, beside its pictures."""
    inside = [each for each in box.names() if each.endswith(".json") and each.count("/") <= 2][:MAX_FILES]
    files = [each for each in inside if _is_one(box, each)]
    if not files:
        return None

    def read(refused: Refused, carried: list[str]) -> Iterator[Post | Other]:
        for each in files:
            yield from _posts(box.read(each, max_bytes=MAX_EXPORT_BYTES), f"{name}/{each}", refused, carried)

    return Listed("a Ghost export", name, read)


def _is_one(box: Box, name: str) -> bool:
    try:
        with box.open(name) as stream:
            head = stream.read(1 << 16)
    except (SourceError, *BROKEN):
        return False
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and _looks_like(head)


def _looks_like(head: bytes) -> bool:
    start = head[:65_536]
    is_tables = b'"db"' in start or (b'"meta"' in start and b'"exported_on"' in start)
    return (is_tables and b'"data"' in start) or re.search(
        rb'^\s*\{\s*"(?:posts|users|tags)"\s*:\s*\[', start
    ) is not None


def _file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_EXPORT_BYTES:
            raise SourceError(f"The export is larger than {MAX_EXPORT_BYTES >> 20} MB.", hint="Export posts in parts.")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"It cannot be read: {error.strerror}.") from error


class _Tables:
    """The tables of an export, joined."""

    def __init__(self, data: bytes) -> None:
        try:
            value = msgspec.json.decode(data.lstrip(b"\xef\xbb\xbf"))
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            raise SourceError(f"The export is damaged: {error}.", hint="Export it again.") from error
        found = value if isinstance(value, dict) else {}
        listed = found.get("db")
        inner = listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], dict) else found
        tables = inner.get("data", inner)
        self.all: dict[str, Any] = tables if isinstance(tables, dict) else {}
        self.users = {str(row.get("id")): row for row in self.rows("users")}
        self.tags = {str(row.get("id")): row for row in self.rows("tags")}
        self.meta = {str(row.get("post_id")): row for row in self.rows("posts_meta")}
        self._authors = self._joined("posts_authors", "author_id")
        self._tags = self._joined("posts_tags", "tag_id")
        self.settings = {str(row.get("key")): str(row.get("value") or "") for row in self.rows("settings")}

    def rows(self, name: str) -> list[Row]:
        table = self.all.get(name)
        found = [row for row in table if isinstance(row, dict)] if isinstance(table, list) else []
        # The migration tools wrap each row with its address.
        return [
            {**row["data"], "url": row.get("url", "")} if isinstance(row.get("data"), dict) else row for row in found
        ]

    def _joined(self, table: str, column: str) -> dict[str, list[str]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for row in self.rows(table):
            order = row.get("sort_order")
            found.setdefault(str(row.get("post_id")), []).append(
                (order if isinstance(order, int) else 0, str(row.get(column)))
            )
        return {post: [each for _, each in sorted(rows, key=lambda pair: pair[0])] for post, rows in found.items()}

    def authors_of(self, row: Row) -> list[Row]:
        if isinstance(row.get("authors") or row.get("author"), (list, dict)):
            return _nested(row.get("authors") or row.get("author"))
        ids = self._authors.get(str(row.get("id"))) or [str(row.get("author_id"))]
        return [self.users[each] for each in ids if each in self.users]

    def tags_of(self, row: Row) -> list[Row]:
        if isinstance(row.get("tags"), list):
            return _nested(row["tags"])
        return [self.tags[each] for each in self._tags.get(str(row.get("id")), ()) if each in self.tags]


def _nested(value: Any) -> list[Row]:
    rows = value if isinstance(value, list) else [value]
    return [
        {**each["data"], "url": each.get("url", "")} if isinstance(each.get("data"), dict) else each
        for each in rows
        if isinstance(each, dict)
    ]


def _posts(data: bytes, name: str, refused: Refused, carried: list[str]) -> Iterator[Post | Other]:
    tables = _Tables(data)
    _refuse(tables, refused)
    for value in tables.rows("skaryna_values"):
        carried.append(
            msgspec.json.encode({name: value[name] for name in ("kind", "value", "draft") if name in value}).decode()
        )
    for meta in tables.meta.values():
        beside = _beside(meta).get("beside")
        carried.extend(each for each in beside if isinstance(each, str)) if isinstance(beside, list) else None
    for key in ("codeinjection_head", "codeinjection_foot", "ghost_head", "ghost_foot"):
        if tables.settings.get(key, "").strip():
            yield Other(f"{name}: setting {key}", "code injection", tables.settings[key])
    for tag in tables.tags.values():
        code = "\n".join(filter(None, (_said(tag, "codeinjection_head"), _said(tag, "codeinjection_foot"))))
        if code.strip():
            yield Other(f"{name}: tag {_said(tag, 'name')}", "code injection", code)
    for row in tables.rows("posts")[:MAX_POSTS]:
        yield _post(row, tables, name)


def _refuse(tables: _Tables, refused: Refused) -> None:
    """Name what is not copied: members, keys, passwords, other people's addresses."""
    for table, rows in sorted(tables.all.items()):
        if isinstance(rows, list) and rows and table not in _READ_TABLES and _SECRET_TABLES.search(table):
            refused.note(f"the table “{table}”", len(rows))
    for user in tables.users.values():
        if _said(user, "email"):
            refused.note("e-mail addresses of authors")
        if _said(user, "password"):
            refused.note("password hashes of authors")
    secret = [
        key
        for key, value in tables.settings.items()
        if value and re.search(r"secret|private|key|password|token|stripe|mailgun", key)
    ]
    if secret:
        refused.note("settings with keys", len(secret))


def _post(row: Row, tables: _Tables, name: str) -> Post:
    number = _said(row, "uuid") or _said(row, "id") or _said(row, "url") or _said(row, "slug")
    ours = _beside(tables.meta.get(str(row.get("id")), {}))
    meta = {
        **{key: said for key, said in tables.meta.get(str(row.get("id")), {}).items() if not ours or key != FREE},
        **{key: row[key] for key in ("feature_image_alt", "feature_image_caption") if row.get(key)},
    }
    markup, asides = _text(row)
    marks: list[str] = []
    asides += _injected(row)
    asides += _rest(row, meta)
    topics, internal = _topics(tables.tags_of(row))
    if internal:
        asides.append(Aside("\n".join(internal), SETTINGS, "in internal tags"))
    bylines = []
    for author in tables.authors_of(row):
        author_name = inline.plain(_said(author, "name"))
        if author_name and not is_email(author_name):
            bylines.append(DraftByline(name=author_name, bio=inline.plain(_said(author, "bio"))))
        else:
            marks.append("The export names an author without a name that readers saw.")
    image = _ours(_said(row, "feature_image") or _said(row, "image"))
    is_public = _is_public(row)
    address = _said(row, "url") if _said(row, "url").startswith("http") else ""
    slug = _said(row, "slug")
    value = _said(row, "skaryna_value") or _said(ours, "skaryna")
    kind = "page" if _said(row, "type") == "page" or row.get("page") in (1, True) else "post"
    held = _held(row, kind)
    own = _said(row, "skaryna_kind") or _said(ours, "kind")
    if own == "withdrawal" and _said(row, "status") == "draft":
        held = A_NOTICE  # As we wrote it.
    return Post(
        origin=f"ghost {number}",
        source=f"{name}: {kind} {slug or number}",
        title=html.escape(_title(row, ours), quote=False),
        markup=markup,
        lead=html.escape(_said(row, "custom_excerpt"), quote=False),
        slug=slug,
        language=_said(row, "locale") or tables.settings.get("locale", "") or tables.settings.get("lang", ""),
        address=address,
        topics=topics,
        bylines=tuple(bylines),
        picture=Picture(image, _said(meta, "feature_image_alt"), _said(meta, "feature_image_caption"))
        if image
        else None,
        published_at=dates.moment_of(_said(row, "published_at"))
        if is_public and not _is_filled_in(row, ours)
        else None,
        old_addresses=(f"/{slug}/",) if slug and is_public and not address else (),
        held=held,
        asides=tuple(asides),
        marks=tuple(marks),
        record=_record(row, meta, topics),
        revision=_said(row, "updated_at"),
        carried=Carried(kind=carried_kind(kind, own), value=value) if value else None,
        carried_markup=markup,
    )


def _beside(meta: Row) -> Row:
    """Return what our own export wrote into the one field that Ghost keeps and does nothing with."""
    text = _said(meta, FREE)
    if '"skaryna"' not in text and '"undated"' not in text and '"beside"' not in text:
        return {}
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _title(row: Row, ours: Row) -> str:
    """Return the title; one that was too long for Ghost stands whole beside."""
    title, whole = _said(row, "title"), _said(ours, "title")
    return whole if len(title) == MAX_TITLE_CHARS and whole.startswith(title) else title


def _is_filled_in(row: Row, ours: Row) -> bool:
    """Whether the day is one that our own export wrote where none was known: Ghost must have one."""
    return ours.get("undated") is True and "-01-01T00:00:00" in _said(row, "published_at").replace(" ", "T")


def _said(row: Row, name: str) -> str:
    value = row.get(name)
    return (
        value
        if isinstance(value, str)
        else ""
        if value is None or isinstance(value, (list, dict, bool))
        else str(value)
    )


def _ours(text: str) -> str:
    return text.replace(_OURS, "")


def _text(row: Row) -> tuple[str, list[Aside]]:
    """Return the text by the order of trust, and what only another version of it says."""
    asides: list[Aside] = []
    rendered = _ours(_said(row, "html"))
    for name, read in (("lexical", lexical.html_of), ("mobiledoc", mobiledoc.html_of)):
        source = _said(row, name)
        if not source.strip():
            continue
        try:
            markup, unknown = read(source)
        except SourceError as error:
            asides.append(Aside(f"{error.message} {source[:4_000]}", OTHER_FIELDS, f"in {name}"))
            continue
        if not passages_of(markup) and "<img" not in markup and passages_of(rendered):
            continue
        asides += [Aside(each, MADE_BY_SYSTEM, "in the text", is_foreign=True, script=each) for each in unknown]
        return _ours(markup), asides + _differences(_ours(markup), rendered)
    if rendered.strip():
        return rendered, asides
    plain = _said(row, "plaintext")
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in plain.split("\n\n") if part.strip()), asides


def _differences(markup: str, rendered: str) -> list[Aside]:
    """Return passages that only the rendered HTML has: somebody put them in where no editor writes."""
    known = folded(" ".join(passages_of(markup)))
    only = [each for each in passages_of(rendered) if len(each.split()) >= _PROSE and folded(each) not in known]
    links = set(_links(rendered)) - set(_links(markup))
    added = tuple(sorted(link for link in links if link.startswith("http") and link not in markup))
    if not only and not added:
        return []
    text = "\n".join([*only, *(added if not only else ())])
    return [Aside(text, OTHER_VERSION, "in the HTML that Ghost kept beside", links=added, is_foreign=True)]


def _links(markup: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r"""<a\b[^<>]{0,2000}?\shref=["']([^"'<>]{1,2000})""", markup)]


def _injected(row: Row) -> list[Aside]:
    found = []
    for name in ("codeinjection_head", "codeinjection_foot"):
        if code := _said(row, name).strip():
            found.append(
                Aside(code, INJECTION, "in the code injection", links=tuple(_links(code)), is_foreign=True, script=code)
            )
    return found


def _rest(row: Row, meta: Row) -> list[Aside]:
    names = (
        "meta_title",
        "meta_description",
        "og_title",
        "og_description",
        "twitter_title",
        "twitter_description",
        "email_subject",
    )
    said = [f"{name}: {value}" for name in names if (value := _said(row, name) or _said(meta, name))]
    return [Aside("\n".join(said), SETTINGS, "in other fields")] if said else []


def _topics(rows: list[Row]) -> tuple[tuple[DraftTopic, ...], list[str]]:
    found: dict[str, DraftTopic] = {}
    internal = []
    for row in rows:
        name = inline.plain(_said(row, "name"))
        if name.startswith("#") or _said(row, "visibility") == "internal":
            internal.append(name)
        elif name:
            found.setdefault(name.casefold(), DraftTopic(name=name[:200]))
    return tuple(found.values()), internal


def _is_public(row: Row) -> bool:
    return _said(row, "status") == "published"


def _held(row: Row, kind: str) -> str:
    status, visibility = _said(row, "status"), _said(row, "visibility")
    reasons = []
    if status != "published":
        reasons.append(_HELD.get(status, "the export does not say whether readers could see it"))
    if visibility not in {"", "public"}:
        reasons.append("it was for members alone on the former site")
    if kind == "page":
        reasons.append(A_PAGE)
    return "; ".join(reasons)


def _record(row: Row, meta: Row, topics: tuple[DraftTopic, ...]) -> bytes:
    kept = {
        key: value
        for key, value in {**meta, **row}.items()
        if isinstance(value, (str, int, float)) and not re.search(r"email|author", key)
    }
    return msgspec.json.encode({"fields": kept, "topics": [each.name for each in topics]}, order="sorted")
