"""What stands on top of a Markdown file: YAML, TOML, JSON, or Pelican's lines. Of YAML, what people write there.

No general YAML: its anchors and types are traps, and front matter has names, texts, lists, and dates.
"""

import datetime as dt
import json
import re
import tomllib
from typing import Any

Value = str | bool | list[str] | dict[str, str]
MAX_HEAD_CHARS = 200_000
MAX_LINES = 5_000
UNREAD = "lines that are no setting"
"""Under this name stand lines of a head that could not be read: they are told, and nothing is made of them."""
_KEY = re.compile(r"^([A-Za-z_][\w .-]{0,60}?)\s{0,9}:(?:\s+(.*)|\s*)$")
_PELICAN = re.compile(r"^([A-Za-z][\w-]{0,40}):[ \t]*(.*)$")
_QUOTED = re.compile(r"""^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$|^'((?:[^']|'')*)'\s*(?:#.*)?$""")


def parted(text: str) -> tuple[dict[str, Any], str] | None:
    """Return front matter (names in lower case) and the text below; None where a file has none."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for mark, read in (("---", _yaml), ("+++", _toml)):
        if text.startswith(mark + "\n"):
            end = re.compile(rf"^(?:{re.escape(mark)}|\.\.\.)[ \t]*$", re.MULTILINE).search(text, len(mark) + 1)
            if end is None or end.start() > MAX_HEAD_CHARS:
                return None
            return read(text[len(mark) + 1 : end.start()]), text[end.end() :].lstrip("\n")
    if text.startswith("{\n"):
        return _json(text)
    return _pelican(text)


def _json(text: str) -> tuple[dict[str, Any], str] | None:
    try:
        value, end = json.JSONDecoder().raw_decode(text[:MAX_HEAD_CHARS])
    except (ValueError, RecursionError):
        return None
    return (_lowered(value), text[end:].lstrip("\n")) if isinstance(value, dict) else None


def _toml(head: str) -> dict[str, Any]:
    try:
        return _lowered(tomllib.loads(head))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return _toml_by_lines(head)


def _toml_by_lines(head: str) -> dict[str, Any]:
    """Read what is no TOML line by line; a line that cannot be read either is kept as it stands."""
    found: dict[str, Any] = {}
    for line in head.split("\n")[:MAX_LINES]:
        try:
            found |= _lowered(tomllib.loads(line))
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            _unread(found, line)
    return found


def _unread(found: dict[str, Any], line: str) -> None:
    if line.strip():
        found[UNREAD] = "\n".join(filter(None, (found.get(UNREAD, ""), line)))


def _lowered(value: dict[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): _plain(said) for key, said in value.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(each) for each in value[:MAX_LINES]]
    if isinstance(value, dict):
        return {str(key).lower(): _plain(each) for key, each in value.items()}
    return value if isinstance(value, (bool, str)) else "" if value is None else str(value)


def _pelican(text: str) -> tuple[dict[str, Any], str] | None:
    """Read lines such as `Title: …` up to the first that is none."""
    lines = text.split("\n", 60)
    found: dict[str, Any] = {}
    at = 0
    for at, line in enumerate(lines[:60]):  # noqa: B007 - where it ends is asked for below
        said = _PELICAN.match(line)
        if said is None:
            break
        found[said[1].lower()] = said[2].strip()
    if "title" not in found:
        return None
    for name in ("tags", "authors", "author"):
        if isinstance(found.get(name), str):
            found[name] = [each.strip() for each in re.split(r"[,;]", found[name]) if each.strip()]
    return found, "\n".join(lines[at:]).lstrip("\n")


def _yaml(head: str) -> dict[str, Any]:
    lines = head.split("\n")[:MAX_LINES]
    found: dict[str, Any] = {}
    at = 0
    while at < len(lines):
        said = _KEY.match(lines[at])
        at += 1
        if said is None or lines[at - 1].lstrip().startswith("#"):
            if not lines[at - 1].lstrip().startswith("#"):
                _unread(found, lines[at - 1])
            continue
        name, rest = said[1].strip().lower(), (said[2] or "").strip()
        below: list[str] = []
        while at < len(lines) and (
            not lines[at].strip() or lines[at][0] in " \t" or lines[at].startswith("- ") or lines[at] == "-"
        ):
            below.append(lines[at])
            at += 1
        found[name] = _value(rest, below)
    return found


def _value(rest: str, below: list[str]) -> Any:
    if re.fullmatch(r"[|>][+-]?\d?", rest):
        text = [line.strip() if rest[0] == ">" else _dedented(line, below) for line in below]
        return (" ".join(filter(None, text)) if rest[0] == ">" else "\n".join(text)).strip()
    held = [line for line in below if line.strip() and not line.lstrip().startswith("#")]
    if not rest and held and held[0].lstrip().startswith("-"):
        return _list(held)
    if not rest and held:
        inner = (_KEY.match(line.strip()) for line in held)
        return {each[1].strip().lower(): _scalar((each[2] or "").strip()) for each in inner if each}
    if rest.startswith("["):
        return _flow(" ".join([rest, *(line.strip() for line in held)]))
    joined = " ".join([rest, *(line.strip() for line in held)]).strip()
    return _scalar(joined)


def _dedented(line: str, below: list[str]) -> str:
    indent = min((len(each) - len(each.lstrip()) for each in below if each.strip()), default=0)
    return line[indent:]


def _list(lines: list[str]) -> list[Any]:
    """Return points; a point with names of its own (`- name: Ann`) is a dict."""
    found: list[Any] = []
    for line in lines:
        bare = line.strip()
        if bare.startswith("-"):
            said = bare[1:].strip()
            pair = _KEY.match(said)
            found.append(
                {pair[1].lower(): _scalar((pair[2] or "").strip())}
                if pair and not _QUOTED.match(said)
                else _scalar(said)
            )
        elif found and isinstance(found[-1], dict) and (pair := _KEY.match(bare)):
            found[-1][pair[1].lower()] = _scalar((pair[2] or "").strip())
    return found


def _flow(text: str) -> list[Any]:
    try:
        value = json.loads(text)
        if isinstance(value, list):
            return [_plain(each) for each in value]
    except (ValueError, RecursionError):
        pass
    bare = text.partition("]")[0].lstrip("[")
    return [
        _scalar(each.strip()) for each in re.findall(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,]+", bare) if each.strip()
    ]


def _scalar(text: str) -> Any:
    quoted = _QUOTED.match(text)
    if quoted:
        if quoted[1] is None:
            return quoted[2].replace("''", "'")
        try:
            return str(json.loads(f'"{quoted[1]}"', strict=False))
        except ValueError:
            return quoted[1]
    bare = re.sub(r"\s+#.*$", "", text)
    if bare.lower() in {"true", "yes", "on"}:
        return True
    if bare.lower() in {"false", "no", "off"}:
        return False
    return "" if bare.lower() in {"null", "~"} else bare
