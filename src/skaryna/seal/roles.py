"""Who may sign what, for how long, and how that changes: pure functions from one root to the next.

    root       people's offline keys; names all keys           180 days
    targets    signs an edition: one person, or four eyes       90 days
    snapshot   the press's machine: which edition is current    60 days
    timestamp  the press's machine, daily: nothing newer exists  7 days

Source: The Update Framework, specification 1.0.34, section 2.1 (roles).
"""

import copy
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from tuf.api.metadata import Key, Root

from skaryna.errors import SettingsError

Role = Literal["root", "targets", "snapshot", "timestamp"]
ROLES: tuple[Role, ...] = ("root", "targets", "snapshot", "timestamp")
ONLINE: tuple[Role, ...] = ("targets", "snapshot", "timestamp")
"""Roles whose keys lie on the machine that publishes."""

LIFETIME: dict[Role, dt.timedelta] = {
    "root": dt.timedelta(days=180),
    "targets": dt.timedelta(days=90),
    "snapshot": dt.timedelta(days=60),
    "timestamp": dt.timedelta(days=7),
}
RENEW_BEFORE: dict[Role, dt.timedelta] = {
    "root": dt.timedelta(days=60),
    "targets": dt.timedelta(days=30),
    "snapshot": dt.timedelta(days=20),
    "timestamp": dt.timedelta(days=6),
}
"""Signed anew when so little is left: the timestamp therefore daily. Root cannot be, so people are reminded."""

MAX_HOLDERS = 15


def expiry(role: Role, now: dt.datetime) -> dt.datetime:
    """Return when a signature of a role that is made now ends; whole seconds, UTC."""
    return (now.astimezone(dt.UTC) + LIFETIME[role]).replace(microsecond=0)


def is_due(role: Role, expires: dt.datetime, now: dt.datetime) -> bool:
    """Whether it is time to sign anew."""
    return expires - now <= RENEW_BEFORE[role]


def first_root(holders: Iterable[Key], online: Mapping[Role, Key], *, now: dt.datetime) -> Root:
    """Return the root of a new publication; every threshold is 1."""
    root = Root(version=1, expires=expiry("root", now))
    for holder in holders:
        root.add_key(holder, "root")
    for role in ONLINE:
        root.add_key(online[role], role)
    return root


def successor(root: Root, *, now: dt.datetime) -> Root:
    """Return a root like this one with the next version and a new date."""
    following = copy.deepcopy(root)
    following.version = root.version + 1
    following.expires = expiry("root", now)
    return following


def add(root: Root, role: Role, keys: Iterable[Key]) -> None:
    """Let more keys sign for a role.

    Raises:
        SettingsError: A key has a role already: one key never serves two.
    """
    for key in keys:
        taken = roles_of(root, key.keyid)
        if taken:
            raise SettingsError(
                f"This key signs for {' and '.join(taken)} already.", hint="Each role needs a key of its own."
            )
        if len(root.roles[role].keyids) >= MAX_HOLDERS:
            raise SettingsError(f"At most {MAX_HOLDERS} keys may sign for {role}.")
        root.add_key(key, role)


def remove(root: Root, role: Role, keyids: Iterable[str]) -> None:
    """Take keys out of a role; the threshold falls with them where fewer are left.

    Raises:
        SettingsError: Nobody would be left.
    """
    for keyid in keyids:
        if keyid in root.roles[role].keyids:
            root.revoke_key(keyid, role)
    left = len(root.roles[role].keyids)
    if not left:
        raise SettingsError(
            f"Nobody would be left who may sign for {role}.", hint="Add somebody first: `skaryna keys holders --add`."
        )
    root.roles[role].threshold = min(root.roles[role].threshold, left)


def set_threshold(root: Root, role: Role, threshold: int) -> None:
    """Say how many must sign.

    Raises:
        SettingsError: More than there are, or none; or an online role that one machine signs alone.
    """
    if role in {"snapshot", "timestamp"} and threshold != 1:
        raise SettingsError(f"The press signs {role} alone: its threshold is 1.")
    if not 1 <= threshold <= len(root.roles[role].keyids):
        raise SettingsError(
            f"{threshold} signatures are asked for {role}, and {len(root.roles[role].keyids)} may sign.",
            hint="Add holders first, or ask for fewer.",
        )
    root.roles[role].threshold = threshold


def roles_of(root: Root, keyid: str) -> tuple[Role, ...]:
    """Return the roles that a key signs for."""
    return tuple(role for role in ROLES if keyid in root.roles[role].keyids)
