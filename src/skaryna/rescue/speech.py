"""Words that pages say about themselves, in the five languages of our readers.

Function words of more languages than five are here for one purpose: a sentence in any language has some of them, a
string of keywords has none.
"""

import re

from skaryna.rescue.wordlist import listed

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": listed(
        "the of and to in a is that for it as was with be by on not he i this are or his from at which but have an had"
        " they you were their one all we can her has there been if more when will would who so no she my than its our"
        " what up out do about into them some could only other then these two may over such your how most"
    ),
    "ru": listed(
        "и в не на я что он с как а то это по но они к у из за от мы так о же все она его для бы был только ещё еще"
        " вы уже или была было были до если их при чтобы есть может нас когда после нет без этот этого кто который"
        " которые том мне под ни раз где ему им ей себя со об свою через между"
    ),
    "be": listed(
        "і у ў не на я што ён з са як а гэта па але яны да за ад мы так пра жа усе ўсе яна яго для бы б быў толькі яшчэ"
        " вы ужо ўжо або была было былі калі іх пры каб ёсць можа нас пасля няма без гэты хто які якія тым мне пад ні"
        " раз дзе яму ім ёй сябе праз паміж нават таксама той"
    ),
    "uk": listed(
        "і й в у не на я що він з із як а це по але вони до за від ми так про же всі вона його для би був тільки ще ви"
        " вже або та була було були якщо їх при щоб є може нас коли після немає без цей хто який які тому мені під ні"
        " де йому їм їй себе через між навіть також той"
    ),
    "pl": listed(
        "i w nie na że się z jest do to jak a o ale po co za od przez tak dla czy już tym być był była było były może"
        " które który która tego jego ich jej przy tylko jeszcze gdy lub bez pod nad oraz sobie my wy są ze u te ta"
        " ten też bardzo między"
    ),
}
OTHER_FUNCTION_WORDS = listed(
    # German, French, Spanish, Portuguese, Italian, Turkish, Lithuanian, Latvian, Dutch, Czech, Indonesian
    "der die das und ist von den mit für auf nicht ein eine im dem des zu auch sich es wird bei aus"
    " le la les et est des une un du dans que qui pour pas sur par au avec son il elle ce sont"
    " el los las y es por con para una del se no su al como lo más fue"
    " os e em um uma não com mais dos das ao na no como foi"
    " il di che è per un non gli della sono anche nel dei"
    " ve bir bu için ile da de olarak çok daha gibi ne ama olan değil"
    " ir yra kad tai su iš bet kaip buvo nuo jo apie"
    " un ir ar ka par no kas bet tas viņa"
    " het een en van dat niet zijn met voor aan ook maar"
    " je že se na ale jako pro jsou byl by"
    " yang dan di itu dengan untuk tidak ini dari dalam akan"
)
ALL_FUNCTION_WORDS = OTHER_FUNCTION_WORDS.union(*FUNCTION_WORDS.values())

MORE = re.compile(
    r"\s*(?:\[?(?:\.\.\.|…)\]?\s*)?[\[(«„“»>→-]*\s*"
    r"(?:read more|more|continue reading|read on|full story|далей|чытаць далей|чытаць цалкам|падрабязней|больш"
    r"|далее|читать далее|читать дальше|подробнее|ещё|далі|читати далі|докладніше|детальніше|більше"
    r"|więcej|czytaj więcej|czytaj dalej|czytaj całość)"
    r"\s*[\])»”>→]*\s*(?:\.\.\.|…|>>|»|→)?\s*$",
    re.IGNORECASE,
)
_READS = (
    r"reads?|views?|page ?views?|hits|times read"
    r"|прачытанняў|прачытанні|прачытанне|праглядаў|прагляды|прагляд"
    r"|просмотров|просмотра|просмотр|прочтений|прочтения|прочтение|просмотры"
    r"|переглядів|перегляди|перегляд|прочитань|прочитання"
    r"|odsłon|odsłony|odsłona|wyświetleń|wyświetlenia|wyświetlenie|odczytów|przeczytań"
)
_NUMBER = r"\d{1,3}(?:[ .,\u00a0\u202f’']\d{3})+|\d{1,4}[.,]\d(?=\s?[KkMmКкТт])|\d{1,10}"
_THOUSANDS = r"\s?(?:[KkКк]|тыс\.?|тис\.?|tys\.?|[MmМм]|млн\.?|mln\.?)"
READS = re.compile(
    rf"^\W{{0,3}}(?:(?P<before>{_NUMBER})(?P<times>{_THOUSANDS})?\s{{0,3}}(?:{_READS})"
    rf"|(?:{_READS})\s{{0,3}}[:\-–—]?\s{{0,3}}(?P<after>{_NUMBER})(?P<times_after>{_THOUSANDS})?)\W{{0,3}}$",
    re.IGNORECASE,
)
BY = re.compile(
    r"^(?:by|written by|text by|text|words|author|authors|story by|аўтар|аўтарка|аўтары|тэкст|піша|автор|авторы|авторка"
    r"|автори|текст|autor|autorka|autorzy|tekst|pisze)(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
AND = re.compile(r"\s*(?:,|;|&|\band\b|\bі\b|\bй\b|\bта\b|\bи\b|\bi\b|\boraz\b)\s*")
WHY_SUPPORT = re.compile(
    r"^\W{0,3}(?:why (?:should (?:you|i|we) )?(?:support|donate|subscribe)|support us|donate|subscribe|support our|"
    r"чаму (?:варта|трэба)? ?(?:падтрымаць|падтрымліваць)|падтрымаць|падтрымайце|"
    r"(?:почему|зачем) (?:стоит|нужно|важно)? ?поддерж|поддержать|поддержите|"
    r"чому (?:варто|треба|важливо)? ?(?:підтримати|підтримувати)|підтримати|підтримайте|"
    r"dlaczego (?:warto )?(?:wspierać|wesprzeć)|wesprzyj|wspieraj)\b.{0,80}$",
    re.IGNORECASE,
)
CHROME = re.compile(
    r"^\W{0,4}(?:home|menu|search|share(?: this| on .{0,20})?|tweet|print|subscribe|log ?in|sign (?:in|up)|register"
    r"|contact(?: us)?|about(?: us)?|skip to (?:main )?content|back to top|related (?:articles|posts|stories)"
    r"|you may also like|read also|recent (?:posts|articles)|most read|newsletter|leave a (?:comment|reply)|comments?"
    r"|\d{1,5} comments?|facebook|twitter|telegram|instagram|youtube|advertisement|previous|next|loading"
    r"|галоўная|пошук|падзяліцца|каментары|кантакты|пра нас|чытайце таксама|навіны|рэклама"
    r"|главная|поиск|поделиться|комментарии|контакты|о нас|читайте также|новости|реклама|меню|войти"
    r"|головна|пошук|поділитися|коментарі|контакти|про нас|читайте також|новини|увійти"
    r"|strona główna|szukaj|udostępnij|komentarze|kontakt|o nas|czytaj także|czytaj też|aktualności|reklama)\W{0,4}$"
    r"|^\W{0,4}(?:©|\(c\)|copyright\b|all rights reserved|усе правы|все права|усі права|wszelkie prawa).{0,200}$",
    re.IGNORECASE,
)
PHOTO = re.compile(
    r"^(?:photo(?:graph)?s?|image|picture|illustration|drawing|credit|фота|фатаграфія|здымак|малюнак|ілюстрацыя|фото"
    r"|фотография|снимок|рисунок|иллюстрация|світлина|знімок|ілюстрація|fot\.|foto|zdjęcie|rys\.|ilustracja"
    r"|on the photo|на фота|на фото|на здымку|на снимке|на світлині|na zdjęciu)(?=[\s.:])\W{0,3}",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"[\s.,;(\[]+(?:photo(?:graph)?s?(?: by| credit)?|image(?: credit)?|picture|credit|source|illustration|drawing|фота|здымак|крыніца|малюнак"
    r"|фото|источник|снимок|рисунок|світлина|джерело|малюнок|fot\.|foto|źródło|zdjęcie|rys\.)\s*[:/–—-]?\s*"
    r"(?P<who>[^.:;()\[\]]{2,80})[.)\]]*$",
    re.IGNORECASE,
)

_DIGIT = re.compile(r"\d")
_ASK = re.compile(
    r"\b(?:please (?:consider )?(?:donat\w*|support|subscrib\w*|give|help|send)|donate|support (?:us|our|the)|send us a donation"
    r"|need your (?:help|support)|become a (?:member|patron|supporter)|make a (?:donation|contribution)"
    r"|падтрым(?:айце|аць|ліва\w*)|ахвяр(?:уйце|аваць|аванн\w*)|данат\w*"
    r"|поддерж(?:ите|ать|ива\w*)|пожертв\w*|донат\w*|помогите нам"
    r"|підтрим(?:айте|ати|ува\w*)|пожертв\w*|допоможіть нам"
    r"|wesprzyj\w*|wspieraj\w*|wesprzeć|darowizn\w*|wpłać\w*|zostań patronem)",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:us|our|we|нас|нам|нашу|наш|наша|мы|нашай|нашей|ми|нашої|nas|nam|nasz\w*|my)\b", re.IGNORECASE)
_MONEY = re.compile(
    r"\b(?:funding|fund|owner|advertis\w*|generosity|independen\w*|grants?|readers|donation\w*|stable|budget"
    r"|фінансаван\w*|уладальнік\w*|рэклам\w*|незалежн\w*|чытач\w*|ахвяраванн\w*"
    r"|финансирован\w*|владел\w*|реклам\w*|независим\w*|читател\w*|пожертвован\w*"
    r"|фінансуван\w*|власник\w*|незалежн\w*|читач\w*"
    r"|finansowan\w*|właściciel\w*|niezależn\w*|czytelnik\w*|darowizn\w*)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:get in touch|write to us|contact us|more (?:articles|reports|stories) like th|like this one|e-?mail us"
    r"|напішыце нам|звяжыцеся|такія (?:рэпартажы|тэксты|артыкулы|матэрыялы)"
    r"|напишите нам|свяжитесь|таки[ех] (?:репортаж|текст|стать|материал)\w*"
    r"|напишіть нам|зв.яжіться|такі (?:репортажі|тексти|статті|матеріали)"
    r"|napisz do nas|skontaktuj|takich (?:tekst|reportaż|artykuł)\w*)",
    re.IGNORECASE,
)


MIN_PHRASE_SHARE = 0.33


def appeals(text: str) -> int:
    """Return how many of the four marks of a house appeal a paragraph has: asks, says we, money, contact.

    A paragraph that neither asks nor invites contact is no appeal, however much it says of money: 0.
    """
    asks, contact = bool(_ASK.search(text)), bool(_CONTACT.search(text))
    if not (asks or contact) or not _OURS.search(text):
        return 0
    return asks + contact + 1 + bool(_MONEY.search(text))


def is_function_word(word: str) -> bool:
    """Whether a word holds sentences together, in any of the languages known here."""
    return word in ALL_FUNCTION_WORDS


def function_share(words: list[str] | tuple[str, ...]) -> float:
    """Return the share of function words among `words` (any case); 0 for none."""
    # Joined and parted again, the words are lower-cased at once; a loop over them costs three times as much.
    return sum(map(ALL_FUNCTION_WORDS.__contains__, " ".join(words).lower().split(" "))) / len(words) if words else 0.0


def is_phrase(words: list[str] | tuple[str, ...]) -> bool:
    """Whether a few words say something, rather than name what is sold: a third of them hold the others together."""
    return function_share(words) >= MIN_PHRASE_SHARE


def reads(text: str) -> int | None:
    """Return the number in a line such as "509 reads", or None where the line is none."""
    found = READS.match(text.strip()) if len(text) <= 60 and _DIGIT.search(text) else None
    if not found:
        return None
    written, times = found["before"] or found["after"], (found["times"] or found["times_after"] or "").strip().lower()
    if times:
        number = round(float(written.replace(",", ".")) * (1_000_000 if times[0] in "mм" else 1_000))
    else:
        number = int(re.sub(r"\D", "", written))
    return number if number < 10_000_000_000 else None
