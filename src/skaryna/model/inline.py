"""Inline HTML: the few marks that may stand inside a paragraph, and nothing else.

Two functions, on purpose of different make: `clean` turns anybody's HTML into the allowed subset (nh3, a Rust
sanitiser built on the browser's own parsing rules); `check` is a strict recogniser of the subset, twenty lines
long, that every block runs when it is made. An unsafe block therefore cannot exist, even if one of them is wrong.
"""

import html
import re

import nh3

from skaryna.errors import ValueRefusedError

MARKS = frozenset({"em", "strong", "sub", "sup", "code", "s", "a", "br"})
"""Elements allowed in running text. `b` and `i` become `strong` and `em`."""

SCHEMES = frozenset({"https", "http", "mailto", "article"})
"""`article:` is a link inside the publication, by the article's group; the press makes an address of it."""

MAX_INLINE_CHARS = 200_000

_SYNONYMS = {"b": "strong", "i": "em", "strike": "s", "del": "s", "cite": "em", "dfn": "em", "tt": "code"}
_SYNONYM = re.compile(r"<(/?)(b|i|strike|del|cite|dfn|tt)(?=[\s>/])[^>]*>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MARK = "em|strong|sub|sup|code|s"
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|\#39);")
_TOKEN = re.compile(
    rf"""(?P<text>(?:[^<>&]++|{_ENTITY.pattern})++)
      | <(?P<void>br)>
      | <a[ ]href="(?P<href>[^"<>]*)">
      | <(?P<open>{_MARK})>
      | </(?P<close>{_MARK}|a)>""",
    re.VERBOSE,
)
# The same for one look at most texts: marks that do not nest, addresses without an entity. `[^<]` is scanned far faster
# than `[^<>&]`, so that the other two signs are counted beforehand.
_PLAIN = re.compile(
    rf"""(?:[^<]++
      | <a[ ]href="(?:https?://|mailto:|article:)[^ "`\\<>&]++">[^<]++</a>
      | <(?P<mark>{_MARK})>[^<]++</(?P=mark)>)++""",
    re.VERBOSE,
)
# Characters that no reader can see but that change what a text says or hide a payload: C0 and C1 controls, bidi
# overrides, zero-width joints that no word here needs (ZWJ and ZWNJ stay: Persian and Indic scripts need them),
# tag characters, interlinear anchors, the byte order mark.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

_UNSAFE_SIGNS = re.compile(r'[\x00-\x20<>"`\\]')
_CONTROLS = bytes([*range(32), 127])


def plain(text: str) -> str:
    """Return `text` without invisible characters, white space folded to single spaces."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def _is_printable(text: str) -> bool:
    """Whether Python would print all of a text, or it has at most spaces that do not break."""
    # For ASCII there is a quicker way.
    if text.isascii():
        return len(text.encode().translate(None, _CONTROLS)) == len(text)
    return text.replace("\u00a0", " ").isprintable()


def has_invisible(text: str) -> bool:
    """Whether a text carries characters that readers cannot see (bidi overrides, tags, controls)."""
    # All of them are unprintable, which is told much faster than the pattern does.
    return not _is_printable(text) and _INVISIBLE.search(text) is not None


def clean(markup: str) -> str:
    """Reduce any HTML to the inline subset that `check` accepts.

    Args:
        markup: HTML of unknown origin.

    Returns:
        Inline HTML: text with `&amp; &lt; &gt;`, the elements of `MARKS`, links with one safe `href`. Scripts,
        styles and their contents are dropped; other elements are dropped and their text is kept.
    """
    if "<" not in markup and "&" not in markup:
        return html.escape(plain(markup), quote=False)
    renamed = _SYNONYM.sub(lambda m: f"<{m[1]}{_SYNONYMS[m[2].lower()]}>", _INVISIBLE.sub("", markup))
    safe = nh3.clean(
        renamed,
        tags=set(MARKS),
        clean_content_tags={
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "svg",
            "math",
            "textarea",
            "title",
        },
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )
    safe = _balanced(safe.replace("&nbsp;", "\u00a0"))
    return _SPACE.sub(" ", safe).strip()


def _balanced(safe: str) -> str:
    """Drop links that kept no address or nest, and empty marks, so that the strict recogniser agrees."""
    parts: list[str] = []
    open_links: list[bool] = []
    for token in re.split(r"(<[^>]*>)", safe):
        if token.startswith("<a"):
            address = re.fullmatch(r'<a href="([^"]*)">', token)
            keep = address is not None and is_safe_address(html.unescape(address[1])) and not any(open_links)
            open_links.append(keep)
            if keep and address is not None:
                parts.append(f'<a href="{html.escape(html.unescape(address[1]).strip())}">'.replace("&#x27;", "&#39;"))
        elif token == "</a>":  # noqa: S105 - markup, not a password
            if open_links and open_links.pop():
                parts.append(token)
        elif token.startswith("</"):
            _close(parts, token)
        elif token.startswith("<"):
            parts.append(token)
        elif token:
            parts.append(html.escape(html.unescape(token), quote=False))
    return "".join(parts)


def _close(parts: list[str], token: str) -> None:
    """Close a mark; one that holds no word goes, and what it held of spaces stays."""
    at = len(parts)
    while at and parts[at - 1].isspace():
        at -= 1
    if at and parts[at - 1] == token.replace("/", ""):
        parts[at - 1 :] = ["".join(parts[at:])] if at < len(parts) else []
    else:
        parts.append(token)


def _is_bare(markup: str) -> bool:
    """Whether a text has no markup at all; most paragraphs have none."""
    return "<" not in markup and "&" not in markup and ">" not in markup


def is_safe_address(address: str) -> bool:
    """Whether a link's address is absolute, of an allowed scheme, and free of tricks."""
    if not address or _UNSAFE_SIGNS.search(address):
        return False
    scheme, colon, rest = address.partition(":")
    if not colon or scheme.lower() not in SCHEMES:
        return False
    if scheme.lower() in {"http", "https"}:
        return rest.startswith("//") and len(rest) > 2
    return bool(rest)


def is_plainly_good(markup: str) -> bool:
    """Whether text has words and, at one look, nothing but text and simple marks: nearly all paragraphs.

    Where it says no, `check` has to look. It is quick because every article passes here each time it is read.
    """
    if len(markup) > MAX_INLINE_CHARS or not _is_printable(markup):
        return False
    first = markup[:1]
    if not _is_bare(markup):
        if first == "<":
            first = markup.partition(">")[2][:1]
        if (
            markup.count("<") != markup.count(">")
            or markup.count("&") != len(_ENTITY.findall(markup))
            or not _PLAIN.fullmatch(markup)
        ):
            return False
    return bool(first.strip()) and first not in "<&"


def check(markup: str, *, where: str) -> None:
    """Refuse anything but the inline subset.

    Args:
        markup: What claims to be clean inline HTML.
        where: Named in the error, for example "paragraph".

    Raises:
        ValueRefusedError: An element, attribute, address or character is not allowed, or marks do not nest.
    """
    if len(markup) > MAX_INLINE_CHARS:
        raise ValueRefusedError(f"A {where} has {len(markup):,} characters; at most {MAX_INLINE_CHARS:,} are allowed.")
    if has_invisible(markup):
        found = _INVISIBLE.search(markup)
        raise ValueRefusedError(f"A {where} has the invisible character U+{ord(found[0]):04X}.")  # type: ignore[index]
    if _is_bare(markup):
        return
    at = 0
    stack: list[str] = []
    while at < len(markup):
        token = _TOKEN.match(markup, at)
        if token is None:
            raise ValueRefusedError(f"A {where} has markup that is not allowed: {markup[at : at + 40]!r}.")
        if token["href"] is not None:
            if "a" in stack or not is_safe_address(html.unescape(token["href"])):
                raise ValueRefusedError(f"A {where} has a link that is not allowed: {token['href'][:80]!r}.")
            stack.append("a")
        elif token["open"]:
            stack.append(token["open"])
        elif token["close"] and (not stack or stack.pop() != token["close"]):
            raise ValueRefusedError(f"A {where} closes <{token['close']}> where it is not open.")
        at = token.end()
    if stack:
        raise ValueRefusedError(f"A {where} does not close <{stack[-1]}>.")


def text_of(markup: str) -> str:
    """Return the plain text of checked inline HTML."""
    if _is_bare(markup):
        return str(markup)
    return html.unescape(re.sub(r"<[^>]*>", "", markup.replace("<br>", "\n")))


def links_of(markup: str) -> tuple[str, ...]:
    """Return the addresses of all links in checked inline HTML, in order."""
    if "<a " not in markup:
        return ()
    return tuple(html.unescape(found) for found in re.findall(r'<a href="([^"]*)">', markup))
