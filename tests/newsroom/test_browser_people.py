"""A real browser at the door: passkeys with a virtual authenticator, an app's codes, an invitation; how it looks."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.outside.folder import Folder, open_folder
from tests.newsroom.test_browser import picture, settled
from tests.newsroom.totp import code

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a ferry crosses slowly"
START_TIMEOUT_S = 60
_MAKE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication
from skaryna.outside.folder import create, finish
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
newsroom.create(made)
finish(made)
for role in ("editor", "administrator"):
    newsroom.add_user(made, name=f"account-of-{role}", role=role, password=sys.argv[2])
"""
_SERVE = """
import sys
from pathlib import Path
from skaryna.newsroom import serve
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
serve(folder, address=folder.settings.newsroom)
"""
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """A newsroom that requires a second factor, reached as localhost."""
    root = tmp_path_factory.mktemp("people") / "pub"
    here = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(here)}
    subprocess.run([sys.executable, "-c", _MAKE, str(root), PASSWORD], check=True, env=environment, cwd=here)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = root / "skaryna.toml"
    text = settings.read_text().replace("127.0.0.1:8001", f"127.0.0.1:{port}")
    settings.write_text(text.replace('# second_factor = "required"', 'second_factor = "required"'))
    folder = open_folder(root)
    server = subprocess.Popen([sys.executable, "-c", _SERVE, str(root)], env=environment, start_new_session=True)
    try:
        _wait(folder.settings.newsroom.url, server)
        yield folder
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}login/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the newsroom did not start")


class Visitor:
    """Somebody at a browser of their own; every request and complaint is written down."""

    def __init__(self, browser: Any, folder: Folder, shots: Path) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.base = f"http://localhost:{folder.settings.newsroom.port}"
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.shots = shots
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def look(self, name: str) -> None:
        """Take pictures at both widths; nothing runs out of a telephone; axe finds nothing serious."""
        from axe_playwright_python.sync_playwright import Axe

        # Nothing but colours is other in the dark, and colours are the same at every width: each is looked at once.
        for width, height, scheme in ((360, 740, "dark"), (1280, 900, "light")):
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=scheme)
            settled(self.page)
            picture(self.page, self.shots / f"people-{name}-{width}-{scheme}.png", full_page=True)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, name
            found = [
                (each["id"], [node["html"][:200] for node in each["nodes"]])
                for each in Axe().run(self.page).response["violations"]
                if each["impact"] in {"serious", "critical"}
            ]
            assert found == [], (name, width, found)

    def say_password(self, name: str) -> None:
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def with_authenticator(self) -> Any:
        """Plug a virtual authenticator in; return the way to it."""
        session = self.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return session

    def log_out(self) -> None:
        self.context.clear_cookies()

    def close(self) -> None:
        assert {url for url in self.requests if not url.startswith((self.base, "data:", "blob:"))} == set()
        assert self.complaints == []
        self.context.close()


@pytest.fixture
def visitor(running: Folder, browser: Any, tmp_path: Path) -> Iterator[Visitor]:
    shots = Path(os.environ.get("SKARYNA_TEST_SHOTS", tmp_path))
    made = Visitor(browser, running, shots)
    yield made
    made.close()


def _fresh(folder: Folder, name: str) -> None:
    """Take the account's second factor away, as an administrator does."""
    code = "import sys; from pathlib import Path; from skaryna import newsroom; from skaryna.outside.folder import open_folder"
    line = "newsroom.reset_user(open_folder(Path(sys.argv[1])), name=sys.argv[2], password=sys.argv[3], drop_second_factor=True)"
    subprocess.run([sys.executable, "-c", f"{code}; {line}", str(folder.root), name, PASSWORD], check=True)


def test_a_passkey_is_added_and_logs_in(running: Folder, visitor: Visitor) -> None:
    _fresh(running, "account-of-administrator")
    page = visitor.page
    visitor.with_authenticator()
    visitor.go("/articles/")
    visitor.look("login")
    visitor.say_password("account-of-administrator")
    page.get_by_role("heading", name="A second factor").wait_for()
    visitor.look("enrol")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("heading", name="Add a passkey").wait_for()
    visitor.look("passkey")
    page.fill("[name=name]", "blue key")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert len(page.locator(".newsroom-codes code").all()) == 10
    visitor.look("codes")
    page.emulate_media(media="print")
    picture(page, visitor.shots / "people-codes-print.png")
    assert not page.get_by_role("heading", name="Recovery codes").is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="I have them on paper").click()
    page.get_by_role("heading", name="The Ferry").wait_for()
    visitor.go("/account/security/")
    assert "blue key" in page.inner_text("main")
    visitor.look("security")

    # With the passkey alone, from the login page.
    visitor.log_out()
    visitor.go("/topics/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{visitor.base}/topics/")

    # As the second step after the password.
    visitor.log_out()
    visitor.go("/login/")
    visitor.say_password("account-of-administrator")
    page.get_by_role("heading", name="Second step").wait_for()
    visitor.look("second-step")
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="The Ferry").wait_for()
    for path in ("/users/", "/users/new/", "/users/edit/1/", "/log/", "/account/"):
        visitor.go(path)
        visitor.look(path.strip("/").replace("/", "-"))
    visitor.go("/users/new/")
    page.get_by_role("button", name="Make a link").click()
    page.locator("#newsroom-link").wait_for()
    visitor.look("link")
    _join(running, visitor, page.inner_text("#newsroom-link"))


def _join(folder: Folder, administrator: Visitor, link: str) -> None:
    """The invited person opens the link in a browser of their own."""
    visitor = Visitor(administrator.context.browser, folder, administrator.shots)
    page = visitor.page
    page.goto(link)
    page.get_by_role("button", name="Go on").wait_for()
    assert page.url.endswith("/join/")
    visitor.look("join")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Your account").wait_for()
    visitor.look("join-account")
    page.fill("[name=name]", "newcomer")
    page.fill("[name=password1]", "quiet water runs deep")
    page.fill("[name=password2]", "quiet water runs deep")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("heading", name="A second factor").wait_for()
    assert not any(link.partition("#")[2] in url for url in visitor.requests[1:])
    visitor.close()


def test_an_app_is_added_and_logs_in(running: Folder, visitor: Visitor) -> None:
    _fresh(running, "account-of-editor")
    page = visitor.page
    visitor.go("/login/")
    visitor.say_password("account-of-editor")
    page.get_by_role("link", name="Use an app").click()
    page.get_by_role("heading", name="An app with codes").wait_for()
    page.get_by_text("No camera?").click()
    visitor.look("app")
    secret = re.sub(r"\s", "", page.inner_text(".newsroom-secret"))
    page.fill("[name=code]", "000000")
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_text("This code is not right").wait_for()
    page.fill("[name=code]", code(secret))
    page.get_by_role("button", name="Switch it on").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    visitor.log_out()
    visitor.go("/login/")
    visitor.say_password("account-of-editor")
    page.get_by_role("heading", name="Second step").wait_for()
    page.fill("[name=code]", code(secret, steps=1))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="The Ferry").wait_for()


def test_at_a_bare_number_the_login_leads_to_the_name_where_passkeys_work(
    running: Folder, browser: Any, tmp_path: Path
) -> None:
    visitor = Visitor(browser, running, tmp_path)
    visitor.with_authenticator()  # which has no passkey
    page = visitor.page
    page.goto(running.settings.newsroom.url + "login/?next=/topics/")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.wait_for_url("http://localhost:*/login/?next=/topics/")
    assert page.get_by_role("button", name="Sign in with a passkey").is_visible()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("did not give a passkey").wait_for()
    visitor.context.close()
