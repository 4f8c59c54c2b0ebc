"""A study whose coder is known from other documents: shares of statements are adjusted by that."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from small_study import make_study

from maalkart.core.errors import StudyError
from maalkart.core.statement import Statement
from maalkart.workflow.plan import plan
from maalkart.workflow.results import study_data
from maalkart.workflow.run import run
from maalkart.workflow.study import Study

CLIMATE = (
    "Klimagassutslippene skal halveres innen 2030.",
    "Kommunen skal kutte utslipp fra transport.",
    "Vi skal redusere utslippene av klimagasser.",
    "Utslippene fra kommunens bygg skal ned.",
)
OTHER = (
    "Alle barn skal oppleve mestring i skolen.",
    "Eldre skal få bo hjemme så lenge de ønsker.",
    "Kommunen skal legge til rette for nye arbeidsplasser.",
    "Innbyggerne skal ha god helse.",
)
NONE = ("Tabellen viser folketallet i 2019.", "Kilde: SSB.", "Kapitlet er bygd opp slik.")


def coded(folder: Path, name: str = "coded.jsonl", *, wrong: int = 0) -> None:
    """Three documents of other bodies, people's codes beside; the first `wrong` aims are none."""
    rows = []
    for document in "abc":
        for at, text in enumerate((*CLIMATE, *OTHER, *NONE)):
            aim = text not in NONE and at >= wrong
            themes = ["climate.emissions"] if text in CLIMATE else ["life.health"]
            rows.append({
                "id": f"{document}{at}", "doc": document, "lang": "nb",
                "text": text.replace("skal", f"i {document.upper()} skal"),
                "type": "goal" if aim else "none", "level": "sub" if aim else None,
                "themes": themes if aim else [],
            })  # fmt: skip
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / name).write_text(text, encoding="utf-8")


def setting(folder: Path, lines: Sequence[str]) -> Study:
    path = folder / "study.toml"
    path.write_text(path.read_text("utf-8") + "\n".join(("[estimate]", *lines, "")), "utf-8")
    return Study.open(folder)


def shares(study: Study) -> dict[str, dict[str, str]]:
    path = study.folder / "report" / "tables" / "nb" / "estimates.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file, delimiter=";"))
    return {row["id"]: row for row in found if row["table"] == "emphasis"}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_study(tmp_path_factory.mktemp("studies") / "study")
    run(Study.open(folder), ["read", "code"], workers=1)
    sample = folder / "sample.csv"
    told = [line.replace("1.0", "0.5") for line in sample.read_text("utf-8").splitlines()]
    sample.write_text("\n".join(told) + "\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("by", ["adjusted_count", "em"])
def test_shares_of_statements_are_adjusted_and_the_report_says_so(
    finished: Path, tmp_path: Path, by: str
) -> None:
    folder = Path(shutil.copytree(finished, tmp_path / "study"))
    coded(folder)
    study = setting(folder, ['validated_on = "coded.jsonl"', f'by = "{by}"'])
    run(study, workers=1)
    climate = shares(study)["climate"]
    assert climate["correction"] == "adjusted"
    assert climate["checked"] == "33"
    assert float(climate["low"]) < float(climate["share"]) < float(climate["high"])
    assert ("EM" in climate["method"]) == (by == "em")
    page = (folder / "report" / "report-nb.html").read_text("utf-8")
    assert "justert\N{NO-BREAK SPACE}" in page
    assert "i andre dokumenter, som mennesker har kodet" in page
    rare = shares(study)["merger"]  # nothing of it in the coded documents
    assert rare["correction"] == "uncorrected"
    before = climate["share"]
    coded(folder, wrong=2)
    run(study, workers=1)
    assert shares(study)["climate"]["share"] != before


class Knowing:
    """A coder that has learned from every statement of one document."""

    def learned_from(self, statements: Sequence[Statement]) -> int:
        return sum(one.id.startswith("a") for one in statements)


def test_documents_that_the_coder_learned_from_tell_nothing_of_its_errors(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(finished, tmp_path / "study"))
    coded(folder)
    study = setting(folder, ['validated_on = "coded.jsonl"'])
    monkeypatch.setattr("maalkart.workflow.validation.coder", lambda _, **__: Knowing())
    tables = study_data(plan(study), "").validated.tables
    assert tables["domains", "climate"].sum() == 22  # of three documents, one was learned from
    rows = (folder / "coded.jsonl").read_text("utf-8").splitlines()
    (folder / "coded.jsonl").write_text("\n".join(rows[:11]) + "\n", encoding="utf-8")
    with pytest.raises(StudyError, match="learned from"):
        study_data(plan(study), "")
