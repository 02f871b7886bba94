"""An honest publication with two editions, a copy to take apart, and a machine that has seen edition 2."""

from dataclasses import dataclass
from pathlib import Path

from skaryna.guard import Check, Report, verify
from skaryna.outside.copies import open_copy
from skaryna.outside.http import Patience
from skaryna.seal.pins import Pins
from tests.seal.sealed import NOW, PAGES, Publication


@dataclass
class Scene:
    """`copy` is to be taken apart, `honest` stays; `state` remembers the honest edition 2."""

    publication: Publication
    copy: Path
    honest: Path
    state: Path

    @property
    def pins(self) -> Pins:
        return Pins(self.state)

    def check(self, where: object = None, *, patience: Patience | None = None, **options: object) -> Report:
        return verify(
            open_copy(str(where or self.copy), patience=patience),
            Check(self.pins, now=self.publication.now, **options),  # type: ignore[arg-type]
        )


def scene_in(tmp_path: Path) -> Scene:
    """Make it."""
    publication = Publication(holders=2, root_threshold=2)
    publication.publish(tmp_path / "edition-1", {**PAGES, "index.html": b"<h1>The Ferry, yesterday</h1>"})
    for name in ("copy", "honest"):
        publication.edition, publication.versions = 1, {"targets": 1, "snapshot": 1, "timestamp": 1}
        publication.publish(tmp_path / name)
    made = Scene(publication, tmp_path / "copy", tmp_path / "honest", tmp_path / "state")
    assert made.check(made.honest).verdict == "intact"
    assert made.publication.now == NOW
    return made
