"""A publication's own colours can be read, light and dark; what cannot is refused with the nearest that can."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.errors import SettingsError, SkarynaError, ValueRefusedError
from skaryna.model.look import CONTRAST, Look, contrast, readable
from skaryna.model.settings import parse

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
SETTINGS = '[publication]\nname = "The Ferry"\nurl = "https://ferry.example"\n\n[look]\n'


def test_contrast_is_what_the_standard_says() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast("#abcdef", "#abcdef") == 1


@given(colours, colours)
def test_whatever_the_colour_one_that_can_be_read_is_found(colour: str, ground: str) -> None:
    assert contrast(readable(colour, ground), ground) >= CONTRAST


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(Look.__struct_fields__, colours)))
def test_a_look_is_refused_or_every_text_of_it_can_be_read(said: dict[str, str]) -> None:
    try:
        look = Look(**said)
    except ValueRefusedError as refused:
        assert re.search(r"nearest that can be read is \w+ = \"#[0-9a-f]{6}\"", refused.hint or "")
        return
    for dark in ("", "_dark"):
        tokens = look.tokens(dark)
        for text in ("ink", "soft", "accent"):
            for ground in ("paper", "raised"):
                assert contrast(tokens[text], tokens[ground]) >= CONTRAST, (dark, text, ground)


def test_the_themes_own_colours_pass_and_the_dark_accent_follows_the_light_one() -> None:
    assert Look().tokens()["accent"] == "#8f2320"
    green = Look(accent="#0b5d4e")
    assert contrast(green.colour("accent_dark"), green.colour("paper_dark")) >= CONTRAST
    assert green.colour("accent_dark") not in {"#0b5d4e", "#e8927c"}


def test_a_colour_that_cannot_be_read_is_refused_with_its_line_and_the_nearest() -> None:
    with pytest.raises(
        SettingsError, match=r"line 6: The colour accent \(#ffcc00\) has a contrast of 1\.\d on paper"
    ) as it:
        parse(f'{SETTINGS}accent = "#FFCC00"\n')
    suggested = re.search(r'accent = "(#[0-9a-f]{6})"', it.value.hint or "")
    assert suggested
    assert parse(f'{SETTINGS}accent = "{suggested[1]}"\n').look.accent == suggested[1]


@pytest.mark.parametrize("said", ["red", "#fff", "#12345g", "#123456;}body{display:none}", "url(//evil)"])
def test_what_is_no_colour_is_refused(said: str) -> None:
    with pytest.raises(SkarynaError, match="The colour paper is"):
        parse(f'{SETTINGS}paper = "{said}"\n')
