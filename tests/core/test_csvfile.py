"""Tables as Excel writes them in Norway are read like all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.csvfile import read_table, table_text
from maalkart.core.errors import StudyError

ROWS = [(2, {"number": "0301", "name": "Ås"}), (4, {"number": "4601", "name": "Øy, den ytre"})]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ('number,name\n0301,Ås\n\n4601,"Øy, den ytre"\n', "utf-8"),
        ("number;name\r\n0301;Ås\r\n;\r\n4601;Øy, den ytre\r\n", "utf-8-sig"),
        ("Number;Name\r\n 0301 ;Ås\r\n\r\n4601;Øy, den ytre", "cp1252"),
        ('number\tname\n0301\tÅs\n\n4601\t"Øy, den ytre"\n', "utf-8"),
    ],
)
def test_rows_carry_their_line(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(text.encode(encoding))
    assert read_table(path, required=("number", "name")) == ROWS


@pytest.mark.parametrize(
    ("text", "said"),
    [("number\n1\n", "«name» is missing"), ("number,name,nam\n", "unknown column «nam»")],
)
def test_columns_are_checked(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "register.csv"
    path.write_text(text)
    with pytest.raises(StudyError, match=said):
        read_table(path, required=("number", "name"), known=("number", "name"))


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="not there"):
        read_table(tmp_path / "x.csv", required=())


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(table_text(("a", "b"), [("1", 'x"y,\n')]), newline="")
    assert [row for _, row in read_table(path, required=("a",))] == [{"a": "1", "b": 'x"y,'}]
