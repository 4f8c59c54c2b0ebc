"""A run does what is missing or changed, says so, and always ends with the same bytes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_study import made, make_study

from maalkart.core.errors import StudyError
from maalkart.workflow.plan import plan
from maalkart.workflow.reread import check_reports
from maalkart.workflow.run import RunReport, run
from maalkart.workflow.study import Study, opened


def run_of(folder: Path, **options: int) -> RunReport:
    return run(Study.open(folder), **options)


def counts(report: RunReport) -> dict[str, tuple[int, int, int]]:
    return {step.step: (step.done, step.unchanged, step.failed) for step in report.steps}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_study(tmp_path_factory.mktemp("studies") / "study")
    report = run_of(folder, workers=1)
    assert report.problems == []
    assert counts(report)["read"] == (3, 0, 0)
    return folder


@pytest.fixture
def study(finished: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(finished, tmp_path / "study"))


def test_nothing_changed_is_nothing_done(study: Path) -> None:
    before = made(study)
    report = run_of(study, workers=1)
    assert all(done == 0 for done, _, _ in counts(report).values())
    assert counts(report)["code"] == (0, 3, 0)
    assert made(study) == before


def test_one_document_changed_is_one_document_done(study: Path) -> None:
    path = study / "documents" / "storvik.md"
    path.write_text(path.read_text("utf-8") + "\n- Flere skal sykle til jobb\n", encoding="utf-8")
    report = run_of(study, workers=1)
    assert counts(report)["read"] == (1, 2, 0)
    assert counts(report)["code"] == (1, 2, 0)
    assert counts(report)["report"][0] == 2
    assert "sykle til jobb" in (study / "report" / "report-nb.html").read_text("utf-8")


def test_a_report_is_not_written_over_without_what_is_not_coded_yet(study: Path) -> None:
    page = study / "report" / "report-nb.html"
    before = page.read_bytes()
    path = study / "documents" / "storvik.md"
    path.write_text(path.read_text("utf-8") + "\n- Flere skal sykle til jobb\n", encoding="utf-8")
    for name in ("estimate", "report"):
        with pytest.raises(StudyError, match="1 of 3 documents") as error:
            run(Study.open(study), [name], workers=1)
        assert "maalkart run" in str(error.value.hint)
    assert page.read_bytes() == before


def test_a_finished_report_is_whole_and_a_changed_one_is_not(study: Path) -> None:
    planned = plan(Study.open(study))
    assert list(check_reports(planned)) == []
    page = study / "report" / "report-nb.html"
    page.write_text(page.read_text("utf-8").replace("av\u00a02", "av\u00a03"), encoding="utf-8")
    faults = list(check_reports(planned))
    assert {fault.message.partition(":")[0] for fault in faults} == {"report-nb.html"}
    assert all(fault.hint and fault.place for fault in faults)


def test_what_is_computed_may_be_deleted_and_comes_back_byte_for_byte(study: Path) -> None:
    before = made(study)
    shutil.rmtree(study / "derived")
    shutil.rmtree(study / "report")
    run_of(study, workers=2)
    assert made(study) == before


def test_the_order_of_documents_does_not_change_what_is_kept_of_them(
    study: Path, tmp_path: Path
) -> None:
    manifest = study / "manifest.csv"
    head, *rows = manifest.read_text("utf-8").splitlines()
    manifest.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    before = {name: raw for name, raw in made(study).items() if name.startswith("derived/")}
    shutil.rmtree(study / "derived")
    run_of(study, workers=1)
    after = {name: raw for name, raw in made(study).items() if name.startswith("derived/")}
    assert after == before


def test_a_file_that_cannot_be_read_is_said_and_the_rest_is_done(study: Path) -> None:
    (study / "documents" / "scan.pdf").write_bytes(b"\xff\xd8\xff\xe0 a photo, not a plan")
    with (study / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write("9901,planstrategi,documents/scan.pdf,,,\n9902,other,documents/no.pdf,,,\n")
    for _ in range(2):  # said again the second time, though not tried again
        report = run_of(study, workers=1)
        said = "\n".join(map(str, report.problems))
        assert "scan.pdf" in said
        assert "no.pdf" in said
        assert report.exit_code == 1
    assert counts(report)["read"] == (0, 4, 0)
    page = (study / "report" / "report-nb.html").read_text("utf-8")
    assert "scan.pdf" in page
    assert "no.pdf" in page


def test_a_document_taken_out_leaves_nothing_behind(study: Path) -> None:
    manifest = study / "manifest.csv"
    rows = manifest.read_text("utf-8").splitlines()
    manifest.write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")
    run_of(study, workers=1)
    assert not any(b"Raus" in raw for name, raw in made(study).items() if name.endswith(".html"))


def test_the_ledger_says_what_every_run_did(study: Path) -> None:
    run_of(study, workers=1)
    with opened(Study.open(study)) as database:
        rows = database.ledger()
    assert [row.step for row in rows[-4:]] == ["read", "code", "estimate", "report"]
    assert [row.done for row in rows[:2]] == [3, 3]
    assert [row.unchanged for row in rows[-4:-2]] == [3, 3]


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.8, 1.6, 2.4, 3.2, 4.5])
def test_killed_at_any_moment_and_started_again_the_result_is_the_same(
    finished: Path, tmp_path: Path, after: float
) -> None:
    folder = make_study(tmp_path / "study")
    command = [sys.executable, "-m", "maalkart", "run", str(folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert made(folder) == made(finished)


def broken_pdf() -> bytes:
    """The beginning of a file of three pages: the first page, and nothing after it."""
    said = b"BT /F1 12 Tf 72 700 Td (Vi vil ha trygge og levende bygder i Storvik.) Tj ET"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R 6 0 R 8 0 R] /Count 3 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(said), said),
    ]
    parts = [b"%d 0 obj\n%s\nendobj\n" % (at, body) for at, body in enumerate(bodies, start=1)]
    return b"%PDF-1.7\n" + b"".join(parts) + b"6 0 obj\n<< /Type /Pa"


def test_a_file_that_breaks_off_is_read_and_its_loss_is_said_at_every_run(study: Path) -> None:
    (study / "documents" / "half.pdf").write_bytes(broken_pdf())
    with (study / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write("9901,planstrategi,documents/half.pdf,,,\n")
    for _ in range(2):
        report = run_of(study, workers=1)
        (said,) = map(str, report.problems)
        assert "half.pdf" in said
        assert "2 of its 3 pages are missing" in said
        assert report.exit_code == 1
    assert counts(report)["read"] == (0, 4, 0)


def test_a_study_without_documents_says_so_and_writes_no_report(study: Path) -> None:
    shutil.rmtree(study / "report")
    (study / "manifest.csv").write_text("body,kind,source\n", encoding="utf-8")
    report = run_of(study)
    assert (report.exit_code, report.steps) == (1, [])
    assert "no document" in report.problems[0].message
    assert not (study / "report").exists()
