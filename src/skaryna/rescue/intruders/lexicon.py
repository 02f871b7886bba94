"""The words of the trades that spam sells. Whole words only: "specialist" holds no "cialis".

A word list alone never convicts: newsrooms write about casinos and about escorts. A trade that the page itself
writes about in its own sentences is not counted against anything on it.
"""

from skaryna.rescue.passage import Evidence, Passage, Surroundings, words_of
from skaryna.rescue.speech import function_share
from skaryna.rescue.wordlist import listed

TRADES: dict[str, frozenset[str]] = {
    "escort services": listed(
        "escort escorts eskort eskortlar bayan bayanlar callgirl callgirls girls sexy sex porn porno xxx erotic massage"
        " incall outcall dating hookup webcam milf"
        " эскорт эскорта проститутки проституток интим индивидуалки путаны шлюхи досуг ескорт повії інтим порно секс"
        " эскорт-услуги эскортніцы prostytutki anonse agencja towarzyska"
    ),
    "gambling": listed(
        "casino casinos kasino cazino kazino kasyno kasyna slot slots bet bets betting bahis iddaa jackpot roulette poker blackjack bonus bonuses"
        " bonusu gambling baccarat sportsbook bookmaker bookmakers wager lottery togel judi gacor spins"
        " deposit siteleri aviator spin bingo"
        " казино слоты рулетка покер ставки букмекер букмекерская бонус бонусы депозит джекпот вулкан азарт автоматы"
        " слоти ставкі ставок азартні игровые ігрові зеркало zakłady bukmacher bukmacherskie sloty automaty"
    ),
    "pills": listed(
        "viagra cialis levitra kamagra sildenafil tadalafil xanax tramadol ambien valium phentermine modafinil pharmacy"
        " prescription pills pill generic oxycodone hydrocodone adderall soma cbd keto slimming steroids rx"
        " виагра сиалис левитра дженерик таблетки аптека похудение похудения віагра сіаліс левітра дженерик"
        " віягра tabletki apteka odchudzanie recepty"
    ),
    "essay writing": listed(
        "essay essays homework coursework dissertation thesis assignment assignments termpaper plagiarism-free"
        " курсовая курсовые дипломная диплом дипломы реферат рефераты сочинение эссе реферати дипломи курсові"
        " wypracowania referaty prace magisterskie"
    ),
    "replica goods": listed(
        "replica replicas rolex omega vuitton louboutin handbags handbag outlet wholesale cheap discount swiss"
        " knockoff hermes gucci prada jordans sneakers nike jerseys reps"
        " реплика реплики копии дешево недорого распродажа часы сумки репліка репліки дешево недорого розпродаж"
        " podróbki repliki tanio wyprzedaż"
    ),
    "loans": listed(
        "loan loans payday credit lender lenders mortgage refinance cash instant approval"
        " займ займы кредит кредиты микрозайм микрозаймы деньги онлайн-займ кредити позика позики мікрокредит пазыка"
        " пазыкі крэдыт крэдыты pożyczka pożyczki chwilówki chwilówka kredyt kredyty gotówka"
    ),
    "crypto and trading": listed(
        "crypto bitcoin btc ethereum usdt forex trading airdrop token tokens binary invest investment profit mining"
        " wallet nft dogecoin"
        " крипта криптовалюта биткоин биткойн форекс трейдинг инвестиции майнинг біткоїн криптовалюти kryptowaluty"
    ),
    "links and pirated software": listed(
        "seo backlinks backlink crack keygen torrent warez serial followers instagram-likes traffic"
        " hosting vpn iptv apk mod download free"
        " накрутка подписчиков продвижение раскрутка скачать бесплатно торрент кряк взлом безкоштовно завантажити"
        " просування pobierz darmo pozycjonowanie"
    ),
}
# Words that are spam's own wherever they stand; the others are everyday words that count only in company.
STRONG = listed(
    "escort escorts eskort callgirl callgirls xxx porno bahis iddaa togel judi gacor viagra cialis levitra kamagra"
    " sildenafil tadalafil xanax tramadol ambien phentermine payday casino casinos kasino kazino jackpot slots baccarat"
    " sportsbook backlinks keygen replica replicas rolex rx betting roulette"
    " эскорт проститутки проституток индивидуалки путаны казино виагра сиалис левитра микрозайм микрозаймы накрутка"
    " ескорт повії віагра сіаліс букмекерская kasyno kasyna chwilówki bukmacher"
)
MIN_SHARE = 0.15
MIN_SHARE_IN_PROSE = 0.35
MIN_FUNCTION_SHARE = 0.18
_TRADE_OF: dict[str, tuple[str, ...]] = {}
for _trade, _words in TRADES.items():
    for _word in _words:
        _TRADE_OF[_word] = (*_TRADE_OF.get(_word, ()), _trade)


def trades_in(text: str) -> dict[str, list[str]]:
    """Return the trades whose words stand in a text, each with the words found, in order."""
    return _trades([word.lower() for word in words_of(text)])


def _trades(words: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in filter(_TRADE_OF.__contains__, words):
        for trade in _TRADE_OF.get(word, ()):
            found.setdefault(trade, []).append(word)
    return found


def evidence(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against a passage in which the words of a trade stand close together.

    A few words in running text say nothing; at least two of them, one of them spam's own or three everyday ones, and
    one word in seven are asked. In the words of a single link to elsewhere, one word of spam's own is enough.
    """
    words = [word.lower() for word in passage.words]
    found = {trade: hits for trade, hits in _trades(words).items() if trade not in around.about}
    hits = sorted({word for group in found.values() for word in group})
    places = sum(any(trade in found for trade in _TRADE_OF.get(word, ())) for word in words)
    strong = [word for word in hits if word in STRONG]
    if not hits:
        return None
    least = MIN_SHARE_IN_PROSE if _is_sentence(passage, words) else MIN_SHARE
    is_dense = places >= 2 and places >= least * len(words) and bool(strong or len(hits) >= 3)
    is_short = len(words) <= 8 and bool(strong) and bool(passage.off_site or passage.is_after_end or passage.hidden)
    if not (is_dense or is_short):
        return None
    trade = max(sorted(found), key=lambda name: len(found[name]))
    shown = ", ".join((strong + [word for word in hits if word not in strong])[:4])
    return Evidence("L", "lexicon", f"it uses the words of {trade} ({shown})")


def _is_sentence(passage: Passage, words: list[str]) -> bool:
    """Whether a visible passage without links speaks in sentences: it may well speak of a trade."""
    ends = passage.text.rstrip()[-1:] in '.!?…»”"'
    return ends and not passage.hidden and not passage.off_site and function_share(words) >= MIN_FUNCTION_SHARE


def is_named_in_link(text: str, href: str, around: Surroundings) -> str:
    """Return the first of spam's own words in a link's text or host, or "": a reason to look, not to take out."""
    spoken = [word.lower() for word in words_of(text)] + [word.lower() for word in words_of(href[:200])]
    for word in spoken:
        for part in (word, *word.split("-")):
            if part in STRONG and not (set(_TRADE_OF[part]) & around.about):
                return part
    return ""
