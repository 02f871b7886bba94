"""An honest page around a passage, and the two checks that every cleaner has."""

from skaryna.rescue.judge import judge
from skaryna.rescue.passage import Hiding, Link, Passage, Surroundings, passage
from skaryna.rescue.scripts import script_of
from skaryna.rescue.site import Facts, site_of
from tests.rescue.remains import CYRILLIC, PARAGRAPHS

SPAM = "https://cheap.example/offer"


def around(
    passages: list[str] | None = None, *, language: str = "en", about: frozenset[str] = frozenset()
) -> Surroundings:
    """Return the surroundings that a page of these passages gives."""
    said = passages or (CYRILLIC if language == "be" else PARAGRAPHS)
    site = site_of([Facts(passages=tuple(said))])
    return Surroundings(language, script_of(" ".join(said)), site.vocabulary, site.commonest, about)


def link(text: str, href: str = SPAM) -> Link:
    return Link(href, text, is_off_site=True)


def hidden(text: str, *anchors: str, how: str = "display: none", strength: str = "plain") -> Passage:
    return passage(text, links=[link(each) for each in anchors], hidden=Hiding(how, strength))  # type: ignore[arg-type]


def check_cleaned(suspect: Passage, where: Surroundings | None = None) -> None:
    """The passage is taken out."""
    verdict = judge(suspect, where or around())
    assert verdict is not None, suspect.text
    assert verdict.kind == "intruder", f"{suspect.text[:60]}: {verdict.reason}"


def check_untouched(suspect: Passage, where: Surroundings | None = None) -> None:
    """The passage stays where it is; at most it is marked."""
    verdict = judge(suspect, where or around())
    assert verdict is None or verdict.kind != "intruder", verdict
