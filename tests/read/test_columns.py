"""Plain text whose columns stand side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.document import Document
from maalkart.read.markdown import read as read_markdown
from maalkart.read.plain import read


def written(folder: Path, text: str) -> Document:
    path = folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    return read(path, name="a.txt", id="1")


def cells(document: Document) -> list[tuple[int | None, int | None, str]]:
    return [(b.row, b.column, b.text) for b in document.blocks if b.kind == "table_cell"]


TABLE = """
  Mål                  Tiltak                            Tid
  Alle har             Byggje skule i sentrum, med       2025
  ein trygg skule      plass til alle born i byg-
                       da.
                       Lyse opp skulevegen               2026

  Rein fjord           Rydde strendene                   2027
  Gode vegar           Rette ut svingane                 2028

Planen vert fylgd opp kvart år, og kommunestyret får melding om det som er gjort.
"""


def test_a_table_is_read_row_by_row_and_cell_by_cell(tmp_path: Path) -> None:
    document = written(tmp_path, TABLE)
    assert cells(document) == [
        (0, 0, "Mål"), (0, 1, "Tiltak"), (0, 2, "Tid"),
        (1, 0, "Alle har ein trygg skule"),
        (1, 1, "Byggje skule i sentrum, med plass til alle born i bygda."),
        (1, 1, "Lyse opp skulevegen"),
        (1, 2, "2025"), (1, 2, "2026"),
        (2, 0, "Rein fjord"), (2, 1, "Rydde strendene"), (2, 2, "2027"),
        (3, 0, "Gode vegar"), (3, 1, "Rette ut svingane"), (3, 2, "2028"),
    ]  # fmt: skip
    assert [b.text for b in document.blocks if b.header] == ["Mål", "Tiltak", "Tid"]
    assert document.blocks[-1].kind == "paragraph"


def test_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    text = """
Bygda skal ha ein god skule for alle       Fjorden er rein, og folk fiskar i han
som bur her, og for dei som kjem til       heile året. Kommunen tek vare på han
oss frå andre stader. Difor byggjer        saman med dei som bur ved vatnet, og
kommunen ut, og vi tek vare på det         med dei som arbeider på båtane og på
som er der frå før, så godt vi kan,        land. Slik skal det vere i alle år som
i alle dei åra som ligg framfor oss.       kjem, for dei små og for dei gamle.

Slutt.
"""
    said = " ".join(b.text for b in written(tmp_path, text).blocks)
    assert said.index("framfor oss.") < said.index("Fjorden er rein")
    assert said.endswith("Slutt.")


@pytest.mark.parametrize(
    "text",
    [
        "Vi vil:\n  •   byggje skule\n  •   verne jord\n  •   rydde strand\n",
        "Vi ror.  Fjorden er stor, og alle er med.\nVi les.  Alle er med på det.\n",
        "Innleiing              3\nMål                    5\nTiltak                 9\n",
        (
            "Tekst  som er jamna   ut har store\nrom  her og der,   men  ingen kolonner\n"
            "i  det heile,   og  slik held  det\nfram.\n"
        ),
    ],
)
def test_other_gaps_are_no_columns(tmp_path: Path, text: str) -> None:
    assert cells(written(tmp_path, text)) == []


def test_tables_are_counted_through_the_document(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    row = "| A | B |\n|---|---|\n| c | d |\n\n"
    path.write_text(f"<!-- side 1 -->\n{row}Vi ror.\n\n{row}<!-- side 2 -->\n{row}", "utf-8")
    document = read_markdown(path, name="a.md", id="1")
    tables = [b.table for b in document.blocks if b.table is not None]
    assert sorted(set(tables)) == [0, 1, 2]
    assert tables == sorted(tables)
