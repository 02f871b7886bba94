"""WordPress exports (WXR), of any size and state: two readings of the file, one record in memory at a time."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from skaryna.model import inline
from skaryna.rescue.exports import items
from skaryna.rescue.exports.careful import Careful
from skaryna.rescue.exports.library import Library, Person
from skaryna.rescue.exports.parsing import Field, is_whole, parsed
from skaryna.rescue.exports.post import Post
from skaryna.rescue.exports.records import Record, records
from skaryna.rescue.exports.repair import Repair, repaired
from skaryna.rescue.exports.secrets import Refused, is_email, without_emails
from skaryna.rescue.exports.sections import words_between
from skaryna.rescue.exports.survey import Survey
from skaryna.rescue.exports.telling import digest_of, domain_in

MAX_REPAIRS_TOLD = 60
MAX_POSTS = 2_000_000
_CHANNEL = re.compile(
    r"<(?:wp:)?(base_site_url|base_blog_url|wxr_version|link|language|title|generator)>\s*(?:<!\[CDATA\[)?([^<]*?)(?:\]\]>)?\s*"
    r"</(?:wp:)?\1\s*>"
)


_PLAIN_POST = re.compile(rb"<wp:post_type>(?:<!\[CDATA\[)?post(?:\]\]>)?</wp:post_type>")
_GLANCED = re.compile(
    rb"<(?:wp:)?(guid|post_id|post_modified_gmt|post_modified|post_date_gmt|post_date)(?:\s[^<>]*)?>"
    rb"(?:<!\[CDATA\[)?([\x20-\x7e]{0,500}?)(?:\]\]>)?</(?:wp:)?\1>"
)


_NAMES = frozenset({"item", "author", "category", "tag", "term", "value"})
_PLACE_BITS = 64
_PLACE = (1 << _PLACE_BITS) - 1


def _key_of(root: Field, base: str) -> int:
    """Return a number for what a record is for ever: one of these is held for each record of the export."""
    return int(digest_of(items.origin_of(root, base))[:16], 16)


def _packed(revision: str, number: int, offset: int) -> int:
    """Return when a record was changed, and its file and place below, as one number: the later one is the greater."""
    digits = re.sub(r"\D", "", revision)[:14]
    return (int(digits or "0") << _PLACE_BITS) | (number << 48) | offset


def glanced(data: bytes) -> Field | None:
    """Return what tells one version of a post from another, without parsing it; None where that takes a parser."""
    root = Field("", "item", "")
    for name, said in _GLANCED.findall(data):
        if b"<" in said or b"&" in said:
            return None
        root.inner.append(Field("wp", name.decode(), said.decode()))
    return root if root.get("guid") and root.get("post_id") else None


@dataclass(slots=True)
class Counts:
    """What was found in a file, and what became of it: the numbers must agree."""

    records: int = 0
    told: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    repairs: int = 0
    mended: list[str] = field(default_factory=list)
    log: list[Repair] = field(default_factory=list)
    older: int = 0

    def add(self, kind: str) -> None:
        self.told += 1
        self.kinds[kind] = self.kinds.get(kind, 0) + 1


class Wxr:
    """One export, in one or several files that overlap.

    Args:
        files: Name and opener of each file, in the order in which they were given.
    """

    form = "a WordPress export"

    def __init__(self, files: list[tuple[str, Callable[[], BinaryIO]]]) -> None:
        self._files = files
        self.library = Library()
        self.refused = Refused()
        self.survey = Survey()
        self.counts: dict[str, Counts] = {}
        self.carried: list[str] = []
        self._best: dict[int, int] = {}

    def files(self) -> list[str]:
        return [name for name, _ in self._files]

    def read_first(self) -> None:
        """Read everything once: who and what posts refer to, the site's words, which version of a post is the newest."""
        for number, (_, opened) in enumerate(self._files):
            with opened() as stream:
                for record in records(Careful(stream), is_whole):
                    self._first(record, number)
        self.survey.hosts |= {domain for each in self.library.hosts if (domain := domain_in(each))}

    def _first(self, record: Record, number: int) -> None:
        if record.is_too_large:
            return
        is_plain = record.name == "item" and _PLAIN_POST.search(record.data) is not None
        glance = self.survey.is_full and is_plain and b"_skaryna_beside" not in record.data
        if glance and (seen := glanced(record.data)) is not None:
            self._note(seen, number, record.offset)
            return
        text, _ = repaired(record.whole, offset=record.offset)
        if not record.name:
            self._channel(text)
            return
        root = parsed(text, is_torn=record.is_torn).root
        match root.name:
            case "item":
                self._item_first(root, number, record.offset)
            case "author":
                self._author(root)
            case "value":
                self.carried.append(root.text)
            case "category":
                self._beside(each for each in root.all("termmeta"))

    def _channel(self, text: str) -> None:
        """Learn what the head of the file says; the first file that says it is believed."""
        for name, said in _CHANNEL.findall(text):
            value = html.unescape(said).strip()
            if name in {"base_site_url", "base_blog_url", "link"} and value.startswith("http"):
                self.library.hosts.add(value)
                self.library.base = self.library.base or value
            elif name == "language":
                self.library.language = self.library.language or value
            elif name == "wxr_version":
                self.library.version = self.library.version or value

    def _author(self, root: Field) -> None:
        login = root.get("author_login").strip()
        name = inline.plain(html.unescape(root.get("author_display_name"))).strip()
        if root.get("author_email").strip():
            self.refused.note("e-mail addresses of authors")
        if not name or is_email(name):
            name = " ".join(filter(None, (root.get("author_first_name").strip(), root.get("author_last_name").strip())))
        if login and name and login not in self.library.people:
            self.library.people[login] = Person(name, inline.plain(root.get("author_description")))

    def _beside(self, fields: Iterable[Field]) -> None:
        """Take exact values of authors and topics that a WordPress kept with its posts and categories."""
        for each in fields:
            if each.get("meta_key").strip() == "_skaryna_beside":
                self.carried += [line for line in each.get("meta_value").split("\n") if line.strip()]

    def _item_first(self, root: Field, number: int, offset: int) -> None:
        kind = items.kind_of(root)
        own = root.get("post_id").strip()
        self._beside(root.all("postmeta"))
        if kind == "attachment":
            picture = items.picture_of(root)
            if picture.address:
                self.library.keep_picture(own, picture, parent=root.get("post_parent").strip())
        elif kind == "wp_block":
            self.library.keep_block(own, root.get("encoded", "content"))
        elif kind == "guest-author":
            name, person = items.guest_of(root)
            self.library.guests.setdefault(name, person)
        elif items.is_article(kind):
            self.survey.add(root.get("encoded", "content") or root.get("encoded"))
            for each in root.all("category"):
                self.survey.tags.add(inline.plain(html.unescape(each.text)))
        self._note(root, number, offset)

    def _note(self, root: Field, number: int, offset: int) -> None:
        """Note which version of a record is the newest."""
        if len(self._best) < MAX_POSTS:
            key = _key_of(root, self.library.base)
            packed = _packed(items.revision_of(root), number, offset)
            known = self._best.get(key)
            if known is None or packed >> _PLACE_BITS > known >> _PLACE_BITS:
                self._best[key] = packed

    def posts(self) -> Iterator[Post | items.Other]:
        """Read everything again and yield each post, and each record that is none, in the order of the files."""
        for number, (name, opened) in enumerate(self._files):
            counts = self.counts[name] = Counts()
            with opened() as stream:
                careful = Careful(stream)
                for record in records(careful, is_whole):
                    yield from self._second(record, name, number, counts)
            if careful.damage:
                counts.mended.append(careful.damage)

    def _second(self, record: Record, name: str, number: int, counts: Counts) -> Iterator[Post | items.Other]:
        if record.name == "item":
            counts.records += 1
        if record.is_too_large:
            counts.add("too large")
            yield items.Other(
                f"{name}: the record at byte {record.offset:,}",
                "too large",
                record.data[:2_000].decode("utf-8", "replace"),
            )
            return
        text, log = repaired(record.whole, offset=record.offset)
        counts.repairs += len(log)
        counts.log += log[: max(0, MAX_REPAIRS_TOLD - len(counts.log))]
        if not record.name:
            if loose := words_between(_CHANNEL.sub("", text), is_head=counts.records == 0):
                loose = without_emails(loose, self.refused, "e-mail addresses between the records")
                yield items.Other(f"{name}: between its records", "between", loose)
            return
        made = parsed(text, is_torn=record.is_torn, is_headless=record.is_headless)
        if made.mended:
            counts.mended.append(f"The record at byte {record.offset:,}: {made.mended}.")
        if made.root.name not in _NAMES:  # A piece of a feed that a damaged file holds.
            if record.name == "item":
                counts.add("record of another form")
            said = without_emails(items.all_text(made.root), self.refused, "e-mail addresses between the records")
            yield items.Other(f"{name}: the record at byte {record.offset:,}", "between", said)
            return
        if made.root.name != "item":
            if said := items.words_of_term(made.root, self.refused):
                yield items.Other(f"{name}: its terms", "term", said)
            return
        best = self._best.get(_key_of(made.root, self.library.base))
        if best is not None and best & _PLACE != _packed("", number, record.offset):
            counts.add("a copy of another")
            counts.older += 1
            return
        told = items.told(made, self.library, self.refused, name=name, is_torn=record.is_torn)
        counts.add("article" if isinstance(told, Post) else told.kind)
        yield told

    def notes(self, name: str) -> tuple[str, ...]:
        """Say of a file what was counted, repaired and mended in it."""
        counts = self.counts[name]
        parts = ", ".join(f"{count:,} {_plural(kind, count)}" for kind, count in sorted(counts.kinds.items()))
        said = [f"{counts.records:,} records found, {counts.told:,} told" + (f": {parts}." if parts else ".")]
        if counts.repairs:
            said.append(f"{counts.repairs:,} places had bytes that no export may hold; they were repaired:")
            said += [f"at byte {each.offset:,}: {each.what}" for each in counts.log]
        said += counts.mended[:MAX_REPAIRS_TOLD]
        if len(counts.mended) > MAX_REPAIRS_TOLD:
            said.append(f"{len(counts.mended) - MAX_REPAIRS_TOLD:,} more records were mended.")
        return tuple(said)

    def problem(self, name: str) -> str:
        """Say where the numbers do not agree; "" where they do."""
        counts = self.counts[name]
        if counts.records == counts.told:
            return ""
        return f"{counts.records:,} records were found, and {counts.told:,} were told. Please report this; nothing is lost in the file."


def _plural(kind: str, count: int) -> str:
    names = {
        "article": ("article", "articles"),
        "attachment": ("file of the media library", "files of the media library"),
        "a copy of another": ("copy of another", "copies of others"),
    }
    one, many = names.get(kind, (f"“{kind}”", f"“{kind}”"))
    return one if count == 1 else many
