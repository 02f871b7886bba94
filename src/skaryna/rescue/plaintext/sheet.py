"""The lines of one page and what is known of each: the working paper of this package."""

from dataclasses import dataclass, field

from skaryna.rescue.passage import Verdict
from skaryna.rescue.plaintext.lines import Line
from skaryna.rescue.site import Site

NAVIGATION = Verdict("house", "The site's own navigation or labels, not the article.", ("navigation",))
REPEATED = Verdict("house", "It stands on most pages of this site: the site's own furniture.", ("on many pages",))
SUPPORT = Verdict("house", "The site asks for support here; Skaryna shows its own appeal.", ("appeal",))
APPEAL = Verdict(
    "house", "The newsroom asks readers for support or letters; that is no part of the article.", ("appeal",)
)
COUNTER = Verdict("house", "A counter of reads; its number is kept with the article.", ("counter",))
DAY = Verdict("house", "A line with the date; the date is kept with the article.", ("date",))
TITLE_AGAIN = Verdict("house", "It repeats the title.", ("duplicate",))
LEAD_AGAIN = Verdict("house", "It repeats the lead, which is told once, on top.", ("duplicate",))
MORE = Verdict("house", "The teaser, kept as the lead without its link to the whole text.", ("teaser",))
TOPIC_LINE = Verdict("house", "A line of topics; they are kept with the article.", ("topics",))
BYLINE = Verdict("house", "The author's name; it is kept with the article.", ("byline",))
NO_ARTICLE_LINE = Verdict("unsure", "No article was found around it; it is kept as it stood.", ("no article",))


@dataclass(slots=True)
class Sheet:
    """The lines and what is known of each; the only mutable thing here, and it never leaves this module."""

    lines: tuple[Line, ...]
    site: Site
    role: dict[int, str] = field(default_factory=dict)
    verdict: dict[int, Verdict] = field(default_factory=dict)
    cuts: dict[int, tuple[str, str]] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    def open(self) -> list[int]:
        """Return the lines that nobody has named yet."""
        return [at for at in range(len(self.lines)) if at not in self.role]

    def name(self, at: int, role: str, verdict: Verdict | None = None) -> None:
        """Say what a line is, and, where it is not in the body, why."""
        self.role[at] = role
        if verdict:
            self.verdict[at] = verdict
