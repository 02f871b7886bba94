from skaryna.rescue.passage import Link, passage
from tests.rescue.intruders.surroundings import around, check_cleaned, check_untouched, link


def anchors(*texts: str) -> list[Link]:
    return [link(text, f"https://farm{i % 2}.example/{i}") for i, text in enumerate(texts)]


def test_links_in_lower_case_that_nobody_here_writes_about_are_a_farm() -> None:
    texts = ("vorlik dranta", "mesku plivo", "narek soltimo", "besku timaro", "kelvo noska")
    check_cleaned(passage(" ".join(texts), links=anchors(*texts)))


def test_a_list_of_friends_and_sponsors_stays() -> None:
    texts = ("Rivers Trust", "The Evening School", "Bee Keepers of Zhoravina", "Museum of Mills", "Radio Lantern")
    links = [link(text, f"https://friend{i}.example/") for i, text in enumerate(texts)]
    check_untouched(passage(" ".join(texts), links=links))


def test_sources_under_an_article_stay() -> None:
    texts = (
        "report of the land register (PDF)",
        "answer of the district",
        "minutes of the meeting",
        "the inspector’s letter",
    )
    links = [link(text, f"https://archive{i}.example/{i}") for i, text in enumerate(texts)]
    check_untouched(passage("Sources: " + "; ".join(texts) + ".", links=links))


def test_one_word_over_and_over_is_repetition() -> None:
    check_cleaned(passage("escort ankara escort izmir escort bursa escort adana escort mersin"))
    check_untouched(passage("Never again, the crowd said. Never again, said the mayor. Never, the river answered."))


def test_code_and_templates_are_no_farms() -> None:
    check_untouched(passage("{* name *} {* name *} {* name *} {* name *} field field field field"), around())
