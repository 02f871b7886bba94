"""security.txt, ClaimReview, feeds with a hub, pings: as the standards have them, off unless the settings name somebody."""

import datetime as dt
import http.server
import json
import re
import threading
import urllib.parse
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from skaryna.errors import SettingsError, SkarynaError
from skaryna.model.article import ClaimReview
from skaryna.model.settings import parse
from skaryna.outside.asking import Way
from skaryna.outside.folder import open_folder
from skaryna.press.approval import approve
from skaryna.press.pinging import MAX_ADDRESSES, WAITS_S, Pinger, _read, pings
from skaryna.press.run import print_edition
from skaryna.press.standards import SECURITY, expiry_after, indexnow_key
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_increments import pages

HUB = "https://hub.example/"
INDEXNOW = "https://indexnow.example/indexnow"


def with_settings(newsroom: Newsroom, *lines: str) -> None:
    """Change the settings as their owner does, and approve them."""
    path = newsroom.folder.root / "skaryna.toml"
    path.write_text(path.read_text().replace("[newsroom]", "\n".join([*lines, "", "[newsroom]"]), 1))
    newsroom.folder = open_folder(newsroom.folder.root)
    approve(newsroom.folder, at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC))


def test_the_quarter_says_until_when(newsroom: Newsroom) -> None:
    for month, said in ((1, "2026-10-01"), (3, "2026-10-01"), (4, "2027-01-01"), (9, "2027-04-01"), (12, "2027-07-01")):
        assert expiry_after(dt.datetime(2026, month, 15, tzinfo=dt.UTC)) == f"{said}T00:00:00Z"


def test_security_txt_is_as_rfc_9116_has_it_and_new_every_quarter(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    assert SECURITY not in newsroom.files()
    with_settings(newsroom, 'security = ["mailto:desk@ferry.example", "https://ferry.example/write"]',
                  'security_key = "https://ferry.example/key.txt"')  # fmt: skip
    spring, summer = (dt.datetime(2027, month, 3, tzinfo=dt.UTC) for month in (5, 8))
    print_edition(newsroom.folder, now=lambda: spring)
    said = newsroom.read(SECURITY)
    assert said.splitlines() == [
        "Contact: mailto:desk@ferry.example", "Contact: https://ferry.example/write", "Expires: 2028-01-01T00:00:00Z",
        "Encryption: https://ferry.example/key.txt", "Preferred-Languages: en, be",
        "Canonical: https://ferry.example/.well-known/security.txt",
    ]  # fmt: skip
    printed = print_edition(newsroom.folder, now=lambda: spring.replace(month=6))
    assert (printed.made, newsroom.read(SECURITY)) == (0, said)
    printed = print_edition(newsroom.folder, now=lambda: summer)
    assert "Expires: 2028-04-01T00:00:00Z" in newsroom.read(SECURITY)
    # The file itself; an edition tells its number beside it.
    assert printed.made <= 2


def test_a_contact_that_is_none_is_named_with_its_line() -> None:
    text = '[publication]\nname = "A"\nurl = "https://a.example"\n{}\n'
    for line in (
        'security = ["desk@a.example"]',
        'security = ["mailto:a b"]',
        'websub_hub = "javascript:x"',
        'indexnow = "x"',
    ):
        with pytest.raises(SettingsError, match="line 4"):
            parse(text.format(line))


def test_a_fact_check_is_told_as_schema_org_has_it(newsroom: Newsroom) -> None:
    claim = ClaimReview(
        claim="The river flows </script> upward",
        rating=1,
        words="False",
        by="Somebody",
        address="https://s.example/x",
        day="2024-05-06",
    )
    newsroom.put(MASTHEAD, ANN, LAW, article(1, claim=claim), article(2))
    newsroom.print()
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', newsroom.read("2024/story-1.html"), re.DOTALL
    )
    assert found
    told = json.loads(found[1])
    assert told["@context"] == "https://schema.org"
    news, review = told["@graph"]
    assert (news["@type"], review["@type"]) == ("NewsArticle", "ClaimReview")
    assert review["claimReviewed"] == claim.claim
    assert review["reviewRating"] == {
        "@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False",
    }  # fmt: skip
    assert review["itemReviewed"] == {
        "@type": "Claim", "author": {"@type": "Thing", "name": "Somebody"}, "datePublished": "2024-05-06",
        "appearance": {"@type": "CreativeWork", "url": "https://s.example/x"},
    }  # fmt: skip
    assert review["url"] == "https://ferry.example/2024/story-1.html"
    assert "ClaimReview" not in newsroom.read("2024/story-2.html")


def test_feeds_name_the_hub_where_there_is_one(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    assert "hub" not in newsroom.read("feed.xml") + newsroom.read("feed.rss") + newsroom.read("feed.json")
    with_settings(newsroom, f'websub_hub = "{HUB}"')
    printed = newsroom.print()
    assert f'<link rel="hub" href="{HUB}"/>' in newsroom.read("feed.xml")
    assert f'<atom:link rel="hub" href="{HUB}"/>' in newsroom.read("feed.rss")
    assert json.loads(newsroom.read("feed.json"))["hubs"] == [{"type": "WebSub", "url": HUB}]
    assert "feed.xml" in printed.changed


def test_nobody_is_told_unless_the_settings_name_them(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    assert newsroom.print().changed == ()
    assert pings(newsroom.folder.publication, ["feed.xml", "2024/story-1.html"]) == []


def test_indexnow_is_told_of_pages_and_finds_its_key(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    with_settings(newsroom, f'indexnow = "{INDEXNOW}"')
    newsroom.print()
    newsroom.put(article(2))
    printed = newsroom.print()
    publication = newsroom.folder.publication
    key = indexnow_key(publication)
    assert newsroom.read(f"{key}.txt") == key
    (ping,) = pings(publication, printed.changed)
    said = json.loads(ping.body)
    assert (said["host"], said["key"], said["keyLocation"]) == (
        "ferry.example",
        key,
        f"https://ferry.example/{key}.txt",
    )
    assert "https://ferry.example/2024/story-2.html" in said["urlList"]
    assert not [each for each in said["urlList"] if not each.endswith((".html", "/"))]
    (ping,) = pings(publication, [f"2024/{n}.html" for n in range(MAX_ADDRESSES + 2)])
    assert json.loads(ping.body)["urlList"] == ["https://ferry.example/", "https://ferry.example/be/"]


class Ear(http.server.BaseHTTPRequestHandler):
    """Hears pings, and answers as it is told."""

    heard: ClassVar[list[tuple[str, str, bytes]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.heard.append((self.path, self.headers["content-type"], body))
        self.send_response(self.answers.pop(0) if self.answers else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def ear() -> Iterator[str]:
    Ear.heard.clear()
    Ear.answers.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def pinger(newsroom: Newsroom, ear: str) -> tuple[Pinger, list[SkarynaError], list[float]]:
    with_settings(newsroom, f'websub_hub = "{ear}/hub"', f'indexnow = "{ear}/indexnow"')
    said: list[SkarynaError] = []
    now = [1_000.0]
    way = Way(allowed=lambda _: True, timeout_s=5, total_s=5)
    return Pinger(newsroom.folder, said.append, way, clock=lambda: now[0]), said, now


CHANGED = ("feed.xml", "topics/law.rss", "2024/story-1.html", "sitemap.xml", "404.html", "search/w/1.js")


def test_hub_and_indexnow_hear_of_an_edition(newsroom: Newsroom, ear: str) -> None:
    told, said, _ = pinger(newsroom, ear)
    told.tell(newsroom.folder.publication, CHANGED)
    assert told.once() is None
    forms: dict[str, Any] = {path: (kind, body.decode()) for path, kind, body in Ear.heard}
    assert urllib.parse.parse_qs(forms["/hub"][1]) == {
        "hub.mode": ["publish"], "hub.url": ["https://ferry.example/feed.xml", "https://ferry.example/topics/law.rss"],
    }  # fmt: skip
    assert forms["/hub"][0] == "application/x-www-form-urlencoded"
    assert json.loads(forms["/indexnow"][1])["urlList"] == ["https://ferry.example/2024/story-1.html"]
    assert said == []
    assert _read(newsroom.folder.root / "pings.json") == []


def test_a_busy_hub_is_told_again_later_and_by_the_next_press(newsroom: Newsroom, ear: str) -> None:
    told, said, now = pinger(newsroom, ear)
    Ear.answers[:] = [503, 503, 202, 202]
    told.tell(newsroom.folder.publication, CHANGED)
    assert told.once() == WAITS_S[0]
    assert len(said) == 2
    assert "tried again later" in said[0].message
    told.once()
    assert len(Ear.heard) == 2, "not before its time"
    waiting = _read(newsroom.folder.root / "pings.json")
    assert {each.failures for each in waiting} == {1}
    following = Pinger(newsroom.folder, said.append, told.way, clock=lambda: now[0])
    following._waiting = waiting
    now[0] += WAITS_S[0]
    assert following.once() is None
    assert len(Ear.heard) == 4
    assert len(said) == 2


def test_one_that_will_not_hear_is_named_and_one_that_never_answers_is_given_up(newsroom: Newsroom, ear: str) -> None:
    told, said, now = pinger(newsroom, ear)
    Ear.answers[:] = [403, *[500] * 5]
    told.tell(newsroom.folder.publication, CHANGED)
    for wait in (*WAITS_S, 0):
        told.once()
        now[0] += wait
    assert "will not hear of the new edition: it answers 403" in said[0].message
    assert "Given up" in said[-1].message
    assert len(said) == 3
    assert told._waiting == []


def test_a_dead_hub_does_not_keep_an_edition_from_readers(newsroom: Newsroom) -> None:
    from skaryna.press.resident import follow

    with_settings(newsroom, 'websub_hub = "http://127.0.0.1:9/"')
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    stop = threading.Event()
    said: list[Any] = []

    def say(each: Any) -> None:
        said.append(each)
        if any(isinstance(one, SkarynaError) for one in said) and len(said) > 1:
            stop.set()

    threading.Timer(60, stop.set).start()
    follow(newsroom.folder, stop=stop, say=say)
    assert (newsroom.folder.edition / "2024/story-1.html").exists()
    assert any("telling of it is tried again later" in str(each) for each in said)


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'[{"to":"x"}]'])
def test_a_damaged_list_of_pings_has_nothing_to_tell(newsroom: Newsroom, data: bytes) -> None:
    path = newsroom.folder.root / "pings.json"
    path.write_bytes(data)
    assert _read(path) == []


def test_settings_change_bytes_the_same_way_at_once_and_from_nothing(newsroom: Newsroom) -> None:
    from tests.press.test_increments import printed_anew

    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    with_settings(
        newsroom, 'security = ["mailto:a@ferry.example"]', f'websub_hub = "{HUB}"', f'indexnow = "{INDEXNOW}"'
    )
    newsroom.print()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)
