"""Registers of other countries load by a declaration, and a study can join columns of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from maalkart.core.errors import StudyError
from maalkart.core.settings import Population, load_settings
from maalkart.register.draw import draw
from maalkart.register.frame import load_frame

SWEDEN = """Kommunkod;Kommun;Nivå;Folkmängd;Län
0114;Storviken;kommun;12 400;Mälarlän
0115;Lilldal;kommun;3 100;Mälarlän
0117;Nyhamn;kommun;51 000;Kustlän
01;Mälarlän;region;15 500;Mälarlän
"""
STUDY = """[study]
name = "Mål i Sverige"
[population]
register = "kommuner.csv"
columns = { number = "Kommunkod", name = "Kommun", level = "Nivå", population = "Folkmängd" }
level_names = { kommun = "municipality", region = "county" }
[sample]
size = 2
method = "balanced"
balance_on = ["population"]
[[sample.require]]
column = "population"
at_most = 5000
min_count = 1
"""


def test_a_swedish_register_loads_by_the_same_declaration(tmp_path: Path) -> None:
    (tmp_path / "kommuner.csv").write_bytes(SWEDEN.encode("cp1252"))
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    settings = load_settings(tmp_path / "study.toml")
    frame = load_frame(settings.population, tmp_path)
    assert [(b.number, b.name, b.level) for b in frame] == [
        ("0114", "Storviken", "municipality"),
        ("0115", "Lilldal", "municipality"),
        ("0117", "Nyhamn", "municipality"),
        ("01", "Mälarlän", "county"),
    ]
    assert frame[0].facts == {"population": "12 400", "län": "Mälarlän"}
    drawn = draw(frame, settings.sample, seed=1)
    assert drawn.problems == ()
    assert "Lilldal" in {body.name for body in drawn.bodies}


def test_levels_and_exclusions_choose_the_population(tmp_path: Path) -> None:
    population = Population(register="norway-2019", levels=("county",), exclude=("03",))
    frame = load_frame(population, tmp_path)
    assert len(frame) == 17
    assert "Oslo" not in {body.name for body in frame}


def test_own_columns_are_joined_by_number(tmp_path: Path) -> None:
    (tmp_path / "mayors.csv").write_text("number,mayor\n0301,MDG\n4601,H\n", encoding="utf-8")
    frame = load_frame(Population(register="norway-2024", join=("mayors.csv",)), tmp_path)
    mayors = {body.number: body.facts.get("mayor") for body in frame}
    assert (mayors["0301"], mayors["4601"], mayors["1103"]) == ("MDG", "H", None)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("number,name\n301,Oslo\n", 2, "no body of the register has the number «301»"),
        ("name,mayor\nOslo,H\n", 1, "«number» is missing"),
    ],
)
def test_a_joined_table_that_does_not_fit_is_named(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=said) as raised:
        load_frame(Population(register="norway-2024", join=("own.csv",)), tmp_path)
    assert f"line {line}" in str(raised.value)


def test_an_unknown_level_says_how_to_name_it(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("number,name,level\n1,A,kommune\n", encoding="utf-8")
    with pytest.raises(StudyError, match="«kommune»") as raised:
        load_frame(Population(register="r.csv"), tmp_path)
    assert "level_names" in str(raised.value.hint)


def test_an_excluded_number_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="«3»"):
        load_frame(Population(register="norway-2019", exclude=("3",)), tmp_path)
