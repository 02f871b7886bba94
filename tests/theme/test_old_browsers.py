"""Old telephones: what the style and the scripts of pages may use only with something plain before it.

What a browser does not know it drops: a declaration, a rule whose selectors it cannot read, a script from its first
line on. Seen in Chromium 69 and in a WebKit of 2016: text at the glass, the skip link over the nameplate, languages
in one word, a search that did nothing. These rules keep that away without either of them.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from tests.theme.test_own import shipped_files

FUNCTIONS = re.compile(r"\b(?:clamp|min|max)\(")
SIDE = re.compile(r"(?:(?P<base>margin|padding)-)?(?P<side>left|right)")
FIRST_LETTER = "::first-letter"
RECENT = {
    "?.": r"[\w)\]]\?\.\D",
    "??": r"\?\?",
    "||= and &&=": r"(?:\|\||&&)=",
    "catch without a name": r"catch\s*\{",
    "spread in an object": r"\{\s*\.\.\.",
    "\\p in a pattern": r"/[^/\n\"`]*\\p\{[^/\n]*/\w*u",
    "a method of after 2017": r"\.(?:replaceAll|replaceChildren|flatMap|flat|at|matchAll|fromEntries|finally)\(",
}


def rules(css: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield selector and declarations of each rule; those in @supports are for who supports it."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", css)
    for selector, inner in re.findall(r"([^{};]+)\{([^{}]*)\}", css):
        pairs = [each.partition(":") for each in inner.split(";") if each.strip()]
        yield selector.strip(), [(name.strip(), value.strip()) for name, _, value in pairs]


STYLE = [
    (path, selector, declared)
    for path, text in sorted(shipped_files().items())
    if path.endswith(".css")
    for selector, declared in rules(text)
]


def test_there_is_a_style_to_look_at() -> None:
    assert len(STYLE) > 150


def test_what_computes_a_length_follows_a_plain_length() -> None:
    for path, selector, declared in STYLE:
        if ":has(" in selector:
            continue
        for at, (name, value) in enumerate(declared):
            if FUNCTIONS.search(value) and "grid" not in name:
                before = [said for each, said in declared[:at] if each == name]
                assert before, (path, selector, name)
                assert not FUNCTIONS.search(before[-1]), (path, selector, name)


def test_a_selector_that_old_browsers_cannot_read_takes_no_other_with_it() -> None:
    for path, selector, _ in STYLE:
        outer = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", selector)
        if re.search(r":(?:has|is|where|focus-visible)\b", selector):
            assert "," not in outer, (path, selector)


def test_left_and_right_are_named_only_for_those_who_know_no_start_and_end() -> None:
    """The style stands for both ways of writing: what names one side is taken back by what names start or end."""
    for path, selector, declared in STYLE:
        for at, (name, value) in enumerate(declared):
            after = [each for each, _ in declared[at + 1 :]]
            parts = re.sub(r"\([^)]*\)", "x", value.removesuffix("!important")).split()
            if found := SIDE.fullmatch(name):
                other = name.replace(found["side"], "left" if found["side"] == "right" else "right")
                both = dict(declared).get(other) == value
                assert both or f"{found['base'] or 'inset'}-inline" in after, (path, selector, name)
            elif name in {"margin", "padding"} and len(parts) == 4 and parts[1] != parts[3]:
                assert f"{name}-inline" in after, (path, selector, name)
            elif value in {"left", "right"} and name in {"float", "clear", "text-align"}:
                assert (name, value.replace("left", "inline-start").replace("right", "inline-end")) in declared[at + 1 :], (path, selector, name)  # fmt: skip


def test_start_and_end_follow_left_or_right() -> None:
    for path, selector, declared in STYLE:
        if ":has(" in selector:
            continue
        for at, (name, value) in enumerate(declared):
            before = " ".join(f"{each}:{said}" for each, said in declared[:at])
            if name in {"margin-inline", "padding-inline", "inset-inline"}:
                base = name.removesuffix("-inline").replace("inset", "right")
                assert base in before, (path, selector, name)
            elif value.startswith("inline-") and name == "float":
                assert "float:" in before, (path, selector, name)
            assert not name.startswith(("inset-block", "border-block")), (path, selector, name)


def test_rows_are_held_apart_where_gap_is_unknown() -> None:
    """Chromium before 84 and Safari before 14.1 know gap in grids alone, and older ones by its old name."""
    for path, selector, declared in STYLE:
        said = dict(declared)
        if "gap" in said and ":has(" not in selector:
            assert said.get("display") == "flex", (path, selector)
            assert selector in {".pager", ".search p"}, (path, selector, "what lies in it would run together")


def test_an_initial_has_its_space_on_a_side() -> None:
    """Chromium drops start and end from a first letter: the text stood at it."""
    [declared] = [declared for _, selector, declared in STYLE if FIRST_LETTER in selector]
    assert dict(declared)["padding"].split()[1] == dict(declared)["padding-inline"].split()[1]


def test_a_path_is_not_hyphenated() -> None:
    """Firefox knows how to hyphenate English, and made “meta-data/1.root.json”."""
    [declared] = [declared for _, selector, declared in STYLE if selector == ".body code"]
    assert dict(declared)["hyphens"] == "manual"


@pytest.mark.parametrize("name", ["reader.js", "search.js", "leave.js"])
def test_scripts_of_pages_are_written_in_the_language_of_2017(name: str) -> None:
    """Else a browser that cannot verify cannot even say so: it reads nothing of the script."""
    text = (files("skaryna.theme") / "scripts" / name).read_text(encoding="utf-8")
    code = re.sub(r"/\*\*.*?\*/", "", text, flags=re.DOTALL)
    code = "\n".join(line for line in code.splitlines() if not line.strip().startswith("//"))
    for what, pattern in RECENT.items():
        assert not re.search(pattern, code), (name, what)
