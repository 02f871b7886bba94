"""The page "Is this copy genuine?": what a person reads there is true, in every language, and its commands work."""

import datetime as dt
import html
import re
import subprocess
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from skaryna.errors import PressError
from skaryna.model import Trust
from skaryna.model.trust import words_of
from skaryna.press.approval import approve
from skaryna.press.run import print_edition
from skaryna.seal.keys.changes import init
from skaryna.seal.keys.passphrase import Passphrases
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.sealing import Sealer
from skaryna.theme import words
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.seal.publishing import NOW

MIRROR = "https://copy.example/ferry/"


@pytest.fixture
def all_languages(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path / "all", languages=("en", "be", "ru", "uk", "pl"))
    settings = newsroom.folder.root / "skaryna.toml"
    settings.write_text(
        settings.read_text().replace('# mirrors = ["https://copy.example/magazine/"]', f'mirrors = ["{MIRROR}"]')
    )
    approve(newsroom.folder, at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW)
    for number, language in enumerate(("en", "be", "ru", "uk", "pl"), start=1):
        newsroom.put(article(number, language=language, address=f"2024/s-{number}"))
    return newsroom


def sealer(newsroom: Newsroom) -> Sealer:
    ring = Keyring(newsroom.folder.keys, Passphrases(None, {}))
    if not ring.has_root:
        init(ring, "ann", "", now=NOW)
    return Sealer(ring, name="The Ferry", address="https://ferry.example", now=lambda: NOW)


def text(newsroom: Newsroom, path: str) -> str:
    body = LexborHTMLParser(newsroom.read(path)).css_first("main")
    assert body is not None
    return " ".join(body.text(separator=" ").split())


@pytest.mark.parametrize("language", ["en", "be", "ru", "uk", "pl"])
def test_a_signed_edition_says_how_to_check_it(all_languages: Newsroom, language: str) -> None:
    seal = sealer(all_languages)
    print_edition(all_languages.folder, seal=seal)
    path = "genuine.html" if language == "en" else f"{language}/genuine.html"
    page, said = all_languages.read(path), text(all_languages, path)
    trust = seal.trust()
    assert " ".join(trust.words) in said
    assert trust.root_sha256 in said
    assert "metadata/1.root.json" in said
    assert "https://ferry.example/" in said
    assert MIRROR in said
    assert "skaryna verify https://ferry.example/ --fingerprint" in said
    assert words(language)["genuine_limits_self"] in said
    assert words(language)["genuine_unsigned"] not in page
    assert f'<html lang="{language}"' in page
    assert "noindex" not in page
    assert page.count('hreflang="x-default"') == 1
    assert f"https://ferry.example/{path}" in all_languages.read("sitemaps/pages.xml")
    assert len(re.findall(r"[ыўё]" if language in {"be", "ru"} else r"\w", said)) > 20


def test_every_page_leads_there(all_languages: Newsroom) -> None:
    print_edition(all_languages.folder, seal=sealer(all_languages))
    pages = [path for path in all_languages.files() if path.endswith(".html")]
    for path in pages:
        language = path.split("/")[0] if path[:3] in {"be/", "ru/", "uk/", "pl/"} else "en"
        foot = LexborHTMLParser(all_languages.read(path)).css_first("footer.foot")
        assert foot is not None, path
        link = next(each for each in foot.css("a") if (each.attributes.get("href") or "").endswith("genuine.html"))
        assert link.text() == words(language)["genuine_title"], path


@pytest.mark.parametrize("language", ["en", "be", "ru", "uk", "pl"])
def test_an_unsigned_edition_says_so_on_every_page(all_languages: Newsroom, language: str) -> None:
    all_languages.print()
    folder = "" if language == "en" else f"{language}/"
    said = text(all_languages, f"{folder}genuine.html")
    assert words(language)["genuine_unsigned"] in said
    assert words(language)["genuine_unsigned_wrong"] in said
    assert "sha256sum" not in said
    assert '<meta name="robots" content="noindex">' in all_languages.read(f"{folder}genuine.html")
    assert "genuine.html" not in all_languages.read("sitemaps/pages.xml")
    for path in (f"{folder}index.html", f"{folder}archive.html"):
        foot = LexborHTMLParser(all_languages.read(path)).css_first("footer.foot a.unsigned")
        assert foot is not None
        assert foot.text() == words(language)["genuine_unsigned"]


def commands(newsroom: Newsroom) -> list[str]:
    found = re.findall(r'<pre class="command"[^>]*>(.*?)</pre>', newsroom.read("genuine.html"), re.DOTALL)
    assert len(found) == 4
    return [html.unescape(each) for each in found[1:]]


def run(copy: Path, command: str) -> str:
    done = subprocess.run(["bash", "-c", command], cwd=copy, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_the_commands_without_our_program_find_what_was_changed_and_added(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2))
    seal = sealer(newsroom)
    print_edition(newsroom.folder, seal=seal)
    newsroom.put(*(article(n) for n in range(3, 15)))
    for number in range(15, 24):  # versions of two digits, to be sorted as numbers
        newsroom.put(article(number))
        print_edition(newsroom.folder, seal=seal)
    root, listed, added = commands(newsroom)
    copy = newsroom.folder.edition
    assert run(copy, root).split()[0] == seal.trust().root_sha256
    assert run(copy, listed) == ""
    assert run(copy, added) == ""
    for path, addition in (("2024/story-1.html", "<p>casino</p>"), ("2024/casino.html", "casino")):
        data = (copy / path).read_text() if (copy / path).exists() else ""
        (copy / path).unlink(missing_ok=True)
        (copy / path).write_text(data + addition)
    (copy / "2024/story-2.html").unlink()
    said = run(copy, listed)
    assert "2024/story-1.html: FAILED" in said
    assert "2024/story-2.html: FAILED open or read" in said
    assert run(copy, added).split() == ["2024/casino.html"]


def test_a_list_that_was_changed_is_found(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    print_edition(newsroom.folder, seal=sealer(newsroom))
    copy = newsroom.folder.edition
    shard = max((copy / ".skaryna/sums").iterdir(), key=lambda path: path.stat().st_size)
    data = shard.read_bytes()
    shard.unlink()
    shard.write_bytes(data[:-1])
    assert shard.name in run(copy, commands(newsroom)[1])


def test_words_of_earlier_roots_are_shown(newsroom: Newsroom) -> None:
    class Later(Sealer):
        def trust(self) -> Trust:
            return Trust(root_version=2, root_sha256="ab" * 32, earlier=("cd" * 32,))

    newsroom.put(ANN, LAW, article(1))
    ring = Keyring(newsroom.folder.keys, Passphrases(None, {}))
    init(ring, "ann", "", now=NOW)
    print_edition(newsroom.folder, seal=Later(ring, name="The Ferry", address="https://ferry.example", now=lambda: NOW))
    said = text(newsroom, "genuine.html")
    assert "metadata/2.root.json" in said
    assert " ".join(words_of("cd" * 32)) in said


def test_no_page_of_the_editors_can_stand_there(newsroom: Newsroom) -> None:
    import msgspec

    newsroom.put(msgspec.structs.replace(SUPPORT, slug="genuine"), ANN, LAW, article(1))
    with pytest.raises(PressError, match="where the press puts a page of its own"):
        newsroom.print()
