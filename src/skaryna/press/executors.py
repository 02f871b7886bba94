"""Who does the work: this process, one process a core, or a cluster. Work is a function and a picklable value."""

import contextlib
import itertools
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from skaryna.errors import PressError, SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.connection import Connection

T = TypeVar("T")
R = TypeVar("R")
P = TypeVar("P")

PROCESSES = "processes"
AHEAD = 3
"""Jobs handed out for each thread of a cluster beyond the one that it does."""

AT_HAND = 2
"""Jobs that a process of this machine has: the one that it does, and the next, so that it waits for nobody."""

PATIENCE_S = 5
"""So long a process may take to end what it does."""


class Workers:
    """Maps work over jobs; closed at the end of a `with`.

    Args:
        executor: `processes`, or `dask:ADDRESS` of a scheduler (`dask:tcp://10.0.0.5:8786`).
        lock: The descriptor of a lock that is held as long as the last process of this machine lives.
    """

    def __init__(self, executor: str = PROCESSES, *, lock: int | None = None) -> None:
        self._named = executor
        self._lock = lock
        self.count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        """Processes of this machine."""
        self._team: _Team | None = None
        self._cluster: tuple[Any, Executor] | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; what they have begun is dropped."""
        if self._team:
            self._team.close()
            self._team = None
        if self._cluster:
            self._cluster[1].shutdown(wait=False)
            self._cluster[0].close()
            self._cluster = None

    @property
    def at_hand(self) -> int:
        """How many jobs `here` hands out before it looks at what came of the first."""
        return self.count * AT_HAND if self.count > 1 else 1

    @property
    def is_cluster(self) -> bool:
        """Whether the work is done on other machines too."""
        return self._named != PROCESSES

    def here(self, work: Callable[[T], R], jobs: Iterable[T]) -> Iterator[R]:
        """Do work on this machine: a lone job in this process, others at once, before the first result is read."""
        waiting = list(jobs)
        if len(waiting) < 2 or self.count < 2:
            return map(work, waiting)
        return _in_order(self._processes().results(work, [deque(enumerate(waiting))], lambda job: job[1]))

    def spread(self, work: Callable[[T], R], parts: Sequence[P], job_of: Callable[[P], T]) -> Iterator[R]:
        """Do work wherever the settings say; results come as they are ready.

        Each process gets a stretch of the parts, so that what lies together is remembered by one; whoever is done
        takes from the end of another's.
        """
        if self.is_cluster:
            client, executor = self._joined()
            threads = sum(client.nthreads().values()) or 1
            return _ahead(executor, work, map(job_of, parts), threads * AHEAD)
        if self.count < 2 or len(parts) < 2:
            return map(work, map(job_of, parts))
        edges = [len(parts) * each // self.count for each in range(self.count + 1)]
        stretches = [deque(parts[low:high]) for low, high in itertools.pairwise(edges)]
        return (result for _, result in self._processes().results(work, stretches, job_of))

    def _processes(self) -> "_Team":
        # One edited article needs none of this.
        if self._team is None:
            self._team = _Team(self.count, self._lock)
        return self._team

    def get_ready(self) -> None:
        """Have workers start while something else is done: they need a tenth of a second."""
        if self.count > 1:
            self._processes()

    def _joined(self) -> "tuple[Any, Executor]":
        if self._cluster is None:
            kind, _, address = self._named.partition(":")
            if kind != "dask":
                raise SettingsError(
                    f"The press's executor is {self._named!r}.",
                    hint='Write executor = "processes", or "dask:tcp://host:8786" with the address of a scheduler.',
                )
            try:
                from distributed import Client
            except ImportError as error:
                raise SettingsError(
                    "skaryna.toml names a Dask cluster, but its library is not installed.",
                    hint="Run `make install EXTRAS=dask` in the folder of Skaryna's source.",
                ) from error
            try:
                client = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
            except (OSError, ValueError) as error:
                raise PressError(
                    f"The Dask scheduler at {address} does not answer.",
                    hint="Start it, or take executor out of skaryna.toml. Readers keep the edition they have.",
                ) from error
            self._cluster = (client, client.get_executor(pure=False))  # type: ignore[no-untyped-call]
        return self._cluster


class _Team:
    """Processes of this machine, each at its own pipe (`press.worker`)."""

    def __init__(self, count: int, lock: int | None) -> None:
        from multiprocessing import Pipe

        self._pipes: list[Connection] = []
        self._doing: dict[Connection, deque[Any]] = {}
        """Who has what to do, the first first."""
        self._members: list[subprocess.Popen[bytes]] = []
        try:
            for _ in range(count):
                ours, theirs = Pipe()
                self._pipes.append(ours)
                with theirs:
                    self._members.append(_started(theirs.fileno(), lock))
                ours.send(sys.path)
        except OSError as error:
            self.close()
            raise PressError(
                f"The press cannot start its workers: {error.strerror or error}.",
                hint="Perhaps memory ran out, or too many processes run here. Readers keep the edition they have.",
            ) from error

    def close(self) -> None:
        """Let everybody go; what they have begun is dropped."""
        for pipe in self._pipes:
            pipe.close()
        for member in self._members:
            try:
                member.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                member.terminate()
                member.wait()

    def results(
        self, work: Callable[[T], R], stretches: list[deque[P]], job_of: Callable[[P], T]
    ) -> Iterator[tuple[P, R]]:
        """Hand out the first jobs at once; yield each part with its result.

        One question at a time: what was left of an earlier one is dropped.
        """
        for pipe, unread in self._doing.items():
            # Somebody asked for more than they read.
            for _ in unread:
                with _alive():
                    pipe.recv()
        doing: dict[Connection, deque[Any]] = {pipe: deque() for pipe in self._pipes}
        self._doing = doing

        def hand_out(number: int, pipe: "Connection") -> None:
            own = stretches[number] if number < len(stretches) else None
            if own:
                part = own.popleft()
            elif longest := max(stretches, key=len):
                part = longest.pop() if len(stretches) > 1 else longest.popleft()
            else:
                return
            with _alive():
                pipe.send((work, job_of(part)))
            doing[pipe].append(part)

        for _ in range(AT_HAND):
            for number, pipe in enumerate(self._pipes):
                hand_out(number, pipe)
        return self._collected(hand_out, doing)

    def _collected(
        self, hand_out: "Callable[[int, Connection], None]", doing: "dict[Connection, deque[Any]]"
    ) -> Iterator[tuple[Any, Any]]:
        from multiprocessing.connection import wait

        self._insist(doing)
        while busy := [pipe for pipe, parts in doing.items() if parts]:
            for ready in wait(busy):
                number = next(n for n, pipe in enumerate(self._pipes) if pipe is ready)
                pipe = self._pipes[number]
                with _alive():
                    failure, result = pipe.recv()
                part = doing[pipe].popleft()
                if failure:
                    raise failure
                # Nobody waits while we look at what came.
                hand_out(number, pipe)
                yield part, result
                self._insist(doing)

    def _insist(self, doing: "dict[Connection, deque[Any]]") -> None:
        if doing is not self._doing:
            raise RuntimeError("Somebody reads on what was dropped for another question.")


@contextlib.contextmanager
def _alive() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise PressError(
            "A process of the press was ended from outside, perhaps because memory ran out.",
            hint="Run the command again: it goes on where it stopped.",
        ) from error


def _started(pipe: int, lock: int | None) -> subprocess.Popen[bytes]:
    """Start a worker at a pipe. Who interrupts the press interrupts no worker: it ends when its pipe is closed."""
    # -P: nothing is imported from the folder in which the press happens to run.
    call = [sys.executable, "-P", "-m", "skaryna.press.worker", str(pipe)]
    passed = [pipe] if lock is None else [pipe, lock]
    return subprocess.Popen(call, pass_fds=passed, stdin=subprocess.DEVNULL, process_group=0)


def _in_order(results: Iterator[tuple[tuple[int, T], R]]) -> Iterator[R]:
    early: dict[int, R] = {}
    following = 0
    for (number, _), result in results:
        early[number] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _ahead(executor: "Executor", work: Callable[[T], R], jobs: Iterator[T], ahead: int) -> Iterator[R]:
    waiting = deque(executor.submit(work, job) for job in itertools.islice(jobs, ahead))
    try:
        for job in jobs:
            waiting.append(executor.submit(work, job))
            yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for each in waiting:
            each.cancel()
