"""`answers.db`: what was paid for and cannot be computed again, kept by content."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock
from types import TracebackType

from maalkart.core.errors import StoreError


class Answers:
    """Answers of a language model by key, in one SQLite file; safe to use from many threads.

    Each is on disk when `put` returns. Raises StoreError where the file is no such store.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        try:
            self._rows = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._rows.execute("PRAGMA journal_mode = WAL")
            self._rows.execute(
                "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
                " WITHOUT ROWID"
            )
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def __enter__(self) -> Answers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._rows.close()

    def get(self, key: str) -> str | None:
        """What was kept under a key."""
        try:
            with self._lock:
                row = self._rows.execute(
                    "SELECT value FROM answers WHERE key = ?", (key,)
                ).fetchone()
        except sqlite3.Error as error:
            raise self._fault(error) from None
        return str(row[0]) if row else None

    def put(self, key: str, value: str) -> None:
        """Keep an answer; a later one takes the place of an earlier one."""
        try:
            with self._lock:
                self._rows.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, value))
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def _fault(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"the answers cannot be used: {error}",
            place=str(self._path),
            hint="move the file away to start anew, or free space on the disk",
        )
