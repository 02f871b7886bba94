"""A Ghost export: one JSON file as Ghost's own, pictures in content/images, and the exact values in a table beside."""

import hashlib
from collections.abc import Iterator

import msgspec

from skaryna.export.gathering import Gathered
from skaryna.export.links import Write, carried, everything, with_addresses
from skaryna.model import Article, Page, Person, Topic, Withdrawal, encode, inline
from skaryna.model.journal import Value
from skaryna.model.markup import text_html

NAME = "ghost.json"
FOLDER = "content/images/"
ADDRESS = "__GHOST_URL__/content/images/"
MAX_EXCERPT_CHARS = 300
"""Ghost refuses longer ones; the whole lead then stands in the carried value alone."""


def write(gathered: Gathered, put: Write) -> None:
    """Write the publication as one file; its articles are never held together."""
    put(NAME, _parts(gathered))


def _parts(gathered: Gathered) -> Iterator[bytes]:
    people = {each.group: each for each in reversed(gathered.people)}
    topics = {each.group: each for each in reversed(gathered.topics)}
    yield b'{"db":[{"meta":{"exported_on":0,"version":"5.80.0"},"data":{\n"users":'
    yield msgspec.json.encode([_user(each) for each in people.values()])
    yield b',\n"tags":' + msgspec.json.encode([_tag(each) for each in topics.values()])
    yield b',\n"posts":[\n'
    for count, value in enumerate(_posts(gathered)):
        yield (b",\n" if count else b"") + msgspec.json.encode(_post(value, gathered))
    yield b'\n],\n"posts_meta":[\n'
    yield from _joined(_meta(value) for value in _posts(gathered))
    yield b'\n],\n"posts_authors":[\n'
    yield from _joined(_authors(value, people) for value in _posts(gathered))
    yield b'\n],\n"posts_tags":[\n'
    yield from _joined(_tags(value, topics) for value in _posts(gathered))
    yield b'\n],\n"skaryna_values":[\n'
    small: tuple[Value, ...] = (*gathered.mastheads, *gathered.topics, *gathered.people)
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
        "name": person.name,
        "slug": person.slug,
        "email": f"{person.slug}@author.invalid",
        "bio": inline.plain(inline.text_of(person.bio))[:200] or None,
        "profile_image": portrait,
        "status": "active",
    }


def _tag(topic: Topic) -> dict[str, object]:
    return {
        "id": number_of(topic.group),
        "name": topic.name,
        "slug": topic.slug,
        "description": topic.description or None,
        "visibility": "public",
    }


def _post(value: Article | Page | Withdrawal, gathered: Gathered) -> dict[str, object]:
    is_page, is_notice = isinstance(value, Page), isinstance(value, Withdrawal)
    slug = value.slug if isinstance(value, Page) else value.address.partition("/")[2]
    row: dict[str, object] = {
        "id": _number(value),
        "uuid": f"skaryna-{'withdrawal-' if is_notice else ''}{value.id}",
        "title": value.title,
        "slug": slug,
        "html": with_addresses(text_html(value, media=ADDRESS), value.language, gathered),
        "type": "page" if is_page else "post",
        "status": "draft" if is_notice or gathered.is_draft(value) else "published",
        "visibility": "public",
        "locale": value.language,
        "skaryna_value": encode(value).decode(),
    }
    if isinstance(value, Withdrawal):
        row |= {"skaryna_kind": "withdrawal", "updated_at": f"{value.at:%Y-%m-%dT%H:%M:%S}.000Z"}
    if isinstance(value, Article):
        at = f"{value.published_at:%Y-%m-%dT%H:%M:%S}.000Z" if value.published_at else None
        figure = value.lead_figure
        row |= {
            "published_at": at,
            "updated_at": f"{value.updated_at:%Y-%m-%dT%H:%M:%S}.000Z" if value.updated_at else at,
            "custom_excerpt": value.lead if 0 < len(value.lead) <= MAX_EXCERPT_CHARS else None,
            "feature_image": ADDRESS + figure.image.name if figure is not None and figure.image is not None else None,
        }
    return row


def _meta(value: Article | Page | Withdrawal) -> list[dict[str, object]]:
    figure = value.lead_figure if isinstance(value, Article) else None
    if figure is None or figure.image is None:
        return []
    return [{"post_id": _number(value), "feature_image_alt": figure.alt, "feature_image_caption": figure.caption}]


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
