"""What `skaryna keys` says: of a file to sign, of holders, of a change."""

import datetime as dt
from pathlib import Path

from skaryna.cli import output
from skaryna.errors import NO
from skaryna.outside.folder import Folder
from skaryna.seal.keys.ceremony import ToSign
from skaryna.seal.keys.changes import Proposed
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.metadata import about_of
from skaryna.seal.roles import ROLES, is_due

MAX_SENTENCE_CHARS = 2_000
"""Of what a sender says: a list of pages is long."""


def first_keys(folder: Folder, paths: tuple[Path, ...]) -> None:
    """Say what was made, and what to carry away; `paths` begin with the person's own key."""
    own, *online = paths
    ring = Keyring(folder.keys)
    output.line("Its keys are made. The fingerprint of the publication, as eight words:")
    output.line(f"  {' '.join(ring.trust().words)}", style="bold")
    output.line("Print it on paper, in your bio, on your cards: `skaryna keys show` shows it again, with a QR code.")
    output.line("Carry away, today:")
    output.line(f"  {own}")
    output.line("    Your own key: it says who may sign. Copy it to two USB sticks in two places, then delete it here.")
    output.line("Keep on this computer, and in your backup of it:")
    for path in online:
        output.line(f"  {path}")
    if ring.in_clear():
        output.line(
            "No passphrase protects these keys: whoever copies this folder can sign. Run `skaryna keys passphrase`.",
            style="bold red",
        )
    output.line("How to share this with colleagues, and what to do when a key is lost or stolen: docs/keys.md")


def explained(to_sign: ToSign) -> list[str]:
    """Say what a signature would cover, from what is signed itself; then what the sender says of it."""
    names = to_sign.names
    if to_sign.kind == "root":
        root = to_sign.root.signed
        said = [f"Root {root.version}, good until {root.expires:%Y-%m-%d}. From then on may sign:"]
        for role in ROLES:
            people = ", ".join(f"{names.get(each, '?')} ({each[:8]})" for each in root.roles[role].keyids)
            said.append(f"  {role}: {root.roles[role].threshold} of {people}")
    else:
        targets = to_sign.targets.signed
        about = about_of(targets)
        said = [f"An edition, targets {targets.version}, good until {targets.expires:%Y-%m-%d}."]
        if about:
            said += [
                f"  {about.name}, {about.address}: edition {about.edition}, {about.files} files, {about.bytes:,} bytes",
                f"  the SHA-256 of its list: {about.index}",
            ]
    return [
        output.quoted(each, MAX_SENTENCE_CHARS)
        for each in (*said, *(f"The sender says: {each}" for each in to_sign.about))
    ]


def list_holders(ring: Keyring, *, as_json: bool) -> int:
    root, names = ring.root(), ring.names()
    waiting = [ring.to_sign / f"{each}.to-sign.json" for each in ("root", "edition") if ring.pending(each)]
    if as_json:
        output.json(
            {
                "roles": {
                    role: {
                        "threshold": root.roles[role].threshold,
                        "holders": [
                            {"name": names.get(each, ""), "key": each, "here": each in ring.held()}
                            for each in root.roles[role].keyids
                        ],
                    }
                    for role in ROLES
                },
                "waiting": [str(path) for path in waiting],
            }
        )
        return 0
    for role in ROLES:
        entry = root.roles[role]
        output.line(f"{role}: {entry.threshold} of {len(entry.keyids)} must sign", style="bold")
        for each in entry.keyids:
            where = "on this computer" if each in ring.held() else "elsewhere"
            output.line(f"  {names.get(each, 'unknown')}  {each[:8]}  {where}")
    for path in waiting:
        output.line(f"Waits for signatures: {path}", style="bold")
    say_reminders(ring)
    return 0


def outcome_of(outcome: Proposed, *, as_json: bool) -> int:
    if as_json:
        output.json(
            {
                "root": outcome.root, "in_force": outcome.waiting is None, "changes": outcome.about,
                "missing": outcome.missing, "file": str(outcome.waiting or ""),
            }
        )  # fmt: skip
        return NO if outcome.waiting else 0
    for sentence in outcome.about:
        output.line(f"  {sentence}")
    if outcome.waiting is None:
        output.line(f"Root {outcome.root} is in force. Run `skaryna publish` now: readers' copies learn it from there.")
        return 0
    more = f"{outcome.missing} more signature{'s' if outcome.missing > 1 else ''}"
    output.line(f"Nothing has changed yet: {more} needed. Send this file to the holders:", style="bold")
    output.line(f"  {outcome.waiting}")
    output.line("Each runs `skaryna keys sign FILE --key NAME.key` and sends it on; bring it back with")
    output.line("`skaryna keys sign FILE` in this folder.")
    return NO


def say_reminders(ring: Keyring) -> None:
    for each in reminders(ring):
        output.line(each, style="bold red")


def reminders(ring: Keyring) -> list[str]:
    """Say what people should do about keys soon: unprotected ones, a root that ends."""
    said, root = [], ring.root()
    if names := ring.in_clear():
        said.append(
            f"No passphrase protects {', '.join(names)}: whoever copies keys/ can sign. Run `skaryna keys passphrase`."
        )
    if is_due("root", root.expires, dt.datetime.now(dt.UTC)):
        said.append(
            f"The root ends on {root.expires:%Y-%m-%d}: run `skaryna keys rotate` with its holders before that."
        )
    return said


def here(ring: Keyring, keyids: list[str]) -> list[str]:
    held = ring.held()
    return [each for each in keyids if each in held]
