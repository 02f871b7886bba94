"""A publication with a journal, written as the newsroom writes it."""

from pathlib import Path

import pytest

from tests.press.publication import Newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path / "pub")
