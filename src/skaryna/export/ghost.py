"""A Ghost export: one JSON file as Ghost's own, pictures in content/images, and the exact values.

Ghost refuses a whole file for one field that is too long, and keeps no field that it does not know. So fields are cut
where it asks for that, and the exact value of a post stands in the one free field that it has: an export that Ghost
writes later brings it back. No theme shows that field (`frontmatter`), but its API does: what readers may not have is
a draft there, which the API keeps to itself.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator

import msgspec

from skaryna.export import koenig
from skaryna.export.gathering import Gathered, Names
from skaryna.export.links import Write, carried, carried_text, everything, with_addresses
from skaryna.model import Article, Page, Person, Topic, Withdrawal, encode, inline
from skaryna.model.blocks import Block, Paragraph
from skaryna.model.journal import Value

NAME = "ghost.json"
FOLDER = "content/images/"
ADDRESS = "__GHOST_URL__/content/images/"
MAX_EXCERPT_CHARS = 300
"""The whole lead then stands in the carried value alone."""
MAX_TITLE_CHARS = 255
MAX_SLUG_CHARS = 185
MAX_NAME_CHARS = 191
MAX_BIO_CHARS = 200
MAX_DESCRIPTION_CHARS = 500
MAX_ALT_CHARS = 191
MAX_CARRIED_BYTES = 65_535
"""What its free field holds."""
MAX_VALUE_BYTES = 60_000
"""A longer value stands in our own file alone; the rest of the field is for what is told beside."""
MAX_KEPT_TITLE_BYTES = 4_000
NO_YEAR = 2000
_YEAR = re.compile(r"(?:^|/)(\d{4})/")


def write(gathered: Gathered, put: Write) -> None:
    """Write the publication as one file; its articles are never held together."""
    put(NAME, _parts(gathered))


def _parts(gathered: Gathered) -> Iterator[bytes]:
    people = {each.group: each for each in reversed(gathered.people)}
    topics = {each.group: each for each in reversed(gathered.topics)}
    rows = _Rows(gathered)
    yield b'{"db":[{"meta":{"exported_on":0,"version":"5.80.0"},"data":{\n"users":'
    yield msgspec.json.encode([_user(each) for each in people.values()])
    yield b',\n"tags":' + msgspec.json.encode([_tag(each) for each in topics.values()])
    yield b',\n"posts":[\n'
    yield from _joined([rows.post(value)] for value in _posts(gathered))
    yield b'\n],\n"posts_meta":[\n'
    yield from _joined(rows.meta(value) for value in _posts(gathered))
    yield b'\n],\n"posts_authors":[\n'
    yield from _joined(_authors(value, people) for value in _posts(gathered))
    yield b'\n],\n"posts_tags":[\n'
    yield from _joined(_tags(value, topics) for value in _posts(gathered))
    yield b'\n],\n"skaryna_values":[\n'
    small: tuple[Value, ...] = (*gathered.mastheads, *gathered.topics, *gathered.people, *gathered.fronts)
    yield from _joined([[msgspec.to_builtins(carried(value, gathered))] for value in small])
    yield b"\n]\n}}]}\n"


def _posts(gathered: Gathered) -> Iterator[Article | Page | Withdrawal]:
    for value in everything(gathered):
        if isinstance(value, (Article, Page, Withdrawal)):
            yield value


def _joined(rows: "Iterator[list[dict[str, object]]] | list[list[dict[str, object]]]") -> Iterator[bytes]:
    is_first = True
    for each in rows:
        for row in each:
            yield (b"" if is_first else b",\n") + msgspec.json.encode(row)
            is_first = False


def _number(value: Article | Page | Withdrawal) -> str:
    # A notice has the identifier of its article, which may be in the export as a draft.
    return number_of(f"withdrawal {value.id}" if isinstance(value, Withdrawal) else value.id)


def number_of(identifier: str) -> str:
    """Return an identifier as Ghost has them: 24 hexadecimal digits."""
    return hashlib.sha256(identifier.encode()).hexdigest()[:24]


def _user(person: Person) -> dict[str, object]:
    portrait = ADDRESS + person.portrait.name if person.portrait else None
    return {
        "id": number_of(person.group),
        "name": person.name[:MAX_NAME_CHARS],
        "slug": person.slug[:MAX_SLUG_CHARS],
        # Ghost must have an address; nobody's is known here, and nobody gets a letter at this one.
        "email": f"{number_of(person.group)}@author.invalid",
        "bio": inline.plain(inline.text_of(person.bio))[:MAX_BIO_CHARS] or None,
        "profile_image": portrait,
        "status": "active",
    }


def _tag(topic: Topic) -> dict[str, object]:
    return {
        "id": number_of(topic.group),
        # A name that begins with # is one that readers never see there, and none may begin with a comma.
        "name": topic.name.lstrip("#, ")[:MAX_NAME_CHARS] or topic.slug[:MAX_NAME_CHARS],
        "slug": topic.slug[:MAX_SLUG_CHARS],
        "description": topic.description[:MAX_DESCRIPTION_CHARS] or None,
        "visibility": "public",
    }


class _Rows:
    """Writes posts and what belongs to them; knows which addresses are taken, and who was told already."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._people = Names(gathered.people)
        self._topics = Names(gathered.topics)
        self._slugs: set[str] = set()
        self._told: set[str] = set()
        years = [year for address in gathered.addresses.values() if (year := _year_in(address))]
        self._first_year = min(years, default=NO_YEAR)

    def post(self, value: Article | Page | Withdrawal) -> dict[str, object]:
        is_page, is_notice = isinstance(value, Page), isinstance(value, Withdrawal)
        text = with_addresses(koenig.body_of(_body(value), media=ADDRESS), value.language, self._gathered)
        is_draft = is_notice or self._gathered.is_draft(value)
        row: dict[str, object] = {
            "id": _number(value),
            "title": value.title[:MAX_TITLE_CHARS],
            "slug": self._slug(value),
            "html": text,
            "type": "page" if is_page else "post",
            "status": "draft" if is_draft else "published",
            "visibility": "public",
            "locale": value.language,
        }
        if not _fits(encode(value)):
            row["skaryna_value"] = encode(value).decode()
        if isinstance(value, Withdrawal):
            row |= {"skaryna_kind": "withdrawal", "updated_at": _time(value.at)}
        elif not is_draft:
            # Without a day Ghost takes that of the import, and the oldest would be its news.
            row["published_at"] = _time(_day_of(value) or dt.datetime(self._year(value), 1, 1, tzinfo=dt.UTC))
        if isinstance(value, Article):
            figure = value.lead_figure
            row |= {
                "updated_at": _time(value.updated_at) if value.updated_at else row.get("published_at"),
                "custom_excerpt": value.lead if 0 < len(value.lead) <= MAX_EXCERPT_CHARS else None,
                "feature_image": ADDRESS + figure.image.name if figure and figure.image else None,
            }
        return row

    def meta(self, value: Article | Page | Withdrawal) -> list[dict[str, object]]:
        row: dict[str, object] = {"post_id": _number(value), "frontmatter": self._carried(value)}
        figure = value.lead_figure if isinstance(value, Article) else None
        if figure is not None and figure.image is not None:
            row |= {
                "feature_image_alt": figure.alt[:MAX_ALT_CHARS],
                "feature_image_caption": figure.caption or None,
            }
        return [row]

    def _slug(self, value: Article | Page | Withdrawal) -> str:
        """Return the end of its address. Of two posts with one, Ghost drops the second."""
        slug = (value.slug if isinstance(value, Page) else value.address.rpartition("/")[2])[:MAX_SLUG_CHARS]
        numbered = (f"{slug}-{value.language}", *(f"{slug}-{number}" for number in range(2, len(self._slugs) + 3)))
        found = next(each for each in (slug, *numbered) if each not in self._slugs)
        self._slugs.add(found)
        return found

    def _carried(self, value: Article | Page | Withdrawal) -> str | None:
        """Return the exact value, and those of authors and topics that no post before named, as Ghost keeps them."""
        kept: dict[str, object] = {"undated": True} if _day_of(value) is None else {}
        if len(value.title) > MAX_TITLE_CHARS and len(value.title.encode()) < MAX_KEPT_TITLE_BYTES:
            kept["title"] = value.title
        if _fits(encode(value)):
            kept |= {"kind": carried(value, self._gathered).kind, "skaryna": encode(value).decode()}
        new = self._new(value)
        beside = [carried_text(each, self._gathered) for each in new]
        whole = _text({**kept, "beside": beside} if beside else kept)
        if len(whole.encode()) > MAX_CARRIED_BYTES:
            return _text(kept) if kept else None
        self._told |= {each.id for each in new}
        return whole if kept or beside else None

    def _new(self, value: Article | Page | Withdrawal) -> "list[Person | Topic]":
        if isinstance(value, Page):
            return []
        groups = [each.person for each in value.bylines] if isinstance(value, Article) else []
        named: list[Person | Topic] = [
            *self._people.of(groups, value.language),
            *self._topics.of(value.topics, value.language),
        ]
        return [each for each in named if each.id not in self._told]

    def _year(self, value: Article | Page) -> int:
        return (_year_in(value.address) if isinstance(value, Article) else 0) or self._first_year


def _body(value: Article | Page | Withdrawal) -> tuple[Block, ...]:
    if isinstance(value, Withdrawal):
        return (Paragraph(html=value.text),) if value.text else ()
    return value.body


def _day_of(value: Article | Page | Withdrawal) -> dt.datetime | None:
    match value:
        case Article():
            return value.published_at
        case Withdrawal():
            return value.at
        case Page():
            return None


def _year_in(address: str) -> int:
    found = _YEAR.search(address)
    return int(found[1]) if found else 0


def _time(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def _fits(value: bytes) -> bool:
    """Whether the free field can hold a value: it is written into JSON there, which takes room."""
    return len(_text({"skaryna": value.decode()}).encode()) <= MAX_VALUE_BYTES


def _text(said: dict[str, object]) -> str:
    return msgspec.json.encode(said).decode()


def _authors(value: Article | Page | Withdrawal, people: dict[str, Person]) -> list[dict[str, object]]:
    bylines = value.bylines if isinstance(value, Article) else ()
    return [
        {"post_id": _number(value), "author_id": number_of(each.person), "sort_order": at}
        for at, each in enumerate(bylines)
        if each.person in people
    ]


def _tags(value: Article | Page | Withdrawal, topics: dict[str, Topic]) -> list[dict[str, object]]:
    groups = value.topics if isinstance(value, Article) else ()
    return [
        {"post_id": _number(value), "tag_id": number_of(group), "sort_order": at}
        for at, group in enumerate(groups)
        if group in topics
    ]
