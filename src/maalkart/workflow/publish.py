"""From what is computed to what people open: the tables and the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from maalkart.report.csv import write_tables as write_csv
from maalkart.report.html import write_report
from maalkart.report.tables import all_tables
from maalkart.workflow.checking.decided import told_by_people
from maalkart.workflow.pictures import Pictures
from maalkart.workflow.plan import Plan
from maalkart.workflow.results import study_data
from maalkart.workflow.steps import contents, digest
from maalkart.workflow.study import report_paths, write_text

Progress = Callable[[str, int, int], None]

MARK = ".made-of"  # beside what was written: the digest of all that it was made of


def digest_of(planned: Plan) -> str:
    """All that the tables and the report depend on: answers, bodies, settings and the code."""
    rows = [f"{s.row} {planned.keys[s].describe}" for s in planned.manifest.sources]
    rows += [str(row) for row in planned.manifest.rows]
    rows += told_by_people(planned.study)
    settings = planned.study.settings.model_dump_json()
    return digest(contents("report"), contents("stats"), settings, *map(str, planned.bodies), *rows)


def write_tables(planned: Plan) -> int:
    """Write the tables as CSV in each language; returns how many sets were not there already."""
    told = digest_of(planned)
    folder = planned.study.folder / "report" / "tables"
    wanted = [folder / language for language in planned.study.settings.report.languages]
    stale = [one for one in wanted if _made_of(one) != told]
    if stale:
        data = study_data(planned, told)
        tables = all_tables(data)
        for one in stale:
            write_csv(tables, one, one.name, data)
            write_text(one / MARK, told)
    return len(stale)


def write_reports(planned: Plan, progress: Progress) -> int:
    """Write the report in each language; returns how many were not there already."""
    told = digest_of(planned)
    folder = planned.study.folder / "report"
    paths = report_paths(planned.study)
    if _made_of(folder) == told and all(path.is_file() for path in paths):
        return 0
    settings = planned.study.settings.report
    data = study_data(planned, told)
    tables = all_tables(data)
    budget = round(settings.pictures_mb * 1_000_000)
    with Pictures(planned) as pictures:
        for done, language in enumerate(settings.languages, start=1):
            write_report(
                data,
                folder,
                language=language,
                page_pictures=pictures,
                tables=tables,
                budget=budget,
            )
            progress("report", done, len(paths))
    write_text(folder / MARK, told)
    return len(paths)


def _made_of(folder: Path) -> str | None:
    mark = folder / MARK
    return mark.read_text(encoding="utf-8") if mark.is_file() else None
