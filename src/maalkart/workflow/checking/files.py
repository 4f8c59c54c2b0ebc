"""The tables that people fill in: out to CSV that Excel opens, and back as decisions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from maalkart.core.csvfile import harmless, read_table
from maalkart.core.errors import MaalkartError, StudyError, UsageError
from maalkart.report.base import CodedStatement
from maalkart.report.mentions import Mention
from maalkart.store.decisions import Decision, Decisions, Drawn
from maalkart.workflow.checking.answers import column_of, level_of, statement_answer, words
from maalkart.workflow.checking.decided import Recorded
from maalkart.workflow.checking.material import STRONG, Material, name_of
from maalkart.workflow.study import opened, write_text

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
    path = material.study.folder / "checks" / f"{recorded.number}-{draw.of}-{draw.variable}.csv"
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
    question = said["question_levels" if variable in STRONG else "question_either"]
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
            "question": question.format(body=body, code=_label(material, variable, one.code)),
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


def take_in(
    material: Material, path: Path, *, person: str | None
) -> tuple[int, list[MaalkartError]]:
    """Append the answers of a filled-in table; returns how many were new, and what was not taken.

    A person's answer that stands already is left as it is; another one follows it, and so does the
    same one by another person, for it shows that two agree. Raises StudyError where the table is
    not one of ours.
    """
    drawn = {
        row_id(recorded, one): (recorded, one)
        for recorded in _every_draw(material)
        for one in recorded.drawn
    }
    fresh: list[Decision] = []
    problems: list[MaalkartError] = []
    with opened(material.study) as database:
        known = Decisions(database)
        standing = known.standing()
        for line, cells in _rows(path):
            try:
                decision = _decision(material, drawn, cells, person=person)
            except UsageError as error:
                place = f"{path}, line {line}"
                problems.append(StudyError(error.message, place=place, hint=error.hint))
                continue
            if decision is None:
                continue
            before = standing.get((decision.unit, decision.variable, decision.code))
            if before is None or _told(before) != _told(decision):
                fresh.append(decision)
        known.add(fresh)
    return len(fresh), problems


def _told(one: Decision) -> tuple[str, str, str | None]:
    return one.person, one.answer, one.note


def _every_draw(material: Material) -> Iterator[Recorded]:
    with opened(material.study) as database:
        known = Decisions(database)
        for number, made in known.draws().items():
            yield Recorded(number, made, tuple(known.drawn(number)))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Lines with their cells by column, whatever language the headings are in."""
    for line, cells in read_table(path, required=()):
        named = {column_of(name): cell for name, cell in cells.items()}
        if "id" not in named:
            raise StudyError(
                "this is no table of checks",
                place=f"{path}, line 1",
                hint="fill in the file that maalkart plan-coding wrote, and leave its columns",
            )
        yield line, {column: cell for column, cell in named.items() if column is not None}


def _decision(
    material: Material,
    drawn: Mapping[str, tuple[Recorded, Drawn]],
    cells: Mapping[str, str],
    *,
    person: str | None,
) -> Decision | None:
    said = cells.get("answer") or cells.get("type")
    if not said:
        return None
    if cells["id"] not in drawn:
        raise UsageError(
            f"«{cells['id']}» is nothing that was drawn in this study",
            hint="leave the first column as it was written",
        )
    who = cells.get("person") or person
    if not who:
        raise UsageError("no one is named", hint="fill in the column, or say --person NAME")
    recorded, one = drawn[cells["id"]]
    variable = recorded.draw.variable
    if recorded.draw.of == "bodies":
        answer = level_of(said, strong=variable in STRONG)
    else:
        answer = statement_answer(said, cells.get("themes", ""), variable, material.data.terms)
    return Decision(
        decided=datetime.now(UTC).isoformat(timespec="seconds"),
        person=who,
        unit=one.unit,
        variable=variable,
        code=one.code,
        answer=answer,
        note=cells.get("note") or None,
    )


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
