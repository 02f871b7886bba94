"""How a page hides things from readers: inline style, style rules, attributes, size, place, colour."""

import re
from collections.abc import Mapping
from functools import lru_cache

from skaryna.rescue.passage import NOSCRIPT, Hiding
from skaryna.rescue.remembered import remembered
from skaryna.rescue.tree import Node, Tree, ancestors
from skaryna.rescue.wordlist import listed

MAX_CSS_CHARS = 1_000_000
MAX_STYLE_CHARS = 2_000
OFF_SCREEN_PX = 400
FAR_OFF_SCREEN_PX = 1_000
MIN_PARAGRAPHS = 3
KEPT_SHEETS = 4
"""The pages of a site have the same styles; they are read once."""

_DECLARATIONS = (
    ("display", re.compile(r"(?:^|;)\s*display\s*:\s*none"), "display: none"),
    ("visibility", re.compile(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)"), "visibility: hidden"),
    ("opacity", re.compile(r"(?:^|;)\s*opacity\s*:\s*(?:0|0?\.0+[0-4]?)\s*(?:!important)?\s*(?:;|$)"), "no opacity"),
    (
        "font-size",
        re.compile(
            r"(?:^|;)\s*font-size\s*:\s*(?:0(?:\.[01]\d*)?(?:px|pt|em|rem|%)?|1(?:\.\d+)?(?:px|pt|%))\s*(?:!important)?\s*(?:;|$)"
        ),
        "letters of no size",
    ),
    ("font", re.compile(r"(?:^|;)\s*font\s*:\s*0(?:px|pt|em)?[\s/]"), "letters of no size"),
    ("clip", re.compile(r"(?:^|;)\s*clip\s*:\s*rect\(\s*(?:[01](?!\d)|[4-9]\d\dpx|\d{4,}px)"), "cut to nothing"),
    ("clip-path", re.compile(r"(?:^|;)\s*clip-path\s*:\s*inset\(\s*(?:50|100)%"), "cut to nothing"),
    (
        "transform",
        re.compile(r"(?:^|;)\s*transform\s*:\s*(?:scale[xy]?\(\s*0\s*(?:,\s*0\s*)?\)|translate[xy]?\(\s*-\d{4})"),
        "moved out of sight",
    ),
)
_NO_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*(?:transparent|rgba\([^)]{1,30},\s*0?(?:\.0+)?\s*\))")
_MINUS = re.compile(r":\s*-")
_AWAY = re.compile(
    r"(?:^|;)\s*(?:left|top|right|bottom|text-indent|margin-left|margin-top|margin)\s*:\s*-\s*(\d{1,9}(?:\.\d+)?)(px|em|rem|%|pt|vw)?"
)
_NO_SIZE = re.compile(
    r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*[01](?:px|pt|r?em|%|v[hw])?\s*(?:!important)?\s*(?:;|$)"
)
_OVERFLOW = re.compile(r"(?:^|;)\s*overflow(?:-[xy])?\s*:\s*(?:hidden|auto|scroll)")
_PADDED = re.compile(r"(?:^|;)\s*padding(?:-top|-bottom)?\s*:\s*[^;%]{0,20}\d\d(?:\.\d+)?%")
"""How films get their height: the box has none, and is as high as what pads it."""
_SMALLEST = re.compile(r"0|-(?:[4-9]|\d\d)")
"""Old pages are full of letters that are one or two sizes smaller than others; nobody asks for less than the smallest."""
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)")
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][\w-]+)")
_LAST = re.compile(r"(?:[^{}@:]{0,300}?[\s>+~])?(?:[a-z][a-z0-9]*)?([.#][\w-]+)")
_WRITTEN_SHEET = re.compile(r"<style[^>]{0,200}>(.{1,4000}?)<\\?/style", re.IGNORECASE | re.DOTALL)
_WRITTEN_RULE = re.compile(r"([#.][\w-]{3,80})\s{0,5}\{([^{}]{3,600})\}")
WRITTEN = ", as a script writes it"
_FINDS = re.compile(r"getElementById|querySelector\(").search
_HIDDEN_BY_SCRIPT = re.compile(
    r"(?:getElementById\(\s{0,5}[\"']|querySelector\(\s{0,5}[\"']#)([\w-]{1,80})[\"']\s{0,5}\)\.style\."
    r"(?:(?:display|visibility)\s{0,5}=\s{0,5}[\"'](?:none|hidden)|(?:left|top|textIndent|marginLeft)\s{0,5}=\s{0,5}[\"']-\d{3,})"
    r"|(?:\$|jQuery)\(\s{0,5}[\"']#([\w-]{1,80})[\"']\s{0,5}\)\.(?:hide\(|css\(\s{0,5}[{\s]{0,5}[\"']?display[\"']?\s{0,5}[,:]\s{0,5}[\"']none)"
)
_COLOUR_NAMES = {"white": "fff", "#ffffff": "fff", "#fff": "fff", "black": "000", "#000000": "000", "#000": "000"}

_NEVER_OPENS = frozenset(
    {
        "letters of no size",
        "letters in the colour of the paper",
        "letters without a colour",
        "a moving line of no size",
        "moved out of sight",
    }
)
"""Menus are not opened by a change of these; written on an element itself, they hide it for good."""
_SCREEN_READERS = re.compile(
    r"(?:sr-only|screen-?reader|visually-?hidden|assistive|skip-?(?:link|to|nav)|a11y|element-invisible|hidden-accessible)"
)
UNSEEN_TAGS = frozenset({"canvas", "noscript", "template"})
_OPENS_TAGS = listed("nav header dialog form template menu select details noscript button")
_OPENS_ROLES = frozenset({"dialog", "tabpanel", "menu"})
_OPENS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|dropdown|modal|popup|pop-up|dialog|overlay|offcanvas|off-canvas|drawer|tooltip"
    r"|collapse|collapsible|accordion|tabs?|tab-pane|tabpanel|slider|slide|carousel|gallery|lightbox|search|cookie|cookies|consent|gdpr"
    r"|mobile|toggle|share|sharing|social|newsletter|subscribe|login|signup|paywall|player|video|ad|ads|advert|banner|promo|prompt|push|toast"
    r"|notification)(?:$|[\s_-])"
    r"|(?:nav|menu|drop-?down|pop-?up|modal|tooltip|flyout)s?(?:$|[\s_-])"
)


@remembered
def hides(style: str) -> str:
    """Say how a style declaration hides its element, "" where it does not."""
    text = style[:MAX_STYLE_CHARS].lower()
    for word, pattern, said in _DECLARATIONS:
        if word in text and pattern.search(text):
            return said
    away = _AWAY.search(text) if _MINUS.search(text) else None
    if away:
        far = float(away[1]) * {"em": 16, "rem": 16, "%": 10, "vw": 10}.get(away[2] or "px", 1)
        # A place means nothing to what stands in the flow of the text; panels that slide in are placed by their scripts.
        if "text-indent" in text and "url(" in text:
            return ""  # A picture stands where the words were: readers see it, and follow it.
        is_moved = "position" in text or "text-indent" in text or "margin" in text
        if far >= (OFF_SCREEN_PX if is_moved else FAR_OFF_SCREEN_PX):
            return "moved out of sight"
    if "overflow" in text and _NO_SIZE.search(text) and _OVERFLOW.search(text) and not _PADDED.search(text):
        return "a box of no size"
    if "color" in text and "background-clip" not in text and _NO_COLOUR.search(text):
        return "letters without a colour"
    if "background" not in text:
        return ""
    colour, ground = _COLOUR.search(text), _GROUND.search(text)
    if colour and ground and _colour(colour[1]) == _colour(ground[1]):
        return "letters in the colour of the paper"
    return ""


def _colour(text: str) -> str:
    first = (text.split() or [""])[0]
    return _COLOUR_NAMES.get(first, first)


def rules_of(tree: Tree) -> dict[str, str]:
    """Return the classes and ids that the page's own style rules or scripts hide, and how.

    Rules inside `@media` and the like hide only on some screens and are passed over. Of longer selectors only what
    nobody ever opens counts (off the screen, no size): menus are hidden by the others. What a script hides is told from
    the few ways in which it is written; nothing is run.
    """
    sheets: list[str] = []
    rules: dict[str, str] = {}
    for node in tree.nodes:
        if node.tag not in {"style", "script"}:
            continue
        text = "".join(child for child in node.children if isinstance(child, str))[:MAX_CSS_CHARS]
        if node.tag == "style":
            sheets.append(text)
        elif "style" in text or ".hide(" in text or ".css(" in text:
            if "<style" in text.lower():
                sheets += [found[1] for found in _WRITTEN_SHEET.finditer(text)]
            if "cssText" in text or "text/css" in text or "insertRule" in text:
                rules |= _written(text)
            if ".hide(" in text or ".css(" in text or (".style." in text and _FINDS(text)):
                rules |= {f"#{found[1] or found[2]}": "a script hides it" for found in _HIDDEN_BY_SCRIPT.finditer(text)}
    return rules | dict(_hiding_rules("".join(sheets)[:MAX_CSS_CHARS]))


def _written(code: str) -> dict[str, str]:
    """Return what the rules that a script holds as texts put out of sight for good: menus are hidden otherwise."""
    rules = ((found[1], hides(found[2])) for found in _WRITTEN_RULE.finditer(code))
    return {name: f"{how}{WRITTEN}" for name, how in rules if how in _NEVER_OPENS}


@lru_cache(maxsize=KEPT_SHEETS)
def _hiding_rules(css: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for selectors, declarations in _rules(css):
        how = hides(declarations)
        if not how:
            continue
        named = _SIMPLE if how not in _NEVER_OPENS else _LAST
        found += [(name[1], how) for selector in selectors.split(",") if (name := named.fullmatch(selector.strip()))]
    return tuple(found)


def _rules(css: str) -> list[tuple[str, str]]:
    """Return (selectors, declarations) of the outermost rules; one pass over the braces."""
    found: list[tuple[str, str]] = []
    depth = start = opened = 0
    for brace in re.finditer(r"[{}]", css):
        if brace[0] == "{":
            depth += 1
            if depth == 1:
                opened = brace.end()
        elif depth:
            depth -= 1
            if depth == 0:
                selectors = css[start : opened - 1].rsplit("*/", maxsplit=1)[-1].strip()
                if not selectors.startswith("@"):
                    found.append((selectors[-1_000:], css[opened : brace.start()]))
                start = brace.end()
    return found


def hiding_of(node: Node, rules: Mapping[str, str]) -> Hiding | None:
    """Return how an element itself is hidden, or None. (What stands inside a hidden element is hidden with it.)"""
    if not node.attributes and node.tag not in UNSEEN_TAGS:
        return None
    how, strength = _own(node, rules)
    if not how:
        return None
    if _is_for_screen_readers(node.names) or (_opens(node) and not (strength == "plain" and how in _NEVER_OPENS)):
        return Hiding(how, "house")
    return Hiding(how, "plain" if strength == "plain" else "rule" if strength == "rule" else "house")


def _own(node: Node, rules: Mapping[str, str]) -> tuple[str, str]:
    attributes = node.attributes
    style = attributes.get("style", "")
    if style and (how := hides(style)):
        return how, "plain"
    if node.tag == "marquee" and re.match(r"[0-3](?:px)?$", attributes.get("height") or attributes.get("width") or "x"):
        return "a moving line of no size", "plain"
    if node.tag == "marquee" and style and _NO_SIZE.search(style.lower()):
        return "a moving line of no size", "plain"
    if node.tag == "font" and _SMALLEST.fullmatch(attributes.get("size", "x").strip()):
        return "letters of no size", "plain"
    for name in attributes.get("class", "").split() if rules else ():
        if how := rules.get(f".{name}", ""):
            return (how, "plain") if how.endswith(WRITTEN) else (f"{how}, by a style rule", "rule")
    if rules and attributes.get("id") and f"#{attributes['id']}" in rules:
        how = rules["#" + attributes["id"]]
        return (how, "plain") if how.endswith(WRITTEN) else (f"{how}, by a rule or a script", "rule")
    if "hidden" in attributes:
        return "the attribute hidden", "house"
    if node.tag == "canvas":
        return "in a drawing that hides its words", "house"
    if node.tag in {"noscript", "template"}:
        return NOSCRIPT if node.tag == "noscript" else "a template", "house"
    return "", ""


def _opens(node: Node) -> bool:
    """Whether an element is part of something that opens on a click: a menu, a dialog, a search box, a banner.

    The way up ends where the text of an article stands: whole pages are wrapped in elements called "mobile" or "tab".
    """
    for step in ancestors(node):
        if step.tag in {"body", "html", "article", "main"} or (step is not node and _holds_text(step)):
            return False
        if step.tag in _OPENS_TAGS or _is_called_opening(step.names) or step.attributes.get("role") in _OPENS_ROLES:
            return True
    return False


@remembered
def _is_for_screen_readers(names: str) -> bool:
    return _SCREEN_READERS.search(names) is not None


@remembered
def _is_called_opening(names: str) -> bool:
    return _OPENS.search(names) is not None


def _holds_text(node: Node) -> bool:
    return sum(not isinstance(child, str) and child.tag == "p" for child in node.children) >= MIN_PARAGRAPHS
