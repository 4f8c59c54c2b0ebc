"""`study.db`: the ledger of runs, people's decisions, and what is known of files.

What happened cannot be computed again, so ledger, draws and decisions are only ever appended to.
The exception is `files`, a memory of checksums that saves reading unchanged files again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from maalkart.core.errors import StoreError
from maalkart.store.schema import APPEND_ONLY, FILES, LEDGER, META, SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """What one step did in one run; `started` is ISO 8601 in UTC, `output` a digest or path."""

    started: str
    step: str
    version: str
    done: int
    unchanged: int
    failed: int
    seconds: float
    output: str | None = None


@dataclass(frozen=True, slots=True)
class FileMark:
    """Size in bytes and time of change in nanoseconds: the cheap sign that a file is unchanged."""

    size: int
    modified: int
    sha256: str


class Database:
    """The one SQLite file of a study, in write-ahead mode."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = sa.create_engine(f"sqlite:///{path}")
        sa.event.listen(self._engine, "connect", _careful)
        with self._said():
            self._prepare()

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            found = connection.execute(sa.text("PRAGMA user_version")).scalar_one()
            if found > SCHEMA:
                raise StoreError(
                    f"made by a newer målkart (form {found}, this one knows {SCHEMA})",
                    place=str(self.path),
                    hint="update målkart, or open the study with the version that made it",
                )
            if found < SCHEMA:
                META.create_all(connection)
                for trigger in APPEND_ONLY:
                    connection.execute(sa.text(trigger))
                connection.execute(sa.text(f"PRAGMA user_version = {SCHEMA}"))

    @contextmanager
    def _said(self) -> Any:
        try:
            yield
        except sa.exc.DatabaseError as error:
            raise StoreError(
                f"the database cannot be used: {error.orig}",
                place=str(self.path),
                hint="close other programs that use it, or put back a copy of the file",
            ) from error

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection to read by; raises StoreError where the database cannot be used."""
        with self._said(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection to write by: all of it or nothing."""
        with self._said(), self._engine.begin() as connection:
            yield connection

    def files(self) -> dict[str, FileMark]:
        """All remembered checksums, by path relative to the study."""
        with self.reading() as connection:
            rows = connection.execute(sa.select(FILES)).all()
        return {row.path: FileMark(row.size, row.modified, row.sha256) for row in rows}

    def remember_files(self, marks: Mapping[str, FileMark]) -> None:
        """Keep the checksums of files."""
        if not marks:
            return
        rows = [
            {"path": path, "size": m.size, "modified": m.modified, "sha256": m.sha256}
            for path, m in sorted(marks.items())
        ]
        statement = insert(FILES)
        fresh = {name: statement.excluded[name] for name in ("size", "modified", "sha256")}
        statement = statement.on_conflict_do_update(index_elements=["path"], set_=fresh)
        with self.writing() as connection:
            connection.execute(statement, rows)

    def record(self, rows: Iterable[LedgerRow]) -> None:
        """Append to the ledger."""
        values = [{name: getattr(row, name) for name in LedgerRow.__slots__} for row in rows]
        if values:
            with self.writing() as connection:
                connection.execute(LEDGER.insert(), values)

    def ledger(self) -> list[LedgerRow]:
        """What every step of every run did, oldest first."""
        query = sa.select(LEDGER).order_by(LEDGER.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [LedgerRow(**{name: row[name] for name in LedgerRow.__slots__}) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def _careful(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()
