"""A browser follows every link of a whole edition: it asks nobody else, keeps nothing, and tells nobody where it came from."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.press.publication import Newsroom
from tests.press.whole import whole
from tests.serving import served

pytestmark = pytest.mark.browser
ENOUGH = 60
KEPT = """async () => ({
    local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
    databases: indexedDB.databases ? (await indexedDB.databases()).length : 0,
    caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Newsroom]]:
    newsroom = whole(tmp_path_factory.mktemp("crawl") / "pub")
    with served(newsroom.folder.root) as url:
        yield url, newsroom


def test_a_crawl_of_everything_asks_nobody_else_and_keeps_nothing(browser: Any, site: tuple[str, Newsroom]) -> None:
    url, newsroom = site
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    headers: list[dict[str, str]] = []
    page.on("request", lambda request: (asked.append(request.url), headers.append(request.headers)))
    waiting, seen = [f"{url}/"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        assert answer.headers.get("referrer-policy") == "no-referrer"
        assert "set-cookie" not in answer.headers
        for link in page.eval_on_selector_all("a[href]", "all => all.map(each => each.href.split('#')[0])"):
            if link.startswith(url) and link.endswith((".html", "/")) and link not in seen and link not in waiting:
                waiting.append(link)
    assert len(seen) >= ENOUGH
    for expected in ("/about.html", ".source-", "/be/", "/genuine.html", "/search.html", "/authors/ben-bank.html"):
        assert any(expected in each for each in seen), expected
    assert all(each.startswith(f"{url}/") for each in asked)
    assert not any(each.get("referer") for each in headers)
    assert not any("cookie" in each for each in headers)
    assert context.cookies() == []
    assert page.evaluate(KEPT) == {"local": 0, "session": 0, "cookie": "", "databases": 0, "caches": 0, "workers": 0}
    context.close()
    assert newsroom.folder.edition.exists()


def test_whoever_follows_a_link_out_does_not_say_from_where(browser: Any, site: tuple[str, Newsroom]) -> None:
    url, _ = site
    context = browser.new_context()
    told: dict[str, dict[str, str]] = {}

    def answer(route: Any) -> None:
        told[route.request.url.split("?")[0]] = route.request.headers
        route.fulfill(
            status=200,
            content_type="text/html",
            body="<script>document.title = document.referrer || 'nothing'</script>",
        )

    for host in ("other.example", "v.example", "statistics.example", "gone.example", "t.me"):
        context.route(f"https://{host}/**", answer)
    page = context.new_page()
    for words in ("a link", "A film", "The report", "Where it was", "Telegram"):
        page.goto(f"{url}/2024/story-1.html")
        page.get_by_role("link", name=words, exact=True).first.click()
        page.wait_for_url(lambda there: not there.startswith(url))
        assert page.title() == "nothing", words
    assert len(told) == 5
    assert not any(each.get("referer") for each in told.values())
    context.close()


def test_a_copy_runs_nothing_of_the_page_that_it_was_made_of(browser: Any, site: tuple[str, Newsroom]) -> None:
    url, newsroom = site
    path = next(path for path in newsroom.files() if path.startswith("2024/story-1.source-") and path.endswith(".html"))
    context = browser.new_context()
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(f"{url}/{path}")
    assert page.inner_text("h1") == "A report <script>"
    assert page.locator("main script, main iframe, main form").count() == 0
    page.get_by_text("How the page looked").click()
    assert page.evaluate("[...document.images].every(each => each.src.startsWith(location.origin))")
    assert dialogs == []
    context.close()
