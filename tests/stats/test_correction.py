from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from maalkart.core.study import Question
from maalkart.stats.checked import Check, CheckedShares
from maalkart.stats.correction import (
    Ratio,
    Statements,
    corrected_ratio,
    dsl_mean,
    machine_ratio,
    ppi_mean,
)
from maalkart.stats.design import Design
from maalkart.stats.planning import draw, rates, spread
from maalkart.stats.sampled import SampledShares
from maalkart.stats.twophase import corrected_share


def test_ppi_is_the_machines_mean_plus_its_error() -> None:
    told, checked, truth = np.array([1.0, 0, 1, 1]), np.array([1.0, 1, 0]), np.array([1.0, 0, 0])
    assert ppi_mean(told, checked, truth).mean == pytest.approx(3 / 4 - 1 / 3)
    assert ppi_mean(told, checked, truth, tuning=0.0).mean == pytest.approx(1 / 3)


def test_tuned_ppi_is_never_wider_than_people_alone_and_uses_no_useless_coder() -> None:
    rng = np.random.default_rng(1)
    truth = (rng.random(300) < 0.4).astype(float)
    good = np.where(rng.random(300) < 0.9, truth, 1 - truth)
    more = (rng.random(5000) < 0.42).astype(float)
    tuned = ppi_mean(more, good, truth, tuning=None)
    alone = ppi_mean(more, good, truth, tuning=0.0)
    assert tuned.variance < 0.6 * alone.variance
    useless = ppi_mean(more, rng.permutation(good), truth, tuning=None)
    assert useless.tuning < 0.15


def test_dsl_is_right_on_average_however_wrong_the_coder_is() -> None:
    rng = np.random.default_rng(3)
    truth = (rng.random(400) < 0.3).astype(float)
    told = 1 - truth  # wrong throughout
    chances = np.where(told > 0, 0.6, 0.2)
    means = []
    for _ in range(3000):
        drawn = rng.random(400) < chances
        means.append(dsl_mean(told, np.where(drawn, truth, np.nan), chances * drawn).mean)
    assert np.mean(means) == pytest.approx(truth.mean(), abs=0.01)


def test_when_all_bodies_are_checked_the_share_is_peoples() -> None:
    weights, told = np.full(10, 5.0), np.array([1.0] * 6 + [0.0] * 4)
    truth = np.array([1.0, 1, 1, 1, 0, 0, 1, 0, 0, 0])
    found = corrected_share(weights, told, truth, np.ones(10), plain=float("inf"))
    assert found is not None
    assert (found.share, found.bounds.low, found.bounds.high) == (0.5, 0.5, 0.5)


def test_a_corrected_share_by_hand() -> None:
    """Of 10 bodies the coder finds 6; 3 of those checked, 2 right; 2 of the rest, none missed."""
    weights, told = np.ones(10), np.array([1.0] * 6 + [0.0] * 4)
    truth = np.array([1.0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    chances = np.array([0.5, 0.5, 0.5, 0, 0, 0, 0.5, 0.5, 0, 0])
    found = corrected_share(weights, told, truth, chances, plain=float("inf"))
    assert found is not None
    assert found.share == pytest.approx(0.6 * 2 / 3)
    assert found.checked == 5
    assert found.bounds.low < 0.25
    assert found.bounds.high > 0.55


def test_too_few_checks_leave_the_share_uncorrected() -> None:
    weights, told = np.ones(6), np.array([1.0, 1, 1, 0, 0, 0])
    chances = np.array([0.5, 0.5, 0, 0.3, 0, 0])
    assert corrected_share(weights, told, told, chances, plain=5.0) is None


def test_checks_correct_all_strengths_but_not_the_kinds_of_documents() -> None:
    design = Design(np.full(4, 0.5))
    names = ["a", "b", "c", "d"]
    checks = {
        ("themes", "life.health"): {
            name: Check(level, 1.0) for name, level in zip(names, (3, 2, 1, 0), strict=True)
        }
    }
    shares = CheckedShares(
        SampledShares(design, {name: at for at, name in enumerate(names)}), checks
    )
    said = dict.fromkeys(names, ("s",))
    for strength, share in (("mentioned", 0.75), ("goal", 0.5), ("top", 0.25)):
        found = shares.share(names, said, Question("themes", "life.health", strength))
        assert (found.share, found.correction, found.checked) == (share, "corrected", 4)
        assert found.numerator == 4
    kind = shares.share(names, said, Question("themes", "life.health", "goal", ("samfunnsdel",)))
    assert (kind.share, kind.correction) == (1.0, "uncorrected")
    other = shares.share(names, said, Question("themes", "life.care", "goal"))
    assert other.correction == "uncorrected"


def statements(rng: np.random.Generator, bodies: int = 12, each: int = 60) -> Statements:
    body = np.repeat(np.arange(bodies), each)
    asked = (rng.random(len(body)) < 0.7).astype(float)
    truth = asked * (rng.random(len(body)) < 0.3 + 0.02 * body)
    wrong = rng.random(len(body)) < 0.15
    told = np.where(wrong & (asked > 0), 1 - truth, truth)
    chances = np.where(rng.random(len(body)) < 0.25, 0.25, 0.0)
    return Statements(body, told, asked, truth, asked, chances)


def test_a_share_of_statements_is_right_on_average_and_so_is_its_variance() -> None:
    rng = np.random.default_rng(4)
    design = Design(np.ones(12))  # all bodies, so that only the drawing of statements varies
    of = statements(rng)
    true = of.truth.sum() / of.asked.sum()
    found = []
    for _ in range(800):
        chances = np.where(rng.random(len(of.body)) < 0.25, 0.25, 0.0)
        drawn = Statements(of.body, of.told, of.asked, of.truth, of.truly_asked, chances)
        ratio = corrected_ratio(design, drawn)
        assert ratio is not None
        found.append((ratio.share, ratio.variance, ratio.bounds.low <= true <= ratio.bounds.high))
    shares, variances, covered = zip(*found, strict=True)
    assert np.mean(shares) == pytest.approx(true, abs=0.003)
    assert np.mean(variances) == pytest.approx(np.var(shares), rel=0.15)
    assert 0.93 <= np.mean(covered) <= 0.975


def test_statements_all_checked_give_what_people_found_and_the_spread_between_bodies() -> None:
    of = statements(np.random.default_rng(5))
    every = Statements(of.body, of.told, of.asked, of.truth, of.truly_asked, np.ones(len(of.body)))
    design = Design(np.full(12, 0.1))
    found = corrected_ratio(design, every)
    truly = machine_ratio(
        design,
        Statements(of.body, of.truth, of.asked, of.truth, of.truly_asked, np.zeros(len(of.body))),
    )
    assert found is not None
    assert found.share == pytest.approx(of.truth.sum() / of.asked.sum())
    assert found.variance == pytest.approx(truly.variance)


def test_a_group_that_no_one_checked_is_not_guessed() -> None:
    of = statements(np.random.default_rng(6))
    chances = np.where(of.told > 0, 0.0, of.chances)
    assert (
        corrected_ratio(
            Design(np.full(12, 0.5)),
            Statements(of.body, of.told, of.asked, of.truth, of.truly_asked, chances),
        )
        is None
    )


def test_places_follow_the_corrected_shares_when_all_are_corrected() -> None:
    rng = np.random.default_rng(8)
    names = [str(at) for at in range(60)]
    design = Design(np.full(60, 60 / 422))
    shares = (0.9, 0.5, 0.1)
    checks, found = {}, {}
    for code, share in zip("abc", shares, strict=True):
        truth = rng.random(60) < share
        checks["themes", code] = {
            name: Check(int(truth[at]), 0.5) for at, name in enumerate(names) if at % 2 == 0
        }
        told = ~truth if code == "c" else truth  # the coder is wrong throughout on the last
        found[Question("themes", code, "mentioned")] = {
            name: ("s",) for at, name in enumerate(names) if told[at]
        }
    by_coder = CheckedShares(SampledShares(design, {n: at for at, n in enumerate(names)}), {})
    checked = CheckedShares(by_coder.sampled, checks)
    assert [rank.place for rank in by_coder.ranks(names, found)] == [1, 3, 2]
    places = checked.ranks(names, found)
    assert [rank.place for rank in places] == [1, 2, 3]
    assert places[0].best == 1
    assert places[2].worst == 3
    some = {key: value for key, value in checks.items() if key[1] != "b"}
    partly = CheckedShares(by_coder.sampled, some).ranks(names, found)
    assert partly == by_coder.ranks(names, found)


def test_what_no_statement_of_the_sample_is_about_may_still_be_said_elsewhere() -> None:
    of = statements(np.random.default_rng(9))
    none = Statements(of.body, 0 * of.told, of.asked, of.truth, of.truly_asked, 0 * of.chances)
    drawn = machine_ratio(Design(np.full(12, 0.1)), none)
    assert (drawn.share, drawn.bounds.low) == (0, 0)
    assert 0.1 < drawn.bounds.high < 0.4
    assert machine_ratio(Design(np.ones(12)), none).bounds.high == 0


def test_how_sure_the_coder_was_makes_a_share_of_statements_narrower_and_keeps_it_right() -> None:
    rng = np.random.default_rng(12)
    design, body = Design(np.ones(12)), np.repeat(np.arange(12), 200)
    every = np.ones(len(body))
    right = 0.5 + 0.5 * rng.beta(1.5, 0.5, len(body))
    truth = (rng.random(len(body)) < 0.3).astype(float)
    told = np.where(rng.random(len(body)) < right, truth, 1 - truth)
    sure = np.where(told > 0, right, 1 - right)
    blind, seeing = [], []
    for _ in range(300):
        for found, known in ((blind, None), (seeing, sure)):
            rate = rates(spread(told > 0, sure=known), 240)
            chances = np.zeros(len(body))
            places = draw(rate, rng.random(len(body)))
            chances[places] = rate[places]
            ratio = corrected_ratio(
                design, Statements(body, told, every, truth, every, chances, known)
            )
            assert ratio is not None
            found.append((ratio.share, ratio.bounds.width, ratio.bounds.low, ratio.bounds.high))
    for found in (blind, seeing):
        shares, _, low, high = map(np.array, zip(*found, strict=True))
        assert shares.mean() == pytest.approx(truth.mean(), abs=0.006)
        assert 0.91 <= ((low <= truth.mean()) & (truth.mean() <= high)).mean() <= 0.985
    assert np.mean([one[1] for one in seeing]) < 0.9 * np.mean([one[1] for one in blind])


def test_a_coder_that_is_sure_of_nothing_known_is_parted_by_its_answers_alone() -> None:
    of = statements(np.random.default_rng(13))
    unsure = replace(of, sure=np.full(len(of.body), np.nan))
    design = Design(np.full(12, 0.5))
    assert corrected_ratio(design, of) == corrected_ratio(design, unsure)


def surveyed(
    rng: np.random.Generator, told: np.ndarray, truth: np.ndarray, many: int, *, alone: bool
) -> Ratio:
    """A share by drawing as the product does it; alone: people's codes on a simple random part."""
    body, every = np.repeat(np.arange(12), len(told) // 12), np.ones(len(told))
    answers = 0 * told if alone else told
    rate = rates(spread(answers > 0), many)
    chances = np.zeros(len(told))
    places = draw(rate, rng.random(len(told)))
    chances[places] = rate[places]
    found = corrected_ratio(
        Design(np.ones(12)), Statements(body, answers, every, truth, every, chances)
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("accuracy", "least", "most", "narrow", "wide"),
    [(0.5, 0.0, 0.35, 0.97, 1.02), (0.9, 0.9, 1.0, 0.0, 0.75), (1.0, 1.0, 1.0, 0.0, 0.5)],
)
def test_a_coder_counts_for_what_it_is_worth_and_never_harms(
    accuracy: float, least: float, most: float, narrow: float, wide: float
) -> None:
    rng = np.random.default_rng(31)
    truth = (rng.random(2400) < 0.3).astype(float)
    told = np.where(rng.random(2400) < accuracy, truth, 1 - truth)
    both, alone = (
        [surveyed(rng, told, truth, 150, alone=way) for _ in range(250)] for way in (False, True)
    )
    assert least <= np.mean([one.tuning for one in both]) <= most
    assert all(one.tuning == 0 for one in alone)
    widths = [np.mean([one.bounds.width for one in ways]) for ways in (both, alone)]
    assert narrow <= widths[0] / widths[1] <= wide
    held = [one.bounds.low <= truth.mean() <= one.bounds.high for one in both]
    assert 0.91 <= np.mean(held) <= 1
