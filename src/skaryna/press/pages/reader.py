"""The verifying reader, in an edition that is sealed: its worker, its script, and where else the edition lies."""

import json

from skaryna.model.headers import STYLES, WORKER
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.theme import twins, verifier

MIRRORS = ".skaryna/mirrors.json"
NOTICES = ".skaryna/notices.json"


def made(_: Recipe, catalogue: Catalogue) -> Made:
    """Return the files; none in an edition that is not sealed, where there is nothing to verify."""
    if catalogue.trust is None:
        return Made({})
    publication = catalogue.publication
    languages = [publication.main, *(each for each in catalogue.languages if each != publication.main)]
    if publication.lacinka and "be" in languages:
        languages.append(twins.LANGUAGE)
    # The canonical address first: who reads at a mirror that is blocked goes home.
    mirrors = list(dict.fromkeys((f"{publication.root}/", *publication.mirrors)))
    return Made(
        {
            WORKER: verifier.worker(catalogue.theme, catalogue.trust, languages, mirrors),
            addresses.READER_SCRIPT: verifier.page_script(catalogue.theme, languages),
            addresses.KEEP_SCRIPT: verifier.keeper(catalogue.theme, languages),
            NOTICES: verifier.notices(catalogue.theme, languages),
            MIRRORS: json.dumps({"mirrors": mirrors}, indent=1).encode() + b"\n",
        }
    )


def assets(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the theme's files that every page uses, and the list of the styles that stand in pages, for servers."""
    theme = catalogue.theme
    switched_on = {theme.leave_path: theme.leave} if catalogue.publication.leave_to else {}
    return Made({**theme.assets, **switched_on, STYLES: json.dumps(theme.style_sources, indent=1).encode() + b"\n"})
