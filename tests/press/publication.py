"""A double of the newsroom: it keeps the journal's promise and nothing else."""

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

from skaryna.model import (
    Appeal,
    Article,
    Byline,
    Entry,
    Front,
    Masthead,
    Page,
    Paragraph,
    Person,
    Publication,
    Topic,
    encode,
)
from skaryna.model.journal import COLUMNS, START, Kind, Op, Value, chain, digest_of
from skaryna.outside.folder import create, finish, open_folder
from skaryna.press.approval import approve
from skaryna.press.proof import Seal
from skaryna.press.run import Printed, print_edition


class Newsroom:
    """A folder whose journal tests write by hand."""

    def __init__(self, root: Path, *, languages: tuple[str, ...] = ("en", "be"), lacinka: bool = False) -> None:
        made = create(root, Publication(name="The Ferry", url="https://ferry.example", languages=languages))
        finish(made)
        if lacinka:
            settings = root / "skaryna.toml"
            settings.write_text(settings.read_text().replace("# lacinka = true", "lacinka = true"))
        self.folder = open_folder(root)
        approve(self.folder, at=dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC))
        self._last = START
        self._seq = 0
        self.execute(
            "create table journal(seq integer primary key autoincrement, kind text, key text, op text, value text,"
            " digest text, approved_by text, at text, chain text)"
        )

    def execute(self, sql: str, *parameters: Any) -> None:
        with sqlite3.connect(self.folder.newsroom_database) as connection:
            connection.execute(sql, parameters)

    def put(self, *values: Value) -> None:
        for value in values:
            kind = type(value).__name__.lower()
            key = value.language if isinstance(value, Front | Masthead) else value.id
            self._append(kind, key, "put", encode(value).decode())  # type: ignore[arg-type]

    def drop(self, kind: Kind, key: str) -> None:
        self._append(kind, key, "drop", None)

    def _append(self, kind: Kind, key: str, op: Op, value: str | None) -> None:
        self._seq += 1
        entry = Entry(
            seq=self._seq, kind=kind, key=key, op=op, value=value, digest=digest_of(op, value),
            approved_by="account-of-an-editor", at="2026-11-01T09:30:00+00:00",
        )  # fmt: skip
        self._last = chain(self.folder.journal_key(), self._last, entry)
        row = [getattr(entry, name) for name in COLUMNS[:-1]] + [self._last]
        self.execute(f"insert into journal values ({', '.join('?' * len(row))})", *row)

    def print(self, seal: Seal | None = None) -> Printed:
        return print_edition(self.folder, seal=seal)

    def read(self, path: str) -> str:
        return (self.folder.edition / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        root = self.folder.edition
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


ANN = Person(
    id="ann", group="ann", language="en", slug="ann-river", name="Ann River", bio="Writes about <em>water</em>."
)
LAW = Topic(id="law", group="law", language="en", slug="law", name="Law", description="Courts and those before them.")
MASTHEAD = Masthead(
    language="en", title="The Ferry", tagline="News from both banks", description="A magazine about a river.",
    contact="desk@ferry.example", appeal=Appeal(title="Keep us afloat", text="We live on gifts.", link_text="Give"),
)  # fmt: skip
SUPPORT = Page(
    id="support", group="support", language="en", slug="support", title="Support us", role="support",
    body=(Paragraph(html="How to give."),),
)  # fmt: skip


def article(number: int = 1, **more: Any) -> Article:
    """Return an article; the greater its number, the newer it is."""
    values: dict[str, Any] = {
        "id": f"a{number}",
        "group": f"g{number}",
        "language": "en",
        "address": f"2024/story-{number}",
        "title": f"Story {number}",
        "lead": f"The lead of story {number}.",
        "body": (Paragraph(html=f"The body of story {number}."),),
        "bylines": (Byline(person="ann"),),
        "topics": ("law",),
        "published_at": dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number),
    }
    return Article(**{**values, **more})
