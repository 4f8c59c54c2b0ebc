"""Two studies of the same places, though two municipalities became one in between."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from maalkart.core.errors import StudyError
from maalkart.register.history import in_2024, links
from maalkart.workflow.compare import compare, write
from maalkart.workflow.run import run
from maalkart.workflow.study import Study

SETTINGS = """[study]
name = "{name}"
[population]
register = "register.csv"
"""
CLIMATE = "# Mål\n\n- {name} kommune skal halvere klimagassutslippene innen 2030\n"
SCHOOL = "# Mål\n\n- Alle elever i {name} kommune skal lære å lese\n"


def studied(folder: Path, plans: dict[str, tuple[str, str]]) -> Study:
    (folder / "documents").mkdir(parents=True)
    (folder / "study.toml").write_text(SETTINGS.format(name=folder.name), encoding="utf-8")
    register = [
        "number,name,level",
        *(f"{n},{name},municipality" for n, (name, _) in plans.items()),
    ]
    (folder / "register.csv").write_text("\n".join(register) + "\n", encoding="utf-8")
    rows = ["body,kind,source,adopted,status,note"]
    for number, (name, text) in plans.items():
        (folder / "documents" / f"{number}.md").write_text(text.format(name=name), encoding="utf-8")
        rows.append(f"{number},samfunnsdel,documents/{number}.md,,,")
    (folder / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    study = Study.open(folder)
    run(study, ["read", "code"], workers=1)
    return study


def test_the_numbers_of_today_are_known() -> None:
    assert in_2024("5012") == {"5055", "5056", "5059"}  # Snillfjord was split in three
    assert ("1601", "5001") in set(links(["1601", "0301"], ["5001", "0301"]))


def test_what_two_had_between_them_is_compared_with_what_became_of_them(tmp_path: Path) -> None:
    before = studied(
        tmp_path / "before",
        {
            "1601": ("Trondheim", CLIMATE),
            "1662": ("Klæbu", SCHOOL),
            "0301": ("Oslo", SCHOOL),
            "1103": ("Stavanger", SCHOOL),
        },
    )
    after = studied(
        tmp_path / "after",
        {
            "5001": ("Trondheim", CLIMATE),
            "0301": ("Oslo", CLIMATE),
            "1103": ("Stavanger", SCHOOL),
            "4601": ("Bergen", CLIMATE),
        },
    )
    found = {one.code: one.change for one in compare(before, after, "domains")}
    climate = found["climate"]
    assert (climate.places, climate.gained, climate.lost) == (3, 1, 0)
    assert climate.before == pytest.approx(0.5 / 3)
    assert climate.after == pytest.approx(2 / 3)
    path = write(compare(before, after, "domains"), after, "domains")
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert rows["climate"]["change"] == "0.5000"
    assert float(rows["climate"]["low"]) < 0.5 < float(rows["climate"]["high"])


def test_studies_without_a_place_in_common_cannot_be_compared(tmp_path: Path) -> None:
    one = studied(tmp_path / "one", {"0301": ("Oslo", CLIMATE)})
    other = studied(tmp_path / "other", {"1103": ("Stavanger", CLIMATE)})
    with pytest.raises(StudyError, match="no place"):
        compare(one, other, "domains")
