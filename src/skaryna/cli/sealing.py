"""Bringing the keys of a folder to the press."""

import datetime as dt

from skaryna.cli import output
from skaryna.cli.keys_told import reminders
from skaryna.cli.passphrase import known_passphrases
from skaryna.outside.approval import record_of
from skaryna.outside.folder import Folder
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.sealing import Sealer

UNSIGNED = (
    "This edition is NOT SIGNED: nobody can tell it from a forgery, and it is delivered nowhere. "
    "Make keys with `skaryna keys init`, then publish again."
)


def sealer_of(folder: Folder) -> Sealer | None:
    """Return who signs this folder's editions, with every key opened; None where there are no keys.

    Signatures carry the approved name and address, whatever skaryna.toml says now.

    Raises:
        TrustError, SettingsError: A key cannot be opened, or nothing was approved.
    """
    ring = Keyring(folder.keys, known_passphrases())
    if not ring.has_root:
        return None
    publication = record_of(folder).said.publication
    sealer = Sealer(ring, name=publication.name, address=publication.url, now=lambda: dt.datetime.now(dt.UTC))
    sealer.unlock()
    for sentence in reminders(ring):
        output.note(sentence)
    return sealer
