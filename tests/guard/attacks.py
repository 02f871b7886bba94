"""What somebody may do to a copy, one by one. Each takes an honest copy of edition 2 apart; its reader has seen it whole."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import TargetFile

from skaryna.seal.manifest import SUMS, build
from tests.seal.sealed import NAME, PAGES, Publication, put, signed

FOOTER = b'<footer><a href="https://escort.example/minsk">x</a></footer></body>'
PAGE = "2026/cable.html"


@dataclass(frozen=True)
class Attack:
    """A name, what is done to (publication, copy), and what must be said of it."""

    name: str
    do: Callable[[Publication, Path], object]
    verdict: str
    said: str
    path: str = ""

    @property
    def exit_code(self) -> int:
        return {"intact": 0, "unknown": 2}.get(self.verdict, 1)


def change(path: str, alter: Callable[[bytes], bytes]) -> Callable[[Publication, Path], object]:
    return lambda _, copy: (copy / path).write_bytes(alter((copy / path).read_bytes()))


def add(path: str, data: bytes = b"<a href=https://casino.example>spam</a>") -> Callable[[Publication, Path], object]:
    return lambda _, copy: put(copy, path, data)


def newest(copy: Path, role: str) -> str:
    found = [int(p.name.split(".")[0]) for p in (copy / "metadata").glob(f"*.{role}.json")]
    return f"metadata/{max(found)}.{role}.json"


def change_newest(role: str, alter: Callable[[bytes], bytes]) -> Callable[[Publication, Path], object]:
    return lambda who, copy: change(newest(copy, role), alter)(who, copy)


def drop_newest(role: str) -> Callable[[Publication, Path], object]:
    return lambda _, copy: (copy / newest(copy, role)).unlink()


def one_shard(copy: Path) -> Path:
    """The shard of the page that most attacks are about."""
    return next(p for p in (copy / SUMS).iterdir() if f"  {PAGE}\n".encode() in p.read_bytes())


def swap_shards(_: Publication, copy: Path) -> None:
    one = one_shard(copy)
    other = next(p for p in (copy / SUMS).iterdir() if p != one and b"  " in p.read_bytes())
    one.write_bytes(other.read_bytes())


def forge_list(_: Publication, copy: Path) -> None:
    """Alter a page, and its line in the list too."""
    (copy / PAGE).write_bytes(b"<h1>false</h1>")
    shard = one_shard(copy)
    shard.write_bytes(
        re.sub(rb"[0-9a-f]{64}(?=  2026/cable)", sha256(b"<h1>false</h1>").hexdigest().encode(), shard.read_bytes())
    )


def break_index(_: Publication, copy: Path) -> None:
    for path in (copy / SUMS).iterdir():
        if path.stat().st_size == 65 * 16:
            path.write_bytes(path.read_bytes()[:-1] + b"x")


def thief(*roles: str) -> Callable[[Publication, Path], object]:
    """Somebody without keys signs an edition of their own."""

    def do(who: Publication, copy: Path) -> None:
        who.signers.update({role: [CryptoSigner.generate_ed25519()] for role in roles})
        who.publish(copy, {**PAGES, PAGE: b"<h1>false</h1>"})

    return do


def other_root(_: Publication, copy: Path) -> None:
    """Somebody signs the whole with a root of their own, under the publication's name and address."""
    shutil.rmtree(copy)
    Publication().publish(copy, {**PAGES, PAGE: b"<h1>false</h1>"})


def next_root_by_one_of_two(who: Publication, copy: Path) -> None:
    who.root.version += 1
    mine = CryptoSigner.generate_ed25519()
    who.root.add_key(mine.public_key, "targets")
    put(copy, "metadata/2.root.json", signed(who.root, who.signers["root"][:1]))


def same_signature_twice(who: Publication, copy: Path) -> None:
    who.root.version += 1
    data = json.loads(signed(who.root, who.signers["root"][:1]))
    data["signatures"] *= 2
    put(copy, "metadata/2.root.json", json.dumps(data).encode())


def revoked(who: Publication, copy: Path) -> None:
    """The timestamp's key was stolen, and withdrawn; the thief uses it."""
    stolen = who.signers["timestamp"]
    who.rotate("timestamp")
    who.publish(copy)
    who.signers["timestamp"] = stolen
    who.timestamp(copy)


def old_edition(who: Publication, copy: Path) -> None:
    shutil.rmtree(copy)
    shutil.copytree(copy.with_name("edition-1"), copy)


def mixed(_: Publication, copy: Path) -> None:
    """A page of the edition before, under the signatures of this one."""
    shutil.copy(copy.with_name("edition-1") / "index.html", copy / "index.html")


def new_stamp_old_snapshot(_: Publication, copy: Path) -> None:
    shutil.copy(copy / "metadata/1.snapshot.json", copy / "metadata/2.snapshot.json")


def signed_by_mistake(listed: str) -> Callable[[Publication, Path], object]:
    """The editors' own keys sign a list with a path that no list may have."""

    def do(who: Publication, copy: Path) -> None:
        digest = sha256(b"x").hexdigest()
        real = build({path: sha256(data).hexdigest() for path, data in PAGES.items()})
        shards = [*real.shards]
        shards[0] = f"{digest}  {listed}\n".encode()
        names = [sha256(shard).hexdigest() for shard in shards]
        index = "".join(f"{name}\n" for name in names).encode()
        for data in (index, *shards):
            put(copy, f"{SUMS}{sha256(data).hexdigest()}", data)
        target = TargetFile.from_data(f"{SUMS}{sha256(index).hexdigest()}", index, ["sha256"])
        target.unrecognized_fields["custom"] = {
            "type": "edition", "edition": 3, "bits": 4, "files": 1, "bytes": 1, "max_bytes": 6000, "name": NAME, "address": who.address,
        }  # fmt: skip
        who.sign(copy, {target.path: target})

    return do


def rotated_twice(who: Publication, copy: Path) -> None:
    who.rotate("timestamp", "root")
    who.rotate("targets", "snapshot", "root")
    shutil.rmtree(copy)
    who.publish(copy)


def recovered(who: Publication, copy: Path) -> None:
    """A thief of the timestamp's key signs the highest version; the publication takes the key away and goes on."""
    who.timestamp(copy, 2**31)
    who.rotate("timestamp")
    who.versions["timestamp"] = 5
    shutil.rmtree(copy)
    who.publish(copy)


def other_edition_2(who: Publication, copy: Path) -> None:
    """A coerced quorum signs a second edition of the same number."""
    shutil.rmtree(copy)
    who.versions["targets"] -= 1
    who.publish(copy, {**PAGES, PAGE: b"<h1>another</h1>"}, edition=2)


DEEP = b'{"signatures": [], "signed": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}"

ATTACKS = [
    Attack("page of the same length", change(PAGE, lambda d: d.replace(b"night", b"day!!")), "altered", f"altered: {PAGE}", PAGE),
    Attack("page longer", change(PAGE, lambda d: d + b" " * 90), "altered", f"altered: {PAGE}", PAGE),
    Attack("page far longer than any", change(PAGE, lambda d: d * 200_000), "altered", f"altered: {PAGE}", PAGE),
    Attack("page empty", change(PAGE, lambda d: b""), "altered", f"altered: {PAGE}", PAGE),
    Attack("links in the footer", change(PAGE, lambda d: d.replace(b"</body>", FOOTER)), "altered", "leads to: hxxps://escort.example/minsk", PAGE),
    Attack("script", change(PAGE, lambda d: d.replace(b"</h1>", b"</h1><script src=//evil.example/x.js></script>")), "altered", "leads to: //evil.example/x.js", PAGE),
    Attack("picture", change("pictures/ford.webp", lambda d: b"no" + d), "altered", "altered: pictures/ford.webp", "pictures/ford.webp"),
    Attack("worker", change("worker.js", lambda d: b"steal()"), "altered", "altered: worker.js", "worker.js"),
    Attack("mirrors", change(".skaryna/mirrors.json", lambda d: b'{"mirrors": ["https://evil.example/"]}'), "altered", "altered: .skaryna/mirrors.json", ".skaryna/mirrors.json"),
    Attack("missing page", lambda _, c: (c / PAGE).unlink(), "altered", f"missing: {PAGE}", PAGE),
    Attack("parts of two editions", mixed, "altered", "altered: index.html", "index.html"),
    Attack("shards swapped", swap_shards, "altered", "is not the one that was signed"),
    Attack("forged list", forge_list, "altered", "is not the one that was signed"),
    Attack("missing shard", lambda _, c: one_shard(c).unlink(), "altered", "has no .skaryna/sums/"),
    Attack("altered index", break_index, "altered", "is not the one that was signed"),
    Attack("old edition", old_edition, "outdated", "It misses edition 2, which this machine has seen."),
    Attack("timestamp cut off", change("metadata/timestamp.json", lambda d: d[:200]), "altered", "timestamp.json is cut off"),
    Attack("timestamp is no JSON", change("metadata/timestamp.json", lambda d: b"<html>"), "altered", "timestamp.json is cut off, or no signed file"),
    Attack("timestamp is a list", change("metadata/timestamp.json", lambda d: b"[]"), "altered", "timestamp.json is cut off"),
    Attack("timestamp too large", change("metadata/timestamp.json", lambda d: d + b" " * 20_000), "altered", "timestamp.json is larger than it can be"),
    Attack("timestamp deeply nested", change("metadata/timestamp.json", lambda d: DEEP[:16_000]), "altered", "timestamp.json is cut off"),
    Attack("snapshot deeply nested", change_newest("snapshot", lambda d: DEEP), "altered", "2.snapshot.json is"),
    Attack("next root deeply nested", add("metadata/2.root.json", DEEP[:500_000]), "altered", "2.root.json is cut off"),
    Attack("next root is noise", add("metadata/2.root.json", b"\x00\xff" * 99), "altered", "2.root.json is cut off"),
    Attack("next root too large", add("metadata/2.root.json", b" " * 600_000), "altered", "2.root.json is larger than it can be"),
    Attack("snapshot altered", change_newest("snapshot", lambda d: d.replace(b"a", b"b")), "altered", "2.snapshot.json is not the file that was signed"),
    Attack("snapshot missing", drop_newest("snapshot"), "altered", "2.snapshot.json is missing"),
    Attack("targets altered", change_newest("targets", lambda d: d.replace(b"Ferry", b"Furry")), "altered", "2.targets.json is not the file that was signed"),
    Attack("targets missing", drop_newest("targets"), "altered", "2.targets.json is missing"),
    Attack("new timestamp, old snapshot", new_stamp_old_snapshot, "altered", "2.snapshot.json is not the file that was signed"),
    Attack("timestamp by a stranger", thief("timestamp"), "altered", "timestamp.json is not signed by those who may sign it (0 of 1 signatures)"),
    Attack("snapshot by a stranger", thief("snapshot"), "altered", "3.snapshot.json is not signed by those who may sign it"),
    Attack("targets by a stranger", thief("targets"), "altered", "3.targets.json is not signed by those who may sign it"),
    Attack("signed with other keys throughout", other_root, "altered", "ALARM: "),
    Attack("root by one of two", next_root_by_one_of_two, "altered", "2.root.json is not signed by those who may sign it (1 of 2 signatures)"),
    Attack("one signature twice", same_signature_twice, "altered", "2.root.json is"),
    Attack("revoked key", revoked, "altered", "timestamp.json is not signed by those who may sign it"),
    Attack("another edition 2", other_edition_2, "altered", "ALARM: "),
    Attack("signed path with ..", signed_by_mistake("../../etc/passwd"), "altered", "breaks its form, though it was signed"),
    Attack("signed path with \\", signed_by_mistake("..\\x"), "altered", "breaks its form, though it was signed"),
    Attack("signed path that is not NFC", signed_by_mistake("cafe\u0301.html"), "altered", "breaks its form, though it was signed"),
    Attack("signed path that turns text round", signed_by_mistake("a\u202ehtml.exe"), "altered", "breaks its form, though it was signed"),
    Attack("no signatures", lambda _, c: shutil.rmtree(c / "metadata"), "unknown", "has no signatures"),
]  # fmt: skip

ADDED = [
    Attack("page", add("casino.html"), "altered", "added: casino.html"),
    Attack("hidden file", add(".htaccess"), "altered", "added: .htaccess"),
    Attack("page among the metadata", add("metadata/index.html"), "altered", "added: metadata/index.html"),
    Attack("metadata that nobody signed", add("metadata/9.targets.json", b"{}"), "altered", "added: metadata/9.targets.json"),
    Attack("root that nobody signed", add("metadata/9.root.json", b"{}"), "altered", "added: metadata/9.root.json"),
    Attack("page among the lists", add(".skaryna/sums/casino.html"), "altered", "added: .skaryna/sums/casino.html"),
    Attack("list that nobody signed", add(f".skaryna/sums/{sha256(b'x').hexdigest()}", b"x"), "altered", "added: .skaryna/sums/2d711642"),
    Attack("case clash", add("Index.html"), "altered", "added: Index.html"),
    Attack("same letters, other form", add("be/\u043f\u0430\u0440\u043e\u043c\u0306.html"), "altered", "added: be/"),
    Attack("name that drives a terminal", add("a\x1b[2Jb.html"), "altered", "added: a�[2Jb.html"),
    Attack("symbolic link", lambda _, c: (c / "x").symlink_to("/etc/passwd"), "altered", "x is a symbolic link"),
    Attack("symbolic link to a folder", lambda _, c: (c / "x").symlink_to("/etc"), "altered", "x is a symbolic link"),
]  # fmt: skip

HARMLESS = [
    Attack("nothing at all", lambda *_: None, "intact", "0 altered, 0 added, 0 missing"),
    Attack("root rotated twice", rotated_twice, "intact", "edition 3"),
    Attack("fast-forward and recovery", recovered, "intact", "edition 3"),
    Attack("newer edition", lambda who, copy: (shutil.rmtree(copy), who.publish(copy)), "intact", "edition 3"),
]
