"""The page where readers search, and the files of its index."""

from skaryna.model import lacinka
from skaryna.press import addresses, latin, search
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import alternates, chrome, finished, head
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import Link, SearchPage


def page(recipe: Recipe, catalogue: Catalogue) -> Made:
    publication, language = catalogue.publication, recipe.language
    sheet = Sheet(addresses.search(publication, language), language, catalogue)
    title = sheet.words["search"]
    editions = {each: addresses.search(publication, each) for each in catalogue.languages}
    view = SearchPage(
        head=head(sheet, title, alternates=alternates(sheet, editions)),
        chrome=chrome(sheet),
        title=title,
        script=sheet.link(addresses.SEARCH_SCRIPT),
        bits=catalogue.search_bits(language),
        up=addresses.way_up(sheet.path),
        topics=tuple(
            Link(topic.name, sheet.link(addresses.topic(publication, language, topic.slug)))
            for topic in catalogue.topics_of(language)
        ),
    )
    return finished(sheet, view)


def script(_: Recipe, catalogue: Catalogue) -> Made:
    return Made({addresses.SEARCH_SCRIPT: catalogue.theme.script("search.js")})


def words(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make a bucket; `key` is how many bits choose it, and its number."""
    bits, _, number = recipe.key.partition(".")
    path = addresses.search_file(catalogue.publication, recipe.language, "w", int(number))
    return Made({path: search.bucket(catalogue.bucket(recipe.language, int(bits), int(number)))})


def titles(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make a chunk of titles."""
    path = addresses.search_file(catalogue.publication, recipe.language, "d", int(recipe.key))
    rows = [
        (head.first_seq, catalogue.article_path(head), head.title, head.day[:10])
        for head in catalogue.titles(recipe.language, int(recipe.key))
    ]
    files = {path: search.chunk(rows)}
    publication = catalogue.publication
    if latin.is_doubled(publication, recipe.language):
        there = [(number, latin.path_of(publication, at), lacinka.latin(title), day) for number, at, title, day in rows]
        files[latin.path_of(publication, path)] = search.chunk(there)
    return Made(files)
