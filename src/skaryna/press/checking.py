"""Whether what was made can stand: nothing leads nowhere, and every address is one page's alone."""

from skaryna.errors import PressError
from skaryna.press.database import Database
from skaryna.press.plan import Recipe

_SLUGS = "Two of articles, pages, topics and authors share a slug, or an old address is in use: change one."


def check(database: Database, *, is_whole: bool) -> None:
    """Check what was made: all of it, or what is noted to differ from the last edition.

    Raises:
        PressError: Readers keep the edition they have.
    """
    _check_links(database)
    if is_whole:
        doubles = database.all("select path from output group by path having count(distinct digest) > 1 limit 1")
        paths = database.all("select distinct path from old_address where folded <> ''")
    else:
        paths = database.all("select path from changed")
        # A cross join keeps the order, and so does the group: what changed is short, the outputs are many.
        doubles = database.all(
            "select changed.path from changed cross join output on output.path = changed.path"
            " group by changed.path having count(distinct output.digest) > 1 limit 1"
        )
    if doubles:
        raise PressError(f"Two pages want the address {doubles[0][0]}.", hint=_SLUGS)
    if database.one("select 1 from old_address where folded <> '' limit 1"):
        for (path,) in sorted(paths):
            _check_neighbours(database, path)


def _check_links(database: Database) -> None:
    database.connection.execute("delete from dangling where path in (select path from output)")
    dead = database.all("select path, recipe from dangling order by recipe, path limit 2")
    if not dead:
        return
    count = database.value("select count(*) from dangling")
    path, number = dead[0]
    more = f" ({count - 1} more like it)" if count > 1 else ""
    raise PressError(
        f"{_name(database, number)} leads to {path}, which is not in this edition{more}.",
        hint="Readers keep the edition they have. Mend the link in the newsroom and publish again.",
    )


def _name(database: Database, number: int) -> str:
    row = database.one("select kind, language, key, part from recipe where id = ?", number)
    path = database.value("select path from output where recipe = ? order by path", number)
    recipe = Recipe(*row) if row else None
    if recipe and recipe.kind == "redirect":
        address = database.value("select address from old_address where folded = ?", recipe.key)
        return f"The old address {address}"
    return str(path or (recipe.kind if recipe else "A page"))


def _check_neighbours(database: Database, path: str) -> None:
    """Refuse what no disk can hold: a folder in the place of a file, or names that differ only in capital letters."""
    if database.one("select 1 from output where path = ?", path) is None:
        return
    at = path.find("/")
    while at > 0:
        if database.one("select 1 from output where path = ?", path[:at]):
            _refuse_folder(path, path[:at])
        at = path.find("/", at + 1)
    inside = database.value("select path from output where path > ? and path < ?", f"{path}/", f"{path}0")
    if inside:
        _refuse_folder(inside, path)
    twins = {
        path.casefold(),
        *(p for (p,) in database.all("select path from old_address where folded = ?", path.casefold())),
    }
    for twin in sorted(twins - {path}):
        if database.one("select 1 from output where path = ?", twin):
            raise PressError(
                f"{path} and {twin} differ only in capital letters: a USB stick cannot hold both.",
                hint="Change one of the two slugs or old addresses.",
            )


def _refuse_folder(path: str, file: str) -> None:
    raise PressError(
        f"{path} needs a folder where the file {file} lies.",
        hint="An old address ends in the name of a file of ours: take it out in the newsroom.",
    )
