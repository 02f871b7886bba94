"""Other people's clients, unmodified, prove the list of an edition; coreutils prove the rest."""

import contextlib
import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.seal.manifest import SUMS
from tests.seal.publishing import Publication, Reader

TUF_JS = "tuf-js@5.0.1"
"""The newest that runs on Node 20."""

CLIENT = """
const {{ Updater }} = require("tuf-js");
const fs = require("fs");
(async () => {{
  const [copy, place] = process.argv.slice(2);
  fs.writeFileSync(place + "/root.json", await (await fetch(copy + "metadata/1.root.json")).text());
  const client = new Updater({{
    metadataDir: place, metadataBaseUrl: copy + "metadata", targetDir: place, targetBaseUrl: copy,
    config: {{ prefixTargetsWithHash: false, fetchRetries: 0 }},
  }});
  await client.refresh();
  const {{ targets }} = JSON.parse(fs.readFileSync(place + "/targets.json")).signed;
  const index = Object.keys(targets).find((path) => path.startsWith("{sums}"));
  await client.downloadTarget(await client.getTargetInfo(index));
  console.log(index);
}})().catch((error) => {{ console.error(error.name); process.exit(1); }});
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


def published(place: Path, count: int) -> Publication:
    made = Publication(place)
    made.publish({f"{2000 + n % 25}/page-{n}.html": f"page {n}" for n in range(count)})
    return made


@pytest.fixture(scope="module", params=[100, 10_000, 100_000])
def ferry(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    place = tmp_path_factory.mktemp("stock")
    yield published(place, request.param)
    shutil.rmtree(place)


@pytest.fixture
def small(tmp_path: Path) -> Publication:
    return published(tmp_path / "small", 100)


@contextlib.contextmanager
def serving(ferry: Publication) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(ferry.edition))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def tuf_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tuf-js from npm."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("no node or npm on this machine")
    place = tmp_path_factory.mktemp("npm")
    (place / "package.json").write_text("{}")
    call = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", TUF_JS]
    try:
        installed = subprocess.run(call, cwd=place, capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm does not answer")
    if installed.returncode:
        pytest.skip(f"npm cannot install {TUF_JS}: no network?")
    (place / "client.js").write_text(CLIENT.format(sums=SUMS))
    return place


def coreutils_find(edition: Path, index: str) -> list[str]:
    """Return what `sha256sum -c` finds wrong in the files that an index lists."""
    listed = "".join((edition / SUMS / name).read_text() for name in (edition / index).read_text().split())
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "--strict"],
        input=listed,
        text=True,
        cwd=edition,
        capture_output=True,
        check=False,
    )
    return done.stdout.splitlines()


def asked_tuf_js(tuf_js: Path, address: str, place: Path) -> subprocess.CompletedProcess[str]:
    call = ["node", "client.js", address, str(place)]
    return subprocess.run(call, cwd=tuf_js, capture_output=True, text=True, timeout=120, check=False)


def test_python_tuf_proves_the_index_and_coreutils_every_file(ferry: Publication, tmp_path: Path) -> None:
    about = Reader(tmp_path / "reader", ferry.edition).look()
    assert about.files == len(ferry.files)
    assert coreutils_find(ferry.edition, f"{SUMS}{about.index}") == []


def test_tuf_js_proves_the_same_index(ferry: Publication, tuf_js: Path, tmp_path: Path) -> None:
    with serving(ferry) as address:
        done = asked_tuf_js(tuf_js, address, tmp_path)
    assert done.returncode == 0, done.stderr
    assert ferry.last is not None
    assert done.stdout.strip() == f"{SUMS}{ferry.last.index}"


def test_tuf_js_refuses_an_index_that_was_altered(small: Publication, tuf_js: Path, tmp_path: Path) -> None:
    assert small.last is not None
    index = small.edition / SUMS / small.last.index
    index.write_bytes(index.read_bytes()[:-2] + b"0\n")
    (tmp_path / "place").mkdir()
    with serving(small) as address:
        assert asked_tuf_js(tuf_js, address, tmp_path / "place").returncode == 1


def test_the_program_in_the_documentation_works_as_it_stands(small: Publication) -> None:
    page = (Path(__file__).parents[2] / "docs/checking.md").read_text()
    program = re.search(r"(?ms)^    import hashlib.*?^    print\(index.*?$", page)
    assert program
    with serving(small) as address:
        lines = "\n".join(line[4:] for line in program[0].split("\n")).replace("https://magazine.example/", address)
        done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert small.last is not None
    assert f"{SUMS}{small.last.index} is signed: edition 1" in done.stdout
    assert small.ring.trust().root_sha256 in done.stdout


def test_the_commands_in_the_documentation_find_every_fault(small: Publication, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(small.edition, copy)
    page = (Path(__file__).parents[2] / "docs/checking.md").read_text()
    commands = re.findall(r"(?m)^    (?:targets=|index=|\(cd |sed |sha256sum |cut |find ).*\n", page)
    script = "".join(line.removeprefix("    ") for line in commands)
    assert "sha256sum -c" in script
    assert "grep -vxFf" in script

    def run() -> str:
        done = subprocess.run(["sh", "-c", script], cwd=copy, capture_output=True, text=True, timeout=120, check=False)
        return done.stdout

    assert run() == ""
    first = next(iter(small.files))
    (copy / first).write_text("altered")
    (copy / "spam.html").write_text("spam")
    assert sorted(run().split("\n")) == ["", f"{first}: FAILED", "spam.html"]
