"""Web archives made for tests, sane ones by a library that is not ours."""

import datetime as dt
import io
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ADDRESS = "https://bank.example/2018/05/12/unlicensed-light/"


def day(number: int) -> dt.datetime:
    return dt.datetime(2020, 1, 1, 12, tzinfo=dt.UTC) + dt.timedelta(days=number)


class Archive:
    """Records in order; `bytes` is the file."""

    def __init__(self, *, packed: bool = True) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=packed)

    def add(
        self, body: bytes | str, when: dt.datetime, address: str = ADDRESS, *, status: str = "200 OK", headers: tuple = (), kind: str = "text/html",
    ) -> "Archive":  # fmt: skip
        data = body.encode() if isinstance(body, str) else body
        http = StatusAndHeaders(status, [("Content-Type", kind), *headers], protocol="HTTP/1.1")
        self._writer.write_record(self._record(address, "response", data, when, http))
        return self

    def _record(self, address: str, kind: str, data: bytes, when: dt.datetime, http: StatusAndHeaders | None):  # type: ignore[no-untyped-def]
        said = {"WARC-Date": when.strftime("%Y-%m-%dT%H:%M:%SZ")}
        return self._writer.create_warc_record(
            address, kind, payload=io.BytesIO(data), http_headers=http, warc_headers_dict=said
        )

    def again(self, digest: str, when: dt.datetime, first: dt.datetime, address: str = ADDRESS) -> "Archive":
        """Add a record that says that nothing has changed."""
        record = self._writer.create_revisit_record(
            address, digest, address, first.strftime("%Y-%m-%dT%H:%M:%SZ"),
            http_headers=StatusAndHeaders("200 OK", [], protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": when.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )  # fmt: skip
        self._writer.write_record(record)
        return self

    def text(self, body: str, when: dt.datetime, address: str = ADDRESS) -> "Archive":
        """Add a text, as WET files have them."""
        record = self._writer.create_warc_record(
            address, "conversion", payload=io.BytesIO(body.encode()), warc_content_type="text/plain",
            warc_headers_dict={"WARC-Date": when.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )  # fmt: skip
        self._writer.write_record(record)
        return self

    @property
    def bytes(self) -> bytes:
        return self._out.getvalue()

    def write(self, path: Path) -> Path:
        path.write_bytes(self.bytes)
        return path
