"""Magazines and readers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reader.publication import Magazine, Reader


@pytest.fixture
def magazine(tmp_path: Path) -> Iterator[Magazine]:
    made = Magazine(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def reader(browser: Any, magazine: Magazine) -> Iterator[Reader]:
    context = browser.new_context()
    yield Reader(context, magazine)
    context.close()


@pytest.fixture
def newcomer(browser: Any) -> Iterator[Callable[[Magazine], Reader]]:
    context = browser.new_context()
    yield lambda magazine: Reader(context, magazine)
    context.close()
