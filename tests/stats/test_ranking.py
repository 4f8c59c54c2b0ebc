from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maalkart.core.study import Body, Question
from maalkart.stats.checked import estimator
from maalkart.stats.ranking import rank_sets, ranks


@given(st.lists(st.integers(0, 5)))
def test_places_are_what_counting_the_greater_ones_gives(sizes: list[int]) -> None:
    found = ranks(sizes)
    for size, rank in zip(sizes, found, strict=True):
        assert rank.place == len([other for other in sizes if other > size]) + 1
        assert rank.tied == (sizes.count(size) > 1)


def test_what_is_far_ahead_is_first_and_what_is_close_could_change_places() -> None:
    rng = np.random.default_rng(1)
    sizes = np.array([0.9, 0.30, 0.28, 0.05])
    residuals = rng.normal(scale=0.05 / np.sqrt(200), size=(200, 4))
    found = rank_sets(sizes, residuals, worth=200.0, rng=rng)
    assert [(one.best, one.worst) for one in found] == [(1, 1), (2, 3), (2, 3), (4, 4)]


def test_all_places_are_right_at_once_in_most_surveys() -> None:
    """41 of 422 bodies, 12 codes: the true places lie in all twelve sets in 95 of 100 or more."""
    rng = np.random.default_rng(7)
    truth = rng.random((422, 12)) < np.linspace(0.15, 0.85, 12)
    true_places = [one.place for one in ranks(list(truth.mean(axis=0)))]
    right, width = 0, []
    questions = [Question("themes", str(at)) for at in range(12)]
    for _ in range(100):
        chosen = rng.choice(422, 41, replace=False)
        bodies = [Body(number=str(at), name="", inclusion_probability=41 / 422) for at in chosen]
        found = {
            question: {str(body): ("s",) for body in chosen if truth[body, at]}
            for at, question in enumerate(questions)
        }
        sets = estimator(bodies).ranks([body.number for body in bodies], found)
        within = [
            one.best <= place <= one.worst
            for one, place in zip(sets, true_places, strict=True)
            if one.best is not None and one.worst is not None
        ]
        right += all(within) and len(within) == 12
        width += [one.worst - one.best for one in sets if one.worst and one.best]
    assert right >= 92
    assert np.mean(width) < 8


def test_what_all_have_is_before_what_none_has() -> None:
    found = rank_sets(
        np.array([1.0, 0.0, 1.0]), np.zeros((60, 3)), worth=60.0, rng=np.random.default_rng(1)
    )
    assert [(one.best, one.worst) for one in found] == [(1, 2), (3, 3), (1, 2)]


def test_where_all_were_asked_the_places_are_certain() -> None:
    bodies = [Body(number=str(at), name="", inclusion_probability=1.0) for at in range(3)]
    found = {Question("themes", "a"): {"1": ("s",)}, Question("themes", "b"): {}}
    assert [one.best for one in estimator(bodies).ranks(["0", "1", "2"], found)] == [None, None]
