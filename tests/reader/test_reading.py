"""A reader who has been here once, and copies that are dead, slow, outdated or in an attacker's hands."""

from collections.abc import Iterator

import pytest

from tests.reader.mirror import Reply, endless, slow
from tests.reader.publication import INTRUDER, Magazine, Reader

pytestmark = pytest.mark.browser

CABLE = "2026/cable.html"
NIGHT = "It was cut at night"


def altered(body: bytes) -> bytes:
    return body.replace(b"It was cut at night", b"INTRUDER INTRUDER.."[:19])


def longer(body: bytes) -> bytes:
    return body.replace(b"</main>", b"<p><a href='https://casino.example'>INTRUDER</a></main>")


def scripted(body: bytes) -> bytes:
    return body.replace(b"</body>", b"<script>document.title = 'INTRUDER'</script></body>")


def only_pages(change):  # type: ignore[no-untyped-def]
    def spoil(path: str, honest: Reply) -> Reply:
        return Reply(change(honest.body), honest.status, **honest.headers) if path.endswith(".html") else honest

    return spoil


def on_pages(reply):  # type: ignore[no-untyped-def]
    return lambda path, honest: reply(honest) if path.endswith(".html") else honest


SPOILS = {
    "altered, same length": only_pages(altered),
    "links in the footer": only_pages(longer),
    "a script": only_pages(scripted),
    "cut off": only_pages(lambda body: body[: len(body) // 2]),
    "missing": on_pages(lambda _: Reply(b"", 404)),
    "forbidden": lambda path, honest: Reply(b"", 403),
    "broken": lambda path, honest: Reply(b"INTRUDER", 500),
    "hung": lambda path, honest: None,
    "hung pages": on_pages(lambda _: None),
    "endless": on_pages(lambda _: Reply(endless(), access_control_allow_origin="*")),
    "endless all over": lambda path, honest: Reply(endless()),
    "slow": on_pages(lambda honest: Reply(slow(honest.body))),
    "redirects elsewhere": on_pages(lambda _: Reply(b"", 302, location="http://localhost:1/INTRUDER")),
    "captive portal": lambda path, honest: Reply(b"<h1>INTRUDER</h1>", 200, content_type="text/html"),
    "metadata not JSON": lambda path, honest: Reply(b"INTRUDER") if path.startswith("metadata/") else Reply(b"", 404),
    "metadata deep": lambda path, honest: (
        Reply(b"[" * 16_000) if path == "metadata/timestamp.json" else on_pages(lambda _: None)(path, honest)
    ),
}


@pytest.fixture(params=SPOILS)
def spoiled(request: pytest.FixtureRequest, magazine: Magazine, reader: Reader) -> Iterator[Reader]:
    magazine.origin.spoil = SPOILS[request.param]
    yield reader
    magazine.origin.spoil = None


def test_reading_goes_on_from_the_next_mirror(spoiled: Reader) -> None:
    assert NIGHT in spoiled.opens(CABLE)
    assert spoiled.status == 200
    assert "Sand" in spoiled.opens("2026/bank.html", again=False)


def test_kill_one_tamper_with_one_and_the_third_is_read(magazine: Magazine, reader: Reader) -> None:
    magazine.origin.stop()
    magazine.second.spoil = only_pages(longer)
    assert NIGHT in reader.opens(CABLE)


def test_tamper_with_one_hang_one_and_the_third_is_read(magazine: Magazine, reader: Reader) -> None:
    magazine.origin.spoil = only_pages(altered)
    magazine.second.spoil = lambda path, honest: None
    assert NIGHT in reader.opens(CABLE)


def test_when_nothing_verifies_a_notice_says_so_in_the_language_of_the_page(magazine: Magazine, reader: Reader) -> None:
    for mirror in magazine.mirrors:
        mirror.spoil = only_pages(longer)
    said = reader.opens(CABLE)
    assert "This page cannot be shown right now" in said
    assert f"last confirmed on {magazine.key.now:%Y-%m-%d}" in said
    assert reader.status == 503
    said = reader.opens("be/лодка.html", again=False)
    assert "Гэтую старонку цяпер нельга паказаць" in said


def test_what_was_read_leaves_no_trace_that_could_be_read_offline(magazine: Magazine, reader: Reader) -> None:
    reader.opens(CABLE)
    magazine.stop()
    assert "cannot be shown" in reader.opens(CABLE)
    assert reader.status == 503


def test_an_added_page_is_not_shown(magazine: Magazine, reader: Reader) -> None:
    magazine.each("2026/casino.html", b"<h1>INTRUDER</h1>")
    said = reader.opens("2026/casino.html")
    assert "Not in the signed edition" in said
    assert reader.status == 404


def test_a_dead_link_gets_the_publications_own_page(reader: Reader) -> None:
    assert "No such page here" in reader.opens("2026/nothing.html")
    assert reader.status == 404
    assert "Такой старонкі няма" in reader.opens("be/nothing", again=False)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "The Ferry"), ("?utm=1#top", "The Ferry"), ("2026/cable", NIGHT), ("old/title", "An old address"),
        ("be/", "Паром"), ("be/%D0%BB%D0%BE%D0%B4%D0%BA%D0%B0.html", "Лодка"), ("be/лодка", "Лодка"),
        ("2026/../2026/cable.html", NIGHT), ("%2e%2e/2026/cable.html", NIGHT),
    ],
)  # fmt: skip
def test_addresses_mean_what_they_mean_to_the_server(reader: Reader, path: str, said: str) -> None:
    assert said in reader.opens(path, again=False)
    assert reader.status == 200


@pytest.mark.parametrize(
    "path", ["..%2fsecret", "2026%5Ccable.html", "%00", "%ff", "2026//cable.html", "2026/CABLE.html", "%252e", ".git/x"]
)
def test_odd_addresses_lead_nowhere(magazine: Magazine, reader: Reader, path: str) -> None:
    magazine.origin.spoil = lambda path, honest: Reply(b"<h1>INTRUDER</h1>", content_type="text/html")
    assert "Not in the signed edition" in reader.opens(path, again=False)


def test_headers_of_a_server_mean_nothing(magazine: Magazine, reader: Reader) -> None:
    magazine.origin.spoil = lambda path, honest: Reply(
        honest.body, honest.status, content_type="text/html", clear_site_data='"*"',
        refresh="0; url=http://localhost:1/INTRUDER", content_security_policy="default-src *",
        link="<http://localhost:1/INTRUDER.css>; rel=stylesheet",
    )  # fmt: skip
    answer = reader.page.goto(magazine.origin.url + CABLE)
    assert answer is not None
    assert answer.from_service_worker
    assert {"clear-site-data", "refresh", "link"}.isdisjoint(answer.headers)
    assert f"script-src {magazine.origin.url};" in answer.headers["content-security-policy"]
    reader.opens("2026/bank.html", again=False)
    assert reader.page.evaluate("!!navigator.serviceWorker.controller")


def test_a_picture_or_style_that_was_altered_is_not_used(magazine: Magazine, reader: Reader) -> None:
    for mirror in magazine.mirrors:
        mirror.spoil = lambda path, honest: (
            Reply(b"h1 { color: red }", content_type="text/css") if path.endswith(".css") else honest
        )
    magazine.key.publish(magazine.folders[0], {**magazine.pages(), "assets/style.css": b"h1 { color: rgb(9, 9, 9) }"})
    reader.opens(CABLE)
    assert reader.page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


def test_feeds_and_scripts_are_verified_too(magazine: Magazine, reader: Reader) -> None:
    magazine.origin.spoil = lambda path, honest: (
        Reply(b"<feed>INTRUDER</feed>", content_type="text/xml") if path == "feed.xml" else honest
    )
    answer = reader.page.goto(magazine.origin.url + "feed.xml")
    assert answer is not None
    assert INTRUDER not in answer.text()


def test_posting_to_the_site_shows_nothing_unverified(magazine: Magazine, reader: Reader) -> None:
    elsewhere = reader.context.new_page()
    elsewhere.set_content(f"<form method=post action='{magazine.origin.url}{CABLE}'><button>x</button></form>")
    magazine.origin.spoil = only_pages(longer)
    elsewhere.click("button")
    elsewhere.wait_for_url("**/cable.html")
    assert NIGHT in elsewhere.inner_text("body")
    assert INTRUDER not in elsewhere.content()
