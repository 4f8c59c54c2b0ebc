"""What a report takes: all formats of one language, for the demo and for 41 bodies × 5 documents.

The larger study is put together from the demo's coded statements: five documents for each of 41
bodies drawn from the register of 2019, each with most of the statements of one of the demo's. Times
are of the processor, so that what else the machine does is not in them; pictures of pages are not.

    python bench/bench_report.py DEMO-FOLDER
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from maalkart.core.study import Body
from maalkart.register.frame import SHIPPED, load_bodies
from maalkart.report.base import CodedStatement, DocumentRow, StudyData
from maalkart.report.docx import write_docx
from maalkart.report.html import write_report
from maalkart.report.images import pngs
from maalkart.report.pdf import write_pdf
from maalkart.report.report import compose
from maalkart.report.tables import all_tables
from maalkart.report.xlsx import write_workbook
from maalkart.workflow.plan import plan
from maalkart.workflow.results import study_data
from maalkart.workflow.study import Study

COUNTIES, MUNICIPALITIES, KEPT = 5, 36, 0.7


def main() -> None:
    """Print a line for each study."""
    demo = study_data(plan(Study.open(Path(sys.argv[1]))), "bench")
    print(
        "study",
        "statements",
        "tables",
        "compose",
        "figures",
        "html",
        "pdf",
        "docx",
        "xlsx",
        sep="\t",
    )
    for name, data in (("demo", demo), ("41 × 5", larger(demo, random.Random(1)))):
        print(name, len(data.statements), *(f"{one:.2f}" for one in times(data)), sep="\t")


def times(data: StudyData) -> list[float]:
    """Processor seconds of each step, in order."""
    spent: list[float] = []

    def timed(work: Callable[[], Any]) -> Any:
        began = time.process_time()
        made = work()
        spent.append(time.process_time() - began)
        return made

    tables = timed(lambda: all_tables(data))
    report = timed(lambda: compose(data, "nb", tables=tables))
    drawn = timed(lambda: pngs(report.figures))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        timed(lambda: write_report(report, folder, page_pictures=lambda document, page: None))
        timed(lambda: write_pdf(report, folder))
        timed(lambda: write_docx(report, folder, drawn))
        timed(lambda: write_workbook(report, folder))
    return spent


def larger(demo: StudyData, rng: random.Random) -> StudyData:
    """A study of 41 bodies of the register, made of the demo's documents."""
    frame = load_bodies(SHIPPED["norway-2019"])
    bodies = (*drawn(frame, "municipality", rng), *drawn(frame, "county", rng))
    said: dict[tuple[str, str], list[CodedStatement]] = defaultdict(list)
    for one in demo.statements:
        said[one.body, one.statement.evidence[0].document].append(one)
    rows: list[DocumentRow] = []
    statements: list[CodedStatement] = []
    for body in bodies:
        for kind in demo.kinds:
            row = rng.choice([one for one in demo.documents if one.kind == kind and one.document])
            known = f"{len(rows):064x}"
            rows.append(replace(row, document=known, body=body.number, facts=None))
            for one in said[row.body, row.document or ""]:
                if rng.random() < KEPT:
                    statements.append(moved(one, known, body.number))
    return replace(
        demo,
        bodies=bodies,
        documents=tuple(rows),
        statements=tuple(statements),
        frame=frame,
        register="norway-2019",
        population=len(frame),
        value_words=(),
        definitions=(),
        icons=(),
    )


def drawn(frame: tuple[Body, ...], level: str, rng: random.Random) -> list[Body]:
    """Bodies of a level, drawn with equal chances."""
    known = [body for body in frame if body.level == level]
    size = COUNTIES if level == "county" else MUNICIPALITIES
    chance = size / len(known)
    return [replace(body, inclusion_probability=chance) for body in rng.sample(known, size)]


def moved(one: CodedStatement, document: str, body: str) -> CodedStatement:
    """The same statement, of another document and body."""
    evidence = tuple(replace(part, document=document) for part in one.statement.evidence)
    known = f"{document[-8:]}-{one.statement.id}"
    return replace(one, statement=replace(one.statement, id=known, evidence=evidence), body=body)


if __name__ == "__main__":
    main()
