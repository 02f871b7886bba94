"""An export whose posts one function reads: read twice, counted, told."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from skaryna.errors import SourceError
from skaryna.rescue.exports.gutenberg import remarks_told
from skaryna.rescue.exports.items import Other
from skaryna.rescue.exports.post import Post
from skaryna.rescue.exports.secrets import Refused
from skaryna.rescue.exports.survey import Survey
from skaryna.rescue.exports.telling import domain_in


class Listed:
    """Args:
    form: What it is, in words: "a Ghost export".
    name: How it is named to the editor.
    read: Yields its posts; called twice with a fresh account of what is refused.
    """

    def __init__(self, form: str, name: str, read: Callable[[Refused, list[str]], Iterator[Post | Other]]) -> None:
        self.form = form
        self._name = name
        self._read = read
        self.survey = Survey()
        self.refused = Refused()
        self.carried: list[str] = []
        self._kinds: dict[str, int] = {}
        self._first = 0
        self._problem = ""

    def files(self) -> list[str]:
        return [self._name]

    def read_first(self) -> None:
        try:
            for each in self._read(Refused(), self.carried):
                self._first += 1
                if isinstance(each, Post):
                    self.survey.add(each.markup)
                    self.survey.tags |= {topic.name for topic in each.topics if topic.sure}
                    self.survey.hosts |= set(each.own) | ({domain_in(each.address)} - {""})
        except SourceError as error:
            self._problem = error.message

    def posts(self) -> Iterator[Post | Other]:
        if self._problem:
            return
        seen: dict[str, set[str]] = {}
        for each in self._read(self.refused, []):
            kind = "articles" if isinstance(each, Post) else each.kind
            if isinstance(each, Post):
                each = _with_remarks(each)  # noqa: PLW2901 - the same post, its remarks beside it
                before, text = seen.setdefault(each.origin, set()), _text_of(each)
                if text in before:
                    self._count("copies of others")
                    continue
                told = replace(each, origin=f"{each.origin} {text}") if before else each
                before.add(text)
                self._count(kind)
                yield told
                continue
            self._count(kind)
            yield each

    def _count(self, kind: str) -> None:
        self._kinds[kind] = self._kinds.get(kind, 0) + 1

    def notes(self, name: str) -> tuple[str, ...]:  # noqa: ARG002 - there is one file
        parts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self._kinds.items()))
        return (
            f"{self._first:,} records found, {sum(self._kinds.values()):,} told" + (f": {parts}." if parts else "."),
        )

    def problem(self, name: str) -> str:  # noqa: ARG002 - there is one file
        told = sum(self._kinds.values())
        if self._problem or self._first == told:
            return self._problem
        return f"{self._first:,} records were found, and {told:,} were told. Please report this; nothing is lost in the file."


def _with_remarks(post: Post) -> Post:
    """Tell what stands in remarks of a post's text; a page's own are no words of anybody's, a post's may be."""
    if "<!--" not in post.markup:
        return post
    bare, told = remarks_told(post.markup)
    return replace(post, markup=bare, asides=(*post.asides, *told)) if told else post


def _text_of(post: Post) -> str:
    """Return a digest of what a post says: two that have one address by mistake are two."""
    return hashlib.sha256(f"{post.title}\0{post.markup}".encode("utf-8", "replace")).hexdigest()[:24]
