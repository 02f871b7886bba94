"""What was made: recipes with their outputs and the facts that they read; what is still to do; what readers have."""

import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec.structs import astuple

from skaryna.model import Image
from skaryna.press import facts
from skaryna.press.database import Database
from skaryna.press.plan import COLUMNS, NAMED, Recipe
from skaryna.press.raising import Raised
from skaryna.press.shelf import KeptAs


class Output(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file of the edition; size in bytes."""

    path: str
    digest: str
    size: int


class Done(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What became of a recipe.

    `facts` are numbers, as bytes of 64-bit integers; `links` are paths that were not known to exist when it was made;
    `images` are shown pictures, by key; `teaser` is what lists show of an article. `failure` is what an editor must
    hear; `article` names whose body is at fault.
    """

    recipe: int
    outputs: tuple[Output, ...] = ()
    facts: bytes = b""
    links: tuple[str, ...] = ()
    images: dict[str, Image] = {}
    teaser: KeptAs | None = None
    failure: str = ""
    hint: str = ""
    article: str = ""


class Memory:
    """Questions and notes about what was made; all of them cheap."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._execute = database.connection.execute
        self.unread: set[int] = set()
        """Facts that some recipe read before and reads no more."""

    # What there is to do

    def raise_(self, raised: Raised) -> None:
        """Note which recipes have to be made again, which are new, and take out those that are no more."""
        for recipe in raised.went:
            self.remove(recipe)
        for recipe, why in raised.came.items():
            self.want(self.add(recipe), why)
        many = self.database.connection.executemany
        many(
            f"insert or ignore into todo select id, ? from recipe where {NAMED}",  # noqa: S608 - ours
            [(why, *astuple(each)) for each, why in raised.recipes.items()],
        )
        many(
            "insert or ignore into todo select recipe, ? from reads where fact = ?",
            [(why, facts.number(fact)) for fact, why in raised.facts.items()],
        )

    def want(self, number: int, why: str) -> None:
        self._execute("insert or ignore into todo values (?, ?)", (number, why))

    def want_all(self, why: str, *, language: str | None = None) -> None:
        """Have every recipe made again, or every one of a language and those of none."""
        where = "" if language is None else " where language in (?, '')"
        self._execute(f"insert or ignore into todo select id, ? from recipe{where}",  # noqa: S608 - ours
                      (why, language) if language is not None else (why,))  # fmt: skip

    def pages_to_do(self) -> list[tuple[int, str]]:
        """Return (number, kind) of all recipes that are to be made, but for pictures; near ones in time together."""
        query = (
            # A cross join keeps the order: what is to be done is short, the recipes are many.
            "select recipe.id, kind from todo cross join recipe on recipe.id = todo.recipe where kind <> 'picture'"
            " order by place, language, kind"
        )
        return self.database.all(query)

    def named(self, numbers: Sequence[int]) -> list[tuple[int, Recipe]]:
        """Return recipes by number, in that order."""
        query = f"select id, {COLUMNS} from recipe where id in ({','.join('?' * len(numbers))})"  # noqa: S608 - ours
        found = {number: Recipe(*rest) for number, *rest in self.database.all(query, *numbers)}
        return [(number, found[number]) for number in numbers]

    # Recipes

    def number(self, recipe: Recipe) -> int | None:
        found = self.database.value(f"select id from recipe where {NAMED}", *astuple(recipe))  # noqa: S608 - ours
        return int(found) if found is not None else None

    def add(self, recipe: Recipe, place: str = "~") -> int:
        """Return a recipe's number; a new one is noted. `place` says where it belongs in time."""
        known = self.number(recipe)
        if known is not None:
            return known
        cursor = self._execute(
            f"insert into recipe({COLUMNS}, place) values (?, ?, ?, ?, ?)",  # noqa: S608 - ours
            (*astuple(recipe), place),
        )
        return int(cursor.lastrowid or 0)

    def remove(self, recipe: Recipe) -> None:
        """Take a recipe out with its outputs; one that is not there is no error."""
        number = self.number(recipe)
        if number is None:
            return
        self.record([Done(number)])
        for table, column in (("recipe", "id"), ("todo", "recipe"), ("dangling", "recipe")):
            self._execute(f"delete from {table} where {column} = ?", (number,))  # noqa: S608 - ours

    def fronts(self, kinds: Iterable[str]) -> Iterator[Recipe]:
        """Yield recipes of some kinds, but for pages of lists."""
        marks = ",".join("?" * len(names := list(kinds)))
        where = f"part = '' and kind <> 'article' and kind in ({marks})"
        query = f"select {COLUMNS} from recipe indexed by recipe_fronts where {where}"  # noqa: S608 - ours
        for row in self.database.all(query, *names):
            yield Recipe(*row)

    # Outputs

    def record(self, results: Sequence[Done]) -> None:
        """Note what recipes made and read; what differs from before is noted as changed."""
        had: defaultdict[int, dict[str, tuple[str, int]]] = defaultdict(dict)
        for number, path, digest, size in self._of("recipe, path, digest, size from output where recipe", results):
            had[number][path] = digest, size
        changed: list[tuple[str, str | None, int | None]] = []
        gone: list[tuple[str, int]] = []
        come: list[tuple[str, int, str, int]] = []
        for done in results:
            old = had[done.recipe]
            new = {output.path: (output.digest, output.size) for output in done.outputs}
            if old == new:
                continue
            differing = [path for path in {*old, *new} if old.get(path) != new.get(path)]
            # A path may have been another recipe's until now.
            changed += [(path, *(old.get(path) or self.output(path) or (None, None))) for path in differing]
            gone += [(path, done.recipe) for path in old.keys() - new.keys()]
            come += [(path, done.recipe, *state) for path, state in new.items() if old.get(path) != state]
        many = self.database.connection.executemany
        self.change(sorted(changed, key=lambda row: row[0]))
        many("delete from output where path = ? and recipe = ?", gone)
        # To replace a row would write it into each index anew.
        many(
            "insert into output values (?, ?, ?, ?) on conflict(path, recipe) do update set digest = excluded.digest,"
            " size = excluded.size", sorted(come),
        )  # fmt: skip
        self._record_facts(results)

    def _record_facts(self, results: Sequence[Done]) -> None:
        before = dict(self._of("id, facts from recipe where id", results))
        differing = [done for done in results if before.get(done.recipe, b"") != done.facts]
        unread: list[tuple[int, int]] = []
        fresh: list[tuple[int, int]] = []
        for done in differing:
            had, has = (set(array.array("q", each)) for each in (before.get(done.recipe, b""), done.facts))
            self.unread |= had - has
            unread += [(fact, done.recipe) for fact in had - has]
            fresh += [(fact, done.recipe) for fact in has - had]
        many = self.database.connection.executemany
        many("delete from reads where fact = ? and recipe = ?", unread)
        many("insert or ignore into reads values (?, ?)", sorted(fresh))
        many("update recipe set facts = ? where id = ?", [(done.facts, done.recipe) for done in differing])

    def _of(self, what: str, results: Sequence[Done]) -> list[Any]:
        """Return rows of some recipes; `what` ends with the column that names them."""
        marks = ",".join("?" * len(results))
        return self.database.all(f"select {what} in ({marks})", *(done.recipe for done in results))

    def record_first(self, results: list[Done]) -> None:
        """Note what recipes made that were never made before: the same as `record`, in few strokes.

        What changed is not noted file by file: of a first edition everything did.
        """
        many = self.database.connection.executemany
        rows = [(each.path, done.recipe, each.digest, each.size) for done in results for each in done.outputs]
        many("insert into output values (?, ?, ?, ?)", sorted(rows))
        many("update recipe set facts = ? where id = ?", ((done.facts, done.recipe) for done in results if done.facts))
        reads = ((fact, done.recipe) for done in results for fact in array.array("q", done.facts))
        many("insert or ignore into reads values (?, ?)", sorted(reads))

    def keep_teasers(self, results: Iterable[Done]) -> None:
        """Keep what lists show of the articles whose pages were made."""
        rows = sorted(done.teaser for done in results if done.teaser)
        self.database.connection.executemany("insert or replace into teaser values (?, ?)", rows)

    def drop_teasers(self, results: Iterable[Done]) -> None:
        """Forget what lists show of articles whose pages could not be made: it belongs to the pages that were."""
        self.database.connection.executemany(
            "delete from teaser where article = (select first_seq from head join recipe on recipe.key = head.id"
            " where recipe.id = ? and kind = 'article')", ((done.recipe,) for done in results),
        )  # fmt: skip

    def finish(self, numbers: Iterable[int]) -> None:
        """Strike recipes off what is to be done."""
        self.database.connection.executemany("delete from todo where recipe = ?", ((each,) for each in numbers))

    def change(self, rows: Iterable[tuple[str, str | None, int | None]]) -> None:
        """Note (path, digest, size) of files as readers have them, before they become others."""
        self.database.connection.executemany("insert or ignore into changed values (?, ?, ?)", rows)

    def show(self, key: str, image: Image) -> None:
        """Note that a page shows a picture; one that no page showed before is to be made."""
        if self.database.one("select 1 from picture where key = ?", key) is None:
            fact = facts.number(("picture", key))
            self._execute("insert into picture values (?, ?, ?)", (key, fact, msgspec.msgpack.encode(image)))
            self.want(self.add(Recipe("picture", key=key)), "a page shows it")

    def pictures_to_do(self) -> list[tuple[int, str, Image]]:
        """Return (number, key, image) of pictures that are to be made."""
        rows = self.database.all(
            "select recipe.id, picture.key, picture.value from todo cross join recipe on recipe.id = todo.recipe"
            " join picture on picture.key = recipe.key where recipe.kind = 'picture' order by picture.key"
        )
        return [(number, key, msgspec.msgpack.decode(value, type=Image)) for number, key, value in rows]

    def drop_unshown(self) -> None:
        """Take out pictures that no page shows any more."""
        for fact in self.unread:
            key = self.database.value("select key from picture where fact = ?", fact)
            if key is not None and self.database.one("select 1 from reads where fact = ?", fact) is None:
                self.remove(Recipe("picture", key=key))
                self._execute("delete from picture where key = ?", (key,))
        self.unread.clear()

    def output(self, path: str) -> tuple[str, int] | None:
        """Return (digest, size) of a file."""
        row = self.database.one("select digest, size from output where path = ?", path)
        return (row[0], row[1]) if row else None

    def outputs(self) -> Iterator[tuple[str, str, int]]:
        """Return (path, digest, size) of every file, by path."""
        # No generator: one that an interrupt leaves behind would reach for a closed database.
        return self.database.connection.execute("select path, digest, size from output group by path")
