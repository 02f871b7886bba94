"""Processes that share the work: whoever dies, of them or above them, is noticed in a sentence and leaves nobody behind."""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from skaryna.errors import PressError
from skaryna.outside import files
from skaryna.press.database import Database
from skaryna.press.executors import Workers
from tests.press.publication import MASTHEAD, Newsroom, article

needs_two = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="with one core this process does all the work")


def doubled(number: int) -> int:
    time.sleep(0.02 if number % 3 else 0)
    return number * 2


def whose(number: int) -> tuple[int, int]:
    time.sleep(0.005)
    return number, os.getpid()


def dies(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fails(number: int) -> int:
    if number == 5:
        raise PressError("A page leads nowhere.", hint="Mend the link.")
    return number


def test_results_keep_the_order_of_their_jobs() -> None:
    with Workers() as workers:
        assert list(workers.here(doubled, range(20))) == [2 * n for n in range(20)]
        assert list(workers.here(doubled, [7])) == [14]
        assert list(workers.here(doubled, [])) == []


@needs_two
def test_neighbours_are_done_by_one_process_and_everything_once() -> None:
    with Workers() as workers:
        found = list(workers.spread(whose, range(40), lambda part: part))
    assert sorted(number for number, _ in found) == list(range(40))
    owners = [owner for _, owner in sorted(found)]
    assert len(set(owners)) > 1
    changes = sum(one != other for one, other in itertools.pairwise(owners))
    assert changes <= 3 * len(set(owners)), "each has a stretch, and at the end a part of another's"


@needs_two
def test_a_new_question_drops_what_was_left_of_the_one_before() -> None:
    with Workers() as workers:
        left = workers.here(doubled, range(8))
        assert next(left) == 0
        assert list(workers.here(doubled, range(100, 108))) == [2 * n for n in range(100, 108)]
        with pytest.raises(RuntimeError, match="dropped"):
            list(left)


@needs_two
def test_a_worker_that_is_killed_is_told_of_in_a_sentence() -> None:
    with pytest.raises(PressError) as told, Workers() as workers:
        list(workers.spread(dies, range(20), lambda part: part))
    assert "ended from outside" in told.value.message
    assert "goes on where it stopped" in told.value.hint


def test_what_a_worker_refuses_arrives_as_it_was_said() -> None:
    with pytest.raises(PressError) as told, Workers() as workers:
        list(workers.here(fails, range(20)))
    assert told.value.message == "A page leads nowhere."
    assert told.value.hint == "Mend the link."


JOBS = """
    import time

    def slow(number):
        time.sleep(60)

    def tell(number):
        import os
        time.sleep(0.3)
        return os.getpid()
"""

BUSY = """
    from jobs import slow, tell
    from skaryna.press.executors import Workers

    with Workers() as workers:
        print(*set(workers.here(tell, range(8))), flush=True)
        list(workers.here(slow, range(1000)))
"""


@needs_two
@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGTERM])
def test_workers_go_when_their_press_is_gone(ended_by: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "jobs.py").write_text(textwrap.dedent(JOBS))
    script = tmp_path / "busy.py"
    script.write_text(textwrap.dedent(BUSY))
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as press:
        assert press.stdout is not None
        workers = [int(pid) for pid in press.stdout.readline().split()]
        assert len(workers) > 1
        press.send_signal(ended_by)
        press.wait()
    until = time.monotonic() + 10
    while any(is_alive(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(is_alive(pid) for pid in workers)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@needs_two
def test_results_that_nobody_read_do_not_come_later() -> None:
    with Workers() as workers:
        for _ in range(3):
            for found in workers.here(doubled, range(1, 20)):
                assert found == 2
                break
            assert list(workers.here(whose, range(10)))[9][0] == 9
            primed = workers.here(doubled, range(5))
            assert sorted(n for n, _ in workers.spread(whose, range(10), lambda part: part)) == list(range(10))
            del primed


def held(_: int) -> list[str]:
    """Return what this process has open."""
    time.sleep(0.1)
    found = []
    for each in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            found.append(str(each.readlink()))
    return found


@needs_two
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="this system does not tell what a process has open")
def test_a_worker_holds_nothing_of_the_press(newsroom: Newsroom) -> None:
    """SQLite forbids to fork with an open database, and a lock that a worker holds outlives a press that was killed."""
    folder = newsroom.folder
    newsroom.put(MASTHEAD, article(1))
    newsroom.print()
    with (
        files.lock(folder.print_lock, doing="printing"),
        contextlib.closing(Database(folder.press_database)) as database,
    ):
        assert database.value("select count(*) from head") == 1
        with Workers() as workers:
            opened = [path for found in workers.here(held, range(6)) for path in found]
    assert opened
    assert [path for path in opened if path.startswith(str(folder.root))] == []


@needs_two
def test_the_lock_of_a_press_lasts_as_long_as_its_workers(tmp_path: Path) -> None:
    """Else the next press could lay out a tree in which one of them still links."""
    with contextlib.ExitStack() as stack:
        with files.lock(tmp_path / "lock", doing="printing") as lock:
            workers = stack.enter_context(Workers(lock=lock))
            assert len(list(workers.here(doubled, range(4)))) == 4
        assert files.is_locked(tmp_path / "lock")
    assert not files.is_locked(tmp_path / "lock")
