"""Making what is to be made: round after round until nothing is left, in this process or by many workers.

What was made is noted range by range, so that an interrupted build goes on where it stopped.
"""

import hashlib
import hmac
import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec

from skaryna.errors import PressError
from skaryna.outside.folder import Folder
from skaryna.press import database as press_database
from skaryna.press import pictures, taking
from skaryna.press.approval import Standing
from skaryna.press.database import Database
from skaryna.press.executors import Workers
from skaryna.press.memory import Done, Memory, Output
from skaryna.press.proof import Seal
from skaryna.press.store import Store
from skaryna.press.work import Job, PictureJob, Setup, Workplace, work, work_on_picture
from skaryna.theme import shipped

Progress = Callable[[str, int, int], None]
"""Called with a stage ("pages", "pictures"), how many are done and how many there are."""

SMALL = 500
"""So few recipes are made in this process: waking others takes longer."""

JOB_RECIPES = 250
"""Recipes of one job: enough to be worth a message, few enough that a crash loses little."""

DEAR = {"feed": 20, "topic-feed": 20, "author-feed": 20, "all-feed": 20, "sitemap-part": 20, "drawn": 10}
"""What these cost, in pages: their jobs are shorter."""

NOTED_AT_ONCE = 4_000
"""So many recipes are committed together: what they read lies all over a table, and each commit writes most of it."""


@dataclass(slots=True)
class Maker:
    """One run of the press, from what is to be done to files in the store."""

    approved: Standing
    database: Database
    store: Store
    workers: Workers
    seal: Seal | None
    progress: Progress
    whys: dict[str, str] | None = None
    """Path -> why it was made again; None where nobody asks."""
    rendered: int = 0
    failed: dict[int, Done] = field(default_factory=dict)

    @property
    def folder(self) -> Folder:
        return self.approved.folder

    def make(self) -> None:
        """Make everything that is to be made.

        Raises:
            PressError: A page leads nowhere; two want one address; a picture is not what was approved. What was made
                stays made, and what could not be made is tried again the next time.
        """
        memory = Memory(self.database)
        while waiting := [each for each in memory.pages_to_do() if each[0] not in self.failed]:
            self._round(memory, waiting)
        with self.database.transaction():
            memory.drop_unshown()
        self._pictures(memory)
        self._raise_failures()

    def _round(self, memory: Memory, waiting: list[tuple[int, str]]) -> None:
        setup = self._setup()
        is_first = self.database.one("select 1 from output limit 1") is None
        place = None
        if len(waiting) <= SMALL and not self.workers.is_cluster:
            place = Workplace(setup, database=self.database)
            place.store = self.store
        before = self.rendered

        def noted(made: list[Done]) -> None:
            self._note(memory, made, is_first=is_first)
            self.rendered += len(made)
            self.progress("pages", self.rendered - before, len(waiting))

        try:
            # What lists show of an article is kept with its page, so all of these come first.
            for is_article in (True, False):
                numbers = [each for each in waiting if (each[1] == "article") == is_article]
                results = self._results(memory, setup, numbers, place)
                for first in results:
                    self._commit(itertools.chain([first], results), noted)
                    if not place:
                        # A long build that is interrupted goes on from here.
                        press_database.note(self.database.path, self.folder.keys)
        finally:
            if place:
                place.close()

    def _commit(self, results: Iterator[list[Done]], noted: Callable[[list[Done]], None]) -> None:
        """Commit some results together; each is noted as it comes, for whoever made it waits for its next job."""
        enough = self.rendered + NOTED_AT_ONCE
        with self.database.transaction():
            for made in results:
                noted(made)
                if self.rendered >= enough:
                    return

    def _results(
        self, memory: Memory, setup: Setup, waiting: list[tuple[int, str]], place: Workplace | None
    ) -> Iterator[list[Done]]:
        parts = _parts(waiting)
        if place:
            yield from (place.do(memory.named(part)) for part in parts)
            return
        for result in self.workers.spread(work, parts, lambda part: Job(setup, tuple(memory.named(part)))):
            self.store.bytes_written += result.bytes_written
            self.store.fresh += result.fresh
            yield result.done

    def _setup(self) -> Setup:
        folder, theme = self.folder, self.approved.theme
        return Setup(
            token=uuid.uuid4().hex,
            database=folder.database,
            press_database=folder.press_database.absolute(),
            store=folder.store.absolute(),
            media=folder.media.absolute(),
            publication=folder.publication,
            trust=self.seal.trust() if self.seal else None,
            theme=theme.digest if theme.files == shipped().files else theme.files,
            expiry=self.database.meta("expiry"),
        )

    def _note(self, memory: Memory, results: list[Done], *, is_first: bool) -> None:
        good = [done for done in results if not done.failure]
        if self.whys is not None:
            self._explain(good)
        if is_first:
            memory.record_first(good)
        else:
            memory.record(good)
        memory.keep_teasers(good)
        memory.finish(done.recipe for done in good)
        many = self.database.connection.executemany
        if not is_first:
            many("delete from dangling where recipe = ?", ((done.recipe,) for done in good))
        many(
            "insert or ignore into dangling values (?, ?)",
            sorted((done.recipe, path) for done in good for path in done.links),
        )
        for done in good:
            for key, image in done.images.items():
                memory.show(key, image)
        bad = [done for done in results if done.failure]
        memory.drop_teasers(bad)
        self.failed |= {done.recipe: done for done in bad}

    def _explain(self, good: list[Done]) -> None:
        assert self.whys is not None  # noqa: S101 - asked by the caller
        for done in good:
            why = self.database.value("select why from todo where recipe = ?", done.recipe) or ""
            self.whys.update((output.path, why) for output in done.outputs)

    def _raise_failures(self) -> None:
        """Deal with what could not be made: bodies that changed behind the editors' back, links that lead nowhere."""
        wrong = [done for done in self.failed.values() if not done.article]
        if wrong:
            more = f" ({len(wrong) - 1} more pages cannot be made either.)" if len(wrong) > 1 else ""
            raise PressError(f"{wrong[0].failure}{more}", hint=wrong[0].hint)
        again = False
        for done in {done.article: done for done in self.failed.values()}.values():
            was_made = self.database.one("select 1 from output where recipe = ?", done.recipe) is not None
            head = self.database.one("select seq from head where id = ?", done.article)
            if head is None:
                continue
            if was_made:
                # Readers keep what was made of the approved one.
                with self.database.transaction():
                    taking.note_refused(self.database, ("article", done.article, *head), done.failure)
            else:
                taking.refuse(self.folder, self.database, done.article, done.failure)
                again = True
        if again:
            self.failed.clear()
            self.make()

    # Pictures: encoding is the dearest work, so it is done once.

    def _pictures(self, memory: Memory) -> None:
        waiting = memory.pictures_to_do()
        jobs: list[tuple[int, PictureJob, list[Output]]] = []
        for number, key, image in waiting:
            widths = pictures.FACE_WIDTHS_PX if key.endswith(f":{pictures.FACE_WIDTHS_PX[0]}") else pictures.WIDTHS_PX
            wanted = pictures.renditions(image, widths)
            known = [self._remembered(each.path) for each in wanted]
            missing = tuple(each for each, had in zip(wanted, known, strict=True) if had is None)
            job = PictureJob(self.store.root, self.folder.media, image, missing)
            jobs.append((number, job, [had for had in known if had]))
        todo = [(number, job, had) for number, job, had in jobs if job.wanted]
        with self.database.transaction():
            for number, job, had in jobs:
                if not job.wanted:
                    self._keep_picture(memory, number, had)
        for done, (result, (number, _, had)) in enumerate(
            zip(self.workers.here(work_on_picture, [job for _, job, _ in todo]), todo, strict=True), start=1
        ):
            if result.failure:
                raise PressError(result.failure, hint=result.hint)
            self.store.bytes_written += result.bytes_written
            self.store.fresh += result.fresh
            with self.database.transaction():
                for output in result.outputs:
                    self._remember(output)
                self._keep_picture(memory, number, [*had, *result.outputs])
            self.progress("pictures", done, len(todo))

    def _keep_picture(self, memory: Memory, number: int, outputs: list[Output]) -> None:
        unique = {output.path: output for output in outputs}
        memory.record([Done(number, tuple(unique.values()))])
        memory.finish([number])

    def _remembered(self, path: str) -> Output | None:
        """Return a rendition that was made already: the name holds the original's digest."""
        row = self.database.one("select digest, size, mac from rendition where path = ?", path)
        if row is None or not hmac.compare_digest(self._mac(path, row[0], row[1]), row[2]):
            return None
        return Output(path, row[0], row[1]) if self.store.has(row[0]) else None

    def _remember(self, output: Output) -> None:
        mac = self._mac(output.path, output.digest, output.size)
        self.database.connection.execute(
            "insert or replace into rendition values (?, ?, ?, ?)", (output.path, output.digest, output.size, mac)
        )

    def _mac(self, *fields: object) -> str:
        message = b"skaryna rendition 1\n" + msgspec.json.encode(fields)
        return hmac.new(self.folder.journal_key(), message, hashlib.sha256).hexdigest()


def _parts(waiting: list[tuple[int, str]]) -> list[list[int]]:
    """Cut (recipe, kind) pairs into jobs of about the same cost."""
    parts: list[list[int]] = []
    cost = JOB_RECIPES
    for number, kind in waiting:
        if cost >= JOB_RECIPES:
            parts.append([])
            cost = 0
        parts[-1].append(number)
        cost += DEAR.get(kind, 1)
    return parts
