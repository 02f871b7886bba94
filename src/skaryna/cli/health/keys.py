"""The keys that sign, and until when what they signed is good."""

from collections.abc import Iterator
from datetime import timedelta

from skaryna.cli.health.found import Found, Seen, good, remark, wrong
from skaryna.cli.keys_told import reminders
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.roles import ONLINE, Role
from skaryna.seal.signed import Signed

LATE = {"timestamp": timedelta(days=4), "snapshot": timedelta(days=15), "targets": timedelta(days=25)}
"""The press signs anew before so little is left; where it has not, none has run."""


def signing(seen: Seen) -> Iterator[Found]:
    ring = Keyring(seen.folder.keys)
    if not ring.has_root:
        yield wrong("This publication has no keys, so nothing is signed.", "Run `skaryna keys init`.")
        return
    for said in reminders(ring):
        yield wrong(said)
    root, held = ring.root(), ring.held()
    for role in ONLINE:
        if not set(root.roles[role].keyids) & held.keys():
            yield wrong(
                f"No key of the role {role} lies here.", "Bring it back from your copy, or run `skaryna keys rotate`."
            )
    here = [held[each][0].name for each in root.roles["root"].keyids if each in held]
    if here:
        yield remark(
            f"{', '.join(here)} says who may sign, and lies on this computer.", "Carry it away (docs/keys.md)."
        )
    for name in ("root", "edition"):
        if ring.pending(name):
            yield remark(f"{name}.to-sign.json waits for signatures.", "See `skaryna keys holders`.")


def dates(seen: Seen) -> Iterator[Found]:
    ring = Keyring(seen.folder.keys)
    if not ring.has_root:
        return
    root, signed = ring.root(), Signed(ring.metadata)
    record = signed.record()
    ends = {
        "targets": signed.targets(record.targets, root),
        "snapshot": signed.snapshot(record.snapshot, root),
        "timestamp": signed.timestamp(root),
    }
    roles: tuple[Role, ...] = ONLINE
    for role in roles:
        metadata = ends[role]
        if metadata is None:
            if record.timestamp:
                yield wrong(f"What the role {role} signed last is not there.", "Run `skaryna publish`.")
            continue
        left = metadata.signed.expires - seen.now
        if left < timedelta():
            yield wrong(
                f"What {role} signed ended on {metadata.signed.expires:%Y-%m-%d}; readers are told so.",
                "Run `skaryna publish` now, and keep `skaryna run` or `skaryna press` running.",
            )
        elif left < LATE[role]:
            yield wrong(
                f"What {role} signed ends in {max(0, left.days)} days, and no press has signed it anew.",
                "Run `skaryna publish`, and keep `skaryna run` or `skaryna press` running.",
            )
    yield good(f"The root is good until {root.expires:%Y-%m-%d}.")
