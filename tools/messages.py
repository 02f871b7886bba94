"""The newsroom's and the reports' words in other languages: extract, merge, compile. `make messages`; no gettext needed.

    python tools/messages.py            # bring the catalogues up to date with the program
    python tools/messages.py --check    # say what is missing or stale; exit code 1 if anything is
    python tools/messages.py --todo be  # the untranslated messages of a language, one a line

A catalogue holds every string of our own, and those of Wagtail's and its companions that journalists meet and that
nobody has translated yet, or translated poorly: whatever stands in ours wins. Same program, same bytes: no dates.
"""

import argparse
import ast
import io
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import allauth
import django
import django_filters
import taggit
import wagtail
from babel.messages.extract import extract_javascript, extract_python
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(__file__).parents[1]
NEWSROOM = ROOT / "src/skaryna/newsroom"
SOURCE = ROOT / "src/skaryna"
SAID = (SOURCE / "tongues", SOURCE / "rescue/report", SOURCE / "cli/reporting.py", SOURCE / "model/evidence.py")
"""Where sentences stand that are said without Django, by a `Tongue`."""
CATALOGUES = {"django": NEWSROOM / "locale", "djangojs": NEWSROOM / "locale", "sentences": SOURCE / "tongues/locale"}
LANGUAGES = ("be", "ru", "uk", "pl")
DOMAINS = tuple(CATALOGUES)
_EAST = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2"
PLURALS = {
    "be": _EAST,
    "ru": _EAST,
    "uk": _EAST,
    "pl": "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2",
}
"""Three forms each: 1, 2 to 4, many. (Polish: 21 is many.)"""

_WAGTAIL = Path(wagtail.__file__).parent
_DJANGO = Path(django.__file__).parent
FOREIGN = {
    "wagtail.admin": _WAGTAIL / "admin",
    "wagtail": _WAGTAIL,
    "wagtail.images": _WAGTAIL / "images",
    "wagtail.snippets": _WAGTAIL / "snippets",
    "wagtail.users": _WAGTAIL / "users",
    "wagtail.search": _WAGTAIL / "search",
    "wagtail.typed_table_block": _WAGTAIL / "contrib/typed_table_block",
    "django_filters": Path(django_filters.__file__).parent,
    "taggit": Path(taggit.__file__).parent,
    "allauth": Path(allauth.__file__).parent,
    "django": _DJANGO / "conf",
    "django.auth": _DJANGO / "contrib/auth",
    "django.humanize": _DJANGO / "contrib/humanize",
}
"""Where strings on our screens come from, besides our own."""

HIDDEN = re.compile(
    r"(^|/)(views/pages/|wagtailadmin/pages/|forms/pages|panels/page_utils|ui/tables/pages|views/reports/|wagtailadmin/reports/"
    r"|views/collections|forms/collections|wagtailadmin/collections/|collection_privacy|page_privacy|view_restrictions"
    r"|status/privacy|set_privacy|password_reset|notifications/|home/(recent_edits|locked_pages|upgrade|whats_new|account_summary)"
    r"|chooser/(browse|anchor_link|phone_link|confirm_external|tables)|permissions/includes|api_tokens"
    r"|views/groups|wagtailusers/groups|url_generator|models/sites|models/api|models/pages|api/v\d|contrib/|site_summary"
    r"|settings_panels/avatar|password_required|socialaccount|idp/|headless|usersessions|account/(admin|fields|models)"
    r"|templates/(openid|allauth|idp|socialaccount|usersessions)/|templates/(account|mfa)/(?!messages/|webauthn/snippets)"
    r"|userbar/(item_(page|admin)|base)|views/workflows|forms/workflows|widgets/workflows|wagtailadmin/workflows/(?!workflow_status)"
    r"|forms/comments|taggit)"
)
"""Parts that the newsroom switches off or hides: page tree, collections, reports, mail, signing up."""

NOT_MET = re.compile(
    r"Taggit|\b[Pp]hone|email address|Confirmation email|Username (or|,)|TOTP|WebAuthn|^MFA$"
    r"|Email \((again|optional)|confirm %\(email|confirmed %\(email|same email|sign-in code|verification code|Username \(opt"
    r"|Aging pages|Page types|Search all pages|avatar|Privacy|Private|Visible to all"
    r"|JavaScript is required|password reset token|[Aa]ssigned pages"
    r"|^(This|Choose when this) page|another page|Locked pages|Page title|Workflow removed from Page|child pages|ManagementForm"
)
"""Messages of things that the newsroom does not have."""

_KEYWORDS = {
    "gettext": None, "_": None, "_t": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
    "u": None,
}  # fmt: skip
_SAID = {"_": "m", "say": "m", "many": "mp", "left": "mp", "many_in": "cmp", "Meaning": "xm"}
"""What a `Tongue` and its helpers are called with, of strings alone: message, plural, context, something else."""
_PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sdf]|%[sd]|\{[a-z_0-9]*\}", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^>]*>")

Key = tuple[str, str, str]
"""Context, message, plural."""


@dataclass
class Message:
    """A message: where it comes from, and its forms in one language."""

    places: set[str] = field(default_factory=set)
    forms: tuple[str, ...] = ()


Catalogue = dict[Key, Message]


# Extracting


def ours(domain: str) -> Catalogue:
    """Return every message of our own program."""
    found: Catalogue = {}
    if domain == "sentences":
        for path in sorted(file for place in SAID for file in (place.rglob("*.py") if place.is_dir() else (place,))):
            for key in _spoken(path):
                found.setdefault(key, Message()).places.add(path.relative_to(SOURCE).as_posix())
        return found
    for path in sorted(NEWSROOM.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt", ".js"} or "locale" in path.parts or "migrations" in path.parts:
            continue
        if (domain == "djangojs") != (path.suffix == ".js"):
            continue
        for key in _extracted(path):
            found.setdefault(key, Message()).places.add(path.relative_to(NEWSROOM).as_posix())
    return found


def _extracted(path: Path) -> Iterator[Key]:
    source = path.read_text()
    extract = extract_python
    if path.suffix in {".html", ".txt"}:
        from django.utils.translation.template import templatize

        # In brackets, indentation means nothing to Python's tokenizer.
        source = f"(\n{templatize(source)}\n)"
    elif path.suffix == ".js":
        extract = extract_javascript
    for _line, name, said, _comments in extract(io.BytesIO(source.encode()), _KEYWORDS, [], {}):
        parts = [part for part in (said if isinstance(said, tuple | list) else (said,)) if part]
        if not parts or not all(isinstance(part, str) for part in parts):
            continue
        if name.startswith(("pgettext", "npgettext")):
            yield (parts[0], parts[1], parts[2] if len(parts) > 2 else "")
        else:
            yield ("", parts[0], parts[1] if len(parts) > 1 and name.startswith("ngettext") else "")


def _spoken(path: Path) -> Iterator[Key]:
    """Return what a module says through a `Tongue`, also inside of f-strings, where Babel does not look."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        roles = _SAID.get(getattr(node.func, "id", "") or getattr(node.func, "attr", ""), "")
        strings = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if roles and len(strings) == len(roles):
            said = dict(zip(roles, strings, strict=True))
            yield (said.get("c", ""), said["m"], said.get("p", ""))


def _po(path: Path, *, fuzzy: bool = False) -> dict[Key, tuple[tuple[str, ...], set[str]]]:
    """Return the messages of a file: their forms, and where they stand."""
    if not path.is_file():
        return {}
    found = {}
    with path.open("rb") as file:
        for message in read_po(file):
            if not message.id or (message.fuzzy and not fuzzy):
                continue
            ids = message.id if isinstance(message.id, tuple | list) else (message.id, "")
            forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
            key = (message.context or "", ids[0], ids[1])
            found[key] = (tuple(form or "" for form in forms), {place for place, _line in message.locations})
    return found


def foreign(domain: str) -> Catalogue:
    """Return every message of others that can stand on our screens."""
    found: Catalogue = {}
    if domain == "sentences":
        return found
    for name, folder in FOREIGN.items():
        sources = [folder / f"locale/{language}/LC_MESSAGES/{domain}.po" for language in ("en", "uk", "pl")]
        for key, (_forms, places) in _po(next((s for s in sources if s.is_file()), sources[0]), fuzzy=True).items():
            if not NOT_MET.search(key[1]) and not (places and all(HIDDEN.search(place) for place in places)):
                found.setdefault(key, Message()).places.add(name)
    return found


def translated_by_others(language: str, domain: str) -> set[Key]:
    """Return what others have translated already."""
    return {
        key
        for folder in FOREIGN.values()
        for key, (forms, _places) in _po(folder / f"locale/{language}/LC_MESSAGES/{domain}.po").items()
        if all(forms)
    }


# Merging


def merged(language: str, domain: str) -> Catalogue:
    """Return the catalogue as it has to be: what is wanted, with the translations that there are."""
    have = {key: forms for key, (forms, _p) in _po(path_of(language, domain)).items()}
    wanted = ours(domain)
    others = foreign(domain)
    done = translated_by_others(language, domain)
    for key, message in others.items():
        # What stands in ours although others have it corrects them.
        if key not in wanted and (key not in done or key in have):
            wanted[key] = message
    size = 3
    for key, message in wanted.items():
        count = size if key[2] else 1
        forms = have.get(key, ())
        message.forms = forms if len(forms) == count else ("",) * count
    return wanted


def path_of(language: str, domain: str) -> Path:
    return CATALOGUES[domain] / language / "LC_MESSAGES" / f"{domain}.po"


# Writing


def _header(language: str) -> str:
    lines = {
        "Project-Id-Version": "Skaryna",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": f"nplurals=3; plural=({PLURALS[language]});",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


def po_of(catalogue: Catalogue, language: str) -> str:
    """Return a catalogue as a .po file: our own messages first, each with where it stands."""
    parts = [f"# Glossary: docs/translating-the-newsroom.md\n{_entry(('', '', ''), (_header(language),))}"]
    for key, message in sorted(catalogue.items(), key=_order):
        places = "".join(f"#: {place}\n" for place in sorted(message.places))
        flag = "#, python-format\n" if "%(" in key[1] else ""
        parts.append(f"{places}{flag}{_entry(key, message.forms)}")
    return "\n".join(parts)


def _order(item: tuple[Key, Message]) -> tuple[bool, Key]:
    return (not any("/" in place or place.endswith((".py", ".js")) for place in item[1].places), item[0])


def _entry(key: Key, forms: tuple[str, ...]) -> str:
    context, one, many = key
    lines = [f"msgctxt {_quoted(context)}"] if context else []
    lines.append(f"msgid {_quoted(one)}")
    if many:
        lines.append(f"msgid_plural {_quoted(many)}")
        lines += [f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(forms)]
    else:
        lines.append(f"msgstr {_quoted(forms[0])}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    if "\n" not in escaped:
        return f'"{escaped}"'
    lines = escaped.split("\n")
    rows = [f'"{line}\\n"' for line in lines[:-1]] + ([f'"{lines[-1]}"'] if lines[-1] else [])
    return "\n".join(['""', *rows])


def mo_of(catalogue: Catalogue, language: str) -> bytes:
    """Return a catalogue as gettext reads it."""
    strings = {"": _header(language)}
    for (context, one, many), message in catalogue.items():
        if all(message.forms):
            name = (f"{context}\x04" if context else "") + one + (f"\x00{many}" if many else "")
            strings[name] = "\x00".join(message.forms)
    pairs = sorted((name.encode(), said.encode()) for name, said in strings.items())
    start = 28
    texts, tables = b"", []
    offset = start + 16 * len(pairs)
    for column in (0, 1):
        table = b""
        for pair in pairs:
            table += struct.pack("<II", len(pair[column]), offset + len(texts))
            texts += pair[column] + b"\x00"
        tables.append(table)
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), start, start + 8 * len(pairs), 0, offset)
    return head + tables[0] + tables[1] + texts


# Checking


def complaints(key: Key, forms: tuple[str, ...]) -> Iterator[str]:
    """Say what is wrong with a translation's placeholders, tags and ends."""
    _context, one, many = key
    for number, form in enumerate(forms):
        if not form:
            continue
        # The form for one may leave its number out, as the English one does.
        sources = (many, one) if many else (one,)
        if all(sorted(_PLACEHOLDER.findall(form)) != sorted(_PLACEHOLDER.findall(source)) for source in sources):
            yield f"placeholders differ in form {number}: {form!r}"
        if all(sorted(_TAG.findall(form)) != sorted(_TAG.findall(source)) for source in sources):
            yield f"markup differs in form {number}: {form!r}"
        if one[:1].isspace() != form[:1].isspace() or one[-1:].isspace() != form[-1:].isspace():
            yield f"white space at the ends differs in form {number}: {form!r}"


def problems() -> Iterator[str]:
    """Yield what `--check` says."""
    for language in LANGUAGES:
        for domain in DOMAINS:
            catalogue = merged(language, domain)
            path = path_of(language, domain)
            if not path.is_file() or path.read_text() != po_of(catalogue, language):
                yield f"{language}/{domain}: the catalogue is not up to date; run `make messages`"
            compiled = path.with_suffix(".mo")
            if not compiled.is_file() or compiled.read_bytes() != mo_of(catalogue, language):
                yield f"{language}/{domain}: the compiled catalogue is not up to date; run `make messages`"
            for key, message in sorted(catalogue.items(), key=lambda each: each[0]):
                if not all(message.forms):
                    yield f"{language}/{domain}: not translated: {key[1]!r} ({', '.join(sorted(message.places))})"
                yield from (f"{language}/{domain}: {key[1]!r}: {each}" for each in complaints(key, message.forms))


def update() -> None:
    """Write all catalogues."""
    for language in LANGUAGES:
        for domain in DOMAINS:
            catalogue = merged(language, domain)
            path = path_of(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(po_of(catalogue, language))
            path.with_suffix(".mo").write_bytes(mo_of(catalogue, language))
            missing = sum(not all(message.forms) for message in catalogue.values())
            print(f"{language}/{domain}: {len(catalogue)} messages, {missing} not translated")


def main() -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    parser.add_argument("--todo", metavar="LANGUAGE", choices=LANGUAGES, help="list what is not translated")
    asked = parser.parse_args()
    if not settings.configured:
        settings.configure(USE_I18N=True)
    if asked.todo:
        for domain in DOMAINS:
            for key, message in sorted(merged(asked.todo, domain).items(), key=_order):
                if not all(message.forms):
                    print(domain, repr(key), *sorted(message.places), sep="\t")
        return 0
    if asked.check:
        found = list(problems())
        print("\n".join(found) or "All catalogues are whole and up to date.")
        return 1 if found else 0
    update()
    return 0


if __name__ == "__main__":
    sys.exit(main())
