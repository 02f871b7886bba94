"""The house's own: appeals for support, menus, buttons. No part of an article, and no intruder's."""

import re

_MONEY = re.compile(
    r"\b(?:donat\w*|support(?:ing)?|fund(?:s|ed|ing)?|contribut\w*|gifts?|patron\w*|patreon|crowdfund\w*|generosity|"
    r"subscri\w*|newsletter|member(?:ship)?|chip in|grant)\b|"
    r"ахвярав\w*|ахвярн\w*|падтрым\w*|фінансав\w*|грант\w*|данат\w*|падпіс\w*|"
    r"пожертв\w*|поддерж\w*|финансир\w*|донат\w*|подпис\w*|"
    r"пожертв\w*|підтрим\w*|фінанс\w*|внеск\w*|підпис\w*|"
    r"wesprzyj|wsparci\w*|wspiera\w*|darowizn\w*|wpła[tć]\w*|zrzutk\w*",
    re.IGNORECASE,
)
_WE = re.compile(r"\b(?:we|us|our|ours)\b|\b(?:мы|нас|нам|нам[іи]|наш\w*|ми|nas|nam|nasz\w*|my)\b", re.IGNORECASE)
_YOU = re.compile(
    r"\b(?:you|your|please|readers?['’]?|get in touch|contact us|write to us|help us|join us)\b|"
    r"\b(?:вы|вас|вам|ваш\w*|калі ласка|чытач\w*|пожалуйста|читател\w*|ви|будь ласка|читач\w*|proszę|prosimy|czytelnik\w*|wy)\b|"
    r"напішыце|дапамажыце|падтрымайце|ахвяруйце|напишите|помогите|поддержите|напишіть|допоможіть|підтримайте|пожертвуйте",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^\W*(?:why support|support us|support our|donate|help us|become a|subscribe|sign up|join us|follow us|get our|"
    r"чаму варта падтрым|падтрымай|падтрымаць|дапамажы|навошта падтрым|почему стоит поддерж|поддержи|поддержать|"
    r"зачем поддерж|чому варто підтрим|підтримай|підтримати|навіщо підтрим|wesprzyj|dlaczego warto wesprze|wspieraj)",
    re.IGNORECASE,
)
_MENU = frozenset(
    [
        "home",
        "about",
        "contact",
        "contacts",
        "menu",
        "search",
        "login",
        "log",
        "in",
        "sign",
        "up",
        "register",
        "subscribe",
        "newsletter",
        "rss",
        "share",
        "tweet",
        "facebook",
        "twitter",
        "x",
        "telegram",
        "instagram",
        "youtube",
        "whatsapp",
        "email",
        "print",
        "comments",
        "related",
        "previous",
        "next",
        "back",
        "top",
        "archive",
        "en",
        "be",
        "ru",
        "by",
        "ua",
        "галоўная",
        "пра",
        "нас",
        "кантакты",
        "пошук",
        "падзяліцца",
        "каментары",
        "архіў",
        "главная",
        "о",
        "контакты",
        "поиск",
        "поделиться",
        "комментарии",
        "войти",
        "архив",
        "головна",
        "про",
        "контакти",
        "пошук",
        "поділитися",
        "коментарі",
        "увійти",
        "архів",
        "strona",
        "główna",
        "o",
        "nas",
        "kontakt",
        "szukaj",
        "udostępnij",
        "komentarze",
        "zaloguj",
        "archiwum",
        "us",
        "privacy",
        "policy",
        "terms",
        "cookies",
        "copyright",
        "all",
        "rights",
        "reserved",
    ]
)
_SHARE = re.compile(
    r"^\W*(?:share(?: this)?|tweet|print|email this|leave a (?:comment|reply)|\d* ?comments?|related (?:posts|articles|stories)|"
    r"you may also like|read also|see also|more from|previous post|next post|падзяліцца|чытайце таксама|поделиться|"
    r"читайте также|поділитися|читайте також|udostępnij|czytaj (?:też|także)|©|copyright|all rights reserved)\b",
    re.IGNORECASE,
)
MAX_BUTTON_CHARS = 80


def is_appeal(text: str) -> bool:
    """Whether a paragraph asks the reader for support: we, you and money in one, or a headline that says so."""
    if len(text) <= MAX_BUTTON_CHARS and _WHY.match(text):
        return True
    money = {found.casefold() for found in _MONEY.findall(text)}
    return bool(money) and bool(_WE.search(text)) and bool(_YOU.search(text)) and _asks(text)


_ASKS = re.compile(
    r"\bplease\b|\bhelp\b|\bdonate\b|\bsupport (?:us|our|this|the)\b|depends? (?:only )?on|get in touch|become a|subscribe|"
    r"\bwrite to us\b|click here|sign up|калі ласка|падтрымайце|ахвяруйце|напішыце|дапамажыце|пожалуйста|поддержите|"
    r"помогите|напишите|будь ласка|підтримайте|допоможіть|напишіть|prosimy|wesprzyj|wspieraj|napisz",
    re.IGNORECASE,
)


def _asks(text: str) -> bool:
    return _ASKS.search(text) is not None


def is_menu(text: str) -> bool:
    """Whether a short line is a menu or a button."""
    if len(text) > 3 * MAX_BUTTON_CHARS:
        return False
    if len(text) <= MAX_BUTTON_CHARS and _SHARE.match(text):
        return True
    words = re.findall(r"\w+", text.casefold())
    return bool(words) and sum(word in _MENU for word in words) >= max(1, 0.75 * len(words))


def is_breadcrumb(text: str) -> bool:
    """Whether a line is a way through the site: Home » News » Law."""
    return len(text) < 2 * MAX_BUTTON_CHARS and re.search(r"\S\s*[»›>/]\s*\S.*[»›>/]|^\w+\s*[»›>]\s", text) is not None
