"""The quality of rescue: it may rise; it falls only by a reason that stands in floors.toml. And the traps."""

from pathlib import Path

import pytest

from skaryna.rescue import savedpage
from skaryna.rescue.savedpage.scanning import suspected
from skaryna.rescue.site import site_of
from tests.rescue import gate
from tests.rescue.lookalikes import Parts, assembled, clean_site, injected_site, parts_of
from tests.rescue.remains import PARAGRAPHS


def check(figures: dict[str, float]) -> None:
    floors = gate.floors()
    low = {name: (round(value, 3), floors[name]) for name, value in figures.items() if value < floors[name]}
    assert not low


@pytest.mark.slow
def test_on_lookalikes_every_floor_is_held() -> None:
    check(gate.lookalike_figures())


@pytest.mark.slow
@pytest.mark.skipif(not gate.BENCHMARK.exists(), reason="the public pages are not on this machine")
def test_on_public_pages_every_floor_is_held() -> None:
    check(gate.public_figures())


def test_a_floor_is_not_lowered_without_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    gate.FLOORS.write_text('[[lowered]]\nname = "public body F1"\nto = 0.5\nreason = "because"\n')
    with pytest.raises(ValueError, match="without a reason"):
        gate.floors()
    gate.FLOORS.write_text("")
    with pytest.raises(SystemExit):
        gate.lower("public body F1", 0.5, "because")
    gate.lower("public body F1", 0.9, "The benchmark lost its easiest pages this spring.")
    assert gate.floors()["public body F1"] == 0.9


def untouched(pages: list[str]) -> None:
    site = site_of(savedpage.facts_of(page) for page in pages)
    for page in pages:
        assert [f for f in savedpage.told(page, site).findings if f.kind == "intruder"] == []
        assert [f for f in suspected(savedpage.read(page, site)) if f.kind == "intruder"] == []


def site_with(language: str = "en", **put: str) -> list[str]:
    """Return an honest site, each page with the same markup in one of its places."""
    import random

    pages = []
    for number in range(6):
        title, parts = parts_of(random.Random(number), language)
        for place, markup in put.items():
            now = getattr(parts, place)
            setattr(parts, place, [*now, markup] if isinstance(now, list) else now + markup)
        pages.append(assembled(title, language, parts))
    return pages


TRADES = {
    "casinos": "The casino at the border took the bets of the whole district. Its slots stood in the old customs house, "
    "and the roulette in the chapel. Nobody who won a bonus there was ever seen again at the bus stop.",
    "escorts": "The escort that the convoy was promised never came. Two escorts had been ordered, the driver says, and the "
    "girls from the school, who waited with flowers, went home at dusk without having seen any escort.",
    "viagra": "Customs officers found viagra and cialis worth a year of pensions in a hearse. The pills had no prescription, "
    "the pharmacy on the label has no address, and the generic tablets were made of chalk.",
}


@pytest.mark.parametrize("said", TRADES.values(), ids=TRADES)
def test_an_article_about_what_spam_sells_is_no_intruder(said: str) -> None:
    source = '<p>More in <a href="https://report.example/casino-and-escort-inquiry">the report of the casino inquiry</a>.</p>'
    untouched(site_with(paragraphs=f"<p>{said}</p>{source}"))


HONEST = {
    "a menu that opens": {"after": '<nav><ul style="display:none"><li><a href="https://shop.bank.example/">shop</a></li></ul></nav>'},
    "partners in the footer": {
        "footer": '<p><a href="https://mill.example/">Mill Fund</a> <a href="https://river.example/">River Aid</a> '
        '<a href="https://oak.example/">Oak Trust</a> <a href="https://press.example/">Press Guild</a></p>'
    },
    "a list of friends": {
        "paragraphs": '<p>Friends: <a href="https://boats.example/">the boats of the north</a>, '
        '<a href="https://bees.example/">the bees and what they know</a>, <a href="https://ink.example/">ink for all</a></p>'
    },
    "a bibliography": {
        "paragraphs": "<ol>" + "".join(
            f'<li>Lis, M. ({1990 + n}). <a href="https://doi.example/10.{n}/abc-def-ghi">Rivers and their owners, part {n}</a>. Press.</li>'
            for n in range(6)
        ) + "</ol>"
    },
    "words for screen readers": {"after": '<a class="sr-only" href="https://help.example/">skip the ferry table</a>'},
    "a quotation in another language": {"paragraphs": "<blockquote><p>Nie ma wody, nie ma mostu, nie ma też nikogo, kto by zapytał.</p></blockquote>"},
    "a poem": {"paragraphs": "<p>the rope the oar the plank<br>the oar the rope the rain<br>the plank the rain the rope</p>"},
    "a poll that needs scripts": {"after": '<noscript><a href="https://poll.example/1">Take Our Poll</a></noscript>'},
    "a comment with a source": {"comments": '<ol class="comment-list"><li><p>Thank you. See <a href="https://archive.example/2019/river-law">the law of 2019</a>.</p></li></ol>'},
}  # fmt: skip


@pytest.mark.parametrize("put", HONEST.values(), ids=HONEST)
@pytest.mark.parametrize("language", ["en", "be"])
def test_what_honest_pages_have_is_left_alone(put: dict[str, str], language: str) -> None:
    untouched(site_with(language, **put))


def test_a_page_in_a_script_that_parts_no_words_is_no_row_of_keywords() -> None:
    lines = (
        "川のそばに小さな村がありました 村の人はみな舟で市場へ行きました", "ある朝 綱が切れて 舟は流れていきました 誰も追いかけません",
        "おばあさんは台所の壁に時刻表を貼りました いつか誰かがたずねるからです", "冬になると 子どもたちは氷の上を歩いて学校へ行きました",
        "春の手紙には 氷のことは役所の仕事ではないと書いてありました", "今も人々は桟橋で待っています 眺めがよいからです",
    )  # fmt: skip
    body = "".join(f"<p>{line}</p>" for line in lines) + f"<div>{'<br>'.join(lines)}</div>"
    untouched([f"<html><head><title>川のそばの村</title></head><body><h1>川のそばの村</h1>{body}</body></html>"])


def test_an_editor_s_own_link_stays_in_the_article_whatever_speaks_against_it() -> None:
    pages = injected_site(5, "en", "woven")
    site = site_of(savedpage.facts_of(page.html) for page in pages)
    for page in pages[:4]:
        told = savedpage.told(page.html, site)
        assert told.draft is not None
        assert page.injected[0][0] in told.draft.links
        assert any("may not be an editor's" in mark for mark in told.draft.marks)


def test_the_law_holds_on_every_lookalike() -> None:
    for way in ("display none", "in the comments", "after </html>", "noscript"):
        for page in injected_site(9, "pl", way, 4):
            tally = savedpage.told(page.html, site_of([savedpage.facts_of(page.html)])).tally
            assert tally is not None
            assert tally.unaccounted == ""
            assert tally.came.words
    assert len(PARAGRAPHS) > 1
    assert Parts().tail == ""
    assert clean_site(1, "en", 1)[0].injected == ()
