"""Pages that look like a newsroom's, and the same pages after an intruder: made here, from a seed, in six languages.

Nothing of it was published anywhere. The words that are injected stand in no list: syllables of no language, and
everyday goods in languages that the site does not speak.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

PROSE = {
    "en": (
        "The ferry to {n} has not run since the flood, and nobody at the district office can say who would pay for a new rope.",
        "{a} kept the timetable on her kitchen wall all the same, because, as she says, one day somebody will ask when it left.",
        "In the winter the children of {n} walked over the ice, until {a} counted the cracks and wrote to the ministry about them.",
        "The answer came in April, on thick paper, and it said that the ice was not within the competence of the ministry.",
        "What remains is a landing stage of eleven planks, on which people still wait, out of habit and because the view is good.",
        "According to a survey of the village council, every second family would pay for a ticket if there were a boat to board.",
    ),
    "be": (
        "Паром да вёскі {n} не ходзіць ад паводкі, і ніхто ў раённай управе не можа сказаць, хто заплаціў бы за новы канат.",
        "{a} усё адно трымае расклад на сцяне ў кухні, бо, як яна кажа, аднойчы хтосьці спытае, калі ён адыходзіў.",
        "Зімой дзеці з вёскі {n} хадзілі па лёдзе, пакуль {a} не палічыла шчыліны і не напісала пра іх у міністэрства.",
        "Адказ прыйшоў у красавіку на тоўстай паперы, і ў ім гаварылася, што лёд не ўваходзіць у кампетэнцыю міністэрства.",
        "Застаўся прычал з адзінаццаці дошак, на якім людзі чакаюць дагэтуль, бо прывыклі і бо адтуль добры краявід.",
    ),
    "ru": (
        "Паром до деревни {n} не ходит с самого паводка, и никто в районной управе не может сказать, кто заплатил бы за канат.",
        "{a} всё равно держит расписание на стене кухни, потому что, как она говорит, однажды кто-нибудь спросит, когда он отходил.",
        "Зимой дети из деревни {n} ходили по льду, пока {a} не сосчитала трещины и не написала о них в министерство.",
        "Ответ пришёл в апреле на плотной бумаге, и в нём говорилось, что лёд не входит в компетенцию министерства.",
        "Остался причал из одиннадцати досок, на котором люди ждут до сих пор, по привычке и потому что оттуда хороший вид.",
    ),
    "uk": (
        "Пором до села {n} не ходить від самої повені, і ніхто в районній управі не може сказати, хто заплатив би за канат.",
        "{a} все одно тримає розклад на стіні кухні, бо, як вона каже, колись хтось запитає, коли він відходив.",
        "Узимку діти із села {n} ходили по кризі, доки {a} не порахувала тріщини й не написала про них до міністерства.",
        "Відповідь прийшла у квітні на цупкому папері, і в ній ішлося про те, що крига не належить до компетенції міністерства.",
        "Залишився причал з одинадцяти дощок, на якому люди чекають і досі, за звичкою і тому, що звідти гарний краєвид.",
    ),
    "pl": (
        "Prom do wsi {n} nie pływa od powodzi i nikt w urzędzie powiatu nie umie powiedzieć, kto zapłaciłby za nową linę.",
        "{a} mimo to trzyma rozkład na ścianie w kuchni, bo, jak mówi, kiedyś ktoś zapyta, o której odpływał.",
        "Zimą dzieci ze wsi {n} chodziły po lodzie, dopóki {a} nie policzyła pęknięć i nie napisała o nich do ministerstwa.",
        "Odpowiedź przyszła w kwietniu na grubym papierze i mówiła, że lód nie leży w kompetencji ministerstwa.",
        "Został pomost z jedenastu desek, na którym ludzie czekają do dziś, z przyzwyczajenia i dlatego, że widok jest ładny.",
    ),
    "de": (
        "Die Fähre nach {n} fährt seit dem Hochwasser nicht mehr, und niemand im Kreisamt kann sagen, wer ein neues Seil bezahlt.",
        "{a} hat den Fahrplan trotzdem an der Küchenwand, denn eines Tages, sagt sie, wird jemand fragen, wann sie abgelegt hat.",
        "Im Winter gingen die Kinder von {n} über das Eis, bis {a} die Risse zählte und dem Ministerium darüber schrieb.",
        "Die Antwort kam im April auf dickem Papier, und in ihr stand, dass das Eis nicht in die Zuständigkeit des Amtes falle.",
        "Geblieben ist ein Steg aus elf Brettern, auf dem die Leute noch immer warten, aus Gewohnheit und weil man weit sieht.",
    ),
}
PLACES = ("Zhoravina", "Lipniki", "Zarechcha", "Stary Bor", "Vysokaye", "Kamianka", "Hrabava", "Dubrova")
NAMES = ("Vera Stone", "Ina Kavalchuk", "Maria Lis", "Olha Hnatiuk", "Ewa Mazur", "Anna Brandt")
GOODS = (
    "günstige matratzen kaufen", "rollläden nach maß", "badewanne folieren preis", "φθηνά στρώματα ύπνου",
    "κουζίνες κατά παραγγελία", "便宜 床垫 批发", "定制 窗帘 价格", "kasur murah bandung", "lemari pakaian minimalis",
    "halkalı koltuk yıkama", "uşak perde imalatı",
)  # fmt: skip
_SYLLABLES = ("na", "vor", "lik", "bes", "ku", "dran", "tel", "so", "mi", "prun", "ka", "zet", "ol", "fer", "gi", "tan")


@dataclass(frozen=True)
class Lookalike:
    """A page, its name, and the (address, words) of each link that was put into it."""

    name: str
    html: str
    way: str = ""
    injected: tuple[tuple[str, str], ...] = ()
    language: str = ""


def spam(dice: random.Random, count: int) -> list[tuple[str, str]]:
    """Return links to sell things that no lexicon knows."""
    links = []
    hosts = ["".join(dice.choices(_SYLLABLES, k=3)) + ".example" for _ in range(max(1, count // 3))]
    goods = dice.random() < 0.4
    for _ in range(count):
        words = " ".join("".join(dice.choices(_SYLLABLES, k=dice.randint(2, 3))) for _ in range(dice.randint(2, 3)))
        text = dice.choice(GOODS) if goods else words
        links.append((f"http://{dice.choice(hosts)}/{''.join(dice.choices(_SYLLABLES, k=2))}", text))
    return links


def anchors(links: list[tuple[str, str]], between: str = ", ") -> str:
    return between.join(f'<a href="{href}">{text}</a>' for href, text in links)


@dataclass
class Parts:
    """Where something can be put into a page."""

    styles: str = ""
    paragraphs: list[str] = field(default_factory=list)
    after: str = ""
    footer: str = ""
    comments: str = ""
    tail: str = ""


def _middle(parts: Parts, markup: str) -> None:
    parts.paragraphs.insert(len(parts.paragraphs) // 2, markup)


def _display_none(parts: Parts, links: list[tuple[str, str]]) -> None:
    _middle(parts, f'<div style="display:none">{anchors(links)}</div>')


def _off_screen(parts: Parts, links: list[tuple[str, str]]) -> None:
    _middle(parts, f'<div style="position:absolute; left:-{8000 + len(links)}px">{anchors(links, " ")}</div>')


def _no_size(parts: Parts, links: list[tuple[str, str]]) -> None:
    at = len(parts.paragraphs) // 2
    parts.paragraphs[at] = parts.paragraphs[at].replace(
        "</p>", f' <span style="font-size:0">{anchors(links)}</span></p>'
    )


def _style_rule(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.styles += ".qz7{position:absolute;top:-4000px}"
    _middle(parts, f'<ul class="qz7">{"".join(f"<li>{anchors([link])}</li>" for link in links)}</ul>')


def _box(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.after += f'<font style="overflow:hidden;position:absolute;height:0pt;width:0pt">{anchors(links, " ")}</font>'


def _paper(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.footer += f'<p style="color:#ffffff;background:#fff">{anchors(links)}</p>'


def _no_script(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.after += f"<noscript>{anchors(links)}</noscript>"


def _in_footer_hidden(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.footer += f'<div style="position:fixed;left:-9300px">{anchors(links)}</div>'


def _script(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.after += (
        f'<div id="zx81">{anchors(links)}</div><script>document.getElementById("zx81").style.display="none"</script>'
    )


def _written_style(parts: Parts, links: list[tuple[str, str]]) -> None:
    _middle(parts, f'<div class="vq9u">{anchors(links)}</div>')
    parts.after += "<script>document.write('<style>.vq9u{position:absolute;left:-9000px}<\\/style>')</script>"


def _long_rule(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.styles += "article > div.qz8{font-size:0}"
    _middle(parts, f'<div class="qz8">{anchors(links)}</div>')


def _tail(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.tail += f"<div>{anchors(links)}</div>"


def _at_the_end(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.paragraphs.append(f"<p>{anchors(links, ' ')}</p>")


def _footer(parts: Parts, links: list[tuple[str, str]]) -> None:
    parts.footer += f"<div>{anchors(links, ' | ')}</div>"


def _comments(parts: Parts, links: list[tuple[str, str]]) -> None:
    pills = "".join(f"<li><div class='comment-body'><p>{anchors([link])}</p></div></li>" for link in links)
    parts.comments += f"<ol class='comment-list'>{pills}</ol>"


def _woven(parts: Parts, links: list[tuple[str, str]]) -> None:
    at = len(parts.paragraphs) // 2
    words = parts.paragraphs[at].split(" ")
    words.insert(len(words) // 2, anchors(links[:1]))
    parts.paragraphs[at] = " ".join(words)


Way = Callable[[Parts, list[tuple[str, str]]], None]
HIDDEN: dict[str, Way] = {
    "display none": _display_none, "off screen": _off_screen, "letters of no size": _no_size, "style rule": _style_rule,
    "box of no size": _box, "colour of the paper": _paper, "noscript": _no_script, "hidden in the footer": _in_footer_hidden,
    "hidden by a script": _script, "a style that a script writes": _written_style, "a longer style rule": _long_rule,
}  # fmt: skip
VISIBLE: dict[str, Way] = {
    "after </html>": _tail, "at the end": _at_the_end, "in the footer": _footer, "in the comments": _comments,
}  # fmt: skip
WOVEN: dict[str, Way] = {"woven": _woven}


def parts_of(dice: random.Random, language: str) -> tuple[str, Parts]:
    place, name = dice.choice(PLACES), dice.choice(NAMES)
    told = [each.format(n=place, a=name) for each in PROSE[language]]
    dice.shuffle(told)
    return f"{place} {dice.randint(2, 99)}", Parts(paragraphs=[f"<p>{each}</p>" for each in told])


def assembled(title: str, language: str, parts: Parts) -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – The Bank</title>'
        f'<link rel="canonical" href="https://bank.example/{title.replace(" ", "-").lower()}/"><style>{parts.styles}</style>'
        '<script>var menu = document.getElementById("menu");</script></head><body><header><nav><ul style="display:none">'
        '<li><a href="/">Home</a></li><li><a href="/rivers/">Rivers</a></li></ul></nav></header><main><article>'
        f"<h1>{title}</h1>{''.join(parts.paragraphs)}</article>{parts.after}"
        f'<section class="comments">{parts.comments}</section></main><aside class="sidebar"><ul>'
        '<li><a href="https://riverwatch.example/">River Watch</a></li><li><a href="https://mills.example/">Mills of the North</a></li>'
        f"</ul></aside><footer><p>© The Bank</p>{parts.footer}</footer></body></html>{parts.tail}"
    )


def clean_site(seed: int, language: str, pages: int = 8) -> list[Lookalike]:
    """Return a site as its editors left it."""
    dice = random.Random(f"{seed} {language}")
    made = []
    for number in range(pages):
        title, parts = parts_of(dice, language)
        made.append(Lookalike(f"{language}-{number}.html", assembled(title, language, parts), language=language))
    return made


def injected_site(seed: int, language: str, way: str, pages: int = 8, *, infected: int = 4) -> list[Lookalike]:
    """Return the same site after an intruder, who put links into some of its pages in one way."""
    dice = random.Random(f"{seed} {language}")
    other = random.Random(f"{seed} {language} {way}")
    put = {**HIDDEN, **VISIBLE, **WOVEN}[way]
    made = []
    for number in range(pages):
        title, parts = parts_of(dice, language)
        links: list[tuple[str, str]] = []
        if number < infected:
            links = spam(other, 1 if way == "woven" else other.randint(3, 9))
            put(parts, links)
        html = assembled(title, language, parts)
        made.append(Lookalike(f"{language}-{number}.html", html, way if links else "", tuple(links), language))
    return made
