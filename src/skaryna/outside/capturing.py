"""A copy of a page by a browser on this machine: what it was served and how it looked, a web archive and a picture.

The page's scripts run, in the browser's own sandbox and nowhere else; without them many pages show nothing. What they
may ask for goes through `filtering`. The server sees this machine's address, or the proxy's.
"""

import base64
import contextlib
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from skaryna import __version__
from skaryna.errors import SourceError
from skaryna.outside.asking import Way, split
from skaryna.outside.devtools import Browser, Json, RefusedError, started
from skaryna.outside.filtering import Filter

WIDTH_PX, HEIGHT_PX = 1280, 900
MAX_HEIGHT_PX = 4096
"""More of a page is not in the picture: the text has it."""
TOTAL_S, LOAD_S, SETTLE_S, QUIET_S = 90.0, 40.0, 8.0, 1.0
MAX_BODIES_BYTES = 48 << 20
MAX_RESPONSES = 600
_NOT_TOLD = frozenset(
    {"set-cookie", "content-encoding", "transfer-encoding", "content-length", "connection", "alt-svc"}
)


@dataclass(frozen=True, slots=True)
class Captured:
    """What was taken: the page as the browser had it in the end, a picture (PNG), a web archive (WARC, gzip)."""

    html: str
    address: str
    taken_at: dt.datetime
    picture: bytes
    warc: bytes


def capture(address: str, *, program: str, way: Way, now: dt.datetime, flags: Sequence[str] = ()) -> Captured:
    """Open a page and take a copy of it.

    Args:
        address: http or https.
        program: The browser's path.
        way: How to get to hosts.
        now: The clock.
        flags: More of the browser's options.

    Raises:
        SourceError: The browser is missing or ends, or the page cannot be had.
    """
    host = split(address).hostname
    if not Path(program).is_file():
        raise SourceError(f"There is no browser at {program}.", hint="Set browser in [sources] of skaryna.toml.")
    with Filter(way) as door, started(program, proxy=door.address, total_s=TOTAL_S, flags=flags) as browser:
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for method in ("Network.enable", "Page.enable", "DOM.enable"):
            browser.call(method)
        size = {"width": WIDTH_PX, "height": HEIGHT_PX, "deviceScaleFactor": 1, "mobile": False}
        browser.call("Emulation.setDeviceMetricsOverride", **size)
        went = browser.call("Page.navigate", url=address)
        if went.get("errorText"):
            inside = f" {host} is inside a private network, or does not answer." if host in door.refused else ""
            raise SourceError(f"The page cannot be had: {went['errorText']}.{inside}", hint="No copy was taken.")
        browser.wait(lambda events: any(each.get("method") == "Page.loadEventFired" for each in events), LOAD_S)
        _settle(browser)
        answers = _answers(browser)
        _check(answers, address)
        html = str(
            browser.call("DOM.getOuterHTML", nodeId=browser.call("DOM.getDocument")["root"]["nodeId"])["outerHTML"]
        )
        picture = _picture(browser)
        warc = _warc(browser, answers, now)
    return Captured(html, address, now, picture, warc)


def _settle(browser: Browser) -> None:
    """Wait until nothing more comes, but not for ever: some pages never rest."""
    for _ in range(int(SETTLE_S / QUIET_S)):
        count = len(browser.events)
        browser.wait(lambda _: False, QUIET_S)
        if len(browser.events) == count:
            return


def _answers(browser: Browser) -> list[tuple[str, Json]]:
    """Return (request, response) of everything that came whole."""
    whole = {each["params"]["requestId"] for each in browser.events if each.get("method") == "Network.loadingFinished"}
    came = [each["params"] for each in browser.events if each.get("method") == "Network.responseReceived"]
    found = [(each["requestId"], each["response"] | {"kind": each.get("type")}) for each in came]
    return [(request, answer) for request, answer in found if request in whole][:MAX_RESPONSES]


def _check(answers: list[tuple[str, Json]], address: str) -> None:
    page = next((answer for _, answer in answers if answer["kind"] == "Document"), None)
    status = int(page["status"]) if page else 0
    if page is None or status >= 400:
        said = f"answers {status}" if status else "gives nothing"
        raise SourceError(f"The host {said} for {address}; no copy was taken.", hint="Look whether the page is there.")


def _picture(browser: Browser) -> bytes:
    size = browser.call("Page.getLayoutMetrics")["cssContentSize"]
    height = max(1, min(MAX_HEIGHT_PX, int(size["height"])))
    clip = {"x": 0, "y": 0, "width": WIDTH_PX, "height": height, "scale": 1}
    shot = browser.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    return base64.b64decode(shot["data"])


def _warc(browser: Browser, answers: list[tuple[str, Json]], now: dt.datetime) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("page.warc.gz", {"software": f"skaryna/{__version__}"}))
    date = {"WARC-Date": now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    for answer, body in _bodies(browser, answers):
        # Cookies and how it was packed are about our visit; the page is what counts.
        told = [(name, " ".join(str(value).split())) for name, value in answer["headers"].items()]
        told = [(name, value) for name, value in told if name.lower() not in _NOT_TOLD and not name.startswith(":")]
        status = f"{int(answer['status'])} {str(answer.get('statusText') or '').strip()}".strip()
        head = StatusAndHeaders(status, [*told, ("Content-Length", str(len(body)))], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                answer["url"], "response", payload=io.BytesIO(body), http_headers=head, warc_headers_dict=date
            )
        )
    return out.getvalue()


def _bodies(browser: Browser, answers: list[tuple[str, Json]]) -> Iterator[tuple[Json, bytes]]:
    left = MAX_BODIES_BYTES
    for request, answer in answers:
        if not str(answer["url"]).startswith(("http://", "https://")):
            continue
        with contextlib.suppress(RefusedError):
            found = browser.call("Network.getResponseBody", requestId=request)
            body = base64.b64decode(found["body"]) if found["base64Encoded"] else str(found["body"]).encode()
            if len(body) <= left:
                left -= len(body)
                yield answer, body
