"""Words that a browser takes for a part of a tag, and shows to nobody: they are set free, so that they can be told.

A quotation mark that never ends, a tag without its last sign, a remark or a script without an end: what follows is
swallowed up to the next sign that happens to fit, or up to the end of the page. Parsers drop it without a word. Here the
tag is ended where its author ended it, and what it had swallowed stands before it in an element of its own (`LOST`), which
is no part of the text: readers never saw it. What is in order comes out as it came in, at little cost.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from skaryna.rescue.wordlist import listed

LOST = "skaryna-lost"
MIN_BARE_WORDS = 2
"""A tag that the end of the page cuts off says one name, or none; more are words."""

_TAGS = listed(
    "a abbr address area article aside audio b base big blockquote body br button canvas caption center cite code col"
    " colgroup data dd del details dfn div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3"
    " h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark marquee menu meta nav"
    " noscript object ol optgroup option p param picture pre q s samp script section select small source span strike strong"
    " style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
_STOP = re.compile(
    r"""<(?:
    !(?P<remark>--)
    | (?P<program>\?)
    | (?P<raw>[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE]|[tT][eE][xX][tT][aA][rR][eE][aA]|[tT][iI][tT][lL][eE]|[xX][mM][pP]
       |[iI][fF][rR][aA][mM][eE]|[nN][oO](?:[eE][mM][bB][eE][dD]|[fF][rR][aA][mM][eE][sS]))(?=[\s/>])
    | (?P<broken>[a-zA-Z](?![^<>"']*+(?:(?:"[^"<>]*+"|'[^'<>]*+')[^<>"']*+)*+>)
       | /[a-zA-Z](?![a-zA-Z0-9:-]*+\s*+>))
    | (?P<odd>/[^a-zA-Z>]|!(?!--|[dD][oO][cC]|\[(?:if|endif)))
    )""",
    re.VERBOSE,
)
"""What is no tag in order: signs in quotation marks, no end, two marks in a row; and where HTML does not look for tags."""
_ENDS = {
    name: re.compile("</" + "".join(f"[{sign}{sign.upper()}]" for sign in name) + r"(?=[\s/>])")
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"=?[^\s/>=]*")
_EQUALS = re.compile(r"\s*=\s*")
_BARE = re.compile(r"[^\s>]*")
_PROPER = re.compile(r"[a-zA-Z][a-zA-Z0-9:_-]*")
_SLOPPY_END = re.compile(r"\s*[\w:-]{0,20}\s*")
_WORDS = re.compile(r"[^\W\d_]{2,}.*?[^\W\d_]{2,}", re.DOTALL)
_SECTION = "[CDATA["
_ELEMENT = re.compile(rf'<{LOST} text="([^"<>]*)"></{LOST}>')


@dataclass(frozen=True, slots=True)
class _Attribute:
    """Where an attribute begins, what its name is, and where its value is, without quotation marks; -1 for none."""

    start: int
    name: str
    value: int = -1
    value_end: int = -1
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag as a browser reads it; `end` is behind its last sign, `is_ended` says that it has one."""

    start: int
    name: str
    name_end: int
    attributes: tuple[_Attribute, ...]
    end: int
    is_ended: bool


def mended(text: str) -> str:
    """Return a page or a fragment in which what tags have swallowed stands in elements of its own. Cost is linear."""
    parts: list[str] = []
    done = at = 0
    while (stop := _STOP.search(text, at)) is not None:
        start = stop.start()
        swallowed, instead, at = _swallowed(text, stop)
        if not swallowed:
            continue
        parts += (text[done:start], f'<{LOST} text="{quote(swallowed, errors="replace")}"></{LOST}>', instead)
        done = at
    return "".join([*parts, text[done:]]) if parts else text


def said_in(lost: str) -> str:
    """Return what an element `LOST` says, from its attribute `text`."""
    return unquote(lost)


def _swallowed(text: str, stop: "re.Match[str]") -> tuple[str, str, int]:
    """Return what is swallowed at a place ("" for nothing), what stands there instead, and where to go on."""
    start = stop.start()
    if stop["remark"]:
        if text.startswith((">", "->"), start + 4):
            return "", "", start + 5
        ends = [end for sign in ("-->", "--!>") if (end := text.find(sign, start + 4)) >= 0]
        return ("", "", min(ends) + 3) if ends else (text[start + 4 :], "", len(text))
    if stop["program"]:
        end = text.find(">", start)
        return "", "", len(text) if end < 0 else end
    if stop["odd"]:
        return _odd(text, start)
    tag = _tag(text, start)
    swallowed, instead, end = _of_tag(text, tag)
    if swallowed or not stop["raw"]:
        return swallowed, instead, end
    closed = _ENDS[stop["raw"].lower()].search(text, tag.end)
    if closed is not None:
        return "", "", closed.start()
    inside = text[tag.end :]
    return (inside, f"{text[start : tag.end]}</{tag.name}>", len(text)) if inside.strip() else ("", "", len(text))


def _odd(text: str, start: int) -> tuple[str, str, int]:
    """Read what a browser takes for a remark because its second sign is none of a tag: `</3`, `<!p`, a section of XML."""
    end = text.find(">", start)
    last = len(text) if end < 0 else end
    said = text[start + 2 : last].removeprefix(_SECTION)
    if _SLOPPY_END.fullmatch(said) or not _WORDS.search(said):
        return "", "", last
    return said, "", min(last + 1, len(text))


def _tag(text: str, start: int) -> _Tag:
    """Read a tag by the rules of HTML: quotation marks count only behind "="."""
    named = _NAME.match(text, start)
    if named is None:  # Nothing asks here for what does not begin with a letter.
        return _Tag(start, "", start + 1, (), start + 1, is_ended=True)
    found: list[_Attribute] = []
    at = named.end()
    while True:
        at = _end_of(_SPACE, text, at)
        if at >= len(text) or text[at] == ">":
            break
        begun = at
        at = _end_of(_ATTRIBUTE, text, at)
        name = text[begun:at]
        equals = _EQUALS.match(text, at)
        if equals is None:
            found.append(_Attribute(begun, name))
            continue
        at = equals.end()
        if text[at : at + 1] in {'"', "'"}:
            end = text.find(text[at], at + 1)
            end = len(text) if end < 0 else end
            found.append(_Attribute(begun, name, at + 1, end, is_quoted=True))
            at = end + 1
        else:
            end = _end_of(_BARE, text, at)
            found.append(_Attribute(begun, name, at, end))
            at = end
    return _Tag(start, named[1], named.end(), tuple(found), min(at + 1, len(text)), is_ended=at < len(text))


def _end_of(pattern: "re.Pattern[str]", text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _of_tag(text: str, tag: _Tag) -> tuple[str, str, int]:
    """Return what a tag has swallowed, and the tag as its author meant it."""
    is_closing = text.startswith("</", tag.start)
    odd = next((at for at, each in enumerate(tag.attributes) if _is_odd(each.name)), None)
    if odd is None and tag.is_ended and _is_proper(tag) and not (is_closing and _bare(tag)):
        return "", "", tag.end
    rest = ">" if tag.is_ended else ""
    last = tag.end - 1 if tag.is_ended else tag.end
    if tag.name.lower() not in _TAGS and not _is_plausible(tag):
        return text[tag.start + 1 : last].lstrip("/") + rest, "", tag.end  # Its name has grown together with words.
    for at, each in enumerate(tag.attributes):
        if each.is_quoted and (sign := text.find(">", each.value, each.value_end)) >= 0 and (odd or not tag.is_ended):
            mark = text[each.value - 1]
            return text[sign + 1 : last] + rest, f"{text[tag.start : sign]}{mark}>", tag.end
        if _begins_another(each.name) or (is_closing and each.value < 0):
            return _of_names(text, tag, at)
    if not tag.is_ended and len(_bare(tag)) >= MIN_BARE_WORDS:
        return _of_names(text, tag, len(tag.attributes) - 1)
    return "", "", tag.end


def _of_names(text: str, tag: _Tag, at: int) -> tuple[str, str, int]:
    """Set free the words that became names of attributes: those before the one that cannot be one, and all after it."""
    while at and tag.attributes[at - 1].value < 0:
        at -= 1
    begun = tag.attributes[at].start
    last = tag.end - 1 if tag.is_ended else tag.end
    return text[begun:last] + (">" if tag.is_ended else ""), text[tag.start : begun].rstrip() + ">", tag.end


def _bare(tag: _Tag) -> list[str]:
    return [each.name for each in tag.attributes if each.value < 0]


def _is_odd(name: str) -> bool:
    return any(sign in name for sign in "\"'<")


def _begins_another(name: str) -> bool:
    return "<" in name


def _is_proper(tag: _Tag) -> bool:
    return tag.name.lower() in _TAGS or _PROPER.fullmatch(tag.name) is not None


def _is_plausible(tag: _Tag) -> bool:
    """Whether a name that HTML does not have may still be one, of an element that somebody made up: its values say so."""
    return _PROPER.fullmatch(tag.name) is not None and not any(
        each.value < 0 and _begins_another(each.name) for each in tag.attributes
    )


def without(text: str) -> tuple[str, tuple[str, ...]]:
    """Part a field of an export: its text, and what its tags have swallowed, as HTML."""
    whole = mended(text)
    if f"<{LOST} " not in whole:
        return text, ()
    return _ELEMENT.sub("", whole), tuple(map(said_in, _ELEMENT.findall(whole)))
