"""The same edition by a real cluster: a scheduler and two workers of Dask, each its own process, over loopback."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from skaryna.errors import PressError
from skaryna.outside.folder import open_folder
from skaryna.press.approval import approve
from tests.postgresql import server
from tests.press.postgresql import FarNewsroom
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.press.test_increments import pages, printed_anew


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


def joined(newsroom: Newsroom, address: str) -> Newsroom:
    """Have a publication printed by a cluster, with somebody's approval."""
    settings = newsroom.folder.root / "skaryna.toml"
    settings.write_text(f'{settings.read_text()}\nexecutor = "dask:{address}"\n')
    newsroom.folder = open_folder(newsroom.folder.root)
    approve(newsroom.folder, at=dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC))
    return newsroom


@pytest.mark.slow
def test_a_cluster_prints_the_same_edition(newsroom: Newsroom, scheduler: str) -> None:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 400)))
    at_home = printed_anew(newsroom)
    joined(newsroom, scheduler)
    first = newsroom.print()
    assert first.rendered > 400
    assert pages(newsroom.folder.edition) == at_home
    newsroom.put(article(7, title="Edited"), article(400))
    assert newsroom.print().rendered < 40
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def test_a_scheduler_that_does_not_answer_is_named_and_readers_keep_what_they_have(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    before = newsroom.files()
    joined(newsroom, "tcp://127.0.0.1:9")
    newsroom.put(article(2))
    with pytest.raises(PressError, match=r"The Dask scheduler at tcp://127\.0\.0\.1:9 does not answer"):
        newsroom.print()
    assert newsroom.files() == before


def test_a_cluster_that_nobody_approved_gets_no_work(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    settings = Path(newsroom.folder.root / "skaryna.toml")
    settings.write_text(f'{settings.read_text()}\nexecutor = "dask:tcp://10.9.9.9:8786"\n')
    newsroom.folder = open_folder(newsroom.folder.root)
    newsroom.put(article(2))
    (warning,) = newsroom.print().warnings
    assert "executor is “dask:tcp://10.9.9.9:8786”, approved is “processes”" in warning
    assert "2024/story-2.html" in newsroom.files()


@pytest.mark.slow
def test_workers_of_a_cluster_read_bodies_from_postgresql(tmp_path: Path, scheduler: str) -> None:
    with server() as address:
        far = FarNewsroom(tmp_path / "far", address)
        near = Newsroom(tmp_path / "near")
        for newsroom in (far, near):
            newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(1, 60)))
        near.print()
        joined(far, scheduler)
        assert far.print().rendered > 60
        assert pages(far.folder.edition) == pages(near.folder.edition)
        for newsroom in (far, near):
            newsroom.put(article(7, title="Edited"))
            newsroom.drop("article", "a9")
            newsroom.print()
        assert pages(far.folder.edition) == pages(near.folder.edition)
        far.execute("update journal set value = replace(value, 'body of story 8', 'casino') where key = 'a8'")
        assert any("article a8" in warning for warning in far.print().warnings)
