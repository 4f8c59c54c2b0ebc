"""Thousands of surveys whose truth is known: how often intervals hold it, and how wide they are.

Each survey draws 41 bodies at random from 422 (2019) or 357 (2024), lets a coder answer that errs
more in one group of bodies than in the other, and lets people code 100 to 600 of its answers, drawn
and weighted as `maalkart plan-coding` does it. All estimates are made by the functions of
`maalkart.stats` that the report uses. Two kinds of share are measured:

- of statements: what part of a body's statements is about a theme; people code statements;
- of bodies: how many bodies have a theme; people check pairs of body and theme, over 20 themes.

Beside the corrected interval stand the naive one (the coder is believed) and that of people's codes
alone on equally many statements or pairs drawn at random.

    python bench/simulate.py [--surveys 10240] [--out bench-work/simulation]

writes simulation.csv, simulation.svg and a summary on standard output.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from maalkart.stats.checked import corrected_share
from maalkart.stats.correction import Statements, corrected_ratio, machine_ratio
from maalkart.stats.design import Design
from maalkart.stats.intervals import Interval, wilson
from maalkart.stats.planning import draw, rates, split, spread

DRAWN = 41
POPULATIONS = (422, 357)
ACCURACIES = (0.80, 0.85, 0.90, 0.95)
CODED = (100, 200, 400, 600)  # statements, or pairs of body and theme, that people code
STATEMENTS = 250  # of a body, in the median; lognormal with a spread of a half
WEAK = 0.4  # of the bodies are of the group in which the coder errs more
APART = 0.05  # so much worse than its average there, and as much better elsewhere as that allows
BETWEEN = 0.4  # spread of a theme's share between bodies, in logits: 8 points at a share of .30
THEMES = np.linspace(0.05, 0.95, 20)  # the shares of bodies that have a theme
SHARES = (0.1, 0.3, 0.5)  # of statements
SURVEYS_A_POPULATION = 20


@dataclass(frozen=True)
class Cell:
    """One setting of the simulation."""

    population: int
    accuracy: float
    coded: int


@dataclass(frozen=True)
class Outcome:
    """One interval of one survey: whether it held the truth, and its width."""

    unit: str
    method: str
    held: bool
    width: float


@dataclass(frozen=True)
class Population:
    """Statements by body with the truth and the coder's answer, and bodies by theme likewise."""

    start: np.ndarray
    truth: np.ndarray
    told: np.ndarray
    has: np.ndarray
    said: np.ndarray


def populated(cell: Cell, share: float, rng: np.random.Generator) -> Population:
    size = cell.population
    weak = rng.random(size) < WEAK
    accuracy = np.where(weak, cell.accuracy - APART, cell.accuracy + APART * WEAK / (1 - WEAK))
    accuracy = np.clip(accuracy + rng.normal(0, 0.02, size), 0.5, 0.995)
    counts = np.maximum(20, np.exp(rng.normal(np.log(STATEMENTS), 0.5, size))).astype(int)
    logit = np.log(share / (1 - share)) + np.where(weak, -0.3, 0.2) + rng.normal(0, BETWEEN, size)
    body = np.repeat(np.arange(size), counts)
    truth = rng.random(len(body)) < (1 / (1 + np.exp(-logit)))[body]
    told = truth ^ (rng.random(len(body)) > accuracy[body])
    tilt = np.where(weak, -0.1, 0.1 * WEAK / (1 - WEAK))
    has = rng.random((size, len(THEMES))) < np.clip(THEMES + tilt[:, None], 0, 1)
    said = has ^ (rng.random(has.shape) > accuracy[:, None])
    return Population(np.concatenate(([0], np.cumsum(counts))), truth, told, has, said)


def survey(cell: Cell, all_: Population, rng: np.random.Generator) -> Iterator[Outcome]:
    """Draw bodies, code, let people code some, and hold every interval against the truth."""
    chosen = np.sort(rng.choice(cell.population, DRAWN, replace=False))
    design = Design(np.full(DRAWN, DRAWN / cell.population))
    yield from _statements(cell, all_, chosen, design, rng)
    yield from _bodies(cell, all_, chosen, rng)


def _statements(
    cell: Cell, all_: Population, chosen: np.ndarray, design: Design, rng: np.random.Generator
) -> Iterator[Outcome]:
    parts = [np.arange(all_.start[body], all_.start[body + 1]) for body in chosen]
    at = np.concatenate(parts)
    body = np.repeat(np.arange(DRAWN), [len(part) for part in parts])
    truth, told = all_.truth[at].astype(float), all_.told[at].astype(float)
    every, nobody = np.ones(len(at)), np.zeros(len(at))
    true = float(all_.truth.mean())

    def coded(answers: np.ndarray, chances: np.ndarray) -> Statements:
        drawn = np.zeros(len(at))
        places = draw(chances, rng.random(len(at)))
        drawn[places] = chances[places]
        return Statements(body, answers, every, truth, every, drawn)

    by_machine = machine_ratio(design, Statements(body, told, every, truth, every, nobody))
    both = corrected_ratio(design, coded(told, rates(spread(told > 0), cell.coded)))
    alone = corrected_ratio(design, coded(nobody, np.full(len(at), cell.coded / len(at))))
    for method, ratio in (("naive", by_machine), ("corrected", both), ("people alone", alone)):
        if ratio is not None:
            yield _held("statements", method, ratio.bounds, true)


def _bodies(
    cell: Cell, all_: Population, chosen: np.ndarray, rng: np.random.Generator
) -> Iterator[Outcome]:
    each = min(DRAWN, cell.coded // len(THEMES))
    rate = DRAWN / cell.population
    plain = (DRAWN - 1) / (1 - rate)
    weights = np.full(DRAWN, 1 / rate)
    for theme in range(len(THEMES)):
        true = float(all_.has[:, theme].mean())
        truth, told = all_.has[chosen, theme].astype(float), all_.said[chosen, theme].astype(float)
        yield _held("bodies", "naive", wilson(told.mean(), plain), true)
        chances = _checked(told, each, rng)
        both = corrected_share(weights, told, truth, chances, plain=plain)
        if both is not None:
            yield _held("bodies", "corrected", both.bounds, true)
        people = truth[rng.choice(DRAWN, each, replace=False)]
        worth = (each - 1) / (1 - each / cell.population)
        yield _held("bodies", "people alone", wilson(people.mean(), worth), true)


def _checked(told: np.ndarray, each: int, rng: np.random.Generator) -> np.ndarray:
    groups = [np.flatnonzero(told == answer) for answer in (0, 1)]
    chances = np.zeros(len(told))
    for group, count in zip(groups, split([len(one) for one in groups], each), strict=True):
        if count:
            chances[rng.choice(group, count, replace=False)] = count / len(group)
    return chances


def _held(unit: str, method: str, bounds: Interval, true: float) -> Outcome:
    return Outcome(unit, method, bounds.low <= true <= bounds.high, bounds.width)


Table = dict[tuple[str, str, Cell], tuple[int, float, float]]
"""By unit, method and setting: intervals, share that held the truth, mean width."""


def simulate(surveys: int, *, seed: int = 1, cells: tuple[Cell, ...] | None = None) -> Table:
    """Run at least `surveys` surveys over all settings."""
    cells = cells or tuple(
        Cell(population, accuracy, coded)
        for population in POPULATIONS
        for accuracy in ACCURACIES
        for coded in CODED
    )
    rng = np.random.default_rng(seed)
    found: dict[tuple[str, str, Cell], list[Outcome]] = defaultdict(list)
    for cell in cells:
        for number in range(-(-surveys // len(cells))):
            if number % SURVEYS_A_POPULATION == 0:
                share = SHARES[number // SURVEYS_A_POPULATION % len(SHARES)]
                all_ = populated(cell, share, rng)
            for one in survey(cell, all_, rng):
                found[one.unit, one.method, cell].append(one)
    return {key: _summed(outcomes) for key, outcomes in found.items()}


def _summed(outcomes: list[Outcome]) -> tuple[int, float, float]:
    held, width = (np.mean([getattr(one, name) for one in outcomes]) for name in ("held", "width"))
    return len(outcomes), float(held), float(width)


def write(table: Table, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "simulation.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ("unit", "method", "population", "accuracy", "coded", "intervals", "coverage", "width")
        )
        for (unit, method, cell), (count, held, width) in table.items():
            setting = (cell.population, f"{cell.accuracy:.2f}", cell.coded)
            writer.writerow((unit, method, *setting, count, f"{held:.4f}", f"{width:.4f}"))
    picture(table).save(str(folder / "simulation.svg"))


def picture(table: Table) -> object:
    import altair as alt

    rows = [
        {"unit": unit, "method": method, "people": cell.coded, "accuracy": f"accuracy {cell.accuracy:.2f}",
         "population": cell.population, "coverage": held, "width": width}
        for (unit, method, cell), (_, held, width) in table.items()
    ]  # fmt: skip
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("people:O", title="coded by people"),
        color=alt.Color("method:N", title=None),
        shape=alt.Shape("population:N", title="bodies in population"),
    )
    coverage = base.mark_point(size=45).encode(
        y=alt.Y("coverage:Q", title="intervals that hold the truth")
    )
    nominal = alt.Chart(alt.Data(values=[{"y": 0.95}])).mark_rule(strokeDash=[4, 3]).encode(y="y:Q")
    width = base.mark_point(size=45).encode(y=alt.Y("width:Q", title="width of the interval"))

    def panel(unit: str, what: alt.Chart | alt.LayerChart) -> alt.Chart:
        facet = what.properties(width=130, height=130)
        return facet.transform_filter(f"datum.unit == '{unit}'").facet(
            column=alt.Column("accuracy:N", title=f"share of {unit}")
        )

    panels = [
        panel(unit, alt.layer(coverage, nominal, data=alt.Data(values=rows)) if kind else width)
        for unit in ("statements", "bodies")
        for kind in (1, 0)
    ]
    return alt.vconcat(*panels)


def tell(table: Table) -> None:
    """By unit, accuracy and number coded: coverage and width of each method, and the gain."""
    for unit in ("statements", "bodies"):
        print(f"\nShare of {unit}: coverage and width of 95 % intervals, {DRAWN} bodies")
        print("accuracy coded   corrected      people alone   naive          narrower than people")
        for accuracy in sorted({cell.accuracy for _, _, cell in table}):
            for coded in sorted({cell.coded for _, _, cell in table}):
                means = {
                    method: _mean(table, unit, method, accuracy, coded)
                    for method in ("corrected", "people alone", "naive")
                }
                said = "   ".join(f"{held:.3f} {width:.3f}" for held, width in means.values())
                gain = 1 - means["corrected"][1] / means["people alone"][1]
                print(f"{accuracy:.2f}     {coded:>5}   {said}   {gain:>5.0%}")
        for method in ("corrected", "people alone", "naive"):
            held, width = _mean(table, unit, method)
            print(f"all: {method:<13} coverage {held:.3f}  width {width:.3f}")


def _mean(
    table: Table, unit: str, method: str, accuracy: float | None = None, coded: int | None = None
) -> tuple[float, float]:
    found = [
        row
        for (one, way, cell), row in table.items()
        if (one, way) == (unit, method)
        and accuracy in (None, cell.accuracy)
        and coded in (None, cell.coded)
    ]
    counts = np.array([row[0] for row in found], dtype=float)
    held, width = (np.array([row[at] for row in found]) @ counts / counts.sum() for at in (1, 2))
    return float(held), float(width)


def main() -> None:
    parser = argparse.ArgumentParser(description="Simulate surveys and check the intervals.")
    parser.add_argument("--surveys", type=int, default=10_240)
    parser.add_argument("--out", type=Path, default=Path("bench-work/simulation"))
    arguments = parser.parse_args()
    began = time.monotonic()
    table = simulate(arguments.surveys)
    write(table, arguments.out)
    tell(table)
    surveys = sum(
        row[0] for (unit, way, _), row in table.items() if (unit, way) == ("statements", "naive")
    )
    print(
        f"\n{surveys} surveys in {time.monotonic() - began:.0f} s; {arguments.out}/simulation.csv"
    )


if __name__ == "__main__":
    main()
