"""Firefox and WebKit as they are installed, driven by what they bring: no driver is fetched from anywhere.

Firefox speaks Marionette, its own protocol over a socket (what geckodriver translates into); WebKit speaks WebDriver.
"""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Protocol

from tests.cli.test_commands import free_port

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
WEBKIT = shutil.which("WebKitWebDriver")
SCREEN = shutil.which("Xvfb")
WAIT_S = 60
PREFERENCES: dict[str, Any] = {
    "app.update.disabledForTesting": True,
    "browser.newtabpage.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": True,
    # Nothing of it leaves this machine: other names are asked of a proxy that is not there.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}
BODY = """const given = [...arguments], done = given.pop();
(async (...given) => {{ {} }})(...given).then((value) => done([value ?? null]), (error) => done(String(error)));"""


class Engine(Protocol):
    """A browser with one page."""

    def opens(self, url: str) -> None:
        """Open an address; a page of the browser's own that says why not is a page, too."""

    def does(self, script: str, *given: Any) -> Any:
        """Run the body of an asynchronous function in the page, as a page's own script; return what it returns."""

    def close(self) -> None:
        """End the browser."""


def _value(said: Any) -> Any:
    assert isinstance(said, list), said
    return said[0]


class Firefox:
    def __init__(self, place: Path) -> None:
        profile = place / "firefox"
        profile.mkdir()
        port = free_port()
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**PREFERENCES, "marionette.port": port}.items()
        ]
        (profile / "user.js").write_text("".join(lines))
        self._process = subprocess.Popen(
            [FIREFOX or "", "--headless", "--marionette", "--no-remote", "--profile", profile],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._socket = _connected(port)
            self._stream = self._socket.makefile("rb")
            self._heard()
            self._ask("WebDriver:NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "normal"}})
        except BaseException:
            self._process.kill()
            raise

    def opens(self, url: str) -> None:
        try:
            self._ask("WebDriver:Navigate", url=url)
        except RuntimeError as error:
            assert "neterror" in str(error), error

    def does(self, script: str, *given: Any) -> Any:
        said = self._ask(
            "WebDriver:ExecuteAsyncScript", script=BODY.format(script), args=given, scriptTimeout=1000 * WAIT_S
        )
        return _value(said["value"])

    def close(self) -> None:
        self._ask("Marionette:Quit", flags=["eForceQuit"])
        self._socket.close()
        self._process.wait(20)

    def _ask(self, command: str, **given: Any) -> Any:
        said = json.dumps([0, 1, command, given]).encode()
        self._socket.sendall(b"%d:%s" % (len(said), said))
        _, _, error, answer = self._heard()
        if error:
            raise RuntimeError(error)
        return answer

    def _heard(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) != b":":
            assert byte, "Firefox has hung up"
            length += byte
        return json.loads(self._stream.read(int(length)))


class WebKit:
    def __init__(self, place: Path) -> None:
        """Start WebKitGTK's small browser on a screen of its own."""
        reading, writing = os.pipe()
        self._screen = subprocess.Popen(
            [SCREEN or "", "-displayfd", str(writing), "-screen", "0", "1280x1024x24"],
            pass_fds=[writing], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as said:
            display = said.readline().strip()
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/session"
        own = dict.fromkeys(("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(place))
        self._driver = subprocess.Popen(
            [WEBKIT or "", f"--port={port}"],
            env={**os.environ, **own, "DISPLAY": f":{display}", "GDK_BACKEND": "x11", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _connected(port).close()
            [browser] = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))[:1] or [Path("MiniBrowser")]
            wish = {"webkitgtk:browserOptions": {"binary": str(browser), "args": ["--automation"]}}
            self._url += "/" + self._ask("", capabilities={"alwaysMatch": wish})["sessionId"]
            self._ask("/timeouts", script=1000 * WAIT_S)
        except BaseException:
            self._driver.kill()
            self._screen.kill()
            raise

    def opens(self, url: str) -> None:
        self._ask("/url", url=url)

    def does(self, script: str, *given: Any) -> Any:
        return _value(self._ask("/execute/async", script=BODY.format(script), args=given))

    def close(self) -> None:
        request = urllib.request.Request(self._url, method="DELETE")
        urllib.request.urlopen(request, timeout=WAIT_S).close()
        for process in (self._driver, self._screen):
            process.terminate()
            process.wait(20)

    def _ask(self, path: str, **given: Any) -> Any:
        try:
            with urllib.request.urlopen(self._url + path, json.dumps(given).encode(), timeout=WAIT_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from error


def _connected(port: int) -> socket.socket:
    for _ in range(10 * WAIT_S):
        try:
            return socket.create_connection(("127.0.0.1", port), WAIT_S)
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)
