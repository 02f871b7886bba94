"""The newsroom behind a real nginx, configured with the very text of docs/hosting.md, and under an onion's name."""

import datetime as dt
import html
import http.client
import http.cookies
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from skaryna.outside.folder import Folder, open_folder
from tests.newsroom import making
from tests.newsroom.conftest import PASSWORD

pytestmark = pytest.mark.slow
HERE = Path(__file__).parents[2]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
HOST, ONION = "newsroom.example", "abcdefghijklmnop.onion"
_MAKE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication
from skaryna.outside.folder import create, finish
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example"))
newsroom.create(made)
finish(made)
newsroom.add_user(made, name="account-of-editor", role="editor", password=sys.argv[2])
"""
_SERVE = """
import sys
from pathlib import Path
from skaryna.newsroom import serve
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
serve(folder, address=folder.settings.newsroom)
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def cookies(self) -> list[str]:
        return self.headers.get_all("Set-Cookie") or []


@dataclass
class Client:
    """A browser's double that speaks to one port, under whatever name it likes."""

    port: int
    host: str
    tls: bool = True
    jar: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, data: bytes | None = None, **more: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        if self.tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection.connect()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=self.host)
        scheme = "https" if self.tls else "http"
        headers = {"Host": self.host, "Referer": f"{scheme}://{self.host}/", "Origin": f"{scheme}://{self.host}"}
        headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in self.jar.items())
        headers.update({name.replace("_", "-"): value for name, value in more.items()})
        if data is not None:
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection.request("GET" if data is None else "POST", path, body=data, headers=headers)
        reply = connection.getresponse()
        answer = Answer(reply.status, reply.msg, reply.read())
        connection.close()
        for each in answer.cookies:
            self.jar.update({key: morsel.value for key, morsel in http.cookies.SimpleCookie(each).items()})
        return answer

    def form(self, path: str) -> str:
        """Return the forgery token of a form."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask(path).text)
        assert found, path
        return html.unescape(found[1])

    def log_in(self, **more: str) -> Answer:
        page = self.ask("/login/").text
        name = "login" if 'name="login"' in page else "username"
        said = {name: "account-of-editor", "password": PASSWORD, "csrfmiddlewaretoken": self.form("/login/")}
        return self.ask("/login/", urllib.parse.urlencode(said).encode(), **more)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    root = tmp_path_factory.mktemp("proxy") / "pub"
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    subprocess.run([sys.executable, "-c", _MAKE, str(root), PASSWORD], check=True, env=environment, cwd=HERE)
    settings = root / "skaryna.toml"
    text = settings.read_text().replace("127.0.0.1:8001", f"127.0.0.1:{free_port()}")
    text = text.replace("[readers]", f'hosts = ["{HOST}", "{ONION}"]\nsecond_factor = "optional"\n\n[readers]')
    settings.write_text(text)
    folder = open_folder(root)
    with subprocess.Popen([sys.executable, "-c", _SERVE, str(root)], env=environment, cwd=HERE) as server:
        try:
            _wait(folder.settings.newsroom.port)
            yield folder
        finally:
            server.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nothing listens")


def _certificate(place: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (place / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (place / "privkey.pem").write_bytes(secret)


@pytest.fixture(scope="module")
def proxy(running: Folder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of an nginx with the documentation's configuration; only ports and paths are this test's own."""
    if NGINX is None:
        pytest.skip("no nginx on this machine: `apt-get install nginx` (make test does it where it can)")
    place, port = tmp_path_factory.mktemp("nginx"), free_port()
    _certificate(place)
    [text] = re.findall(r"```nginx\n(.*?)```", (HERE / "docs/hosting.md").read_text(), re.DOTALL)
    text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace(
        "listen 80", f"listen 127.0.0.1:{free_port()}"
    )
    text = text.replace("/etc/letsencrypt/live/newsroom.example", str(place)).replace("/var/log/nginx", str(place))
    text = text.replace("127.0.0.1:8001", str(running.settings.newsroom))
    places = "\n".join(
        f"{each}_temp_path {place}/{each};" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    config = place / "nginx.conf"
    config.write_text(
        f"{user}daemon off;\nmaster_process off;\npid {place}/pid;\nerror_log {place}/error.log;\n"
        f"events {{}}\nhttp {{\naccess_log {place}/access.log;\n{places}\n{text}\n}}\n"
    )
    subprocess.run([NGINX, "-t", "-q", "-c", config, "-p", place], check=True)
    with subprocess.Popen([NGINX, "-c", config, "-p", place]) as server:
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
    log = place / "access.log"
    assert not log.exists() or not log.read_text(), "nobody's address is kept"


def test_an_editor_logs_in_and_every_cookie_is_secure(proxy: int) -> None:
    client = Client(proxy, HOST)
    first = client.ask("/login/")
    answer = client.log_in()
    assert answer.status == 302
    assert answer.headers["Location"].startswith("/")
    assert len(first.cookies + answer.cookies) >= 2
    for cookie in first.cookies + answer.cookies:
        assert "Secure" in cookie, cookie
        assert "SameSite=Strict" in cookie, cookie
    assert "max-age=31536000" in first.headers["Strict-Transport-Security"]
    assert "default-src 'none'" in first.headers["Content-Security-Policy"]
    assert "nginx/" not in first.headers["Server"]


def test_a_form_works_and_one_from_another_site_does_not(proxy: int) -> None:
    client = Client(proxy, HOST)
    for origin in ("https://evil.example", "http://newsroom.example", "null"):
        assert client.log_in(Origin=origin, Referer=f"{origin}/").status == 403, origin
    assert client.log_in().status == 302


def test_a_picture_of_many_megabytes_comes_through(proxy: int) -> None:
    client = Client(proxy, HOST)
    assert client.log_in().status == 302
    if client.ask("/").status != 200:
        pytest.skip("this editor needs a second factor first; uploads are tested without a proxy too")
    token = client.form("/images/add/")
    picture = making.photograph(width=2400, height=1800) + b"\0" * (5 << 20)
    mark = "----picture"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'.encode(),
        f'--{mark}\r\nContent-Disposition: form-data; name="title"\r\n\r\nFerry\r\n'.encode(),
        f'--{mark}\r\nContent-Disposition: form-data; name="files[]"; filename="f.jpg"\r\n'
        f"Content-Type: image/jpeg\r\n\r\n".encode()
        + picture
        + b"\r\n",
        f"--{mark}--\r\n".encode(),
    ]
    answer = client.ask(
        "/images/multiple/add/", b"".join(parts), Content_Type=f"multipart/form-data; boundary={mark}",
        X_Requested_With="XMLHttpRequest", X_CSRFToken=token,
    )  # fmt: skip
    assert answer.status == 200, answer.text[:500]
    assert b'"success": true' in answer.body, answer.text[:500]
    too_large = client.ask(
        "/images/multiple/add/", b"x" * (67 << 20), Content_Type=f"multipart/form-data; boundary={mark}"
    )
    assert too_large.status == 413


def test_another_name_gets_no_answer(proxy: int, running: Folder) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        Client(proxy, "evil.example").ask("/login/")
    # A browser that asks nginx for our name and says another one inside.
    with pytest.raises(ConnectionError):
        Client(proxy, HOST).ask("/login/", Host="evil.example")
    assert Client(running.settings.newsroom.port, "evil.example", tls=False).ask("/login/").status == 400


def test_what_a_browser_says_of_itself_is_not_believed(proxy: int) -> None:
    client = Client(proxy, HOST)
    answer = client.ask("/", X_Forwarded_Host="evil.example", X_Forwarded_Proto="http", Forwarded="host=evil.example")
    assert "evil.example" not in answer.text + str(answer.headers)
    assert all("Secure" in cookie for cookie in client.ask("/login/", X_Forwarded_Proto="http").cookies)


def test_many_tries_at_the_login_are_slowed_down_whatever_address_they_claim(proxy: int) -> None:
    seen = {Client(proxy, HOST).ask("/login/", X_Forwarded_For=f"10.0.0.{number}").status for number in range(60)}
    assert 429 in seen


def test_an_onion_works_without_tls(running: Folder) -> None:
    client = Client(running.settings.newsroom.port, ONION, tls=False)
    page = client.ask("/login/")
    assert page.status == 200
    assert not any("Secure" in cookie for cookie in page.cookies), "Tor encrypts; a browser would not send these back"
    assert client.log_in().status == 302


@pytest.mark.parametrize("unit", ["newsroom", "press"])
def test_the_units_of_the_documentation_are_good(unit: str, tmp_path: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("no systemd on this machine")
    units = re.findall(r"```ini\n(.*?)```", (HERE / "docs/hosting.md").read_text(), re.DOTALL)
    [text] = [each for each in units if f"skaryna-{unit}.service" in each]
    path = tmp_path / f"skaryna-{unit}.service"
    path.write_text(text.replace("/opt/skaryna/bin/skaryna", "/bin/true"))
    said = subprocess.run([verify, "verify", path], capture_output=True, text=True, check=False)
    assert path.name not in said.stderr, said.stderr
