"""`skaryna scan`, and the reports of `scan` and `rescue`, as people meet them."""

import json
from pathlib import Path

from tests.cli.test_commands import skaryna
from tests.outside import hosts
from tests.outside.hosts import hosting
from tests.rescue import lookalikes
from tests.rescue.exports import making
from tests.rescue.remains import page

SPAM = '<div style="display:none"><a href="http://plivo.example/a">narek soltimo dranta</a></div>'


def write(folder: Path, pages: list[lookalikes.Lookalike]) -> None:
    folder.mkdir()
    for each in pages:
        (folder / each.name).write_text(each.html)


def test_a_clean_folder_ends_with_0(tmp_path: Path) -> None:
    write(tmp_path / "site", lookalikes.clean_site(1, "en"))
    done = skaryna("scan", "site", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nothing on 8 pages speaks of an intruder." in done.stdout


def test_what_is_found_ends_with_1_and_is_told_in_words_json_and_files(tmp_path: Path) -> None:
    write(tmp_path / "site", lookalikes.injected_site(1, "en", "off screen"))
    done = skaryna("scan", "site", "--report", "r.html", "--domains", "d.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "into 4 of 8 pages" in done.stdout
    assert "http:" not in done.stdout
    assert "default-src 'none'" in (tmp_path / "r.html").read_text()
    assert (tmp_path / "r.html").stat().st_mode & 0o777 == 0o600
    assert ".example" in (tmp_path / "d.csv").read_text()
    told = json.loads(skaryna("scan", "site", "--json", cwd=tmp_path).stdout)
    assert [each["verdict"] for each in told["pages"]].count("found") == 4
    finding = next(each["findings"][0] for each in told["pages"] if each["findings"])
    assert finding["kind"] == "intruder"
    assert finding["hosts"]


def test_what_cannot_be_judged_ends_with_2_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"%PDF-1.4")
    (tmp_path / "empty").mkdir()
    for arguments, said in (
        (["a.html"], "It is a PDF"),
        (["none.html"], "It does not exist."),
        (["empty"], "There is no page in empty."),
        (["ftp://x.example/"], "is no address of a site"),
        (["http://user:secret@x.example/"], "is no address of a site"),
        (["http://127.0.0.1:9/"], "does not answer"),
    ):
        done = skaryna("scan", *arguments, cwd=tmp_path)
        assert done.returncode == 2, arguments
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_rescue_writes_the_report_with_the_counts_of_the_law(tmp_path: Path) -> None:
    write(tmp_path / "site", lookalikes.injected_site(1, "pl", "at the end"))
    done = skaryna("rescue", "--dry-run", "site", "--report", "r.html", "--domains", "d.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Nothing was lost and nothing invented" in (tmp_path / "r.html").read_text()


def test_what_only_a_search_engine_is_given_is_found(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(page(before='<p><a href="/more.html">more of the mill</a></p>'))
    clean, spoilt = page().encode(), page(after=SPAM.replace(' style="display:none"', "")).encode()

    def cloaked(handler) -> None:  # type: ignore[no-untyped-def]
        is_machine = "Googlebot" in handler.headers.get("user-agent", "")
        hosts.send(handler, spoilt if is_machine else clean, content_type="text/html")

    with hosting(tmp_path) as host:
        host.tricks["more.html"] = cloaked
        host.tricks[""] = lambda h: hosts.send(h, (tmp_path / "index.html").read_bytes(), content_type="text/html")
        done = skaryna("scan", host.url, "--json")
        told = json.loads(done.stdout)
        assert done.returncode == 1, done.stderr
        (found,) = [each for each in told["pages"] if each["verdict"] == "found"]
        assert found["address"].endswith("/more.html")
        assert "shown to machines only" in found["findings"][0]["signals"]
        assert not any("cookie" in headers for headers in host.headers)


def test_an_export_is_looked_through_post_by_post(tmp_path: Path) -> None:
    (tmp_path / "e.xml").write_text(
        making.export(making.item(), making.item(8, making.BODY + SPAM, slug="b", title="B"))
    )
    done = skaryna("scan", "e.xml", "--json", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert [each["verdict"] for each in told["pages"]] == ["clean", "found"]
    assert "plivo.example" in told["pages"][1]["findings"][0]["hosts"]


def test_the_report_speaks_the_language_that_is_asked_for_or_the_publications(tmp_path: Path) -> None:
    write(tmp_path / "site", lookalikes.injected_site(1, "pl", "at the end"))
    made = skaryna(
        "new",
        "paper",
        "--name",
        "P",
        "--url",
        "https://p.example",
        "--language",
        "uk",
        "--language",
        "en",
        cwd=tmp_path,
    )
    assert made.returncode == 0, made.stderr
    paper = tmp_path / "paper"

    def language(*arguments: str, cwd: Path = paper) -> str:
        done = skaryna(*arguments, "--report", "r.html", cwd=cwd)
        assert done.returncode in {0, 1}, done.stderr
        return (cwd / "r.html").read_text().split('lang="', 1)[1][:2]

    assert language("scan", "../site") == "uk"
    assert language("rescue", "--dry-run", "../site") == "uk"
    assert language("scan", "../site", "--language", "pl") == "pl"
    assert language("rescue", "--dry-run", "../site", "--language", "be") == "be"
    assert language("scan", "site", cwd=tmp_path) == "en"
    assert language("-C", "paper", "scan", "site", cwd=tmp_path) == "uk"
    settings = paper / "skaryna.toml"
    settings.write_text(settings.read_text().replace('"uk", "en"', '"de", "en"'))
    assert language("scan", "../site") == "en"
    wrong = skaryna("scan", "site", "--report", "r.html", "--language", "xx", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "'xx' is not one of 'en', 'be', 'ru', 'uk', 'pl'" in wrong.stderr


def test_a_report_names_no_folder_of_this_computer(tmp_path: Path) -> None:
    home = tmp_path / "home-of-ann"
    write(home, lookalikes.injected_site(1, "en", "at the end"))
    skaryna("scan", str(home / "none.html"), str(home), "--report", str(tmp_path / "r.html"), cwd=tmp_path)
    told = (tmp_path / "r.html").read_text()
    assert "home-of-ann" in told
    assert str(tmp_path) not in told
