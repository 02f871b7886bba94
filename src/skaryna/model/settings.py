"""`skaryna.toml`: parsed and checked once; every error names the line and the key."""

import ipaddress
import re
import tomllib
import urllib.parse
from typing import Any

import msgspec

from skaryna.errors import SettingsError, SkarynaError
from skaryna.model.look import Look
from skaryna.model.publication import Publication

FILE_NAME = "skaryna.toml"


class Address(msgspec.Struct, frozen=True):
    """Where a server listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The address as a browser on this machine takes it."""
        return f"http://{self}/"


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """How the press works. `executor` is "processes" or "dask:ADDRESS"; `editions` says how many stay."""

    executor: str = "processes"
    editions: int = 10


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """How the newsroom looks at what articles cite. Nothing is asked of anybody unless an editor asks, or `check_days`.

    `proxy` is socks5h://… or http://…, "" for what this user has set for every program; `browser` the program that
    takes copies, "" for none; every `check_days` days links are checked without being asked for, 0 for never.
    """

    proxy: str = ""
    browser: str = ""
    check_days: int = 0


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Who gets into the newsroom, and for how long.

    `second_factor` is "required", "optional", or "" where nothing is said: then it is required as soon as the newsroom
    can be reached from another computer. `proxy` is the address of the one reverse proxy whose word on where a request
    came from is believed; "" for none.
    """

    second_factor: str = ""
    session_hours: int = 12
    idle_minutes: int = 60
    invitation_hours: int = 72
    proxy: str = ""
    log_days: int = 365


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `skaryna.toml` can say.

    `database` is "" for SQLite inside the folder, else a postgresql:// address. `hosts` are further names under
    which browsers may reach the newsroom (behind a reverse proxy, as an onion service). With `four_eyes` nothing
    reaches readers by one account alone.
    """

    publication: Publication
    newsroom: Address = Address("127.0.0.1", 8001)
    readers: Address = Address("127.0.0.1", 8000)
    database: str = ""
    hosts: tuple[str, ...] = ()
    four_eyes: bool = False
    press: Press = Press()
    access: Access = Access()
    sources: Sources = Sources()
    look: Look = Look()

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone lets nobody in.

        On one's own computer it adds nothing (whoever sits there has the folder too) and costs ten minutes; from
        elsewhere a stolen password must get nowhere. So the setting decides, and where it is not written, whether
        anybody else can come.
        """
        if self.access.second_factor:
            return self.access.second_factor == "required"
        return bool(self.hosts) or not is_this_computer(self.newsroom.host)


def is_this_computer(host: str) -> bool:
    """Whether an address can be reached from this computer alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_KEYS: dict[str, dict[str, type]] = {
    "publication": {
        "name": str,
        "url": str,
        "languages": list,
        "mirrors": list,
        "security": list,
        "security_policy": str,
        "security_key": str,
        "websub_hub": str,
        "indexnow": str,
        "drawn_pictures": bool,
        "lacinka": bool,
        "leave_to": str,
    },
    "newsroom": {
        "address": str,
        "database": str,
        "hosts": list,
        "four_eyes": bool,
        "second_factor": str,
        "session_hours": int,
        "idle_minutes": int,
        "invitation_hours": int,
        "proxy": str,
        "log_days": int,
    },
    "readers": {"address": str},
    "press": {"executor": str, "editions": int},
    "sources": {"proxy": str, "browser": str, "check_days": int},
    "look": dict.fromkeys(Look.__struct_fields__, str),
}
_ADDRESSES = ("security_policy", "security_key", "websub_hub", "indexnow")
MAX_EDITIONS = 1_000
MAX_CHECK_DAYS = 365
_PROXY = re.compile(r"(?:socks5h?|http)://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d{1,5})?/?")
_RANGES = {
    "session_hours": (1, 24 * 7), "idle_minutes": (5, 24 * 60), "invitation_hours": (1, 24 * 30),
    "log_days": (0, 36_500),
}  # fmt: skip
"""From and to, of each number of [newsroom]. A session of weeks is a key under the doormat."""


def parse(text: str, *, where: str = FILE_NAME) -> Settings:
    """Read settings from the text of a `skaryna.toml`.

    Args:
        text: TOML 1.0.
        where: The file's name, for errors.

    Raises:
        SettingsError: Not TOML, an unknown table or key, a value of the wrong kind; with line and key.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = 'Text stands in "quotes", lists in [brackets].'
        if "twice" in str(error) or "overwrite" in str(error):
            hint = "A [table] or a key may stand once: look for it further up, and write there."
        raise SettingsError(f"{where} is not valid TOML: {error}.", hint=hint) from error
    _check_shape(tables, text, where)
    publication, newsroom, readers = (tables.get(name, {}) for name in ("publication", "newsroom", "readers"))
    for key in ("name", "url"):
        if key not in publication:
            raise SettingsError(f"{where} has no {key} in [publication].", hint=f'Add a line such as {key} = "…".')
    try:
        value = Publication(
            name=publication["name"],
            url=publication["url"],
            languages=tuple(publication.get("languages", ["en"])),
            mirrors=tuple(publication.get("mirrors", ())),
            security=tuple(publication.get("security", ())),
            **{key: publication[key] for key in _ADDRESSES if key in publication},
            drawn_pictures=publication.get("drawn_pictures", False),
            lacinka=publication.get("lacinka", False),
            leave_to=publication.get("leave_to", ""),
        )
    except SkarynaError as error:
        named = (*((key, key) for key in _ADDRESSES), ("contact for security", "security"), ("Łacinka", "lacinka"))
        named = (*named, ("mirror", "mirrors"), ("leave", "leave_to"), ("address", "url"), ("language", "languages"))
        named = (*named, ("", "name"))
        key = next(key for word, key in named if word in error.message)
        raise SettingsError(f"{where}, {_place(text, 'publication', key)}: {error.message}", hint=error.hint) from error
    database = newsroom.get("database", "")
    if database and urllib.parse.urlsplit(database).scheme not in {"postgresql", "postgres"}:
        raise SettingsError(
            f"{where}, {_place(text, 'newsroom', 'database')}: the database must be a postgresql:// address.",
            hint="Leave the line out to keep everything in newsroom.sqlite3.",
        )
    return Settings(
        publication=value,
        newsroom=_address(newsroom.get("address", "127.0.0.1:8001"), f"{where}, {_place(text, 'newsroom', 'address')}"),
        readers=_address(readers.get("address", "127.0.0.1:8000"), f"{where}, {_place(text, 'readers', 'address')}"),
        database=database,
        hosts=tuple(newsroom.get("hosts", ())),
        four_eyes=newsroom.get("four_eyes", False),
        press=_press(tables.get("press", {}), text, where),
        access=_access(newsroom, text, where),
        sources=_sources(tables.get("sources", {}), text, where),
        look=_look(tables.get("look", {}), text, where),
    )


def _look(said: dict[str, str], text: str, where: str) -> Look:
    try:
        return Look(**{name: colour.lower() for name, colour in said.items()})
    except SkarynaError as error:
        key = next((name for name in said if f"The colour {name} " in error.message), next(iter(said), ""))
        raise SettingsError(f"{where}, {_place(text, 'look', key)}: {error.message}", hint=error.hint) from error


def _press(said: dict[str, object], text: str, where: str) -> Press:
    found = Press(**said)  # type: ignore[arg-type]
    if found.executor != "processes" and not re.fullmatch(r"dask:[a-z]+://[^\s/]+", found.executor):
        raise SettingsError(
            f"{where}, {_place(text, 'press', 'executor')}: the executor is {found.executor[:100]!r}.",
            hint='Write executor = "processes", or "dask:tcp://host:8786" with the address of a scheduler.',
        )
    if not 1 <= found.editions <= MAX_EDITIONS:
        raise SettingsError(
            f"{where}, {_place(text, 'press', 'editions')}: {found.editions} editions cannot be kept.",
            hint=f"Write a number from 1 to {MAX_EDITIONS:,}; 1 keeps no earlier one.",
        )
    return found


def _sources(said: dict[str, Any], text: str, where: str) -> Sources:
    found = Sources(**said)
    if not 0 <= found.check_days <= MAX_CHECK_DAYS:
        raise SettingsError(
            f"{where}, {_place(text, 'sources', 'check_days')}: check_days is {found.check_days}.",
            hint=f"Write a number from 0 (never unasked) to {MAX_CHECK_DAYS}.",
        )
    if found.proxy and not _PROXY.fullmatch(found.proxy):
        raise SettingsError(
            f"{where}, {_place(text, 'sources', 'proxy')}: {found.proxy[:100]!r} is no proxy.",
            hint='Write proxy = "socks5h://127.0.0.1:9050" for Tor, or "http://host:port".',
        )
    if found.browser and not found.browser.startswith("/"):
        raise SettingsError(
            f"{where}, {_place(text, 'sources', 'browser')}: {found.browser[:100]!r} is no path of a program.",
            hint='Write the whole path, such as browser = "/usr/bin/chromium".',
        )
    return found


def _access(said: dict[str, Any], text: str, where: str) -> Access:
    known = {key: said[key] for key in Access.__struct_fields__ if key in said}
    found = Access(**known)
    if found.second_factor not in {"", "required", "optional"}:
        raise SettingsError(
            f"{where}, {_place(text, 'newsroom', 'second_factor')}: second_factor is {found.second_factor[:100]!r}.",
            hint='Write second_factor = "required", or "optional".',
        )
    for key, (least, most) in _RANGES.items():
        if not least <= getattr(found, key) <= most:
            raise SettingsError(
                f"{where}, {_place(text, 'newsroom', key)}: {key} is {getattr(found, key)}.",
                hint=f"Write a number from {least} to {most:,}.",
            )
    if found.proxy:
        try:
            ipaddress.ip_address(found.proxy)
        except ValueError as error:
            raise SettingsError(
                f"{where}, {_place(text, 'newsroom', 'proxy')}: {found.proxy[:100]!r} is not an IP address.",
                hint='Write the address from which the proxy connects, such as proxy = "127.0.0.1".',
            ) from error
    return found


def _check_shape(tables: dict[str, object], text: str, where: str) -> None:
    for table, content in tables.items():
        if table not in _KEYS or not isinstance(content, dict):
            known = ", ".join(f"[{name}]" for name in _KEYS)
            raise SettingsError(f"{where}, {_place(text, table, '')}: [{table}] is not known.", hint=f"Known: {known}.")
        for key, value in content.items():
            place = f"{where}, {_place(text, table, key)}"
            if key not in _KEYS[table]:
                raise SettingsError(
                    f"{place}: {key} is not known in [{table}].", hint=f"Known: {', '.join(_KEYS[table])}."
                )
            wanted = _KEYS[table][key]
            fits = (
                isinstance(value, wanted)
                and isinstance(value, bool) == (wanted is bool)
                and (not isinstance(value, list) or all(isinstance(each, str) for each in value))
            )
            if not fits:
                kind = {list: "a list of texts", int: "a number", bool: "true or false"}.get(wanted, "a text in quotes")
                raise SettingsError(f"{place}: {key} must be {kind}, not {value!r}.")


def _place(text: str, table: str, key: str) -> str:
    """Say where a key stands: "line 7"; "[table]" where it stands nowhere."""
    current = ""
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\s*([^\]]+?)\s*\]", line)
        if header:
            current = header[1]
        wanted = key if current == table else table if not current else ""
        if (header and current == table and not key) or (
            wanted and re.match(rf"\s*\"?{re.escape(wanted)}\"?\s*=", line)
        ):
            return f"line {number}"
    return f"[{table}]"


def _address(text: str, place: str) -> Address:
    match = re.fullmatch(r"(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})", text)
    if not match or not 0 < int(match[3]) < 65536:
        raise SettingsError(f"{place}: {text!r} is not an address.", hint="Write host:port, such as 127.0.0.1:8000.")
    return Address(match[1] or match[2], int(match[3]))


def text_of(publication: Publication) -> str:
    """Return a new `skaryna.toml`, with every setting explained."""
    languages = ", ".join(quoted(language) for language in publication.languages)
    return f"""\
# Everything that this publication's programs need to know. What readers see of it (titles, pages, appeals)
# is written in the newsroom. Text after # is a remark.

[publication]
name = {quoted(publication.name)}
# The address that readers type; feeds and the sitemap use it. Copies work under any other address too.
url = {quoted(publication.url)}
# The first language is the main one. Known: "en", "be", "ru", "uk", "pl".
languages = [{languages}]
# Other addresses where the same edition can be read. A browser that was here once turns to them when this one is
# blocked, dead or tampered with. Each must answer with the header Access-Control-Allow-Origin: *
# mirrors = ["https://copy.example/magazine/"]
# Where whoever finds a hole in the site can tell you, for /.well-known/security.txt; and, if there are any, the pages
# that say what they can expect, and with which key to encrypt.
# security = ["mailto:security@magazine.example"]
# security_policy = "https://magazine.example/security.html"
# security_key = "https://magazine.example/key.txt"
# Told of each new edition, so that readers' programs and search engines need not ask all the time. They learn the
# address of this machine (a proxy set under [sources] is used here too), and what is new: nothing else.
# websub_hub = "https://pubsubhubbub.appspot.com/"
# indexnow = "https://api.indexnow.org/indexnow"
# Where a link to an article without a picture is shared, a picture of its title is shown: drawn once for each article.
# drawn_pictures = true
# The Belarusian pages in the Latin alphabet too, made from the same articles.
# lacinka = true
# “Leave quickly” on every page, and Escape pressed three times: this address, one that anybody might read, stands in
# the place of the page. Nothing is asked of it before. What it cannot hide: docs/reader.md
# leave_to = "https://en.wikipedia.org/"

[newsroom]
# Where editors work. 127.0.0.1 means: only from this computer.
address = "127.0.0.1:8001"
# For a team behind a reverse proxy: the names under which browsers reach the newsroom.
# hosts = ["newsroom.example"]
# Nothing is published by its own author alone: a second account has to approve it.
# four_eyes = true
# The proxy's own address, so that it is believed where a request came from; guessing passwords is slowed down by that.
# proxy = "127.0.0.1"
# "required": nobody gets in with a password alone. Where this line is missing, it is required as soon as the newsroom
# can be reached from another computer (a name in hosts, or an address other than 127.0.0.1).
# second_factor = "required"
# A login ends after so long, and after so long without a click.
# session_hours = 12
# idle_minutes = 60
# How long the link of an invitation works, and how long it is kept who logged in when (0: for ever).
# invitation_hours = 72
# log_days = 365
# SQLite inside this folder is used unless a PostgreSQL address stands here (make install EXTRAS=postgresql).
# database = "postgresql://user:password@localhost/newsroom"

[readers]
# Where `skaryna serve` and `skaryna run` show the edition.
address = "127.0.0.1:8000"

[sources]
# What articles cite is asked only when an editor says so. Those servers then see the address of this machine, unless a
# proxy stands here: "socks5h://127.0.0.1:9050" is Tor's.
# proxy = "socks5h://127.0.0.1:9050"
# The browser that takes copies of cited pages, where editors ask for it.
# browser = "/usr/bin/chromium"
# Links are checked without being asked for every so many days; 0 is never.
# check_days = 0

[look]
# Your own colours; all others follow from these. Templates, style and a logo of your own go into the folder theme/.
# accent = "#8f2320"
# paper = "#faf7f0"
# ink = "#1f1b16"
# The same on dark devices; a dark accent that is not written follows from the light one.
# accent_dark = "#e8927c"
# paper_dark = "#171411"
# ink_dark = "#ece5d8"

[press]
# So many editions stay, to look at and to go back to (`skaryna editions`).
# editions = 10
# For an archive that outgrows one machine: a Dask scheduler; its workers see this folder (make install EXTRAS=dask).
# executor = "dask:tcp://10.0.0.5:8786"
"""


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
