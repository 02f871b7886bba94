"""What every export holds, whatever its form: a post as plain values, before anything of it is judged."""

import datetime as dt
from dataclasses import dataclass, field

from skaryna.model.draft import DraftByline, DraftTopic
from skaryna.model.finding import Carried
from skaryna.rescue.passage import Verdict

COMMENTS = Verdict("house", "Readers' comments on the former site, kept without their addresses.", ("comments",))
UNSHOWN_COMMENTS = Verdict(
    "house", "Comments that the former site did not show: waiting, deleted, or taken for spam.", ("comments",)
)
SETTINGS = Verdict("house", "What the former site's system and its plug-ins kept with the post.", ("custom fields",))
REMARKS = Verdict("house", "Remarks in the text that readers never saw.", ("remarks",))
MADE_BY_SYSTEM = Verdict(
    "house",
    "A part that the former site's system made anew at each visit; its words are not in the export.",
    ("dynamic",),
)
INJECTION = Verdict(
    "unsure", "Code that the former site put into this page's head or foot; nobody needs it here.", ("code injection",)
)
OTHER_FIELDS = Verdict("unsure", "Other fields of the export, which the article has no place for.", ("residue",))
OTHER_VERSION = Verdict(
    "unsure", "Another version of the text in the same export says this, and the article does not.", ("other version",)
)
EXCERPT = Verdict("house", "It repeats the beginning of the text.", ("duplicate",))


A_NOTICE = "it is a notice that an article was withdrawn"
A_PAGE = "it was a page of the former site, not an article"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a post names. `caption` is HTML of unknown origin."""

    address: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """What belongs to a post and is not its text. `is_foreign` asks the judge whose it is; `script` is code in it."""

    text: str
    verdict: Verdict
    place: str
    markup: str = ""
    links: tuple[str, ...] = ()
    is_foreign: bool = False
    script: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post of an export.

    Attributes:
        origin: What it is for ever, whichever file it comes in: site and number, or its address.
        source: How it is named to the editor.
        title: Plain text or HTML.
        markup: The text as HTML; shortcodes, blocks and Markdown are HTML already.
        lead: The excerpt that its author wrote, HTML; "" where there is none.
        address: Its permalink on the former site, absolute, or "".
        own: Domains that are the former site's.
        held: Why it must not be published by itself, in words; "" where the former site showed it to everybody.
        problem: Why there is no article in it, in words.
        is_told_fully: The text must not be looked through for the house's own furniture, only for intruders.
        record: What is kept as evidence; without secrets and without readers' addresses.
        revision: When the export says that it last changed, for choosing between two versions; sortable.
        carried: The exact value, in an export of Skaryna's own; `carried_markup` is what its text must still be.
    """

    origin: str
    source: str
    title: str = ""
    markup: str = ""
    lead: str = ""
    slug: str = ""
    language: str = ""
    address: str = ""
    own: frozenset[str] = frozenset()
    topics: tuple[DraftTopic, ...] = ()
    bylines: tuple[DraftByline, ...] = ()
    picture: Picture | None = None
    published_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    reads: int | None = None
    old_addresses: tuple[str, ...] = ()
    held: str = ""
    problem: str = ""
    asides: tuple[Aside, ...] = ()
    marks: tuple[str, ...] = ()
    alts: dict[str, Picture] = field(default_factory=dict)
    record: bytes = b""
    revision: str = ""
    carried: Carried | None = None
    carried_markup: str = ""
