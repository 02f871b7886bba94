"""The report: an editor understands it, and nothing in it can do anything."""

import datetime as dt
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.model import Finding, Rescued
from skaryna.model.tally import Amount, Tally
from skaryna.rescue import rescue
from skaryna.rescue.report import domains_csv, report_html, story_of
from skaryna.rescue.report.domains import cell
from skaryna.rescue.wordlist import listed
from tests.rescue import lookalikes

INERT = listed(
    "body html main p h1 h2 h3 h4 dl div dt dd ol ul li section pre figure figcaption svg title desc rect text line"
    " table thead tbody tr th td caption details summary"
)
FIRST = dt.datetime(2021, 2, 11, tzinfo=dt.UTC)
THEN = dt.datetime(2021, 3, 4, tzinfo=dt.UTC)
NASTY = '"><script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>\u202ejavascript:alert(1) &lt;a&gt;'


def intruder(**known: object) -> Finding:
    values = {"kind": "intruder", "reason": "Readers cannot see it.", "text": "t", "signals": ("hidden",), **known}
    return Finding(**values)  # type: ignore[arg-type]


def page(*findings: Finding, source: str = "a.html", **known: object) -> Rescued:
    return Rescued(source=source, quarantine=findings, **known)  # type: ignore[arg-type]


def told(*pages: Rescued) -> str:
    return report_html(story_of(pages), title="bank.example")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.S)))


def test_it_says_what_happened_where_and_since_when() -> None:
    finding = intruder(
        hosts=("pills.example",),
        links=("http://pills.example/",),
        place="in the footer",
        first_seen=THEN,
        last_absent=FIRST,
    )
    said = words(told(page(finding, copies=(FIRST, THEN)), page(source="b.html")))
    assert "Somebody put 1 piece with 1 link to 1 other site into 1 of 2 pages." in said
    assert "It came between 11 February 2021 and 4 March 2021" in said
    assert "look at the theme’s files" in said
    assert "Readers could not see it; search engines could." in said


def test_without_older_copies_it_claims_no_day() -> None:
    said = words(told(page(intruder(hosts=("pills.example",), first_seen=THEN), copies=(THEN,))))
    assert "It came on that day or before" in said
    assert "4 March 2021 or before" in said
    assert "When it came cannot be told" in words(told(page(intruder())))


def test_a_clean_site_is_not_said_to_be_safe() -> None:
    said = words(told(page()))
    assert "Nothing on 1 page speaks of an intruder." in said
    assert "no proof that nobody was there" in said


def test_everything_from_the_site_is_dead_text() -> None:
    html = told(
        page(
            intruder(text=NASTY, markup=NASTY, links=(NASTY,), hosts=(NASTY,), place=NASTY, reason=NASTY),
            source=NASTY, address=NASTY,
        ),
        page(source=NASTY, problem=NASTY),
    )  # fmt: skip
    body = html.split("</style>", 1)[1]
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:script|img|a|iframe|link|form|object|base)\b", body, re.I)
    assert not re.search(r"\s(?:on\w+|href|src|style)\s*=", re.sub(r">[^<]*<", "><", body), re.I)
    assert "http" not in re.sub(r'http-equiv="Content', "", html)
    assert "javascript:" not in html
    assert "\u202e" not in html
    assert "⟨U+202E⟩" in html


@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=4))
def test_no_text_breaks_out_of_the_report_or_the_list(text: str, hosts: list[str]) -> None:
    finding = intruder(text=text, markup=text, hosts=tuple(hosts), place=text, links=tuple(hosts))
    story = story_of([page(finding, source=text or "x", address=text)])
    html = report_html(story, title=text)
    body = html.split("<body>", 1)[1]
    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", body))
    assert tags <= INERT
    html.encode()
    domains_csv(story).encode("utf-8", "replace")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "  =", "|", "%"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(start: str) -> None:
    assert cell(f"{start}cmd|' /C calc'!A0")[0] == "'"
    story = story_of([page(intruder(hosts=(f"{start}hyperlink(x)",)))])
    assert all(line.startswith(("\"'", '"domain"')) for line in domains_csv(story).splitlines())


def test_the_list_names_domains_as_a_server_s_lists_want_them() -> None:
    hosts = ("httpbin-pills.example", "казино.example")
    lines = domains_csv(story_of([page(intruder(hosts=hosts), address="http://bank.example/a")])).splitlines()
    assert lines[1].startswith('"httpbin-pills.example","intruder","1","1","1"')
    assert lines[2].startswith(f'"{hosts[1].encode("idna").decode()}"')
    assert '"hxxp://bank.example/a"' in lines[1]


def test_the_law_of_conservation_is_told_and_a_breach_is_not_hidden() -> None:
    good = Tally(content=Amount(words=5, signs=20), quarantine=Amount(links=2), came=Amount(words=5, signs=20, links=2))
    assert "Nothing was lost and nothing invented: the 20 letters" in words(told(page(tally=good)))
    bad = Tally(content=Amount(signs=20), came=Amount(signs=25, links=1))
    assert "a.html: characters: +5, links: +1" in words(told(page(tally=bad)))


def test_the_same_findings_give_the_same_bytes(tmp_path: Path) -> None:
    for each in lookalikes.injected_site(3, "en", "display none", 4):
        (tmp_path / each.name).write_text(each.html)
    assert told(*rescue([tmp_path])) == told(*rescue([tmp_path]))


def test_the_words_stand_before_the_code_and_code_stands_once() -> None:
    link = intruder(text="cheap mattresses", markup='<a href="http://x.example/">cheap mattresses</a>')
    said = words(told(page(link)))
    assert said.index("Its words cheap mattresses") < said.index("The same in the code of the page")
    script = intruder(text="eval(x)", markup="<script>eval(x)</script>", place="in the page's code")
    assert words(told(page(script))).count("eval(x)") == 1


def test_it_names_the_site_and_of_a_live_one_says_how_to_get_proof() -> None:
    html = told(page(intruder(), address="https://www.magazine.example/a"))
    assert "Report of an inspection: magazine.example (from bank.example)" in words(html)
    assert "How to prove it The site itself was asked" in words(html)


@pytest.mark.browser
def test_a_browser_shows_it_at_every_width_and_nothing_moves(tmp_path: Path, browser: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for each in lookalikes.injected_site(3, "en", "off screen", 4):
        (tmp_path / each.name).write_text(each.html)
    found = [*rescue([tmp_path]), page(intruder(hosts=("x.example",), first_seen=THEN), copies=(FIRST, THEN))]
    (tmp_path / "report.html").write_text(told(*found, page(source="x" * 300, problem="y" * 300)))
    # Colours are the same at every width.
    for width, scheme in ((360, "light"), (1280, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, offline=True
        )
        view = context.new_page()
        view.goto((tmp_path / "report.html").as_uri())
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(view).response["violations"] == []
        context.close()


NEWER = dt.datetime(2022, 5, 6, tzinfo=dt.UTC)


def test_it_says_whether_it_is_still_there_and_draws_no_longer_than_copies_prove() -> None:
    gone = intruder(hosts=("pills.example",), first_seen=THEN, last_absent=FIRST, last_seen=THEN, gone_by=NEWER)
    html = told(page(gone, copies=(FIRST, THEN, NEWER)))
    said = words(html)
    assert "The last copy that has it was made on 4 March 2021; by 6 May 2022 it was gone." in said
    assert "The newest copies have nothing of it any more" in said
    assert "between 11 February 2021 and 4 March 2021" in said
    assert "4 March 2021; gone by 6 May 2022" in said
    (bar,) = re.findall(r'<rect class="there" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', html)
    assert float(bar[0]) + float(bar[1]) < 10
    still = intruder(hosts=("pills.example",), first_seen=THEN, last_absent=FIRST, last_seen=NEWER)
    html = told(page(still, copies=(FIRST, THEN, NEWER)))
    assert "The newest copy at hand, of 6 May 2022, still has it." in words(html)
    assert "4 March 2021 to the newest copy, 6 May 2022" in words(html)
    (bar,) = re.findall(r'<rect class="there" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', html)
    assert float(bar[0]) + float(bar[1]) > 95


def test_places_are_said_in_words_that_no_programmer_needs() -> None:
    said = words(told(page(intruder(place="after </html>, in the copy of 2021-03-04"))))
    assert "after the end of the page, in the copy of 4 March 2021" in said
    assert "html" not in said.replace("a.html", "")


def test_it_says_how_to_prove_it_and_tells_nobody_where_the_files_lie(tmp_path: Path) -> None:
    from skaryna.cli.reporting import inspected

    home = tmp_path / "home-of-ann"
    home.mkdir()
    (home / "b.html").write_text("b")
    (home / "a.html").write_text("a")
    file, folder = inspected(home / "a.html"), inspected(home)
    assert file.digest == hashlib.sha256(b"a").hexdigest()
    listed = "".join(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}.html\n" for name in "ab")
    assert (folder.files, folder.digest) == (2, hashlib.sha256(listed.encode()).hexdigest())
    html = report_html(story_of([page(intruder())]), title="x", inspected=[file])
    said = words(html)
    assert "How to prove it" in said
    assert file.digest in said
    assert "1 file, 1 byte" in said
    assert str(tmp_path) not in html
