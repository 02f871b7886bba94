"""Names of hosts, as a browser understands them and as a reader's eye does. Pure."""

import re
import unicodedata
import urllib.parse

MAX_HOST_CHARS = 255
_STOPS = str.maketrans({"。": ".", "．": ".", "｡": "."})
# Letters that look like Latin ones; what an eye reads is compared, not what a machine does.
_LOOKS = str.maketrans(
    {
        "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ѐ": "e", "ё": "e", "һ": "h", "і": "l", "ї": "l", "ј": "j",
        "к": "k", "ӏ": "l", "м": "m", "н": "h", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "у": "y",
        "ў": "y", "ѵ": "v", "ԝ": "w", "х": "x", "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "l", "κ": "k", "ν": "v",
        "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "ω": "w", "ı": "l", "ɡ": "g", "ɩ": "l", "ᴏ": "o",
        "0": "o", "1": "l", "3": "e", "5": "s", "i": "l", "|": "l", "-": None, "_": None,
    }
)  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("nn", "m"))
_NAMED = re.compile(
    r"(?:https?://|www\.)([^\s/?#<>\"'()\[\]{}«»„“”,;]{3,255})"
    r"|(?<![\w@./-])((?:[\w-]{1,63}\.){1,8}"
    r"(?:com|org|net|info|biz|top|xyz|site|online|club|shop|bet|casino|win|vip|live|news|media|press|app|dev|example|"
    r"by|ru|ua|pl|lt|lv|ee|eu|de|fr|uk|us|io|me|cc|tv|to|su|рф|бел|укр|onion))(?![\w-]|\.\w)",
    re.IGNORECASE,
)


def host_of(address: str) -> str:
    """Return the host that a browser would ask for an http(s) address, "" for any other.

    Lower case, punycode read, `www.` and the usual ports left out, so that one name stands for one house.
    """
    scheme, colon, rest = address.partition(":")
    if not colon or scheme.lower() not in {"http", "https"}:
        return ""
    # A browser forgives missing and superfluous slashes.
    place = re.split(r"[/?#\\]", rest.lstrip("/\\"), maxsplit=1)[0].rpartition("@")[2]
    name, port = place, ""
    if match := re.fullmatch(r"(.*?):(\d{0,5})", place):
        name, port = match[1], match[2]
    name = plain(urllib.parse.unquote(name))
    return f"{name}:{port}" if port not in {"", "80", "443"} else name


def plain(name: str) -> str:
    """Return a host's name in one form of the many that lead to the same place."""
    folded = unicodedata.normalize("NFKC", name.translate(_STOPS)).casefold().strip(".")[:MAX_HOST_CHARS]
    return ".".join(_decoded(label) for label in folded.removeprefix("www.").split("."))


def _decoded(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def is_punycode(address: str) -> bool:
    """Whether an address is written in the letters that hide others: xn--…"""
    return "xn--" in address.casefold()


def is_mixed(host: str) -> bool:
    """Whether one part of a name has letters of several alphabets, or foreign ones that all look Latin under .com."""
    *labels, last = host.partition(":")[0].split(".") or [""]
    for label in labels:
        scripts = {_script(letter) for letter in label if letter.isalpha()}
        if len(scripts) > 1:
            return True
        if scripts and scripts != {"LATIN"} and last.isascii() and label.translate(_LOOKS).isascii():
            return True
    return False


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").partition(" ")[0]


def skeleton(host: str) -> str:
    """Return what an eye in a hurry reads: names with the same skeleton look alike."""
    seen = host.translate(_LOOKS)
    seen = "".join(c for c in unicodedata.normalize("NFKD", seen) if not unicodedata.combining(c))
    for pair, single in _PAIRS:
        seen = seen.replace(pair, single)
    return seen


def named_in(text: str) -> list[str]:
    """Return the hosts that a text names, with or without https://."""
    if "." not in text:
        return []
    found = (match[1] or match[2] for match in _NAMED.finditer(text))
    return [host for each in found if "." in (host := host_of(f"https://{each.rstrip('.:!')}"))]


def belongs_to(host: str, other: str) -> bool:
    """Whether two names are the same house: one is the other, or a part of it."""
    return host == other or host.endswith(f".{other}") or other.endswith(f".{host}")
