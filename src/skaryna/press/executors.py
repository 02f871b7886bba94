"""Who does the work: this process, one process a core, or a cluster. Work is a function and a picklable value."""

import gc
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from skaryna.errors import PressError, SettingsError

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

T = TypeVar("T")
R = TypeVar("R")

PROCESSES = "processes"
AHEAD = 3
"""Jobs handed out for each worker beyond the one that it does: enough to keep it busy, few enough to hold in memory."""


class Workers:
    """Maps work over jobs, in order, holding no more results than a few; closed at the end of a `with`.

    Args:
        executor: `processes`, or `dask:ADDRESS` of a scheduler (`dask:tcp://10.0.0.5:8786`).
    """

    def __init__(self, executor: str = PROCESSES) -> None:
        self._named = executor
        self._count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._pool: Executor | None = None
        self._cluster: tuple[Any, Executor] | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; what they have begun is dropped."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        if self._cluster:
            self._cluster[1].shutdown(wait=False)
            self._cluster[0].close()
            self._cluster = None

    @property
    def is_cluster(self) -> bool:
        """Whether the work is done on other machines too."""
        return self._named != PROCESSES

    def here(self, work: Callable[[T], R], jobs: Iterable[T]) -> Iterator[R]:
        """Do work on this machine: a lone job in this process."""
        waiting = list(jobs)
        if len(waiting) < 2 or self._count < 2:
            yield from map(work, waiting)
        else:
            yield from _in_order(self._processes(), work, waiting, self._count * AHEAD)

    def anywhere(self, work: Callable[[T], R], jobs: Iterable[T]) -> Iterator[R]:
        """Do work wherever the settings say."""
        if not self.is_cluster:
            yield from (
                _in_order(self._processes(), work, jobs, self._count * AHEAD) if self._count > 1 else map(work, jobs)
            )
            return
        client, executor = self._joined()
        threads = sum(client.nthreads().values()) or 1
        yield from _in_order(executor, work, jobs, threads * AHEAD)

    def _processes(self) -> "Executor":
        if self._pool is None:
            # One edited article needs none of this.
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            # A fork costs nothing, but copies only the thread that asks for it: with others alive it could deadlock.
            can_fork = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
            if can_fork:
                gc.collect()
                gc.freeze()
            context = multiprocessing.get_context("fork" if can_fork else "spawn")
            self._pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin)
        return self._pool

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
                    hint="Run: pip install 'skaryna[dask]'",
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


def _begin() -> None:
    """Begin as a worker: what is here stays, and what pages are made of holds no cycles, so it is seldom swept."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _in_order(executor: "Executor", work: Callable[[T], R], jobs: Iterable[T], ahead: int) -> Iterator[R]:
    from concurrent.futures import BrokenExecutor

    waiting: list[Future[R]] = []
    try:
        for job in jobs:
            waiting.append(executor.submit(work, job))
            if len(waiting) > ahead:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()
    except BrokenExecutor as error:
        raise PressError(
            "A process of the press was ended from outside, perhaps because memory ran out.",
            hint="Run the command again: it goes on where it stopped.",
        ) from error
    finally:
        for each in waiting:
            each.cancel()
