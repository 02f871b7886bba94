"""What one source tells: a draft and what is not in it, or the reason why there is no article."""

from dataclasses import dataclass

from skaryna.model.draft import Draft
from skaryna.model.finding import Finding
from skaryna.model.tally import Tally

NO_ARTICLE = "No article was found in it: there is no running text, or only navigation."


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome for one source, before it gets its name and digest."""

    draft: Draft | None = None
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    tally: Tally | None = None
    address: str = ""
