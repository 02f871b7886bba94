"""WordPress's shortcodes: the known ones become HTML, code stays as it was typed, unknown ones stay as marked text."""

import html
import re
from urllib.parse import urlsplit

from skaryna.rescue.exports.library import Library
from skaryna.rescue.exports.post import Picture
from skaryna.rescue.exports.sections import Match, replaced
from skaryna.rescue.wordlist import listed

CODE = listed(
    "code sourcecode source codesyntax bash shell c cpp csharp css diff html java javascript js json latex makefile markdown"
    " matlab perl php plain powershell python r ruby scala sql text typescript vb xml yaml go rust"
)
_MEDIA = {
    "audio": ("src", "mp3", "ogg", "m4a", "wav", "flac"),
    "video": ("src", "mp4", "webm", "m4v", "ogv", "flv", "mov"),
}
_SITES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "ted": "https://www.ted.com/talks/{}",
    "instagram": "{}",
    "soundcloud": "{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "{}",
    "googlemaps": "{}",
    "slideshare": "{}",
    "scribd": "https://www.scribd.com/document/{}",
    "facebook": "{}",
    "telegram": "https://t.me/{}",
    "gist": "https://gist.github.com/{}",
}
_FOOTNOTES = ("footnote", "footnotes", "ref", "note", "fn", "sidenote", "efn_note", "mfn")
_PLAYERS = listed(
    "youtube.com youtu.be vimeo.com twitter.com x.com facebook.com instagram.com soundcloud.com t.me tiktok.com flickr.com"
    " dailymotion.com spotify.com ted.com twitch.tv rumble.com odysee.com vk.com ok.ru rutube.ru"
)
_PROTECTED = re.compile(r"<(pre|code|script|style|textarea)(?=[\s>])[^<>]*>", re.IGNORECASE)
_OPENING = r"\[({names})((?=[\s=\]/])[^\[\]]{{0,4000}}?)\]"
_CODE = re.compile(_OPENING.format(names="|".join(sorted(CODE, key=lambda name: (-len(name), name)))))
_NOTE = re.compile(_OPENING.format(names="|".join(_FOOTNOTES)))
_EMBED = re.compile(_OPENING.format(names="embed"))
_CAPTION = re.compile(r"\[(caption|wp_caption)((?=[\s\]])(?:[^\[\]\"']|\"[^\"]{0,8000}\"|'[^']{0,8000}'){0,500})\]")
_DOUBLED = re.compile(r"\[\[([a-z][^\[\]]{0,400})\]\]")
_SINGLE = re.compile(r"\[(?P<name>[a-z][\w-]{1,40})(?P<attributes>(?=[\s=\]/])[^\[\]]{0,4000}?)/?\]")
_ATTRIBUTE = re.compile(r"""([\w-]{1,60})\s{0,9}=\s{0,9}(?:"([^"]{0,8000})"|'([^']{0,8000})'|([^\s\]"']{1,4000}))""")
_PICTURE = re.compile(r"\s*(?:<p>\s*)?((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
_URL_LINE = re.compile(r"^[ \t]*(?:<p>\s*)?(https?://[^\s<>\"']{4,2000})(?:\s*</p>)?[ \t]*$", re.MULTILINE)


class Told:
    """What came of the shortcodes of one text: the names of unknown ones, and pictures that no attachment tells of."""

    def __init__(self) -> None:
        self.unknown: dict[str, int] = {}
        self.lost: list[str] = []
        self.notes: list[str] = []


def converted(markup: str, library: Library, *, number: str, told: Told) -> str:
    """Return a text with its shortcodes as HTML; run before paragraphs are made."""
    kept: list[str] = []

    def keep(made: str) -> str:
        kept.append(made)
        return f"\x04{len(kept) - 1}\x05"

    markup = markup.replace("\x04", "").replace("\x05", "")
    markup = replaced(
        markup,
        _PROTECTED,
        lambda found: rf"</{found[1].lower()}\s*>",
        lambda found, inner, end: keep(found[0] + inner + end[0]),
    )
    if "[" in markup:
        markup = replaced(markup, _CODE, _closing, lambda _, inner, __: keep(f"<pre>{_verbatim(inner, kept)}</pre>"))
        markup = _DOUBLED.sub(lambda found: keep(html.escape(f"[{found[1]}]", quote=False)), markup)
        markup = replaced(markup, _CAPTION, _closing, lambda found, inner, _: _caption(found[2], inner))
        markup = replaced(markup, _NOTE, _closing, lambda _, inner, __: _footnote(inner, told))
        markup = replaced(markup, _EMBED, _closing, lambda _, inner, __: player(inner.strip()))
        markup = _SINGLE.sub(lambda found: _single(found, library, number, told, markup), markup)
        markup = re.sub(r"\[/(?:audio|video|gallery|playlist)\]", "", markup)
    markup = _URL_LINE.sub(lambda found: player(html.unescape(found[1])), markup)
    return _put_back(markup, kept)


def _put_back(markup: str, kept: list[str]) -> str:
    for _ in range(3):
        if "\x04" not in markup:
            break
        markup = re.sub("\x04(\\d+)\x05", lambda found: kept[int(found[1])], markup)
    return markup


def attributes_of(text: str) -> dict[str, str]:
    """Return a shortcode's attributes; curly quotes that an editor's program made are straightened."""
    straight = text.replace("“", '"').replace("”", '"').replace("″", '"').replace("’", "'").replace("&quot;", '"')
    return {k.lower(): html.unescape(a or b or c) for k, a, b, c in _ATTRIBUTE.findall(straight)}


def _verbatim(code: str, kept: list[str]) -> str:
    code = _put_back(code, kept)
    return code.strip("\r\n").replace("<", "&lt;").replace(">", "&gt;")


def _closing(found: Match) -> str:
    return rf"\[/{re.escape(found[1])}\]"


def _caption(said_so: str, inner: str) -> str:
    attributes = attributes_of(said_so)
    picture = _PICTURE.match(inner)
    if picture is None:
        return f"\n\n{inner}\n\n" + (f"\n\n{attributes['caption']}\n\n" if attributes.get("caption") else "")
    words = re.sub(r"^\s*</p>|<p>\s*$", "", inner[picture.end() :]).strip() or attributes.get("caption", "")
    said = attributes.get("caption", "")
    if said and words != said and said not in words:
        words = f"{words} {said}"
    return f"\n\n<figure>{picture[1]}<figcaption>{words}</figcaption></figure>\n\n"


def _footnote(inner: str, told: Told) -> str:
    words = inner.strip()
    if not words:
        return ""
    told.notes.append(words)
    return f"<sup>{len(told.notes)}</sup>"


def figure(picture: Picture) -> str:
    """Return a picture as HTML."""
    caption = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
    return (
        f'\n\n<figure><img src="{html.escape(picture.address)}" alt="{html.escape(picture.alt)}">{caption}</figure>\n\n'
    )


def player(address: str) -> str:
    """Return what stood elsewhere and was shown in a frame: a link card, or a link where its place is not known."""
    bare = html.unescape(re.sub(r"<[^>]*>", "", address)).strip()
    host = _host(bare)
    if not host:
        return address
    safe = html.escape(bare)
    if host in _PLAYERS or any(host.endswith(f".{each}") for each in _PLAYERS):
        return f'\n\n<oembed url="{safe}"></oembed>\n\n'
    return f'\n\n<p><a href="{safe}">{safe}</a></p>\n\n'


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.") if address.startswith("http") else ""
    except ValueError:
        return ""


def _single(found: "re.Match[str]", library: Library, number: str, told: Told, markup: str) -> str:
    name, attributes = found["name"], attributes_of(found["attributes"])
    if name in {"gallery", "playlist"}:
        return _gallery(attributes, library, number, told)
    if name in _MEDIA:
        address = next((attributes[key] for key in _MEDIA[name] if attributes.get(key)), "")
        return f'\n\n<{name} src="{html.escape(address)}"></{name}>\n\n' if address else found[0]
    if name in _SITES:
        said = attributes.get("url") or attributes.get("id") or attributes.get("src") or found["attributes"].strip(" =")
        if re.fullmatch(r"[^\s\"'<>]{3,1000}", said):
            address = said if said.startswith("http") else _SITES[name].format(said)
            if address.startswith("http"):
                return f'\n\n<oembed url="{html.escape(address)}"></oembed>\n\n'
    if _looks_like_one(name, found["attributes"], markup):
        told.unknown[name] = told.unknown.get(name, 0) + 1
    return found[0]


def _looks_like_one(name: str, attributes: str, markup: str) -> bool:
    """Whether brackets are a shortcode and not an editor's “[sic]”."""
    return "=" in attributes or f"[/{name}]" in markup or "_" in name or "-" in name


def _gallery(attributes: dict[str, str], library: Library, number: str, told: Told) -> str:
    ids = attributes.get("ids") or attributes.get("include") or ""
    numbers = re.findall(r"\d{1,18}", ids)
    if not numbers:
        out = set(re.findall(r"\d{1,18}", attributes.get("exclude", "")))
        numbers = [each for each in library.attached_to(attributes.get("id", number)) if each not in out]
    parts = []
    for each in numbers[:500]:
        picture = library.picture(each)
        if picture is None:
            told.lost.append(each)
        else:
            parts.append(figure(picture))
    return "".join(parts)
