"""The frame: every body that could be drawn."""

from __future__ import annotations

from pathlib import Path

from maalkart.core.csvfile import read_table
from maalkart.core.errors import StudyError
from maalkart.core.study import Body

_DATA = Path(__file__).parent / "data"
SHIPPED = {f"norway-{year}": _DATA / f"bodies_{year}.csv" for year in ("2019", "2020", "2024")}
_OWN = ("number", "name", "level", "inclusion_probability")


def load_bodies(path: Path) -> tuple[Body, ...]:
    """Bodies of a register or a sample: number, name and level, and any other column as a fact.

    Raises StudyError, with the line, for a number used twice, an unknown level or a probability
    that is none.
    """
    seen: dict[str, int] = {}
    bodies = []
    for line, row in read_table(path, required=("number", "name")):
        number, place = row["number"], f"{path}, line {line}"
        if number in seen:
            raise StudyError(
                f"the number «{number}» stands on line {seen[number]} too",
                place=place,
                hint="a body has one row; numbers are text («0301»)",
            )
        seen[number] = line
        bodies.append(_body(row, place))
    return tuple(bodies)


def _body(row: dict[str, str], place: str) -> Body:
    level = row.get("level") or "municipality"
    if level not in ("municipality", "county", "party"):
        raise StudyError(
            f"unknown level «{level}»", place=place, hint="write municipality or county"
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
