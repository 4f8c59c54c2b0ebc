"""How far coder and people agree, as the report says it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from written_study import small, study

from maalkart.core.agreement import Coefficient
from maalkart.core.statement import Codes
from maalkart.report.base import Agreement, PeoplesCodes, StudyData
from maalkart.report.csv import write_tables
from maalkart.report.finding import Finding
from maalkart.report.findings import findings
from maalkart.report.report import Report, compose
from maalkart.report.sentences import sentences
from maalkart.report.table import Coded, Count, Table
from maalkart.report.tables import all_tables
from maalkart.report.texts import Texts
from maalkart.report.xlsx import write_workbook
from maalkart.stats.checked import Check

PROPOSALS = "\n".join(
    f"Vik{number} samfunnsdel 9\n  goal climate.emissions @1 | Kutt {number}.\n"
    f"  strategy climate.emissions @2 | Vi kutter {number}."
    for number in range(25)
)


def table(data: StudyData, name: str) -> Table:
    return next(one for one in all_tables(data) if one.id == f"agreement_{name}")


def figure(of: Table, variable: str, measure: str, column: str = "all") -> Coefficient:
    at = [one.id for one in of.columns].index(column)
    [cell] = [
        row.cells[at]
        for row in of.rows
        if (row.code, row.cells[0]) == (variable, Coded("measure", (measure,)))
    ]
    assert isinstance(cell, Coefficient)
    return cell


def findings_of(report: Report) -> tuple[Finding, ...]:
    return findings({table.id: table for table in report.tables})


def test_people_beside_the_coder_give_the_textbooks_kappa() -> None:
    """50 proposals: 20 and 15 agreed on, 10 and 5 not."""
    data = study(PROPOSALS)
    goals = [one.statement.id for one in data.statements if one.codes.type == "goal"]
    others = [one.statement.id for one in data.statements if one.codes.type == "strategy"]
    said = ["goal"] * 20 + ["strategy"] * 5 + ["goal"] * 10 + ["strategy"] * 15
    people = {
        id: PeoplesCodes(Codes(type=kind), 0.5)
        for id, kind in zip([*goals, *others], said, strict=True)
    }
    found = table(replace(data, coded=people), "people")
    kappa = figure(found, "type", "kappa")
    assert kappa.value == pytest.approx(0.4)
    assert kappa.low is not None
    assert kappa.low < 0.4
    assert found.rows[0].cells[1] == Count(50)


def test_what_was_drawn_seldom_weighs_more() -> None:
    """Two right of goals drawn one in ten, one of two right of strategies all drawn: 11 of 12."""
    data = study("Vik samfunnsdel 9\n" + "\n".join(
        f"  {kind} climate.emissions @1 | Kutt {at}."
        for at, kind in enumerate(("goal", "strategy", "strategy"))
    ))  # fmt: skip
    ids = [one.statement.id for one in data.statements]
    said = (("goal", 0.1), ("strategy", 1.0), ("goal", 1.0))
    people = {
        id: PeoplesCodes(Codes(type=kind, themes=("climate",)), chance)
        for id, (kind, chance) in zip(ids, said, strict=True)
    }
    value = figure(table(replace(data, coded=people), "people"), "type", "kappa").value
    expected = (11 * 10 + 1 * 2) / 12**2
    assert value == pytest.approx((11 / 12 - expected) / (1 - expected))


def test_bodies_that_people_checked_are_judged_by_whether_they_say_it_at_all() -> None:
    checks = {("domains", "climate"): {
        "Fjellvik": Check(2, 1.0), "Dalbygda": Check(1, 1.0), "Sjøfylket": Check(0, 1.0),
    }}  # fmt: skip
    found = table(replace(small(), checks=checks), "people")
    assert figure(found, "bodies_domains", "f1").value == pytest.approx(0.8)
    assert figure(found, "bodies_domains", "kappa").value == pytest.approx(0.0)
    assert "sources" not in [column.id for column in found.columns]  # no documents were coded


def test_undefined_is_said_and_every_figure_says_what_it_was_measured_on() -> None:
    measured = (
        Agreement(variable="type", measure="kappa", language="all", units=900, documents=40,
                  found=Coefficient(0.54, 0.48, 0.61)),
        Agreement(variable="type", measure="kappa", language="nn", units=20, documents=1,
                  found=Coefficient(None)),
    )  # fmt: skip
    data = replace(small(), held_out=measured, learned=2)
    report = compose(data, "nb")
    [chapter] = [one for one in report.chapters if one.id == "agreement"]
    told = str(chapter).replace(r"\xa0", " ")
    assert "0,54 (0,48–0,61)" in told
    undefined = figure(table(data, "held_out"), "type", "kappa", "nn")
    assert report.texts.cell(undefined) == "ikke definert"
    assert "40 dokumenter" in told
    assert "2 av 13 utsagn" in told
    [sentence] = [said for said, table in sentences(findings_of(report), report.texts)
                  if table == "agreement_held_out"]  # fmt: skip
    assert "nynorsk" not in sentence  # one document has no interval, and is left to the table
    found = table(data, "held_out")
    assert [column.id for column in found.columns] == ["measure", "units", "sources", "all", "nn"]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Coefficient(0.5), "0,50"),
        (Coefficient(-0.1, -0.2, 0.05), "−0,10 (−0,20 til 0,05)"),
        (Coefficient(None), "ikke definert"),
    ],
)
def test_a_coefficient_in_words(found: Coefficient, said: str) -> None:
    assert Texts("nb").cell(found) == said


def test_coefficients_are_numbers_in_workbook_and_csv_and_undefined_is_a_word(
    tmp_path: Path,
) -> None:
    measured = tuple(
        Agreement(variable="type", measure="kappa", language=language, units=9, found=found)
        for language, found in (("all", Coefficient(0.54, 0.48, 0.61)), ("nn", Coefficient(None)))
    )
    report = compose(replace(small(), held_out=measured), "nb")
    with zipfile.ZipFile(write_workbook(report, tmp_path)) as packed:
        sheets = [packed.read(n).decode() for n in packed.namelist() if "worksheets/" in n]
        words = packed.read("xl/sharedStrings.xml").decode()
    assert any("<v>0.54</v>" in sheet and "<v>0.61</v>" in sheet for sheet in sheets)
    assert "ikke definert" in words
    write_tables(report.tables, tmp_path, "nb", report.data)
    told = (tmp_path / "agreement_held_out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert told[0].endswith("Alle;Alle (fra);Alle (til);Nynorsk;Nynorsk (fra);Nynorsk (til)")
    assert told[1].endswith("0.5400;0.4800;0.6100;ikke definert;;")
