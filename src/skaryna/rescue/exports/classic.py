"""WordPress's classic text to HTML: a blank line parts paragraphs, a line's end is a break, blocks stay as they are.

Written from the behaviour that WordPress documents (`wpautop`), not from its code.
"""

import re

from skaryna.rescue.exports.sections import Match, replaced, without_remarks

_BLOCK = re.compile(
    r"(</?(?:table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|form|map|area|blockquote|address|p"
    r"|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|footer|nav|figure|figcaption|details|menu|summary|center"
    r"|noscript|marquee|main)(?=[\s/>])[^<>]*>)",
    re.IGNORECASE,
)
_KEPT = re.compile(r"<(pre|script|style|textarea|svg|object|iframe|video|audio)(?=[\s>])[^<>]*>", re.IGNORECASE)
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_WORDS_ONLY = frozenset(
    {"p", "dt", "figcaption", "caption", "summary", "legend", "address", *(f"h{n}" for n in range(1, 7))}
)
_EITHER = frozenset({"li", "td", "th", "dd", "figure"})
_NO_WORDS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "ul", "ol", "dl", "menu", "colgroup"})
_MARK = "\x02{}\x03"


def paragraphed(text: str) -> str:
    """Return classic text as HTML with paragraphs; text that has them already comes out the same."""
    kept: list[str] = []

    def keep(found: Match, inner: str, end: Match) -> str:
        kept.append(found[0] + inner + end[0])
        return f"\n\n{_MARK.format(len(kept) - 1)}\n\n"

    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x02", "").replace("\x03", "")
    text = replaced(text, _KEPT, lambda found: rf"</{found[1].lower()}\s*>", keep)
    text = re.sub(r"<br\s*/?>\s*<br\s*/?>", "\n\n", text, flags=re.IGNORECASE)
    parts: list[str] = []
    inside: list[str] = []
    for at, piece in enumerate(_BLOCK.split(text)):
        if at % 2:
            _follow(piece, inside)
            parts.append(piece)
        elif piece.strip():
            parts.append(_run(piece, inside[-1] if inside else ""))
        else:
            parts.append("\n" if piece else "")
    return re.sub("\x02(\\d+)\x03", lambda found: kept[int(found[1])], "".join(parts)).strip()


def _follow(tag: str, inside: list[str]) -> None:
    """Keep account of which blocks are open; what HTML closes by itself is closed."""
    found = _NAME.match(tag)
    name = found[1].lower() if found else ""
    if tag.startswith("</"):
        if name in inside:
            while inside and inside.pop() != name:
                pass
    elif name not in {"hr", "col", "area"}:
        if inside and inside[-1] == "p":
            inside.pop()
        if inside and inside[-1] == name and name in {"li", "dt", "dd", "tr", "td", "th"}:
            inside.pop()
        inside.append(name)


def _run(text: str, inside: str) -> str:
    """Return what stands between two block tags: paragraphs in a container, breaks in a paragraph."""
    if inside in _NO_WORDS:
        return text
    if inside in _WORDS_ONLY or (inside in _EITHER and not re.search(r"\n\s*\n", text.strip()) and "\x02" not in text):
        return _broken(text)
    return "\n" + "\n".join(filter(None, map(_paragraph, re.split(r"\n\s*\n", text)))) + "\n"


def _paragraph(part: str) -> str:
    part = part.strip("\n ")
    if not part.strip() or part.startswith("\x02") or not without_remarks(part).strip():
        return part
    return f"<p>{_broken(part)}</p>"


def _broken(text: str) -> str:
    """Turn the ends of lines into breaks, but for those that have one."""
    start, end = len(text) - len(text.lstrip("\n ")), len(text.rstrip("\n "))
    middle = re.sub(r"(<br\s*/?>)[ \t]*\n", r"\1 ", text[start:end], flags=re.IGNORECASE)
    return text[:start] + re.sub(r"[ \t]*\n", "<br>\n", middle) + text[max(start, end) :]
