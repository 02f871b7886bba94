"""Asking a host as several visitors: politely, only that host, and nothing of what it says is believed."""

import ipaddress
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.errors import CopyError, SourceError, UnreachableError
from skaryna.model import Rescued
from skaryna.outside import connections
from skaryna.outside.http import Door
from skaryna.rescue.crawl import Crawl, address_of
from skaryna.rescue.scanning import scan_site
from skaryna.rescue.spool import Spool
from tests.outside import hosts
from tests.outside.hosts import Host, hosting
from tests.rescue.remains import CYRILLIC, page


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with hosting(tmp_path) as one:
        yield one


def give(host: Host, path: str, html: str) -> None:
    host.tricks[path] = lambda h: hosts.send(h, html.encode(), content_type="text/html; charset=utf-8")


def by_visitor(host: Host, path: str, machine: Any, others: Any) -> None:
    def answer(handler: Any) -> None:
        (machine if "Googlebot" in handler.headers.get("user-agent", "") else others)(handler)

    host.tricks[path] = answer


def scanned(start: str, **known: Any) -> list[Rescued]:
    with Spool() as spool:
        return list(scan_site(Crawl(start, sleep=lambda _: None, **known), spool))


def kinds(found: list[Rescued]) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.kind, finding.signals) for each in found for finding in each.quarantine]


def test_only_the_named_host_is_asked_and_each_page_once(host: Host) -> None:
    links = "".join(
        f'<p><a href="{href}">x</a></p>'
        for href in (
            "/a.html",
            "/a.html#top",
            "a.html?utm_source=x",
            "http://other.example/",
            "//other.example/b",
            "/p.jpg",
            "http://[",
        )
    )
    give(host, "", page(after=links))
    give(host, "a.html", page())
    found = scanned(host.url)
    assert [each.source for each in found if not each.problem] == [host.url, f"{host.url}a.html"]
    menus = {"law/", "a/", "x/"}  # They stand in every page that `page` makes, and are not there.
    assert set(host.asked) == {"", "robots.txt", "sitemap.xml", "a.html", *menus}
    assert host.asked.count("a.html") == 4


def test_robots_txt_is_heeded_and_pages_are_bounded(host: Host) -> None:
    give(host, "", page(after="".join(f'<p><a href="/{n}.html">x</a></p>' for n in range(20))))
    host.tricks["*"] = lambda h: hosts.send(h, page().encode(), content_type="text/html")
    host.tricks["robots.txt"] = lambda h: hosts.send(h, b"User-agent: *\nDisallow: /1.html\n")
    host.tricks["sitemap.xml"] = lambda h: hosts.send(h, b"no", 404)
    found = scanned(host.url, pages=5)
    assert len(found) == 5
    assert "1.html" not in host.asked


def test_visitors_who_are_sent_away_are_told(host: Host) -> None:
    away = lambda h: hosts.send(h, b"", 302, location="http://pills.example/buy")  # noqa: E731
    by_visitor(host, "", away, lambda h: hosts.send(h, page().encode(), content_type="text/html"))
    one, *_ = scanned(host.url)
    (finding,) = one.quarantine
    assert finding.kind == "intruder"
    assert finding.hosts == ("pills.example",)
    assert "sends a search engine to another site" in finding.reason
    assert "pills.example" not in "".join(host.asked)


def test_a_whole_other_page_for_search_engines_is_told(host: Host) -> None:
    other = "<html><body>" + "".join(f"<p>{each}</p>" for each in CYRILLIC) + "</body></html>"
    by_visitor(
        host, "", lambda h: hosts.send(h, other.encode(), content_type="text/html"),
        lambda h: hosts.send(h, page().encode(), content_type="text/html"),
    )  # fmt: skip
    assert ("intruder", ("shown to machines only", "other script")) in kinds(scanned(host.url))


def test_what_every_visitor_is_given_is_no_cloak(host: Host) -> None:
    give(host, "", page(after='<p><a href="http://friend.example/">our friends at the mill</a></p>'))
    assert kinds(scanned(host.url)) == []


@pytest.mark.parametrize("trick", [hosts.endless, hosts.truncated], ids=["endless", "truncated"])
def test_a_hostile_host_ends_in_a_sentence(host: Host, trick: Any) -> None:
    host.tricks["*"] = trick
    with pytest.raises((SourceError, CopyError)):
        scanned(host.url)


def test_what_is_no_page_is_none(host: Host) -> None:
    give(host, "", page(after='<p><a href="/thing">x</a></p>'))
    host.tricks["thing"] = lambda h: hosts.send(h, b"a,b\n", content_type="text/csv")
    assert any("It is no page (text/csv)" in each.problem for each in scanned(host.url))


def test_a_name_that_leads_into_our_own_network_is_not_asked(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    port = host.url.rsplit(":", 1)[1].rstrip("/")
    real = connections.socket.getaddrinfo
    monkeypatch.setattr(connections.socket, "getaddrinfo", lambda name, *a, **k: real("127.0.0.1", *a, **k))
    with pytest.raises(UnreachableError, match="inside a private network"):
        Door(f"http://intranet.example:{port}/", is_public=True).get("a", 10)
    assert host.asked == []
    assert not ipaddress.ip_address("127.0.0.1").is_global


@pytest.mark.parametrize("place", ["ftp://x.example/", "http://a@b.example/", "http://[", "https://:80/"])
def test_what_is_no_address_is_refused(place: str) -> None:
    with pytest.raises(UnreachableError):
        address_of(place)
