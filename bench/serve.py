"""`skaryna serve` beside nginx: requests per second for the same files, in one run; and what slow readers do to the others.

    .venv/bin/python bench/serve.py [SECONDS] [--slow 10000]

Needs `nginx` and `wrk`. An edition of made-up pages (30 KB at the median) on this disk; both servers send the same headers and take
all cores; nginx has its files compressed before (`gzip_static`), no access log, sendfile. Rounds are taken in turns, the best
counts; beside requests per second stand requests per second of processor time, which say more on a machine that others use, too.

`--slow N`: N connections that send a byte of their request now and then, and some that do not take their answer, while one reader asks
for pages: how long that reader waits, what the server's memory grows to.

Goal: at least 0.8 of nginx's requests per second; with 10,000 slow connections others read on.
"""

import argparse
import gzip
import os
import random
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from skaryna.model import Publication
from skaryna.model.headers import SECURITY_HEADERS
from skaryna.outside.folder import create, finish

PAGES = 300
PICTURES = 40
ROUNDS = 3
CONNECTIONS = 64
GOAL = 0.8
ENCODINGS = ("", "gzip")
WORDS = (
    "river",
    "bridge",
    "ferry",
    "council",
    "law",
    "winter",
    "bank",
    "reed",
    "engine",
    "lantern",
    "harbour",
    "court",
)


def edition(place: Path) -> list[str]:
    """Write an edition's files; return their paths."""
    chance = random.Random(1)
    paths = []
    for number in range(PAGES):
        size = min(200_000, int(chance.lognormvariate(10.3, 0.6)))
        text = " ".join(chance.choice(WORDS) + str(chance.randrange(300)) for _ in range(size // 9))
        path = place / f"{2000 + number % 20}/story-{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<!doctype html><title>Story</title><main><p>{text}</p></main>")
        paths.append(path)
    (place / "pictures").mkdir()
    for number in range(PICTURES):
        path = place / f"pictures/{number:016x}-800.webp"
        path.write_bytes(chance.randbytes(40_000))
        paths.append(path)
    (place / "index.html").write_text("<!doctype html><title>Home</title>")
    return [each.relative_to(place).as_posix() for each in paths]


def nginx(place: Path, files: Path, port: int) -> subprocess.Popen[bytes]:
    """Start nginx on a copy of the files, with compressed ones beside them."""
    copy = place / "copy"
    shutil.copytree(files, copy)
    for path in copy.rglob("*.html"):
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    headers = "\n".join(f'add_header {name} "{value}";' for name, value in SECURITY_HEADERS)
    (place / "nginx.conf").write_text(
        f"""
        daemon off; pid {place}/nginx.pid; error_log {place}/error.log; worker_processes auto; worker_rlimit_nofile 65536;
        events {{ worker_connections 16384; }}
        http {{ access_log off; sendfile on; tcp_nopush on; include /etc/nginx/mime.types; keepalive_requests 1000000;
          client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
          uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
          server {{ listen 127.0.0.1:{port}; root {copy}; gzip_static on; gzip_vary on; charset utf-8;
            add_header cache-control "public, no-cache"; {headers} }} }}
        """
    )
    return subprocess.Popen(["nginx", "-c", str(place / "nginx.conf"), "-p", str(place)], stderr=subprocess.DEVNULL)


def skaryna(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "skaryna", "-C", str(folder), "serve"], stderr=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_up(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"nothing answers on port {port}")


def family(process: int) -> list[int]:
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def processor_s(process: int) -> float:
    """Return what a process and its children have used of the processors."""
    ticks = 0
    for each in family(process):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    pages = sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in family(process))
    return pages * resource.getpagesize() / 1e6


def load(port: int, process: int, script: Path, seconds: int, encoding: str) -> tuple[float, float]:
    """Return requests per second, and per second of the server's processor time."""
    before = processor_s(process)
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script, f"http://127.0.0.1:{port}/", "--", encoding],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if "Non-2xx" in said or "Socket errors" in said:
        print(said)
    requests = int(said.split(" requests in ")[0].split()[-1])
    rate = float(said.split("Requests/sec:")[1].split()[0])
    return rate, requests / max(0.01, processor_s(process) - before)


def lua(place: Path, paths: list[str]) -> Path:
    """Write wrk's script: it asks for one path after another."""
    listed = ",".join(f'"/{path}"' for path in random.Random(2).sample(paths, len(paths)))
    made = place / "paths.lua"
    made.write_text(
        f"""local paths = {{{listed}}}
        local n, headers = 0, {{}}
        function init(args) if args[1] and args[1] ~= "" then headers["Accept-Encoding"] = args[1] end end
        function request() n = n % #paths + 1; return wrk.format("GET", paths[n], headers) end
        """
    )
    return made


def slowly(port: int, process: int, count: int, paths: list[str]) -> None:
    """Hold so many slow connections, and read beside them."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, count + 1_000), hard))
    before = memory_mb(process)
    held: list[socket.socket] = []
    # A source address has 28,000 ports; loopback has many addresses.
    for number in range(count):
        one = socket.socket()
        one.settimeout(10)
        one.bind((f"127.0.1.{1 + number // 8000}", 0))
        try:
            one.connect(("127.0.0.1", port))
            if number % 10:
                one.send(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            else:
                # Asks for the largest page and does not take it.
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                one.send(f"GET /{paths[0]} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 4)
        except OSError:
            one.close()
            continue
        held.append(one)
    waits = []
    for turn in range(200):
        for one in held[turn::200]:
            try:
                one.send(b"a")
            except OSError:
                continue
        begun = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{paths[turn % len(paths)]}", timeout=20) as answer:
            answer.read()
        waits.append((time.perf_counter() - begun) * 1e3)
    print(
        f"  {len(held)} slow connections: a page takes {statistics.median(waits):.1f} ms at the median, {max(waits):.0f} ms at most;"
        f" memory {before:.0f} -> {memory_mb(process):.0f} MB"
    )
    for one in held:
        one.close()


def main() -> None:
    said = argparse.ArgumentParser()
    said.add_argument("seconds", nargs="?", type=int, default=5)
    said.add_argument("--slow", type=int, default=10_000)
    wish = said.parse_args()
    for program in ("nginx", "wrk"):
        if shutil.which(program) is None:
            raise SystemExit(f"no {program} on this machine: apt-get install {program}")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        folder = create(place / "pub", Publication(name="Bench", url="https://bench.example"))
        finish(folder)
        paths = edition(folder.edition)
        ours, theirs = free_port(), free_port()
        settings = folder.root / "skaryna.toml"
        settings.write_text(settings.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{ours}"))
        script = lua(place, paths)
        servers = {"nginx": (theirs, nginx(place, folder.edition, theirs)), "skaryna": (ours, skaryna(folder.root))}
        try:
            for port, _ in servers.values():
                until_up(port)
            for encoding in ENCODINGS:
                best: dict[str, list[float]] = {each: [0.0, 0.0] for each in servers}
                for _ in range(ROUNDS):
                    for each, (port, process) in servers.items():
                        found = load(port, process.pid, script, wish.seconds, encoding)
                        best[each] = [max(pair) for pair in zip(best[each], found, strict=True)]
                rates, works = ({each: best[each][at] for each in best} for at in (0, 1))
                print(
                    f"{encoding or 'plain'}: nginx {rates['nginx']:,.0f} requests/s, skaryna {rates['skaryna']:,.0f}: x{rates['skaryna'] / rates['nginx']:.2f}"
                    f" (goal {GOAL}); per processor second {works['nginx']:,.0f} and {works['skaryna']:,.0f}: x{works['skaryna'] / works['nginx']:.2f}"
                )
            for each, (port, process) in servers.items():
                if wish.slow:
                    print(each)
                    slowly(port, process.pid, wish.slow, paths)
        finally:
            for _, process in servers.values():
                process.terminate()
                process.wait(20)


if __name__ == "__main__":
    main()
