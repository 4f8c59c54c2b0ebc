from __future__ import annotations

import csv
import re
import string
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from written_study import small

from maalkart.core.study import Estimate
from maalkart.report.csv import write_tables
from maalkart.report.report import compose
from maalkart.report.tables import all_tables
from maalkart.report.texts import Texts, _read
from maalkart.report.xlsx import write_workbook


def flat(language: str) -> dict[str, str]:
    found = {}
    for section, messages in _read(language).items():
        for name, said in messages.items():
            found[f"{section}.{name}"] = said if isinstance(said, str) else "\n".join(said)
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_message_is_there_in_every_language_with_the_same_values(language: str) -> None:
    ours, theirs = flat("nb"), flat(language)
    assert set(ours) == set(theirs)
    numbers = {"about.all", "about.nearly_all"}
    for key in set(ours) - numbers:
        assert fields(ours[key]) - {"noun", "the"} == fields(theirs[key]) - {"noun", "the"}, key


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_number_of_a_study_is_typed_into_the_texts(language: str) -> None:
    for key, said in flat(language).items():
        assert not re.search(r"\d", said), key


@pytest.mark.parametrize(
    ("n", "of", "said"),
    [
        (41, 41, "alle kommunene og fylkeskommunene"),
        (40, 41, "nesten alle kommunene og fylkeskommunene"),
        (31, 41, "om lag tre av fire kommuner og fylkeskommuner"),
        (19, 41, "om lag halvparten av kommunene og fylkeskommunene"),
        (13, 41, "om lag en tredel av kommunene og fylkeskommunene"),
        (2, 41, "få kommuner og fylkeskommuner"),
    ],
)
def test_shares_in_words(n: int, of: int, said: str) -> None:
    share = Estimate(numerator=n, denominator=of, share=n / of)
    bodies = (replace(small().bodies[0], level="county"), *small().bodies[1:])
    texts = Texts("nb", replace(small(), bodies=bodies))
    assert texts.about(share) == said


def test_one_is_not_many() -> None:
    assert Texts("nb").count("page", 1) == "1\N{NO-BREAK SPACE}side"
    assert Texts("nn").count("page", 2) == "2\N{NO-BREAK SPACE}sider"
    assert Texts("en").count("document", 2) == "2\N{NO-BREAK SPACE}documents"


def test_halves_are_rounded_up() -> None:
    share = Estimate(numerator=1, denominator=8, share=0.125)
    assert Texts("en").percent(share) == "13%"


def test_an_interval_is_said_with_its_share() -> None:
    share = Estimate(numerator=19, denominator=41, share=19 / 41, low=0.31, high=0.625)
    assert Texts("nb").percent(share) == "46\xa0%\xa0(31–63)"


def test_tables_as_csv_hold_the_numbers_and_no_formulas(tmp_path: Path) -> None:
    data = small()
    bodies = tuple(replace(body, name=f"=1+{body.name}") for body in data.bodies)
    data = replace(data, bodies=bodies)
    write_tables(all_tables(data), tmp_path, "nb", data)
    for path in tmp_path.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file, delimiter=";"):
                assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row), path.name
    with (tmp_path / "themes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file, delimiter=";")}
    assert rows["climate.emissions"]["Nevnt (n)"] == "3"
    assert rows["climate.emissions"]["Mål (Andel)"] == "0.6667"


def test_the_workbook_has_a_sheet_a_table_and_no_formulas(tmp_path: Path) -> None:
    data = small()
    bodies = tuple(replace(body, name=f"=1+{body.name}") for body in data.bodies)
    data = replace(data, bodies=bodies)
    report = compose(data, "nn")
    path = write_workbook(report, tmp_path / "a")
    again = write_workbook(report, tmp_path / "b")
    assert path.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(path) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        tables = [table for table in report.tables if table.rows]
        assert len(sheets) == len(tables) + len(("contents", "statements"))
        assert not any(b"<f>" in book.read(name) for name in sheets)
        assert "=1+Fjellvik" in book.read("xl/sharedStrings.xml").decode()
