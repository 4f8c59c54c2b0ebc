"""The variance of figures from the sample of 2019 held against the draws themselves.

    python bench/balanced_variance.py [--draws 600]

Each draw is made by the design of the study and estimated by the functions that the report uses:
once with the balance taken to be exact (Deville and Tillé 2005), once with what redraws show that
it misses. Prints, for each figure, the variance told over the variance seen, and how many 95 %
intervals hold the truth; for themes also those of a difference, small municipalities less others.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.stats import t as student

from maalkart.core.settings import load_settings
from maalkart.core.study import Body
from maalkart.register.draw import designs_of
from maalkart.register.frame import load_frame
from maalkart.stats.comparison import difference
from maalkart.stats.design import Design, Held, design_of
from maalkart.stats.intervals import effective_size, wilson
from maalkart.stats.means import hajek
from maalkart.workflow.redraws import columns_held, redrawn
from maalkart.workflow.start import DEFINITIONS

SMALL = 5_000
NUMBERS = ("population", "centrality", "merging", "latitude", "longitude")


def figures(bodies: tuple[Body, ...], rng: np.random.Generator) -> Mapping[str, np.ndarray]:
    """Figures of all bodies: from the register, and invented ones that follow it more or less."""
    people = np.array([float(body.facts["population"]) for body in bodies])
    size, many = np.log(people), len(bodies)
    names = list(dict.fromkeys(body.facts["labour_market_region"] for body in bodies))
    region = np.array([names.index(body.facts["labour_market_region"]) for body in bodies])
    regional = rng.normal(size=len(names))[region]

    def theme(lean: np.ndarray) -> np.ndarray:
        return (rng.random(many) < 1 / (1 + np.exp(-lean))).astype(float)

    nynorsk = [body.facts.get("language_form") == "nynorsk" for body in bodies]
    return {
        "mean of log population": size,
        "mean of population": people / 1000,
        "mean of a count that follows size": rng.poisson(np.exp(size / 4)).astype(float),
        "mean at random": rng.normal(size=many),
        "share of nynorsk": np.array(nynorsk, dtype=float),
        "share of a theme that follows size": theme(1.5 * (size - size.mean())),
        "share of a theme that follows regions": theme(1.5 * regional),
        "share of a theme in one of eight": theme(np.full(many, -2.0)),
        "share of a theme in half": theme(np.zeros(many)),
    }


def held_by(
    values: np.ndarray, chosen: list[np.ndarray], designs: list[Design], small: np.ndarray
) -> tuple[float, float, float | None]:
    """Variance told over seen; intervals that hold; those of the difference, of shares alone."""
    true, is_share = values.mean(), set(np.unique(values)) <= {0.0, 1.0}
    gap = values[small].mean() - values[~small].mean()
    told, seen, held, apart = [], [], [], []
    for at, design in zip(chosen, designs, strict=True):
        of, part = values[at], small[at].astype(float)
        found = hajek(design, of, np.ones(len(at)))
        told.append(found.variance)
        seen.append(found.share)
        if not is_share:
            half = student.ppf(0.975, len(at) - 2) * np.sqrt(found.variance)
            held.append(abs(found.share - true) <= half)
            continue
        size = effective_size(found.share, found.variance, found.size)
        bounds = wilson(found.share, size)
        held.append(bounds.low <= true <= bounds.high)
        between = difference(design, (of * part, part), (of * (1 - part), 1 - part)).bounds
        apart.append(between.low <= gap <= between.high)
    ratio = float(np.mean(told) / np.var(seen))
    return ratio, float(np.mean(held)), float(np.mean(apart)) if apart else None


def lines(draws: int) -> Iterator[str]:
    settings = load_settings(DEFINITIONS / "ks2019.toml")
    frame = load_frame(settings.population, Path())
    design = designs_of(frame, settings.sample, seed=1)[0]
    drawn = zip(design.bodies, design.probabilities, design.strata, strict=True)
    bodies = tuple(
        replace(
            body, inclusion_probability=float(min(1, chance)), facts={**body.facts, "stratum": name}
        )
        for body, chance, name in drawn
    )
    rng = np.random.default_rng(5)
    chosen = [np.flatnonzero(design.draw(rng)) for _ in range(draws)]
    redrawn_once = redrawn(frame, settings.sample)
    assert redrawn_once is not None, columns_held(settings.sample)
    by_formula = [_design([bodies[one] for one in at], None) for at in chosen]
    by_redraws = [_design([bodies[one] for one in at], redrawn_once) for at in chosen]
    small = np.array([float(body.facts["population"]) < SMALL for body in bodies])
    yield f"{draws} draws of {len(chosen[0])} of {len(bodies)}: by the formula → with redraws"
    for name, values in figures(bodies, np.random.default_rng(0)).items():
        one, other = (held_by(values, chosen, some, small) for some in (by_formula, by_redraws))
        said = f"{one[0]:.2f} → {other[0]:.2f}   {one[1]:.3f} → {other[1]:.3f}"
        if one[2] is not None:
            said += f"   difference {one[2]:.3f} → {other[2]:.3f}"
        yield f"{name:<40}{said}"


def _design(bodies: list[Body], held: Held | None) -> Design:
    found = design_of(bodies, balanced_on=() if held else NUMBERS, held=held)
    assert found is not None
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--draws", type=int, default=600)
    for line in lines(asked.parse_args().draws):
        print(line, flush=True)


if __name__ == "__main__":
    main()
