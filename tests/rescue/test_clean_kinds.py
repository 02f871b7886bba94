"""Honest pages that look like an intruder's at first sight, in kinds; and beside each, what an intruder makes of it."""

import pytest

from skaryna.rescue import rescue_text
from tests.rescue.lookalikes import PROSE
from tests.rescue.remains import page

SPAM = '<a href="https://pills.example/a">viagra cialis kamagra</a> <a href="https://slots.example/">casino slots jackpot</a>'


def intruders(html: str) -> list[str]:
    return [each.text for each in rescue_text(html.encode(), "page.html").findings if each.kind == "intruder"]


def other(language: str, paragraphs: tuple[str, ...], more: str = "") -> str:
    told = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>T</title><link rel="canonical" href="https://bank.example/t/">'
        f"</head><body><main><article><h1>T</h1>{told}</article></main>{more}<footer><p>© The Bank. All rights of the texts that stand here are with"
        " those who wrote them, and it is not for anybody else to use them.</p></footer></body></html>"
    )


HIDDEN_OF_THE_HOUSE = (
    '<div id="allCatDropDown" style="display:none"><ul><li><a href="/law/">Law</a></li><li><a href="/art/">Art</a></li>'
    '<li><a href="https://sister.example/">Our radio</a></li></ul></div>',
    '<div id="bsPanel" style="display:none"><a href="https://spread.example/intro">Spread it</a> <a href="javascript:;">Post</a>'
    " <a href=\"javascript:;\" onclick=\"document.getElementById('bsPanel').style.display='none'\">X</a></div>",
    '<div class="slot-x7" style="height:0px;overflow:hidden"><div>ADVERTISING</div><a href="https://films.example">inFilm invented by Films</a></div>',
    '<div style="height:0;font-size:0;overflow:hidden"><span id="pubtime_m">2018-05-12 07:00:00</span> <span id="s">from'
    ' <a href="https://agency.example/17/0228/A.html">The Agency</a></span></div>',
    '<div style="display:none"><span itemprop="publisher"><a href="https://house.example/">House of Papers</a></span></div>',
    '<div class="board" style="display:none"><table><tr><td>Rates of today</td></tr></table><form><input name="q"></form>'
    '<a href="https://rates.example/">Rates by Rates</a></div>',
    '<div style="display:none"><svg><path d="M0"/></svg><p>We rely on you.</p><a href="https://give.example/x">Donate Now</a></div>',
)


@pytest.mark.parametrize("panel", HIDDEN_OF_THE_HOUSE)
def test_what_the_house_opens_when_it_is_wanted_is_no_intruder_s(panel: str) -> None:
    assert intruders(page(after=panel)) == []


@pytest.mark.parametrize("panel", HIDDEN_OF_THE_HOUSE)
def test_an_intruder_s_words_in_such_a_panel_are_taken_out_all_the_same(panel: str) -> None:
    spoilt = panel.replace(">", f">{SPAM * 3}", 1)
    assert any("viagra" in text for text in intruders(page(after=spoilt)))


def test_a_bare_hidden_link_is_taken_out_whatever_stands_around_it() -> None:
    bare = '<div style="display:none"><a href="https://q.example/z">kelvo noska</a></div>'
    assert intruders(page(after=bare)) == ["kelvo noska"]


def test_paid_teasers_in_sentences_are_left_and_the_same_list_in_keywords_is_not() -> None:
    said = ("A jaw-dropping bonus of points has arrived", "The best credit cards for the year", "Seven cards if you have excellent credit",
            "How to pay your loan with another one", "The highest paying cash card has arrived")  # fmt: skip
    teasers = "".join(
        f'<li><a href="https://advisor.example/blog/2016/{n}">{each}</a></li>' for n, each in enumerate(said)
    )
    assert intruders(page(after=f"<ul>{teasers}</ul>")) == []
    sold = ("bonus credit cards", "payday loan cash", "viagra cash credit", "casino bonus", "cheap loan")
    farm = "".join(f'<li><a href="https://advisor.example/{n}">{each}</a></li>' for n, each in enumerate(sold))
    assert intruders(page(after=f"<ul>{farm}</ul>")) != []


JAPANESE = (
    "川の渡し船は洪水のあと一度も動いていないが、新しい綱の代金を誰が払うのか、役所の誰も答えることができないでいる。",
    "それでも彼女は時刻表を台所の壁に貼ったままにしている。いつか誰かが、船はいつ出たのかと聞きに来るからだという。",
    "冬になると村の子どもたちは氷の上を歩いて渡り、やがて彼女がひびの数を数えて、そのことを役所への手紙に書いた。",
)
KOREAN = (
    "나룻배는 홍수가 난 뒤로 한 번도 다니지 않았고 새 밧줄 값을 누가 낼지 군청에서는 아무도 대답하지 못했다고 마을 사람들이 말한다.",
    "그래도 그녀는 시간표를 부엌 벽에 그대로 붙여 두었는데 언젠가 누군가 배가 언제 떠났는지 물어볼 것이기 때문이라고 한다.",
    "겨울이면 마을 아이들은 얼음 위를 걸어서 강을 건넜고 마침내 그녀가 금이 간 곳을 세어 보고 그 일을 편지에 적어 보냈다.",
)
FINNISH = (
    "Lautta ei kulkenut enää tulvan jälkeen eikä kunnassa kukaan osannut sanoa kuka uuden köyden lopulta maksaisi kyläläisten puolesta.",
    "Silti nainen piti aikataulun keittiönsä seinällä koska jonakin päivänä joku kuitenkin kysyisi milloin lautta oikeastaan lähti rannasta.",
    "Talvella kylän lapset kävelivät jään yli kunnes nainen laski halkeamat ja kirjoitti niistä pitkän kirjeen pääkaupungin virastoon.",
)


@pytest.mark.parametrize(
    ("language", "told"), [("ja", JAPANESE), ("", JAPANESE), ("ko", KOREAN), ("fi", FINNISH), ("", FINNISH)]
)
def test_pages_in_languages_whose_small_words_nobody_here_knows_keep_every_paragraph(
    language: str, told: tuple[str, ...]
) -> None:
    sisters = "".join(
        f'<li><a href="https://sister.example/article/3519{n}/">{each[:24]}</a></li>' for n, each in enumerate(told)
    )
    assert intruders(other(language, told, f"<ul>{sisters}</ul>")) == []


@pytest.mark.parametrize("quoted", [JAPANESE[0], KOREAN[0], "נאָכן אַרבעטן חדשים לאַנג צו פֿאַרשטאַרקן די מוסקלען האָט דער מחבר סוף־כּל־סוף געקראָגן די געלעגנהייט צו קריגן דעם כּיבוד"])  # fmt: skip
def test_a_paragraph_in_other_letters_is_an_editor_s_as_long_as_it_leads_nowhere(quoted: str) -> None:
    told = PROSE["en"]
    assert intruders(other("en", (*told[:3], quoted, *told[3:]))) == []
    sold = "".join(f'<a href="https://s{n}.example/">{quoted[n * 5 : n * 5 + 12]}</a> ' for n in range(6))
    assert intruders(other("en", (*told[:3], *told[3:]), f'<div style="display:none">{sold}</div>')) != []


def test_a_long_footer_of_the_site_s_own_links_is_its_menu() -> None:
    names = (
        "home",
        "us",
        "politics",
        "world",
        "opinion",
        "sports",
        "soccer",
        "tech",
        "arts",
        "fashion",
        "business",
        "travel",
    )
    menu = " ".join(f'<a href="/{name}/">{name}</a>' for name in names)
    footer = f'<div class="hide-on-mobile"><span>{menu} <a href="https://papers.example/">digital paper archive</a></span></div>'
    assert intruders(page(after=footer)) == []


def test_the_place_where_browsers_find_a_player_is_no_program_from_elsewhere() -> None:
    film = '<object classid="clsid:d27cdb6e" codebase="http://player.example/swflash.cab" width="1" height="1"><param name="movie" value="/a.swf"></object>'
    assert intruders(page(after=film)) == []
