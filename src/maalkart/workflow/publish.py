"""From what is computed to what people open: the tables and the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from maalkart.core.settings import ReportFormat
from maalkart.report.csv import write_tables as write_csv
from maalkart.report.docx import write_docx
from maalkart.report.html import write_report
from maalkart.report.images import pngs, write_figures
from maalkart.report.pdf import write_pdf
from maalkart.report.report import Report, compose
from maalkart.report.tables import all_tables
from maalkart.report.xlsx import write_workbook
from maalkart.workflow.checking.decided import told_by_people
from maalkart.workflow.looks import files_of, look_of
from maalkart.workflow.pictures import Pictures
from maalkart.workflow.plan import Plan
from maalkart.workflow.results import study_data
from maalkart.workflow.steps import contents, digest
from maalkart.workflow.study import file_sha256, report_files, write_text
from maalkart.workflow.validation import validated_file

Progress = Callable[[str, int, int], None]

MARK = ".made-of"  # beside what was written: the digest of all that it was made of


def digest_of(planned: Plan) -> str:
    """All that the tables and the report depend on: answers, bodies, settings and the code."""
    rows = [f"{s.row} {planned.keys[s].describe}" for s in planned.manifest.sources]
    rows += [str(row) for row in planned.manifest.rows]
    rows += told_by_people(planned.study)
    settings = planned.study.settings.model_dump_json()
    files = [*files_of(planned.study), *filter(None, [validated_file(planned)])]
    rows += [f"{path.name} {file_sha256(path)}" for path in files if path.is_file()]
    return digest(contents("report"), contents("stats"), settings, *map(str, planned.bodies), *rows)


def write_tables(planned: Plan) -> int:
    """Write the tables as CSV in each language; returns how many sets were not there already."""
    told = digest_of(planned)
    folder = planned.study.folder / "report" / "tables"
    wanted = [folder / language for language in planned.study.settings.report.languages]
    stale = [one for one in wanted if made_of(one) != told]
    if stale:
        data = study_data(planned, told)
        tables = all_tables(data)
        for one in stale:
            write_csv(tables, one, one.name, data)
            write_text(one / MARK, told)
    return len(stale)


def write_reports(planned: Plan, progress: Progress) -> int:
    """Write the report in each language and format; returns how many were not there already.

    The formats of a language are drawn side by side: typst and the drawing of pages leave Python.
    """
    told = digest_of(planned)
    folder = planned.study.folder / "report"
    if made_of(folder) == told and _written(planned):
        return 0
    settings = planned.study.settings.report
    data, look = study_data(planned, told), look_of(planned.study)
    tables = all_tables(data)
    with Pictures(planned) as pictures, ThreadPoolExecutor(len(_WRITERS)) as pool:
        for done, language in enumerate(settings.languages, start=1):
            report = compose(data, language, tables=tables, look=look)
            files = Files(folder, pictures, round(settings.pictures_mb * 1_000_000))
            wanted = [pool.submit(_WRITERS[name], report, files) for name in settings.formats]
            for one in wanted:
                one.result()
            progress("report", done, len(settings.languages))
    write_text(folder / MARK, told)
    return len(settings.languages)


def _written(planned: Plan) -> bool:
    languages = planned.study.settings.report.languages
    return all(
        path.is_file() for one in languages for path in report_files(planned.study, one).values()
    )


@dataclass(frozen=True, slots=True)
class Files:
    """Where a report is written, and what draws its pages."""

    folder: Path
    pictures: Pictures
    budget: int


def _html(report: Report, files: Files) -> None:
    write_report(report, files.folder, page_pictures=files.pictures, budget=files.budget)


def _pdf(report: Report, files: Files) -> None:
    write_pdf(report, files.folder)


def _docx(report: Report, files: Files) -> None:
    """The Word file, and the figures as files for those who write their own."""
    drawn = pngs(report.figures)
    write_figures(report, files.folder, drawn)
    write_docx(report, files.folder, drawn)


def _xlsx(report: Report, files: Files) -> None:
    write_workbook(report, files.folder)


_WRITERS: Mapping[ReportFormat, Callable[[Report, Files], None]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
}


def made_of(folder: Path) -> str | None:
    """The digest of what was written into a folder; None where nothing was."""
    mark = folder / MARK
    return mark.read_text(encoding="utf-8") if mark.is_file() else None
