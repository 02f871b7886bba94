"""A sealed magazine at one address with two mirrors, read in a real browser."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from skaryna.model import Trust
from skaryna.theme import shipped, verifier
from tests.reader.mirror import Mirror
from tests.seal import sealed

LANGUAGES = ("en", "be", "ru", "uk", "pl")
INTRUDER = "INTRUDER"


def page_of(text: str, *, depth: int = 0, language: str = "en") -> bytes:
    up = "../" * depth
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{text}</title>'
        f'<link rel="stylesheet" href="{up}assets/style.css"><script src="{up}reader.js" defer></script></head>'
        f'<body><main><h1>{text}</h1><p><a href="{up}2026/cable.html">The cable</a></p></main></body></html>\n'
    ).encode()


def pages_of(note: str = "") -> dict[str, bytes]:
    return {
        "index.html": page_of(f"The Ferry{note}"),
        "404.html": page_of("No such page here"),
        "2026/cable.html": page_of("It was cut at night", depth=1),
        "2026/bank.html": page_of("Sand, then reeds", depth=1),
        "old/title/index.html": page_of("An old address", depth=2),
        "be/index.html": page_of("Паром", depth=1, language="be"),
        "be/404.html": page_of("Такой старонкі няма", depth=1, language="be"),
        "be/лодка.html": page_of("Лодка", depth=1, language="be"),
        "assets/style.css": b"h1 { color: rgb(1, 2, 3) }\n",
        "feed.xml": b"<feed>Signed</feed>\n",
        **{f"2026/page-{number}.html": page_of(f"Page {number}", depth=1) for number in range(20)},
    }


class Magazine:
    """Three copies on three ports; the first is the origin."""

    def __init__(self, root: Path, *, prefix: str = "/", **keys: Any) -> None:
        self.folders = [root / name for name in ("origin", "second", "third")]
        for folder in self.folders:
            folder.mkdir(parents=True)
        self.mirrors = [Mirror(folder, prefix) for folder in self.folders]
        self.origin, self.second, self.third = self.mirrors
        self.key = sealed.Publication(**keys)
        self.at(dt.datetime.now(dt.UTC).replace(microsecond=0))
        self.key.root.expires = self.key.now + dt.timedelta(days=180)
        self.key.roots.clear()
        self.key.sign_root()
        self.publish()

    def at(self, now: dt.datetime) -> None:
        self.key.now = now

    @property
    def trust(self) -> Trust:
        return Trust(root_version=len(self.key.roots), root_sha256=self.key.fingerprint)

    def pages(self, note: str = "") -> dict[str, bytes]:
        addresses = [mirror.url for mirror in self.mirrors]
        return {
            **pages_of(note),
            "worker.js": verifier.worker(shipped(), self.trust, LANGUAGES, addresses[:1]),
            "reader.js": verifier.page_script(shipped(), LANGUAGES),
            "keep.js": verifier.keeper(shipped(), LANGUAGES),
            ".skaryna/notices.json": verifier.notices(shipped(), LANGUAGES),
            ".skaryna/mirrors.json": json.dumps({"mirrors": addresses}).encode(),
        }

    def publish(self, note: str = "", *, only: int = 3) -> None:
        """Publish an edition; the first so many copies get it."""
        for number, folder in enumerate(self.folders[:only]):
            if number == 0:
                self.key.publish(folder, self.pages(note))
            else:
                copy(self.folders[0], folder)

    def each(self, path: str, data: bytes) -> None:
        for folder in self.folders:
            sealed.put(folder, path, data)

    def stop(self) -> None:
        for mirror in self.mirrors:
            mirror.stop()


def copy(source: Path, target: Path) -> None:
    for file in source.rglob("*"):
        if file.is_file():
            sealed.put(target, file.relative_to(source).as_posix(), file.read_bytes())


class Reader:
    """A person with a browser who has been here once."""

    def __init__(self, context: BrowserContext, magazine: Magazine) -> None:
        self.context = context
        self.magazine = magazine
        self.page: Page = context.new_page()
        self.page.goto(magazine.origin.url)
        self.wait_for_worker()

    def wait_for_worker(self) -> None:
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=15_000)

    def opens(self, path: str = "", *, again: bool = True) -> str:
        """Open a page in a new start of the worker, and return what it says; an attacker's word fails the test."""
        if again:
            self.stop_worker()
        answer = self.page.goto(self.magazine.origin.url + path)
        self.status = answer.status if answer else 0
        shown = self.page.inner_text("body")
        assert INTRUDER not in self.page.content()
        return shown

    def update_worker(self) -> str:
        """Have the browser look for a newer worker, as it does by itself after a while; return what became of it."""
        return str(
            self.page.evaluate(
                """async () => {
                    const registration = await navigator.serviceWorker.ready;
                    await registration.update().catch(() => 0);
                    const found = registration.installing ?? registration.waiting;
                    if (!found) return "";
                    while (!["activated", "redundant"].includes(found.state))
                        await new Promise((done) => found.addEventListener("statechange", done, { once: true }));
                    return found.state;
                }"""
            )
        )

    def stop_worker(self) -> None:
        session = self.context.new_cdp_session(self.page)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()
