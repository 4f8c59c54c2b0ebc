"""`maalkart report --check`: a finished report read back."""

from __future__ import annotations

from collections.abc import Iterator

from maalkart.core.errors import MaalkartError
from maalkart.report.checking import check_files
from maalkart.report.report import compose
from maalkart.report.tables import all_tables
from maalkart.workflow.looks import look_of
from maalkart.workflow.plan import Plan
from maalkart.workflow.publish import digest_of, made_of
from maalkart.workflow.results import study_data
from maalkart.workflow.study import report_files


def check_reports(planned: Plan) -> Iterator[MaalkartError]:
    """Read the finished files back and tell what is wrong with them; see report.checking.

    Raises MaalkartError where the tables do not agree with each other.
    """
    study, told = planned.study, digest_of(planned)
    folder = study.folder / "report"
    if made_of(folder) != told:
        yield MaalkartError(
            "the report is not there, or is older than what it is made of",
            place=str(folder),
            hint=f"write it with: maalkart report {study.folder}",
        )
        return
    data, look = study_data(planned, told), look_of(study)
    tables = all_tables(data)
    for language in study.settings.report.languages:
        report = compose(data, language, tables=tables, look=look)
        for fault in check_files(report, report_files(study, language)):
            hint = f"delete {folder} and write it again with: maalkart report {study.folder}"
            yield MaalkartError(fault, place=str(folder), hint=hint)
