"""The scripts that an edition ships: their size, their making, and the core under Node."""

import json
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.formats import encode_canonical

from skaryna.model import Trust
from skaryna.model.names import LANGUAGES
from skaryna.theme import shipped, verifier
from skaryna.theme.shorten import bare, short

MAX_WORKER_BYTES = 5_000
NODE = shutil.which("node")
CORE = Path(str(files("skaryna.theme") / "scripts" / "tuf.mjs"))
needs_node = pytest.mark.skipif(NODE is None, reason="no node on this machine: the core's own tests run under it")

TRUST = Trust(root_version=12, root_sha256="0123456789abcdef" * 4)
ADDRESSES = ("https://ferry.example/", "https://copy.example/magazine/", "https://ferry.mirrors.example/")


def test_the_worker_is_at_most_5_kb_compressed_in_all_languages() -> None:
    for main in LANGUAGES:
        languages = (main, *(each for each in LANGUAGES if each != main))
        assert len(brotli.compress(verifier.worker(shipped(), TRUST, languages, ADDRESSES))) <= MAX_WORKER_BYTES, main


def test_the_worker_names_the_root_that_it_starts_from() -> None:
    text = verifier.worker(shipped(), TRUST, ("en",), ADDRESSES).decode()
    assert f'root:{{version:12,sha256:"{TRUST.root_sha256}"}}' in text
    assert 'mirrors:["https://ferry.example/"' in text


def test_the_same_input_gives_the_same_bytes() -> None:
    assert verifier.worker(shipped(), TRUST, ("en", "be"), ADDRESSES) == verifier.worker(
        shipped(), TRUST, ("en", "be"), ADDRESSES
    )
    assert verifier.worker(shipped(), TRUST, ("en", "be"), ADDRESSES) != verifier.worker(
        shipped(), TRUST, ("be", "en"), ADDRESSES
    )


def test_a_notice_is_a_whole_page_in_its_language() -> None:
    notices = json.loads(verifier.notices(shipped(), LANGUAGES))
    assert set(notices) == set(LANGUAGES)
    for language, cases in notices.items():
        assert set(cases) == {"nothing", "unlisted"}
        for page in cases.values():
            assert f'<html lang="{language}">' in page
            assert "script" not in page
        assert "{date}" in cases["nothing"]
        assert "{date}" not in cases["unlisted"]


@pytest.mark.parametrize("name", ["tuf.mjs", "worker.js", "reader.js"])
def test_our_sources_are_written_as_the_press_expects(name: str) -> None:
    text = (files("skaryna.theme") / "scripts" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        code = re.sub(r'"[^"]*"|`[^`]*`|/\^.*?/', "", line)
        assert "//" not in code.lstrip().removeprefix("//"), line
        assert "/*" not in code.strip().removeprefix("/*"), line


def test_shortening_leaves_properties_strings_and_keywords_alone() -> None:
    source = """
/** Gone. */
const largest = (values, { limit = 3, reason }) => {
  // Gone too.
  const found = values.filter((each) => each.size < limit);
  return `${found.length} largest, ${reason}` + "largest found" + /largest "/.test(reason) + { found }.found;
};
"""
    made = short(bare(source))
    assert "Gone" not in made
    assert '"largest found"' in made
    assert '/largest "/' in made
    assert ".size<limit" in made
    assert "${reason}" in made
    assert "const largest=" not in made


@needs_node
def test_shortened_scripts_are_scripts(tmp_path: Path) -> None:
    for data in (verifier.worker(shipped(), TRUST, LANGUAGES, ADDRESSES), verifier.page_script(shipped(), LANGUAGES)):
        (tmp_path / "made.js").write_bytes(data)
        subprocess.run([NODE or "", "--check", tmp_path / "made.js"], check=True)


@needs_node
def test_the_core_under_node() -> None:
    done = subprocess.run(
        [NODE or "", "--test", str(Path(__file__).with_name("tuf.test.mjs"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=12,
)


@needs_node
def test_canonical_json_agrees_with_python(tmp_path: Path) -> None:
    """Many values in one start of Node; hypothesis finds them, one process compares them."""
    values: list[object] = []

    @given(VALUES)
    def gather(value: object) -> None:
        values.append(value)

    gather()
    given_values = tmp_path / "values.json"
    given_values.write_text(json.dumps(values))
    program = (
        f"import {{ canonical }} from {json.dumps(CORE.as_uri())}; import fs from 'node:fs';"
        "console.log(JSON.stringify(JSON.parse(fs.readFileSync(process.argv[1])).map((each) => canonical(each))))"
    )
    done = subprocess.run(
        [NODE or "", "--input-type=module", "-e", program, str(given_values)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [encode_canonical(value) for value in values]
