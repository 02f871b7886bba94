"""Digests of a copy's files over the network: politely, and so that an interrupted run goes on.

One host, few connections. What was intact is remembered by the edition's index until a run has come to its end; a
check of yesterday says nothing about today, so a finished run begins anew.
"""

import contextlib
import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from skaryna.errors import ElsewhereError, MissingError, TooLargeError, UnreachableError
from skaryna.outside import files
from skaryna.outside.copies import Copy

CONNECTIONS = 4
MAX_FAILURES = 8
"""So many unreachable files, and the copy is given up for now."""
MAX_KEPT = 40
MAX_KEPT_BYTES = 2 << 20
MAX_REMEMBERED_BYTES = 1 << 30

Step = Callable[[str, int, int], None]


@dataclass(slots=True)
class Fetched:
    """What came: path -> SHA-256; "" for what is too large or leads elsewhere. `bodies` are some altered files.

    `unreached` could not be had now, which says nothing about them; `failures` are the first reasons.
    """

    found: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    unreached: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def fetch(copy: Copy, wanted: Mapping[str, str], *, max_bytes: int, memory: Path, step: Step) -> Fetched:
    """Fetch every file and take its digest.

    Args:
        copy: Where from; threads share it.
        wanted: path -> SHA-256.
        max_bytes: No listed file is larger.
        memory: Where to note what was intact.
        step: Told how far it is.

    Raises:
        FolderError: Nothing can be noted.
    """
    fetched = Fetched()
    with _noting(memory) as (done, note):
        fetched.found.update({path: wanted[path] for path in done if path in wanted})
        todo = deque(path for path in wanted if path not in fetched.found)
        run = _Run(copy, wanted, max_bytes, fetched, todo, note)
        threads = [threading.Thread(target=run.work, daemon=True) for _ in range(min(CONNECTIONS, len(todo)))]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                while thread.is_alive():
                    thread.join(0.1)
                    step("fetching", len(fetched.found), len(wanted))
        finally:
            todo.clear()
            for thread in threads:
                thread.join()
    fetched.unreached = set(wanted) - set(fetched.found) - fetched.missing
    if not fetched.unreached:
        memory.unlink(missing_ok=True)
    return fetched


@dataclass(slots=True)
class _Run:
    copy: Copy
    wanted: Mapping[str, str]
    max_bytes: int
    fetched: Fetched
    todo: deque[str]
    note: Callable[[str], None]

    def work(self) -> None:
        while len(self.fetched.failures) < MAX_FAILURES:
            try:
                path = self.todo.popleft()
            except IndexError:
                return
            try:
                self._one(path)
            except UnreachableError as error:
                self.fetched.failures.append(error.message)

    def _one(self, path: str) -> None:
        try:
            data = self.copy.get(path, self.max_bytes)
        except MissingError:
            self.fetched.missing.add(path)
            return
        except (TooLargeError, ElsewhereError) as error:
            self.fetched.problems.append(error.message)
            self.fetched.found[path] = ""
            return
        digest = hashlib.sha256(data).hexdigest()
        self.fetched.found[path] = digest
        if digest == self.wanted[path]:
            self.note(path)
        elif len(data) <= MAX_KEPT_BYTES and len(self.fetched.bodies) < MAX_KEPT:
            self.fetched.bodies[path] = data


@contextlib.contextmanager
def _noting(place: Path) -> Iterator[tuple[set[str], Callable[[str], None]]]:
    """Give the paths that an interrupted run noted, and a function that notes one more."""
    done: set[str] = set()
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileNotFoundError, UnicodeDecodeError):
            if place.stat().st_size <= MAX_REMEMBERED_BYTES:
                # A line that a crash has cut in half is no path of the edition.
                done = set(place.read_text(encoding="utf-8").splitlines())
        with place.open("a", encoding="utf-8") as file:
            place.chmod(0o600)
            lock = threading.Lock()
            yield done, lambda path: _line(file, lock, path)
    except OSError as error:
        raise files.explained(error, place) from error


def _line(file: IO[str], lock: threading.Lock, path: str) -> None:
    with lock:
        file.write(f"{path}\n")
        file.flush()
