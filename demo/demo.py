"""The main job, shown: a publication comes out of the remains of a hacked one.

`make demo` runs this. It makes a publication folder, puts the work of its editors in, rescues scraped pages of the
old, hacked site through the same command that you would use, publishes, and serves. Nothing leaves this computer.
"""

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
MARK = ".made-by-the-demo"


def main() -> int:
    options = _options()
    folder = options.folder.absolute()
    timings: dict[str, float] = {}
    if folder.exists() and not (folder / MARK).exists():
        print(f"{folder} exists and was not made by the demo; name another folder with --folder.", file=sys.stderr)
        return 2
    kept = _kept_keys(folder)
    shutil.rmtree(folder, ignore_errors=True)
    sys.path.insert(0, str(HERE))
    import content

    texts = content.read()

    with _Step("1. A new publication folder", timings, "new"):
        languages = [part for language in texts.publication.languages for part in ("--language", language)]
        _skaryna("new", str(folder), "--name", texts.publication.name, "--url", texts.publication.url, *languages)
        (folder / MARK).touch()
        for path, data in kept.items():
            (folder / "keys" / path).write_bytes(data)
        _set_addresses(folder, options)
    password = secrets.token_urlsafe(12)
    with _Step("2. Its first editor, and the work of its newsroom", timings, "newsroom"):
        _skaryna("-C", str(folder), "user", "add", "editor", "--password-file", "-", given=password)
        _load(folder, texts)
        kinds = [type(value).__name__.lower() for value in texts.values]
        print("   " + ", ".join(f"{kinds.count(kind)} {kind}s" for kind in dict.fromkeys(kinds)))
    with _Step("3. What is left of the old, hacked site is rescued", timings, "rescue"):
        sources = [str(HERE / "scrapes"), *map(str, options.source)]
        _show_rescue(_skaryna("-C", str(folder), "rescue", *sources, "--accept", "--json", codes={0, 1}))
    with _Step("4. An edition is printed", timings, "publish"):
        _show_edition(_skaryna("-C", str(folder), "publish", "--json"), folder)
    with _Step("5. Somebody hacks a copy, and whoever looks finds out", timings, "verify"):
        _show_hacked_copy(folder)
    print("\nTook " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in timings.items()) + ".")
    if options.no_serve:
        print(f"The publication is in {folder}; readers' files in {folder / 'edition'}.")
        return 0
    print(f"\nReaders:  http://127.0.0.1:{options.port}/")
    print(f"Newsroom: http://127.0.0.1:{options.newsroom_port}/   name: editor   password: {password}")
    print("Ctrl+C ends both.\n", flush=True)
    return subprocess.call([sys.executable, "-m", "skaryna", "-C", str(folder), "run"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "demo-publication", help="where to make the publication")
    parser.add_argument("--source", type=Path, action="append", default=[], help="rescue this file as well")
    parser.add_argument("--no-serve", action="store_true", help="end after publishing")
    parser.add_argument("--port", type=int, default=8000, help="of the readers' site")
    parser.add_argument("--newsroom-port", type=int, default=8001)
    return parser.parse_args()


def _kept_keys(folder: Path) -> dict[str, bytes]:
    """Return the signing keys of the demo before this one.

    A browser that was at http://127.0.0.1:8000 then holds this address to them, and would refuse another publication.
    """
    keys = folder / "keys"
    names = ("first-holder.key", "targets.key", "snapshot.key", "timestamp.key", "names.json")
    paths = [*(keys / name for name in names), *keys.glob("metadata/*.json")]
    return {path.relative_to(keys).as_posix(): path.read_bytes() for path in paths if path.is_file()}


class _Step:
    """Prints a heading, and remembers how long the step took."""

    def __init__(self, title: str, timings: dict[str, float], name: str) -> None:
        self.title, self.timings, self.name = title, timings, name

    def __enter__(self) -> None:
        print(f"\n{self.title}", flush=True)
        self._started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.timings[self.name] = time.perf_counter() - self._started


def _skaryna(*arguments: str, given: str = "", codes: set[int] | None = None) -> dict[str, Any]:
    """Run a command as a user would; return its JSON, where it prints one."""
    done = subprocess.run(
        [sys.executable, "-m", "skaryna", *arguments],
        input=given, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (codes or {0}):
        print(done.stdout)
        sys.exit(f"`skaryna {' '.join(arguments)}` ended with {done.returncode}.")
    return json.loads(done.stdout) if "--json" in arguments else {}


def _set_addresses(folder: Path, options: argparse.Namespace) -> None:
    settings = folder / "skaryna.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{options.port}")
    settings.write_text(text.replace("127.0.0.1:8001", f"127.0.0.1:{options.newsroom_port}"), encoding="utf-8")


def _load(folder: Path, texts: Any) -> None:
    import content

    from skaryna.newsroom import load
    from skaryna.outside.folder import open_folder

    load(open_folder(folder), texts.values, media=content.PICTURES, by="editor")


def _show_rescue(said: dict[str, Any]) -> None:
    for article in said["articles"]:
        print(f"   + {Path(article['source']).name}: “{article['title']}” ({article['status']})")
        names = ", ".join(each["name"] for each in article["byline"]) or "author unknown"
        reads = f", {article['legacy_reads']} reads" if article["legacy_reads"] is not None else ""
        print(f"     by {names}; {len(article['text'].split())} words, {len(article['headings'])} headings{reads}")
    for problem in said["problems"]:
        print(f"   ! {Path(problem['source']).name}: {problem['message']}")
    print("   Taken out, and in quarantine with its exact text, place and reason:")
    for finding in said["quarantine"]:
        if finding["kind"] == "house":
            continue
        text = " ".join(finding["text"].split()).replace("http", "hxxp")
        text = "".join(c if c.isprintable() else "�" for c in text)
        print(f"   - {Path(finding['source']).name}, {finding['kind']}, {finding['place']}: {finding['reason']}")
        print(f"       {text[:110]}{'…' if len(text) > 110 else ''}")
    house = sum(finding["kind"] == "house" for finding in said["quarantine"])
    print(f"   - and {house} blocks of the old site's own: menus, buttons, counters, appeals, teasers told twice")


def _show_hacked_copy(folder: Path) -> None:
    """Do to a copy what was done to the old site, and check it as a reader would."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["XDG_STATE_HOME"] = f"{place}/state"
        copy = Path(place) / "copy"
        shutil.copytree(folder / "edition", copy)
        print(f"   The copy as it is: {_skaryna('verify', str(copy), '--json')['verdict']}")
        article = next(path for path in sorted(copy.glob("20*/*.html")) if "</footer>" in path.read_text())
        links = '<p><a href="https://escort.invalid/istanbul">istanbul escort bayan</a></p></footer>'
        article.write_text(article.read_text().replace("</footer>", links), encoding="utf-8")
        (copy / "cheap-pills.html").write_text("<title>cheap pills</title>", encoding="utf-8")
        (copy / "about.html").unlink()
        said = _skaryna("verify", str(copy), "--json", codes={1})
        print(f"   After the intruder: {said['verdict']}")
        for name in ("altered", "added", "missing"):
            print(f"   - {name}: {', '.join(said['files'][name])}")
        for difference in said["differences"]:
            for link in difference["links"]:
                print(f"       in {difference['path']} leads to {link.replace('http', 'hxxp')}")
    del os.environ["XDG_STATE_HOME"]


def _show_edition(said: dict[str, Any], folder: Path) -> None:
    pages, seconds = said["pages"], said["seconds"]
    print(
        f"   Edition {said['edition']}: {pages['total']} files, {said['bytes_written'] / 1e6:.1f} MB,"
        f" in {folder}/edition"
    )
    print(
        f"   Reading {seconds['read']:.2f} s, rendering {seconds['render']:.2f} s, writing {seconds['write']:.2f} s,"
        f" sealing {seconds['seal']:.2f} s"
    )
    if said["sealed"]:
        print("   It is signed: whoever holds a copy can check it")


if __name__ == "__main__":
    sys.exit(main())
