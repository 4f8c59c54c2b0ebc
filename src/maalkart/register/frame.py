"""The frame: every body that could be drawn, from a register in whatever words it uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from maalkart.core.csvfile import Line, read_table
from maalkart.core.errors import StudyError
from maalkart.core.settings import Population
from maalkart.core.study import Body, Level

_DATA = Path(__file__).parent / "data"
SHIPPED = {f"norway-{year}": _DATA / f"bodies_{year}.csv" for year in ("2019", "2020", "2024")}
_OWN = ("number", "name", "level", "inclusion_probability")


def load_frame(population: Population, folder: Path) -> tuple[Body, ...]:
    """The bodies of a population: those of its register, with the columns of joined tables.

    `folder` is the study's. Raises StudyError, with file and line, for a register that cannot be
    used, a joined row without its body, and an excluded number that is not there.
    """
    path = register_path(population.register_, folder)
    bodies = load_bodies(path, columns=population.columns, level_names=population.level_names)
    for name in population.join:
        bodies = _joined(bodies, folder / name, population.columns)
    known = {body.number for body in bodies}
    for number in population.exclude:
        if number not in known:
            raise StudyError(
                f"the register has no «{number}» to exclude",
                place="study.toml, [population] exclude",
                hint="write its number as in the register, with its leading zero («0301»)",
            )
    wanted = (b for b in bodies if b.number not in population.exclude)
    return tuple(body for body in wanted if body.level in population.levels)


def load_bodies(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    level_names: Mapping[str, Level] | None = None,
) -> tuple[Body, ...]:
    """Bodies of a register or a sample: number, name and level, and any other column as a fact.

    `columns` maps words of the program to the table's own, and `level_names` the table's words for
    levels to the program's. Raises StudyError, with the line, for a number used twice, an unknown
    level or a probability that is none.
    """
    seen: dict[str, int] = {}
    bodies = []
    for line, row in _rows(path, columns or {}, ("number", "name")):
        number, place = row["number"], f"{path}, line {line}"
        if not number:
            raise StudyError("the body has no number", place=place, hint="every body needs one")
        if number in seen:
            raise StudyError(
                f"the number «{number}» stands on line {seen[number]} too",
                place=place,
                hint="a body has one row; numbers are text («0301»)",
            )
        seen[number] = line
        bodies.append(_body(row, place, level_names or {}))
    return tuple(bodies)


def _rows(path: Path, columns: Mapping[str, str], required: Sequence[str]) -> Iterable[Line]:
    """Rows of a table, its columns in the program's words where they are mapped."""
    ours = {theirs.strip().lower(): word for word, theirs in columns.items()}
    asked = [columns.get(word, word).strip().lower() for word in required]
    for line, row in read_table(path, required=asked):
        yield line, {ours.get(name, name): cell for name, cell in row.items()}


def _joined(bodies: Sequence[Body], path: Path, columns: Mapping[str, str]) -> tuple[Body, ...]:
    """Bodies with the columns of one more table; what it says stands before what was there."""
    known = {body.number for body in bodies}
    added: dict[str, dict[str, str]] = {}
    for line, row in _rows(path, columns, ("number",)):
        if row["number"] not in known:
            raise StudyError(
                f"no body of the register has the number «{row['number']}»",
                place=f"{path}, line {line}",
                hint="numbers are text, with leading zeros («0301»)",
            )
        facts = {key: value for key, value in row.items() if key not in _OWN and value}
        added.setdefault(row["number"], {}).update(facts)
    return tuple(replace(b, facts={**b.facts, **added.get(b.number, {})}) for b in bodies)


def _body(row: dict[str, str], place: str, level_names: Mapping[str, Level]) -> Body:
    told = row.get("level", "")
    level = level_names.get(told, told or "municipality")
    if level not in get_args(Level):
        known = ", ".join(level_names) or "municipality, county"
        raise StudyError(
            f"unknown level «{told}»",
            place=place,
            hint=f"known: {known}; name others in [population] level_names",
        )
    chance = row.get("inclusion_probability", "").replace(",", ".")
    try:
        return Body(
            number=row["number"],
            name=row["name"],
            level=level,  # type: ignore[arg-type]  # checked above
            inclusion_probability=float(chance) if chance else None,
            facts={key: value for key, value in row.items() if key not in _OWN and value},
        )
    except ValueError as error:
        raise StudyError(
            str(error), place=place, hint="a probability above 0 and at most 1"
        ) from None


def register_path(name: str, folder: Path) -> Path:
    """Where a register lies: one that ships by its name, or a file beside the study."""
    return SHIPPED.get(name, folder / name)
