"""A publication, a copy to take apart, and a web host that serves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guard.scene import Scene, scene_in
from tests.outside.hosts import Host, hosting


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return scene_in(tmp_path)


@pytest.fixture
def host(scene: Scene) -> Iterator[Host]:
    with hosting(scene.copy) as one:
        yield one
