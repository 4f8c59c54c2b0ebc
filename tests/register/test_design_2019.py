"""The design of the study of 2019: every requirement in every draw, probabilities as stated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from maalkart.core.settings import load_settings
from maalkart.core.study import Body
from maalkart.register.cube import Floats
from maalkart.register.design import Design
from maalkart.register.draw import designs_of, draw
from maalkart.register.frame import load_frame
from maalkart.workflow.start import DEFINITIONS

SETTINGS = load_settings(DEFINITIONS / "ks2019.toml")
FRAME = load_frame(SETTINGS.population, Path())
DRAWS = 60  # bench/sample_design.py makes 10,000


@pytest.fixture(scope="module")
def design() -> Design:
    municipalities, counties = designs_of(FRAME, SETTINGS.sample, seed=1)
    assert {body.level for body in counties.bodies} == {"county"}
    return municipalities


@pytest.fixture(scope="module")
def drawn(design: Design) -> Floats:
    rng = np.random.default_rng(11)
    return np.array([design.draw(rng) for _ in range(DRAWS)])


def facts(design: Design, column: str) -> list[str]:
    return [body.facts[column] for body in design.bodies]


def error(drawn: Floats, chances: Floats, values: Floats) -> float:
    """Root mean square error of the estimated mean."""
    estimates = (drawn / chances * values).sum(axis=1) / len(values)
    return float(np.sqrt(np.square(estimates - values.mean()).mean()))


def test_probabilities_are_exact_and_add_up(design: Design) -> None:
    assert design.exactness == "exact"
    assert design.problems == ()
    assert design.probabilities.sum() == pytest.approx(38)
    certain = [b.name for b, p in zip(design.bodies, design.probabilities, strict=True) if p == 1]
    assert certain == ["Oslo"]


def test_every_draw_meets_every_requirement(design: Design, drawn: Floats) -> None:
    assert set(np.unique(drawn)) == {0.0, 1.0}
    assert set(drawn.sum(axis=1)) == {38.0}
    small = np.array([float(people) <= 5000 for people in facts(design, "population")])
    merging = np.array([value == "yes" for value in facts(design, "merging")])
    assert (drawn[:, small].sum(axis=1) >= 0.4 * 38).all()
    assert (drawn[:, merging].sum(axis=1) >= 5).all()
    for party in ("A", "H", "SP", "KRF", "FRP"):
        led = np.array([value == party for value in facts(design, "largest_party")])
        assert (drawn[:, led].sum(axis=1) >= 1).all(), party


def test_empirical_probabilities_are_the_stated_ones_within_chance(
    design: Design, drawn: Floats
) -> None:
    stated = design.probabilities
    chancy = stated < 1
    z = (drawn.mean(axis=0) - stated)[chancy] / np.sqrt((stated * (1 - stated))[chancy] / DRAWS)
    # z² is 1 on average; 421 of them, dependent a little, are within .25 of it
    assert np.square(z).mean() == pytest.approx(1, abs=0.25)
    assert abs(z).max() < 5


def test_population_and_centrality_are_balanced_twice_as_well_as_by_a_simple_draw(
    design: Design, drawn: Floats
) -> None:
    # against simple draws that hold Oslo too, which is the harder comparison
    chancy = design.probabilities < 1
    count, size = int(chancy.sum()), 37
    for column in ("population", "centrality"):
        values = np.array([float(value) for value in facts(design, column)])
        of = values[chancy]
        simple = count * np.sqrt((1 - size / count) * of.var(ddof=1) / size) / len(values)
        assert simple / error(drawn, design.probabilities, values) > 2, column


def test_a_draw_is_the_same_from_its_seed_and_another_from_another() -> None:
    def numbers(seed: int) -> list[str]:
        return [body.number for body in draw(FRAME, SETTINGS.sample, seed=seed).bodies]

    assert numbers(4) == numbers(4)
    assert numbers(4) != numbers(5)


def test_three_counties_and_oslo_are_among_the_41() -> None:
    found = draw(FRAME, SETTINGS.sample, seed=SETTINGS.sample.seed)
    assert found.problems == ()
    levels = [body.level for body in found.bodies]
    assert (levels.count("municipality"), levels.count("county")) == (38, 3)
    oslo: Body = next(body for body in found.bodies if body.number == "0301")
    assert oslo.inclusion_probability == 1
    assert oslo.facts["stratum"] == "certain"
