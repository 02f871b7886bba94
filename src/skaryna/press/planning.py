"""Which recipes there are and must be made again beyond what changes raised: fronts, ground, everything anew."""

import itertools
from collections.abc import Iterable

import msgspec

from skaryna.press import lists
from skaryna.press.catalogue import Catalogue
from skaryna.press.database import Database
from skaryna.press.memory import Memory
from skaryna.press.pages.around import ground
from skaryna.press.plan import COLUMNS, FRONTS, Recipe, buckets, fronts
from skaryna.press.raising import Raised
from skaryna.press.search import CHUNK
from skaryna.press.shelf import SITEMAP_ROWS

Grounds = dict[str, dict[str, str]]
"""Language -> name in words -> digest, as `ground` tells them."""


PROGRAM = "the program"
"""What all pages rest on, whatever their language."""


def follow_plan(database: Database, catalogue: Catalogue, *, is_whole: bool, expiry: str, program: str) -> None:
    """Bring the recipes in line with what is approved, and note which must be made for what every page rests on.

    Args:
        database: The press's.
        catalogue: What is approved.
        is_whole: Everything is to be made anew.
        expiry: Until when what expires is good.
        program: What tells the program that prints from one that was changed.
    """
    memory = Memory(database)
    before = _grounds(database)
    now = {language: {PROGRAM: program} | ground(catalogue, language) for language in catalogue.languages}
    languages = ",".join(catalogue.publication.languages) + " drawn" * catalogue.publication.drawn_pictures
    bits = " ".join(f"{language}{catalogue.search_bits(language)}" for language in catalogue.languages)
    if is_whole or not before or database.meta("languages") != languages:
        _plan_all(database, memory, catalogue)
        memory.want_all("many articles are new" if before else "it is the first edition of this press")
    elif PROGRAM in _differing(before, now, catalogue.publication.main):
        # A changed one may know other kinds of files: what this one does not make any more goes.
        _plan_all(database, memory, catalogue)
    else:
        _plan(memory, set(fronts(catalogue)), FRONTS)
        if database.meta("bits") != bits:
            _plan(memory, set(buckets(catalogue)), ("words",))
    for language in catalogue.languages:
        differing = _differing(before, now, language)
        if differing and before:
            memory.want_all(f"{' and '.join(differing)} changed", language=language)
    if database.meta("expiry") != expiry:
        memory.raise_(Raised(facts={("expiry",): "a new quarter of the year has begun"}))
        database.set_meta(expiry=expiry)
    database.set_meta(grounds=msgspec.json.encode(now).decode(), languages=languages, bits=bits)


def _differing(before: Grounds, now: Grounds, language: str) -> list[str]:
    """Return the names of what pages of a language rest on and what is other than it was."""
    known = before.get(language, {})
    return [name for name, value in now[language].items() if known.get(name) != value]


def _grounds(database: Database) -> Grounds:
    text = database.meta("grounds")
    return msgspec.json.decode(text, type=Grounds) if text else {}


def _plan(memory: Memory, wanted: set[Recipe], kinds: Iterable[str]) -> None:
    """Make the recipes of some kinds exactly those that are wanted."""
    there = set(memory.fronts(kinds))
    for recipe in sorted(there - wanted):
        memory.remove(recipe)
    for recipe in sorted(wanted - there):
        memory.want(memory.add(recipe), "it is new")


def _plan_all(database: Database, memory: Memory, catalogue: Catalogue) -> None:
    """Plan everything from nothing; recipes that stay keep their numbers, and with them what they made."""
    execute = database.connection.execute
    execute("drop table if exists temp.planned")
    execute("create temp table planned(kind, language, key, part, place)")
    languages = catalogue.publication.languages
    pages = ((name.split(":"), first, day) for name, first, day in lists.pages_of(catalogue.shelf))
    database.connection.executemany(
        "insert into planned values (?, ?, ?, ?, ?)",
        itertools.chain(
            ((*each, "~") for each in map(msgspec.structs.astuple, (*fronts(catalogue), *buckets(catalogue)))),
            ((kind, language, key, first, day) for (kind, key, language), first, day in pages if language in languages),
        ),
    )
    planned = _PLANNED.format(marks=",".join("?" * len(languages)), drawn=int(catalogue.publication.drawn_pictures))
    if database.one("select 1 from recipe limit 1"):
        there = f"select {COLUMNS} from recipe where kind <> 'picture'"  # noqa: S608 - ours
        for row in database.all(f"{there} except select {COLUMNS} from ({planned})", *languages):  # noqa: S608
            memory.remove(Recipe(*row))
    into = f"insert or ignore into recipe({COLUMNS}, place)"
    execute(f"{into} select {COLUMNS}, place from ({planned}) order by place", languages)  # noqa: S608
    execute("drop table temp.planned")


_PLANNED = f"""
with printed as not materialized (select id, language, day, first_seq from head where language in ({{marks}}))
select * from temp.planned
union all select 'article', language, id, '', day from printed
union all select 'drawn', language, id, '', day from printed where {{drawn}}
union all select distinct 'sitemap-part', '', cast(first_seq / {SITEMAP_ROWS} as text), '', '~' from printed
union all select distinct 'titles', language, cast(first_seq / {CHUNK} as text), '', '~' from printed
union all select distinct 'redirect', '', folded, '', '~' from old_address where folded <> ''
"""  # noqa: S608 - ours
