"""A memory of vectors by key: may be deleted at any time, and is then computed anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from maalkart.core.errors import StoreError

TOGETHER = 500  # keys a question: SQLite takes a thousand


class VectorFile:
    """Vectors in one SQLite file; raises StoreError where it is no such file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(path)
            self._rows.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, value BLOB NOT NULL)"
                " WITHOUT ROWID"
            )
        except (sqlite3.Error, OSError) as error:
            raise self._fault(error) from None

    def __enter__(self) -> VectorFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rows.close()

    def find(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Those of the keys that are there."""
        found: dict[str, bytes] = {}
        wanted = list(dict.fromkeys(keys))
        for at in range(0, len(wanted), TOGETHER):
            some = wanted[at : at + TOGETHER]
            marks = ",".join("?" * len(some))
            asked = f"SELECT key, value FROM vectors WHERE key IN ({marks})"
            try:
                found.update(self._rows.execute(asked, some).fetchall())
            except sqlite3.Error as error:
                raise self._fault(error) from None
        return found

    def keep(self, found: Sequence[tuple[str, bytes]]) -> None:
        """Keep some more, all or none."""
        try:
            with self._rows:
                self._rows.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", found)
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def _fault(self, error: Exception) -> StoreError:
        return StoreError(
            f"the memory of vectors cannot be used: {error}",
            place=str(self._path),
            hint="delete the file; it is made again",
        )
