"""The verifying reader's two scripts, as an edition ships them: made from the theme's commented sources. Pure."""

import html
import json
import re
from collections.abc import Sequence

from skaryna.errors import PressError
from skaryna.model import Trust
from skaryna.model.headers import SECURITY_HEADERS, TYPES, verified
from skaryna.model.lacinka import latin
from skaryna.theme import twins
from skaryna.theme.shorten import bare, short
from skaryna.theme.theme import FITS, Theme

WORKER_WORDS = ("nothing_title", "nothing_text", "since", "unlisted_title", "unlisted_text", "again")
PAGE_WORDS = ("unverified", "late", "alarm")
KEEP_WORDS = (
    "title", "note", "page", "list", "all", "nothing", "kept", "looking", "needs", "needs_all", "fits", "room",
    "no_room", "with", "without", "back", "stop", "progress", "waiting", "stopped", "failed", "go_on", "done",
    "list_title", "forget", "forgotten", "renew", "leave", "close", "kilobytes", "megabytes",
)  # fmt: skip
MAX_FIRST_MIRRORS = 4
OTHER_TYPE = "application/octet-stream"
_SUFFIXES = ("html", "css", "js", "svg", "xml", "json", "txt", "jpg", "png", "webp", "woff2")
"""What the press prints; the worker need not know more."""

_NEEDED = ("content-security-policy", "referrer-policy", "x-content-type-options")
"""What a worker's answer must say; the rest is for servers: other sites that ask, and scripts that cannot run."""

_REASON = re.compile(r'fail\("(?!too long")[^"]*"(?: \+ \w+)?\)')
"""Why something was refused: for whoever reads the sources; no browser shows it. One reason is asked for."""

_KEY = re.compile(r'(?<=[{,])"([a-z][a-z0-9]*)":')

NOTICE = """\
<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<style>:root{{color-scheme:light dark;font:1.1em/1.6 Charter,Georgia,serif}}main{{max-width:34em;margin:12vh auto;
padding:0 1em}}h1{{line-height:1.2}}@media(prefers-color-scheme:dark){{:root{{background:#171411;color:#ece5d8}}
a{{color:#e8927c}}}}@media(prefers-color-scheme:light){{:root{{background:#faf7f0;color:#1f1b16}}a{{color:#8f2320}}}}
</style></head><body><main><h1>{title}</h1><p>{text}</p>{more}<p><a href="">{again}</a></p></main></body></html>
"""


def worker(theme: Theme, trust: Trust, languages: Sequence[str], mirrors: Sequence[str]) -> bytes:
    """Return worker.js: the TUF core, the reader, and what it must know before it has verified anything.

    Args:
        theme: Has the sources, as editors approved them.
        trust: The root that readers who come for the first time start from.
        languages: The main one first.
        mirrors: Addresses of copies; each ends in a slash.

    Raises:
        PressError: The theme has no such script.
    """
    printed = {
        "root": {"version": trust.root_version, "sha256": trust.root_sha256},
        # Enough to begin with; the signed list has them all.
        "mirrors": list(mirrors[:MAX_FIRST_MIRRORS]),
        "headers": {name: verified(value) for name, value in SECURITY_HEADERS if name in _NEEDED},
        "types": {suffix: TYPES[f".{suffix}"] for suffix in _SUFFIXES} | {"": OTHER_TYPE},
        "languages": list(languages),
        "sentence": theme.words(languages[0])["seal_nothing_title"],
    }
    source = _REASON.sub("fail()", _core(theme) + _source(theme, "worker.js"))
    values = _KEY.sub(r"\1:", _json(printed))
    return f"const PRINTED={values};\n{short(bare(source))}".encode()


def notices(theme: Theme, languages: Sequence[str]) -> bytes:
    """Return what the worker shows in place of a page that it cannot verify: whole small pages, by language and case.

    `{date}` in them is when the edition was last confirmed; the worker fills it in.
    """
    cases = ("nothing", "unlisted")
    return _json({each: {case: _notice(theme, each, case) for case in cases} for each in languages}).encode() + b"\n"


def _notice(theme: Theme, language: str, case: str) -> str:
    keys = (f"{case}_title", f"{case}_text", "again", "since")
    title, text, again, since = (html.escape(_word(theme, language, f"seal_{key}")) for key in keys)
    more = f"<p>{since}</p>" if case == "nothing" else ""
    return NOTICE.format(language=language, title=title, text=text, more=more, again=again)


def page_script(theme: Theme, languages: Sequence[str]) -> bytes:
    """Return reader.js, which every page loads: it registers the worker and says what readers should know."""
    words = _words(theme, languages, "seal", PAGE_WORDS)
    return f"const WORDS={_json(words)};\n{short(bare(_source(theme, 'reader.js')))}".encode()


def keeper(theme: Theme, languages: Sequence[str]) -> bytes:
    """Return keep.js, which a page loads when a reader wants to keep something for offline."""
    words = _words(theme, languages, "keep", KEEP_WORDS)
    return f"const KEEP_WORDS={_json(words)};\n{bare(_source(theme, 'keep.js'))}".encode()


def _words(theme: Theme, languages: Sequence[str], prefix: str, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    return {language: {key: _word(theme, language, f"{prefix}_{key}") for key in keys} for language in languages}


def _word(theme: Theme, language: str, key: str) -> str:
    text = theme.words(language)[key]
    return latin(text) if language == twins.LANGUAGE else text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _core(theme: Theme) -> str:
    """Return the core as part of a classic script: it exports nothing there."""
    return re.sub(r"^export ", "", _source(theme, "tuf.mjs"), flags=re.MULTILINE)


def _source(theme: Theme, name: str) -> str:
    try:
        return theme.files[f"scripts/{name}"]
    except KeyError as error:
        raise PressError(
            f"The theme has no scripts/{name}, with which readers' browsers verify what they get.",
            hint=FITS,
        ) from error
