"""What readers' browsers are told, and what nobody can make the server tell."""

import gzip
import json
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.model.headers import STYLES
from skaryna.serve.answer import answer
from skaryna.serve.compress import choose, packed


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pub") / "edition"
    for path in ("index.html", "404.html", "be/404.html", "be/index.html", "2024/a.html", "old/title/index.html",
                 "assets/style.abc.css", ".skaryna/edition.json", "лист.html"):  # fmt: skip
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"<p>{path}</p>" * 30)
    (root.parent / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(root.parent / "secret.txt")
    (root / "out").symlink_to(root.parent)
    (root / ".a.html.new").write_text("half written")
    return root


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("/", "index.html"),
        ("/be/", "be/index.html"),
        ("/2024/a.html", "2024/a.html"),
        ("/2024/a", "2024/a.html"),
        ("/old/title/", "old/title/index.html"),
        ("/.skaryna/edition.json", ".skaryna/edition.json"),
        ("/%D0%BB%D0%B8%D1%81%D1%82.html", "лист.html"),
    ],
)
def test_a_page_is_found_at_its_address(edition: Path, target: str, file: str) -> None:
    found = answer(edition, "GET", target)
    assert (found.status, found.file) == (200, edition / file)


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/2024/../../secret.txt", "/..%2fsecret.txt", "//secret.txt",
        "/link.txt", "/out/secret.txt", "/.a.html.new", "/\\..\\secret.txt", "/%00", "/%ff%fe", "/2024/a.html/x", "secret.txt",
        "/" + "a" * 3000, "/./index.html",
    ],
)  # fmt: skip
def test_nothing_outside_the_edition_is_ever_given_out(edition: Path, target: str) -> None:
    found = answer(edition, "GET", target)
    assert found.status == 404
    assert found.file is None or found.file.name == "404.html"


@given(st.text(max_size=60).map(lambda text: f"/{text}"), st.sampled_from(["GET", "HEAD"]))
def test_every_target_gets_an_answer_from_inside(
    tmp_path_factory: pytest.TempPathFactory, target: str, method: str
) -> None:
    root = tmp_path_factory.getbasetemp() / "any" / "edition"
    root.mkdir(parents=True, exist_ok=True)
    found = answer(root, method, target)
    assert found.status in {200, 301, 404}
    assert found.file is None or found.file.resolve().is_relative_to(root.resolve())


def test_a_missing_page_is_answered_in_the_language_of_its_folder(edition: Path) -> None:
    assert answer(edition, "GET", "/be/nothing").file == edition / "be/404.html"
    assert answer(edition, "GET", "/nothing").file == edition / "404.html"


def test_a_folder_without_its_slash_leads_to_it(edition: Path) -> None:
    found = answer(edition, "GET", "/old/title")
    assert found.status == 301
    assert dict(found.headers)["location"] == "/old/title/"


def test_only_reading_is_allowed(edition: Path) -> None:
    assert answer(edition, "POST", "/").status == 405


@pytest.mark.parametrize("target", ["/", "/nothing", "/assets/style.abc.css", "/old/title"])
def test_every_answer_forbids_scripts_frames_and_referrers(edition: Path, target: str) -> None:
    headers = dict(answer(edition, "GET", target).headers)
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src 'self';" in headers["content-security-policy"]
    # No more than pictures are allowed: this host, and no other.
    assert "connect-src 'self';" in headers["content-security-policy"]
    assert "*" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers


def styled(root: Path, listed: bytes) -> Path:
    """Lay out a small edition that lists its styles."""
    (root / STYLES).parent.mkdir()
    (root / STYLES).write_bytes(listed)
    for name in ("index.html", "404.html"):
        (root / name).write_text("<p>Page</p>")
    return root


def test_pages_may_carry_the_styles_that_their_edition_names_and_no_others(tmp_path: Path) -> None:
    ours = [f"sha256-{letter * 43}=" for letter in "AB"]
    edition = styled(tmp_path, json.dumps(ours).encode())
    for target in ("/", "/nothing"):
        policy = dict(answer(edition, "GET", target).headers)["content-security-policy"]
        assert f"style-src '{ours[0]}' '{ours[1]}';" in policy
        assert "unsafe-inline" not in policy


@pytest.mark.parametrize(
    "listed",
    [b"", b"{", b"[]", b"{}", b"7", b'["unsafe-inline"]', b'["sha256-x\'; script-src *"]', b"[" * 5_000, b'["\\ud800"]', b"\xff"],
)  # fmt: skip
def test_a_list_of_styles_that_says_anything_else_allows_nothing(tmp_path: Path, listed: bytes) -> None:
    edition = styled(tmp_path, listed)
    assert "style-src 'self';" in dict(answer(edition, "GET", "/").headers)["content-security-policy"]


def test_the_worker_may_ask_mirrors_and_run_nothing_and_is_asked_for_again_each_time(edition: Path) -> None:
    (edition / "worker.js").write_text("// worker")
    headers = dict(answer(edition, "GET", "/worker.js").headers)
    assert headers["content-security-policy"] == "default-src 'none'; connect-src *"
    assert "no-cache" in headers["cache-control"]


def test_what_is_named_by_its_content_is_kept_for_a_year_and_pages_are_asked_for_again(edition: Path) -> None:
    assert "immutable" in dict(answer(edition, "GET", "/assets/style.abc.css").headers)["cache-control"]
    page = answer(edition, "GET", "/")
    assert "no-cache" in dict(page.headers)["cache-control"]
    again = answer(edition, "GET", "/", if_none_match=f'"other", {page.etag}')
    assert (again.status, again.file) == (304, None)


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("", ""), ("identity", "")],
)
def test_the_best_encoding_that_a_browser_names_is_chosen(accepted: str, chosen: str) -> None:
    assert choose(accepted) == chosen


@pytest.mark.parametrize("size", [10, 10_000, 200_000, 3_000_000])
def test_compressed_bodies_are_the_files(size: int) -> None:
    data = b"<p>A river, and a ferry. </p>" * (size // 28)
    for coding, undo in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        body, packing = packed(data, coding)
        assert packing == (coding if size > 256 else "")
        assert (undo(body) if packing else body) == data
    assert packed(data, "") == (data, "")
