"""The one HTTP door against hosts that do what they like."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from skaryna.errors import CopyError, ElsewhereError, MissingError, TooLargeError, UnreachableError
from skaryna.outside.copies import open_copy
from skaryna.outside.copies.web import tidied
from skaryna.outside.http import Door, Patience
from tests.outside import hosts
from tests.outside.hosts import Host, hosting

QUICK = Patience(idle_s=0.4, total_s=0.8)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    (tmp_path / "a.html").write_bytes(b"hello")
    (tmp_path / "лист і.html").write_bytes(b"pryvitannie")
    (tmp_path / "100%25.txt").write_bytes(b"percent")
    with hosting(tmp_path) as one:
        yield one


def test_a_file_is_fetched_without_telling_who_reads(host: Host) -> None:
    door = Door(host.url)
    assert door.get("a.html", 5) == b"hello"
    assert door.get("лист і.html", 100) == b"pryvitannie"
    assert door.get("100%25.txt", 100) == b"percent"
    for headers in host.headers:
        assert headers["user-agent"].startswith("skaryna/")
        assert {"user-agent", "accept", "accept-encoding", "host"} == set(headers)


def test_what_is_compressed_arrives_whole(host: Host) -> None:
    import gzip

    host.tricks["z"] = lambda h: hosts.send(h, gzip.compress(b"word " * 9000), content_encoding="gzip")
    assert Door(host.url).get("z", 45_000) == b"word " * 9000


@pytest.mark.parametrize(
    ("trick", "error", "said"),
    [
        (hosts.endless, TooLargeError, "more than 1,000 bytes"),
        (hosts.instead(b"x" * 1001), TooLargeError, "more than 1,000 bytes"),
        (hosts.bomb, TooLargeError, "more than 1,000 bytes"),
        (hosts.truncated, UnreachableError, "breaks off"),
        (hosts.elsewhere, ElsewhereError, "sends p elsewhere: to http://127.0.0.2:9/casino"),
        (hosts.round_and_round, ElsewhereError, "round in redirects"),
        (hosts.instead(b"", 404), MissingError, "has no p"),
        (hosts.instead(b"", 410), MissingError, "has no p"),
        (hosts.instead(b"", 403), MissingError, "has no p"),
        (hosts.instead(b"", 500), UnreachableError, "answers 500"),
        (hosts.instead(b"", 206), UnreachableError, "answers 206"),
        (hosts.instead(b"", 429), UnreachableError, "come back later"),
        (lambda h: hosts.send(h, b"x", content_encoding="br"), UnreachableError, "encoding"),
        (lambda h: hosts.send(h, b"no gzip at all", content_encoding="gzip"), UnreachableError, "damaged gzip"),
        (lambda h: h.wfile.write(b"SSH-2.0-x\r\n\r\n"), UnreachableError, "answers no HTTP"),
        (lambda h: hosts.send(h, b"", 302, location="//[::"), CopyError, ""),
    ],
)  # fmt: skip
def test_each_misbehaviour_has_its_name(host: Host, trick: hosts.Trick, error: type[CopyError], said: str) -> None:
    host.tricks["p"] = trick
    with pytest.raises(error) as caught:
        Door(host.url, patience=Patience(idle_s=3, total_s=3)).get("p", 1_000)
    assert said in caught.value.message
    assert caught.value.path == "p"


@pytest.mark.parametrize("kind", ["silent", "body", "headers"])
def test_slowness_has_an_end(host: Host, kind: str) -> None:
    host.tricks["p"] = hosts.silent(host) if kind == "silent" else hosts.dripping(host, head=kind == "headers")
    started = time.monotonic()
    with pytest.raises(UnreachableError, match="too slow"):
        Door(host.url, patience=QUICK).get("p", 1 << 20)
    assert time.monotonic() - started < 20


def test_a_redirect_within_the_copy_is_followed(host: Host) -> None:
    host.tricks["old"] = lambda h: hosts.send(h, b"", 301, location="/a.html")
    assert Door(host.url).get("old", 10) == b"hello"
    host.tricks["sub/old"] = lambda h: hosts.send(h, b"", 301, location="/a.html")
    with pytest.raises(ElsewhereError):
        Door(f"{host.url}sub/").get("old", 10)


@pytest.mark.parametrize(
    "address", ["http:///x/", "http://u:p@h.example/", "http://h.example/?x/", "http://h.example:x/"]
)
def test_what_is_no_address_is_named(address: str) -> None:
    with pytest.raises(UnreachableError, match="no address of a copy"):
        Door(address)


def test_nobody_there(host: Host) -> None:
    host.close()
    with pytest.raises(UnreachableError, match="does not answer"):
        Door(host.url, patience=QUICK).get("a.html", 5)


def test_an_onion_address_is_never_asked_for_without_tor(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("all_proxy", "http_proxy", "https_proxy", "ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UnreachableError, match="Tor alone"):
        Door("http://abcdefgh.onion/")


def test_a_proxy_that_was_set_is_never_passed_by(monkeypatch: pytest.MonkeyPatch, host: Host) -> None:
    monkeypatch.setenv("http_proxy", host.url)
    monkeypatch.delenv("no_proxy", raising=False)
    host.tricks["*"] = hosts.instead(b"through")
    assert Door("http://magazine.example/").get("a", 100) == b"through"
    assert host.asked == ["http://magazine.example/a"]


def test_an_address_has_one_spelling() -> None:
    assert tidied("HTTPS://Ferry.Example:443/a/index.html?x#y") == "https://ferry.example/a/"
    assert tidied("http://ferry.example") == "http://ferry.example/"
    assert open_copy("https://ferry.example/b").where == "https://ferry.example/b/"
