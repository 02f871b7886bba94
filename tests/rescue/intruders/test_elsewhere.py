"""Frames, programs, refreshes and bases that lead to other sites; and the many honest ones."""

import random

import pytest

from skaryna.model.finding import Finding
from skaryna.rescue import savedpage
from skaryna.rescue.savedpage.scanning import suspected
from skaryna.rescue.site import site_of
from tests.rescue.lookalikes import assembled, parts_of


def page_with(markup: str = "", *, head: str = "", tail: str = "") -> str:
    title, parts = parts_of(random.Random(3), "en")
    parts.paragraphs.insert(2, markup)
    parts.tail = tail
    return assembled(title, "en", parts).replace("<style>", f"{head}<style>", 1)


def found(page: str) -> list[Finding]:
    site = site_of([savedpage.facts_of(page)])
    told = savedpage.told(page, site)
    assert told.tally is not None
    assert told.tally.unaccounted == ""
    return [each for each in suspected(savedpage.read(page, site)) if not each.text]


def kinds(page: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.kind, each.signals) for each in found(page)]


@pytest.mark.parametrize(
    "frame",
    [
        '<iframe src="http://pills-casino.example/in.php" width="1" height="1"></iframe>',
        '<div style="display:none"><iframe src="http://198.51.100.7/in.php"></iframe></div>',
        '<iframe src="//198.51.100.7/x" style="position:absolute;left:-4000px"></iframe>',
        '<div style="visibility:hidden"><object data="http://drop.example/a.swf"></object></div>',
        '<embed src="http://drop.example/a.swf" width="0" height="0">',
        '<applet code="Run.class" codebase="http://drop.example/" width="1" height="1"></applet>',
    ],
)
def test_what_is_hidden_and_runs_from_elsewhere_is_taken_out(frame: str) -> None:
    [(kind, signals)] = kinds(page_with(frame))
    assert kind == "intruder"
    assert "hidden" in signals
    draft = savedpage.told(page_with(frame), site_of([savedpage.facts_of(page_with(frame))])).draft
    assert draft is not None
    assert "drop.example" not in repr(draft.body)


def test_a_hidden_frame_after_the_end_of_the_page_is_taken_out_and_says_why() -> None:
    [finding] = found(page_with(tail='<iframe src="http://drop.example/" width="0" height="0"></iframe>'))
    assert finding.kind == "intruder"
    assert finding.hosts == ("drop.example",)
    assert "readers cannot see it (a frame of no size)" in finding.reason.lower()
    assert "drop.example" in finding.markup


@pytest.mark.parametrize(
    "frame",
    [
        '<iframe src="https://sync.example/i" style="display:none"></iframe>',
        '<applet code="Chart.class" codebase="https://charts.example/" width="300" height="200"></applet>',
    ],
)
def test_one_kind_of_evidence_alone_asks_an_editor(frame: str) -> None:
    assert [kind for kind, _ in kinds(page_with(frame))] == ["unsure"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("http://new-home.example/", "unsure"),
        ("http://198.51.100.7/", "intruder"),
        ("https://casino-bonus.example/?from=bank", "intruder"),
    ],
)
@pytest.mark.parametrize("written", ["0;url={}", "0; URL='{}'", "2,{}", "5 ; url = {}"])
def test_a_page_that_sends_its_readers_away_is_named(address: str, kind: str, written: str) -> None:
    head = f'<meta http-equiv="Refresh" content="{written.format(address)}">'
    [(said, signals)] = kinds(page_with(head=head))
    assert said == kind
    assert "sends readers away" in signals


def test_a_base_on_another_site_turns_every_short_address_and_is_named() -> None:
    [(kind, signals)] = kinds(page_with(head='<base href="https://mirror-of-all.example/">'))
    assert (kind, signals) == ("unsure", ("turns its links",))
    [(kind, signals)] = kinds(page_with(head='<base href="https://casino-bonus.example/">'))
    assert kind == "intruder"
    assert {"turns its links", "lexicon"} == set(signals)


@pytest.mark.parametrize(
    "page",
    [
        page_with('<iframe src="https://www.youtube.com/embed/x" width="560" height="315"></iframe>'),
        page_with('<iframe src="https://player.mills.example/1" width="560" height="315"></iframe>'),
        page_with(
            '<noscript><iframe src="https://www.googletagmanager.com/ns.html?id=G" height="0" width="0" '
            'style="display:none;visibility:hidden"></iframe></noscript>'
        ),
        page_with(
            '<script src="https://count.example/c.js"></script><iframe src="https://sync.count.example/" '
            'style="display:none"></iframe>'
        ),
        page_with(
            '<div style="position:relative;height:0;overflow:hidden;padding-bottom:56.25%">'
            '<iframe src="https://films.mills.example/1" style="position:absolute"></iframe></div>'
        ),
        page_with('<iframe style="display:none" src="about:blank"></iframe><iframe hidden srcdoc="x"></iframe>'),
        page_with('<object data="https://film.example/a.swf" width="400" height="300"></object>'),
        page_with('<embed src="/own/player.swf" width="0" height="0">'),
        page_with(head='<meta http-equiv="refresh" content="900">'),
        page_with(head='<meta http-equiv="refresh" content="0;url=https://bank.example/en/">'),
        page_with(head='<meta http-equiv="refresh" content="3600; url=https://start.example/">'),
        page_with(head='<base href="/">'),
        page_with(head='<base href="https://bank.example/">'),
    ],
)
def test_what_honest_pages_bring_in_is_left_alone(page: str) -> None:
    assert kinds(page) == []


def test_a_thousand_frames_are_no_trap() -> None:
    many = "".join(f'<iframe src="http://h{n}.example/" width="0"></iframe>' for n in range(1_000))
    assert len(found(page_with(many))) <= 60
