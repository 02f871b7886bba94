"""`skaryna keys`: who may sign for this publication."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skaryna.cli import output
from skaryna.errors import NO, SettingsError, SkarynaError

if TYPE_CHECKING:
    from tuf.api.metadata import Root

    from skaryna.outside.folder import Folder
    from skaryna.seal.keys.ring import Keyring

app = typer.Typer(
    help="Who may sign for this publication: make, show, share, replace and revoke keys.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

KeyOption = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="Your own key, NAME.key, if it is not in this folder.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def init(
    context: typer.Context,
    name: Annotated[
        str, typer.Option("--name", help="Your name, or a cover name. It stays on this computer.")
    ] = "first-holder",
) -> None:
    """Make the keys of one person on one computer. `skaryna new` does this already.

    Exit codes: 0 made, 2 there are keys already (nothing was changed).
    """
    from skaryna.cli import keys_told
    from skaryna.cli.passphrase import passphrase_for_new
    from skaryna.seal.keys import changes

    folder, ring = _ring(context)
    ring.check_empty()
    keys_told.first_keys(folder, changes.init(ring, name, passphrase_for_new(), now=_now()))


@app.command()
def show(
    context: typer.Context,
    as_json: JsonOption = False,
    qr: Annotated[Path | None, typer.Option("--qr", metavar="FILE", help="Write the QR code as .svg or .png.")] = None,
) -> None:
    """Show the fingerprint as eight words and QR code, and until when each signature is good."""
    import segno

    from skaryna.cli import keys_told

    folder, ring = _ring(context)
    trust, root = ring.trust(), ring.root()
    # Readers who scan it reach the page that tells them how to compare.
    code = segno.make(f"{folder.publication.root}/genuine.html#{'-'.join(trust.words)}", error="m")
    if qr is not None:
        if qr.suffix not in {".svg", ".png"}:
            raise SettingsError(f"{qr} is no .svg or .png file.", hint="Name it fingerprint.svg, for example.")
        code.save(str(qr), scale=8, border=4)
    if as_json:
        roles = {
            name: {"threshold": role.threshold, "keys": role.keyids, "here": keys_told.here(ring, role.keyids)}
            for name, role in sorted(root.roles.items())
        }
        output.json(
            {
                "words": trust.words, "sha256": trust.root_sha256, "root": trust.root_version,
                "expires": root.expires.isoformat(), "roles": roles, "in_clear": ring.in_clear(),
            }
        )  # fmt: skip
        return
    output.line(f"{folder.publication.name}: the fingerprint of root {trust.root_version}")
    output.line()
    output.line(f"  {' '.join(trust.words[:4])}", style="bold")
    output.line(f"  {' '.join(trust.words[4:])}", style="bold")
    output.line()
    output.line(f"sha256 {trust.root_sha256}")
    if trust.earlier:
        output.line("Words of earlier roots that you have printed stay good.")
    if sys.stdout.isatty():
        code.terminal(compact=True)
    if qr is not None:
        output.line(f"The QR code is in {qr}.")
    output.line()
    output.line(f"Root is good until {root.expires:%Y-%m-%d}; `skaryna keys rotate` gives it a new date.")
    keys_told.say_reminders(ring)


@app.command()
def holders(
    context: typer.Context,
    add: Annotated[
        list[Path] | None, typer.Option("--add", metavar="NAME.pub", help="Let this person sign. May be repeated.")
    ] = None,
    role: Annotated[
        str, typer.Option("--role", help="root (who decides about keys) or targets (who signs editions).")
    ] = "root",
    threshold: Annotated[int | None, typer.Option("--threshold", help="How many of them must sign.")] = None,
    key: KeyOption = None,
    as_json: JsonOption = False,
) -> int:
    """List who may sign, or change it: --add people, set the --threshold.

    Exit codes: 0 done, 1 waits for more signatures, 2 not possible.
    """
    from skaryna.cli import keys_told
    from skaryna.seal import roles as rules
    from skaryna.seal.keys import changes
    from skaryna.seal.keys.keyfile import public_key

    _, ring = _ring(context)
    ring.bring(key)
    if role not in {"root", "targets"}:
        raise SettingsError(f"People sign for root or for targets, not for {role}.", hint="Use --role root or targets.")
    if not add and threshold is None:
        return keys_told.list_holders(ring, as_json=as_json)
    people = [changes.read_public(path) for path in add or []]

    def change(root: "Root") -> None:
        rules.add(root, role, [public_key(public) for _, public in people])  # type: ignore[arg-type]
        if threshold is not None:
            rules.set_threshold(root, role, threshold)  # type: ignore[arg-type]

    named = {public_key(public).keyid: name for name, public in people}
    return keys_told.outcome_of(changes.propose(ring, change, now=_now(), names=named), as_json=as_json)


@app.command()
def make(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Your name, or a cover name, in small Latin letters.")],
    folder: Annotated[
        Path, typer.Option("--in", metavar="FOLDER", help="Where to; a USB stick, for example.")
    ] = Path(),
) -> None:
    """Make your own key, on your own computer: NAME.key to keep, NAME.pub to send to the publication."""
    from skaryna.cli.passphrase import passphrase_for_new
    from skaryna.seal.keys.changes import make_holder

    private, public = make_holder(name, passphrase_for_new(), folder)
    output.line(f"Keep  {private}  on two USB sticks in two places. It never leaves your hands.")
    output.line(f"Send  {public}  to whoever runs the publication; it is no secret, but check the digits by voice:")
    output.line(f"  {public.read_text(encoding='ascii').split()[1]}")


@app.command()
def rotate(
    context: typer.Context,
    roles: Annotated[
        list[str] | None, typer.Argument(metavar="[ROLE]...", help="targets, snapshot, timestamp; by default all.")
    ] = None,
    date_only: Annotated[bool, typer.Option("--date-only", help="Give the root a new date and keep all keys.")] = False,
    key: KeyOption = None,
    as_json: JsonOption = False,
) -> int:
    """Make new keys for the roles of this computer, and give the root a new date.

    For the ceremony every three or four months, and at once when this computer may have been copied. Exit codes:
    0 done, 1 waits for more signatures, 2 not possible.
    """
    from skaryna.cli import keys_told
    from skaryna.seal.keys import changes
    from skaryna.seal.roles import ONLINE

    _, ring = _ring(context)
    ring.bring(key)
    unknown = [each for each in roles or [] if each not in ONLINE]
    if unknown:
        raise SettingsError(f"{unknown[0]} is no role of this computer.", hint=f"There are: {', '.join(ONLINE)}.")
    chosen = tuple(each for each in ONLINE if not date_only and (not roles or each in roles))
    passphrase = ring.passphrases.known("of this publication") if chosen and ring.locked(ONLINE) else ""
    return keys_told.outcome_of(changes.rotate(ring, chosen, passphrase, now=_now()), as_json=as_json)


@app.command()
def revoke(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A person of `skaryna keys holders`, or a key's digits.")],
    key: KeyOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take a person's keys out of every role. For a key of this computer, use `rotate`.

    Exit codes: 0 done, 1 waits for more signatures, 2 not possible.
    """
    from skaryna.cli import keys_told
    from skaryna.seal.keys import changes

    _, ring = _ring(context)
    ring.bring(key)
    return keys_told.outcome_of(changes.revoke(ring, name, now=_now()), as_json=as_json)


@app.command()
def sign(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What somebody sent you: it ends in .to-sign.json.")],
    key: KeyOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> int:
    """Sign a change of keys, or an edition that needs more than one signature.

    On your own computer, name your key with --key: the file gets your signature, send it on. In the publication's
    folder, without --key: the signatures are brought in, and what is complete comes into force. Exit codes: 0 done,
    1 more signatures are needed, or you said no, 2 not possible.
    """
    from skaryna.cli import keys_told
    from skaryna.cli.passphrase import known_passphrases
    from skaryna.seal.keys import changes
    from skaryna.seal.keys.ring import Keyring

    to_sign = changes.read_to_sign(file)
    for sentence in keys_told.explained(to_sign):
        output.line(sentence)
    if key is not None and not yes and sys.stdin.isatty() and not typer.confirm("Sign this?"):
        return NO
    if key is not None:
        to_sign = changes.sign_file(file, key, Keyring(key.parent, known_passphrases()))
        metadata = to_sign.root if to_sign.kind == "root" else to_sign.targets
        output.line(f"Signed; the file has {len(metadata.signatures)} signatures now.", style="bold")
        if not _waits_here(context, to_sign.kind):
            output.line(f"Send {file} on, or back to the publication.")
            return 0
    _, ring = _ring(context)
    outcome = changes.take_signatures(ring, to_sign, now=_now())
    if to_sign.kind == "edition" and not outcome.missing:
        output.line("All signatures are here. Run `skaryna publish` now.", style="bold")
        return 0
    return keys_told.outcome_of(outcome, as_json=False)


@app.command()
def passphrase(context: typer.Context) -> None:
    """Protect the private keys of this folder with a new passphrase."""
    from skaryna.cli.passphrase import passphrase_for_new
    from skaryna.seal.keys.changes import lock

    _, ring = _ring(context)
    held = ring.held()
    if not held:
        raise SettingsError("No private key lies in this folder.", hint="See docs/keys.md.")
    ring.signers(held)
    chosen = passphrase_for_new(must=True)
    for path in lock(ring, chosen):
        output.line(f"Protected: {path}")


def _waits_here(context: typer.Context, kind: str) -> bool:
    """Whether we are in the publication's own folder, and it waits for such a file."""
    try:
        return _ring(context)[1].pending(kind) is not None
    except SkarynaError:
        return False


def _ring(context: typer.Context) -> "tuple[Folder, Keyring]":
    from skaryna.cli.passphrase import known_passphrases
    from skaryna.outside.folder import open_folder
    from skaryna.seal.keys.ring import Keyring

    folder = open_folder(context.obj)
    return folder, Keyring(folder.keys, known_passphrases())


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
