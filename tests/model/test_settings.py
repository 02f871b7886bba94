"""`skaryna.toml`: what `new` writes can be read, and every mistake is named with its line and key."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.errors import SettingsError
from skaryna.model.publication import Publication
from skaryna.model.settings import parse, text_of

GOOD = '[publication]\nname = "N"\nurl = "https://n.example"\nlanguages = ["en"]\n'


@given(st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and text.isprintable()))
def test_a_new_file_says_what_it_was_made_of_whatever_the_name(name: str) -> None:
    publication = Publication(name=name, url="https://n.example", languages=("be", "en"))
    assert parse(text_of(publication)).publication == publication


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[publication]\nname = ", "not valid TOML"),
        ('[publication]\nname = "N"\n', "no url in"),
        (GOOD.replace("https://n.example", "n.example"), "line 3"),
        (GOOD.replace('["en"]', '["en", "xx"]'), "line 4"),
        (GOOD.replace('["en"]', "[1]"), "line 4: languages must be a list of texts"),
        (GOOD.replace('"N"', "7"), "line 2: name must be a text"),
        (f"{GOOD}\n[newsrom]\n", "line 6: [newsrom] is not known"),
        (f'{GOOD}\n[newsroom]\nadress = "127.0.0.1:1"\n', "line 7: adress is not known"),
        (f'{GOOD}\n[newsroom]\naddress = "everywhere"\n', "line 7: 'everywhere' is not an address"),
        (f'{GOOD}\n[readers]\naddress = "127.0.0.1:99999"\n', "line 7"),
        (f'{GOOD}\n[newsroom]\ndatabase = "mysql://x"\n', "line 7: the database must be a postgresql://"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(text: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse(text)
    assert said in caught.value.message


@given(st.text(max_size=300))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    try:
        parse(text)
    except SettingsError as error:
        assert error.message


@pytest.mark.parametrize(
    ("address", "more", "needed"),
    [
        ("127.0.0.1:8001", "", False),
        ("[::1]:8001", "", False),
        ("localhost:8001", "", False),
        ("0.0.0.0:8001", "", True),
        ("192.168.1.5:8001", "", True),
        ("127.0.0.1:8001", 'hosts = ["newsroom.example"]', True),
        ("127.0.0.1:8001", 'second_factor = "required"', True),
        ("0.0.0.0:8001", 'second_factor = "optional"', False),
    ],
)
def test_a_second_factor_is_required_as_soon_as_somebody_else_can_come(address: str, more: str, needed: bool) -> None:
    text = GOOD + f'\n[newsroom]\naddress = "{address}"\n{more}\n'
    assert parse(text).needs_second_factor is needed


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('second_factor = "maybe"', "second_factor is 'maybe'"),
        ("session_hours = 0", "session_hours is 0"),
        ("session_hours = true", "session_hours must be a number"),
        ("idle_minutes = 100000", "idle_minutes is 100000"),
        ("log_days = -1", "log_days is -1"),
        ('proxy = "nginx"', "'nginx' is not an IP address"),
    ],
)
def test_a_setting_of_the_door_that_cannot_be_is_named(line: str, said: str) -> None:
    text = GOOD + f"\n[newsroom]\n{line}\n"
    with pytest.raises(SettingsError, match=re.escape(said)):
        parse(text)


def test_the_rule_of_four_eyes_is_on_or_off_and_nothing_else() -> None:
    start = '[publication]\nname = "x"\nurl = "https://x.example"\n'
    assert not parse(start).four_eyes
    assert parse(f"{start}[newsroom]\nfour_eyes = true\n").four_eyes
    for wrong in ('"yes"', "1"):
        with pytest.raises(SettingsError, match="four_eyes must be true or false"):
            parse(f"{start}[newsroom]\nfour_eyes = {wrong}\n")


def test_a_table_that_stands_twice_is_told_where_to_write() -> None:
    """Documentation shows lines under [look]; whoever adds the table again reads that it is there."""
    with pytest.raises(SettingsError, match="twice") as refused:
        parse('[publication]\nname = "X"\nurl = "https://x.example"\n[look]\n[look]\naccent = "#0b5d4e"\n')
    assert "look for it further up" in refused.value.hint
