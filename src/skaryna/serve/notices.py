"""What the local reader says in its own name, in the reader's language. Pure."""

import html

LANGUAGES = ("en", "be", "ru", "uk", "pl")

NOTHING = {
    "en": "Nothing that can be verified could be reached: no copy of the publication answers, or all were altered. "
    "Nothing unverified is shown. Try again later, or name another copy.",
    "be": "Не ўдалося атрымаць нічога, што можна праверыць: ніводная копія выдання не адказвае або ўсе яны змененыя. "
    "Неправеранае не паказваецца. Паспрабуйце пазней або назавіце іншую копію.",
    "ru": "Не удалось получить ничего, что можно проверить: ни одна копия издания не отвечает или все они изменены. "
    "Непроверенное не показывается. Попробуйте позже или назовите другую копию.",
    "uk": "Не вдалося отримати нічого, що можна перевірити: жодна копія видання не відповідає або всі вони змінені. "
    "Неперевірене не показується. Спробуйте пізніше або назвіть іншу копію.",
    "pl": "Nie udało się pobrać niczego, co można sprawdzić: żadna kopia pisma nie odpowiada albo wszystkie zmieniono. "
    "Niesprawdzonych treści nie pokazujemy. Spróbuj później albo podaj inną kopię.",
}
ABSENT = {
    "en": "This address is not in the signed edition. If a copy has a page here, its editors did not sign it.",
    "be": "Гэтага адраса няма ў падпісаным выпуску. Калі ў нейкай копіі тут ёсць старонка, рэдакцыя яе не падпісвала.",
    "ru": "Этого адреса нет в подписанном выпуске. Если в какой-то копии здесь есть страница, "
    "редакция её не подписывала.",
    "uk": "Цієї адреси немає в підписаному випуску. Якщо в якійсь копії тут є сторінка, редакція її не підписувала.",
    "pl": "Tego adresu nie ma w podpisanym wydaniu. Jeśli jakaś kopia ma tu stronę, redakcja jej nie podpisała.",
}
UNCONFIRMED = {
    "en": "Authentic, not confirmed since {date}: there may be a newer edition.",
    "be": "Сапраўднае, але не пацверджана з {date}: можа быць навейшы выпуск.",
    "ru": "Подлинное, но не подтверждено с {date}: может быть более новый выпуск.",
    "uk": "Справжнє, але не підтверджено з {date}: може бути новіший випуск.",
    "pl": "Autentyczne, ale niepotwierdzone od {date}: może istnieć nowsze wydanie.",
}


def language(accept_language: str) -> str:
    """Return the first language of a browser's wish that we have words in."""
    for part in accept_language.lower().split(",")[:20]:
        code = part.split(";")[0].strip().split("-")[0]
        if code in LANGUAGES:
            return code
    return "en"


def page(text: str, *, lang: str) -> bytes:
    """Return a page that says one thing."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Skaryna</title>'
        '<meta name="viewport" content="width=device-width"></head><body><main>'
        f"<p>{html.escape(text)}</p></main></body></html>\n"
    ).encode()
