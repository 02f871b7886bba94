"""How long sealing takes, and how much it writes: `python bench/seal.py [FILES]`.

Synthetic digests, real keys, real files on disk. The floor beside it is what any signer must do: one SHA-256 over the
whole list of files for a first seal, four Ed25519 signatures for a change.
"""

import datetime as dt
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from skaryna.seal.keys.changes import init
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.listing import Files
from skaryna.seal.sealing import Sealer

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
CHANGED = 5
ROUNDS = 5


def synthetic(count: int) -> dict[str, str]:
    """Return path -> SHA-256 of an edition that never was."""
    return {f"{2000 + n % 25}/an-article-{n}.html": hashlib.sha256(b"%d" % n).hexdigest() for n in range(count)}


def best(work: Callable[[], object]) -> float:
    """Return the shortest of some rounds, in seconds: the least disturbed one."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    digests = synthetic(count)
    with tempfile.TemporaryDirectory() as name:
        keys = Path(name)
        ring = Keyring(keys)
        init(ring, "bench", "", now=NOW)
        store: dict[str, bytes] = {}

        def keep(new: dict[str, bytes]) -> int:
            fresh = {path.rsplit("/", 1)[-1]: data for path, data in new.items()}
            written = sum(len(data) for key, data in fresh.items() if store.get(key) != data)
            store.update(fresh)
            return written

        sealer = Sealer(ring, name="Bench", address="https://bench.example", now=lambda: NOW)
        started = time.perf_counter()
        proof = sealer.seal(Files(1, digests, count * 9000, 90_000), {}, store.__getitem__)
        whole_s = time.perf_counter() - started
        whole_bytes = keep(proof.new)

        listing = "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()
        floor_s = best(lambda: hashlib.sha256(listing).hexdigest())

        times, sizes = [], []
        for round_number in range(2, 2 + ROUNDS):
            changes = {f"2001/an-article-{1 + 25 * n}.html": f"{round_number:064x}" for n in range(CHANGED)}
            digests.update(changes)
            listed = Files(round_number, digests, count * 9000, 90_000, changes, proof.index)
            started = time.perf_counter()
            proof = sealer.seal(listed, {}, store.__getitem__)
            times.append(time.perf_counter() - started)
            sizes.append(keep(proof.new))
        key = Ed25519PrivateKey.generate()
        sign_s = best(lambda: [key.sign(b"x" * 600) for _ in range(3)])

    print(f"{count:,} files, whole: {whole_s * 1000:.0f} ms, {whole_bytes / 1e6:.2f} MB written")
    print(f"  the floor, one SHA-256 over the sorted list: {floor_s * 1000:.1f} ms; ratio {whole_s / floor_s:.1f}")
    print(
        f"{CHANGED} changed files: {min(times) * 1000:.1f} ms (worst {max(times) * 1000:.1f}), {max(sizes) / 1e3:.0f} kB written"
    )
    print(f"  the floor, three signatures: {sign_s * 1000:.2f} ms; ratio {min(times) / sign_s:.0f}")


if __name__ == "__main__":
    main()
