"""The newsroom: Wagtail over the publication folder.

Importing this package imports no Django; each function here starts it when it is called. Django starts once in a
process, so a process works on one publication.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from skaryna.model.finding import Rescued
from skaryna.model.journal import Value
from skaryna.model.settings import Address
from skaryna.outside.folder import Folder

__all__ = ["Receipt", "add_user", "create", "load", "manage", "receive", "reconcile", "serve", "set_up"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a rescued source. `article` is its identifier, "" where there is none; `notes` are sentences."""

    source: str
    status: Literal["draft", "published", "already there", "problem"]
    article: str = ""
    slug: str = ""
    address: str = ""
    notes: tuple[str, ...] = ()


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


def create(folder: Folder) -> None:
    """Make the newsroom's database in a new folder: tables, roles, languages, one masthead a language.

    The first time on a computer this takes about 12 s, then 2 s (`newsroom.database`).

    Raises:
        DatabaseError: It cannot be made.
    """
    set_up(folder)
    from skaryna.newsroom import database

    database.create(folder)


def serve(folder: Folder, *, address: Address) -> None:
    """Serve the back office until the process is told to end.

    Raises:
        BusyError: The address is taken.
        FolderError: The folder has no newsroom.
    """
    from skaryna.newsroom import place, server

    place.choose(folder)
    place.tell_children()
    server.serve(folder, address=address)


def add_user(folder: Folder, *, name: str, role: str, password: str, email: str = "") -> None:
    """Make an account; `role` is contributor, editor or administrator.

    Raises:
        SettingsError: The name is taken, the role is not known, the password is too weak.
    """
    set_up(folder)
    from skaryna.newsroom import accounts

    accounts.add(name=name, role=role, password=password, email=email)


def receive(
    folder: Folder,
    rescued: Iterable[Rescued],
    *,
    originals: Callable[[Rescued], bytes],
    accept: bool,
    by: str,
) -> Iterator[Receipt]:
    """Take rescued sources in, one transaction each; yield what became of each.

    Args:
        folder: The publication.
        rescued: What rescue made of the sources.
        originals: Returns a source's bytes, kept as evidence; b"" where they are gone.
        accept: Publish each article instead of leaving a draft.
        by: Who does it, for the journal.
    """
    set_up(folder)
    from skaryna.newsroom import receiving

    return receiving.receive(rescued, originals=originals, accept=accept, by=by)


def load(folder: Folder, values: Sequence[Value], *, media: Path, by: str) -> None:
    """Take plain values in as published rows; identifiers, groups, addresses and dates stay as they are.

    Pictures are read from `media` by their names. Values that are there already, unchanged, are left alone.

    Raises:
        SkarynaError: A value breaks a rule, names an unknown author or topic, or a picture is missing.
    """
    set_up(folder)
    from skaryna.newsroom import loading

    loading.load(values, media=media, by=by)


def reconcile(folder: Folder, *, thorough: bool = False, approve: bool = False, by: str = "") -> tuple[str, ...]:
    """Say where the live rows differ from what the journal says was approved; empty where they agree.

    Args:
        folder: The publication.
        thorough: Compare every article's words too, not only which articles are live.
        approve: Write the differences into the journal. Only ever on a person's word: a difference is what someone
            leaves behind who changed the database behind the editors' back.
        by: Who says so.
    """
    set_up(folder)
    from skaryna.newsroom import reconciling

    return reconciling.reconcile(thorough=thorough, approve=approve, by=by)


def manage(folder: Folder, arguments: Sequence[str]) -> None:
    """Run a Django management command, for developers."""
    set_up(folder)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["skaryna manage", *arguments])
