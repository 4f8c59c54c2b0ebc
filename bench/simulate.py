"""Thousands of surveys whose truth is known: how often intervals hold it, and how wide they are.

Each survey draws 41 bodies at random from 422 (2019) or 357 (2024), lets a coder answer that errs
more in one group of bodies than in the other, and lets people code 100 to 600 of its answers, drawn
and weighted as `maalkart plan-coding` does it. All estimates are made by the functions of
`maalkart.stats` that the report uses. Two kinds of share are measured:

- of statements: what part of a body's statements is about a theme; people code statements;
- of bodies: how many bodies have a theme; people check pairs of body and theme, over 20 themes.

Beside the corrected interval stand the naive one (the coder is believed), that of people's codes
alone on equally many statements or pairs drawn at random, and that of people having coded all there
is in the bodies drawn: what remains then comes from drawing 41 bodies, and no coding takes it away.

    python bench/simulate.py [--surveys 12800] [--out bench-work/simulation]

writes simulation.csv, simulation.md and simulation.svg.
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

from maalkart.stats.correction import Statements, corrected_ratio, machine_ratio
from maalkart.stats.design import Design
from maalkart.stats.intervals import Interval, wilson
from maalkart.stats.planning import draw, rates, split, spread
from maalkart.stats.twophase import corrected_share

DRAWN = 41
POPULATIONS = (422, 357)
CHANCE = 0.50  # answers that have nothing to do with people's, from a coder as sure as ...
CLAIMED = 0.90  # ... one that is right so often
ACCURACIES = (CHANCE, 0.80, 0.85, 0.90, 0.95)
CODED = (100, 200, 400, 600)  # statements, or pairs of body and theme, that people code
STATEMENTS = 250  # of a body, in the median; lognormal with a spread of a half
WEAK = 0.4  # of the bodies are of the group in which the coder errs more
APART = 0.05  # so much worse than its average there, and as much better elsewhere as that allows
BETWEEN = 0.4  # spread of a theme's share between bodies, in logits: 8 points at a share of .30
THEMES = np.linspace(0.05, 0.95, 20)  # the shares of bodies that have a theme
SHARES = (0.1, 0.3, 0.5)  # of statements
SURVEYS_A_POPULATION = 20
UNITS = ("statements", "bodies")
METHODS = ("naive", "corrected", "by chance", "people alone", "all coded")
SURE = (
    2.0  # concentration of a coder's chances of being right, between .5 and 1, around its accuracy
)


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
    right: np.ndarray
    has: np.ndarray
    said: np.ndarray


def populated(cell: Cell, share: float, rng: np.random.Generator) -> Population:
    size = cell.population
    weak = rng.random(size) < WEAK
    accuracy = np.where(weak, cell.accuracy - APART, cell.accuracy + APART * WEAK / (1 - WEAK))
    accuracy = np.clip(accuracy + rng.normal(0, 0.02, size), 0.5, 0.995)
    worthless = cell.accuracy <= CHANCE
    if worthless:
        accuracy = np.full(size, CHANCE)
    counts = np.maximum(20, np.exp(rng.normal(np.log(STATEMENTS), 0.5, size))).astype(int)
    logit = np.log(share / (1 - share)) + np.where(weak, -0.3, 0.2) + rng.normal(0, BETWEEN, size)
    body = np.repeat(np.arange(size), counts)
    truth = rng.random(len(body)) < (1 / (1 + np.exp(-logit)))[body]
    mean = (np.full(len(body), CLAIMED) if worthless else accuracy[body]) * 2 - 1
    right = 0.5 + 0.5 * rng.beta(SURE * mean, SURE * (1 - mean))
    told = truth ^ (rng.random(len(body)) > (CHANCE if worthless else right))
    tilt = np.where(weak, -0.1, 0.1 * WEAK / (1 - WEAK))
    has = rng.random((size, len(THEMES))) < np.clip(THEMES + tilt[:, None], 0, 1)
    said = has ^ (rng.random(has.shape) > accuracy[:, None])
    return Population(np.concatenate(([0], np.cumsum(counts))), truth, told, right, has, said)


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

    sure = np.where(told > 0, all_.right[at], 1 - all_.right[at])

    def coded(
        answers: np.ndarray, chances: np.ndarray, sure: np.ndarray | None = None
    ) -> Statements:
        drawn = np.zeros(len(at))
        places = draw(chances, rng.random(len(at)))
        drawn[places] = chances[places]
        return Statements(body, answers, every, truth, every, drawn, sure)

    by_machine = machine_ratio(design, Statements(body, told, every, truth, every, nobody))
    both = corrected_ratio(design, coded(told, rates(spread(told > 0), cell.coded)))
    doubt = spread(told > 0, sure=sure)
    surer = corrected_ratio(design, coded(told, rates(doubt, cell.coded), sure))
    alone = corrected_ratio(design, coded(nobody, np.full(len(at), cell.coded / len(at))))
    known = machine_ratio(design, Statements(body, truth, every, truth, every, nobody))
    ratios = (by_machine, both, surer, alone, known)
    for method, ratio in zip(METHODS, ratios, strict=True):
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
        yield _held("bodies", "all coded", wilson(truth.mean(), plain), true)


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
    (folder / "simulation.md").write_text("\n".join(told(table)) + "\n", encoding="utf-8")
    picture(table).save(str(folder / "simulation.svg"))


def told(table: Table) -> Iterator[str]:
    """By unit, accuracy and number coded: coverage and width of each method, and the gain."""
    yield "# How often the intervals hold the truth"
    yield ""
    yield "Written by `make simulate`; bench/simulate.py says what is simulated. The cells are"
    yield "coverage and mean width of 95 % intervals, 41 bodies drawn of 422 and of 357. “All"
    yield "coded” is what remains when people have coded everything: it comes from drawing bodies,"
    yield "and no coder can be narrower than that (“at best”). “By chance” also knows how sure the"
    yield "coder was of each answer, and draws and parts statements by that."
    yield ""
    yield "![Coverage and width by the number that people code](simulation.svg)"
    yield ""
    for unit in UNITS:
        yield f"## Shares of {unit}"
        yield ""
        methods = [method for method in METHODS if (unit, method) in {key[:2] for key in table}]
        own = [method for method in methods if method in ("corrected", "by chance")]
        heads = ["accuracy", "coded", *methods, *(f"{one}: narrower than people" for one in own)]
        yield "| " + " | ".join((*heads, "of what coding adds", "at best")) + " |"
        yield "|" + "---|" * (len(heads) + 2)
        for accuracy, coded in sorted({(cell.accuracy, cell.coded) for _, _, cell in table}):
            yield _row(table, unit, methods, accuracy, coded)
        yield _row(table, unit, methods, None, None)
        yield ""


def _row(
    table: Table, unit: str, methods: list[str], accuracy: float | None, coded: int | None
) -> str:
    found = {method: _mean(table, unit, method, accuracy, coded) for method in methods}
    alone, known = found["people alone"], found["all coded"]
    own = [found[method] for method in methods if method in ("corrected", "by chance")]
    cells = [
        "all" if accuracy is None else f"{accuracy:.2f}",
        "all" if coded is None else str(coded),
        *(f"{held:.3f} {width:.3f}" for held, width in found.values()),
        *(f"{1 - one[1] / alone[1]:.0%}" for one in own),
        f"{1 - _added(own[-1], known) / _added(alone, known):.0%}",
        f"{1 - known[1] / alone[1]:.0%}",
    ]
    return "| " + " | ".join(cells) + " |"


def _added(one: tuple[float, float], known: tuple[float, float]) -> float:
    """What coding adds to the width that comes from drawing bodies; the two add as squares do."""
    return float(np.sqrt(max(one[1] ** 2 - known[1] ** 2, 1e-12)))


def _mean(
    table: Table, unit: str, method: str, accuracy: float | None, coded: int | None
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


def picture(table: Table) -> object:
    """Coverage and width by the number that people code, a column for each accuracy."""
    import altair as alt

    rows = [
        {"unit": unit, "method": method, "coded": coded, "accuracy": accuracy,
         "coverage": held, "width": width}
        for unit in UNITS for method in METHODS for accuracy in ACCURACIES for coded in CODED
        if (unit, method) != ("bodies", "by chance")
        for held, width in [_mean(table, unit, method, accuracy, coded)]
    ]  # fmt: skip
    x = alt.X("coded:O", title="coded by people")
    colour = alt.Color("method:N", title=None, sort=list(METHODS))

    def panel(unit: str, measure: str, title: str) -> alt.Chart:
        chosen = [row for row in rows if row["unit"] == unit]
        line = alt.Chart(alt.Data(values=chosen)).mark_line(point=True)
        y = alt.Y(f"{measure}:Q", title=title)
        drawn = line.encode(x=x, y=y, color=colour).properties(width=120, height=110)
        return drawn.facet(column=alt.Column("accuracy:N", title=f"shares of {unit}, accuracy"))

    panels = [
        panel(unit, measure, title)
        for unit in UNITS
        for measure, title in (("coverage", "hold the truth"), ("width", "width"))
    ]
    return alt.vconcat(*panels)


def main() -> None:
    parser = argparse.ArgumentParser(description="Simulate surveys and check the intervals.")
    parser.add_argument("--surveys", type=int, default=12_800)
    parser.add_argument("--out", type=Path, default=Path("bench-work/simulation"))
    arguments = parser.parse_args()
    began = time.monotonic()
    table = simulate(arguments.surveys)
    write(table, arguments.out)
    print("\n".join(told(table)))
    surveys = sum(row[0] for key, row in table.items() if key[:2] == ("statements", "naive"))
    print(f"{surveys} surveys in {time.monotonic() - began:.0f} s: {arguments.out}")


if __name__ == "__main__":
    main()
