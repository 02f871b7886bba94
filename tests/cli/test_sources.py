"""`skaryna sources` as people meet it: what is cited, copies of it, whether it is still there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import skaryna
from tests.rescue.archives.making import ADDRESS, Archive, day
from tests.rescue.remains import page

DEAD_PROXY = "http://127.0.0.1:9"
INSIDE = "http://127.0.0.1:9/private"
LOADED = f"""
import datetime as dt, sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Article, Source
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
body = (Source(title="A report", address="{ADDRESS}"), Source(title="Inside", address="{INSIDE}"))
newsroom.load(folder, [Article(id="a", group="a", language="en", address="2024/a", title="A", body=body,
    published_at=dt.datetime(2024, 5, 6, tzinfo=dt.UTC))], media=folder.media, by="test")
"""


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sources") / "pub"
    made = skaryna("new", str(root), "--name", "The Bank", "--url", "https://bank.example", "-l", "en")
    assert made.returncode == 0, made.stderr
    subprocess.run([sys.executable, "-c", LOADED, str(root)], check=True, timeout=120)
    return root


def test_a_copy_goes_from_a_file_to_readers(publication: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    listed = json.loads(skaryna("sources", "--json", cwd=publication).stdout)["sources"]
    assert {(each["address"], each["has_copy"]) for each in listed} == {(ADDRESS, False), (INSIDE, False)}
    file = Archive().add(page(), day(3)).write(tmp_path / "a.warc.gz")
    added = skaryna("sources", "add", str(file), "--address", ADDRESS, "--offer", cwd=publication)
    assert added.returncode == 0, added.stderr
    assert "1 published articles and pages show it" in added.stdout
    assert skaryna("publish", cwd=publication).returncode == 0
    edition = publication / "edition" / "2024"
    (shown,) = edition.glob("a.source-*.html")
    assert "Zhoravina" in shown.read_text()
    assert len(list(edition.glob("a.source-*.warc.gz"))) == 1
    verified = skaryna("verify", str(publication / "edition"))
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_what_cannot_be_is_one_sentence(publication: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("words")
    (publication / "a.html").write_text("words")
    for arguments, code, words in (
        (("add", str(tmp_path / "a.html"), "--address", ADDRESS), 2, "neither a web archive nor a saved page"),
        (("add", "nothing", "--address", ADDRESS), 2, "nothing: it does not exist"),
        (("add", "a.html", "--address", ADDRESS, "--picture", "shot.png"), 2, "shot.png: it does not exist"),
        (("archive", ADDRESS), 2, "No browser is set"),
        (("archive",), 2, "There is nothing to take"),
        (("archive", "https://never.example/"), 2, "No article cites"),
    ):
        said = skaryna("sources", *arguments, cwd=publication)
        assert (said.returncode, words in said.stderr) == (code, True), said.stderr
        assert "Traceback" not in said.stderr


def test_a_cited_address_inside_our_network_is_not_asked(publication: Path) -> None:
    # Through a proxy that does not answer, so that no name is looked up here; a host that is silent once is not dead.
    settings = publication / "skaryna.toml"
    settings.write_text(settings.read_text().replace('# proxy = "socks5h://127.0.0.1:9050"', f'proxy = "{DEAD_PROXY}"'))
    said = skaryna("sources", "check", "--json", cwd=publication)
    assert said.returncode == 0, said.stderr
    assert f"the address of the proxy {DEAD_PROXY}" in said.stderr
    listed = json.loads(skaryna("sources", "--json", cwd=publication).stdout)["sources"]
    assert {each["address"]: each["state"] for each in listed} == {INSIDE: "private", ADDRESS: "silent"}
