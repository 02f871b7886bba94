"""The first command that anybody types, on a machine that has nothing of ours."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
@pytest.mark.parametrize("goal", ["setup", "install"])
def test_no_package_is_put_beside_those_of_the_system(tmp_path: Path, goal: str) -> None:
    """Debian and Ubuntu refuse that (PEP 668), and the first command would end there."""
    for name in ("sh", "id", "python3"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    make = str(shutil.which("make"))
    said = subprocess.run(
        [make, "-n", "-B", goal], cwd=ROOT, env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "-m venv .uv" in said
    assert "-m pip install" not in said
    assert ".uv/bin/uv pip" in said
