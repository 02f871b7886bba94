import pytest

from skaryna.rescue import styles
from skaryna.rescue.tree import parse
from tests.rescue.intruders.surroundings import check_cleaned, check_untouched, hidden


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "DISPLAY : NONE !important", "visibility:hidden", "opacity:0", "opacity: 0.0", "font-size:0",
        "font-size:1px", "position:absolute;left:-9999px", "text-indent:-5000px", "height:0;overflow:hidden",
        "clip:rect(0 0 0 0)", "color:#fff;background:#ffffff", "margin-left:-1000em", "transform:scale(0)",
    ],
)  # fmt: skip
def test_styles_that_hide_are_known(style: str) -> None:
    assert styles.hides(style)


@pytest.mark.parametrize(
    "style",
    [
        "display:block", "opacity:0.9", "font-size:1em", "font-size:1.2rem", "font-size:10px", "margin-left:-10px",
        "left:-1px", "height:0", "color:#fff;background:#000", "width:100%;overflow:hidden", "",
    ],
)  # fmt: skip
def test_styles_that_show_are_known(style: str) -> None:
    assert not styles.hides(style)


def test_a_plainly_hidden_link_to_elsewhere_is_taken_out_whatever_it_says() -> None:
    check_cleaned(hidden("plivo narek", "plivo narek"))


def test_hidden_words_of_the_house_stay() -> None:
    check_untouched(hidden("Open the menu"))
    check_untouched(hidden("Our partner", "Our partner", strength="house"))
    check_untouched(hidden("Read more", "Read more"))


def test_a_style_rule_alone_does_not_convict_but_with_a_trade_it_does() -> None:
    check_untouched(hidden("Museum of Mills", "Museum of Mills", strength="rule"))
    check_cleaned(hidden("viagra cialis online", "viagra", "cialis online", strength="rule"))


@pytest.mark.parametrize(
    ("markup", "strength"),
    [
        ('<p><span style="display:none">x</span></p>', "plain"),
        ('<nav><ul style="display:none"><li>x</ul></nav>', "house"),
        ('<div class="modal" style="display:none">x</div>', "house"),
        ('<span class="screen-reader-text" style="position:absolute;left:-9999px">x</span>', "house"),
        ("<div hidden>x</div>", "house"),
        ("<noscript>x</noscript>", "house"),
        ("<style>.q7{text-indent:-9999px}</style><div class=q7>x</div>", "rule"),
        ("<marquee height=1>x</marquee>", "plain"),
    ],
)
def test_who_hides_is_told_by_the_place(markup: str, strength: str) -> None:
    tree = parse(f"<body>{markup}</body>")
    rules = styles.rules_of(tree)
    found = [hiding for node in tree.nodes if (hiding := styles.hiding_of(node, rules))]
    assert [hiding.strength for hiding in found] == [strength]


def test_rules_for_some_screens_only_hide_nothing() -> None:
    tree = parse(
        "<style>@media print{.a{display:none}} .b{display:none} /* .c{display:none} */ .d p{display:none}</style>"
    )
    assert set(styles.rules_of(tree)) == {".b"}


@pytest.mark.parametrize(
    "markup",
    [
        '<div id="a1">x</div><script>document.getElementById("a1").style.display = "none";</script>',
        "<div id=a1>x</div><script>$('#a1').hide();</script>",
        "<script>document.write('<style>.b2{position:absolute;left:-9000px}<\\/style>')</script><div class=b2>x</div>",
        "<style>article > div.b2, p{font-size:0}</style><div class=b2>x</div>",
        "<style>.wrap .b2{text-indent:-9999px}</style><div class=b2>x</div>",
    ],
)
def test_what_scripts_and_longer_rules_hide_is_hidden(markup: str) -> None:
    tree = parse(markup)
    found = [styles.hiding_of(node, styles.rules_of(tree)) for node in tree.nodes if node.tag == "div"]
    assert [each.strength for each in found if each] == ["rule"]


@pytest.mark.parametrize(
    "markup",
    [
        "<style>.menu .b2{display:none}</style><div class=b2>x</div>",
        "<style>.b2:hover{font-size:0}</style><div class=b2>x</div>",
        "<style>@media print{.b2{font-size:0}}</style><div class=b2>x</div>",
        "<script>document.getElementById('b2').style.display = 'block';</script><div id=b2>x</div>",
        "<style>.b2 p{font-size:0}</style><div class=b2>x</div>",
    ],
)
def test_what_others_hide_or_what_opens_is_not(markup: str) -> None:
    tree = parse(markup)
    assert [styles.hiding_of(node, styles.rules_of(tree)) for node in tree.nodes if node.tag == "div"] == [None]
