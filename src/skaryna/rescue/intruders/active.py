"""Code that hides what it does, or writes hidden links when the page is opened. Nothing of it is ever run here."""

import re

from skaryna.rescue.passage import Evidence, Passage, Surroundings

MAX_CHARS = 300_000

_RUNS = re.compile(
    r"\b(?:eval|execScript|Function)\s{0,5}\(\s{0,5}(?:(?:window|self|this|globalThis)\.)?(?:atob|unescape|String\.fromCharCode|decodeURIComponent|function\s{0,5}\(p,a,c,k,e)"
)
_CALLS = re.compile(
    r"\.src\s{0,5}=\s{0,5}(?:atob|unescape|String\.fromCharCode|decodeURIComponent)\s{0,5}\("
    r"|\.setAttribute\(\s{0,5}[\"']src[\"']\s{0,5},\s{0,5}(?:atob|unescape|String\.fromCharCode)\s{0,5}\("
)
"""A script that calls another one by an address in disguise."""
_CALLING = Evidence("C", "disguised code", "a script calls another one, whose address it disguises")
_SERVER = re.compile(
    r"\b(?:eval|assert|create_function|preg_replace|include|call_user_func)\s{0,5}\([^;]{0,200}?(?:\b(?:base64_decode|gzinflate|gzuncompress|str_rot13|strrev|hex2bin"
    r")\b|\$_(?:POST|GET|REQUEST|COOKIE)\b)"
)
"""In the language of servers: none that is honest sends such a program to its readers."""
_FETCHES = re.compile(
    r"\bfetch\(\s{0,5}[\"']https?://[^\"']{4,300}[\"']\s{0,5}\)[^;]{0,120}?\.text\(\)[^;]{0,300}?\.(?:inner|outer)HTML\s{0,5}="
)
_WRITES = re.compile(
    r"document\.write(?:ln)?\s{0,5}\(\s{0,5}(?:atob|unescape|String\.fromCharCode)\s{0,5}\((?!\s{0,5}[\"'][^\"']{0,9}[\"'])"
)
"""A short text in disguise is an old browser's workaround."""
_CODES = re.compile(r"(?:\\x[0-9a-fA-F]{2}){40,}|fromCharCode\(\s{0,5}(?:\d{1,3}\s{0,3},\s{0,3}){40,}")
_HIDES = re.compile(
    r"document\.write(?:ln)?\s{0,5}\((?!\s{0,5}[\"']<style)[^;]{0,500}?(?:display\s?:\s?none|left\s?:\s?-\d{3,})",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"(?:document\.write(?:ln)?|insertAdjacentHTML|\.innerHTML)[^;]{0,300}?<a\s[^>]{0,200}?https?:", re.IGNORECASE
)


_WORDS = (
    "eval",
    "execScript",
    "Function",
    "document.write",
    "insertAdjacentHTML",
    "innerHTML",
    "outerHTML",
    ".src",
    "setAttribute",
)
"""Without one of these nothing is run or written; looking for them costs little."""
_DECODERS = ("atob", "unescape", "fromCharCode", "decodeURIComponent", "(p,a,c,k,e")


def evidence(passage: Passage, _around: Surroundings) -> Evidence | None:
    """Speak against a script that decodes and runs a text, or writes something that cannot be seen."""
    code = passage.script[:MAX_CHARS]
    if not code:
        return None
    if code[:1] == "?" and _SERVER.search(code):
        return Evidence("C", "disguised code", "a program of the server decodes a hidden text and runs it")
    if not any(word in code for word in _WORDS):
        is_call = ("fromCharCode" in code or "atob" in code or "nescape(" in code) and _CALLS.search(code)
        return _CALLING if is_call else None
    low = code.lower()
    writes = "document.write" in low
    # Each pattern is asked only where all of its fixed words stand: scripts are long, and nearly all are harmless.
    if any(word in code for word in _DECODERS):
        if _RUNS.search(code) or (writes and _WRITES.search(code)):
            return Evidence("C", "disguised code", "a script decodes a hidden text and runs it")
        if _CALLS.search(code):
            return _CALLING
    if "fetch(" in code and ".text()" in code and _FETCHES.search(code):
        return Evidence("C", "writes from elsewhere", "a script writes into the page whatever another site sends")
    if writes and _HIDES.search(code):
        return Evidence("C", "writes hidden links", "a script writes something that readers cannot see")
    if "<a" in low and (writes or "insertadjacenthtml" in low or "innerhtml" in low) and _LINKS.search(code):
        return Evidence("C", "writes links", "a script writes links into the page")
    if "eval" in code and ("\\x" in code or "fromCharCode" in code) and _CODES.search(code):
        return Evidence("C", "disguised code", "a script is written in character codes and runs them")
    return None


def address(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against disguised code that hides an address of another site: what is honest need not hide where it leads."""
    if not passage.script or not passage.off_site or evidence(passage, around) is None:
        return None
    return Evidence("R", "disguised address", "what it hides is an address of another site")
