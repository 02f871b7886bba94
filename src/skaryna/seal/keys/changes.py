"""What people do with keys: make the first ones, change who may sign, sign what others propose."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec
from securesystemslib.signer import Signer
from tuf.api.metadata import Metadata, Root

from skaryna.errors import FolderError, SettingsError, TrustError, UnfitError
from skaryna.outside import files
from skaryna.seal import roles
from skaryna.seal.keys import ceremony, keyfile
from skaryna.seal.keys.ceremony import ToSign
from skaryna.seal.keys.keyfile import Sealing
from skaryna.seal.keys.ring import Keyring, opened_with, sealing_of
from skaryna.seal.roles import ONLINE, Role


class Proposed(msgspec.Struct, frozen=True):
    """What became of a change: `root` is in force, or the file `waiting` needs `missing` more signatures."""

    root: int
    about: tuple[str, ...]
    waiting: Path | None = None
    missing: int = 0


def init(ring: Keyring, holder: str, passphrase: str, *, now: dt.datetime) -> tuple[Path, ...]:
    """Make the keys of one person on one machine: one of root, and one for each online role.

    Args:
        ring: The folder keys/ without a root.
        holder: The person's name; it stays on this machine.
        passphrase: Protects all four keys; "" leaves them in clear.
        now: When.

    Returns:
        The key files, the holder's first: that one is to be carried away.

    Raises:
        FolderError: There are keys already; nothing was changed.
    """
    ring.check_empty()
    if holder in roles.ROLES:
        raise SettingsError(f"{holder} is the name of a role.", hint="Give the holder's own name, or a cover name.")
    sealing = sealing_of(passphrase)
    made = {name: keyfile.new(name, sealing) for name in (holder, *ONLINE)}
    paths = {name: ring.place / f"{name}.key" for name in made}
    for path in paths.values():
        if path.exists():
            raise FolderError(f"{path} exists already; nothing was changed.", hint="Move it away first.")
    for name, kept in made.items():
        keyfile.write(paths[name], kept)
    root = Metadata(roles.first_root([made[holder].key], {role: made[role].key for role in ONLINE}, now=now))
    root.sign(opened(made[holder], passphrase))
    ring.name({kept.key.keyid: name for name, kept in made.items()})
    ring.install(root, now=now)
    return tuple(paths.values())


def opened(kept: keyfile.KeyFile, passphrase: str) -> Signer:
    """Return the signer of a key whose passphrase is at hand."""
    from securesystemslib.signer import CryptoSigner

    return CryptoSigner(keyfile.unlocked(kept, sealing_of(passphrase)), kept.key)


def make_holder(name: str, passphrase: str, folder: Path) -> tuple[Path, Path]:
    """Make a person's own key on that person's own machine.

    Returns:
        The key to keep, and the public half to send.

    Raises:
        FolderError: One of the two files exists already.
    """
    keyfile.check_name(name)
    if name in roles.ROLES:
        raise SettingsError(f"{name} is the name of a role.", hint="Give your own name, or a cover name.")
    kept = keyfile.new(name, Sealing(passphrase) if passphrase else None)
    private, public = folder / f"{name}.key", folder / f"{name}.pub"
    if public.exists():
        raise FolderError(f"{public} exists already; nothing was changed.", hint="Choose another name or folder.")
    keyfile.write(private, kept)
    files.write(public, f"{name} {kept.public}\n".encode())
    return private, public


def read_public(path: Path) -> tuple[str, str]:
    """Return name and public key of a .pub file.

    Raises:
        FolderError, TrustError: It cannot be read, or is none.
    """
    try:
        with path.open("rb") as file:
            name, public = file.read(300).decode("ascii").split()
        keyfile.check_name(name)
        keyfile.public_key(public)
    except OSError as error:
        raise files.explained(error, path) from error
    except (ValueError, SettingsError) as error:
        raise UnfitError(f"{path} is no public key.", hint="It is one line: a name and 64 digits.") from error
    return name, public


def propose(
    ring: Keyring, change: Callable[[Root], None], *, now: dt.datetime, names: dict[str, str] | None = None
) -> Proposed:
    """Change the root: by a signature at once where one is enough, else by a file to pass around.

    A change on top of one that still waits becomes part of it: there is one next root, never two.

    Raises:
        SettingsError: The change cannot be.
        TrustError, FolderError: Keys are damaged, or the passphrase is wrong.
    """
    current = ring.root()
    waiting = ring.pending("root")
    continued = waiting is not None and waiting.root.signed.version == current.version + 1
    following = waiting.root.signed if waiting is not None and continued else roles.successor(current, now=now)
    following.expires = roles.expiry("root", now)
    change(following)
    known = {**ring.names(), **(waiting.names if waiting and continued else {}), **(names or {})}
    ring.name(known)
    to_sign = ceremony.of_root(
        Metadata(following),
        names={keyid: known.get(keyid, keyid[:8]) for keyid in {*following.keys, *current.roles["root"].keyids}},
        about=differences(current, following, known),
    )
    return _taken(ring, _signed_here(ring, to_sign, current), now=now)


def _signed_here(ring: Keyring, to_sign: ToSign, current: Root) -> ToSign:
    keyids = {*current.roles["root"].keyids, *to_sign.root.signed.roles["root"].keyids}
    return ceremony.signed(to_sign, ring.signers(sorted(keyids)))


def _taken(ring: Keyring, to_sign: ToSign, *, now: dt.datetime) -> Proposed:
    """Install a proposed root if it is signed; else keep it where people find it."""
    current, proposed = ring.root(), to_sign.root
    version, about = proposed.signed.version, tuple(to_sign.about)
    try:
        ring.install(proposed, now=now)
    except TrustError:
        more = max(ceremony.missing(each, "root", proposed) for each in (current, proposed.signed))
        if not more:
            raise
        return Proposed(version, about, ring.keep_pending("root", to_sign), more)
    return Proposed(version, about)


def take_signatures(ring: Keyring, theirs: ToSign, *, now: dt.datetime) -> Proposed:
    """Bring the signatures of a file that came back into the publication's folder.

    Raises:
        TrustError: It proposes something else than what waits here.
    """
    name = theirs.kind
    mine = ring.pending(name)
    if mine is None:
        raise TrustError(
            "Nothing waits for signatures here.", hint="It may be in force already: `skaryna keys holders`."
        )
    current = ring.root()
    proposed = mine.root.signed if name == "root" else current
    role: Role = "root" if name == "root" else "targets"
    mine = ceremony.merged(mine, theirs, {**current.keys, **proposed.keys})
    if name == "root":
        return _taken(ring, _signed_here(ring, mine, current), now=now)
    mine = ceremony.signed(mine, ring.role_signers(role))
    path = ring.keep_pending(name, mine)
    return Proposed(current.version, tuple(mine.about), path, ceremony.missing(current, role, mine.targets))


def sign_file(path: Path, key: Path, ring: Keyring) -> ToSign:
    """Sign a file with a person's own key, on that person's own machine; the file is written back.

    Raises:
        TrustError: It is no such file, or this key may not sign it.
    """
    to_sign = read_to_sign(path)
    kept = keyfile.read(key)
    if kept.key.keyid not in to_sign.names:
        raise TrustError(
            f"The key {kept.name} is not one of those that may sign this file.",
            hint=f"It is for: {', '.join(sorted(to_sign.names.values()))}.",
        )
    to_sign = ceremony.signed(to_sign, [opened_with(kept, ring.passphrases)])
    files.write(path, ceremony.text_of(to_sign), mode=0o600)
    return to_sign


def read_to_sign(path: Path) -> ToSign:
    """Read a file that is passed around.

    Raises:
        FolderError, TrustError: It cannot be read, or is none.
    """
    try:
        with path.open("rb") as file:
            return ceremony.parse(file.read(ceremony.MAX_BYTES + 1))
    except OSError as error:
        raise files.explained(error, path) from error


def rotate(ring: Keyring, names: tuple[Role, ...], passphrase: str | None, *, now: dt.datetime) -> Proposed:
    """Give online roles new keys, and the root a new date. The old keys sign until the new root is in force.

    Args:
        ring: The folder keys/.
        names: Roles; empty for a new date alone.
        passphrase: Protects the new keys; "" for none.
        now: When.
    """
    sealing = sealing_of(passphrase or "")
    made = {role: keyfile.new(role, sealing) for role in names}

    def change(root: Root) -> None:
        names = ring.names()
        for role, kept in made.items():
            # Keys of this machine bear the role's name and are replaced; those of other people (four eyes) stay.
            old = [keyid for keyid in root.roles[role].keyids if names.get(keyid) == role]
            roles.add(root, role, [kept.key])
            roles.remove(root, role, old)

    for kept in made.values():
        keyfile.write(ring.place / f"{kept.name}-{kept.public[:8]}.key", kept)
    return propose(ring, change, now=now, names={kept.key.keyid: kept.name for kept in made.values()})


def revoke(ring: Keyring, name: str, *, now: dt.datetime) -> Proposed:
    """Take a person's keys out of every role.

    Raises:
        SettingsError: Nobody has that name, or nobody would be left.
    """
    named = [keyid for keyid, each in ring.names().items() if name in {each, keyid[:8], keyid}]

    def change(root: Root) -> None:
        found = [(role, keyid) for keyid in named for role in roles.roles_of(root, keyid)]
        if not found:
            people = sorted({ring.names().get(keyid, keyid[:8]) for keyid in root.keys})
            raise SettingsError(f"Nobody who may sign is called {name}.", hint=f"There are: {', '.join(people)}.")
        for role, keyid in found:
            roles.remove(root, role, [keyid])

    return propose(ring, change, now=now)


def differences(before: Root, after: Root, names: dict[str, str]) -> list[str]:
    """Say in sentences what a new root changes."""
    said = []
    for role in roles.ROLES:
        old, new = before.roles[role], after.roles[role]
        for keyid in new.keyids:
            if keyid not in old.keyids:
                said.append(f"{names.get(keyid, keyid[:8])} ({keyid[:8]}) may sign for {role} from now on.")
        for keyid in old.keyids:
            if keyid not in new.keyids:
                said.append(f"{names.get(keyid, keyid[:8])} ({keyid[:8]}) may no longer sign for {role}.")
        if (old.threshold, len(old.keyids)) != (new.threshold, len(new.keyids)):
            said.append(f"{new.threshold} of {len(new.keyids)} must sign for {role}.")
    return said or [f"Nothing but the date: valid until {after.expires:%Y-%m-%d}."]


def lock(ring: Keyring, passphrase: str) -> list[Path]:
    """Protect every private key of this folder with one new passphrase; all were opened before.

    Raises:
        TrustError: One of them cannot be opened with the present passphrase.
    """
    sealing, paths = Sealing(passphrase), []
    for path, kept in ring.held().values():
        old = None if kept.protection is None else ring.passphrases.sealing(kept.name)
        private = keyfile.unlocked(kept, old)
        keyfile.replace(path, keyfile.new(kept.name, sealing, private))
        paths.append(path)
    return paths
