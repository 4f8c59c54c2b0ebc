"""Estimators and variances against every sample that could have been drawn."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from maalkart.core.study import Body
from maalkart.stats.checked import CheckedShares, estimator
from maalkart.stats.design import Design, design_of, indicators
from maalkart.stats.intervals import clopper_pearson, effective_size, wilson
from maalkart.stats.means import hajek, horvitz_thompson
from maalkart.stats.sampled import CENSUS

VALUES = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0])


def drawn(chances: list[float], strata: list[int] | None = None) -> Design:
    return Design(np.array(chances), np.array(strata or [0] * len(chances)))


def bodies(chances: list[float | None], **facts: list[str]) -> list[Body]:
    return [
        Body(
            number=str(at),
            name=str(at),
            inclusion_probability=chance,
            facts={name: told[at] for name, told in facts.items()},
        )
        for at, chance in enumerate(chances)
    ]


def test_over_all_simple_samples_the_variance_is_right_on_average() -> None:
    totals, variances = [], []
    for chosen in combinations(range(7), 3):
        design = drawn([3 / 7] * 3)
        values = VALUES[list(chosen)]
        totals.append(horvitz_thompson(design, values, 7).share)
        variances.append(horvitz_thompson(design, values, 7).variance)
    assert np.mean(totals) == pytest.approx(VALUES.mean())
    assert np.mean(variances) == pytest.approx(np.var(totals))


def test_over_all_stratified_samples_the_variance_is_right_on_average() -> None:
    found = []
    for first, second in product(combinations(range(3), 2), combinations(range(3, 7), 2)):
        design = drawn([2 / 3] * 2 + [2 / 4] * 2, [0, 0, 1, 1])
        found.append(horvitz_thompson(design, VALUES[[*first, *second]], 7))
    means = [one.share for one in found]
    assert np.mean(means) == pytest.approx(VALUES.mean())
    assert np.mean([one.variance for one in found]) == pytest.approx(np.var(means))


def test_a_stratum_taken_whole_adds_no_variance() -> None:
    alone = drawn([1 / 2] * 3)
    both = drawn([1 / 2] * 3 + [1.0] * 2, [0, 0, 0, 1, 1])
    values = np.array([2.0, 5.0, 1.0])
    assert both.variance(np.append(values, [90.0, 3.0])) == pytest.approx(alone.variance(values))


def test_what_the_sample_is_balanced_on_has_no_variance() -> None:
    rng = np.random.default_rng(5)
    size = rng.uniform(1, 9, 12)
    design = Design(np.full(12, 0.3), np.zeros(12, dtype=int), size[:, None])
    assert design.variance(3 * size) == pytest.approx(0, abs=1e-20)
    noise = rng.normal(size=12)
    assert design.variance(3 * size + noise) == pytest.approx(design.variance(noise))


def test_hajeks_variance_with_unequal_chances_by_hand() -> None:
    chances, values = np.array([0.2, 0.5, 0.4]), np.array([1.0, 4.0, 2.0])
    spread, weight = values / chances, 1 - chances
    centre = (weight * spread).sum() / weight.sum()
    by_hand = 3 / 2 * (weight * (spread - centre) ** 2).sum()
    assert drawn(list(chances)).variance(values) == pytest.approx(by_hand)


def test_a_lone_body_of_a_stratum_is_joined_with_a_neighbour() -> None:
    lone = drawn([0.5, 0.5, 0.5], [0, 0, 1])
    assert lone.variance(np.array([1.0, 2.0, 5.0])) > 0


def test_more_balancing_than_bodies_can_bear_is_left_out() -> None:
    rng = np.random.default_rng(2)
    design = Design(np.full(8, 0.5), np.zeros(8, dtype=int), rng.normal(size=(8, 8)))
    assert design.variance(rng.normal(size=8)) > 0.1


def test_shares_of_many_codes_at_once_are_those_of_each() -> None:
    rng = np.random.default_rng(1)
    design = drawn([0.2, 0.5, 0.4, 0.9, 0.3], [0, 0, 1, 1, 1])
    many = rng.normal(size=(5, 3))
    assert design.variance(many) == pytest.approx([design.variance(one) for one in many.T])


def test_a_share_of_a_part_weighs_the_bodies_in_it() -> None:
    design = drawn([0.5, 0.25, 0.25, 0.5])
    share = hajek(design, np.array([1.0, 0, 1, 1]), np.array([1.0, 1, 0, 0]))
    assert share.share == pytest.approx(2 / 6)
    assert share.variance > 0


def test_the_variance_of_a_simple_share_is_the_textbook_one() -> None:
    values = np.array([1.0] * 19 + [0.0] * 22)
    share = hajek(drawn([41 / 422] * 41), values, np.ones(41))
    textbook = (1 - 41 / 422) * share.share * (1 - share.share) / 40
    assert share.variance == pytest.approx(textbook)
    assert effective_size(share.share, share.variance, share.size) == pytest.approx(share.size)


def test_nineteen_of_forty_one_of_422() -> None:
    shares = estimator(bodies([41 / 422] * 41))
    names = [str(at) for at in range(41)]
    found = shares.share(names, dict.fromkeys(names[:19], ("s",)))
    assert (found.numerator, found.denominator) == (19, 41)
    bounds = wilson(19 / 41, 40 / (1 - 41 / 422))
    assert (found.low, found.high) == pytest.approx((bounds.low, bounds.high))
    assert (round(bounds.low, 3), round(bounds.high, 3)) == (0.325, 0.607)


def test_where_all_were_asked_there_is_no_error_of_sampling() -> None:
    shares = estimator(bodies([1.0] * 4))
    found = shares.share(["0", "1", "2"], {"1": ("s",)})
    assert (found.low, found.share, found.high) == (1 / 3, 1 / 3, 1 / 3)
    assert found.method == CENSUS


def test_a_sample_without_chances_is_no_random_sample_and_has_no_interval() -> None:
    found = estimator(bodies([None, 0.5])).share(["0", "1"], {"1": ("s",)})
    assert (found.share, found.low, found.method) == (0.5, None, "plain share")


def test_none_and_all_have_intervals_too() -> None:
    shares = estimator(bodies([0.1] * 10))
    names = [str(at) for at in range(10)]
    nothing = shares.share(names, {})
    everything = shares.share(names, dict.fromkeys(names, ("s",)))
    assert nothing.low == 0
    assert everything.high == 1
    assert nothing.high == pytest.approx(1 - everything.low)
    assert 0.2 < nothing.high < 0.4


def test_the_design_is_read_off_the_sample() -> None:
    told = bodies([0.5] * 4, stratum=["a", "b", "a", "b"], size=["1", "2", "3", "5"])
    design = design_of(told, balanced_on=("size",))
    assert design is not None
    assert list(design.strata) == [0, 1, 0, 1]
    assert design.balancing.tolist() == [[1.0], [2.0], [3.0], [5.0]]
    assert isinstance(estimator(told), CheckedShares)


def test_facts_become_numbers_or_classes_and_what_is_missing_becomes_the_mean() -> None:
    told = bodies([0.5] * 3, size=["1,5", "", "2.5"], form=["nn", "nb", "nn"], empty=["", "", ""])
    assert indicators(told, "size") == [[1.5, 2.0, 2.5]]
    assert indicators(told, "form") == [[1.0, 0.0, 1.0]]
    assert indicators(told, "level") == []
    assert indicators(told, "empty") == []


def test_published_intervals() -> None:
    """Newcombe (1998, Stat. Med. 17, table I): 81/263 and 15/148 by score and by exact method."""
    score, exact = wilson(81 / 263, 263), clopper_pearson(81 / 263, 263)
    assert (round(score.low, 4), round(score.high, 4)) == (0.2553, 0.3662)
    assert (round(exact.low, 4), round(exact.high, 4)) == (0.2527, 0.3676)
    score, exact = wilson(15 / 148, 148), clopper_pearson(15 / 148, 148)
    assert (round(score.low, 4), round(score.high, 4)) == (0.0624, 0.1605)
    assert (round(exact.low, 4), round(exact.high, 4)) == (0.0578, 0.1617)
    nothing = wilson(0, 20)
    assert (round(nothing.low, 4), round(nothing.high, 4)) == (0.0, 0.1611)


def test_a_share_of_all_is_one_whatever_the_weights_round_to() -> None:
    for size in range(2, 60):
        design = Design(np.full(size, 41 / 440))
        assert hajek(design, np.ones(size), np.ones(size)).share == 1.0


def test_cochrans_signatures() -> None:
    """Cochran (1977, p. 28): 50 of 676 sheets, 19,888 names, 80 % from 18,107 to 21,669."""
    told = {42: 23, 41: 4, 36: 1, 32: 1, 29: 1, 27: 2, 23: 1, 19: 1, 16: 2, 15: 2}
    told |= {14: 1, 11: 1, 10: 1, 9: 1, 7: 1, 6: 3, 5: 2, 4: 1, 3: 1}
    names = np.repeat(list(told), list(told.values())).astype(float)
    assert (len(names), names.sum(), (names**2).sum()) == (50, 1471, 54497)
    found = horvitz_thompson(drawn([50 / 676] * 50), names, 1)
    assert round(found.share) == 19888
    half = 1.28 * found.variance**0.5
    assert (found.share - half, found.share + half) == pytest.approx((18107, 21669), abs=1.5)
