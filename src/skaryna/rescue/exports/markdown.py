"""Markdown to HTML: CommonMark with tables and struck words, footnotes, and the shortcodes of Hugo, Jekyll, Pelican."""

import html
import re
from functools import lru_cache

from markdown_it import MarkdownIt

from skaryna.rescue.exports.sections import Match, replaced

_NOTE = re.compile(r"^\[\^([^\]\s]{1,60})\]:[ \t]+(.+(?:\n(?:[ \t]{2,}\S.*|[ \t]*(?=\n[ \t]{2,}\S)))*)", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_HIGHLIGHT = re.compile(r"\{%-?\s*(highlight|raw)\b[^%]{0,200}%\}")
_HUGO_CODE = re.compile(r"\{\{[<%]\s*(highlight)\b[^}]{0,400}[>%]\}\}")
_HUGO = re.compile(r"\{\{[<%]\s*(/?[\w/-]{1,60})\s*([^{}]{0,2000}?)/?\s*[>%]\}\}")
_LIQUID = re.compile(r"\{%-?\s*(\w{1,40})\s*([^%]{0,500}?)-?%\}")
_VARIABLE = re.compile(r"\{\{\s*(?:site|page|\.Site|\.Page)\.[\w.]{1,60}\s*(?:\|[^{}]{0,200})?\}\}")
_PELICAN = re.compile(r"\{(?:static|filename|attach|photo)\}/?|\|(?:static|filename|attach)\|/?")
_ATTRIBUTE = re.compile(
    r"""(?:([\w-]{1,40})\s{0,9}=\s{0,9})?(?:"([^"]{0,4000})"|'([^']{0,4000})'|`([^`]{0,4000})`|([^\s"'=]{1,2000}))"""
)
_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "x": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
}
_TAGS_GONE = frozenset({"endhighlight", "endraw", "post_url", "link", "more"})


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Nesting is bounded by the parser itself; whatever HTML it lets through is read like any HTML from outside.
    return MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"])


def html_of(text: str, unknown: list[str] | None = None) -> str:
    """Return Markdown as HTML; names of shortcodes that nobody here knows are added to `unknown`, and stay as text."""
    names: list[str] = unknown if unknown is not None else []
    text = replaced(
        text, _HIGHLIGHT, lambda found: rf"\{{%-?\s*end{found[1]}\s*-?%\}}", lambda _, inner, __: _fenced(inner)
    )
    text = replaced(
        text, _HUGO_CODE, lambda _: r"\{\{[<%]\s*/highlight\s*[>%]\}\}", lambda _, inner, __: _fenced(inner)
    )
    if "{{" in text or "{%" in text or "{" in text or "|filename|" in text:
        text = _PELICAN.sub("/", text)
        text = _HUGO.sub(lambda found: _hugo(found, names), text)
        text = _LIQUID.sub(lambda found: _liquid(found, names), text)
        text = _VARIABLE.sub("", text)
    text, notes = _without_notes(text)
    made: str = _parser().render(text)
    return made + (f"\n<ol>{''.join(f'<li>{note}</li>' for note in notes)}</ol>\n" if notes else "")


def _fenced(code: str) -> str:
    return f"\n\n~~~~~~\n{code.strip(chr(10))}\n~~~~~~\n\n"


def _hugo(found: Match, unknown: list[str]) -> str:
    name = found[1]
    said = {
        (a or str(at)): html.unescape(b or c or d or e)
        for at, (a, b, c, d, e) in enumerate(_ATTRIBUTE.findall(found[2]))
    }
    if name == "figure" and said.get("src"):
        words = " ".join(filter(None, (said.get("title", ""), said.get("caption", ""))))
        credit = f" <cite>{html.escape(said['attr'], quote=False)}</cite>" if said.get("attr") else ""
        return (
            f'\n\n<figure><img src="{html.escape(said["src"])}" alt="{html.escape(said.get("alt", ""))}">'
            f"<figcaption>{html.escape(words, quote=False)}{credit}</figcaption></figure>\n\n"
        )
    if name in _PLAYERS:
        number = said.get("id") or said.get("0") or ""
        if re.fullmatch(r"[\w-]{3,80}", number):
            return f'\n\n<oembed url="{html.escape(_PLAYERS[name].format(number))}"></oembed>\n\n'
    if name in {"ref", "relref"} or name in _TAGS_GONE:
        return "#"
    unknown.append(name.strip("/"))
    return html.escape(found[0], quote=False)


def _liquid(found: Match, unknown: list[str]) -> str:
    if found[1] in _TAGS_GONE:
        return "#"
    unknown.append(found[1])
    return found[0]


def _without_notes(text: str) -> tuple[str, list[str]]:
    """Take footnotes out of a text; what refers to them becomes their number."""
    if "[^" not in text:
        return text, []
    found: dict[str, str] = {}
    for each in _NOTE.finditer(text):
        found.setdefault(each[1], " ".join(each[2].split()))
    if not found:
        return text, []
    order: dict[str, int] = {}
    bare = _NOTE.sub("", text)

    def number(each: Match) -> str:
        if each[1] not in found:
            return each[0]
        return f"<sup>{order.setdefault(each[1], len(order) + 1)}</sup>"

    bare = _REFERENCE.sub(number, bare)
    for name in found:
        order.setdefault(name, len(order) + 1)
    rendered = {name: _parser().renderInline(words) for name, words in found.items()}
    return bare, [rendered[name] for name in sorted(order, key=lambda each: order[each])]
