"""Bodies × kinds: there, missing, unread, in doubt, each with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_study import make_study

from maalkart.workflow.run import run
from maalkart.workflow.sample import draw
from maalkart.workflow.status import StatusReport, status
from maalkart.workflow.study import Study


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> StatusReport:
    folder = make_study(tmp_path_factory.mktemp("studies") / "study")
    (folder / "documents" / "scan.pdf").write_bytes(b"\xff\xd8\xff\xe0 a photo, not a plan")
    with (folder / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write("9901,planstrategi,documents/scan.pdf,,,\n")
        file.write("9902,okonomiplan,documents/nesoy.md,,,\n9903,other,documents/no.pdf,,,\n")
    study = Study.open(folder)
    run(study, ["read", "code"], workers=1)
    return status(study)


@pytest.mark.parametrize(
    ("body", "kind", "state", "because"),
    [
        ("9901", "samfunnsdel", "there", None),
        ("9901", "okonomiplan", "missing", None),
        ("9901", "planstrategi", "unread", "picture"),
        ("9902", "okonomiplan", "in doubt", "it looks like arbeidsgiverstrategi"),
        ("9903", "other", "missing", None),
    ],
)
def test_each_cell_tells_how_it_stands(
    report: StatusReport, body: str, kind: str, state: str, because: str | None
) -> None:
    cell = report.cells[body, kind]
    assert cell.state == state
    if because is not None:
        assert because in str(cell.documents[0].because)


def test_what_cannot_be_used_is_named_and_ends_with_one(report: StatusReport) -> None:
    said = "\n".join(map(str, report.problems))
    assert "no.pdf" in said
    assert "scan.pdf" in said
    assert report.exit_code == 1
    assert sum(report.counts.values()) == 3 * 6


def test_the_record_holds_every_body_and_kind(report: StatusReport) -> None:
    record = report.record()
    assert [body["number"] for body in record["bodies"]] == ["9901", "9902", "9903"]
    assert all(len(body["kinds"]) == 6 for body in record["bodies"])
    assert record["counts"]["unread"] == 1


def test_before_anything_is_read_documents_are_unread(tmp_path: Path) -> None:
    study = Study.open(make_study(tmp_path / "study"))
    draw(study)
    report = status(study)
    assert report.cells["9901", "samfunnsdel"].documents[0].because == "not read yet"
    assert report.exit_code == 0
