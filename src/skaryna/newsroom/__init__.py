"""The newsroom: Wagtail over the publication folder.

Importing this package imports no Django; each function here starts it when it is called. Django starts once in a
process, so a process works on one publication.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from skaryna.model.blocks import Archived, Image
from skaryna.model.finding import Rescued
from skaryna.model.journal import Value
from skaryna.model.settings import Address
from skaryna.newsroom.tables import Chunk, Shape
from skaryna.outside.folder import Folder

if TYPE_CHECKING:
    from skaryna.newsroom.checking import Done
    from skaryna.newsroom.traces import Forgotten

__all__ = [
    "Cited", "Receipt", "add_user", "admit_user", "attach_copy", "check_sources", "cited", "create", "export_log",
    "forget_user", "invite_user", "load", "manage", "put_back", "receive", "reconcile", "reset_user", "serve",
    "set_up", "snapshot", "unpublished",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a rescued source. `article` is its identifier, "" where there is none; `notes` are sentences.

    "kept" is what is no article and was none: menus, settings, authors of an export.
    """

    source: str
    status: Literal["draft", "published", "already there", "kept", "problem"]
    article: str = ""
    slug: str = ""
    address: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """An address that articles cite: what became of its link, and whether there is a copy."""

    address: str
    state: str
    said: str
    checked: str
    is_dead: bool
    has_copy: bool
    articles: int


def set_up(folder: Folder) -> None:
    """Start Django on a publication. `skaryna.toml` need not exist yet."""
    from skaryna.newsroom import place

    place.choose(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "skaryna.newsroom.settings"
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
        # Commands speak English; on the screens, each request has the language of its editor.
        from django.utils import translation

        translation.activate("en")


def _ready(folder: Folder) -> None:
    """Start Django on a database that has this version's tables; an empty one gets them, an earlier one is upgraded."""
    from skaryna.newsroom import upgrading

    is_due = upgrading.is_due(folder)
    set_up(folder)
    if is_due:
        from skaryna.newsroom import database

        database.upgrade(folder)


def create(folder: Folder) -> None:
    """Make the newsroom's database in a new folder: tables, roles, languages, one masthead a language.

    The first time on a computer this takes about 12 s, then 2 s (`newsroom.database`).

    Raises:
        DatabaseError: It cannot be made.
    """
    set_up(folder)
    from skaryna.newsroom import database

    database.create(folder)


def serve(folder: Folder, *, address: Address, ready: Callable[[], None] = lambda: None) -> None:
    """Serve the back office until the process is told to end; `ready` is called when nothing speaks against it.

    Raises:
        BusyError: The address is taken.
        FolderError: The folder has no newsroom.
    """
    from skaryna.newsroom import place, server

    place.choose(folder)
    place.tell_children()
    server.serve(folder, address=address, ready=ready)


def add_user(folder: Folder, *, name: str, role: str, password: str) -> None:
    """Make an account; `role` is contributor, editor or administrator.

    Raises:
        SettingsError: The name is taken, the role is not known, the password is too weak.
    """
    _ready(folder)
    from skaryna.newsroom import accounts

    accounts.add(name=name, role=role, password=password, how=accounts.COMMAND_LINE)


def reset_user(folder: Folder, *, name: str, password: str, drop_second_factor: bool) -> int:
    """Give an account a new password and end its sessions; return how many there were.

    Raises:
        SettingsError: There is no such account, or the password is too weak.
    """
    _ready(folder)
    from skaryna.newsroom import commanding

    return commanding.reset(name=name, password=password, drop_second_factor=drop_second_factor)


def invite_user(folder: Folder, *, role: str, hours: int | None = None) -> str:
    """Return a link by which one person makes an account of that role, once.

    Raises:
        SettingsError: The role is not known.
    """
    _ready(folder)
    from skaryna.newsroom import commanding

    return commanding.invite(role=role, hours=hours)


def admit_user(folder: Folder, *, name: str, admitted: bool) -> int:
    """Let an account in again, or end its access and all its sessions; return how many ended.

    Raises:
        SettingsError: There is no such account.
        ValueRefusedError: It is the last administrator who can come in.
    """
    _ready(folder)
    from skaryna.newsroom import commanding

    return commanding.admit(name=name, admitted=admitted)


def forget_user(folder: Folder, *, name: str, dry_run: bool) -> "Forgotten":
    """Take an account away and every trace of what it wrote, approved or did; or only say what that would be.

    The journal is chained anew, without the name. Whoever calls holds the press's locks and tells the press.

    Raises:
        SettingsError: There is no such account.
        ValueRefusedError: It is the last administrator who can come in.
        TrustError: The journal is not as the newsroom wrote it; nothing was changed.
    """
    _ready(folder)
    from skaryna.newsroom import commanding

    return commanding.forget(name=name, dry_run=dry_run)


Days = tuple[dt.date | None, dt.date | None]
"""From a day to a day, both among them; None for no bound."""


def export_log(
    folder: Folder, *, form: str, person: str = "", kind: str = "", days: Days = (None, None)
) -> Iterator[str]:
    """Yield the log of who did what, as "csv" or "jsonl", the newest first.

    Raises:
        SettingsError: There is no such account, kind or form.
    """
    _ready(folder)
    from skaryna.newsroom import commanding

    return commanding.export(form=form, person=person, kind=kind, days=days)


def receive(  # noqa: PLR0913 - what comes in, and how
    folder: Folder,
    rescued: Iterable[Rescued],
    *,
    originals: Callable[[Rescued], bytes],
    accept: bool,
    by: str,
    pictures: Callable[[Image], bytes] | None = None,
    copies: Callable[[str, str], bytes] | None = None,
) -> Iterator[Receipt]:
    """Take rescued sources in, one transaction each; yield what became of each.

    Args:
        folder: The publication.
        rescued: What rescue made of the sources.
        originals: Returns a source's bytes, kept as evidence; b"" where they are gone.
        accept: Publish each article instead of leaving a draft.
        by: Who does it, for the journal.
        pictures: Returns the bytes of a picture that a draft names; by default none is taken in.
        copies: Returns the bytes of a file of a copied source, by digest and suffix; by default none is taken in.
    """
    _ready(folder)
    from skaryna.newsroom import receiving

    return receiving.receive(rescued, originals=originals, accept=accept, by=by, pictures=pictures, copies=copies)


def load(folder: Folder, values: Sequence[Value], *, media: Path, by: str) -> None:
    """Take plain values in as published rows; identifiers, groups, addresses and dates stay as they are.

    Pictures are read from `media` by their names. Values that are there already, unchanged, are left alone.

    Raises:
        SkarynaError: A value breaks a rule, names an unknown author or topic, or a picture is missing.
    """
    _ready(folder)
    from skaryna.newsroom import loading

    loading.load(values, media=media, by=by)


def unpublished(folder: Folder) -> Iterator[Value]:
    """Yield what readers do not have: authors and topics that nobody has approved yet, then each article's last draft.

    Articles that are with readers are not among them, also where somebody has changed them since.
    """
    set_up(folder)
    from skaryna.newsroom import carrying

    return carrying.unpublished()


def reconcile(folder: Folder, *, thorough: bool = False, approve: bool = False, by: str = "") -> tuple[str, ...]:
    """Say where the live rows differ from what the journal says was approved; empty where they agree.

    Args:
        folder: The publication.
        thorough: Compare every article's words too, not only which articles are live.
        approve: Write the differences into the journal. Only ever on a person's word: a difference is what someone
            leaves behind who changed the database behind the editors' back.
        by: Who says so.
    """
    _ready(folder)
    from skaryna.newsroom import reconciling

    return reconciling.reconcile(thorough=thorough, approve=approve, by=by)


def cited(folder: Folder) -> list["Cited"]:
    """Return every address that articles cite as a source, the dead ones first."""
    _ready(folder)
    from skaryna.newsroom import commanding

    return commanding.cited()


def check_sources(folder: Folder, *, again: bool, step: Callable[[int, int, str], None]) -> "Done":
    """Ask the hosts of cited addresses whether the pages are there; see `newsroom.checking`.

    Raises:
        BusyError: Another check is running.
    """
    _ready(folder)
    from skaryna.newsroom import checking

    return checking.check_all(again=again, step=step)


def attach_copy(folder: Folder, *, address: str, copy: Archived, offered: bool) -> int:
    """Give an address its copy; return how many articles and pages that readers have got it.

    Raises:
        SettingsError: Nothing cites that address.
        SkarynaError: An article cannot be handed over; nothing was changed.
    """
    _ready(folder)
    from skaryna.newsroom import commanding

    return commanding.attach(address=address, copy=copy, offered=offered)


def snapshot(folder: Folder) -> AbstractContextManager[tuple[Shape, Iterator[Chunk]]]:
    """Give what the database looks like and all its rows, as they are at one moment; others go on writing meanwhile.

    Raises:
        DatabaseError: A newer version made it, or it cannot be read.
    """
    from skaryna.newsroom import upgrading

    upgrading.check_not_newer(folder)
    set_up(folder)
    from skaryna.newsroom import rows

    return rows.snapshot(folder)


def put_back(folder: Folder, looks: Shape, chunks: Iterable[Chunk]) -> int:
    """Put the rows of a backup into the folder's empty database, and bring it up to date; return how many rows.

    Raises:
        TrustError: They are of a newer version, or damaged.
        DatabaseError: The database is not empty, or refuses them.
    """
    set_up(folder)
    from django.db import connections

    from skaryna.newsroom import rows

    if not folder.settings.database:
        # SQLite makes files as the umask says; drafts and passwords are nobody else's business.
        folder.newsroom_database.touch(mode=0o600)
    try:
        return rows.load(looks, chunks)
    finally:
        connections.close_all()


def manage(folder: Folder, arguments: Sequence[str]) -> None:
    """Run a Django management command, for developers."""
    set_up(folder)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["skaryna manage", *arguments])
