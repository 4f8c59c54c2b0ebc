"""The tables that people fill in, as CSV that Excel opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from maalkart.core.csvfile import harmless
from maalkart.core.study import WITHIN, parted
from maalkart.report.base import CodedStatement
from maalkart.report.mentions import Mention
from maalkart.store.decisions import Drawn
from maalkart.workflow.checking.answers import words
from maalkart.workflow.checking.decided import Recorded
from maalkart.workflow.checking.material import STRONG, Material, name_of
from maalkart.workflow.study import write_text

SHOWN = 3  # places in the documents that a question quotes: enough to say yes by
LONGEST = 300  # characters of a quote in a cell
BODIES = ("id", "body", "question", "found", "answer", "person", "note")
STATEMENTS = ("id", "document", "page", "heading", "text", "type", "themes", "person", "note")


def write_table(material: Material, recorded: Recorded) -> Path:
    """Write `checks/N-bodies-domains.csv`: semicolons and a mark, as Excel in Norwegian reads it.

    Text from documents is never a formula. Rows stand in random order and are to be answered from
    the top.
    """
    draw = recorded.draw
    variable = draw.variable.replace(WITHIN, "-")
    path = material.study.folder / "checks" / f"{recorded.number}-{draw.of}-{variable}.csv"
    columns = BODIES if draw.of == "bodies" else STATEMENTS
    said = words()[material.study.settings.study.language]
    rows = _body_rows if draw.of == "bodies" else _statement_rows
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([said["columns"][column] for column in columns])
    for row in rows(material, recorded, said):
        writer.writerow([harmless(row.get(column, "")) for column in columns])
    write_text(path, "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue())
    return path


def _body_rows(
    material: Material, recorded: Recorded, said: Mapping[str, Any]
) -> Iterator[dict[str, str]]:
    variable = recorded.draw.variable
    name, kind = parted(variable)
    question = said["question_levels" if name in STRONG else "question_either"]
    only = said["only"].format(kind=said["kinds"][kind]) if kind else ""
    statements = {one.statement.id: one for one in material.statements}
    places: dict[str, Mapping[str, list[Mention]]] = {}
    for one in recorded.drawn:
        if one.code not in places:
            places[one.code] = material.found(variable, one.code)
        found = places[one.code].get(one.unit, [])[:SHOWN]
        quotes = [_quoted(material, statements[mention.statement], said) for mention in found]
        body = name_of(material, one.unit)
        yield {
            "id": row_id(recorded, one),
            "body": body,
            "question": question.format(body=body, code=_label(material, name, one.code)) + only,
            "found": " | ".join(quotes),
        }


def row_id(recorded: Recorded, one: Drawn) -> str:
    """«K1-17»: a letter first, or a spreadsheet takes it for a date."""
    return f"K{recorded.number}-{one.place}"


def _label(material: Material, variable: str, code: str) -> str:
    term = material.data.terms.get(variable, {}).get(code)
    return term.label[material.study.settings.study.language] if term else code


def _quoted(material: Material, one: CodedStatement, said: Mapping[str, Any]) -> str:
    where = next((part for part in one.statement.evidence), None)
    text = " ".join(one.statement.text.split())[:LONGEST]
    if where is None:
        return f"«{text}»"
    return f"«{text}» ({_document(material, where.document)}, {said['page']} {where.page})"


def _document(material: Material, document: str) -> str:
    return next((row.name for row in material.data.documents if row.document == document), "")


def _statement_rows(
    material: Material, recorded: Recorded, said: Mapping[str, Any]
) -> Iterator[dict[str, str]]:
    statements = {one.statement.id: one for one in material.statements}
    for one in recorded.drawn:
        statement = statements[one.unit].statement
        where = next((part for part in statement.evidence), None)
        yield {
            "id": row_id(recorded, one),
            "document": _document(material, where.document) if where else "",
            "page": str(where.page) if where else "",
            "heading": " › ".join(statement.context.heading_path),
            "text": statement.text,
        }


def write_codes(material: Material, variable: str) -> Path:
    """Write `checks/codes.csv`: what may be answered of statements, with definitions."""
    language = material.study.settings.study.language
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    said = words()[language]["columns"]
    writer.writerow(["", said["type"] + " / " + said["themes"], ""])
    for name in ("type", variable):
        for code, term in material.data.terms.get(name, {}).items():
            cells: Sequence[str] = (code, term.label[language], term.definition.get(language, ""))
            writer.writerow([harmless(cell) for cell in cells])
    path = material.study.folder / "checks" / "codes.csv"
    write_text(path, "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue())
    return path
