"""Looking again, bit by bit, at what was taken in and laid out: did somebody change it behind our back?

A change in the newsroom's rows after they were printed reaches no reader, but editors must hear of it; a change in the
readers' files must be undone. Each edition looks at the next stretch of both, so that its cost does not grow with the
archive; `publish --everything`, and a resident press in its idle time, come round to all of it.
"""

import contextlib
import os
import shutil
from pathlib import Path

import msgspec

from skaryna.errors import PressError, TrustError, ValueRefusedError
from skaryna.model import Article, codec
from skaryna.model.approved import beside, first_difference_of_values
from skaryna.model.journal import Entry, check_chain, value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from skaryna.press import editions, taking, trees
from skaryna.press.catalogue import Catalogue
from skaryna.press.database import Database
from skaryna.press.editions import EDITION_FILE
from skaryna.press.issuing import OWN, held_by, last_laid
from skaryna.press.memory import Done, Memory
from skaryna.press.pages.article import article_page
from skaryna.press.shelf import Shelf
from skaryna.press.store import Store

ROWS = 200
FILES = 200
"""Rows and files of one stretch: some 10 ms each on a slow machine."""

_TABLES = ("output", "proof", "changed")

BACK = -1
"""The number of the recipe that is none: files of an earlier edition that no recipe makes any more."""


class Looked(msgspec.Struct, frozen=True):
    """What was found: files that are whole again, or will be with the next edition; rows that are not as approved."""

    mended: int = 0
    altered: int = 0
    is_round: bool = False
    """Whether the end was reached, so that the next look begins at the beginning."""


def look(folder: Folder, database: Database, store: Store, *, everything: bool = False) -> Looked:
    """Look at the next stretch, or at everything.

    Raises:
        TrustError: The journal was rewritten before what was printed.
    """
    if everything:
        database.set_meta(again_row="0", again_path="")
    mended = found = 0
    rows_done = files_done = False
    while True:
        if not rows_done:
            with database.transaction():
                count, rows_done = _look_at_rows(folder, database)
            found += count
        if not files_done:
            count, files_done = _look_at_files(folder.edition, database, store)
            mended += count
        if not everything or (rows_done and files_done):
            return Looked(mended, found, rows_done and files_done)


def _look_at_rows(folder: Folder, database: Database) -> tuple[int, bool]:
    """Look at a stretch of rows; what is no longer what was approved is noted as refused until it is again."""
    taken, _ = taking.taken_in(database)
    start = int(database.meta("again_row") or 0)
    if start >= taken:
        start = 0
    secret, found, last = folder.journal_key(), 0, start
    with journal.Reader(folder.database) as reader:
        chain = reader.chain_at(start)
        for entry in reader.entries(after=start, before=min(start + ROWS, taken) + 1):
            check_chain(secret, chain, entry)
            chain, last = entry.chain, entry.seq
            if _stands(database, entry):
                said = _differs(folder, database, entry)
                database.connection.execute("delete from refused where kind = ? and seq = ?", (entry.kind, entry.seq))
                if said:
                    found += 1
                    taking.note_refused(database, (entry.kind, entry.key, entry.seq), said)
    until = min(start + ROWS, taken)
    database.set_meta(again_row=str(max(last, until)))
    return found, until >= taken


def _stands(database: Database, entry: Entry) -> bool:
    """Whether a row is the one that was printed of its key."""
    table = "head" if entry.kind == "article" else "small"
    query = f"select 1 from {table} where id = ? and seq = ?"  # noqa: S608 - own names
    return database.one(query, entry.key, entry.seq) is not None


def _differs(folder: Folder, database: Database, entry: Entry) -> str:
    """Say what differs where a row is no longer what was approved; "" where it is."""
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
        return first_difference_of_values(approved, entry.text)
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
    if not database.meta("weighed") or _is_newer(edition, database):
        return 0, True  # the press does not know what readers have: it must not take any of it for a stranger's
    start = database.meta("again_path")
    # Each side is cut short by itself: a question for both together would sort all that lies behind.
    part = "select * from (select path, {}, digest from {} where path > ? order by path limit ?)"
    query = f"{part.format('recipe', 'output')} union all {part.format('null', 'proof')} order by 1 limit ?"
    rows = database.all(query, start, FILES, start, FILES, FILES)
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


def _is_newer(edition: Path, database: Database) -> bool:
    """Whether readers got an edition that was not noted: something failed right after the trees exchanged names."""
    laid = last_laid(database)
    return held_by(edition, database) != laid and held_by(trees.other_of(edition), database) == laid


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
                trees.mend(tree, path, digest, store)


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
    known = _names_in(database, folder) if folder else None
    found = 0
    with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(place) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            kind = known.get(entry.name, "") if known is not None else _kind(database, path)
            if entry.is_dir(follow_symlinks=False):
                if kind != "folder":
                    shutil.rmtree(entry.path, ignore_errors=True)
                    found += 1
            elif kind != "file":
                Path(entry.path).unlink(missing_ok=True)
                found += 1
                if kind == "folder":
                    database.connection.execute("delete from tree")
    return found


def _names_in(database: Database, folder: str) -> dict[str, str]:
    """Return name -> "file" or "folder" of all that lies in a folder, by one question a table."""
    found: dict[str, str] = {}
    start = len(folder) + 1
    for table in _TABLES:
        query = f"select path from {table} where path > ? and path < ?"  # noqa: S608 - own names
        for (path,) in database.connection.execute(query, (f"{folder}/", f"{folder}0")):
            name, slash, _ = path[start:].partition("/")
            found[name] = "folder" if slash else "file"
    return found


def _kind(database: Database, path: str) -> str:
    """Return what lies at a path: "file", "folder", or "" for what no edition put there."""
    for table in _TABLES:
        if database.one(f"select 1 from {table} where path = ?", path):  # noqa: S608 - own names
            return "file"
        inside = f"select 1 from {table} where path > ? and path < ? limit 1"  # noqa: S608 - own names
        if database.one(inside, f"{path}/", f"{path}0"):
            return "folder"
    return ""


def bring_back(database: Database, number: int) -> None:
    """Put an earlier edition's files in the place of what was made; whoever made them is to make them again."""
    memory = Memory(database)
    for path, state in editions.then(database, number).items():
        if path == EDITION_FILE:
            continue
        memory.change([(path, *(memory.output(path) or (None, None)))])
        for (recipe,) in database.all("select recipe from output where path = ?", path):
            if recipe > OWN:
                memory.want(recipe, "somebody had gone back to an earlier edition")
        database.connection.execute("delete from output where path = ?", (path,))
        if state is not None:
            database.connection.execute("insert into output values (?, ?, ?, ?)", (path, BACK, *state))


def undo_back(database: Database) -> None:
    """Let go of an earlier edition's files; they are made again as they are approved now."""
    with database.transaction():
        Memory(database).record([Done(BACK)])
