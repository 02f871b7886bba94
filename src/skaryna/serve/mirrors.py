"""The copies that the local reader reads from, and which of them to ask first."""

import datetime as dt
import functools
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TypeVar

from skaryna.errors import CopyError, SkarynaError, TrustError, UnreachableError
from skaryna.outside.copies import Copy, open_copy
from skaryna.outside.http import Patience
from skaryna.seal.pins import Pinned, Pins
from skaryna.seal.trusting import Trusted, trust

HEDGE_S = 1.0
"""A mirror that has not answered after so long is raced by the next."""
TOTAL_S = 20.0
PATIENCE = Patience(idle_s=8.0, total_s=TOTAL_S)
_T = TypeVar("_T")


class Mirror:
    """One copy, what it proved last, and what went wrong with it since.

    Attributes:
        where: The copy.
        trusted: What its signatures proved last; None where they did not.
        problem: Why not, or what it did since: a sentence.
        is_altered: It gave bytes that were not signed. It is asked last from then on.
        is_unsound: Its signatures did not hold when they were examined last.
        is_slow: It did not answer, or not in time.
    """

    def __init__(self, where: str, copy: Copy | None = None) -> None:
        self.where = where
        self.trusted: Trusted | None = None
        self.problem = ""
        self.is_altered = False
        self.is_unsound = False
        self.is_slow = False
        self._copy = copy
        self._lock = threading.Lock()

    @property
    def copy(self) -> Copy:
        """The copy, opened when it is first needed.

        Raises:
            UnreachableError: There is none.
        """
        with self._lock:
            if self._copy is None:
                self._copy = open_copy(self.where, patience=PATIENCE)
            return self._copy

    def examine(self, pins: Pins, *, now: dt.datetime, fingerprint: str, known: Pinned | None) -> bool:
        """Examine the signatures again; say whether they hold."""
        try:
            self.trusted = trust(self.copy, pins, now=now, fingerprint=fingerprint, known=known)
        except TrustError as error:
            self.trusted, self.is_unsound, self.problem = None, True, error.message
        except SkarynaError as error:
            self.trusted, self.problem = None, error.message
        else:
            self.is_unsound, self.problem = False, ""
        return self.trusted is not None


class Race:
    """Asks mirrors for one thing, the best first, the next one when that fails or takes its time."""

    def __init__(self, *, hedge_s: float = HEDGE_S, total_s: float = TOTAL_S) -> None:
        self._hedge_s = hedge_s
        self._total_s = total_s

    def run(self, mirrors: Sequence[Mirror], ask: Callable[[Mirror], _T]) -> _T:
        """Return the first answer that `ask` gives.

        Args:
            mirrors: In the order in which to ask.
            ask: Gives an answer that is verified, or raises TrustError (the mirror is false from then on) or CopyError.

        Raises:
            UnreachableError: None has it.
        """
        running: dict[Future[_T], Mirror] = {}
        todo = list(mirrors)
        rounds = len(todo) + int(self._total_s / self._hedge_s)
        for _ in range(rounds):
            if todo:
                mirror = todo.pop(0)
                running[self.submit(functools.partial(ask, mirror))] = mirror
            if not running:
                break
            done, _late = wait(running, timeout=self._hedge_s, return_when=FIRST_COMPLETED)
            if not done:
                for mirror in running.values():
                    mirror.is_slow = True
            for future in done:
                mirror = running.pop(future)
                try:
                    answer = future.result()
                except TrustError as error:
                    mirror.is_altered, mirror.problem = True, error.message
                except CopyError as error:
                    mirror.is_slow, mirror.problem = True, error.message
                else:
                    mirror.is_slow = False
                    return answer
        raise UnreachableError("No copy has it.")

    def submit(self, work: Callable[[], _T]) -> Future[_T]:
        """Do something beside, in a thread that no end of the program waits for."""
        future: Future[_T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # handed on to whoever waits
                future.set_exception(error)

        threading.Thread(target=run, daemon=True, name="mirror").start()
        return future


def order(mirrors: Sequence[Mirror], index: str) -> list[Mirror]:
    """Return mirrors with the best first: true, quick, with the edition that is wanted."""

    def worse(mirror: Mirror) -> tuple[bool, bool, bool]:
        has = mirror.trusted is not None and mirror.trusted.sealed.about.index == index
        return mirror.is_altered or mirror.is_unsound, mirror.is_slow, not has

    return sorted(mirrors, key=worse)
