"""The local pivotal method spreads a sample as its authors published."""

from __future__ import annotations

import numpy as np
import pytest

from maalkart.register.pivotal import Floats, _fight, draw_pivotal
from maalkart.register.space import Space


def space(coordinates: Floats) -> Space:
    return Space(coordinates, np.zeros((len(coordinates), 0), dtype=np.int64))


def spatial_balance(drawn: Floats, probabilities: Floats, coordinates: Floats) -> float:
    """Stevens and Olsen (2004): the variance of the probability mass nearest to each one drawn."""
    chosen = coordinates[drawn > 0]
    away = np.square(coordinates[:, None] - chosen).sum(axis=2)
    nearest = away <= away.min(axis=1, keepdims=True) + 1e-9
    mass = (nearest / nearest.sum(axis=1, keepdims=True) * probabilities[:, None]).sum(axis=0)
    return float(np.square(mass - 1).mean())


def grid(side: int) -> Floats:
    steps = np.arange(side, dtype=float)
    return np.array([(x, y) for x in steps for y in steps])


def test_a_fight_keeps_both_expectations() -> None:
    rng = np.random.default_rng(1)
    for one, other in ((0.2, 0.5), (0.7, 0.6), (0.5, 0.5)):
        ends = np.array([_fight(one, other, rng) for _ in range(20_000)])
        assert ends.mean(axis=0) == pytest.approx((one, other), abs=0.015)
        assert ends.sum(axis=1) == pytest.approx(one + other)


def test_inclusion_probabilities_are_exact_also_where_unequal() -> None:
    rng = np.random.default_rng(2)
    stated = np.array([0.2, 0.25, 0.35, 0.4, 0.5, 0.5, 0.55, 0.65, 0.7, 0.9])
    places = space(rng.random((10, 2)))
    drawn = np.array([draw_pivotal(stated, places, rng=rng) for _ in range(1500)])
    assert set(drawn.sum(axis=1)) == {5.0}
    z = (drawn.mean(axis=0) - stated) / np.sqrt(stated * (1 - stated) / len(drawn))
    assert abs(z).max() < 4


def test_clusters_far_apart_get_their_whole_share_each() -> None:
    # within a cluster whose probabilities sum to 2 all fights are among themselves
    rng = np.random.default_rng(3)
    places = np.concatenate([rng.random((8, 2)), rng.random((8, 2)) + 100])
    drawn = np.array([draw_pivotal(np.full(16, 0.25), space(places), rng=rng) for _ in range(100)])
    assert set(drawn[:, :8].sum(axis=1)) == {2.0}


def test_two_nearest_whose_sum_is_below_one_are_never_both_drawn() -> None:
    rng = np.random.default_rng(4)
    places = space(np.array([[0.0], [0.1], [5.0], [9.0], [14.0], [20.0]]))
    drawn = np.array([draw_pivotal(np.full(6, 1 / 3), places, rng=rng) for _ in range(500)])
    assert (drawn[:, 0] * drawn[:, 1]).sum() == 0


def test_a_grid_is_covered_far_more_evenly_than_by_simple_draws() -> None:
    # Grafström, Lundström and Schelin (2012): several times the balance of simple random sampling
    rng = np.random.default_rng(5)
    places, stated = grid(20), np.full(400, 48 / 400)
    local = [draw_pivotal(stated, space(places), rng=rng) for _ in range(5)]
    simple = [np.isin(np.arange(400), rng.choice(400, 48, replace=False)) for _ in range(60)]
    spread = np.mean([spatial_balance(one, stated, places) for one in local])
    chance = np.mean([spatial_balance(one.astype(float), stated, places) for one in simple])
    assert spread < 0.12
    assert chance > 0.25
