from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maalkart.stats.planning import (
    DEAREST,
    body_outlook,
    body_width,
    draw,
    fewest_checks,
    rates,
    split,
    spread,
    trust,
)


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=60), st.integers(1, 70))
def test_rates_are_probabilities_that_sum_to_what_is_asked(
    spreads: list[float], total: int
) -> None:
    found = rates(np.array(spreads), total)
    assert ((found > 0) & (found <= 1)).all()
    assert found.sum() == pytest.approx(min(total, len(spreads)))


def test_the_doubtful_are_drawn_more_often() -> None:
    found = rates(spread(np.array([True] * 20 + [False] * 980)), 50)
    assert found[0] / found[-1] == pytest.approx((0.24 / 0.0475) ** 0.5)


@given(st.lists(st.floats(0.0, 1), min_size=2, max_size=60), st.integers(1, 9))
def test_drawing_by_doubt_costs_little_with_a_coder_worth_nothing(
    spreads: list[float], total: int
) -> None:
    """All answers are then in the same doubt, and the variance of people's mean is Σ 1/π."""
    found = rates(np.array(spreads) + 0.01, min(total, len(spreads)))
    if found.max() < 1:
        assert (1 / found).mean() * found.mean() <= DEAREST + 1e-6
    assert 0 <= trust(np.array(spreads)) <= 1


def test_answers_that_hardly_differ_are_followed_wholly_and_rare_doubt_nearly() -> None:
    assert trust(np.array([0.4, 0.45, 0.5])) == 1
    half = np.array([0.1, 0.5] * 50)
    assert 0.1 < trust(half) < 0.6
    assert rates(half, 10)[1] > 1.2 * rates(half, 10)[0]


def test_a_draw_has_the_chances_it_was_given() -> None:
    rng = np.random.default_rng(2)
    chances = np.repeat([0.9, 0.5, 0.2, 0.1], [10, 20, 60, 90])
    counts = np.zeros(180)
    for _ in range(2000):
        chosen = draw(chances, rng.random(180))
        assert len(chosen) == 40
        counts[chosen] += 1
    for chance in np.unique(chances):
        drawn = counts[chances == chance].mean() / 2000
        assert drawn == pytest.approx(chance, rel=0.03)


def test_a_greater_draw_holds_the_smaller() -> None:
    numbers = np.random.default_rng(3).random(200)
    spreads = spread(numbers[::-1] > 0.7)
    small, great = (draw(rates(spreads, total), numbers) for total in (20, 60))
    assert set(small) <= set(great)


@given(st.tuples(st.integers(0, 60), st.integers(0, 60)), st.integers(0, 130))
def test_checks_are_split_within_what_there_is(bodies: tuple[int, int], total: int) -> None:
    parts = split(bodies, total)
    for part, size in zip(parts, bodies, strict=True):
        assert min(2, size) <= part <= size
    assert sum(parts) <= max(total, 4)


def test_more_checks_give_narrower_intervals_down_to_that_of_the_sample() -> None:
    widths = [body_width((20, 21), split((20, 21), each), 44.0) for each in (4, 10, 20, 41)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] == pytest.approx(0.276, abs=0.01)


def test_the_fewest_checks_give_the_width_and_one_less_does_not() -> None:
    groups = [(20, 21), (35, 6), (5, 36)]
    each = fewest_checks(groups, 44.0, 0.33)
    assert each is not None
    assert (
        body_outlook(groups, 44.0, each).width <= 0.33 < body_outlook(groups, 44.0, each - 1).width
    )
    assert fewest_checks(groups, 44.0, 0.1) is None
