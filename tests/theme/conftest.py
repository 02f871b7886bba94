"""The example magazine, written once, for the tests that open it in a browser."""

from pathlib import Path

import pytest

from tests.theme.magazine import write


@pytest.fixture(scope="session")
def theme_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("magazine")
    write(folder)
    return folder
