import pytest

from skaryna.rescue.intruders import active
from skaryna.rescue.passage import passage
from tests.rescue.intruders.surroundings import around


@pytest.mark.parametrize(
    "code",
    [
        "eval(atob('ZG9jdW1lbnQ='))",
        "eval(function(p,a,c,k,e,d){})",
        "document.write(unescape('%3Ca%20href'))",
        "document.write('<div style=\"display:none\"><a href=x>y</a></div>')",
    ],
)
def test_code_that_hides_what_it_does_is_named(code: str) -> None:
    assert active.evidence(passage("", script=code), around()) is not None


@pytest.mark.parametrize(
    "code",
    [
        "var x = 1;",
        "window.dataLayer = window.dataLayer || [];",
        "document.write('<script src=\"/js/jquery.js\">')",
        "",
    ],
)
def test_ordinary_code_is_not(code: str) -> None:
    assert active.evidence(passage("", script=code), around()) is None


def test_a_hostile_script_cannot_keep_it_busy() -> None:
    active.evidence(passage("", script="document.write(" * 30_000 + "fromCharCode(" + "1," * 100_000), around())
