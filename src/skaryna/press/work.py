"""The work itself: recipes in, files in the store and notes about them out. Whoever does it needs only the job.

A job can be done in this process, in another one, or on another machine that sees the publication's folder.
"""

import array
import contextlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from skaryna.errors import PressError, TrustError, ValueRefusedError
from skaryna.model import Article, Image, Publication, Trust, codec
from skaryna.model.archived import ArchivedText
from skaryna.model.blocks import Archived, Original
from skaryna.outside import journal, sources
from skaryna.press import facts, pictures
from skaryna.press.catalogue import Catalogue
from skaryna.press.database import Database
from skaryna.press.memory import Done, Output
from skaryna.press.pages import made
from skaryna.press.plan import Recipe, is_implied
from skaryna.press.sheet import Made
from skaryna.press.shelf import Head, KeptAs, Shelf
from skaryna.press.store import Store
from skaryna.theme import Theme, shipped

KEPT_PLACES = 2
AT_ONCE = 125
"""Recipes that go through each step together, half a job's: a fifth faster than one by one; more gain nothing."""

MAX_KNOWN_LINKS = 50_000


class Setup(msgspec.Struct, frozen=True):
    """All that an edition is made from, but for what lies in databases.

    `token` names one run of the press. `theme` has a theme's files, or is the digest of the one that came with Skaryna:
    a job is small then.
    """

    token: str
    database: str
    press_database: Path
    store: Path
    media: Path
    publication: Publication
    trust: Trust | None
    theme: dict[str, str] | str
    expiry: str = ""


class Job(msgspec.Struct, frozen=True):
    """Some recipes, by number."""

    setup: Setup
    recipes: tuple[tuple[int, Recipe], ...]


class Result(msgspec.Struct, frozen=True):
    """What became of a job: each recipe, packed, for that is quicker to send; how many bytes were written."""

    packed: bytes
    bytes_written: int
    fresh: list[str]

    @property
    def done(self) -> list[Done]:
        """Each recipe's outcome; unpacked anew whenever somebody asks."""
        return _unpack(self.packed)


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[Done]).decode


class Workplace:
    """What one process needs for the recipes of one run: connections, and a memory of what many pages share."""

    def __init__(self, setup: Setup, *, database: Database | None = None) -> None:
        self.setup = setup
        self._database = database or Database(setup.press_database, is_reader=True)
        self._is_lent = database is not None
        self._bodies = Bodies(setup.database)
        self.store = Store(setup.store)
        self.catalogue = Catalogue(
            setup.publication, Shelf(self._database), setup.trust, theme=_theme(setup.theme), bodies=self._bodies
        )
        self.catalogue.copies = SourceCopies(setup.media)
        self.catalogue.expiry = setup.expiry
        self._known_links: set[str] = set()

    def close(self) -> None:
        """Close the connections."""
        if not self._is_lent:
            self._database.close()
        self._bodies.close()

    def do(self, recipes: Iterable[tuple[int, Recipe]]) -> list[Done]:
        """Make recipes; one that cannot be made says why, and the others are made all the same."""
        waiting = list(recipes)
        return [
            done for first in range(0, len(waiting), AT_ONCE) for done in self._some(waiting[first : first + AT_ONCE])
        ]

    def _some(self, recipes: list[tuple[int, Recipe]]) -> list[Done]:
        """Make a few recipes step by step: the processor does one thing for all of them before it learns the next."""
        self._bodies.forget()
        if articles := [recipe.key for _, recipe in recipes if recipe.kind == "article"]:
            self._bodies.expect(self.catalogue.fetch(articles))
        made = [self._draft(number, recipe) for number, recipe in recipes]
        for step in (self._show, self._finish):
            made = [self._tried(step, each) if isinstance(each, _Draft) else each for each in made]
        return [self._kept(each) if isinstance(each, _Draft) else each for each in made]

    def _draft(self, number: int, recipe: Recipe) -> "_Draft | Done":
        catalogue = self.catalogue
        catalogue.noted.clear()
        try:
            page = made(recipe, catalogue)
        except BodyError as error:
            return Done(number, failure=error.message, article=error.article)
        except CopyLostError as error:
            # What an article rests on is a part of it; a standing page has none that readers could keep.
            article = recipe.key if recipe.kind == "article" else ""
            return Done(number, failure=error.message, hint=error.hint, article=article)
        except PressError as error:
            return Done(number, failure=error.message, hint=error.hint)
        return _Draft(number, page, [facts.number(fact) for fact in catalogue.noted if not is_implied(recipe, fact)])

    def _tried(self, step: "Callable[[_Draft], None]", draft: "_Draft") -> "_Draft | Done":
        """Take a draft through a step that asks the theme."""
        try:
            step(draft)
        except PressError as error:
            return Done(draft.number, failure=error.message, hint=error.hint)
        return draft

    def _show(self, draft: "_Draft") -> None:
        draft.teaser = draft.page.teaser() if draft.page.teaser else None

    def _finish(self, draft: "_Draft") -> None:
        draft.files.update((path, self.catalogue.theme.render(*view)) for path, view in draft.page.views.items())

    def _kept(self, draft: "_Draft") -> Done:
        page, put = draft.page, self.store.put
        outputs = tuple([Output(path, put(data), len(data)) for path, data in draft.files.items()])
        read = draft.facts + [facts.number(("picture", key)) for key in page.images]
        fresh = page.links - self._known_links
        if len(self._known_links) > MAX_KNOWN_LINKS:
            self._known_links.clear()
        self._known_links |= fresh
        return Done(
            draft.number, outputs, array.array("q", sorted(read)).tobytes(), tuple(fresh), page.images, draft.teaser
        )


class Bodies:
    """Articles with their bodies, read from the journal and compared with what was approved."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._journal: journal.Reader | None = None
        self._known: dict[int, Article] = {}

    def close(self) -> None:
        """Close the connection."""
        if self._journal:
            self._journal.close()

    def forget(self) -> None:
        """Forget what was read ahead and not asked for."""
        self._known.clear()

    def expect(self, heads: Iterable[Head]) -> None:
        """Read some articles ahead; of one that is no longer what was approved, whoever asks for it hears."""
        by_seq = {head.seq: head for head in heads}
        for seq, value in self._read(list(by_seq)).items():
            with contextlib.suppress(BodyError):
                self._known[seq] = self._checked(by_seq[seq], value)

    def article(self, head: Head) -> Article:
        """Return an article.

        Raises:
            BodyError: It is no longer what was approved.
        """
        known = self._known.pop(head.seq, None)
        return known or self._checked(head, self._read([head.seq]).get(head.seq, b""))

    def _checked(self, head: Head, value: bytes) -> Article:
        if codec.digest(value) != head.digest:
            raise BodyError(
                head.id,
                f"The value in row {head.seq} of the journal (article {head.id}) differs from what was approved.",
            )
        try:
            return codec.decode(value, Article)
        except ValueRefusedError as error:
            raise BodyError(head.id, error.message) from error

    def _read(self, rows: list[int]) -> dict[int, bytes]:
        if self._journal is None:
            self._journal = journal.Reader(self._database)
        return self._journal.values(rows)


def _theme(told: dict[str, str] | str) -> Theme:
    if not isinstance(told, str):
        return Theme(told)
    if shipped().digest != told:
        raise PressError(
            "A worker's theme differs from the one that was approved.",
            hint="Install the same Skaryna on every machine.",
        )
    return shipped()


class _Draft:
    """A recipe between its steps."""

    __slots__ = ("facts", "files", "number", "page", "teaser")

    def __init__(self, number: int, page: Made, facts: list[int]) -> None:
        self.number, self.page, self.facts, self.files = number, page, facts, page.files
        self.teaser: KeptAs | None = None


class CopyLostError(TrustError):
    """The copy of a source is no longer what was approved."""


class SourceCopies(msgspec.Struct, frozen=True):
    """Copies of sources, as they lie in the publication's folder."""

    media: Path

    def text(self, copy: Archived) -> ArchivedText:
        try:
            return sources.text(self.media, copy.digest)
        except (TrustError, ValueRefusedError) as error:
            raise CopyLostError(error.message, hint=error.hint) from error

    def original(self, told: Original) -> bytes:
        try:
            return sources.original(self.media, told)
        except TrustError as error:
            raise CopyLostError(error.message, hint=error.hint) from error


class BodyError(TrustError):
    """An article's body is no longer what was approved."""

    def __init__(self, article: str, message: str) -> None:
        super().__init__(message)
        self.article = article


_places: "OrderedDict[str, Workplace]" = OrderedDict()


def work(job: Job) -> Result:
    """Do a job wherever this runs; the last workplaces stay open for the next one."""
    token = job.setup.token
    if token not in _places:
        while len(_places) >= KEPT_PLACES:
            _places.popitem(last=False)[1].close()
        _places[token] = Workplace(job.setup)
    place = _places[token]
    written = place.store.bytes_written
    done = place.do(job.recipes)
    fresh, place.store.fresh = place.store.fresh, []
    return Result(_pack(done), place.store.bytes_written - written, fresh)


class PictureJob(msgspec.Struct, frozen=True):
    """A picture and what is to be made of it."""

    store: Path
    media: Path
    image: Image
    wanted: tuple[pictures.Rendition, ...]


class PictureResult(msgspec.Struct, frozen=True):
    """Renditions in the store; or, in words, why there are none."""

    outputs: tuple[Output, ...] = ()
    bytes_written: int = 0
    fresh: tuple[str, ...] = ()
    failure: str = ""
    hint: str = ""


def work_on_picture(job: PictureJob) -> PictureResult:
    """Make renditions of a picture and put them into the store."""
    store = Store(job.store)
    try:
        original = pictures.original(job.media, job.image)
    except PressError as error:
        return PictureResult(failure=error.message, hint=error.hint)
    outputs = []
    for wanted in job.wanted:
        data = pictures.make(original, wanted)
        outputs.append(Output(wanted.path, store.put(data), len(data)))
    return PictureResult(tuple(outputs), store.bytes_written, tuple(store.fresh))
