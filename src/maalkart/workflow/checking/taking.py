"""The tables that people have filled in: back as decisions, whatever has become of the coding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from maalkart.core.csvfile import read_table
from maalkart.core.errors import MaalkartError, StudyError, UsageError
from maalkart.core.study import parted
from maalkart.store.decisions import Decision, Decisions, Drawn
from maalkart.workflow.checking.answers import Terms, column_of, level_of, statement_answer
from maalkart.workflow.checking.decided import Recorded
from maalkart.workflow.checking.files import row_id
from maalkart.workflow.checking.material import STRONG
from maalkart.workflow.study import Study, opened


def take_in(
    study: Study, terms: Terms, path: Path, *, person: str | None
) -> tuple[int, list[MaalkartError]]:
    """Append the answers of a filled-in table; returns how many were new, and what was not taken.

    A person's answer that stands already is left as it is; another one follows it, and so does the
    same one by another person, for it shows that two agree. Raises StudyError where the table is
    not one of ours.
    """
    drawn = {
        row_id(recorded, one): (recorded, one)
        for recorded in _every_draw(study)
        for one in recorded.drawn
    }
    fresh: list[Decision] = []
    problems: list[MaalkartError] = []
    with opened(study) as database:
        known = Decisions(database)
        standing = known.standing()
        for line, cells in _rows(path):
            try:
                decision = _decision(terms, drawn, cells, person=person)
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


def _every_draw(study: Study) -> Iterator[Recorded]:
    with opened(study) as database:
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
    terms: Terms,
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
        answer = level_of(said, strong=parted(variable)[0] in STRONG)
    else:
        answer = statement_answer(said, cells.get("themes", ""), variable, terms)
    return Decision(
        decided=datetime.now(UTC).isoformat(timespec="seconds"),
        person=who,
        unit=one.unit,
        variable=variable,
        code=one.code,
        answer=answer,
        note=cells.get("note") or None,
    )
