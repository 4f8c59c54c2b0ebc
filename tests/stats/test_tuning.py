from __future__ import annotations

import numpy as np
import pytest

from maalkart.stats.tuning import tuned


def test_the_weight_by_hand() -> None:
    """Two groups of three: people say yes to 2 of 3 and to 1 of 3, by the other checks alone."""
    values, groups = np.array([1.0, 1, 0, 1, 0, 0]), np.array([0, 0, 0, 1, 1, 1])
    every = np.array([0.4, 0.4, 0.6, 0.4, 0.6, 0.6])
    told = np.array([0.5, 0.5, 1.0, 0.0, 0.5, 0.5]) - every
    weight = np.clip((told * (values - every)).sum() / (told**2).sum(), 0, 1)
    assert tuned(values, groups, np.full(6, 0.5)) == pytest.approx(weight)


def test_a_coder_that_is_never_wrong_or_always_counts_fully() -> None:
    values = np.array([1.0] * 6 + [0.0] * 6)
    chances = np.full(12, 0.2)
    assert tuned(values, (1 - values).astype(int), chances) == 1
    assert tuned(values, values.astype(int), chances) == 1


def test_answers_that_are_all_alike_or_alone_count_nothing() -> None:
    values, chances = np.array([1.0, 0, 1, 0]), np.full(4, 0.2)
    assert tuned(values, np.zeros(4, dtype=int), chances) == 0
    assert tuned(values, np.arange(4), chances) == 0
    assert tuned(np.zeros(4), np.array([0, 0, 1, 1]), chances) == 0


def test_where_all_is_checked_the_weight_decides_nothing() -> None:
    assert tuned(np.array([1.0, 0]), np.array([0, 0]), np.ones(2)) == 1


def test_chance_alone_rarely_counts_for_much() -> None:
    rng = np.random.default_rng(4)
    found = [
        tuned((rng.random(80) < 0.3).astype(float), rng.integers(0, 4, 80), np.full(80, 0.1))
        for _ in range(400)
    ]
    assert np.mean(found) < 0.25
    assert np.median(found) == 0
