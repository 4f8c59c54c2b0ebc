"""Contents as they were fetched, each under its sha256: nothing is written twice or changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


class Shelf:
    """A folder of contents."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where a content lies, or would."""
        return self.root / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keep a content, whole or not at all; returns its sha256."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, making = tempfile.mkstemp(prefix=".making-", dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(making, path)
        return sha256

    def get(self, sha256: str) -> bytes | None:
        """A content, or None where it is not there."""
        try:
            return self.path(sha256).read_bytes() if sha256 else None
        except FileNotFoundError:
            return None
