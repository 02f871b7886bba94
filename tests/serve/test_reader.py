"""The local reader: whatever the copies do, no byte is shown that was not signed."""

import datetime as dt
import http.client
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from skaryna.errors import UnreachableError
from skaryna.serve.local import LocalServer, Reply, is_ours, reply
from skaryna.serve.mirrors import Race
from skaryna.serve.reader import Reader
from skaryna.serve.shelf import Proof, Shelf
from tests.guard.attacks import ADDED, ATTACKS, HARMLESS, PAGE, Attack
from tests.guard.scene import Scene
from tests.outside import hosts
from tests.outside.hosts import Host, hosting
from tests.seal.sealed import NOW, PAGES


@pytest.fixture
def bad(scene: Scene) -> Iterator[Host]:
    with hosting(scene.copy) as one:
        yield one


@pytest.fixture
def good(scene: Scene) -> Iterator[Host]:
    with hosting(scene.honest) as one:
        yield one


def reading(
    scene: Scene, places: Sequence[object], *, shelf: Shelf | None = None, proof: Proof | None = None
) -> Reader:
    reader = Reader([str(p) for p in places], scene.pins, shelf or Shelf(None), now=lambda: scene.publication.now)
    reader.race = Race(hedge_s=0.1, total_s=2.0)
    reader.grace_s = 0.3
    if proof:
        reader.keep(proof)
    reader.refresh()
    return reader


def bare(body: bytes) -> bytes:
    """A page without the reader's own line."""
    return re.sub(
        rb'<p role="status" lang="en">Authentic, not confirmed since [0-9-]+: there may be a newer edition.</p>',
        b"",
        body,
    )


def address(path: str) -> str:
    from urllib.parse import quote

    return "/" + quote(path)


def shown(reader: Reader) -> dict[str, Reply]:
    """What a browser gets for every page, and for some that do not exist."""
    return {
        path: reply(reader, address(path)) for path in [*PAGES, "casino.html", ".htaccess", "metadata/index.html", "x"]
    }


def signed_bytes(scene: Scene, copy: Path) -> set[bytes]:
    """Every file of every edition that was honestly published."""
    old = copy.with_name("edition-1")
    return {p.read_bytes() for folder in (scene.honest, old) for p in folder.rglob("*") if p.is_file()}


ALL = [*ATTACKS, *ADDED, *HARMLESS]
# Their own keys signed it: it is what the publication says.
SIGNED = {"fast-forward and recovery", "root rotated twice", "newer edition"}


@pytest.mark.parametrize("attack", ALL, ids=lambda attack: attack.name)
def test_no_unverified_byte_is_shown_from_an_attacked_copy_alone(scene: Scene, bad: Host, attack: Attack) -> None:
    honest = signed_bytes(scene, scene.copy)
    attack.do(scene.publication, scene.copy)
    reader = reading(scene, [bad.url])
    for path, said in shown(reader).items():
        if said.status == 200:
            assert bare(said.body) == PAGES[path] or (attack.name == "old edition" and path == "index.html"), path
        elif bare(said.body) not in honest:
            assert said.status in {404, 503}
            assert b"<main><p>" in said.body
    if attack.path:
        assert reply(reader, address(attack.path)).status == 503


# A list that the editors signed by mistake is the newest all the same: an older edition would be a roll-back.
@pytest.mark.parametrize(
    "attack", [a for a in ALL if a.name not in SIGNED and "signed path" not in a.name], ids=lambda attack: attack.name
)
def test_reading_goes_on_from_the_next_mirror(scene: Scene, bad: Host, good: Host, attack: Attack) -> None:
    attack.do(scene.publication, scene.copy)
    reader = reading(scene, [bad.url, good.url])
    for path, data in PAGES.items():
        said = reply(reader, address(path))
        assert (said.status, said.body) == (200, data), path


@pytest.mark.parametrize("attack", HARMLESS, ids=lambda attack: attack.name)
def test_newer_editions_and_keys_are_followed(scene: Scene, bad: Host, good: Host, attack: Attack) -> None:
    reader = reading(scene, [good.url, bad.url])
    attack.do(scene.publication, scene.copy)
    reader.refresh()
    assert reader.edition is not None
    assert reader.edition.sealed.about.edition == scene.publication.edition
    assert reply(reader, "/").body == PAGES["index.html"]


@pytest.mark.parametrize(
    "trick", ["endless", "truncated", "bomb", "elsewhere", "round_and_round", "dead", "dripping", "silent"]
)
@pytest.mark.parametrize("where", ["*", "metadata/timestamp.json", PAGE])
def test_bad_hosts_are_passed_over(scene: Scene, bad: Host, good: Host, trick: str, where: str) -> None:
    if trick == "dead":
        bad.close()
    elif trick in {"dripping", "silent"}:
        bad.tricks[where] = getattr(hosts, trick)(bad)
    else:
        bad.tricks[where] = getattr(hosts, trick)
    reader = reading(scene, [good.url, bad.url])
    # The bad one is asked first.
    reader.mirrors.reverse()
    assert reply(reader, address(PAGE)).body == PAGES[PAGE]


def test_an_outdated_mirror_is_passed_over(scene: Scene, good: Host) -> None:
    with hosting(scene.copy.with_name("edition-1")) as old:
        assert reply(reading(scene, [old.url, good.url]), "/").body == PAGES["index.html"]
        alone = reply(reading(scene, [old.url]), "/").body
    assert b"yesterday" in alone
    assert "Authentic, not confirmed since 2026-11-23: there may be a newer edition." in alone.decode()


def test_a_copy_past_its_date_says_so_on_every_page(scene: Scene, good: Host) -> None:
    scene.publication.now = NOW + dt.timedelta(days=9)
    reader = reading(scene, [good.url])
    english, belarusian = (
        reply(reader, "/", accept_language=wish).body.decode() for wish in ("fr, en;q=0.5", "be-BY,ru;q=0.8")
    )
    assert "Authentic, not confirmed since 2026-11-23" in english
    assert "не пацверджана з 2026-11-23" in belarusian
    assert reply(reader, "/assets/style.css").body == PAGES["assets/style.css"]


def test_what_was_read_can_be_read_offline(scene: Scene, tmp_path: Path) -> None:
    places = [tmp_path / "nowhere"]
    with hosting(scene.honest) as host:
        places = [host.url]
        online = reading(scene, places, shelf=Shelf(tmp_path / "pages"), proof=Proof(tmp_path / "proof"))
        assert reply(online, "/").status == reply(online, address(PAGE)).status == 200
    offline = reading(scene, places, shelf=Shelf(tmp_path / "pages"), proof=Proof(tmp_path / "proof"))
    assert reply(offline, "/").body == PAGES["index.html"]
    assert reply(offline, address(PAGE)).body == PAGES[PAGE]
    assert reply(offline, "/2026/bank.html").status == 503
    # Somebody who writes into what is kept changes nothing that is shown.
    for path in (tmp_path / "pages").glob("??/*"):
        path.write_bytes(b"casino")
    assert (
        reply(reading(scene, places, shelf=Shelf(tmp_path / "pages"), proof=Proof(tmp_path / "proof")), "/").status
        == 503
    )


def test_a_folder_and_an_archive_are_mirrors_too(scene: Scene, tmp_path: Path) -> None:
    from tests.guard.test_verify import packed

    (scene.copy / PAGE).write_bytes(b"casino")
    reader = reading(scene, [scene.copy, packed(scene.honest, tmp_path / "stick.zip")])
    assert reply(reader, address(PAGE)).body == PAGES[PAGE]


def test_mirrors_that_the_editors_signed_are_read_from(scene: Scene, bad: Host, good: Host) -> None:
    pages = {**PAGES, ".skaryna/mirrors.json": f'{{"mirrors": ["{good.url}"]}}'.encode()}
    scene.publication.publish(scene.copy, pages)
    scene.publication.old.clear()
    scene.publication.versions = {"targets": 2, "snapshot": 2, "timestamp": 2}
    scene.publication.publish(scene.honest, pages, edition=3)
    (scene.copy / PAGE).write_bytes(b"casino")
    reader = reading(scene, [bad.url])
    assert [mirror.where for mirror in reader.mirrors] == [bad.url, good.url]
    assert reply(reader, address(PAGE)).body == PAGES[PAGE]


def test_another_publication_s_copy_is_no_mirror(scene: Scene, good: Host, tmp_path: Path) -> None:
    from tests.seal.sealed import Publication

    Publication(address="https://other.example/").publish(tmp_path / "other", {**PAGES, "casino.html": b"x"})
    with hosting(tmp_path / "other") as other:
        reader = reading(scene, [good.url, other.url])
        assert "casino" not in reply(reader, "/casino.html").body.decode()
        assert "ALARM" in reader.mirrors[1].problem


def test_addresses_are_answered_as_the_readers_server_answers_them(scene: Scene, good: Host) -> None:
    scene.publication.publish(scene.honest, {**PAGES, "old/index.html": b"<p>moved</p>"})
    reader = reading(scene, [good.url])
    assert reply(reader, "/2026/cable").body == PAGES[PAGE]
    assert reply(reader, "/?utm=1").body == PAGES["index.html"]
    assert reply(reader, "/old/").body == b"<p>moved</p>"
    assert dict(reply(reader, "/old").headers)["location"] == "/old/"
    absent = reply(reader, "/nowhere.html")
    assert (absent.status, absent.body) == (404, PAGES["404.html"])
    for target in ("/../etc/passwd", "/%2e%2e/x", "/\\x", "/%00", "/%ff", "x", "/" + "a" * 3000):
        assert reply(reader, target).status == 404


def test_nothing_at_all_is_a_plain_notice(scene: Scene) -> None:
    said = reply(reading(scene, [scene.copy.with_name("nothing")]), "/", accept_language="uk")
    assert said.status == 503
    assert "Неперевірене не показується" in said.body.decode()
    assert b"Traceback" not in said.body


@pytest.fixture
def server(scene: Scene, good: Host) -> Iterator[LocalServer]:
    good.tricks[PAGE] = hosts.clears_site_data(PAGES[PAGE])
    one = LocalServer(reading(scene, [good.url]), 0)
    threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield one
    one.shutdown()
    one.server_close()


def ask(server: LocalServer, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return connection.getresponse()


def test_headers_are_ours_and_not_the_mirror_s(server: LocalServer) -> None:
    said = ask(server, address(PAGE))
    assert said.read() == PAGES[PAGE]
    names = {name.lower() for name, _ in said.getheaders()}
    assert not {"clear-site-data", "set-cookie", "refresh", "access-control-allow-origin", "server"} & names
    assert "script-src" not in (said.getheader("content-security-policy") or "script-src")
    assert "default-src 'none'" in (said.getheader("content-security-policy") or "")
    assert said.getheader("cache-control") == "no-store"
    head = ask(server, address(PAGE), "HEAD")
    assert (head.read(), head.getheader("content-length")) == (b"", str(len(PAGES[PAGE])))
    assert ask(server, "/", "POST").status == 501


def test_other_websites_learn_nothing(server: LocalServer) -> None:
    assert ask(server, "/", Host="evil.example").status == 403
    assert ask(server, "/", Host=f"evil.example:{server.server_port}").status == 403
    assert ask(server, "/pictures/ford.webp", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status == 403
    assert ask(server, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200
    assert ask(server, "/", Host=f"localhost:{server.server_port}").status == 200
    assert not is_ours({}, 80)


def test_a_taken_port_is_named(scene: Scene, server: LocalServer) -> None:
    from skaryna.errors import BusyError

    with pytest.raises(BusyError, match=f"Port {server.server_port} of this machine cannot be used"):
        LocalServer(server.reader, server.server_port)


def test_the_shelf_is_bounded(tmp_path: Path) -> None:
    from hashlib import sha256

    for place in (None, tmp_path / "s"):
        shelf = Shelf(place, max_bytes=250)
        data = [bytes([n]) * 100 for n in range(4)]
        for each in data:
            shelf.put(sha256(each).hexdigest(), each)
        shelf.put(sha256(b"x" * 999).hexdigest(), b"x" * 999)
        assert [shelf.get(sha256(each).hexdigest()) for each in data] == [None, None, *data[2:]]
    assert Shelf(tmp_path / "s", max_bytes=250).get(sha256(data[3]).hexdigest()) == data[3]


def test_no_mirror_is_no_answer() -> None:
    with pytest.raises(UnreachableError):
        Race().run([], lambda _: b"")
