"""Looking again, bit by bit, at what was taken in and laid out: did somebody change it behind our back?

A change in the newsroom's rows after they were printed reaches no reader, but editors must hear of it; a change in the
readers' files must be undone. Each edition looks at the next stretch of both, so that its cost does not grow with the
archive; `publish --everything`, and a resident press in its idle time, come round to all of it.
"""

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from skaryna.errors import PressError, TrustError, ValueRefusedError
from skaryna.model import Article, codec
from skaryna.model.approved import beside, first_difference_of_values
from skaryna.model.journal import START, Entry, check_chain, value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from skaryna.press import trees
from skaryna.press.catalogue import Catalogue
from skaryna.press.database import Database
from skaryna.press.memory import Done, Memory
from skaryna.press.pages.article import article_page
from skaryna.press.shelf import Shelf
from skaryna.press.store import Store

ROWS = 1_000
FILES = 1_000
"""Rows and files of one stretch: some 20 ms each."""

BACK = -1
"""The number of the recipe that is none: files of an earlier edition that no recipe makes any more."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: files that are whole again; sentences on rows that are not what they were."""

    mended: int = 0
    warnings: tuple[str, ...] = ()
    is_round: bool = False
    """Whether the end was reached, so that the next look begins at the beginning."""


def look(folder: Folder, database: Database, store: Store, *, everything: bool = False) -> Looked:
    """Look at the next stretch, or at everything.

    Raises:
        TrustError: The journal was rewritten before what was printed.
    """
    if everything:
        database.set_meta(again_row="0", again_path="")
    mended, warnings = 0, []
    rows_done = files_done = False
    while True:
        if not rows_done:
            said, rows_done = _look_at_rows(folder, database)
            warnings += said
        if not files_done:
            count, files_done = _look_at_files(folder.edition, database, store)
            mended += count
        if not everything or (rows_done and files_done):
            return Looked(mended, tuple(warnings), rows_done and files_done)


def _look_at_rows(folder: Folder, database: Database) -> tuple[list[str], bool]:
    taken = int(database.meta("taken").partition(" ")[0] or 0)
    start = int(database.meta("again_row") or 0)
    if start >= taken:
        start = 0
    secret, said, last = folder.journal_key(), [], start
    with journal.Reader(folder.database) as reader:
        before = next(reader.entries(after=start - 1, before=start + 1, values=False), None) if start else None
        chain = before.chain if before else START
        for entry in reader.entries(after=start, before=min(start + ROWS, taken) + 1):
            check_chain(secret, chain, entry)
            chain, last = entry.chain, entry.seq
            sentence = _differs(folder, database, entry)
            if sentence:
                said.append(f"{entry.kind} {entry.key}: {sentence}")
    until = min(start + ROWS, taken)
    database.set_meta(again_row=str(max(last, until)))
    return said, until >= taken


def _differs(folder: Folder, database: Database, entry: Entry) -> str:
    """Say what differs where a row that stands is no longer what was approved."""
    table, name = ("head", "id") if entry.kind == "article" else ("small", "id")
    query = f"select 1 from {table} where {name} = ? and seq = ?"  # noqa: S608 - own names
    if database.one(query, entry.key, entry.seq) is None:
        return ""
    try:
        value_of(entry, is_known=True)
    except TrustError as error:
        told = _difference(folder, database, entry)
        return f"{error.message.rstrip('.')}{f': {told}' if told else ''}. The approved version is printed."
    return ""


def _difference(folder: Folder, database: Database, entry: Entry) -> str:
    if entry.value is None:
        return ""
    if entry.kind != "article":
        approved = database.value("select value from small where kind = ? and id = ?", entry.kind, entry.key)
        return first_difference_of_values(approved, entry.value)
    # The press holds no approved body but the printed one: what the changed one would look like is laid beside it.
    path = database.value(
        "select path from output join recipe on recipe.id = output.recipe where kind = 'article' and key = ?", entry.key
    )
    catalogue = Catalogue(folder.publication, Shelf(database))
    try:
        article = codec.decode(entry.value, Article)
        sheet, view = article_page(article, catalogue, head=catalogue.quiet_head(entry.key))
        theirs = catalogue.theme.render(view, sheet.root).decode().splitlines()
        ours = (folder.edition / path).read_text(encoding="utf-8").splitlines() if path else []
    except (ValueRefusedError, PressError, OSError, TypeError) as error:
        return error.message.rstrip(".") if isinstance(error, ValueRefusedError | PressError) else ""
    pairs = ((was, now) for was, now in zip(ours, theirs, strict=False) if was != now and "<link " not in was)
    return next((beside(was, now) for was, now in pairs), "")


def _look_at_files(edition: Path, database: Database, store: Store) -> tuple[int, bool]:
    """Make a stretch of the readers' files what it should be, in both trees; return how many were not."""
    start = database.meta("again_path")
    rows = database.all(
        "select path, recipe, digest from (select path, recipe, digest from output union all"
        " select path, null, digest from proof) where path > ? order by path limit ?", start, FILES,
    )  # fmt: skip
    database.set_meta(again_path=rows[-1][0] if len(rows) == FILES else "")
    if not edition.is_dir():
        return 0, len(rows) < FILES
    mended = 0
    lost: list[tuple[str, int | None, str]] = []
    changed = {path for (path,) in database.all("select path from changed")}
    for path, recipe, digest in rows:
        if path in changed or _is(edition / path, digest):
            continue
        mended += 1
        if store.has(digest):
            _link(edition, path, store, digest)
        else:
            lost.append((path, recipe, digest))
    for tree in (edition, trees.other_of(edition)):
        for folder in sorted({"", *(path.rpartition("/")[0] for path, _, _ in rows)}):
            mended += _take_out_strangers(database, tree, folder)
    if lost:
        _make_again(database, store, lost)
    return mended, len(rows) < FILES


def _is(place: Path, digest: str) -> bool:
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    with os.fdopen(descriptor, "rb") as file:
        return codec.digest(file.read()) == digest


def _link(edition: Path, path: str, store: Store, digest: str) -> None:
    for tree in (edition, trees.other_of(edition)):
        if tree.is_dir():
            with contextlib.suppress(OSError):
                trees.lay(tree, {path: digest}, store)


def _make_again(database: Database, store: Store, lost: list[tuple[str, int | None, str]]) -> None:
    """A file that was written into in place is the store's too: it is made anew, and both trees are compared whole."""
    memory = Memory(database)
    with database.transaction():
        for _, recipe, digest in lost:
            store.drop(digest)
            if recipe is not None:
                memory.want(recipe, "its file was changed on the disk by somebody")
        database.connection.execute("delete from tree")


def _take_out_strangers(database: Database, tree: Path, folder: str) -> int:
    """Take out of a folder what no edition put there."""
    place = tree / folder if folder else tree
    if place.is_symlink():
        place.unlink()
        database.connection.execute("delete from tree")
        return 1
    found = 0
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                if not _is_folder(database, path):
                    shutil.rmtree(entry.path, ignore_errors=True)
                    found += 1
            elif not _is_file(database, path):
                Path(entry.path).unlink(missing_ok=True)
                found += 1
                if _is_folder(database, path):
                    database.connection.execute("delete from tree")
    return found


def _is_file(database: Database, path: str) -> bool:
    return any(
        database.one(f"select 1 from {table} where path = ?", path)  # noqa: S608 - own names
        for table in ("output", "proof", "changed")
    )


def _is_folder(database: Database, path: str) -> bool:
    return any(
        database.one(f"select 1 from {table} where path > ? and path < ? limit 1", f"{path}/", f"{path}0")  # noqa: S608
        for table in ("output", "proof", "changed")
    )


def undo_back(database: Database) -> None:
    """Let go of files that only an earlier edition had, to which somebody went back."""
    with database.transaction():
        Memory(database).record(Done(BACK))
