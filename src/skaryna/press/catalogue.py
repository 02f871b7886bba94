"""What the pages ask, answered in the reader's language: names of people and topics, mastheads, translations.

A name that has no row in a language is shown as its nearest edition has it: an author does not vanish from an
article because nobody has spelled the name in that alphabet yet.
"""

from functools import cached_property
from typing import TypeVar, cast

from skaryna.model import Article, Masthead, Page, Person, Publication, Topic, Trust
from skaryna.press import addresses
from skaryna.press.shelf import Head, Shelf
from skaryna.theme import Theme, shipped

T = TypeVar("T")
Named = TypeVar("Named", Person, Topic)


class Catalogue:
    """Everything small in memory; articles stay on the shelf."""

    def __init__(
        self, publication: Publication, shelf: Shelf, trust: Trust | None = None, *, theme: Theme | None = None
    ) -> None:
        self.publication = publication
        self.shelf = shelf
        self.theme = theme or shipped()
        """What the pages are made with: the approved one, or, for previews, the one on this disk."""
        self.trust = trust
        """The root that signs this edition; None where it will not be sealed."""
        self._persons = _by_group(shelf.persons())
        self._topics = _by_group(shelf.topics())
        self._pages = [page for page in shelf.pages() if page.language in publication.languages]
        self._listed: dict[tuple[str, str], list[Person] | list[Topic]] = {}
        self._mastheads = {masthead.language: masthead for masthead in shelf.mastheads()}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages that have something to read, the main one always."""
        publication = self.publication
        return tuple(
            language
            for language in publication.languages
            if language == publication.main or self.shelf.length(f"archive:{language}")
        )

    def masthead(self, language: str) -> Masthead:
        known = self._mastheads.get(language)
        return known or Masthead(language=language, title=self.publication.name)

    def person(self, group: str, language: str) -> Person | None:
        return self._nearest(self._persons.get(group, {}), language)

    def topic(self, group: str, language: str) -> Topic | None:
        return self._nearest(self._topics.get(group, {}), language)

    def _nearest(self, rows: dict[str, T], language: str) -> T | None:
        for choice in (language, *self.publication.languages, *sorted(rows)):
            if choice in rows:
                return rows[choice]
        return None

    def pages(self, language: str) -> list[Page]:
        """Standing pages of a language, in the editors' order."""
        return sorted((p for p in self._pages if p.language == language), key=lambda p: (p.order, p.title, p.id))

    def support_page(self, language: str) -> Page | None:
        return next((page for page in self.pages(language) if page.role == "support"), None)

    def page_editions(self, group: str) -> dict[str, Page]:
        return {page.language: page for page in self._pages if page.group == group and page.language in self.languages}

    def editions(self, group: str) -> dict[str, Head]:
        """Return an article in every language that is printed."""
        return {k: v for k, v in self.shelf.editions_of(group).items() if k in self.languages}

    def authors_of(self, article: Article, language: str = "") -> list[tuple[Person, str]]:
        """Return an article's authors and what each did, by name in `language` (its own by default)."""
        found = ((self.person(byline.person, language or article.language), byline.role) for byline in article.bylines)
        return [(person, role) for person, role in found if person]

    def subjects_of(self, article: Article, language: str = "") -> list[Topic]:
        """Return an article's topics by name in `language` (its own by default), in the editors' order."""
        found = (self.topic(group, language or article.language) for group in article.topics)
        return [topic for topic in found if topic]

    def article_path(self, article: Article) -> str:
        """Return where an article lies in the edition."""
        return addresses.article(self.publication, article.language, article.address)

    def article_url(self, article: Article) -> str:
        """Return an article's canonical address."""
        return addresses.absolute(self.publication, self.article_path(article))

    def topics_of(self, language: str) -> list[Topic]:
        """Topics that have an article in a language, by name."""
        if ("topic", language) not in self._listed:
            self._listed["topic", language] = self._with_articles("topic", self._topics, language)
        return cast("list[Topic]", self._listed["topic", language])

    def persons_of(self, language: str) -> list[Person]:
        """Authors who have an article in a language, by name."""
        if ("author", language) not in self._listed:
            self._listed["author", language] = self._with_articles("author", self._persons, language)
        return cast("list[Person]", self._listed["author", language])

    def _with_articles(self, kind: str, groups: dict[str, dict[str, Named]], language: str) -> list[Named]:
        found = [
            (group, value)
            for group, rows in groups.items()
            if self.shelf.length(f"{kind}:{group}:{language}") and (value := self._nearest(rows, language))
        ]
        return [value for _, value in sorted(found, key=lambda pair: (pair[1].name.casefold(), pair[0]))]

    def rarest_topic(self, head: Head) -> str:
        """Return the list of the article's topic with the fewest articles: what it shares most with its neighbours."""
        language = head.article.language
        names = [f"topic:{topic}:{language}" for topic in head.article.topics]
        return min(names, key=lambda name: (self.shelf.length(name), name), default=f"archive:{language}")


def _by_group(values: list[Named]) -> dict[str, dict[str, Named]]:
    groups: dict[str, dict[str, Named]] = {}
    for value in values:
        groups.setdefault(value.group, {})[value.language] = value
    return groups
