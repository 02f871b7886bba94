"""What we rely on in python-tuf beyond its public interface, and commands on a sealed copy."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

from tuf.ngclient import Updater

from skaryna.outside.copies import open_copy
from skaryna.seal.client import examine
from tests.seal.sealed import NOW, Publication


def test_dates_are_ours_to_judge(tmp_path: Path) -> None:
    publication = Publication()
    publication.publish(tmp_path / "e")
    client = Updater(str(tmp_path), "x", bootstrap=publication.roots[0])
    # The one private name that skaryna.seal.client sets: python-tuf decides with it what is past its date.
    assert isinstance(client._trusted_set.reference_time, dt.datetime)
    sealed = examine(open_copy(str(tmp_path / "e")), publication.roots[0])
    assert not sealed.is_expired(NOW + dt.timedelta(days=6))
    assert sealed.is_expired(NOW + dt.timedelta(days=7))
    assert sealed.confirmed == NOW


def test_verify_on_the_command_line(tmp_path: Path) -> None:
    publication = Publication()
    publication.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    publication.publish(tmp_path / "e")

    def run(*arguments: str) -> tuple[int, str]:
        environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
        done = subprocess.run([sys.executable, "-m", "skaryna", *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    code, said = run("verify", "e")
    assert (code, "First use" in said) == (0, True)
    (tmp_path / "e/casino.html").write_text("<a href=https://casino.example>x</a>")
    code, said = run("verify", "e", "--json")
    found = json.loads(said)
    assert (code, found["verdict"], found["edition"], found["files"]["added"]) == (1, "altered", 1, ["casino.html"])
    assert found["first_use"] is False
    code, said = run("verify", "nothing-here")
    assert (code, "is no folder, archive or web address" in said) == (2, True)
    code, said = run("read", "nothing-here")
    assert (code, "is no folder, archive or web address" in said) == (2, True)
    code, said = run("verify", "e", "--fingerprint", "lusab babad")
    assert (code, "eight words" in said) == (2, True)
