"""The running text of a paste: words, the marks and links that they stand in, and where one line ends."""

import html
import re
import urllib.parse
from collections.abc import Callable

from skaryna.model import inline

MAX_LINE_CHARS = 150_000
_BREAKS = re.compile(r"(?:\s|\u00a0)*<br>(?:(?:\s|\u00a0|<br>)*<br>)?(?:\s|\u00a0)*")
_ENDS = re.compile(r"^(?:<br>)+|(?:<br>)+$")
_BACK = re.compile(r"^#(?:_?(?:ft|ed)nref|sd(?:foot|end)note)\d+[a-z]{0,3}$")
"""A note's own number leads back to its place in the text; the press counts sources itself."""


class Line:
    """Gathers what is said until a part begins or ends. Marks and links that are still open go on in the next line."""

    def __init__(self, own: Callable[[str], str]) -> None:
        self._own = own
        self._said: list[str] = []
        self._marks: list[str] = []
        self._links: list[str] = []
        self._opened = ""
        self._before_number: int | None = None

    def say(self, text: str) -> None:
        """Add words, or markup of ours."""
        self._said.append(text)

    def mark(self, mark: str, *, opens: bool, is_fixed: bool) -> None:
        """Begin or end a mark; in fixed text it does not show, but goes on behind it."""
        if opens:
            self._marks.append(mark)
        elif mark in self._marks:
            del self._marks[len(self._marks) - 1 - self._marks[::-1].index(mark)]
        if not is_fixed:
            self.say(f"<{'' if opens else '/'}{mark}>")

    def link(self, address: str, *, opens: bool, in_note: bool) -> None:
        """Begin or end a link; a note's own number is left out."""
        if opens and in_note and _BACK.match(address):
            self._before_number = len(self._said)
        elif self._before_number is not None:
            del self._said[self._before_number :]
            self._before_number = None
        elif opens:
            self._links.append(html.escape(self._own(real_address(address))))
            self.say(f'<a href="{self._links[-1]}">')
        elif self._links:
            self._links.pop()
            self.say("</a>")

    def taken(self) -> str:
        """Return the line as inline HTML, and begin the next."""
        opened = self._opened
        line = self.fixed()
        return inline.clean(opened + line) if line else ""

    def fixed(self) -> str:
        """Return the line as it was said, and begin the next."""
        line, self._said, self._before_number = "".join(self._said), [], None
        # A browser's parser closes a mark at the end of a part and opens it again in the next.
        self._opened = "".join(f'<a href="{address}">' for address in self._links[-1:])
        self._opened += "".join(f"<{mark}>" for mark in self._marks)
        return line


def one_line(markup: str) -> str:
    """Return inline HTML without line breaks at its ends, or several in a row."""
    return inline.clean(_ENDS.sub("", _BREAKS.sub("<br>", markup)))


def bounded(markup: str) -> list[str]:
    """A text without a single paragraph is cut where words end; marks of such a monster are lost, words are not."""
    if len(markup) <= MAX_LINE_CHARS:
        return [markup]
    pieces: list[str] = []
    words: list[str] = []
    size = 0
    for word in inline.text_of(markup).split():
        for at in range(0, len(word), MAX_LINE_CHARS // 8):
            part = html.escape(word[at : at + MAX_LINE_CHARS // 8], quote=False)
            if size + len(part) > MAX_LINE_CHARS:
                pieces.append(" ".join(words))
                words, size = [], 0
            words.append(part)
            size += len(part) + 1
    return [*pieces, " ".join(words)]


def real_address(address: str) -> str:
    """Return where a link really leads: Google Docs and Outlook send every reader past their own servers first."""
    address = address.strip()
    try:
        parts = urllib.parse.urlsplit(address)
        asked = urllib.parse.parse_qs(parts.query)
    except ValueError:
        return address
    host = (parts.hostname or "").removeprefix("www.")
    if host == "google.com" and parts.path == "/url":
        return (asked.get("q") or asked.get("url") or [address])[0]
    if host.endswith(".safelinks.protection.outlook.com"):
        return (asked.get("url") or [address])[0]
    return address
