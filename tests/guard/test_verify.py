"""What is said of copies that somebody has taken apart: in a folder, on the web, in an archive."""

import contextlib
import datetime as dt
import io
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from skaryna.guard import Report, forks, originals_from
from skaryna.model.trust import words_of
from skaryna.outside.copies import open_copy
from skaryna.outside.http import Patience
from tests.guard.attacks import ADDED, ATTACKS, HARMLESS, PAGE, Attack
from tests.guard.scene import Scene
from tests.outside import hosts
from tests.outside.hosts import Host
from tests.seal.sealed import NOW, PAGES, Publication, put

NAMES = {"ids": lambda attack: attack.name}


def said(report: Report) -> str:
    """Everything that the command says, as it says it."""
    from skaryna.cli.verify import _print

    with contextlib.redirect_stdout(io.StringIO()) as buffer:
        _print(report)
    return buffer.getvalue()


def judged(attack: Attack, report: Report) -> None:
    assert (report.verdict, report.exit_code) == (attack.verdict, attack.exit_code), said(report)
    assert attack.said in said(report), said(report)
    assert "hxxp" not in report.where
    if attack.path:
        assert attack.path in (*report.files.altered, *report.files.missing)


@pytest.mark.parametrize("attack", [*ATTACKS, *ADDED, *HARMLESS], **NAMES)
def test_every_attack_on_a_folder_is_named(scene: Scene, attack: Attack) -> None:
    attack.do(scene.publication, scene.copy)
    judged(attack, scene.check(originals=originals_from([open_copy(str(scene.honest))])))


@pytest.mark.parametrize("attack", [*ATTACKS, *HARMLESS], **NAMES)
def test_every_attack_on_a_web_host_is_named(scene: Scene, host: Host, attack: Attack) -> None:
    attack.do(scene.publication, scene.copy)
    judged(attack, scene.check(host.url, originals=originals_from([open_copy(str(scene.honest))])))


@pytest.mark.parametrize("attack", [*ATTACKS[:6], *ADDED[:9], *HARMLESS], **NAMES)
@pytest.mark.parametrize("kind", ["tar", "tgz", "txz", "zip"])
def test_attacks_inside_an_archive_are_named(scene: Scene, tmp_path: Path, kind: str, attack: Attack) -> None:
    attack.do(scene.publication, scene.copy)
    judged(
        attack,
        scene.check(
            packed(scene.copy, tmp_path / f"copy.{kind}"), originals=originals_from([open_copy(str(scene.honest))])
        ),
    )


def packed(folder: Path, archive: Path) -> Path:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            for path in sorted(folder.rglob("*")):
                file.write(path, f"magazine/{path.relative_to(folder)}")
    else:
        with tarfile.open(archive, {".tar": "w", ".tgz": "w:gz", ".txz": "w:xz"}[archive.suffix]) as file:
            file.add(folder, "magazine")
    return archive


@pytest.mark.parametrize(
    ("trick", "path", "verdict", "expected"),
    [
        (hosts.endless, PAGE, "altered", f"gives more than 5,000,000 bytes for {PAGE}"),
        (hosts.endless, "metadata/timestamp.json", "altered", "timestamp.json is larger than it can be"),
        (hosts.bomb, PAGE, "altered", "gives more than"),
        (hosts.bomb, "metadata/timestamp.json", "altered", "timestamp.json is larger than it can be"),
        (hosts.elsewhere, PAGE, "altered", f"sends {PAGE} elsewhere: to http://127.0.0.2:9/casino"),
        (hosts.elsewhere, "metadata/timestamp.json", "unknown", "sends metadata/timestamp.json elsewhere"),
        (hosts.truncated, PAGE, "unknown", "breaks off"),
        (hosts.truncated, "metadata/timestamp.json", "unknown", "breaks off"),
        (hosts.instead(b"", 500), PAGE, "unknown", "1 files could not be had"),
        (hosts.instead(b"[" * 16_000), "metadata/timestamp.json", "altered", "timestamp.json is cut off"),
    ],
)
def test_every_bad_host_is_named(
    scene: Scene, host: Host, trick: hosts.Trick, path: str, *, verdict: str, expected: str
) -> None:
    host.tricks[path] = trick
    report = scene.check(host.url)
    assert (report.verdict, expected in said(report)) == (verdict, True), said(report)


@pytest.mark.parametrize("path", [PAGE, "metadata/timestamp.json"])
def test_a_slow_host_is_given_up(scene: Scene, host: Host, path: str) -> None:
    host.tricks[path] = hosts.dripping(host)
    report = scene.check(host.url, patience=Patience(idle_s=1.0, total_s=1.5))
    assert report.verdict == "unknown"
    assert "is too slow" in said(report)


def test_headers_of_a_page_are_not_what_was_signed(scene: Scene, host: Host) -> None:
    host.tricks[PAGE] = hosts.clears_site_data(PAGES[PAGE])
    assert scene.check(host.url).verdict == "intact"


def test_an_altered_page_hides_behind_no_failure(scene: Scene, host: Host) -> None:
    host.tricks[PAGE] = hosts.instead(b"casino")
    host.tricks["index.html"] = hosts.instead(b"", 500)
    report = scene.check(host.url)
    assert (report.verdict, report.files.altered, report.files.unproven) == ("altered", (PAGE,), ("index.html",))


def test_pages_added_on_the_web_are_found_by_links_sitemap_and_redirects(scene: Scene, host: Host) -> None:
    put(scene.copy, "casino/one.html", b'<a href="two.html">more</a>')
    put(scene.copy, "casino/two.html", b"spam")
    put(scene.copy, "linked.html", b"spam")
    put(scene.copy, "_redirects", b"/go /target.html 301\n")
    put(scene.copy, "target.html", b"spam")
    put(scene.copy, "sitemap.xml", b"<urlset><url><loc>https://ferry.example/casino/one.html</loc></url></urlset>")
    put(scene.copy, PAGE, PAGES[PAGE] + b'<a href="../linked.html">x</a>')
    report = scene.check(host.url)
    assert set(report.files.added) == {"casino/one.html", "casino/two.html", "linked.html", "_redirects", "target.html"}
    assert set(report.files.altered) == {"sitemap.xml", PAGE}


def test_a_host_with_a_page_for_every_name_is_said_to_be_one(scene: Scene, host: Host) -> None:
    files = {p.relative_to(scene.copy).as_posix(): p.read_bytes() for p in scene.copy.rglob("*") if p.is_file()}
    host.tricks = {path: hosts.instead(data) for path, data in files.items()} | {
        "metadata/2.root.json": hosts.instead(b"", 404),
        "*": hosts.instead(b"all"),
    }
    report = scene.check(host.url)
    assert report.verdict == "intact"
    assert "answers for any name" in said(report)


def test_an_interrupted_check_of_a_web_host_goes_on_where_it_was(scene: Scene, host: Host) -> None:
    host.tricks["index.html"] = hosts.instead(b"", 503)
    assert scene.check(host.url).verdict == "unknown"
    host.tricks.clear()
    host.asked.clear()
    assert scene.check(host.url).verdict == "intact"
    assert host.asked.count("index.html") == 1
    assert PAGE not in host.asked
    host.asked.clear()
    # A check that has come to its end says nothing about tomorrow.
    assert scene.check(host.url).verdict == "intact"
    assert PAGE in host.asked


def test_a_copy_past_its_date_is_authentic_and_unconfirmed(scene: Scene) -> None:
    scene.publication.now = NOW + dt.timedelta(days=9)
    report = scene.check()
    assert (report.verdict, report.exit_code, report.files.is_whole) == ("expired", 1, True)
    assert "Authentic, not confirmed since 2026-11-23." in said(report)
    (scene.copy / PAGE).write_bytes(b"casino")
    assert scene.check().verdict == "altered"


def test_the_first_use_is_named_and_the_second_is_held_to_it(scene: Scene, tmp_path: Path) -> None:
    scene.state = tmp_path / "new"
    assert "First use: these keys were not known here before" in said(scene.check())
    assert not scene.check().first_use
    assert oct(scene.state.stat().st_mode & 0o777) == "0o700"
    stranger = Publication()
    stranger.publish(tmp_path / "stranger")
    report = scene.check(tmp_path / "stranger")
    assert (report.verdict, report.first_use) == ("altered", False)
    assert "ALARM" in said(report)
    assert " ".join(words_of(stranger.fingerprint)) in said(report)


def test_eight_words_decide_between_two_who_say_they_are_the_same(scene: Scene, tmp_path: Path) -> None:
    scene.state = tmp_path / "new"
    impostor = Publication()
    impostor.publish(tmp_path / "impostor")
    assert scene.check(tmp_path / "impostor").first_use
    assert scene.check().verdict == "altered"
    words = " ".join(words_of(scene.publication.fingerprint))
    assert scene.check(fingerprint=words).verdict == "intact"
    wrong = scene.check(tmp_path / "impostor", fingerprint=words)
    assert wrong.verdict == "altered"
    assert "is not signed under the fingerprint" in said(wrong)


def test_an_old_copy_with_keys_that_were_replaced_since(scene: Scene, tmp_path: Path) -> None:
    shutil.copytree(scene.copy, tmp_path / "stick")
    scene.publication.rotate("timestamp")
    scene.publication.publish(scene.copy)
    assert scene.check().verdict == "intact"
    report = scene.check(tmp_path / "stick")
    assert report.verdict == "outdated"
    assert "lacks newer keys" in said(report)
    scene.publication.rotate("targets")
    scene.publication.publish(scene.copy)
    assert scene.check().verdict == "intact"
    report = scene.check(tmp_path / "stick")
    assert report.verdict == "altered"
    assert "keys that The Ferry has withdrawn since" in said(report)


def test_two_copies_with_different_editions_of_one_number_raise_an_alarm(scene: Scene, tmp_path: Path) -> None:
    other = tmp_path / "other"
    scene.publication.versions = {"targets": 1, "snapshot": 1, "timestamp": 1}
    scene.publication.publish(other, {**PAGES, PAGE: b"<h1>another</h1>"}, edition=2)
    scene.state = tmp_path / "one"
    first = scene.check()
    scene.state = tmp_path / "two"
    second = scene.check(other)
    assert first.verdict == second.verdict == "intact"
    (alarm,) = forks([first, second, scene.check(tmp_path / "edition-1")])
    assert "show different editions 2, both signed" in alarm
    assert forks([first, first]) == []


def test_quick_skips_what_has_not_changed_and_nothing_else(scene: Scene, tmp_path: Path) -> None:
    from skaryna.guard import hashing

    old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp()
    paths = sorted(p.relative_to(scene.copy).as_posix() for p in scene.copy.rglob("*") if p.is_file())
    _, memory, problems = hashing.digests(scene.copy, paths, max_bytes=1 << 20, known={}, step=lambda *_: None)
    assert not problems
    # Files that changed a moment ago are not remembered: they may change again within one tick of the clock.
    assert not memory
    known = {p: hashing.Known((scene.copy / p).stat().st_size, (s := (scene.copy / p).stat()).st_mtime_ns, s.st_ctime_ns, s.st_ino, b"\1" * 32) for p in paths}  # fmt: skip
    trusted, _, _ = hashing.digests(scene.copy, paths, max_bytes=1 << 20, known=known, step=lambda *_: None)
    assert set(trusted.values()) == {"01" * 32}
    (scene.copy / PAGE).write_bytes(PAGES[PAGE].replace(b"night", b"day!!"))
    import os

    os.utime(scene.copy / PAGE, (old, old))
    again, _, _ = hashing.digests(scene.copy, paths, max_bytes=1 << 20, known=known, step=lambda *_: None)
    assert {path for path in paths if again[path] != "01" * 32} == {PAGE}


def test_signatures_that_were_taken_away_are_missed(scene: Scene) -> None:
    assert scene.check().verdict == "intact"
    shutil.rmtree(scene.copy / "metadata")
    report = scene.check()
    assert (report.verdict, report.exit_code) == ("unknown", 2)
    assert (
        "has no signatures any more; The Ferry was signed here or elsewhere when it was pinned on 2026-11-23"
        in said(report)
    )


def test_sha256sum_proves_the_same(scene: Scene) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("no sha256sum on this machine")

    def check() -> bytes:
        lists = b"".join(
            p.read_bytes() for p in (scene.copy / ".skaryna/sums").iterdir() if b"  " in p.read_bytes()[:70]
        )
        return subprocess.run(["sha256sum", "-c"], cwd=scene.copy, input=lists, capture_output=True, check=False).stdout

    assert check().count(b": OK\n") == len(PAGES)
    (scene.copy / PAGE).write_bytes(b"casino")
    assert f"{PAGE}: FAILED".encode() in check()
