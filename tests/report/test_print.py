"""What paper asks for: turned pages shared, a logo that Word can show, signs that fonts lack."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from written_study import small

from maalkart.report.docx import write_docx
from maalkart.report.images import pngs
from maalkart.report.layout import Look
from maalkart.report.parts import Part, Said, Shown
from maalkart.report.pdf import content
from maalkart.report.report import Report, compose
from maalkart.report.table import Table
from maalkart.report.tables import all_tables
from maalkart.report.typesetting import shown_as

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<rect width="40" height="20" fill="#083"/></svg>'
)


def wide(number: int) -> Table:
    """A table of more columns than an upright page has room for."""
    [found] = [one for one in all_tables(small()) if one.id == "domains_by_kind"]
    rows = tuple(replace(row, cells=row.cells * 2) for row in found.rows)
    return replace(found, id=f"wide-{number}", columns=found.columns * 2, rows=rows)


def of(*parts: Part) -> Report:
    report = compose(small(), "nb")
    return replace(report, chapters=(replace(report.chapters[0], id="own", parts=parts),))


def turned(report: Report) -> list[Any]:
    made = content(report)
    parts = [part for chapter in made["chapters"] for part in chapter["parts"]]
    return [len(part["parts"]) for part in parts if part["kind"] == "Sideways"]


def in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maalkart.report.grid._long", lambda table: False)
    monkeypatch.setattr("maalkart.report.grid.table_title", lambda table, texts: table.id)


def test_wide_tables_that_follow_each_other_share_turned_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_place(monkeypatch)
    report = of(Shown(wide(1)), Shown(wide(2)), Said("Mellom dem."), Shown(wide(3)))
    assert turned(report) == [2, 1]
    with zipfile.ZipFile(write_docx(report, tmp_path, {})) as packed:
        document = packed.read("word/document.xml").decode()
    assert document.count('w:orient="landscape"') == 2


def test_a_drawn_logo_stands_in_word_too(tmp_path: Path) -> None:
    look = Look(logo=LOGO, logo_kind="svg", logo_text="Storvik kommune")
    report = compose(small(), "nb", look=look)
    with zipfile.ZipFile(write_docx(report, tmp_path, pngs(report.figures))) as packed:
        document = packed.read("word/document.xml").decode()
        pictures = [packed.read(name) for name in packed.namelist() if "media/" in name]
    assert 'descr="Storvik kommune"' in document
    assert len(pictures) == len(report.figures) + 1
    assert all(one.startswith(b"\x89PNG") for one in pictures)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("\uf0b7 punkt", "• punkt"),
        ("ﬁsk", "fisk"),
        ("☑ ja", "✓ ja"),
        ("漢", "□"),
        ("a\u2003b", "a b"),
        ("κ og F₁", "κ og F₁"),
    ],
)
def test_a_sign_that_the_fonts_lack_is_told_in_others_or_shown_as_missing(
    said: str, shown: str
) -> None:
    assert shown_as(said) == shown
