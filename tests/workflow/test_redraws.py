"""The variance of a balanced draw held against the draws themselves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from maalkart.core.settings import Sample
from maalkart.core.study import Body
from maalkart.register.draw import designs_of
from maalkart.stats.comparison import difference
from maalkart.stats.design import Design, Held, design_of
from maalkart.stats.means import hajek
from maalkart.store.derived import Derived
from maalkart.workflow.redraws import columns_held, redrawn

SETTINGS = Sample(size=20, method="balanced", balance_on=("population",), seed=4)
DRAWS = 300


@pytest.fixture(scope="module")
def frame() -> tuple[Body, ...]:
    people = np.exp(np.random.default_rng(1).normal(8.5, 1.2, 90)).astype(int)
    return tuple(
        Body(number=f"{at:04d}", name=str(at), facts={"population": str(count)})
        for at, count in enumerate(people)
    )


@pytest.fixture(scope="module")
def drawn(frame: tuple[Body, ...]) -> list[list[int]]:
    [design] = designs_of(frame, SETTINGS, seed=1)
    rng = np.random.default_rng(77)
    return [np.flatnonzero(design.draw(rng)).tolist() for _ in range(DRAWS)]


def designed(frame: tuple[Body, ...], chosen: list[int], held: Held | None) -> Design:
    on = () if held else ("population",)
    bodies = [
        Body(number=frame[at].number, name="", inclusion_probability=20 / 90, facts=frame[at].facts)
        for at in chosen
    ]
    design = design_of(bodies, balanced_on=on, held=held)
    assert design is not None
    return design


def test_the_variance_of_a_mean_is_that_seen_over_draws_and_the_exact_formula_is_not(
    frame: tuple[Body, ...], drawn: list[list[int]]
) -> None:
    """Of what grows with population as a logarithm does, the formula takes far too much away."""
    size = np.log([float(body.facts["population"]) for body in frame])
    values = size + np.random.default_rng(2).normal(0, 0.2, len(frame))
    noise = np.random.default_rng(3).normal(size=len(frame))
    for of, least, most in ((values, 0.75, 1.4), (noise, 0.8, 1.5)):
        told, exact, means = [], [], []
        held = redrawn(frame, SETTINGS)
        for chosen in drawn:
            found = hajek(designed(frame, chosen, held), of[chosen], np.ones(20))
            told.append(found.variance)
            means.append(found.share)
            exact.append(hajek(designed(frame, chosen, None), of[chosen], np.ones(20)).variance)
        assert least < np.mean(told) / np.var(means) < most
        if of is values:
            assert np.mean(exact) < 0.65 * np.var(means)


def test_differences_between_groups_hold_the_truth(
    frame: tuple[Body, ...], drawn: list[list[int]]
) -> None:
    people = np.array([float(body.facts["population"]) for body in frame])
    large = people > np.median(people)
    rng = np.random.default_rng(5)
    has = (rng.random(len(frame)) < np.where(large, 0.7, 0.35)).astype(float)
    true = has[large].mean() - has[~large].mean()
    held, inside = redrawn(frame, SETTINGS), []
    for chosen in drawn:
        parts = [(has[chosen] * part, part) for part in (large[chosen] * 1.0, ~large[chosen] * 1.0)]
        found = difference(designed(frame, chosen, held), *parts)
        inside.append(found.bounds.low <= true <= found.bounds.high)
    assert 0.92 <= np.mean(inside) <= 0.99


def test_redraws_are_kept_and_made_once_for_the_same_frame_and_settings(
    frame: tuple[Body, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = Derived(tmp_path / "derived")
    made = redrawn(frame, SETTINGS, derived)
    assert made is not None
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    monkeypatch.setattr("maalkart.workflow.redraws._drawn_anew", None)  # not to be called again
    again = redrawn(frame, SETTINGS, derived)
    assert again is not None
    assert (again.covariance == made.covariance).all()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")} == before
    with pytest.raises(TypeError):
        redrawn(frame, SETTINGS.model_copy(update={"seed": 5}), derived)


def test_counties_drawn_apart_lend_nothing_to_the_slopes_of_municipalities() -> None:
    bodies = [
        Body(number=str(at), name="", level="county" if at < 8 else "municipality",
             facts={"population": str(1000 * at * at + 10)})
        for at in range(60)
    ]  # fmt: skip
    settings = SETTINGS.model_copy(update={"size": 15, "counties": 2})
    held = redrawn(bodies, settings)
    assert held is not None
    assert held.covariance.shape == (2, 2)  # population and its rank, of municipalities alone
    assert not held.values["3"].any()
    assert held.values["30"].any()


def test_only_what_a_method_balances_or_spreads_on_is_held() -> None:
    both = {"balance_on": ("population",), "spread_on": ("latitude",)}
    assert columns_held(Sample(size=5, method="balanced", **both)) == ("population", "latitude")
    assert columns_held(Sample(size=5, method="spread", **both)) == ("latitude",)
    assert columns_held(Sample(size=5, method="simple", **both)) == ()
    assert redrawn([], Sample(size=5, method="balanced", **both)) is None
