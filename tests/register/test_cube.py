"""The cube method holds what was proved and published of it, within walls and without."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maalkart.register.cube import Floats, Wall, _Walk, draw_cube, null_vector
from maalkart.register.space import Space


def size_wall(count: int, size: float) -> Wall:
    return Wall(np.ones(count, dtype=bool), size, size, "size")


def draws(
    probabilities: Floats,
    times: int,
    *,
    balance: Floats | None = None,
    walls: tuple[Wall, ...] = (),
    space: Space | None = None,
) -> Floats:
    rng = np.random.default_rng(7)
    rows = np.zeros((0, len(probabilities))) if balance is None else balance
    whole = size_wall(len(probabilities), round(probabilities.sum(), 9))
    return np.array(
        [
            draw_cube(probabilities, balance=rows, walls=(whole, *walls), space=space, rng=rng)
            for _ in range(times)
        ]
    )


def scores(drawn: Floats, stated: Floats) -> Floats:
    """Empirical inclusion probabilities in standard errors from the stated ones."""
    return (drawn.mean(axis=0) - stated) / np.sqrt(stated * (1 - stated) / len(drawn))


# the example of Deville and Tillé's splitting papers, used throughout Tillé (2006)
UNEQUAL = np.array([0.07, 0.17, 0.41, 0.61, 0.83, 0.91])
# the example that R's packages for these methods ship with their documentation
TEN = np.array([0.2, 0.25, 0.35, 0.4, 0.5, 0.5, 0.55, 0.65, 0.7, 0.9])


@pytest.mark.parametrize("probabilities", [UNEQUAL, TEN, np.full(9, 1 / 3)])
def test_size_is_fixed_and_inclusion_probabilities_are_exact(probabilities: Floats) -> None:
    drawn = draws(probabilities, 1500)
    assert set(drawn.sum(axis=1)) == {round(probabilities.sum())}
    assert abs(scores(drawn, probabilities)).max() < 4


def test_joint_probabilities_of_a_fixed_size_add_up() -> None:
    # for a fixed size n: Σ_l π_kl = n π_k (Särndal, Swensson and Wretman 1992, result 2.6.2)
    drawn = draws(UNEQUAL, 1500)
    joint = drawn.T @ drawn / len(drawn)
    assert joint.sum(axis=1) == pytest.approx(3 * drawn.mean(axis=0))
    # negative correlation of the two least likely: never more often together than apart allows
    assert joint[0, 1] <= UNEQUAL[0] * UNEQUAL[1] + 4 * np.sqrt(UNEQUAL[0] * UNEQUAL[1] / 1500)


def test_equal_probabilities_without_balance_pair_all_bodies_alike() -> None:
    # with size alone the walk is the pivotal method in random order: pairs are exchangeable
    drawn = draws(np.full(8, 3 / 8), 2000)
    joint = (drawn.T @ drawn / len(drawn))[np.triu_indices(8, 1)]
    expected = 3 * 2 / (8 * 7)
    assert abs((joint - expected) / np.sqrt(expected * (1 - expected) / 2000)).max() < 4


def test_flight_keeps_every_balance_and_leaves_no_more_fractions_than_rows() -> None:
    # Deville and Tillé (2004), proposition 1: at the end of the flight at most p are undecided
    rng = np.random.default_rng(3)
    probabilities = np.full(60, 0.25)
    rows = rng.lognormal(size=(3, 60))
    walk = _Walk(probabilities, rows, [size_wall(60, 15)], None)
    while walk._kept == 3 and walk.step(rng):
        pass
    assert len(walk.undecided) <= 4
    assert (walk.place / probabilities * rows).sum(axis=1) == pytest.approx(rows.sum(axis=1))


def test_estimates_of_balanced_totals_vary_little_and_of_others_as_before() -> None:
    rng = np.random.default_rng(5)
    probabilities = np.full(100, 0.2)
    balanced, other = rng.lognormal(size=100), rng.normal(size=100)
    simple = draws(probabilities, 120) / probabilities
    cube = draws(probabilities, 120, balance=balanced[None]) / probabilities
    assert np.std(cube @ balanced) < 0.2 * np.std(simple @ balanced)
    assert 0.7 < np.std(cube @ other) / np.std(simple @ other) < 1.4


def test_no_draw_is_outside_a_wall_and_probabilities_stay_exact() -> None:
    # two families of nested groups: halves with quarters in them, and odd against even
    count = 40
    at = np.arange(count)
    probabilities = np.full(count, 0.25)
    walls = (
        Wall(at < 20, 4, 6),
        Wall(at < 10, 2, 3),
        Wall(at % 2 == 0, 4, 5),
    )
    drawn = draws(probabilities, 500, walls=walls, balance=np.sqrt(at + 1.0)[None])
    assert set(np.unique(drawn)) == {0.0, 1.0}
    for wall in walls:
        counts = drawn[:, wall.group].sum(axis=1)
        assert wall.low <= counts.min()
        assert counts.max() <= wall.high
    assert abs(scores(drawn, probabilities)).max() < 4


def test_a_wall_at_what_is_expected_is_a_stratum() -> None:
    group = np.arange(12) < 4
    drawn = draws(np.full(12, 0.5), 200, walls=(Wall(group, 2, 2),))
    assert set(drawn[:, group].sum(axis=1)) == {2.0}


def test_neighbours_are_seldom_drawn_together() -> None:
    # Grafström and Tillé (2013): near bodies get small joint probabilities
    line = Space(np.arange(24.0)[:, None], np.zeros((24, 0), dtype=np.int64))
    drawn = draws(np.full(24, 0.25), 300, space=line)
    joint = drawn.T @ drawn / len(drawn)
    assert np.diag(joint, 1).mean() < 0.25 * np.diag(joint, 12).mean()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(5, 40), st.integers(0, 4))
def test_any_population_gives_whole_samples_of_the_size(seed: int, count: int, rows: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, count))
    weights = rng.random(count) + 0.5
    probabilities = weights * size / weights.sum()
    if probabilities.max() >= 1:
        return
    balance = rng.normal(size=(rows, count))
    drawn = draw_cube(probabilities, balance=balance, walls=[size_wall(count, size)], rng=rng)
    assert set(drawn) <= {0.0, 1.0}
    assert drawn.sum() == size


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 5))
def test_a_null_vector_is_at_right_angles_to_every_row(seed: int, rows: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.integers(-3, 4, size=(rows, rows + 1)).astype(float)
    found = null_vector(matrix)
    assert found is not None
    assert found[-1] == 1
    assert abs(matrix[:, : len(found)] @ found).max(initial=0) < 1e-9


def test_independent_columns_have_no_null_vector() -> None:
    assert null_vector(np.eye(3)) is None
