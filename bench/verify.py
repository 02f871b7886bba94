"""How long checking a folder takes, beside `sha256sum -c`: `python bench/verify.py [FILES] [--cold]`.

A synthetic edition of real files (12 kB at the median) on this disk, sealed as the press seals it. Each command is a whole
process; the best of some rounds, taken in turns. `--cold` empties the page cache before each (Linux, root).
"""

import datetime as dt
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from skaryna.seal.keys.changes import init
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.listing import Files
from skaryna.seal.sealing import Sealer

ROUNDS = 3
KILOBYTES = (4, 8, 12, 20, 40)


def edition(place: Path, count: int) -> Path:
    """Write an edition of so many files."""
    copy, keys = place / "copy", place / "keys"
    keys.mkdir(mode=0o700)
    digests, total = {}, 0
    for n in range(count):
        path = f"{2000 + n % 25}/{n % 97}/an-article-{n}.html"
        data = hashlib.sha256(b"%d" % n).digest() * (32 * KILOBYTES[n % len(KILOBYTES)])
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        digests[path] = hashlib.sha256(data).hexdigest()
        total += len(data)
    now = dt.datetime.now(dt.UTC)
    ring = Keyring(keys)
    init(ring, "bench", "", now=now)
    sealer = Sealer(ring, name="Bench", address="https://bench.example", now=lambda: now)
    for path, data in sealer.seal(Files(1, digests, total, 50_000), {}, lambda _: b"").new.items():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(data)
    (place / "list.txt").write_text("".join(f"{digest}  {path}\n" for path, digest in digests.items()))
    print(f"{count:,} files, {total / 1e9:.2f} GB")
    return copy


def took(call: list[str], cwd: Path, *, cold: bool) -> float:
    """Return the seconds of one process."""
    if cold:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3")
    started = time.perf_counter()
    subprocess.run(call, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    cold = "--cold" in sys.argv
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        copy = edition(place, numbers[0] if numbers else 100_000)
        ours = [sys.executable, "-m", "skaryna", "verify", str(copy), "--json", "--state", str(place / "state")]
        calls = {
            "sha256sum -c": ["sha256sum", "-c", "--quiet", str(place / "list.txt")],
            "skaryna verify": ours,
            "skaryna verify --quick": [*ours, "--quick"],
        }
        best = dict.fromkeys(calls, float("inf"))
        for _ in range(ROUNDS):
            for label, call in calls.items():
                best[label] = min(best[label], took(call, copy, cold=cold))
        for label, seconds in best.items():
            print(f"{label:24} {seconds:6.2f} s   ratio {seconds / best['sha256sum -c']:.2f}")


if __name__ == "__main__":
    main()
