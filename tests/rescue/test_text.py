"""Scraped text: what is the article, what the house's, what an intruder's; on pages that nobody wrote rules for."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.model import Figure, Heading, List, Paragraph, Quotation
from tests.conftest import SHARED
from tests.rescue.remains import CYRILLIC, HEADINGS, LEAD, PARAGRAPHS, TITLE, everything, intruders, rescued, scrape

SPAM = {
    "known words": "casino online casino bonus best casino slots free spins casino jackpot poker casino no deposit bonus",
    "one trade, no repetition": "viagra cialis levitra tadalafil online pharmacy without prescription overnight delivery cheap",
    "words that no list has": "zibolap kertuna vexalor zibolap plindra morvequi kertuna zibolap trelanox vexalor kertuna glimdor",
    "unseen words, each once": "wholesale yoga mats bulk kitchen faucets chrome garage flooring epoxy discount tires sectional sofas",
    "Cyrillic": "казино вулкан онлайн игровые автоматы бесплатно казино ставки букмекер казино слоты бонус без депозита",
    "Turkish": "ankara escort çankaya escort bayan istanbul escort ankara eskort kızılay escort bayan izmir escort ankara",
}


@pytest.mark.parametrize("spam", SPAM.values(), ids=SPAM.keys())
@pytest.mark.parametrize("place", ["end", "middle"])
def test_a_line_of_spam_is_taken_out_whole_and_nothing_else(tmp_path: Path, spam: str, place: str) -> None:
    text = scrape(end=spam) if place == "end" else scrape(body=[*PARAGRAPHS[:3], spam, *PARAGRAPHS[3:]])
    found = rescued(tmp_path, text)
    assert intruders(found) == [spam]
    assert found.draft is not None
    assert all(paragraph in found.draft.text for paragraph in PARAGRAPHS)


def test_anchors_on_lines_of_their_own_are_one_finding(tmp_path: Path) -> None:
    anchors = ["casino siteleri", "canlı bahis", "deneme bonusu", "slot oyna", "bahis siteleri", "casino bonus"]
    found = rescued(tmp_path, scrape(end="\n".join(anchors)))
    assert intruders(found) == ["\n".join(anchors)]


def test_keywords_hung_on_to_a_paragraph_are_cut_off_it(tmp_path: Path) -> None:
    hung = "best online casino bonus free spins slots jackpot casino poker"
    found = rescued(tmp_path, scrape(body=[*PARAGRAPHS[:4], f"{PARAGRAPHS[4]} {hung}"]))
    assert intruders(found) == [hung]
    assert found.draft is not None
    assert found.draft.body[-1] == Paragraph(html=PARAGRAPHS[4])


HONEST = {
    "an article about casinos": [
        "The casino on Harbour Street closed in March. Its roulette tables were sold to a casino in another town.",
        "Gambling had paid for the theatre, the swimming bath and half of the school. Poker nights brought in the rest.",
        "A slot machine was left behind in the cellar. The caretaker plays it on Sundays, and returns what he wins.",
    ],
    "an article about escort vessels": [
        "The convoy had an escort of two frigates until the third night. Then the escort was called back to port.",
        "Without an escort the tankers slowed down and put out their lights. Nobody on board slept.",
        "An escort is a promise, said the second mate. He had been escorted, he said, for most of his life.",
    ],
    "a list of names": [
        PARAGRAPHS[0], PARAGRAPHS[1],
        "Ann River, Tom Ford, Vera Stone, Piotr Most, Ilya Bereg, Maria Luka, Jan Parom, Olga Hrebla, Kim Salka",
        PARAGRAPHS[2],
    ],
    "a bibliography": [
        PARAGRAPHS[0], PARAGRAPHS[1], PARAGRAPHS[2], "Further reading",
        "V. Stone, “Rivers and Registers”, Left Bank Press, Rudavas, 2011; T. Ford, “Mills”, Padborna Museum, 1987.",
    ],
    "a poem": [
        PARAGRAPHS[0], PARAGRAPHS[1], "The wheel went round, the wheel went round,", "the water had no name,",
        "the wheel went round, and underground", "the water stayed the same.", PARAGRAPHS[2],
    ],
    "a conversation": [
        PARAGRAPHS[0], "— Who owns the water?", "— You tell me.", "— I asked first.", PARAGRAPHS[1], PARAGRAPHS[2],
    ],
}  # fmt: skip


@pytest.mark.parametrize("body", HONEST.values(), ids=HONEST.keys())
def test_an_honest_article_is_not_harmed(tmp_path: Path, body: list[str]) -> None:
    found = rescued(tmp_path, scrape(title="What the River Carries", body=body))
    assert intruders(found) == []
    assert found.draft is not None
    for paragraph in body:
        assert paragraph.lstrip("— ") in found.draft.text.replace("\n\n", "\n"), paragraph


def test_a_teaser_that_is_told_again_is_kept_once_as_the_lead(tmp_path: Path) -> None:
    first, second = PARAGRAPHS[0].split(". ", 1)
    found = rescued(tmp_path, scrape(body=[f"{first}. {second} More...", *PARAGRAPHS]))
    assert found.draft is not None
    assert found.draft.lead == PARAGRAPHS[0]
    assert f"{found.draft.lead}\n{found.draft.text}".count("stood still for eleven years") == 1


@pytest.mark.parametrize(
    "more", ["Read more…", "Continue reading →", "Далей…", "Читать далее...", "Докладніше...", "Więcej..."]
)
def test_teasers_end_in_more_in_every_language(tmp_path: Path, more: str) -> None:
    found = rescued(tmp_path, scrape(body=[f"{PARAGRAPHS[0]} {more}", *PARAGRAPHS]))
    assert found.draft is not None
    assert found.draft.lead == PARAGRAPHS[0]


def test_without_a_teaser_no_lead_is_invented(tmp_path: Path) -> None:
    found = rescued(tmp_path, scrape())
    assert found.draft is not None
    assert found.draft.lead == ""
    assert found.draft.title == TITLE
    assert [b.text for b in found.draft.body if isinstance(b, Heading)] == HEADINGS
    assert found.draft.published_at is None
    assert found.draft.bylines == ()


def test_a_caption_among_headings_in_title_case_is_a_figure(tmp_path: Path) -> None:
    caption = "The wheel on the morning after the inspection"
    found = rescued(
        tmp_path,
        scrape(body=[PARAGRAPHS[0], HEADINGS[0], PARAGRAPHS[1], caption, PARAGRAPHS[2], HEADINGS[1], *PARAGRAPHS[3:]]),
    )
    assert found.draft is not None
    assert [b.caption for b in found.draft.body if isinstance(b, Figure)] == [caption]
    assert any(caption in mark for mark in found.draft.marks)


def test_lists_and_quotations_keep_their_shape(tmp_path: Path) -> None:
    body = [
        *PARAGRAPHS[:2],
        "- a crowbar",
        "- a rope of forty metres",
        "- patience",
        "“We wanted to see whether it would turn.”",
        "— Ann River",
        *PARAGRAPHS[2:],
    ]
    found = rescued(tmp_path, scrape(body=body))
    assert found.draft is not None
    assert List(items=("a crowbar", "a rope of forty metres", "patience")) in found.draft.body
    assert Quotation(html="“We wanted to see whether it would turn.”", attribution="Ann River") in found.draft.body


@pytest.mark.parametrize(
    ("line", "reads"),
    [
        ("1 read", 1), ("12,345 views", 12345), ("1.2K views", 1200), ("Views: 77", 77), ("731 прачытанне", 731),
        ("Просмотров: 4 012", 4012), ("412 переглядів", 412), ("95 odsłon", 95),
    ],
)  # fmt: skip
def test_counters_of_all_makes_are_read_and_taken_out(tmp_path: Path, line: str, reads: int) -> None:
    found = rescued(tmp_path, scrape(end=line))
    assert found.draft is not None
    assert found.draft.legacy_reads == reads
    assert line not in found.draft.text


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12 May 2018", "2018-05-12"), ("May 12, 2018", "2018-05-12"), ("Published: 2018-05-12", "2018-05-12"),
        ("12 траўня 2018", "2018-05-12"), ("12 мая 2018 г.", "2018-05-12"), ("12 травня 2018 року", "2018-05-12"),
        ("12 maja 2018", "2018-05-12"), ("12.05.2018, 14:30", "2018-05-12"), ("31 February 2018", None),
        ("The year 2018 was wet", None),
    ],
)  # fmt: skip
def test_dates_are_read_in_five_languages_and_never_guessed(tmp_path: Path, line: str, day: str | None) -> None:
    found = rescued(tmp_path, scrape(body=[line, *PARAGRAPHS]))
    assert found.draft is not None
    assert (found.draft.published_at.date().isoformat() if found.draft.published_at else None) == day


@pytest.mark.parametrize(
    "end",
    [
        "Vera Stone\n\nVera Stone\n\nVera Stone is a reporter who lives in Padborna.",
        "By Vera Stone\n\nVera Stone is a reporter who lives in Padborna.",
        "Vera Stone\n\nVera Stone is a reporter who lives in Padborna.\n\n509 reads",
    ],
)
def test_an_author_named_several_times_is_one_author_with_a_bio(tmp_path: Path, end: str) -> None:
    found = rescued(tmp_path, scrape(end=end))
    assert found.draft is not None
    assert [(b.name, b.bio) for b in found.draft.bylines] == [
        ("Vera Stone", "Vera Stone is a reporter who lives in Padborna.")
    ]
    assert "Vera Stone" not in found.draft.text


def test_several_authors_are_told_apart(tmp_path: Path) -> None:
    found = rescued(tmp_path, scrape(body=["By Vera Stone and Tom Ford", *PARAGRAPHS]))
    assert found.draft is not None
    assert [b.name for b in found.draft.bylines] == ["Vera Stone", "Tom Ford"]


def test_the_house_s_own_appeal_is_not_the_article_and_not_an_intruder_s(tmp_path: Path) -> None:
    appeal = (
        "We have no owner and depend on our readers. Please donate, or get in touch with us to help in another way."
    )
    found = rescued(tmp_path, scrape(top="Why support The Bank?", end=appeal))
    assert found.draft is not None
    assert appeal not in found.draft.text
    assert {f.text for f in found.quarantine if f.kind == "house"} == {"Why support The Bank?", appeal}
    assert intruders(found) == []


def test_an_article_about_donations_keeps_its_paragraphs(tmp_path: Path) -> None:
    about = "Groups abroad raise money for hospitals. Most donations are small, and supporters rarely give their names."
    found = rescued(tmp_path, scrape(body=[PARAGRAPHS[0], about, *PARAGRAPHS[1:]]))
    assert found.draft is not None
    assert about in found.draft.text


def test_tags_without_separators_are_marked_and_not_invented(tmp_path: Path) -> None:
    line = "Rivers and law Evening school street lamps"
    found = rescued(tmp_path, scrape(top=line))
    assert found.draft is not None
    assert [(t.name, t.sure) for t in found.draft.topics] == [(line, False)]
    assert any(line in mark for mark in found.draft.marks)


def test_tags_with_separators_are_sure(tmp_path: Path) -> None:
    found = rescued(tmp_path, scrape(top="Rivers, Law, Evening school"))
    assert found.draft is not None
    assert [(t.name, t.sure) for t in found.draft.topics] == [("Rivers", True), ("Law", True), ("Evening school", True)]


def test_cyrillic_pages_are_read_as_well(tmp_path: Path) -> None:
    spam = "buy cheap replica watches online best swiss replica rolex discount outlet handbags sale"
    text = "\n\n".join(
        ["Святло без дазволу", CYRILLIC[0], "Каму належыць рака", *CYRILLIC[1:3], "Чатыры дні", CYRILLIC[3], spam]
    )
    found = rescued(tmp_path, text)
    assert found.draft is not None
    assert found.draft.language == "be"
    assert [b.text for b in found.draft.body if isinstance(b, Heading)] == ["Каму належыць рака", "Чатыры дні"]
    assert intruders(found) == [spam]


def test_text_broken_at_a_margin_is_joined_again(tmp_path: Path) -> None:
    import textwrap

    text = "\n\n".join([TITLE, *("\n".join(textwrap.wrap(paragraph, 72)) for paragraph in PARAGRAPHS)])
    found = rescued(tmp_path, text)
    assert found.draft is not None
    assert [b.html for b in found.draft.body if isinstance(b, Paragraph)] == PARAGRAPHS


def test_every_word_is_accounted_for(tmp_path: Path) -> None:
    text = scrape(
        top="Home About Contact\n\nRivers Law", teaser=True,
        end=f"Vera Stone\n\nVera Stone is a reporter.\n\n12 views\n\nShare this\n\n{SPAM['known words']}\n\nSomething stray",
    )  # fmt: skip
    found = rescued(tmp_path, text)
    kept = set(re.findall(r"\w+", everything(found).casefold()))
    assert set(re.findall(r"\w+", text.casefold())) - kept == set()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "It is empty."),
        (b" \n\n ", "It is empty."),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"%PDF-1.4\n\x00\xff\xfe", "binary"),
        (b"Just a line.", "no article"),
        (b"word " * 4, "no article"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    found = rescued(tmp_path, data)
    assert found.draft is None
    assert said.lower() in found.problem.lower()
    assert found.problem.endswith(".")
    assert "\n" not in found.problem


def test_what_is_missing_too_large_or_no_file_is_said_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skaryna.rescue import decode, rescue

    monkeypatch.setattr(decode, "MAX_SOURCE_BYTES", 3_000)
    (tmp_path / "a.txt").write_text(scrape())
    (tmp_path / "b.txt").write_text("x" * 4_000)
    found = list(rescue([tmp_path / "missing.txt", tmp_path]))
    assert [bool(each.draft) for each in found] == [False, True, False]
    assert "does not exist" in found[0].problem
    assert "MB" in found[2].problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_old_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    russian = (
        "Мельница стояла одиннадцать лет, пока кто-то не спросил, кому принадлежит река. Вопрос возник на собрании, "
        "где говорили об уличных фонарях, и ответить на него никто не смог. Весной трое учеников освободили колесо."
    )
    text = "\n\n".join(["Свет без разрешения", russian, russian.replace("Мельница", "Школа")])
    found = rescued(tmp_path, text.encode(encoding))
    assert found.draft is not None
    assert found.draft.title == "Свет без разрешения"
    assert found.draft.language == "ru"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=600).map(str.encode), st.lists(st.sampled_from([*PARAGRAPHS, TITLE, *SPAM.values(), LEAD, "More...", "- x", "509 reads", "\u202e\u200b", "<script>x</script>", "a" * 300]), max_size=14).map(lambda lines: "\n\n".join(lines).encode())))  # fmt: skip
def test_no_input_at_all_breaks_it_and_the_same_input_gives_the_same_output(tmp_path: Path, data: bytes) -> None:
    assert rescued(tmp_path, data) == rescued(tmp_path, data)


@pytest.mark.parametrize(
    "text",
    [
        "a " * 200_000,
        "a" * 1_000_000,
        "\n".join("x" * 3 for _ in range(60_000)),
        "(" * 100_000,
        "— " * 50_000,
        "A. " * 80_000,
    ],
)
def test_hostile_shapes_take_no_for_ever(tmp_path: Path, text: str) -> None:
    rescued(tmp_path, text)


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="the page that founded the project is not beside this clone")
def test_the_page_that_founded_the_project() -> None:
    """By the numbers of its lines: its sentences are not ours to copy."""
    from skaryna.rescue import rescue

    path = SHARED / "seed/belarus-digest-article.txt"
    line = ["", *(each.strip() for each in path.read_text(encoding="utf-8").splitlines())]
    (found,) = rescue([path])
    draft = found.draft
    assert draft is not None
    assert draft.title == line[4]
    assert draft.lead.startswith(line[8])
    assert f"{draft.lead}\n{draft.text}".count(line[8]) == 1
    assert [b.text for b in draft.body if isinstance(b, Heading)] == [line[14], line[24], line[34], line[40]]
    assert [b.caption for b in draft.body if isinstance(b, Figure)] == [line[18]]
    assert [(b.name, b.bio) for b in draft.bylines] == [(line[58], line[60])]
    assert draft.legacy_reads == 509
    assert draft.published_at is None
    assert [(t.name, t.sure) for t in draft.topics] == [(line[1], False)]
    assert intruders(found) == [line[62]]
    house = [f.text for f in found.quarantine if f.kind == "house"]
    assert line[2] in house
    assert line[56] in house
    for number in (10, 16, 20, 22, 26, 28, 30, 32, 36, 38, 42, 44, 46, 48, 50, 52, 54):
        kept = " ".join(f"{draft.lead} {draft.text}".split())
        assert " ".join(line[number].split()) in kept, number


def test_a_first_paragraph_that_is_told_again_keeps_a_last_sentence_without_a_stop(tmp_path: Path) -> None:
    first = "The ferry is back on the river. People waited for it with flowers. The council had said it would kelvo"
    again = "The ferry is back on the river. People waited for it with flowers. And so it went."
    found = rescued(tmp_path, f"{TITLE}\n\n{first}\n\n{again}\n\n" + "\n\n".join(PARAGRAPHS))
    assert found.draft is not None
    assert "would kelvo" in everything(found)
