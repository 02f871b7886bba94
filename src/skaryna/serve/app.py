"""The RSGI application that granian runs: requests in, answers out. The edition's folder comes from the environment."""

import os
from pathlib import Path
from typing import Any

from skaryna.model.headers import SECURITY_HEADERS
from skaryna.serve.answer import answer
from skaryna.serve.compress import Compressor, choose

EDITION_VARIABLE = "SKARYNA_EDITION"
_compressor = Compressor()


async def app(scope: Any, protocol: Any) -> None:
    """Answer one request."""
    if scope.proto != "http":
        protocol.close(403)
        return
    edition = Path(os.environ[EDITION_VARIABLE])
    found = answer(edition, scope.method, scope.path, if_none_match=scope.headers.get("if-none-match", ""))
    headers = list(found.headers)
    if found.file is None:
        text = {404: "There is no such page.\n", 405: "This server only gives pages out.\n"}.get(found.status, "")
        protocol.response_str(found.status, headers, "" if scope.method == "HEAD" else text)
        return
    if not found.compress and scope.method == "GET":
        protocol.response_file(found.status, headers, str(found.file))
        return
    try:
        encoding = choose(scope.headers.get("accept-encoding", "")) if found.compress else ""
        body, encoding = _compressor.body(found.file, found.etag, encoding)
    except OSError:
        # A new edition took the file away between looking and reading.
        protocol.response_str(404, [("content-type", "text/plain; charset=utf-8"), *SECURITY_HEADERS], "")
        return
    if encoding:
        headers.append(("content-encoding", encoding))
    if scope.method == "HEAD":
        headers.append(("content-length", str(len(body))))
        body = b""
    protocol.response_bytes(found.status, headers, body)
