from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import false_discovery_control

from maalkart.stats.change import Place, change, places
from maalkart.stats.comparison import Difference, benjamini_hochberg, difference, holm, together
from maalkart.stats.design import Design
from maalkart.stats.intervals import Interval
from maalkart.stats.keyness import keyness


def made(*chances: float) -> list[Difference]:
    return [Difference(0.1, Interval(0, 0.2), chance) for chance in chances]


def test_two_groups_of_a_large_sample_give_newcombes_interval() -> None:
    """Newcombe (1998, Stat. Med. 17, 873, table II): 56/70 less 48/80 is .2, .0524 to .3339."""
    values = np.array([1.0] * 56 + [0] * 14 + [1.0] * 48 + [0] * 32)
    first = np.array([1.0] * 70 + [0] * 80)
    design = Design(np.full(150, 1e-9))  # a population without end
    found = difference(design, (values, first), (values, 1 - first))
    assert found.difference == pytest.approx(0.2)
    assert (found.bounds.low, found.bounds.high) == pytest.approx((0.0524, 0.3339), abs=0.003)
    assert found.chance < 0.01


def test_two_codes_of_the_same_bodies_are_compared_as_pairs() -> None:
    rng = np.random.default_rng(1)
    one = (rng.random(60) < 0.5).astype(float)
    other = np.where(rng.random(60) < 0.9, one, 1 - one)
    design, every = Design(np.full(60, 0.1)), np.ones(60)
    paired = difference(design, (one, every), (other, every))
    apart = difference(design, (one, every), (rng.permutation(other), every))
    assert paired.bounds.width < 0.75 * apart.bounds.width


def test_intervals_of_differences_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    group = rng.random(422) < 0.4
    truth = (rng.random(422) < np.where(group, 0.7, 0.4)).astype(float)
    true = truth[group].mean() - truth[~group].mean()
    held = []
    for _ in range(1500):
        chosen = rng.choice(422, 41, replace=False)
        part = group[chosen].astype(float)
        design = Design(np.full(41, 41 / 422))
        found = difference(design, (truth[chosen], part), (truth[chosen], 1 - part))
        held.append(found.bounds.low <= true <= found.bounds.high)
    assert 0.93 <= np.mean(held) <= 0.975


def test_where_all_were_asked_a_difference_is_certain() -> None:
    values, part = np.array([1.0, 0, 1, 1]), np.array([1.0, 1, 0, 0])
    found = difference(Design(np.ones(4)), (values, part), (values, 1 - part))
    assert (found.difference, found.bounds.low, found.chance) == (-0.5, -0.5, 0.0)


def test_many_comparisons_make_each_less_certain() -> None:
    assert [one.adjusted for one in holm(made(0.01, 0.04, 0.03))] == pytest.approx(
        [0.03, 0.06, 0.06]
    )
    chances = [0.001, 0.2, 0.03, 0.04]
    found = [one.adjusted for one in benjamini_hochberg(made(*chances))]
    assert found == pytest.approx(false_discovery_control(chances))
    assert benjamini_hochberg([]) == ()


def test_codes_that_go_together_are_found_and_those_that_do_not_are_not() -> None:
    rng = np.random.default_rng(4)
    one = (rng.random(80) < 0.5).astype(float)
    with_it = np.where(rng.random(80) < 0.85, one, 1 - one)
    alone = (rng.random(80) < 0.5).astype(float)
    design, every = Design(np.full(80, 0.2)), np.ones(80)
    found = together(design, np.column_stack((one, with_it, alone)), every)
    near, apart = found[0, 1], found[0, 2]
    assert near.both > near.expected
    assert near.excess.bounds.low > 0
    assert apart.excess.bounds.low < 0 < apart.excess.bounds.high


def test_words_of_one_group_come_first_and_common_ones_in_between() -> None:
    west = [{"fjord": 9, "kommune": 50, "og": 200}, {"fjord": 7, "kommune": 40, "og": 180}]
    east = [{"skog": 8, "kommune": 60, "og": 210}, {"skog": 9, "kommune": 40, "og": 190}]
    found = keyness(west, east)
    assert found[0].word == "fjord"
    assert found[-1].word == "skog"
    assert found[0].z > 1.96 > abs(next(key.z for key in found if key.word == "og"))
    assert found[0].bodies == (2, 0)


def test_one_body_that_repeats_itself_is_no_word_of_the_group() -> None:
    shouting = [{"fjord": 80, "og": 100}, {"og": 100}, {"og": 110}, {"og": 90}]
    even = [{"fjord": 20, "og": 100} for _ in range(4)]
    rest = [{"og": 100, "skog": 1} for _ in range(4)]
    [alone] = [key for key in keyness(shouting, rest) if key.word == "fjord"]
    [common] = [key for key in keyness(even, rest) if key.word == "fjord"]
    assert alone.z > 1.96
    assert alone.bounds is not None
    assert common.bounds is not None
    assert alone.bounds.low < 0 < common.bounds.low


def test_mergers_and_splits_are_places_that_can_be_followed() -> None:
    found = places([("a", "x"), ("b", "x"), ("c", "y"), ("d", "y"), ("d", "z"), ("e", "e")])
    assert found == (
        Place(("a", "b"), ("x",)),
        Place(("c", "d"), ("y", "z")),
        Place(("e",), ("e",)),
    )


def test_change_is_counted_by_place_and_only_where_both_periods_were_asked() -> None:
    followed = places([("a", "x"), ("b", "x"), ("c", "c"), ("d", "d")])
    found = change(followed, {"a": False, "b": True, "c": False}, {"x": True, "c": True, "d": True})
    assert found is not None
    assert (found.places, found.before, found.after) == (2, 0.25, 1.0)
    assert (found.gained, found.lost) == (1, 0)
    assert change(followed, {"a": True}, {"d": True}) is None


def test_benjamini_and_hochbergs_own_example() -> None:
    """Benjamini and Hochberg (1995, 3.2): of 15 comparisons theirs holds 4, Bonferroni's 3."""
    chances = (
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
        *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    )
    made = [Difference(0.1, Interval(0.0, 0.2), chance) for chance in chances]
    for judge, many in ((benjamini_hochberg, 4), (holm, 3)):
        held = [one.adjusted is not None and one.adjusted <= 0.05 for one in judge(made)]
        assert held == [True] * many + [False] * (15 - many)
