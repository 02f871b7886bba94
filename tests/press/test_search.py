"""The readers' search: every word is found by its beginning, in a few small files that do not tell what was asked."""

import gzip
import json
import re
import shutil
import subprocess
import threading
import unicodedata
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.model.headers import SECURITY_HEADERS
from skaryna.model.lacinka import latin
from skaryna.press import search
from skaryna.theme import shipped
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.reader.mirror import Mirror

WORDS = [
    "Ferry",
    "ферри",
    "Ёлка",
    "п'яты",
    "п’яты",
    "Straße",
    "naïve",
    "замо́к",
    "йод",
    "Ўзгорак",
    "їжак",
    "2024-ы",
    "ﬁne",
    "a_b",
]


def numbers(data: bytes) -> dict[str, list[int]]:
    """Read a bucket as the script does."""
    assert data.startswith(b"found(")
    found = {}
    for word, said in json.loads(data.removeprefix(b"found(").removesuffix(b");\n")):
        parts = [part.split(":") for part in said.rstrip("+").split(";")]
        found[word] = [
            int(stretch, 36) * search.STRETCH + int(each, 36) for stretch, rest in parts for each in rest.split()
        ]
    return found


def rows(told: Any) -> list[tuple[int, str]]:
    stretches = sorted({number // search.STRETCH for number in told}, reverse=True)
    return [(each, search.row(n for n in told if n // search.STRETCH == each)) for each in stretches]


@given(
    st.dictionaries(
        st.text("абвabc123", min_size=2, max_size=8), st.sets(st.integers(1, 2**40), min_size=1), max_size=9
    )
)
def test_a_bucket_names_the_articles_of_each_word_newest_first(words: dict[str, set[int]]) -> None:
    told = numbers(search.bucket((word, rows(found)) for word, found in words.items()))
    assert told == {word: sorted(found, reverse=True) for word, found in words.items()}


@given(st.text(max_size=60), st.integers(3, 11))
def test_every_beginning_of_a_word_leads_to_the_word_s_bucket(text: str, bits: int) -> None:
    for word in search.words_of(text):
        places = {search.place_of(word[:length]) >> (search.MAX_BITS - bits) for length in range(3, len(word) + 1)}
        assert places <= {search.place_of(word) >> (search.MAX_BITS - bits)}


@given(st.text(max_size=40) | st.text("abжЁё 1_.,-–«»'’\u0301\u00a0", max_size=40))
def test_words_are_what_stands_between_all_that_is_no_letter_and_no_digit(text: str) -> None:
    lower = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    hypothesis.assume(not re.search("[\u0300-\u036f]['’ʼ`]|['’ʼ`][\u0300-\u036f]", lower))
    # An apostrophe between letters parts no word, and neither does a stress mark.
    plain = re.sub(r"(?<=[^\W\d_])['’ʼ`](?=[^\W\d_])", "", re.sub("[\u0300-\u036f]", "", lower))
    assert search.words_of(text) == {word[:32] for word in re.findall(r"[^\W_]{2,}", plain)}


def test_a_word_that_stands_everywhere_is_told_of_its_newest_articles() -> None:
    data = search.bucket([("the", rows(range(1, 5000)))])
    assert data.endswith(b'+"]]);\n')
    assert search.MAX_FOUND <= len(numbers(data)["the"]) < search.MAX_FOUND + search.STRETCH
    assert max(numbers(data)["the"]) == 4999


@given(st.lists(st.sampled_from(WORDS) | st.text("aеё'’й́ ß", max_size=6), max_size=4))
def test_python_normalises_into_nothing_that_it_would_normalise_again(words: list[str]) -> None:
    found = search.words_of(" ".join(words))
    assert search.words_of(" ".join(sorted(found))) <= found | {unicodedata.normalize("NFKC", w) for w in found}


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")
def test_what_is_typed_in_lacinka_is_looked_up_as_it_is_spelt_in_cyrillic() -> None:
    found = re.search(r"  const cyrillicOf = .*?\n  };\n", shipped().files["scripts/search.js"], re.DOTALL)
    assert found
    words = "мова яна маё сям'я п'яны здароўе бульба вяселле соль лес лён люблю ляціць ложак дзень хлеб зязюля хата гусь ўзгорак чараўніца апошні салку кніга"
    told = [latin(word) for word in words.split()]
    code = f"{found[0]}console.log(JSON.stringify(JSON.parse(process.argv[1]).map(cyrillicOf)))"
    done = subprocess.run(["node", "-e", code, json.dumps(told)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == words.split()


def functions_of(source: str, language: str = "en") -> str:
    """Return the part of the script that needs no page, with a language's rules."""
    found = re.search(r"  let letters = .*?  const bucketOf = .*?\n  };\n", source, re.DOTALL)
    assert found
    words = shipped().words(language)
    rules = {"endings": words["search_endings"], "softening": words["search_softening"]}
    return f"const MOST_BITS = 12, bits = 9, form = {{dataset: {json.dumps(rules)}}};{found[0]}"


FORMS = {
    "en": ["ferry ferries", "sink sinks sinking", "city cities", "house houses housing", "vote voted voter voters voting",
           "election elections elected", "border borders", "newspaper newspapers"],
    "be": ["мова мовы мове мову мовай моў", "кніга кнігі кнізе кнігу кнігай кніг", "горад горада горадзе горадам",
           "Беларусь Беларусі Беларуссю", "вада вады вадзе ваду вадой", "гісторыя гісторыі гісторыю гісторыяй гісторый",
           "газета газеты газеце газету", "рынак рынка рынку рынкам", "новы новага новаму новая новую новыя новых новымі",
           "журналіст журналісты журналістаў журналістам журналістамі", "купіць купіў купіла купілі", "школа школы школе школу школай",
           "п’яты пятага п'ятай"],
    "ru": ["язык языка языке языком языки языков", "книга книги книге книгу книгой книг", "статья статьи статью статей статьям",
           "история истории историю историей историй", "рынок рынка рынку рынком", "ёлка елки ёлку", "новый нового новому новая новую новые новых",
           "журналист журналисты журналистов журналистам", "купить купил купила купили", "конец конца концу", "Минск Минска Минске Минском"],
    "uk": ["мова мови мові мову мовою мов", "книга книги книзі книгу книгою", "місто міста місті містом", "Львів Львова Львові Львовом",
           "Київ Києва Києві Києвом", "історія історії історію історією", "журналіст журналісти журналістів журналістам",
           "новий нового новому нова нову нові нових", "купити купив купила купили", "вода води воді воду"],
    "pl": ["rzeka rzeki rzece rzekę rzeką rzek", "książka książki książce książkę książką", "gazeta gazety gazecie gazetę gazet",
           "szkoła szkoły szkole szkołę szkół", "Kraków Krakowa Krakowie Krakowem", "literatura literatury literaturze literaturę",
           "dziennikarz dziennikarze dziennikarzy dziennikarzom", "nowy nowego nowemu nowa nową nowych",
           "granica granicy granicę granic", "kupić kupił kupiła kupili"],
}  # fmt: skip
"""Forms of a word, any of which finds all others."""

STRANGERS = {
    "en": ["ferry fern", "city citation", "house horse", "state status", "party parrot"],
    "be": ["мова мовазнаўца", "горад горадня", "школа шкода", "права праўда", "вада вадзіцель", "партыя партрэт", "магіла магу"],
    "ru": ["мир мера", "право правда", "граница гранат", "совет советник", "страна странный"],
    "uk": ["право правда", "місто місяць", "книга князь", "рада радіо", "кордон корона"],
    "pl": ["prawo prawda", "miasto miesiąc", "granica granat", "rada radar", "sąd sądzić"],
}  # fmt: skip
"""Words that have a beginning in common, and the first of them does not find the second as a form of it."""


def fitting(language: str, pairs: list[tuple[str, str]]) -> list[bool]:
    code = (
        f"{functions_of(shipped().files['scripts/search.js'], language)}"
        "console.log(JSON.stringify(JSON.parse(process.argv[1]).map(([asked, told]) => "
        "wordsOf(asked).every((word) => wordsOf(told).some((each) => fits(each, word) && beginningsOf(word).map(bucketOf).includes(bucketOf(each)))))))"
    )
    done = subprocess.run(["node", "-e", code, json.dumps(pairs)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")
@pytest.mark.parametrize("language", FORMS)
def test_any_form_of_a_word_finds_the_others(language: str) -> None:
    pairs = [(one, other) for forms in FORMS[language] for one in forms.split() for other in forms.split()]
    found = fitting(language, pairs)
    missed = [pair for pair, fits in zip(pairs, found, strict=True) if not fits]
    assert missed == []


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")
@pytest.mark.parametrize("language", STRANGERS)
def test_words_that_only_look_alike_are_not_taken_for_forms(language: str) -> None:
    pairs = [tuple(pair.split()) for pair in STRANGERS[language]]
    whole = [(one, other) for one, other in pairs if not other.startswith(one)]
    found = fitting(language, whole)  # type: ignore[arg-type]
    assert [pair for pair, fits in zip(whole, found, strict=True) if fits] == []


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")
def test_the_letters_of_neighbouring_alphabets_are_not_mixed() -> None:
    assert fitting("be", [("мір", "мир"), ("дым", "дим"), ("йод", "иод")]) == [False, False, False]
    assert fitting("uk", [("п’ять", "пʼять"), ("п'ять", "пять"), ("ліс", "лис")]) == [True, True, False]
    assert fitting("ru", [("ёлка", "елка"), ("елка", "ёлка")]) == [True, True]


WITHOUT_CLASSES = (
    "const modern = RegExp; RegExp = (source, flags) => {"
    r"  if (source.includes('\\p')) throw SyntaxError('Invalid escape'); return modern(source, flags); };"
)
"""Before Chromium 64 and Firefox 78 patterns know no classes of letters."""


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")
@pytest.mark.parametrize("year", ["of today", "of 2017"])
def test_the_script_sees_the_same_words_and_buckets(year: str) -> None:
    source = shipped().files["scripts/search.js"]
    code = (
        f"{'' if year == 'of today' else WITHOUT_CLASSES}{functions_of(source)}"
        "console.log(JSON.stringify(JSON.parse(process.argv[1]).map((t) => wordsOf(t).map((w) => [w, bucketOf(w)]))))"
    )
    done = subprocess.run(["node", "-e", code, json.dumps(WORDS)], capture_output=True, text=True, check=True)
    for text, theirs in zip(WORDS, json.loads(done.stdout), strict=True):
        ours = {word: search.place_of(word) >> 3 for word in search.words_of(text)}
        assert ours == dict(theirs), text


def test_an_edited_title_changes_its_words_and_nothing_else_of_the_index(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, *(article(n, title=f"Bridge number {n}") for n in range(1, 30)))
    newsroom.print()
    before = newsroom.files()
    newsroom.put(article(7, title="Harbour number 7"))
    newsroom.print()
    after = newsroom.files()
    changed = sorted(path for path in after if path.startswith("search/") and before.get(path) != after[path])
    assert 2 <= len(changed) <= 3
    found = {
        word: told for path in after if path.startswith("search/w/") for word, told in numbers(after[path]).items()
    }
    assert len(found["harbour"]) == 1
    assert len(found["bridge"]) == 28


@pytest.fixture
def served(newsroom: Newsroom) -> Iterator[tuple[str, list[str]]]:
    """An edition with articles in two alphabets, served as hosts do; and what was asked for."""
    newsroom.put(MASTHEAD, ANN, LAW)
    newsroom.put(*(article(n, title=f"Story about a lighthouse {n}") for n in range(1, 12)))
    newsroom.put(
        article(20, title="The ferry<script>alert(1)</script> sinks"), article(21, title="Ferrymen of the year")
    )
    newsroom.put(article(30, language="be", address="2024/parom", title="Паром і п'яты бераг"))
    newsroom.print()
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in SECURITY_HEADERS:
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(newsroom.folder.edition)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()


SHOWN_AT_ONCE = 7
SHOWN = """most => {
  const told = document.querySelector('p.status').textContent;
  const shown = document.querySelectorAll('ol.found li').length;
  return !told.endsWith('…') && shown >= Math.min(most, told.match(/\\d+/)?.[0] ?? 0);
}"""


def ask(page: Any, words: str) -> list[str]:
    page.fill("#words", words)
    page.press("#words", "Enter")
    page.wait_for_function(SHOWN, arg=SHOWN_AT_ONCE)
    return [each.inner_text() for each in page.query_selector_all("ol.found a")]


@pytest.mark.browser
def test_readers_find_articles_and_no_address_tells_what_they_asked(
    served: tuple[str, list[str]], browser: Any
) -> None:
    root, asked = served
    page = browser.new_page()
    page.goto(f"{root}search.html")
    assert ask(page, "ferr") == ["Ferrymen of the year", "The ferry<script>alert(1)</script> sinks"]
    assert ask(page, "FERRY sink") == ["The ferry<script>alert(1)</script> sinks"]
    assert len(ask(page, "lighthouse")) == 7
    page.click("button.more")
    page.wait_for_function("() => document.querySelectorAll('ol.found li').length === 11")
    assert ask(page, "casino") == []
    assert "Nothing found" in page.inner_text("p.status")
    assert page.url == f"{root}search.html"
    told = " ".join(asked).lower()
    assert not any(word in told for word in ("ferr", "sink", "lighthouse", "casino"))
    page.click("ol.found a") if page.query_selector("ol.found a") else None
    page.goto(f"{root}be/search.html")
    assert ask(page, "пар") == ["Паром і п'яты бераг"]
    assert ask(page, "П’ЯТ") == ["Паром і п'яты бераг"]
    page.click("ol.found a")
    page.wait_for_url("**/be/2024/parom.html")
    page.close()


@pytest.mark.browser
def test_it_works_from_a_stick_and_says_what_to_do_without_a_script(newsroom: Newsroom, browser: Any) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1, title="The ferry sinks"))
    newsroom.print()
    page = browser.new_page()
    page.goto((newsroom.folder.edition / "search.html").as_uri())
    assert ask(page, "ferr") == ["The ferry sinks"]
    page.close()
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto((newsroom.folder.edition / "search.html").as_uri())
    assert "The topics below and the archive lead to every article" in bare.inner_text("main")
    assert bare.query_selector("ul.topics a")
    bare.close()


def test_a_query_at_100_000_articles_costs_at_most_150_kilobytes(tmp_path: Path) -> None:
    """The worst bucket of a vocabulary whose commonest beginning has a fiftieth of all words, and seven chunks."""
    bits = search.bits_for(100_000)
    postings = 100_000 * 30 // 50
    words = [(f"con{n:05x}", range(n, 10**6, 1 + n * 3)) for n in range(1, 400)]
    total, some = 0, []
    for word, found in words:
        some.append((word, found))
        total += min(len(found), search.MAX_FOUND)
        if total > postings:
            break
    # Of a common word the newest alone are told.
    bucket = search.bucket((word, rows(found[-2 * search.MAX_FOUND :])) for word, found in some)
    chunk = search.chunk(
        (n, f"2024/a-slug-of-usual-length-{n}.html", "A title of some seven words, as usual " * 2, "2024-01-01")
        for n in range(100)
    )
    assert bits == 11
    assert len(gzip.compress(bucket)) + 7 * len(gzip.compress(chunk)) < 150_000


@pytest.mark.browser
def test_letters_of_twice_the_size_leave_room_to_type(newsroom: Newsroom, browser: Any) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    mirror = Mirror(newsroom.folder.edition)
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(mirror.url + "search.html")
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    assert page.query_selector("#words").bounding_box()["width"] > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    mirror.stop()
