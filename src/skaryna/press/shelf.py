"""Questions about what was approved: heads, lists, translations. All SQL that pages need stands here."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec

from skaryna.model import Front, Headline, Image, Masthead, Page, Person, Publication, Topic, Withdrawal
from skaryna.model.journal import KINDS
from skaryna.press.database import Database
from skaryna.press.facts import OLDER_NEIGHBOURS

LIST_PAGE = 20
"""Articles on the front of a list; one that fits there has no further pages."""

STRETCH = 100
"""Members of a list that are read ahead, for whoever asks for the neighbours of one after another."""

SITEMAP_ROWS = 500
"""Rows of the journal whose articles share a sitemap file: a change writes a whole file anew."""


class Head(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What other pages show of an article, and where it comes from.

    `seq` is its row in the journal, `digest` that row's; `first_seq` the row that first brought it. `image` and `alt`
    are of its lead figure; `changed_at` is when it last changed for readers, ISO 8601 or "";
    `corrected_at` is the day of its last correction, or "".

    What lists show of it is the fact `teaser:ID`. For `changed_at`, `corrected_at`, `old_addresses` and `group` that
    one does not speak: who shows one of these notes another (`facts`), or goes stale.
    """

    id: str
    seq: int
    first_seq: int
    digest: str
    group: str
    language: str
    address: str
    title: str
    lead: str
    persons: tuple[str, ...]
    topics: tuple[str, ...]
    image: Image | None
    alt: str
    published_at: dt.datetime | None
    changed_at: str
    old_addresses: tuple[str, ...]
    day: str
    corrected_at: str = ""

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that it is in: archive, topics, authors; each once."""
        names = [f"archive::{self.language}"]
        names += [f"topic:{topic}:{self.language}" for topic in self.topics]
        names += [f"author:{person}:{self.language}" for person in self.persons]
        return tuple(dict.fromkeys(names))


def head_of(article: Headline, *, seq: int, first_seq: int, digest: str) -> Head:
    """Return the head of an approved article."""
    figure = article.lead_figure
    return Head(
        id=article.id, seq=seq, first_seq=first_seq, digest=digest, group=article.group, language=article.language,
        address=article.address, title=article.title, lead=article.lead,
        persons=tuple(byline.person for byline in article.bylines), topics=article.topics,
        image=figure.image if figure else None, alt=figure.alt if figure else "",
        published_at=article.published_at, changed_at=article.changed_at, old_addresses=article.old_addresses,
        day=article.published_at.isoformat() if article.published_at else "",
        corrected_at=max((each.at.isoformat() for each in article.corrections), default=""),
    )  # fmt: skip


class KeptTeaser(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What lists show of an article, made with its page: markup in UTF-8; the pictures in it, by key."""

    html: bytes
    images: dict[str, Image] = {}


KeptAs = tuple[int, bytes]
"""A teaser to be kept: the row that first brought its article, and the rest packed."""

_decoder = msgspec.msgpack.Decoder(Head)
_teaser_decoder = msgspec.msgpack.Decoder(KeptTeaser)
encoded = msgspec.msgpack.Encoder().encode

Place = tuple[str, int, str]
"""Where an article stands in a list: its day, the row that first brought it, its identifier."""


def place_of(head: Head) -> Place:
    """Return where an article stands in its lists."""
    return head.day, head.first_seq, head.id


class Segment(msgspec.Struct, frozen=True):
    """A page of a list: its articles, oldest first, and the days of the first and the last of them.

    `older` and `newer` are the addresses of the first articles of the pages before and after it, or ""; `kept` is what
    lists show of those of its articles whose pages were made.
    """

    ids: tuple[str, ...]
    days: tuple[str, str]
    older: str
    newer: str
    kept: dict[str, KeptTeaser]


class Shelf:
    """Questions; `press.taking` and `press.lists` write what is asked for here."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lists: dict[str, int] = {}

    def head(self, key: str) -> Head | None:
        """Return an article without its body."""
        value = self.database.value("select value from head where id = ?", key)
        return _decoder.decode(value) if value is not None else None

    def heads(self, query: str, *parameters: object) -> list[Head]:
        """Return the heads that a condition names."""
        rows = self.database.connection.execute(f"select value from head {query}", parameters)  # noqa: S608 - ours
        return [_decoder.decode(row[0]) for row in rows]

    def heads_between(self, low: int, high: int, *, language: str = "") -> list[Head]:
        """Return articles by the row that first brought them, from `low` up to and without `high`, in that order.

        Of one language, or of all.
        """
        within = "where first_seq >= ? and first_seq < ?"
        if language:
            return self.heads(f"{within} and language = ? order by first_seq, id", low, high, language)
        return self.heads(f"{within} order by first_seq, id", low, high)

    def heads_of(self, keys: list[str]) -> list[Head]:
        """Return the heads of articles, as many as there are."""
        return self.heads(f"where id in ({','.join('?' * len(keys))})", *keys)

    def with_editions(self, groups: set[str]) -> set[str]:
        """Return those groups that exist in more than one language."""
        marks = ",".join("?" * len(groups))
        query = f"select grp from head where grp in ({marks}) group by grp having count(*) > 1"  # noqa: S608 - marks
        return {row[0] for row in self.database.all(query, *groups)}

    def all_heads(self) -> Iterator[Head]:
        """Yield every article's head, by id."""
        for (value,) in self.database.connection.execute("select value from head order by id"):
            yield _decoder.decode(value)

    def editions_of(self, group: str) -> dict[str, Head]:
        """Return an article in every language that it exists in."""
        return {head.language: head for head in self.heads("where grp = ? order by language, id", group)}

    def is_article(self, language: str, address: str) -> bool:
        """Whether an article of a language lies at an address."""
        return self.database.one("select 1 from head where address = ? and language = ?", address, language) is not None

    # Lists

    def list_id(self, name: str) -> int:
        """Return a list's number; -1 where there never was one."""
        if name not in self._lists:
            found = self.database.value("select id from list where name = ?", name)
            if found is None:
                return -1
            self._lists[name] = found
        return self._lists[name]

    def forget_lists(self) -> None:
        """Forget which number a list has: they are about to get new ones."""
        self._lists.clear()

    def length(self, name: str) -> int:
        """Return how many articles a list has."""
        return self.database.value("select length from list where name = ?", name) or 0

    def filled(self) -> set[str]:
        """Return the names of all lists that have an article."""
        return {name for (name,) in self.database.all("select name from list where length > 0")}

    def newest(self, name: str, count: int) -> list[str]:
        """Return the newest articles of a list, newest first."""
        query = "select id from member where list = ? order by day desc, first_seq desc, id desc limit ?"
        return [row[0] for row in self.database.all(query, self.list_id(name), count)]

    def oldest(self, name: str, count: int) -> list[str]:
        """Return the oldest articles of a list, oldest first."""
        query = "select id from member where list = ? order by day, first_seq, id limit ?"
        return [row[0] for row in self.database.all(query, self.list_id(name), count)]

    def members(self, name: str) -> list[Head]:
        """Return all articles of a list, oldest first."""
        query = "join member on member.id = head.id where list = ? order by member.day, member.first_seq, member.id"
        return self.heads(query, self.list_id(name))

    def near(self, name: str, place: Place, *, older: int, newer: int) -> list[str]:
        """Return who stands beside a place in a list: the nearest newer ones, then the nearest older ones."""
        number = self.list_id(name)
        after = "select id from member where list = ? and (day, first_seq, id) > (?, ?, ?)"
        before = "select id from member where list = ? and (day, first_seq, id) < (?, ?, ?)"
        upward = self.database.all(f"{after} order by day, first_seq, id limit ?", number, *place, newer)
        downward = self.database.all(
            f"{before} order by day desc, first_seq desc, id desc limit ?", number, *place, older
        )
        return [row[0] for row in (*upward, *downward)]

    def stretch(self, name: str, place: Place) -> tuple[list[Place], bool, bool]:
        """Return the places around one, oldest first, and whether the list begins and ends with them.

        Whoever asks for the neighbours of many articles that follow each other asks the database once in a while.
        """
        number = self.list_id(name)
        upward = self.database.all(
            "select day, first_seq, id from member where list = ? and (day, first_seq, id) >= (?, ?, ?)"
            " order by day, first_seq, id limit ?", number, *place, STRETCH,
        )  # fmt: skip
        downward = self.database.all(
            "select day, first_seq, id from member where list = ? and (day, first_seq, id) < (?, ?, ?)"
            " order by day desc, first_seq desc, id desc limit ?", number, *place, OLDER_NEIGHBOURS + 1,
        )  # fmt: skip
        return [*downward[::-1], *upward], len(downward) <= OLDER_NEIGHBOURS, len(upward) < STRETCH

    def lies(self, key: str) -> tuple[Place, str]:
        """Return where an article stands in its lists, and its address."""
        day, first_seq, address = self.database.one("select day, first_seq, address from head where id = ?", key)
        return (day, first_seq, key), address

    def page_from(self, name: str, first: Place) -> Segment:
        """Return the page of a list that begins at a place."""
        number = self.list_id(name)
        older = self.start(number, "<", first)
        ids: list[str] = []
        days: list[str] = []
        kept: dict[str, KeptTeaser] = {}
        newer = ""
        rows = self.database.connection.execute(
            "select id, day, starts, value from member left join teaser on article = first_seq"
            " where list = ? and (day, first_seq, id) >= (?, ?, ?) order by day, first_seq, id", (number, *first),
        )  # fmt: skip
        for key, day, starts, value in rows:
            if starts and ids:
                newer = self.lies(key)[1]
                break
            ids.append(key)
            days.append(day)
            if value is not None:
                kept[key] = _teaser_decoder.decode(value)
        rows.close()
        return Segment(tuple(ids), (days[0], days[-1]), self.lies(older[2])[1] if older else "", newer, kept)

    def start_at(self, name: str, place: Place) -> Place | None:
        """Return where the page of a list begins that covers a place; None before the first."""
        return self.start(self.list_id(name), "<=", place)

    def starts(self, name: str) -> list[Place]:
        """Return where all pages of a list begin, in order."""
        query = "select day, first_seq, id from member where list = ? and starts order by day, first_seq, id"
        return [(day, first_seq, key) for day, first_seq, key in self.database.all(query, self.list_id(name))]

    def start(self, number: int, side: Literal["<", "<=", ">"], place: Place) -> Place | None:
        """Return where the nearest page of a list begins on one side of a place; None where there is none."""
        way = "" if side == ">" else " desc"
        return self.database.one(  # type: ignore[no-any-return]
            f"select day, first_seq, id from member where list = ? and starts"  # noqa: S608 - ours
            f" and (day, first_seq, id) {side} (?, ?, ?) order by day{way}, first_seq{way}, id{way} limit 1",
            number, *place,
        )  # fmt: skip

    def corrected(self, language: str, count: int) -> list[str]:
        """Return the articles of a language that were corrected last, the last first."""
        query = "select id from corrected where language = ? order by at desc, id desc limit ?"
        return [row[0] for row in self.database.all(query, language, count)]

    def teasers(self, keys: Sequence[str]) -> dict[str, KeptTeaser]:
        """Return what lists show of some articles, of those whose pages were made."""
        made = "select id, teaser.value from head join teaser on article = first_seq"
        rows = self.database.all(f"{made} where id in ({','.join('?' * len(keys))})", *keys)
        return {key: _teaser_decoder.decode(value) for key, value in rows}

    # Old addresses and the sitemap

    def claims(self, folded: str, publication: Publication) -> list[tuple[str, str, str]]:
        """Return (address, path, article) of who claims an old path; of two at one address the newest stands last."""
        rows = self.database.all(
            "select o.address, o.path, o.id, h.language from old_address o join head h on h.id = o.id"
            " where o.folded = ? order by o.address, h.day, h.first_seq, h.id", folded,
        )  # fmt: skip
        return [row[:3] for row in rows if row[3] in publication.languages]

    def old_addresses(self, languages: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return (old address, article) pairs, sorted; of two articles at one old address the newest has it."""
        rows = self.database.all(
            "select o.address, o.id, h.language from old_address o join head h on h.id = o.id"
            " order by o.address, h.day, h.first_seq, h.id"
        )
        return sorted({address: key for address, key, language in rows if language in languages}.items())

    def sitemap_parts(self, languages: tuple[str, ...]) -> list[int]:
        """Return the numbers of the sitemap's files of articles."""
        marks = ",".join("?" * len(languages))
        query = f"select distinct first_seq / {SITEMAP_ROWS} from head where language in ({marks}) order by 1"  # noqa: S608 - ours
        return [row[0] for row in self.database.all(query, *languages)]

    def sitemap_part(self, number: int, languages: tuple[str, ...]) -> list[Head]:
        """Return the articles of one of them, in the order in which they first came."""
        low = number * SITEMAP_ROWS
        return [head for head in self.heads_between(low, low + SITEMAP_ROWS) if head.language in languages]

    # Small values

    def small(self, kind: str, of: type[Any]) -> list[Any]:
        """Return every value of a small kind."""
        rows = self.database.all("select value from small where kind = ? order by language, id", kind)
        return [msgspec.json.decode(row[0], type=of) for row in rows]

    def one_small(self, kind: str, key: str) -> Any:
        """Return a small value, or None."""
        value = self.database.value("select value from small where kind = ? and id = ?", kind, key)
        return msgspec.json.decode(value, type=KINDS[kind]) if value is not None else None

    def persons(self) -> list[Person]:
        return self.small("person", Person)

    def topics(self) -> list[Topic]:
        return self.small("topic", Topic)

    def pages(self) -> list[Page]:
        return self.small("page", Page)

    def mastheads(self) -> list[Masthead]:
        return self.small("masthead", Masthead)

    def fronts(self) -> list[Front]:
        return self.small("front", Front)

    def withdrawals(self) -> list[Withdrawal]:
        return self.small("withdrawal", Withdrawal)
