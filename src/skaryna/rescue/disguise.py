"""What a script's disguises say, read without running anything: packed words, Base64, character codes, texts in pieces."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

MAX_CHARS = 300_000
MAX_SPLICED_CHARS = 40_000
"""Longer scripts are whole programs, which join texts for reasons of their own."""
MAX_PIECES = 40
MAX_DEPTH = 3
"""Disguises stand in disguises."""
_MEMBER = re.compile(r"\[['\"]([A-Za-z]\w{0,40})['\"]\]")
_SPLICES = ("'+'", '"+"', "' + '", '" + "', "'+\n", '"+\n')
_BASE64 = re.compile(r"(?:atob|base64_decode|[bB]ase64\.decode)\s{0,5}\(\s{0,5}['\"]([A-Za-z0-9+/=\s]{8,200000})['\"]")
_PERCENT = re.compile(
    r"(?:unescape|decodeURIComponent|decodeURI|urldecode|rawurldecode)\s{0,5}\(\s{0,5}['\"]([^'\"]{8,200000})['\"]"
)
_CODES = re.compile(r"fromCharCode(?:\.apply)?\s{0,5}\([^\d()]{0,40}((?:\d{1,6}\s{0,3},\s{0,3}){5,20000}\d{1,6})")
_ESCAPED = re.compile(r"(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}){5,}")
_PACKED = re.compile(
    r"\}\s{0,5}\(\s{0,5}'((?:[^'\\]|\\.){1,200000})'\s{0,5},\s{0,5}(\d{1,2})\s{0,5},\s{0,5}(\d{1,5})\s{0,5},\s{0,5}'([^']{0,100000})'\.split\('\|'\)"
)
_NAME = re.compile(r"\b\w+\b")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS = ("atob", "ase64", "nescape", "decode", "fromCharCode", "\\x", "\\u", ".split('|')")


def undisguised(code: str) -> str:
    """Return what the disguises in a script say, a line each; "" where there is none. Cost is linear, and bounded."""
    found: list[str] = []
    if not any(sign in code for sign in _SIGNS):
        return ""
    layer = [code[:MAX_CHARS]]
    for _ in range(MAX_DEPTH):
        layer = [said for each in layer for said in _pieces(unspliced(each)) if _is_text(said)][:MAX_PIECES]
        found += layer
    return "\n".join(found)


def code_in(address: str) -> str:
    """Return the script that an address holds itself (`data:text/javascript;base64,…`), "" for any other."""
    head, comma, said = address[:MAX_CHARS].partition(",")
    if not comma or not head.lower().startswith("data:"):
        return ""
    if not head.lower().endswith(";base64"):
        return unquote(said, errors="replace")
    return _decoded(unquote(said))


def _decoded(said: str) -> str:
    """Return the text that Base64 says, "" for what is none."""
    try:
        return base64.b64decode("".join(said.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def unspliced(code: str) -> str:
    """Return a script with texts joined that were cut in pieces (`'hid' + 'den'`), and names said plainly (`x['eval']`)."""
    if len(code) > MAX_SPLICED_CHARS:
        return code
    if "+" in code:
        for sign in _SPLICES:
            code = code.replace(sign, "")
    return _MEMBER.sub(r".\1", code) if "['" in code or '["' in code else code


def _pieces(code: str) -> Iterator[str]:
    for found in _BASE64.finditer(code):
        yield _decoded(found[1])
    for found in _PERCENT.finditer(code):
        if "%" in found[1]:
            yield unquote(found[1], errors="replace")
    for found in _CODES.finditer(code):
        yield "".join(chr(number) for each in found[1].split(",") if (number := int(each)) < 0x10000)
    for found in _ESCAPED.finditer(code):
        yield (
            found[0]
            .encode("ascii")
            .decode("unicode_escape")
            .encode("utf-8", "surrogatepass")
            .decode("utf-8", "replace")
        )
    for found in _PACKED.finditer(code):
        yield _unpacked(found[1], int(found[2]), found[4].split("|"))


def _unpacked(text: str, radix: int, words: list[str]) -> str:
    """Put the words back that a packer took out of a script and numbered."""
    if not 2 <= radix <= len(_DIGITS):
        return ""

    def word(found: "re.Match[str]") -> str:
        number = 0
        for sign in found[0][:8]:
            digit = _DIGITS.find(sign)
            if not 0 <= digit < radix:
                return found[0]
            number = number * radix + digit
        return words[number] if number < len(words) and words[number] else found[0]

    return _NAME.sub(word, text)


def _is_text(said: str) -> bool:
    """Whether a disguise hides a text: pictures and keys are bytes."""
    return len(said) > 3 and sum(sign.isprintable() or sign.isspace() for sign in said[:400]) >= 0.9 * len(said[:400])
