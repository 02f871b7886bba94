"""A Ghost export: one JSON file as Ghost's own, pictures in content/images, and the exact values in a table beside."""

import hashlib
from collections.abc import Iterator

import msgspec

from skaryna.export.gathering import Gathered
from skaryna.export.links import Write, carried, everything, with_addresses
from skaryna.model import Article, Page, Person, Topic, encode, inline
from skaryna.model.journal import Value
from skaryna.model.markup import html_of

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


def _posts(gathered: Gathered) -> Iterator[Article | Page]:
    for value in everything(gathered):
        if isinstance(value, (Article, Page)):
            yield value


def _joined(rows: "Iterator[list[dict[str, object]]] | list[list[dict[str, object]]]") -> Iterator[bytes]:
    is_first = True
    for each in rows:
        for row in each:
            yield (b"" if is_first else b",\n") + msgspec.json.encode(row)
            is_first = False


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


def _post(value: Article | Page, gathered: Gathered) -> dict[str, object]:
    is_page = isinstance(value, Page)
    slug = value.slug if isinstance(value, Page) else value.address.partition("/")[2]
    row: dict[str, object] = {
        "id": number_of(value.id),
        "uuid": f"skaryna-{value.id}",
        "title": value.title,
        "slug": slug,
        "html": with_addresses(html_of(value.body, media=ADDRESS), value.language, gathered),
        "type": "page" if is_page else "post",
        "status": "draft" if gathered.is_draft(value) else "published",
        "visibility": "public",
        "locale": value.language,
        "skaryna_value": encode(value).decode(),
    }
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


def _meta(value: Article | Page) -> list[dict[str, object]]:
    figure = value.lead_figure if isinstance(value, Article) else None
    if figure is None or figure.image is None:
        return []
    return [{"post_id": number_of(value.id), "feature_image_alt": figure.alt, "feature_image_caption": figure.caption}]


def _authors(value: Article | Page, people: dict[str, Person]) -> list[dict[str, object]]:
    bylines = value.bylines if isinstance(value, Article) else ()
    return [
        {"post_id": number_of(value.id), "author_id": number_of(each.person), "sort_order": at}
        for at, each in enumerate(bylines)
        if each.person in people
    ]


def _tags(value: Article | Page, topics: dict[str, Topic]) -> list[dict[str, object]]:
    groups = value.topics if isinstance(value, Article) else ()
    return [
        {"post_id": number_of(value.id), "tag_id": number_of(group), "sort_order": at}
        for at, group in enumerate(groups)
        if group in topics
    ]
