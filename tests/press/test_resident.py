"""The resident press: it answers within a moment, makes one edition of a burst, and tells what became of it."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from skaryna.errors import SkarynaError
from skaryna.outside import ledger
from skaryna.press import resident
from skaryna.press.resident import follow
from skaryna.press.run import Printed, go_back
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article


class Press:
    """A resident press in a thread; `wait` gives what it says next."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.said: list[Printed | SkarynaError] = []
        self._told = threading.Semaphore(0)
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=follow, args=(newsroom.folder,), kwargs={"stop": self._stop, "say": self._say}
        )
        self._thread.start()

    def _say(self, outcome: Printed | SkarynaError) -> None:
        self.said.append(outcome)
        self._told.release()

    def wait(self) -> Any:
        assert self._told.acquire(timeout=30)
        return self.said[-1]

    def end(self) -> None:
        self._stop.set()
        self._thread.join(30)


@pytest.fixture
def press(newsroom: Newsroom) -> Iterator[Press]:
    newsroom.put(MASTHEAD, ANN, LAW, *(article(n) for n in range(1, 12)))
    started = Press(newsroom)
    try:
        started.wait()
        yield started
    finally:
        started.end()


def test_edits_in_a_burst_become_one_edition(newsroom: Newsroom, press: Press) -> None:
    for number in range(1, 7):
        newsroom.put(article(number, title=f"Edited {number}"))
    done = press.wait()
    while done.seq < 20:
        done = press.wait()
    assert len(press.said) <= 3
    assert all(f"Edited {number}" in newsroom.read(f"2024/story-{number}.html") for number in range(1, 7))


def test_editors_are_told_edition_files_and_duration_or_the_reason(newsroom: Newsroom, press: Press) -> None:
    newsroom.put(article(3, title="Edited"))
    press.wait()
    told = ledger.wait_for(newsroom.folder.outcomes, 15, timeout_s=10)
    assert told is not None
    assert (told.edition, told.problem) == (2, "")
    assert told.made > 3
    assert 0 < told.seconds["total"] < 30
    newsroom.put(article(5, topics=("law",), address="2024/story-4"))
    assert isinstance(press.wait(), SkarynaError)
    told = ledger.wait_for(newsroom.folder.outcomes, 16, timeout_s=10)
    assert told is not None
    assert "Two pages want the address 2024/story-4.html" in told.problem
    assert told.edition == 2


def test_it_looks_again_at_readers_files_when_idle(
    newsroom: Newsroom, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newsroom.files()
    monkeypatch.setattr(resident, "ROUND_EVERY_S", 0.0)
    monkeypatch.setattr(resident, "LOOK_EVERY_S", 0.05)
    newsroom.put(article(3, title="Edited"))
    press.wait()
    newsroom.put(article(3))
    press.wait()
    (newsroom.folder.edition / "casino.html").write_text("spam")
    deadline = time.monotonic() + 20
    while (newsroom.folder.edition / "casino.html").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert newsroom.read("2024/story-3.html") == before["2024/story-3.html"].decode()


def test_after_going_back_it_prints_nothing_until_an_editor_publishes(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    newsroom.put(article(1, title="A mistake"))
    newsroom.print()
    go_back(newsroom.folder, 1)
    started = Press(newsroom)
    try:
        time.sleep(0.5)
        assert started.said == []
        assert "A mistake" not in newsroom.read("2024/story-1.html")
        newsroom.put(article(1, title="Mended"))
        assert started.wait().edition == 4
        assert "Mended" in newsroom.read("2024/story-1.html")
    finally:
        started.end()
