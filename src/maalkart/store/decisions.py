"""What people are asked to check, drawn at random, and what they decided; never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Literal

import sqlalchemy as sa

from maalkart.store.database import Database
from maalkart.store.schema import DECISIONS, DRAWN, DRAWS

Unit = Literal["bodies", "statements"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A draw of what people are to check: of bodies or statements, for the codes of a variable.

    `drawn` is ISO 8601 in UTC; `coder` the version of the coder whose answers are checked.
    """

    drawn: str
    of: Unit
    variable: str
    seed: int
    coder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One thing to check, in its place: a body's number or a statement's id, and a code of it.

    `code` is empty for statements, which are asked for all codes at once. `chance` is the
    probability with which it was drawn among those of its `stratum`.
    """

    place: int
    unit: str
    code: str
    stratum: str
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person answered of a unit; a later one on the same takes its place, both are kept."""

    decided: str
    person: str
    unit: str
    variable: str
    code: str
    answer: str
    note: str | None = None


class Decisions:
    """Draws and decisions in the database of a study."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_draw(self, draw: Draw, drawn: Iterable[Drawn]) -> int:
        """Record a draw with all that was drawn; returns its number."""
        with self._database.writing() as connection:
            values = {field.name: getattr(draw, field.name) for field in fields(Draw)}
            added = DRAWS.insert().values(values).returning(DRAWS.c.id)
            number = int(connection.execute(added).scalar_one())
            rows = [
                {
                    "draw": number,
                    **{field.name: getattr(one, field.name) for field in fields(Drawn)},
                }
                for one in drawn
            ]
            if rows:
                connection.execute(DRAWN.insert(), rows)
        return number

    def draws(self) -> dict[int, Draw]:
        """All draws by number, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(DRAWS).order_by(DRAWS.c.id)).mappings().all()
        return {row["id"]: Draw(**{f.name: row[f.name] for f in fields(Draw)}) for row in rows}

    def drawn(self, draw: int) -> list[Drawn]:
        """What was drawn, in its order."""
        query = sa.select(DRAWN).where(DRAWN.c.draw == draw).order_by(DRAWN.c.place)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Drawn(**{f.name: row[f.name] for f in fields(Drawn)}) for row in rows]

    def add(self, decisions: Iterable[Decision]) -> None:
        """Append decisions."""
        rows = [{f.name: getattr(one, f.name) for f in fields(Decision)} for one in decisions]
        if rows:
            with self._database.writing() as connection:
                connection.execute(DECISIONS.insert(), rows)

    def all(self) -> list[Decision]:
        """Every decision, oldest first: the history."""
        query = sa.select(DECISIONS).order_by(DECISIONS.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Decision(**{f.name: row[f.name] for f in fields(Decision)}) for row in rows]

    def standing(self) -> dict[tuple[str, str, str], Decision]:
        """The last decision on each unit, variable and code."""
        return {(one.unit, one.variable, one.code): one for one in self.all()}
