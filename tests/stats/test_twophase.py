"""Corrections in groups: a coder that errs more in one of them, few checks, many surveys."""

from __future__ import annotations

import numpy as np
import pytest

from maalkart.core.study import Question
from maalkart.stats.checked import Check, CheckedShares
from maalkart.stats.design import Design
from maalkart.stats.sampled import SampledShares
from maalkart.stats.twophase import Asked, corrected_part

BODIES, DRAWN, EACH = 422, 60, 12
QUESTION = Question("domains", "climate", "mentioned")


def surveyed(rng: np.random.Generator) -> tuple[CheckedShares, dict, list, list, np.ndarray]:
    """A sample whose coder invents in one group and misses in the other; checks by its answer."""
    north = rng.random(BODIES) < 0.4
    truth = rng.random(BODIES) < np.where(north, 0.3, 0.6)
    told = np.where(rng.random(BODIES) < np.where(north, 0.2, 0.1), ~truth, truth)
    chosen = rng.choice(BODIES, DRAWN, replace=False)
    checks = {}
    for answer in (True, False):
        inside = chosen[told[chosen] == answer]
        many = min(EACH, len(inside))
        for at in rng.choice(inside, many, replace=False):
            checks[str(at)] = Check(int(truth[at]), many / len(inside))
    names = [str(at) for at in chosen]
    sampled = SampledShares(
        Design(np.full(DRAWN, DRAWN / BODIES)), {name: at for at, name in enumerate(names)}
    )
    found = {str(at): ("s",) for at in chosen if told[at]}
    parts = [[str(at) for at in chosen if north[at] == side] for side in (True, False)]
    true = np.array([truth[north].mean(), truth[~north].mean()])
    return CheckedShares(sampled, {("domains", "climate"): checks}), found, names, parts, true


def test_corrected_shares_of_groups_and_their_difference_hold_the_truth() -> None:
    rng = np.random.default_rng(6)
    held: dict[str, list[bool]] = {"north": [], "south": [], "gap": [], "naive gap": []}
    for _ in range(500):
        shares, found, names, (north, south), true = surveyed(rng)
        for name, part, known in (("north", north, true[0]), ("south", south, true[1])):
            one = shares.share_within(part, names, found, QUESTION)
            assert one.correction == "corrected"
            held[name].append((one.low or 0) <= known <= (one.high or 1))
        gap = true[0] - true[1]
        for name, question in (("gap", QUESTION), ("naive gap", None)):
            difference = shares.difference(found, north, south, names, question)
            assert difference is not None
            held[name].append(difference.bounds.low <= gap <= difference.bounds.high)
    assert 0.93 <= np.mean(held["north"]) <= 0.99
    assert 0.93 <= np.mean(held["south"]) <= 0.99
    assert 0.93 <= np.mean(held["gap"]) <= 0.99
    assert np.mean(held["naive gap"]) < np.mean(held["gap"]) - 0.03


def test_a_group_with_few_checks_is_corrected_by_what_was_found_everywhere() -> None:
    """By hand: behind «found» 3 of 4 are right, behind «not found» 1 of 4."""
    told = np.array([1.0] * 8 + [0.0] * 8)
    chances = np.array([0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0] * 2)
    truth = np.array([1.0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0])
    asked = Asked(np.ones(16), told, truth, chances)
    part = np.zeros(16)
    part[[0, 4, 5, 8, 12]] = 1  # one checked of each answer, so that its own are too few
    found = corrected_part(asked, part, plain=5.0)
    assert found is not None
    outcomes = [0.75 + 0.25 / 0.5, 0.75, 0.75, 0.25 + 0.75 / 0.5, 0.25]
    assert found.share == pytest.approx(min(1.0, np.mean(outcomes)))
    assert found.checked == 2
    assert found.bounds.low < found.share
    part[[0]] = 0
    assert corrected_part(asked, part, plain=4.0) is None  # one check tells nothing


def test_groups_that_overlap_are_compared_by_the_coder() -> None:
    shares, found, names, (north, _), _ = surveyed(np.random.default_rng(1))
    both = shares.difference(found, north, names, names, QUESTION)
    assert both == shares.sampled.difference(found, north, names)
