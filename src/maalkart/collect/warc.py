"""Answers as a web archive (WARC), for those who keep what a site said on a day."""

from __future__ import annotations

import threading
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from maalkart.core.fetch import Fetch

_OF_THE_WIRE = ("content-encoding", "transfer-encoding", "content-length")  # it is unpacked here


class Archive:
    """One file of what was fetched in one run, a record an answer."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("xb")
        self._writer = WARCWriter(self._file, gzip=True)
        self._lock = threading.Lock()

    def __call__(self, fetch: Fetch, data: bytes) -> None:
        """Add an answer."""
        headers = [(n, v) for n, v in fetch.headers.items() if n not in _OF_THE_WIRE]
        told = StatusAndHeaders(
            f"{fetch.status} OK", [*headers, ("content-length", str(len(data)))], "HTTP/1.1"
        )
        record = self._writer.create_warc_record(
            fetch.address,
            "response",
            payload=BytesIO(data),
            length=len(data),
            http_headers=told,
            warc_headers_dict={"WARC-Date": fetch.fetched.replace("+00:00", "Z")},
        )
        with self._lock:
            self._writer.write_record(record)
            self._file.flush()

    def close(self) -> None:
        """End the file."""
        self._file.close()
