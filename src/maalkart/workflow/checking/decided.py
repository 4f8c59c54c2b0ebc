"""What is drawn for people and what they have decided of it, as estimates need it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maalkart.report.base import PeoplesCodes
from maalkart.stats.checked import Check, Checks
from maalkart.store.decisions import Decision, Decisions, Draw, Drawn
from maalkart.workflow.checking.answers import codes_of
from maalkart.workflow.study import Study, opened


@dataclass(frozen=True, slots=True)
class Recorded:
    """A draw with its number, and all that was drawn, in the order in which to answer."""

    number: int
    draw: Draw
    drawn: tuple[Drawn, ...]


def last_draws(study: Study) -> list[Recorded]:
    """The last draw for each unit and variable: it stands, the earlier ones are within it."""
    with opened(study) as database:
        known = Decisions(database)
        last = {(made.of, made.variable): (number, made) for number, made in known.draws().items()}
        return [
            Recorded(number, made, tuple(known.drawn(number))) for number, made in last.values()
        ]


def standing(study: Study) -> Mapping[tuple[str, str, str], Decision]:
    """The last decision on each unit, variable and code."""
    with opened(study) as database:
        return Decisions(database).standing()


def answered(
    recorded: Recorded, decisions: Mapping[tuple[str, str, str], Decision]
) -> Iterator[tuple[Drawn, Decision, float]]:
    """What is decided of a draw, with the probability of being drawn and reached so far.

    Rows are answered in the order drawn, which is random: those answered so far are a random part.
    """
    variable = recorded.draw.variable
    keyed = [(one, decisions.get((one.unit, variable, one.code))) for one in recorded.drawn]
    reached: dict[tuple[str, str], list[int]] = {}
    for one, decision in keyed:
        tally = reached.setdefault((one.code, one.stratum), [0, 0])
        tally[0] += decision is not None
        tally[1] += 1
    for one, decision in keyed:
        if decision is not None:
            done, of = reached[one.code, one.stratum]
            yield one, decision, one.chance * done / of


def people_answers(study: Study) -> tuple[Checks, Mapping[str, PeoplesCodes]]:
    """All that people have decided of what stands drawn: of bodies, and of statements."""
    checks: dict[tuple[str, str], dict[str, Check]] = {}
    coded: dict[str, PeoplesCodes] = {}
    decisions = standing(study)
    for recorded in last_draws(study):
        variable = recorded.draw.variable
        for one, decision, chance in answered(recorded, decisions):
            if recorded.draw.of == "bodies":
                level = int(decision.answer)
                checks.setdefault((variable, one.code), {})[one.unit] = Check(level, chance)
            else:
                coded[one.unit] = PeoplesCodes(codes_of(decision.answer), chance)
    return checks, coded


def told_by_people(study: Study) -> list[str]:
    """All that people's answers depend on, a line each: what stands drawn and decided."""
    decisions = standing(study)
    draws = [str(recorded) for recorded in last_draws(study)]
    return [*draws, *(str(decisions[key]) for key in sorted(decisions))]
