"""What readers have, out of the journal: the last approved value of everything, proved row by row."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from skaryna.errors import TrustError
from skaryna.model import Article, Front, Masthead, Page, Person, Publication, Topic, Withdrawal, decode, digest
from skaryna.model.journal import KINDS, START, Value, chain
from skaryna.outside.folder import Folder
from skaryna.outside.journal import Reader

VALUES_AT_ONCE = 100
_Named = TypeVar("_Named", Person, Topic)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A publication as values. Articles are read again each time that they are asked for: there may be many.

    `addresses` maps group and language to the address of an article, for links inside the publication. `drafts` are
    articles that readers do not have, where these were asked for, and `draft_ids` their identifiers.
    """

    publication: Publication
    mastheads: tuple[Masthead, ...] = ()
    topics: tuple[Topic, ...] = ()
    people: tuple[Person, ...] = ()
    pages: tuple[Page, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    fronts: tuple[Front, ...] = ()
    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    database: str = ""
    rows: tuple[int, ...] = ()
    given: tuple[Article, ...] = ()
    drafts: Callable[[], Iterator[Value]] = lambda: iter(())
    draft_ids: frozenset[str] = frozenset()

    def is_draft(self, value: Value) -> bool:
        """Whether readers do not have a value."""
        return not isinstance(value, Front | Masthead | Withdrawal) and value.id in self.draft_ids

    def unpublished(self) -> Iterator[Article]:
        """Yield every draft."""
        for value in self.drafts():
            if isinstance(value, Article):
                yield value

    def articles(self) -> Iterator[Article]:
        """Yield every article, in the order of their identifiers."""
        yield from self.given
        if self.rows:
            with Reader(self.database) as reader:
                for value in _values(reader, [("article", row) for row in self.rows]):
                    assert isinstance(value, Article)  # noqa: S101 - asked for by that kind
                    yield value

    def address_of(self, group: str, language: str) -> str:
        """Return the address of an article's page on the readers' site, or ""."""
        found = self.addresses.get((group, language)) or self.addresses.get((group, self.publication.main))
        return f"{self.publication.root}/{found}.html" if found else ""


class Names(Generic[_Named]):
    """Authors or topics by their group; each best in the language of whoever names them."""

    def __init__(self, values: tuple[_Named, ...]) -> None:
        self._found: dict[str, dict[str, _Named]] = {}
        for each in values:
            self._found.setdefault(each.group, {}).setdefault(each.language, each)

    def of(self, groups: Iterable[str], language: str) -> list[_Named]:
        """Return who is named, in order; a group that nobody has is left out."""
        found = (self._found.get(group, {}) for group in groups)
        return [each.get(language) or next(iter(each.values())) for each in found if each]


def gathered(folder: Folder) -> Gathered:
    """Return what readers of a publication have.

    Raises:
        TrustError: A row of the journal was not written by the newsroom, or was changed later.
        DatabaseError: The journal cannot be read.
    """
    key = folder.journal_key()
    standing: dict[tuple[str, str], int] = {}
    with Reader(folder.database) as reader:
        previous = START
        for entry in reader.entries(values="none"):
            if chain(key, previous, entry) != entry.chain:
                raise TrustError(
                    f"Row {entry.seq} of the journal was not written by the newsroom; nothing was exported.",
                    hint="Run `skaryna publish`: it names what was changed behind the editors' back.",
                )
            previous = entry.chain
            if entry.op == "put":
                standing[entry.kind, entry.key] = entry.seq
            else:
                standing.pop((entry.kind, entry.key), None)
        ordered = sorted(standing.items())
        small = list(_values(reader, [(kind, row) for (kind, _), row in ordered if kind != "article"]))
        rows = tuple(row for (kind, _), row in ordered if kind == "article")
        addresses = {
            (value.group, value.language): _place(value, folder.publication)
            for value in _values(reader, [("article", row) for row in rows])
            if isinstance(value, Article)
        }
    return Gathered(
        publication=folder.publication,
        mastheads=tuple(each for each in small if isinstance(each, Masthead)),
        topics=tuple(each for each in small if isinstance(each, Topic)),
        people=tuple(each for each in small if isinstance(each, Person)),
        pages=tuple(each for each in small if isinstance(each, Page)),
        withdrawals=tuple(each for each in small if isinstance(each, Withdrawal)),
        fronts=tuple(each for each in small if isinstance(each, Front)),
        addresses=addresses,
        database=folder.database,
        rows=rows,
    )


def with_drafts(found: Gathered, drafts: Callable[[], Iterator[Value]]) -> Gathered:
    """Return a publication with its drafts, and with the authors and topics that only these name."""
    ids: set[str] = set()
    people = {each.id: each for each in found.people}
    topics = {each.id: each for each in found.topics}
    for value in drafts():
        if isinstance(value, Article):
            ids.add(value.id)
        elif isinstance(value, Person) and value.id not in people:
            people[value.id] = value
            ids.add(value.id)
        elif isinstance(value, Topic) and value.id not in topics:
            topics[value.id] = value
            ids.add(value.id)
    return replace(
        found,
        people=tuple(people.values()),
        topics=tuple(topics.values()),
        drafts=drafts,
        draft_ids=frozenset(ids),
    )


def of_values(publication: Publication, values: list[Value]) -> Gathered:
    """Return values that are at hand as a publication."""
    articles = tuple(sorted((each for each in values if isinstance(each, Article)), key=lambda each: each.id))
    return Gathered(
        publication=publication,
        mastheads=tuple(each for each in values if isinstance(each, Masthead)),
        topics=tuple(each for each in values if isinstance(each, Topic)),
        people=tuple(each for each in values if isinstance(each, Person)),
        pages=tuple(each for each in values if isinstance(each, Page)),
        withdrawals=tuple(each for each in values if isinstance(each, Withdrawal)),
        fronts=tuple(each for each in values if isinstance(each, Front)),
        addresses={(each.group, each.language): _place(each, publication) for each in articles},
        given=articles,
    )


def _place(article: Article, publication: Publication) -> str:
    return article.address if article.language == publication.main else f"{article.language}/{article.address}"


def _values(reader: Reader, wanted: list[tuple[str, int]]) -> Iterator[Value]:
    """Yield values of rows, in order; each must be what its row says was approved."""
    for start in range(0, len(wanted), VALUES_AT_ONCE):
        part = wanted[start : start + VALUES_AT_ONCE]
        numbers = [row for _, row in part]
        found = reader.values(numbers)
        digests = {
            entry.seq: entry.digest
            for entry in reader.entries(after=min(numbers) - 1, before=max(numbers) + 1, values="none")
            if entry.seq in set(numbers)
        }
        for kind, row in part:
            data = found.get(row)
            if data is None or digest(data) != digests.get(row):
                raise TrustError(
                    f"Row {row} of the journal does not hold what was approved; nothing was exported.",
                    hint="Run `skaryna publish`: it names what was changed behind the editors' back.",
                )
            yield decode(data, KINDS[kind])
