"""How a page hides things from readers: inline style, style rules, attributes, size, place."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_STYLE_CHARS = 2_000_000
_OFF_SCREEN_PX = 400

_DECLARATIONS = (
    (re.compile(r"(?:^|;)\s*display\s*:\s*none"), "display: none"),
    (re.compile(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)"), "visibility: hidden"),
    (re.compile(r"(?:^|;)\s*opacity\s*:\s*0?\.?0*(?:\s*!important)?\s*(?:;|$)"), "opacity: 0"),
    (
        re.compile(r"(?:^|;)\s*font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|rem|%)?(?:\s*!important)?\s*(?:;|$)"),
        "letters of no size",
    ),
    (re.compile(r"(?:^|;)\s*clip\s*:\s*rect\(\s*0"), "cut to nothing"),
    (re.compile(r"(?:^|;)\s*clip-path\s*:\s*inset\(\s*(?:50|100)%"), "cut to nothing"),
    (re.compile(r"(?:^|;)\s*transform\s*:\s*(?:scale\(\s*0\s*\)|translate[xy]?\(\s*-\d{4,})"), "moved out of sight"),
)
_AWAY = re.compile(
    r"(?:^|;)\s*(?:left|top|right|bottom|text-indent|margin-left|margin-top|margin)\s*:\s*-\s*(\d+(?:\.\d+)?)(px|em|rem|%|pt|vw)?"
)
_NO_SIZE = re.compile(r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*[01](?:px)?\s*(?:!important)?\s*(?:;|$)")
_OVERFLOW = re.compile(r"(?:^|;)\s*overflow(?:-[xy])?\s*:\s*hidden")
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)")
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)")
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,4000})\}")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?(?:([.#])([\w-]+))+")
_SCREEN_READERS = re.compile(
    r"\b(?:sr-only|screen-reader|visually-?hidden|assistive|skip-?(?:link|to)|a11y|element-invisible|hidden-accessible)"
)
_MENU_TAGS = frozenset({"nav", "header", "footer", "dialog", "menu", "aside", "form", "template"})
_MENU_NAMES = re.compile(
    r"\b(?:nav|navbar|menu|sub-?menu|dropdown|drop-down|modal|popup|pop-up|dialog|overlay|off-?canvas|drawer|tooltip|collapse|accordion|"
    r"tabs?|tab-pane|slider|slide|carousel|lightbox|search|cookie|consent|mobile|toggle|header|footer|share|social|widget|newsletter|login)",
)


def _hides(style: str) -> str:
    """Say how a style hides its element, "" where it does not."""
    text = style.casefold()
    for pattern, said in _DECLARATIONS:
        if pattern.search(text):
            return said
    away = _AWAY.search(text)
    if away and float(away[1]) * {"em": 16, "rem": 16, "%": 10, "vw": 10}.get(away[2] or "px", 1) >= _OFF_SCREEN_PX:
        return "moved out of sight"
    if _NO_SIZE.search(text) and _OVERFLOW.search(text):
        return "a box of no size"
    colour, ground = _COLOUR.search(text), _GROUND.search(text)
    if colour and ground and _same_colour(colour[1], ground[1]):
        return "letters in the colour of the paper"
    return ""


def _same_colour(one: str, other: str) -> bool:
    names = {"white": "fff", "black": "000", "#ffffff": "fff", "#000000": "000", "#fff": "fff", "#000": "000"}
    first, second = (text.strip().split(" ")[0] for text in (one, other))
    return names.get(first, first) == names.get(second, second)


@dataclass(frozen=True, slots=True)
class Concealment:
    """Which elements of one page are hidden. `rules` are selectors (class or id) that style rules hide."""

    rules: dict[str, str]

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> "Concealment":
        """Read a page's style rules."""
        return cls.of_styles("".join(style.text() for style in tree.css("style"))[:MAX_STYLE_CHARS])

    @classmethod
    def of_styles(cls, css: str) -> "Concealment":
        """Read rules from CSS text; rules inside @media hide only on some screens, and are passed over."""
        rules: dict[str, str] = {}
        text = re.sub(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/", "", css)
        text = _without_media(text)
        for selectors, declarations in _RULE.findall(text):
            how = _hides(declarations)
            if not how:
                continue
            for selector in selectors.split(","):
                if _SIMPLE.fullmatch(selector.strip()):
                    rules[re.split(r"(?=[.#])", selector.strip())[-1]] = f"{how}, by a style rule"
        return cls(rules)

    def how(self, node: LexborNode) -> str:
        """Say how an element is hidden, "" where it is not."""
        attributes = node.attributes
        if "hidden" in attributes and node.tag != "script":
            return "the attribute hidden"
        style = attributes.get("style") or ""
        if style and (said := _hides(style)):
            return said
        if node.tag == "noscript":
            return "only for browsers without scripts"
        if node.tag == "marquee" and re.search(
            r"^[0-3](?:px)?$", f"{attributes.get('height') or attributes.get('width') or 'x'}"
        ):
            return "a moving line of no size"
        if node.tag == "font" and re.fullmatch(r"[01]", attributes.get("size") or "x"):
            return "letters of no size"
        for name in (attributes.get("class") or "").split():
            if f".{name}" in self.rules:
                return self.rules[f".{name}"]
        return self.rules.get(f"#{attributes.get('id') or ''}", "")

    @staticmethod
    def is_for_screen_readers(node: LexborNode) -> bool:
        """Whether an element is hidden for the eye alone, as good pages do."""
        return bool(_SCREEN_READERS.search((node.attributes.get("class") or "").lower()))

    @staticmethod
    def is_menu(node: LexborNode) -> bool:
        """Whether an element belongs to something that opens: a menu, a dialog, a search box."""
        step: LexborNode | None = node
        while step is not None and step.tag not in {"body", "html"}:
            names = f"{step.attributes.get('class') or ''} {step.attributes.get('id') or ''}".lower()
            if step.tag in _MENU_TAGS or _MENU_NAMES.search(names) or "aria-hidden" in step.attributes:
                return True
            step = step.parent
        return False


def _without_media(css: str) -> str:
    """Drop @media and @supports blocks with what is in them."""
    out, at = [], 0
    for found in re.finditer(r"@(?:media|supports|keyframes|-webkit-keyframes)[^{}]{0,300}\{", css):
        if found.start() < at:
            continue
        out.append(css[at : found.start()])
        depth, end = 1, found.end()
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        at = end
    return "".join([*out, css[at:]])
