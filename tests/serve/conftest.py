"""A publication that the local reader reads."""

from pathlib import Path

import pytest

from tests.guard.scene import Scene, scene_in


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return scene_in(tmp_path)
