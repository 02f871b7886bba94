"""Feeds every reader of rescue with damaged sources, for as long as one likes, and says what breaks a law.

    python -m tests.rescue.fuzz --minutes 60            all forms in turn, from seed 0
    python -m tests.rescue.fuzz --case wxr 17           one case again, with its traceback; --keep FOLDER keeps its files

The laws: no exception; the count of words, links, pictures and scripts agrees; records found are records told; words
that nobody damaged are told somewhere; same bytes in, same values out; bounded time and memory. A case is a form and a
number, and always the same. What breaks one is made a test beside the reader and mended.
"""

import argparse
import multiprocessing
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from skaryna.model import encode
from skaryna.rescue import Media, rescue, scan_files
from skaryna.rescue.report import domains_csv, report_html, story_of
from skaryna.rescue.spool import Spool
from tests.rescue.seeds import FORMS, Files, marked

MAX_SECONDS = 20
"""For a source of some ten thousand bytes; the machine may be slow."""
MAX_MEMORY_BYTES = 3 << 30
CASES_AT_ONCE = 40
MARK = re.compile(rb"qz\d{4}zq")

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"</html>", b"<script>", b"</script>", b"&#0;", b"&#xD800;", b"&amp;amp;",
    b"\r\n\r\n", b"\n---\n", b"\n+++\n", b"```", b"{{<", b"[caption]", b"[/caption]", b"<item>", b"</item>", b"</channel>", b"WARC/1.0\r\n", b"Content-Length: 99999\r\n",
    b"-1", b"99999999999999999999", b"null", b"{}", b"[[", b'"', b"'", b"\\", b"\xe2\x80\xae", b"\xed\xa0\x80", b"%00", b"../", b"<svg>", b"<table><tr><td>", b"<p>" * 300,
    b"<div>" * 300, b"[" * 3000, b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"\x1f\x8b\x08", b"PK\x03\x04", b"<plaintext>", b"<template>", b"<frameset>", b"--B", b"0\r\n\r\n",
)  # fmt: skip


def damaged(dice: random.Random, data: bytes, other: bytes) -> tuple[bytes, bool]:
    """Return bytes, and whether the faults are small ones: one to six faults: single bytes, ends, holes, doubles, pieces of another source, signs of every form."""
    made = bytearray(data)
    is_small = True
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        at = dice.randrange(len(made) + 1)
        size = min(len(made) - at, int(2 ** dice.uniform(0, 12)))
        kind = dice.randrange(9)
        is_small &= kind in {0, 1, 2, 6, 7}
        match kind:
            case 0 | 1:
                for _ in range(dice.choice((1, 1, 8, 40))):
                    if made:
                        made[dice.randrange(len(made))] = dice.randrange(256)
            case 2:
                del made[at:]
            case 3:
                del made[at : at + size]
            case 4:
                made[at:at] = made[at : at + size]
            case 5:
                start = dice.randrange(len(other) + 1)
                made[at : at + dice.choice((0, size))] = other[start : start + int(2 ** dice.uniform(0, 13))]
            case 6 | 7:
                made[at:at] = dice.choice(TOKENS)
            case _:
                made[at : at + size] = dice.randbytes(size)
    return bytes(made), is_small


def case(form: str, number: int) -> tuple[Files, bool]:
    """Return the files of a case, and whether its faults are small: a sane source of a form, one of whose files was damaged; every tenth is sane."""
    dice = random.Random(f"{form} {number}")
    files = dict(FORMS[form](dice))
    is_small = True
    if number % 10:
        name = dice.choice(sorted(files))
        other = b"".join(FORMS[dice.choice(sorted(FORMS))](dice).values())
        files[name], is_small = damaged(dice, files[name], other)
    return files, is_small


def written(files: Files, folder: Path) -> list[Path]:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    names = sorted(files)
    return [folder / names[0]] if len(names) == 1 else [folder]


def broken(form: str, number: int, folder: Path) -> list[str]:
    """Return which laws a case breaks."""
    files, is_small = case(form, number)
    paths = written(files, folder)
    started = time.process_time()
    found = list(rescue(paths, media=Media()))
    seconds = time.process_time() - started
    said = []
    values = b"\n".join(map(encode, found))
    if seconds > MAX_SECONDS / 2:
        said.append(f"slow: {seconds:.1f} s")
    said += [f"account: {each.problem[:300]}" for each in found if re.search(r"differ|report this", each.problem)]
    said += [
        f"tally: {each.source[-60:]}: {each.tally.unaccounted}"
        for each in found
        if each.tally and each.tally.unaccounted
    ]
    if number % 4 == 0 and b"\n".join(map(encode, rescue(paths, media=Media()))) != values:
        said.append("not the same twice")
    if marked(form) and is_small and not any(each.problem for each in found):
        # Evidence is kept too; but what an editor sees must have every word that stands where words stand.
        here = b"\n".join(encode(each) for each in found).replace(b"\\u200b", b"")
        lost = {mark for data in files.values() for mark in _words_of(data)} - set(MARK.findall(here))
        if lost:
            said.append(f"lost: {len(lost)} words, {sorted(lost)[0].decode()}")
    if number % 3 == 0:
        with Spool() as spool:
            scanned = list(scan_files(paths, spool))
        if scanned:
            story = story_of(scanned)
            report_html(story, title="x")
            domains_csv(story)
    return said


def _words_of(data: bytes) -> set[bytes]:
    """Return the marked words of a source that stand in plain text: letters and spaces around, and in no tag.

    Where a fault makes markup of them (a quotation mark that never ends, a script without an end), no browser shows them;
    they are asked for all the same.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"PK", b"\x1f\x8b")):
        return set()
    return {each[1] for each in re.finditer(rb"[a-z] (qz\d{4}zq)(?= [a-z])", data) if _is_text(data, each.start())}


def _is_text(data: bytes, at: int) -> bool:
    if data.rfind(b"<script", 0, at) > data.rfind(b"</script", 0, at):
        return False
    remark = data.rfind(b"<!--", 0, at)
    if (
        remark > data.rfind(b"-->", 0, at) and data.find(b"-->", at) > 0
    ):  # Nobody sees a remark; one without an end is none.
        return False
    opened = data.rfind(b"<", 0, at)
    return opened <= data.rfind(b">", 0, at) or data.startswith(b"<![CDATA[", opened)


def _shielded(form: str, numbers: range, results: "multiprocessing.Queue[tuple[str, int, str]]") -> None:
    """Run cases in a process of their own: one that takes all memory, or ends the interpreter, ends only that."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {MAX_SECONDS} s")

    signal.signal(signal.SIGPROF, late)
    for number in numbers:
        folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
        results.put((form, number, "begun"))
        signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS * 3)
        try:
            for each in broken(form, number, folder):
                results.put((form, number, each))
        except BaseException:
            results.put((form, number, traceback.format_exc(limit=-6)))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            shutil.rmtree(folder, ignore_errors=True)


def run(minutes: float, first: int, forms: list[str]) -> int:
    """Run cases of all forms in turn until so much processor time is used; return how many broke a law."""
    context = multiprocessing.get_context("fork")
    count: Counter[str] = Counter()
    bad = 0
    at = first
    used = _used()
    while (_used() - used) < minutes * 60:
        for form in forms:
            results = context.Queue()
            worker = context.Process(target=_shielded, args=(form, range(at, at + CASES_AT_ONCE), results))
            worker.start()
            last, dead = -1, False
            while True:
                try:
                    _, number, what = results.get(timeout=0.5)
                except Exception:
                    if not worker.is_alive() and results.empty():
                        dead = last < at + CASES_AT_ONCE - 1 or worker.exitcode != 0
                        break
                    continue
                if what == "begun":
                    last = number
                    count[form] += 1
                else:
                    bad += 1
                    _say(f"{form} {number}: {what}")
            worker.join()
            if dead:
                bad += 1
                _say(f"{form} {last}: the process ended with {worker.exitcode}")
        at += CASES_AT_ONCE
    _say(
        f"{sum(count.values()):,} cases in {(_used() - used) / 60:.1f} minutes of processor time, {bad} broke a law: {dict(count)}"
    )
    return bad


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime + time.process_time()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=1.0, help="of processor time")
    parser.add_argument("--first", type=int, default=0, help="the first case")
    parser.add_argument("--forms", nargs="*", default=sorted(FORMS), choices=sorted(FORMS))
    parser.add_argument("--case", nargs=2, metavar=("FORM", "NUMBER"))
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    if arguments.case:
        folder = arguments.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
        said = broken(arguments.case[0], int(arguments.case[1]), folder)
        _say("\n".join(said) or "no law is broken")
        return bool(said)
    return bool(run(arguments.minutes, arguments.first, arguments.forms))


Make = Callable[[random.Random], Files]

if __name__ == "__main__":
    sys.exit(main())
