"""What such links sell. Whole words only, and only words that the page itself does not use: an article about casinos
may say casino.
"""

import re

from skaryna.rescue.intruders.suspect import Evidence, Suspect
from skaryna.rescue.vocabulary import words_of

_TRADES = {
    "gambling": "casino casinos bet bets betting bahis bahisi iddaa kumar slot slots poker blackjack roulette jackpot bonus "
    "sportsbook bookmaker freespins spins kasyno zakłady казино ставки букмекер букмекерская слоты покер рулетка джекпот "
    "вулкан казіно стаўкі ставок ігрові игровые автоматы siteleri deneme gacor judi togel toto",
    "medicines": "viagra cialis levitra kamagra tadalafil sildenafil xanax tramadol valium modafinil ozempic pharmacy pharma "
    "pills pill prescription steroid steroids виагра сиалис дженерик аптека таблетки левитра віагра сіаліс",
    "sex": "escort escorts eskort bayan porn porno xxx sex sexy nude webcam camgirls hookup milf anal эскорт проститутки "
    "шлюхи порно секс индивидуалки путаны интим интимные ескорт повії",
    "counterfeits": "replica replicas rolex vuitton gucci handbags handbag knockoff louboutin outlet jerseys реплика реплики "
    "копии часов kopia podróbki",
    "money": "payday loans loan lender forex bitcoin crypto cryptocurrency invest займ займы микрозайм кредит кредиты онлайн "
    "кредит pożyczka pożyczki chwilówki chwilówka позика позики кредити крипта",
    "papers": "essay essays dissertation coursework homework диплом дипломы диссертация курсовая реферат купить купить "
    "passport licence",
    "traffic": "seo backlink backlinks hacklink instagram followers likes views takipçi cheap discount coupon promo buy "
    "order vpn iptv torrent download crack keygen weed cbd kratom дешево недорого купити kup tanio satın al",
}  # fmt: skip
_TRADE_OF = {word: trade for trade, words in _TRADES.items() for word in words.split()}
_WEAK = frozenset(_TRADES["traffic"].split()) | frozenset(
    [
        "bonus",
        "bet",
        "bets",
        "sex",
        "loan",
        "loans",
        "invest",
        "онлайн",
        "order",
        "prescription",
        "likes",
        "views",
        "кредит",
        "кредиты",
        "аптека",
    ]
)
_MIN_WORDS = 2
_HOST_WORD = re.compile(r"[a-zа-яёіў]{4,}")


def look(suspect: Suspect) -> Evidence | None:
    """Speak when a block sells: two different words of one trade, or one in a link's words."""
    rest = suspect.page.without(suspect.text)
    words = words_of(suspect.text)
    found = {word for word in words if word in _TRADE_OF and not rest[word]}
    linked = " ".join(f"{link.words} {_host(link.address)}" for link in suspect.links if link.outside)
    in_links = {word for word in words_of(linked) if word in _TRADE_OF and not rest[word]}
    strong = {word for word in found | in_links if word not in _WEAK}
    repeated = sum(words.count(word) for word in strong)
    if len(strong) < _MIN_WORDS and repeated < 2 and not (in_links and strong) and len(found | in_links) < 3:
        return None
    if not strong and len(found | in_links) < 3:
        return None
    named = tuple(sorted(found | in_links))
    trades = sorted({_TRADE_OF[word] for word in named})
    shown = ", ".join(named[:4])
    return Evidence(
        "lexicon", f"it advertises {', '.join(trades[:2])} ({shown}), of which the page says nothing else", 1, named
    )


def _host(address: str) -> str:
    host = address.split("//", 1)[-1].split("/", 1)[0]
    return " ".join(_HOST_WORD.findall(host.casefold().replace("-", " ")))
