"""What can speak against a passage: the name of each kind of evidence, its class, and what it means to an editor.

Classes count, not names: two kinds of one class are one witness.
"""

from typing import NamedTuple


class Meaning(NamedTuple):
    """The class of a kind of evidence (a letter), and a sentence that an editor understands."""

    letter: str
    words: str


MEANINGS: dict[str, Meaning] = {
    "hidden": Meaning("H", "Readers could not see it; search engines could."),
    "lexicon": Meaning("L", "It speaks of what such links sell: escorts, casinos, pills, loans and the like."),
    "link farm": Meaning("F", "It is link after link to other sites, with nothing said between."),
    "repetition": Meaning("F", "It says the same words over and over and makes no sentence."),
    "keywords": Meaning("F", "It is a row of search words and no sentence."),
    "foreign words": Meaning("V", "Its words stand nowhere else on the site."),
    "strange link": Meaning("V", "Its links speak in search words that stand nowhere else on the site."),
    "other script": Meaning("X", "It is in other letters than the page."),
    "other language": Meaning("X", "It is in another language than the page."),
    "after the end": Meaning("T", "It stands behind the end of the page, where no editor writes."),
    "where nobody looks": Meaning("T", "It stands in the footer or among comments, in search words and not in names."),
    "only without scripts": Meaning("T", "It is for browsers without scripts, and so for search engines."),
    "disguised code": Meaning("C", "A script unpacks a disguised text and runs it."),
    "writes links": Meaning("C", "A script writes links into the page."),
    "writes hidden links": Meaning("C", "A script writes into the page what readers cannot see."),
    "writes from elsewhere": Meaning("C", "A script writes into the page whatever another site sends."),
    "foreign script": Meaning("C", "A text of the newsroom calls a script from another site."),
    "disguised address": Meaning("R", "What a disguised script hides is an address of another site."),
    "foreign program": Meaning("C", "A program from another site runs in the page."),
    "nameless server": Meaning("C", "It comes from a server that has a number and no name."),
    "sends readers away": Meaning("R", "The page itself sends its readers to another site."),
    "turns its links": Meaning("R", "It makes the page's own short addresses lead to another site."),
    "planted on many pages": Meaning("D", "The same block, or the same site that nobody names, is on many pages."),
    "added later": Meaning("M", "An older copy of the same page does not have it."),
    "shown to machines only": Meaning("K", "Search engines are given it; readers' browsers are not."),
    "sends visitors away": Meaning("K", "Some visitors are sent to another site instead of the page."),
}


def is_evidence(signals: tuple[str, ...] | list[str]) -> bool:
    """Whether any of a finding's signals is evidence against it, and not merely what kind of furniture it is."""
    return any(signal in MEANINGS for signal in signals)
