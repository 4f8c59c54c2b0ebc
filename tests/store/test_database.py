"""The ledger is appended to; a damaged file is named with its remedy."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from maalkart.core.errors import StoreError
from maalkart.store.database import Database, FileMark, LedgerRow


def row(step: str) -> LedgerRow:
    return LedgerRow(
        started="2026-01-02T03:04:05+00:00",
        step=step,
        version="1",
        done=2,
        unchanged=1,
        failed=0,
        seconds=0.5,
    )


def test_the_ledger_keeps_what_it_was_told_in_order(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    for step in ("read", "code"):
        database = Database(path)
        database.record([row(step)])
        database.close()
    database = Database(path)
    assert database.ledger() == [row("read"), row("code")]
    database.close()


def test_checksums_are_remembered_and_renewed(tmp_path: Path) -> None:
    database = Database(tmp_path / "study.db")
    database.remember_files({"a.pdf": FileMark(1, 2, "x"), "b.pdf": FileMark(3, 4, "y")})
    database.remember_files({"a.pdf": FileMark(5, 6, "z")})
    assert database.files() == {"a.pdf": FileMark(5, 6, "z"), "b.pdf": FileMark(3, 4, "y")}
    database.close()


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    path.write_bytes(b"not a database at all" * 50)
    with pytest.raises(StoreError, match=r"study\.db"):
        Database(path)


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "study.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="newer"):
        Database(path)
